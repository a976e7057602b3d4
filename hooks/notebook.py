"""Buku Jupyter dari halaman atau buku praktik, dengan atau tanpa hasilnya.

Ditulis sebagai JSON biasa: nbformat 4.5 dengan pengenal sel yang tetap, sehingga
isinya sama bita demi bita setiap kali dibuat.
"""

import base64
import json
from pathlib import Path
from typing import Any

from hooks.grammar import Page
from hooks.options import Block

IMAGE_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}


def build(cells: list[dict[str, Any]]) -> str:
    """Teks .ipynb dari daftar sel."""
    for number, cell in enumerate(cells):
        cell["id"] = f"sel-{number:03d}"
    book = {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def text_cell(text: str) -> dict[str, Any]:
    """Sel Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code_cell(
    block: Block, number: int, entry: dict[str, Any] | None, folder: Path
) -> dict[str, Any]:
    """Sel kode dengan hasil dari rekaman (`entry`), bila ada."""
    outputs: list[dict[str, Any]] = []
    if entry and entry["output"]:
        text = entry["output"] + "\n"
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    if entry and "figure" in entry:
        path = folder / entry["figure"]["name"]
        data = path.read_bytes()
        is_text = path.suffix == ".svg"
        body = data.decode() if is_text else base64.b64encode(data).decode()
        outputs.append(
            {
                "output_type": "display_data",
                "data": {IMAGE_TYPES[path.suffix]: body, "text/plain": block.alt},
                "metadata": {},
            }
        )
    return {
        "cell_type": "code",
        "execution_count": number,
        "metadata": {},
        "outputs": outputs,
        "source": block.code,
    }


def write(page: Page, record: dict[str, Any], folder: Path) -> bool:
    """Tulis `<nama>.ipynb` buku praktik; benar bila isinya berubah.

    Prosa tidak membuat rekaman basi, jadi buku yang prosanya berubah cukup ditulis
    ulang dari rekamannya.
    """
    entries = iter(record["blocks"])
    cells: list[dict[str, Any]] = []
    for index, block in enumerate(page.blocks):
        cells += [text_cell(text) for at, text in page.markdown if at == index]
        entry = next(entries) if block.runs else None
        cells.append(code_cell(block, index + 1, entry, folder))
    cells += [text_cell(text) for at, text in page.markdown if at == len(page.blocks)]
    path, text = folder / f"{page.name}.ipynb", build(cells)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8", newline="\n")
    return True
