"""Unduhan setiap bab: buku Jupyter, skrip Python, dan modul yang dipakainya."""

import io
import re
import zipfile
from pathlib import Path

from hooks import ROOT, notebook
from hooks.fingerprint import reached
from hooks.grammar import Page, front_matter_end
from hooks.page import PageView

MADE = (1980, 1, 1, 0, 0, 0)  # tanggal tetap: zip yang sama bita demi bita


def script(page: Page) -> str:
    """Semua blok halaman sebagai satu skrip; gambarnya disimpan ke berkas."""
    parts = [f"# {title_of(page)}"]
    for number, block in enumerate(page.blocks, 1):
        if not block.runs:
            continue
        save = ""
        if block.figure:
            save = f'\n\nplt.savefig("{block.figure}")\nplt.close()'
        parts.append(f"# --- Blok {number}\n{block.code}{save}")
    code = "\n\n".join(parts) + "\n"
    if "plt.savefig" in code and "import matplotlib.pyplot as plt" not in code:
        code = code.replace("\n\n", "\n\nimport matplotlib.pyplot as plt\n\n", 1)
    return code


def lab_script(page: Page) -> str:
    """Buku praktik sebagai skrip: tanpa opsi `#|`; gambarnya disimpan ke berkas."""
    text = re.sub(r"^#\|.*\n", "", page.text, flags=re.M)
    for block in page.blocks:
        if block.figure:
            code = block.code.rstrip()
            text = text.replace(code, f'{code}\nplt.savefig("{block.figure}")', 1)
    if "plt.savefig" not in text:
        return text
    cell = "# %%\nimport matplotlib.pyplot as plt\n"
    return re.sub(r"^# %%\n", cell, text, count=1, flags=re.M)


def chapter_notebook(view: PageView, folder: Path) -> str:
    """Bab sebagai buku Jupyter: prosa, kode, dan hasil dari rekaman."""
    lines = view.markdown().split("\n")
    cells, prose, count = [], [], 0
    in_block: int | None = None
    for at, line in enumerate(lines):
        if line.strip() == "```blok":
            in_block = int(lines[at + 1])
        elif in_block is not None and line.strip() == "```":
            if "\n".join(prose).strip():
                cells.append(notebook.text_cell(_plain("\n".join(prose))))
            block, entry = view.page.blocks[in_block], view.entries.get(in_block)
            if block.runs:
                count += 1
                cells.append(notebook.code_cell(block, count, entry, folder))
            prose, in_block = [], None
        elif in_block is None:
            prose.append(line)
    if "\n".join(prose).strip():
        cells.append(notebook.text_cell(_plain("\n".join(prose))))
    return notebook.build(cells)


def module_zip(page: Page, root: Path = ROOT) -> bytes | None:
    """Zip berisi modul bernama sama dengan halaman dan modul tempat ia bertumpu."""
    module = root / "genai_examples" / f"{page.name}.py"
    if not module.is_file():
        return None
    paths = sorted(reached(f"import genai_examples.{page.name}", root))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            info = zipfile.ZipInfo(path.relative_to(root).as_posix(), MADE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return buffer.getvalue()


def title_of(page: Page) -> str:
    """Judul pertama di halaman; di buku praktik ia tertulis `# # Judul`."""
    lines = page.text.split("\n")
    for line in lines[front_matter_end(lines) :]:
        if found := re.match(r"(?:# )?# (?!%%)(.+)", line):
            return found[1].strip()
    return page.name


def _plain(text: str) -> str:
    """Markdown situs menjadi Markdown Jupyter: kotak dan lipatan jadi teks tebal."""
    box = r"^ *(?:!!! \w+|\?\?\?\+? \w+|===) \"(.*)\"$"
    text = re.sub(box, r"**\1**\n", text, flags=re.M)
    text = re.sub(r"^ {4,}", "", text, flags=re.M)
    text = re.sub(r"</?(?:div|span)[^>]*>", "", text)
    return re.sub(r"\{ ?[.#][^}]*\}", "", text).strip()
