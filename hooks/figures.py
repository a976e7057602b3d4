"""Satu gambar, dua palet: warna SVG yang dikenal ditukar dengan properti CSS.

Gambar dibuat sekali dengan palet terang (`COLORS` di `genai_examples/palette.py`).
Berkas hasil `two_palettes` tampil terang sebagai `x.svg#only-light` dan gelap sebagai
`x.svg#only-dark`; yang diunduh pembaca tetap satu berkas.
"""

import ast
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

_PALETTE = Path(__file__).parent.parent / "genai_examples" / "palette.py"
DARK = {
    "nila": "#7088C8",
    "sogan": "#CF8933",
    "tarum": "#32B79A",
    "manggis": "#CF99F6",
    "langit": "#A0E0EA",
    "mengkudu": "#C74A56",
    "kunyit": "#F0D66C",
    "tinta": "#E8E3D8",
    "redup": "#A9A79F",
    "garis": "#7C8496",
    "kisi": "#313A4E",
    "kertas": "#1B2130",
}


def _read_colors() -> dict[str, str]:
    """`COLORS` dari berkas sumbernya, tanpa mengimpor Matplotlib."""
    for node in ast.parse(_PALETTE.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COLORS":
            return ast.literal_eval(node.value)
    raise ValueError(f"{_PALETTE.name}: COLORS tidak ditemukan")


_COLORS = _read_colors()
LIGHT = {name: _COLORS[name] for name in DARK}
_NAMES = {tone.lower(): name for name, tone in LIGHT.items()}
_FIXED = {tone.lower() for name, tone in _COLORS.items() if name not in DARK}

_DATA = r'href="data:[^"]*"'  # citra raster: dilewati utuh
_PAINT = re.compile(
    rf"{_DATA}|(?<![\w-])((?:fill|stroke|color|stop-color|flood-color)"
    r'(?:\s*:\s*|="))([^;"}]*)'
)
_LINES = "stroke-linejoin: round; stroke-linecap: butt"  # bawaan Matplotlib


@lru_cache(maxsize=512)  # `serve` membangun lagi dengan gambar yang sama
def two_palettes(svg: str) -> str:
    """SVG yang gelap bila dibuka dengan `#only-dark`, selain itu terang.

    Raises:
        ValueError: bila ada warna di luar palet (citra raster tidak diperiksa).
    """
    body = _swap(_clean(svg))
    used = [name for name in LIGHT if f"var(--{name})" in body]
    light, dark = _properties(LIGHT, used), _properties(DARK, used)
    rules = f"<style>:root{{{light}}}:root:target{{{dark}}}</style>"
    return re.sub("<svg([^>]*)>", rf'<svg id="only-dark"\1>{rules}', body, count=1)


def _properties(palette: Mapping[str, str], names: list[str]) -> str:
    """Isi aturan CSS sebuah palet: `--nila:#1B2F6C;--sogan:…`."""
    return ";".join(f"--{name}:{palette[name]}" for name in names)


def _clean(svg: str) -> str:
    """Buang yang tidak tampil; gaya bawaan Matplotlib pindah ke elemen akarnya."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    rule = rf'<defs>\s*<style type="text/css">\*{{{_LINES}}}</style>\s*</defs>'
    svg = re.sub(rule, "", svg).replace("<svg", f'<svg style="{_LINES}"', 1)
    return re.sub(r">\s+<", "><", svg).strip()


def _swap(svg: str) -> str:
    """Ganti setiap warna palet; kumpulkan dan tolak yang lain."""
    foreign = _unpainted(svg)

    def paint(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        tone = found[2].strip().lower()
        if tone in _NAMES:
            return f"{found[1]}var(--{_NAMES[tone]})"
        if tone != "none" and tone not in _FIXED:
            foreign.add(found[2].strip())
        return found[0]

    swapped = _PAINT.sub(paint, svg)
    if foreign:
        raise ValueError("warna di luar palet: " + ", ".join(sorted(foreign)))
    return swapped


def _unpainted(svg: str) -> set[str]:
    """Hitam yang tidak tertulis: bentuk tanpa `fill` digambar hitam oleh peramban."""
    shapes = {"path", "use", "rect", "circle", "ellipse", "polygon", "polyline", "text"}

    def black(node: ElementTree.Element, painted: bool) -> bool:
        tag = node.tag.rpartition("}")[2]
        painted = painted or "fill:" in node.get("style", "") or "fill" in node.attrib
        if tag in ("defs", "clipPath"):
            return False
        return (tag in shapes and not painted) or any(black(n, painted) for n in node)

    return {"#000000"} if black(ElementTree.fromstring(svg), False) else set()
