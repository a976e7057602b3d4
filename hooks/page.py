"""Halaman dan rekamannya menjadi Markdown dan HTML.

`PageView` mengganti setiap blok Python dengan pagar `blok` bernomor dan setiap nilai
sisipan dengan teksnya; `format_block` lalu memberi pagar itu HTML yang sudah jadi:
kode, keluaran, gambar, dan asal-usulnya.
"""

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import markdown

from hooks import live
from hooks.coloring import colored
from hooks.fingerprint import normalize, short_hash
from hooks.grammar import Page, front_matter_end
from hooks.options import Block
from hooks.record import Json, folder_of
from hooks.symbols import source_of
from hooks.values import Value, localize

PENDING = "…"  # nilai yang belum dihitung
KAWUNG = (  # tanda empat kelopak di depan asal-usul gambar
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="'
    "M11 11C5.6 11 2.6 8 2.6 2.6 8 2.6 11 5.6 11 11Zm2 2c5.4 0 8.4 3 8.4 8.4"
    "C16 21.4 13 18.4 13 13Zm0-2C13 5.6 16 2.6 21.4 2.6 21.4 8 18.4 11 13 11Z"
    'm-2 2c0 5.4-3 8.4-8.4 8.4C2.6 16 5.6 13 11 13Z"/></svg>'
)
UrlOf = Callable[[str], str]


class PageView:
    """Satu halaman, rekamannya, dan alamat berkas-berkasnya."""

    def __init__(
        self, page: Page, record: Json | None, origin: str, url_of: UrlOf
    ) -> None:
        self.page, self.origin, self.url_of = page, origin, url_of
        self.entries = _entries(page, record)
        self.texts = _texts(page, record)
        figures = [i for i, block in enumerate(page.blocks) if block.figure]
        self.numbers = {index: n for n, index in enumerate(figures, 1)}

    def markdown(self) -> str:
        """Teks halaman tanpa prakata, blok dan nilainya sudah diganti."""
        lines = self.page.text.split("\n")
        # Dari kanan ke kiri, supaya kolom nilai di sebelah kirinya tidak bergeser.
        for value, text in reversed(
            list(zip(self.page.values, self.texts, strict=True))
        ):
            if value.place == "text":
                line, end = lines[value.line - 1], value.column + len(value.raw)
                lines[value.line - 1] = line[: value.column] + text + line[end:]
        for index, block in reversed(list(enumerate(self.page.blocks))):
            fence = [f"{block.indent}```blok", f"{block.indent}{index}"]
            lines[block.start : block.end] = [*fence, f"{block.indent}```"]
        return "\n".join(lines[front_matter_end(lines) :])

    def block_html(self, index: int) -> str:
        """HTML satu blok: kode, lalu keluaran, lalu gambar."""
        block = self.page.blocks[index]
        entry = self.entries.get(index, {})
        parts = [self._code(index, block)]
        if entry.get("output"):
            parts.append(
                '<div class="blok-keluaran"><span class="blok-label">Keluaran</span>'
                f'<pre tabindex="0">{escape(entry["output"])}</pre></div>'
            )
        if block.figure:
            figure = self._figure(index, block, entry.get("figure"))
            parts.append(self._live(block, figure))
        runs = "ya" if block.runs else "tidak"
        room = self._room(index, block, entry)
        # <section>: pengecualian pencarian berakhir pada penutup tag sejenis pertama
        return (
            f'<section class="blok" id="blok-{index + 1}" data-run="{runs}" '
            f'style="{room}" data-search-exclude>{"".join(parts)}</section>'
        )

    def _room(self, index: int, block: Block, entry: Json) -> str:
        """Taksiran tinggi blok untuk lazy.css: baris kode, dan rasio gambarnya."""
        code = source_of(block.source) if block.source else block.code
        lines = code.strip("\n").count("\n") + 5  # bersama bilah dan tepinya
        if entry.get("output"):
            lines += entry["output"].count("\n") + 2
        figure = entry.get("figure") if block.figure else None
        if figure is None:
            return f"--baris:{lines}"
        caption = self._option_text(index, block.caption or "", "caption")
        lines += 6 + len(caption) // 45  # kartu, keterangan, asal-usul
        return f"--baris:{lines};--rasio:{figure['height'] / figure['width']:.2f}"

    def _code(self, index: int, block: Block) -> str:
        code = source_of(block.source) if block.source else block.code
        name = block.source.replace(":", " · ") if block.source else "Kode"
        if block.norun:
            name = f"Kode, tidak dijalankan: {block.norun}"
        buttons = '<button type="button" class="salin" data-salin="blok">Salin</button>'
        if block.runs and index > 0:
            buttons += (
                '<button type="button" class="salin" data-salin="sampai">'
                "Salin sampai sini</button>"
            )
        return (
            '<div class="blok-kode"><div class="blok-bar">'
            f'<span class="blok-nama">{escape(name)}</span>'
            f'<span class="blok-aksi">{buttons}</span></div>'
            '<div class="highlight"><pre tabindex="0"><code>'
            f"{colored(code)}</code></pre></div></div>"
        )

    def _figure(self, index: int, block: Block, figure: Json | None) -> str:
        number = self.numbers[index]
        if figure is None:
            image = "<p>Gambar ini belum dihitung.</p>"
        else:
            image = self._image(index, block, figure)
        caption = self._option_text(index, block.caption or "", "caption")
        return (
            f'<figure class="gambar" id="gambar-{number}">'
            f'<div class="gambar-kartu">{image}</div><figcaption>'
            f"<p><strong>Gambar {number}.</strong> {_inline(caption)}</p>"
            f'<p class="asal">{KAWUNG} {self.origin}{self._numbers(block)}</p>'
            "</figcaption></figure>"
        )

    def _live(self, block: Block, figure: str) -> str:
        if block.live is None:
            return figure
        folder = folder_of(self.page)
        return live.element(block.live, figure, folder, block.weights, self.url_of)

    def _numbers(self, block: Block) -> str:
        """Tautan ke angka di balik gambar, bila pelari menyimpannya."""
        name = Path(block.figure or "").with_suffix(".csv").name
        if not (folder_of(self.page) / name).is_file():
            return ""
        url = self.url_of(f"gambar/{self.page.slug}/{name}")
        label = f"Angka di balik gambar, {name}"
        return f' · <a href="{url}" download aria-label="{label}">angka (CSV)</a>'

    def _image(self, index: int, block: Block, figure: Json) -> str:
        alt = self._option_text(index, block.alt or "", "alt").replace('"', "&quot;")
        name = figure["name"]
        url = self.url_of(f"gambar/{self.page.slug}/{name}")
        sizes = f'width="{figure["width"]}" height="{figure["height"]}" loading="lazy"'
        if not name.endswith(".svg"):
            return f'<img src="{url}" alt="{alt}" {sizes}>'
        # Satu unduhan, dua palet; CSS menampilkan salah satunya.
        return "".join(
            f'<img src="{url}#only-{palette}" alt="{alt}" {sizes}>'
            for palette in ("light", "dark")
        )

    def _option_text(self, index: int, text: str, place: str) -> str:
        """Teks alt atau caption dengan nilai sisipannya."""
        if place == "alt":
            text = escape(text)
        for at, value in enumerate(self.page.values):
            if value.place == place and value.after == index:
                raw = escape(value.raw) if place == "alt" else value.raw
                text = text.replace(raw, self.texts[at], 1)
        return text


