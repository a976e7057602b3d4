"""Prosa halaman tanpa kode, rumus, dan angka sisipan, potong demi potong."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hooks import ROOT
from hooks.grammar import CODE_SPAN, FENCE, MATH_SPAN, Page, front_matter_end, parse
from hooks.values import VALUE

NILAI, KODE, RUMUS = "§", "¤", "¶"  # pengganti nilai sisipan, kode, dan rumus
TARGET = r"\([^()\s]*(?:\([^()]*\))?[^()\s]*\)"
IMAGE = re.compile(rf"!\[[^][]*\]{TARGET}")
LINK = re.compile(rf"\[((?:[^][]|\[[^]]*\])*)\]{TARGET}")
ATTRIBUTES = re.compile(r"\{:?\s*(?:[.#][^{}]*|[\w-]+=[^{}]*)\}")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
ITALIC = re.compile(r"(?<![\w*])\*(?![\s*])([^*]+)(?<!\s)\*(?![\w*])")
SENTENCE_END = re.compile(r"(?<=[.?!])[”\"’)*]*\s+(?=[“\"‘(*]*[A-Z0-9§¤¶])")


@dataclass(frozen=True)
class Piece:
    """Satu judul, paragraf, butir, sel, judul kotak, alt, atau keterangan."""

    page: str  # docs/bab/vae.md
    line: int
    kind: str  # heading, text, item, cell, title, alt, caption, meta
    raw: str
    boxes: tuple[str, ...] = ()  # kelas div dan kotak yang memuatnya, dari luar
    column: str = ""  # judul kolom sebuah sel

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def marked(self) -> str:
        """Teks yang terlihat, tanda miring dan tebal masih ada."""
        return visible(self.raw)

    @property
    def text(self) -> str:
        """Teks yang terlihat."""
        return self.marked.replace("**", "").replace("*", "")

    @property
    def roman(self) -> str:
        """Teks tegak saja: kata asing dan judul karya tidak ikut."""
        return ITALIC.sub("…", self.marked.replace("**", ""))

    @property
    def sentences(self) -> list[str]:
        return [part for part in SENTENCE_END.split(self.text) if part.strip()]


def visible(raw: str) -> str:
    """Buang yang bukan prosa dari satu potong Markdown."""
    text = VALUE.sub(NILAI, raw)
    text = MATH_SPAN.sub(RUMUS, CODE_SPAN.sub(KODE, text))
    text = LINK.sub(r"\1", IMAGE.sub("", text))
    text = TAG.sub("", ATTRIBUTES.sub("", text))
    return " ".join(html.unescape(text).split())


def pieces_of(text: str, path: str) -> list[Piece]:
    """Semua potong prosa sebuah halaman atau buku praktik."""
    page = parse(text, path)
    return [*_meta(page), *_options(page), *_Walk(page).pieces()]


@cache
def all_pieces() -> tuple[Piece, ...]:
    """Potong prosa semua halaman situs."""
    return tuple(p for path in paths() for p in _load(path))


def paths() -> list[Path]:
    """Berkas semua halaman dan buku praktik."""
    docs = ROOT / "docs"
    return sorted([*docs.rglob("*.md"), *(docs / "praktik").glob("*.py")])


def _load(path: Path) -> list[Piece]:
    return pieces_of(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())


def _meta(page: Page) -> Iterator[Piece]:
    lines = page.text.split("\n")
    for at in range(front_matter_end(lines)):
        key, _, value = lines[at].partition(": ")
        if key in ("title", "description"):
            yield Piece(page.path, at + 1, "meta", value.strip("\"'"))


def _options(page: Page) -> Iterator[Piece]:
    for block in page.blocks:
        for kind in ("alt", "caption"):
            if text := getattr(block, kind):
                yield Piece(page.path, block.start + 1, kind, text)


class _Walk:
    """Baca baris demi baris; ingat div, kotak, dan paragraf yang terbuka."""

    def __init__(self, page: Page) -> None:
        self.page, self.lines = page, prose_lines(page)
        self.divs: list[str] = []
        self.admonitions: list[tuple[int, str]] = []  # (indentasi, jenis)
        self.open: tuple[int, str, list[str]] | None = None
        self.columns: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        for at, line in enumerate(self.lines, 1):
            yield from self._line(line, at)
        yield from self._flush()

    def _piece(self, line: int, kind: str, raw: str, column: str = "") -> Piece:
        boxes = (*self.divs, *(name for _, name in self.admonitions))
        return Piece(self.page.path, line, kind, raw, boxes, column)

    def _flush(self) -> Iterator[Piece]:
        if self.open:
            line, kind, parts = self.open
            self.open = None
            yield self._piece(line, kind, " ".join(parts))

    def _line(self, line: str, at: int) -> Iterator[Piece]:
        text, indent = line.strip(), len(line) - len(line.lstrip())
        if not text.startswith("|"):
            self.columns = []
        if not text:
            yield from self._flush()
            return
        while self.admonitions and indent <= self.admonitions[-1][0]:
            yield from self._flush()
            self.admonitions.pop()
        if box := re.match(r"(?:!!!|\?\?\?\+?|===)\s+(\w*)\s*(?:\"(.*)\")?", text):
            yield from self._flush()
            self.admonitions.append((indent, box[1]))
            if box[2]:
                yield self._piece(at, "title", box[2])
        elif div := re.fullmatch(r"<div(?: class=\"([^\"]*)\")?[^>]*>", text):
            yield from self._flush()
            self.divs.append(div[1] or "")
        elif text == "</div>":
            yield from self._flush()
            if self.divs:
                self.divs.pop()
        elif text.startswith("|"):
            yield from self._flush()
            yield from self._row(text, at)
        elif heading := re.match(r"#{1,6}\s+(.*)", text):
            yield from self._flush()
            yield self._piece(at, "heading", heading[1])
        elif item := re.match(r"(?:[-*+:]|\d+[.)])\s+(.*)", text):
            yield from self._flush()
            self.open = (at, "item", [item[1]])
        elif self.open:
            self.open[2].append(text)
        elif not ATTRIBUTES.fullmatch(text):
            self.open = (at, "text", [text])

    def _row(self, text: str, at: int) -> Iterator[Piece]:
        cells = [c.strip() for c in re.split(r"(?<!\\)\|", text.strip("|"))]
        if set(text) <= set("|-: "):
            return
        head, self.columns = not self.columns, self.columns or cells
        names = self.columns + [""] * len(cells)
        for cell, name in zip(cells, names, strict=False):
            if cell:
                yield self._piece(at, "cell", cell, "" if head else name)


def prose_lines(page: Page) -> list[str]:
    """Baris halaman; yang bukan prosa dikosongkan, sehingga nomornya tetap."""
    lines = page.text.split("\n")
    for block in page.blocks:
        lines[block.start : block.end] = [""] * (block.end - block.start)
    if page.is_lab:
        lines = [re.sub(r"^# ?", "", "" if x.startswith("# %%") else x) for x in lines]
    start = front_matter_end(lines)
    lines[:start] = [""] * start
    closing = ""  # penutup pagar, rumus, atau komentar yang sedang terbuka
    for at, line in enumerate(lines):
        if closing:
            found = closing in line
            lines[at] = ""
            closing = "" if found else closing
        elif fence := FENCE.match(line):
            closing, lines[at] = fence["fence"], ""
        elif line.lstrip().startswith("<!--"):
            closing, lines[at] = "" if "-->" in line else "-->", ""
        elif line.strip().startswith("$$"):
            whole = line.count("$$") > 1
            closing, lines[at] = "" if whole else "$$", ""
    return lines
