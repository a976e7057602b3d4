"""Gaya tulisan: ejaan, istilah, angka, judul, teks alt, dan panjang kalimat.

Aturannya dari panduan gaya buku ini; setiap pemeriksa juga diuji pada kalimat salah.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.site import rules
from tests.site.prose import Piece, all_pieces, pieces_of

Check = Callable[[Iterable[Piece]], Iterator[str]]
MAX_WORDS = {"alt": 30}  # teks alt menyebut isi gambar sekaligus temuannya
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
DOTTED = re.compile(r"(?<![\d.,])\d+(?:\.\d+)+")
WORD = re.compile(r"[\w§¤¶]")


def forbidden_forms(pieces: Iterable[Piece]) -> Iterator[str]:
    """Ejaan dan padanan yang tidak dipakai."""
    for piece in pieces:
        if piece.kind == "cell" and "salah" in piece.column.lower():
            continue
        for pattern, remedy in rules.FORBIDDEN.items():
            for found in pattern.finditer(piece.roman):
                if (piece.page, found[0].lower()) not in rules.QUOTED:
                    yield f"{piece.place}: {found[0]!r}; pakai: {remedy}"


def exclamations_and_emoji(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if "!" in piece.roman:
            yield f"{piece.place}: tanda seru: {piece.text[:60]}"
        if found := rules.EMOJI.search(piece.text):
            yield f"{piece.place}: emoji {found[0]!r}"


def decimal_points(pieces: Iterable[Piece]) -> Iterator[str]:
    """Titik desimal di luar kode dan rumus; bilangan panjang tanpa titik ribuan."""
    for piece in pieces:
        text = rules.NOT_DECIMAL.sub("", piece.text)
        for found in DOTTED.finditer(text):
            version = found[0].count(".") > 1  # 3.1.2
            if not version and not THOUSANDS.fullmatch(found[0]):
                yield f"{piece.place}: {found[0]}: tulis koma desimal"
        for found in re.finditer(r"(?<![\d.,/:])\d{5,}(?![\d/])", text):
            yield f"{piece.place}: {found[0]}: tulis titik ribuan"


def signs(pieces: Iterable[Piece]) -> Iterator[str]:
    """Tanda rentang, minus, kali, persen, dan elipsis yang benar."""
    for piece in pieces:
        if "makalah" in piece.boxes or piece.page.endswith("rujukan.md"):
            continue
        for pattern, remedy in rules.SIGNS.items():
            if found := pattern.search(rules.NOT_DECIMAL.sub("…", piece.roman)):
                yield f"{piece.place}: {found[0]!r}; {remedy}"


def straight_quotes(pieces: Iterable[Piece]) -> Iterator[str]:
    """Tanda petik lurus, juga di buku praktik."""
    for piece in pieces:
        if piece.kind in ("heading", "text", "item", "cell") and '"' in piece.text:
            yield f"{piece.place}: tanda petik lurus: {piece.text[:60]}"


def long_sentences(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        if "makalah" in piece.boxes or piece.kind == "meta":
            continue
        for sentence in piece.sentences:
            words = [word for word in sentence.split() if WORD.search(word)]
            if len(words) > MAX_WORDS.get(piece.kind, 25):
                yield f"{piece.place}: {len(words)} kata: {sentence}"


def headings(pieces: Iterable[Piece]) -> Iterator[str]:
    """Tanpa titik di ujung, tanpa huruf besar semua, tanpa Huruf Besar Setiap Kata."""
    for piece in pieces:
        if piece.kind not in ("heading", "title"):
            continue
        text = piece.text.strip()
        if piece.kind == "heading":
            if text.endswith((".", ":")):
                yield f"{piece.place}: judul berakhir dengan {text[-1]!r}: {text}"
            letters = [c for c in text if c.isalpha()]
            if len(text.split()) > 1 and all(c.isupper() for c in letters):
                yield f"{piece.place}: judul dengan huruf besar semua: {text}"
        if piece.raw == text.title() and len(text.split()) > 3:
            yield f"{piece.place}: hanya kata pertama berhuruf besar: {text}"


def alt_texts(pieces: Iterable[Piece]) -> Iterator[str]:
    """Panjang, unik di seluruh situs, dan bukan salinan keterangannya."""
    captions = {piece.raw for piece in pieces if piece.kind == "caption"}
    alts = [piece for piece in pieces if piece.kind == "alt"]
    times = Counter(piece.raw for piece in alts)
    for piece in alts:
        if len(piece.raw) < 40:
            yield f"{piece.place}: alt kurang dari 40 huruf: {piece.raw}"
        if times[piece.raw] > 1:
            yield f"{piece.place}: alt yang sama dipakai lagi: {piece.raw}"
        if re.match(r"(gambar|grafik|foto|diagram) (dari|tentang)\b", piece.raw, re.I):
            yield f"{piece.place}: mulai dari isinya: {piece.raw}"
        if piece.raw in captions:
            yield f"{piece.place}: alt menyalin keterangan gambar: {piece.raw}"


CHECKS: list[Check] = [
    forbidden_forms, exclamations_and_emoji, decimal_points, signs, straight_quotes,
    long_sentences, headings, alt_texts,
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_pages_follow_the_style(check: Check) -> None:
    assert list(check(all_pieces())) == []


FIGURE = """```python
#| figure: a.svg
#| alt: "{}"
#| caption: "{}"
x = 1
```
"""
LONG = " ".join(["kata"] * 26)
BAD = [
    (forbidden_forms, "Ini resiko besar."),
    (forbidden_forms, "Menjadi tolak ukur model."),
    (forbidden_forms, "Jaringan syaraf tiruan."),
    (forbidden_forms, "Anda dapat mencoba."),
    (forbidden_forms, "Model itu di latih lama."),
    (forbidden_forms, "Letaknya dibawah garis."),
    (forbidden_forms, "Data, di mana setiap baris berlabel, dibaca."),
    (forbidden_forms, "Kita melihat pra-pelatihan."),
    (forbidden_forms, "Model di-*fine-tune* lagi."),
    (forbidden_forms, "Ruang latent itu rapat."),
    (forbidden_forms, "Tentu saja hasilnya baik."),
    (forbidden_forms, "Ia mempengaruhi hasil."),
    (exclamations_and_emoji, "Berhasil!"),
    (exclamations_and_emoji, "Berhasil \N{PARTY POPPER}"),
    (decimal_points, "Nilainya 3.14 saja."),
    (decimal_points, "Nilainya 0.318 nat."),
    (decimal_points, "Ada 16995 pulau."),
    (straight_quotes, 'Ia "berpikir" dulu.'),
    (signs, "Antara 8-16 langkah."),
    (signs, "Suhunya -5 derajat."),
    (signs, "Gambar 8 x 8 piksel."),
    (signs, "Sebanyak 12 % saja."),
    (signs, "Lalu menunggu..."),
    (signs, "Ukurannya 2MB saja."),
    (long_sentences, f"{LONG.capitalize()}."),
    (long_sentences, f"- {LONG}"),
    (headings, "## Judul berakhir titik."),
    (headings, "## JUDUL BESAR"),
    (headings, "## Judul Yang Salah Besar"),
    (alt_texts, FIGURE.format("Pendek", "Yang perlu diperhatikan")),
    (alt_texts, FIGURE.format(*["Garis turun sampai nol lalu datar di ujungnya"] * 2)),
    (alt_texts, FIGURE.format("Gambar dari garis yang turun sampai ke nol", "Ini")),
]  # fmt: skip


@pytest.mark.parametrize("check, text", BAD)
def test_each_rule_catches_its_mistake(check: Check, text: str) -> None:
    found = list(check(pieces_of(f"# Uji\n\n{text}\n", "docs/uji.md")))
    assert found and found[0].startswith("docs/uji.md:3: ")


GOOD = """---
title: Uji
---
# Uji Judul

Nilai `0.5` dan $0.5$ ditulis 0,5; ada 16.995 pulau pada 2024, di antara 1,5 dan 2.
Kita pakai Python 3.11 dan lisensi ODbL 1.0. Di mana letaknya? Model dilatih di sini.

<div class="makalah" markdown>
1. Ba, *Layer Training Error: an Output*, 2016. [arXiv 1607.06450](https://arxiv.org/abs/1607.06450).
</div>

| Salah | Benar |
| --- | --- |
| resiko | risiko |
"""


def test_good_prose_is_left_alone() -> None:
    pieces = pieces_of(GOOD, "docs/uji.md")
    assert [note for check in CHECKS for note in check(pieces)] == []
