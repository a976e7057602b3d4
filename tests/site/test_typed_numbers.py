"""Tidak ada hasil ukur yang diketik: angka terukur dalam prosa berasal dari kode.

Yang dicari: bilangan berkoma desimal, persen, dan bilangan bersatuan. Yang dimaafkan:
bilangan yang juga tertulis di kode atau rumus halaman itu (parameter, bukan hasil),
kolom Harapan dan Toleransi, soal latihan, suruhan dan pengandaian, waktu membaca, tabel
fakta, kalimat yang menaut sumbernya, dan daftar tertinjau di bawah.
"""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from hooks import ROOT
from hooks.grammar import MATH_SPAN, Page, parse
from hooks.values import parse_field
from tests.site import prose
from tests.site.prose import Piece

UNITS = "detik|menit|jam|ms|kB|MB|GB|nat|bit|poin|persen|dB|FLOP|piksel per|km"
NUMBER = re.compile(
    r"(?<![\w.,§¤¶/:-])(?P<sign>[−-]?)(?P<number>\d+(?:\.\d{3})*(?P<decimal>,\d+)?)"
    rf"(?P<unit>%|°|\s(?:{UNITS})\b)?(?![\w/])"
)
SOURCE = re.compile(r"\]\((?:https?://|[^)]*rujukan)")
GIVEN = re.compile(r"[*]*(?:Ganti|Pakai|Coba|Ubah|Ambil|Andaikan|Misalkan|Bila)\b")
FREE_COLUMNS = ("Harapan", "Toleransi")
FREE_BOXES = {"tujuan", "fakta", "makalah"}

# (halaman, angka): alasan. Hanya yang tidak dihitung halamannya dan bukan hasil ukur.
REVIEWED = {
    ("docs/mulai.md", "3,14"): "contoh cara menulis angka",
    ("docs/bab/vae.md", "7,5"): "30/4, perbandingan dua varians eksak",
    ("docs/lampiran/data.md", "0,01°"): "ketelitian berkas sumber",
    ("docs/lampiran/data.md", "16 bit"): "nama format WAV",
}


def typed_numbers(text: str, path: str) -> Iterator[str]:
    """Angka yang tampak seperti hasil ukur tetapi diketik."""
    page = parse(text, path)
    given = given_numbers(page)
    section, inside = "", {}
    walked = prose.pieces_of(text, path)
    for piece in walked:
        if piece.kind == "heading":
            section = piece.text if re.match(r"##\s", _line(text, piece)) else section
        inside[piece] = section
    for piece in walked:
        if piece.kind == "heading" or piece.kind == "meta" or _is_free(piece, inside):
            continue
        for sentence in prose.SENTENCE_END.split(piece.raw):
            if SOURCE.search(sentence) or GIVEN.match(sentence):
                continue
            for found in NUMBER.finditer(prose.visible(sentence).replace("*", "")):
                if not (found["decimal"] or found["unit"]):
                    continue
                value = float(found["number"].replace(".", "").replace(",", "."))
                known = {value, value / 100} if found["unit"] == "%" else {value}
                if known & given or (path, found[0].strip()) in REVIEWED:
                    continue
                yield f"{piece.place}: {found[0].strip()} diketik: {sentence[:90]}"


def given_numbers(page: Page) -> set[float]:
    """Bilangan yang tertulis di kode, ekspresi sisipan, dan rumus halaman."""
    numbers = set()
    codes = [block.code for block in page.blocks]
    codes += [value.body for value in page.values if parse_field(value.body)]
    for code in codes:
        numbers.update(_literals(code))
    displayed = re.findall(r"\$\$.*?\$\$", page.text, re.S)
    for tex in [m[0] for m in MATH_SPAN.finditer(page.text)] + displayed:
        found = re.findall(r"\d+(?:\.\d+)?", tex.replace("{,}", ""))
        numbers |= {float(number) for number in found}
    return numbers


def _literals(code: str) -> Iterator[float]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.NUMBER:
                yield float(eval(token.string, {}).real)
    except (tokenize.TokenError, IndentationError):
        return


def _is_free(piece: Piece, inside: dict[Piece, str]) -> bool:
    answer = {"jawaban", "petunjuk", "benar", "keliru"} & set(piece.boxes)
    exercise = inside.get(piece, "") == "Latihan" and not answer
    column = piece.column.startswith(FREE_COLUMNS)
    return exercise or column or bool(FREE_BOXES & set(piece.boxes))


def _line(text: str, piece: Piece) -> str:
    return text.split("\n")[piece.line - 1].removeprefix("# ")


@pytest.mark.parametrize("path", prose.paths(), ids=lambda path: path.stem)
def test_measured_numbers_are_not_typed(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    assert list(typed_numbers(path.read_text("utf-8"), name)) == []


def test_reviewed_numbers_are_still_there() -> None:
    for name, number in REVIEWED:
        assert number in (ROOT / name).read_text("utf-8"), (name, number)


@pytest.mark.parametrize(
    "text",
    [
        "Ketepatannya 93,4 dari 100.",
        "Sebanyak 72% undian dikenali.",
        "Pelatihan memakan 48 detik.",
        "| Besaran | Harapan | Terukur |\n| --- | --- | --- |\n| a | 1,5 | 1,7 |",
        '## Latihan\n\n??? jawaban "Jawaban"\n\n    Hasilnya 0,318 nat.',
    ],
)
def test_a_typed_result_is_caught(text: str) -> None:
    assert len(list(typed_numbers(f"# Uji\n\n{text}\n", "docs/uji.md"))) == 1


def test_parameters_sources_and_questions_are_free() -> None:
    text = """# Uji

Batasnya 0,9 dan 60%; jaraknya $0.25$, yaitu 0,25. Ada {{ x:.1%}} dan 8 × 8 piksel.

```python
x = 0.9 if True else 0.6
```

Menurut [Noy dan Zhang](https://doi.org/10.1126/science.adh2586), turun 40%.

| Besaran | Harapan | Terukur | Toleransi |
| --- | --- | --- | --- |
| a | 1,5 | {{ x:.2f }} | 3% |

## Latihan

Peluangnya 0,3 dan 17%. Berapa sisanya?
""".replace("{{ x:.1%}}", "{{ x:.1% }}")
    assert list(typed_numbers(text, "docs/uji.md")) == []
