"""Halaman praktik: teks dari mkdocs-jupyter, sel kode dalam bentuk blok bab."""

from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from hooks import formulas, glossary
from hooks.memo import remembered
from hooks.page import PageView


def tidy(
    html: str, view: PageView, terms: Sequence[glossary.Term] = (), target: str = ""
) -> str:
    """Ganti sel kode dengan blok situs; buang gaya dan skrip sisipan.

    mkdocs-jupyter menempelkan 590 kB gaya di setiap halaman; gaya situs cukup. Rumus
    dalam sel teks menjadi MathML, istilahnya bertaut ke glosarium di `target`.
    """
    parts: list[str] = []
    seen: set[str] = set()
    indexes = iter(range(len(view.page.blocks)))
    for text in _cells(html):
        if text is not None:
            text = glossary.mark_html(text, terms, target, seen)
            parts.append(formulas.render_dollar_formulas(text))
            continue
        index = next(indexes, None)  # buku basi bisa punya lebih banyak sel
        block = view.block_html(index) if index is not None else ""
        parts.append(formulas.render_formulas(block))
    return "\n".join(parts)


@remembered()
def _cells(html: str) -> list[str | None]:
    """HTML setiap sel teks, menurut urutan; None di tempat sel kode."""
    cells: list[str | None] = []
    for cell in BeautifulSoup(html, "html.parser").select(".jp-Cell"):
        if cell.find_parent(class_="jp-Cell"):  # sel kode dibungkus dua kali
            continue
        if "jp-CodeCell" in cell.get_attribute_list("class"):
            cells.append(None)
            continue
        for anchor in cell.select("a.anchor-link"):
            anchor["class"] = "headerlink"
            anchor["title"] = "Tautan ke bagian ini"
            anchor.string = "#"
        body = cell.select_one(".jp-RenderedHTMLCommon")
        if isinstance(body, Tag):
            cells.append(body.decode_contents())
    return cells
