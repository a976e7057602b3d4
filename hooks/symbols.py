"""Kode paket menurut nama: `genai_examples/vae.py:VAE.forward` → sumbernya."""

import ast
import textwrap
from functools import lru_cache
from pathlib import Path

from hooks import ROOT


def source_of(reference: str, root: Path = ROOT) -> str:
    """Potongan sumber untuk `berkas.py:Nama` atau `berkas.py:Kelas.metode`.

    Hasilnya ikut penghias (decorator) dan komentar di dalamnya, tanpa indentasi luar.

    Raises:
        ValueError: bila berkas atau simbolnya tidak ada.
    """
    file, _, symbol = reference.partition(":")
    if not symbol or not file.startswith("genai_examples/"):
        raise ValueError(f"source {reference!r}: tulis genai_examples/modul.py:Simbol")
    path = root / file
    if not path.is_file():
        raise ValueError(f"source {reference!r}: berkas {file} tidak ada")
    text = path.read_text(encoding="utf-8")
    node = _find(text, symbol.split("."))
    if node is None:
        names = ", ".join(_names(_tree(text)))
        raise ValueError(f"source {reference!r}: {symbol} tidak ada; yang ada: {names}")
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(d.lineno for d in decorators)])
    lines = text.splitlines()[first - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(lines))


@lru_cache(maxsize=64)
def _tree(text: str) -> ast.Module:
    return ast.parse(text)


def _find(text: str, path: list[str]) -> ast.stmt | None:
    body, node = _tree(text).body, None
    for name in path:
        node = next((n for n in body if name in _names_of(n)), None)
        if node is None:
            return None
        body = getattr(node, "body", [])
    return node


def _names_of(node: ast.stmt) -> list[str]:
    """Nama yang dibuat sebuah pernyataan: fungsi, kelas, atau tetapan."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [t.id for t in node.targets if isinstance(t, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _names(tree: ast.Module) -> list[str]:
    return [name for node in tree.body for name in _names_of(node)]
