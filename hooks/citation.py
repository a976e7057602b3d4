"""Kotak "Kutip bab ini": BibTeX dengan versi dan alamat versi itu."""

import re
from html import escape

from hooks import ROOT
from hooks.downloads import title_of
from hooks.grammar import Page

AUTHORS = "Para penulis Belajar AI Generatif"


def bibtex(page: Page, url: str | None, version: str) -> str:
    """Entri BibTeX sebuah halaman; tahunnya tahun terbit di CITATION.cff."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    year = re.findall(r"^date-released: (\d{4})", text, re.M)[0]
    fields = {
        "title": title_of(page).replace("*", ""),
        "author": f"{{{AUTHORS}}}",
        "year": year,
        "howpublished": "Belajar AI Generatif",
        "note": f"Versi {version}",
        "url": url or "",
    }
    rows = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = page.slug.replace("-", "_")
    return "\n".join([f"@misc{{belajar_ai_generatif_{kind},", *rows, "}"])


def box(page: Page, url: str | None, version: str) -> str:
    """HTML kotak kutipan, terlipat."""
    return (
        '<details class="kutip" data-search-exclude>'
        '<summary>Kutip halaman ini</summary><pre tabindex="0"><code>'
        f"{escape(bibtex(page, url, version))}</code></pre></details>"
    )
