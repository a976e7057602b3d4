"""Tata bahasa sebuah halaman: blok Python yang berjalan dan nilai sisipan.

Satu pengurai untuk pelari dan pembangun situs. Halaman Markdown (`docs/**/*.md`) dan
buku praktik format percent (`docs/praktik/*.py`) menghasilkan benda yang sama: `Page`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from hooks.options import Block, PageError, make_block, read_options
from hooks.values import Value, find_values

FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
QUOTED_FENCE = re.compile(r"^[ \t]*(?:>[ \t]*)+(?:`{3,}|~{3,})")
LISTED_FENCE = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:`{3,}|~{3,})")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
MATH_SPAN = re.compile(r"(?<![\\$])\$(?![\s$])[^$]*(?<![\s\\])\$(?!\$)")
TEXT_OPTIONS = ("alt", "caption")


@dataclass(frozen=True)
class Page:
    """Halaman yang sudah diurai."""

    path: str  # relatif terhadap akar proyek, misalnya docs/bab/vae.md
    text: str
    blocks: tuple[Block, ...]
    values: tuple[Value, ...]
    markdown: tuple[tuple[int, str], ...] = ()  # buku praktik: (urutan blok, teks)

    @property
    def is_lab(self) -> bool:
        """Benar untuk buku praktik."""
        return self.path.endswith(".py")

    @property
    def name(self) -> str:
        """Nama halaman: nama berkasnya tanpa akhiran."""
        return PurePosixPath(self.path).stem

    @property
    def slug(self) -> str:
        """Nama yang unik di seluruh situs, untuk alamat gambar dan unduhan."""
        return f"praktik-{self.name}" if self.is_lab else self.name

    @property
    def needs_record(self) -> bool:
        """Benar bila ada yang harus dihitung."""
        return any(block.runs for block in self.blocks) or bool(self.values)


@lru_cache(maxsize=128)  # `serve` membaca lagi halaman yang tidak disunting
def parse(text: str, path: str) -> Page:
    """Urai halaman Markdown atau buku praktik.

    Raises:
        PageError: bila tata bahasa halaman dilanggar; memuat berkas dan baris.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return (
        _Lab(text, path).page() if path.endswith(".py") else _Reader(text, path).page()
    )


