"""Nilai sisipan `{{ ekspresi:format ~toleransi }}`: baca, hitung, tulis."""

import ast
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hooks.options import PageError, Tolerance

VALUE = re.compile(r"\{\{(?P<body>.*?)\}\}(?!\})")
TOLERANCE = re.compile(r" ~(?P<number>\d+(?:\.\d+)?)(?P<percent>%?)$")
MARKUP = "&<>\"'*_`[](){}|\\~^$#!:+="
INDONESIAN = str.maketrans(".,-", ",.−")
POWER = re.compile(r"(.*\d\.?)e([-+]\d+)")
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True)
class Value:
    """Satu nilai sisipan `{{ ekspresi:format ~toleransi }}`."""

    body: str  # ekspresi dan format, tanpa toleransi
    line: int
    after: int | None  # dihitung sesudah blok ini; None: sesudah blok terakhir
    raw: str  # teks aslinya, dari {{ sampai }}
    place: str  # text, alt, atau caption
    tol: Tolerance | None = None
    column: int = 0
    math: bool = False  # di dalam rumus: titik desimal


def find_values(line: str, at: int, path: str) -> list[Value]:
    """Semua nilai sisipan pada satu baris (indeks baris `at`)."""
    found = []
    for match in VALUE.finditer(line):
        body, raw = match["body"], match[0]
        if not (body.startswith(" ") and body.endswith(" ") and body.strip()):
            raise PageError(
                path, at + 1, f"{raw}: beri satu spasi sesudah {{{{ dan sebelum }}}}"
            )
        body, tol = split_tolerance(body.strip())
        try:
            parse_field(body)
        except (SyntaxError, ValueError) as error:
            raise PageError(
                path, at + 1, f"{raw}: bukan bidang f-string yang sah ({error})"
            ) from error
        found.append(Value(body, at + 1, None, raw, "text", tol, match.start()))
    if "{{" in VALUE.sub("", line):
        raise PageError(path, at + 1, "{{ tanpa }} pada baris yang sama")
    return found


def split_tolerance(body: str) -> tuple[str, Tolerance | None]:
    """Pisahkan ekor ` ~N%` (relatif) atau ` ~N` (mutlak) dari sebuah nilai."""
    match = TOLERANCE.search(body)
    if match is None:
        return body, None
    number = float(match["number"])
    if match["percent"]:
        return body[: match.start()].strip(), Tolerance(number / 100, relative=True)
    return body[: match.start()].strip(), Tolerance(number, relative=False)


def parse_field(body: str) -> ast.FormattedValue:
    """Baca isi nilai sebagai satu bidang f-string: ekspresi, konversi, format.

    Garis miring terbalik, `#`, dan tiga kutip ditolak agar sama di semua Python.
    """
    for forbidden in ("\\", "#", "'''"):
        if forbidden in body:
            raise ValueError(f"tanda {forbidden} tidak dipakai di sini")
    tree = ast.parse("f'''{" + body + "}'''", mode="eval").body
    if not isinstance(tree, ast.JoinedStr) or len(tree.values) != 1:
        raise ValueError("tulis tepat satu ekspresi")
    node = tree.values[0]
    if not isinstance(node, ast.FormattedValue):
        raise ValueError("tulis tepat satu ekspresi")
    if any(isinstance(n, ast.NamedExpr | ast.Await) for n in ast.walk(node)):
        raise ValueError("nilai tidak boleh mengubah nama")
    return node


def evaluate(body: str, namespace: Mapping[str, Any]) -> tuple[int | float | str, str]:
    """Nilai berpresisi penuh dan teks Python-nya; `namespace` tidak berubah.

    Raises:
        ValueError: bila hasilnya None, tak hingga, atau bukan angka.
    """
    node = parse_field(body)
    scope = dict(namespace)
    value = _eval(node.value, scope)
    if value is None:
        raise ValueError("hasilnya None, bukan nilai untuk pembaca")
    if node.conversion >= 0:
        value = {"r": repr, "s": str, "a": ascii}[chr(node.conversion)](value)
    spec = _eval(node.format_spec, scope) if node.format_spec else ""
    text = format(value, spec)
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        return text, text
    if not math.isfinite(plain):
        raise ValueError(f"hasilnya {plain}, bukan angka terhingga")
    return plain, text


def _eval(node: ast.expr, scope: dict[str, Any]) -> Any:
    tree = ast.fix_missing_locations(ast.Expression(node))
    return eval(compile(tree, "<nilai sisipan>", "eval"), scope)


def localize(value: int | float | str, text: str, math: bool) -> str:
    """Teks Python menjadi tulisan Indonesia yang aman di dalam Markdown.

    Di dalam rumus (`math`) titik desimal dipertahankan.
    """
    if isinstance(value, str):
        return "".join(f"&#{ord(c)};" if c in MARKUP else c for c in text)
    mantissa, exponent = text, ""
    if found := POWER.fullmatch(text):  # bukan huruf e sebuah heksadesimal
        mantissa, exponent = found.groups()
    if math:
        power = rf"\times 10^{{{int(exponent)}}}" if exponent else ""
        return mantissa.replace(",", "{,}").replace("%", r"\%") + power
    power = f"\u00a0×\u00a010{str(int(exponent)).translate(RAISED)}" if exponent else ""
    return mantissa.translate(INDONESIAN) + power
