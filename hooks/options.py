"""Satu blok Python di halaman: opsi `#|` dan pemeriksaannya."""

import ast
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

import yaml

FILE_NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")
RESERVED = ("record.json", "cost.json", "bagikan.jpg")  # ditulis pelari sendiri
FIGURE_KINDS = (".svg", ".webp", ".png")
KNOWN = ("figure", "alt", "caption", "files", "source", "tol", "output", "timeout")
KNOWN += ("live", "norun")
TEXTS = ("figure", "alt", "caption", "source", "live", "norun")

BARE_EXPRESSION = "ekspresi telanjang di akhir blok tidak tampil; cetak dengan print"

Fail = Callable[[str], NoReturn]


class PageError(Exception):
    """Kesalahan pada sebuah halaman, dengan berkas dan nomor barisnya."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True)
class Tolerance:
    """Selisih yang dimaafkan saat membandingkan angka dengan rekaman."""

    amount: float
    relative: bool

    def accepts(self, a: float, b: float) -> bool:
        """Benar bila selisih a dan b masih di dalam toleransi."""
        scale = max(abs(a), abs(b)) if self.relative else 1.0
        return a == b or abs(a - b) <= self.amount * scale


@dataclass(frozen=True)
class Block:
    """Satu blok Python: kodenya tanpa opsi, baris pertamanya, dan opsinya."""

    code: str
    line: int  # baris kode pertama di berkas
    start: int  # baris pembuka pagar (indeks dari 0), ikut diganti saat dirender
    end: int  # baris sesudah pagar penutup
    indent: str = ""
    figure: str | None = None
    alt: str | None = None
    caption: str | None = None
    files: tuple[str, ...] = ()
    source: str | None = None
    tol: Tolerance = Tolerance(0.05, relative=True)
    varies: bool = False
    timeout: float = 120.0
    live: str | None = None
    norun: str | None = None

    @property
    def runs(self) -> bool:
        """Benar bila blok ini dijalankan."""
        return self.source is None and self.norun is None

    @property
    def weights(self) -> tuple[str, ...]:
        """Berkas bobot yang ditulis blok ini untuk gambar hidupnya."""
        return tuple(name for name in self.files if name.endswith(".js"))


def read_options(lines: list[str], path: str, first: int) -> dict[str, object]:
    """Baca baris `#|` sebagai YAML.

    Raises:
        PageError: untuk YAML yang tidak sah atau komentar ` #` tanpa kutip.
    """
    if not lines:
        return {}
    texts = [line[2:].removeprefix(" ") for line in lines]
    seen: set[str] = set()
    for number, text in enumerate(texts):
        name = text.partition(":")[0]
        if name in KNOWN and name in seen:  # YAML diam-diam memakai yang terakhir
            raise PageError(path, first + number, f"opsi {name} dua kali")
        seen.add(name)
        if " #" in re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'', "", text):
            raise PageError(
                path, first + number, "` #` memotong nilai opsi; kutip nilainya"
            )
    try:
        options = yaml.safe_load("\n".join(texts))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first + (mark.line if mark else 0)
        raise PageError(
            path, line, "opsi bukan YAML yang sah; kutip nilai yang memuat `: ` atau {"
        ) from error
    if not isinstance(options, dict):
        raise PageError(path, first, "opsi harus berbentuk `#| nama: nilai`")
    return {str(key): value for key, value in options.items()}


def make_block(
    code: str, line: int, span: tuple[int, int], indent: str, options: dict, path: str
) -> Block:
    """Susun Block dari opsi yang sudah diperiksa satu per satu.

    `span` adalah baris pembuka pagar dan baris sesudah penutupnya (dari 0).
    """

    def fail(message: str) -> NoReturn:
        raise PageError(path, span[0] + 1, message)

    for name in options:
        if name not in KNOWN:
            fail(f"opsi {name!r} tidak dikenal; yang ada: {', '.join(KNOWN)}")
    block = Block(
        code=code,
        line=line,
        start=span[0],
        end=span[1],
        indent=indent,
        **{n: _text(n, options, fail) for n in TEXTS},
        files=_files(options.get("files", []), fail),
        tol=_tol(options.get("tol", "5%"), fail),
        varies="output" in options,
        timeout=_seconds(options.get("timeout", 120), fail),
    )
    _check(block, options, path, fail)
    return block


def _check(block: Block, options: dict, path: str, fail: Fail) -> None:
    """Aturan yang menghubungkan beberapa opsi."""
    if block.figure is None:
        if block.alt or block.caption:
            fail("alt dan caption hanya untuk blok dengan figure")
    elif not FILE_NAME.match(block.figure) or not block.figure.endswith(FIGURE_KINDS):
        fail(f"figure: {block.figure!r} harus nama huruf kecil .svg, .webp, atau .png")
    elif not block.alt:
        fail("figure tanpa alt: tulis apa yang terlihat dan apa simpulannya")
    if block.live and not (block.figure and block.weights):
        fail("live: perlu figure (gambar diamnya) dan berkas .js di files")
    if block.source and (block.code.strip() or len(options) > 1):
        fail("blok source harus kosong dan tanpa opsi lain")
    if not block.source and not block.code.strip():
        fail("blok kode kosong")
    if options.get("output", "varies") != "varies":
        fail("output: satu-satunya nilai adalah varies")
    if block.runs:
        _check_code(block, path)


def _check_code(block: Block, path: str) -> None:
    """Kode harus sah, dan baris terakhirnya bukan ekspresi yang dibuang."""
    try:
        tree = ast.parse(block.code)
        compile(tree, path, "exec", dont_inherit=True)  # juga `return` di luar fungsi
    except SyntaxError as error:
        line = block.line + (error.lineno or 1) - 1
        raise PageError(path, line, f"kode Python tidak sah: {error.msg}") from error
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Call):
        line = block.line + last.lineno - 1
        raise PageError(path, line, BARE_EXPRESSION)


def _text(name: str, options: dict, fail: Fail) -> str | None:
    if name not in options:
        return None
    value = options[name]
    if not isinstance(value, str) or not value.strip():
        fail(f"{name}: harus teks yang tidak kosong")
    return " ".join(value.split())


def _files(value: object, fail: Fail) -> tuple[str, ...]:
    names: list[str] = []
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(name, str) or not FILE_NAME.match(name):
            fail(f"files: {name!r} harus nama berkas huruf kecil tanpa folder")
        if name in RESERVED:
            fail(f"files: {name} milik pelari; pilih nama lain")
        names.append(name)
    return tuple(names)


def _tol(value: object, fail: Fail) -> Tolerance:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", str(value).strip())
    if match is None:
        fail(f"tol: {value!r} harus angka atau persen, misalnya 10%")
    amount = float(match[1])
    return Tolerance(amount / 100 if match[2] else amount, relative=bool(match[2]))


def _seconds(value: object, fail: Fail) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        fail(f"timeout: {value!r} harus jumlah detik")
    if not 0 < value < math.inf:
        fail(f"timeout: {value!r} harus jumlah detik yang positif dan berhingga")
    return float(value)