@dataclass
class _Reader:
    text: str
    path: str
    blocks: list[Block] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)

    def page(self) -> Page:
        lines = self.text.split("\n")
        at = front_matter_end(lines)
        in_comment = in_math = False
        opened = at
        while at < len(lines):
            line = lines[at]
            if in_comment or line.lstrip().startswith("<!--"):
                opened = opened if in_comment else at
                in_comment = "-->" not in line
            elif QUOTED_FENCE.match(line):
                raise self.error(at, "blok kode di dalam kutipan `>` tidak didukung")
            elif LISTED_FENCE.match(line):
                raise self.error(
                    at, "tulis pagar kode di barisnya sendiri, menjorok di bawah butir"
                )
            elif opening := FENCE.match(line):
                at = self._fence(lines, at, opening)
                continue
            else:
                in_math = self._text_line(line, at, in_math)
            at += 1
        if in_comment:
            raise self.error(opened, "komentar <!-- tidak ditutup dengan -->")
        return Page(self.path, self.text, tuple(self.blocks), tuple(self.values))

    def error(self, at: int, message: str) -> PageError:
        return PageError(self.path, at + 1, message)

    def _fence(self, lines: list[str], at: int, opening: re.Match[str]) -> int:
        """Baca satu pagar; kembalikan indeks baris sesudah penutupnya."""
        indent, fence = opening["indent"], opening["fence"]
        info = opening["info"].strip()
        if fence[0] == "~":
            raise self.error(at, "pagar `~~~` tidak didukung; pakai tiga tanda `")
        end = at + 1
        while end < len(lines) and lines[end].rstrip() != indent + fence:
            end += 1
        if end == len(lines):
            raise self.error(at, f"pagar {fence} tidak ditutup dengan indentasi sama")
        if info == "python":
            for i in range(at + 1, end):
                if lines[i].startswith(f"{indent}{fence}"):
                    message = f"pagar tidak ditutup sebelum pagar baru di baris {i + 1}"
                    raise self.error(at, message)
            body = [self._dedent(lines[i], indent, i) for i in range(at + 1, end)]
            self._block(body, at, end + 1, indent)
        elif re.match(r"(?i)\{?\s*\.?i?py(thon|con)?\d?\b", info):
            raise self.error(
                at, f"pembuka blok {info!r}: tulis ```python saja, opsi di baris `#|`"
            )
        return end + 1

    def _dedent(self, line: str, indent: str, at: int) -> str:
        if line.strip() and not line.startswith(indent):
            raise self.error(at, "baris kode menjorok kurang dari pagarnya")
        return line[len(indent) :].rstrip()

    def _block(self, body: list[str], start: int, end: int, indent: str) -> None:
        count = next(
            (i for i, x in enumerate(body) if not x.startswith("#|")), len(body)
        )
        options = read_options(body[:count], self.path, start + 2)
        code = "\n".join(body[count:]).strip("\n")
        skipped = next((i for i, x in enumerate(body[count:]) if x.strip()), 0)
        line = start + 2 + count + skipped
        block = make_block(code, line, (start, end), indent, options, self.path)
        index = len(self.blocks)
        self.blocks.append(block)
        name = ""
        for offset, text in enumerate(body[:count]):
            option = re.match(r"#\|\s*(\w+):", text)
            name = (
                option[1] if option else name
            )  # baris sambungan milik opsi di atasnya
            for value in find_values(text, start + 1 + offset, self.path):
                if name not in TEXT_OPTIONS:
                    raise PageError(
                        self.path,
                        value.line,
                        f"nilai sisipan tidak dipakai di {name!r}",
                    )
                math = _within(value.column, MATH_SPAN.finditer(text))
                found = replace(value, place=name, after=index, math=math)
                self.values.append(found)

    def _text_line(self, line: str, at: int, in_math: bool) -> bool:
        """Kumpulkan nilai sisipan sebaris; kembalikan keadaan `$$` sesudahnya."""
        masked = CODE_SPAN.sub(lambda m: " " * len(m[0]), line)
        is_row = line.lstrip().startswith("|")
        for value in find_values(masked, at, self.path):
            if is_row and "|" in value.raw:
                raise self.error(at, f"{value.raw}: tanda | memecah sel tabel")
            display = in_math ^ (masked[: value.column].count("$$") % 2 == 1)
            math = display or _within(value.column, MATH_SPAN.finditer(masked))
            # Di atas blok pertama belum ada apa-apa: itu pratinjau hasil akhir.
            after = len(self.blocks) - 1 if self.blocks else None
            self.values.append(replace(value, after=after, math=math))
        return in_math ^ (masked.count("$$") % 2 == 1)


class _Lab(_Reader):
    """Buku praktik: sel dipisahkan `# %%`, sel teks `# %% [markdown]`."""

    def page(self) -> Page:
        lines = self.text.split("\n")
        starts = [i for i, line in enumerate(lines) if line.startswith("# %%")]
        if not starts:
            raise self.error(0, "buku praktik tanpa sel; mulai sel dengan `# %%`")
        if loose := [i for i in range(starts[0]) if not _is_comment(lines[i])]:
            raise self.error(loose[0], "kode di atas sel pertama; mulai dengan `# %%`")
        markdown: list[tuple[int, str]] = []
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            body = lines[start + 1 : end]
            if "[markdown]" in lines[start]:
                for i, line in enumerate(body, start + 1):
                    if not _is_comment(line):
                        raise self.error(i, "baris sel teks harus mulai dengan `#`")
                text = "\n".join(re.sub(r"^# ?", "", line) for line in body)
                markdown.append((len(self.blocks), text.strip()))
            elif any(line.strip() for line in body):
                self._block([line.rstrip() for line in body], start, end, "")
        values = tuple(self.values)
        return Page(self.path, self.text, tuple(self.blocks), values, tuple(markdown))


def front_matter_end(lines: list[str]) -> int:
    """Banyaknya baris prakata YAML di awal halaman."""
    if lines and lines[0].strip() == "---":
        for at in range(1, len(lines)):
            if lines[at].strip() in ("---", "..."):
                return at + 1
    return 0


def _is_comment(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _within(column: int, spans: Iterator[re.Match[str]]) -> bool:
    return any(span.start() <= column < span.end() for span in spans)