def _entries(page: Page, record: Json | None) -> dict[int, Json]:
    """Hasil setiap blok; pada rekaman basi dicocokkan menurut kodenya."""
    recorded = list(record["blocks"]) if record else []
    found = {}
    for index, block in enumerate(page.blocks):
        if not block.runs:
            continue
        mark = short_hash(normalize(block.code))
        match = next((e for e in recorded if e["hash"] == mark), None)
        if match is not None:
            recorded.remove(match)
            figure = match.get("figure")
            if (figure["name"] if figure else None) == block.figure:
                found[index] = match
    return found


def _texts(page: Page, record: Json | None) -> list[str]:
    """Tulisan setiap nilai sisipan; yang belum dihitung menjadi elipsis."""
    recorded = list(record["values"]) if record else []

    def text_of(value: Value) -> str:
        match = next((e for e in recorded if e["body"] == value.body), None)
        if match is None:
            return PENDING
        recorded.remove(match)
        return localize(match["value"], match["text"], value.math)

    return [text_of(value) for value in page.values]


def _inline(text: str) -> str:
    """Markdown sebaris (miring, kode, rumus) tanpa paragraf pembungkus."""
    extensions = ["pymdownx.betterem", "pymdownx.arithmatex"]
    settings = {"pymdownx.arithmatex": {"generic": True}}
    html = markdown.markdown(text, extensions=extensions, extension_configs=settings)
    return html.removeprefix("<p>").removesuffix("</p>")


class Current:
    """Halaman yang sedang dirender; MkDocs merender satu per satu."""

    view: PageView | None = None


def format_block(source: str, *_: object, **__: object) -> str:
    """Pemformat pagar `blok` untuk pymdownx.superfences."""
    if Current.view is None:
        raise ValueError("pagar `blok` hanya dipakai oleh pembangun situs")
    return Current.view.block_html(int(source))


def origin_line(
    page: Page, record: Json | None, cost: Json | None, package: str
) -> str:
    """Asal-usul gambar: versi paket, torch, detik CPU, dan perintah pembuatnya."""

    def parts() -> Iterator[str]:
        yield f"v{package}"
        if record:
            yield f"torch {record['made_with'].get('torch', '-')}"
        if cost:
            yield f"{cost['cpu_seconds']:.0f}\u00a0detik CPU"
        yield f"<code>python -m hooks.runner {page.name}</code>"

    return " · ".join(parts())
