"""Istilah: glosarium rapi, dan setiap istilah diperkenalkan saat pertama disebut."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import yaml

from hooks import ROOT, glossary
from hooks.glossary import Term
from tests.site import prose
from tests.site.prose import Piece

PAGE = ROOT / "docs" / glossary.PAGE
TEXT = PAGE.read_text("utf-8")
TERMS = tuple(glossary.read(TEXT))
# Nama dan serapan yang sama dalam kedua bahasa.
_SAME = """
autoencoder bigram generator juri logit n-gram naive-bayes parameter softmax tensor
token transformer
"""
# Kata yang cukup diperkenalkan sekali untuk seluruh buku, bukan di setiap bab.
_ONCE = """
ai-generatif akurasi benih data-latih densitas distribusi-normal distribusi-peluang
entropi gradien hak-cipta interpolasi jaringan-saraf kecerdasan-buatan keragaman
kerugian klasifikasi korpus kosakata laju-pembelajaran model-generatif modus
nilai-harapan pelindungan-data-pribadi pembelajaran-mesin pengambilan-sampel
penurunan-gradien presisi prompt regresi sampel set-data set-latih set-uji set-validasi
simpangan-baku tolok-ukur varians
diskriminator gpt lora lstm model-bahasa regresi-logistik
"""
SAME = frozenset(_SAME.split())
ONCE = SAME | frozenset(_ONCE.split())
# Pratinjau di depan bab boleh menyebut istilah yang baru diperkenalkan sesudahnya.
PREVIEW = {"pembuka", "tujuan", "tebak", "opsi", "gagasan"}
RECALL = "ingat"  # soal tentang bab-bab sebelumnya
DEFINING = re.compile(
    r"\b(yaitu|adalah|ialah|disebut|bernama|namanya|dinamai|berarti|artinya|merupakan|singkatan"
    r"|istilah|maksudnya|menyatakan|terdiri atas)\b|: "
)


def navigation() -> Any:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    block = re.search(r"^nav:\n(?:[ ].*\n)+", settings, re.MULTILINE)
    assert block is not None
    return yaml.safe_load(block[0])["nav"]


def chapters() -> list[tuple[str, str]]:
    """Halaman menurut urutan baca, dari mulai sampai bab terakhir: (alamat, teks)."""
    pages = [uri for _, uri in glossary.reading_order(navigation())]
    return [
        (f"docs/{uri}", (ROOT / "docs" / uri).read_text("utf-8"))
        for uri in pages
        if not uri.startswith("lampiran/")
    ]


def unintroduced(text: str, path: str, terms: Iterable[Term]) -> Iterator[str]:
    """Istilah yang sebutan pertamanya tidak disertai padanan atau artinya.

    Perkenalan boleh ada di potong berikutnya, atau sudah ada di pratinjau.
    """
    pieces = [
        piece
        for piece in prose.pieces_of(text, path)
        if piece.kind in ("text", "item") and RECALL not in piece.boxes
    ]
    for term in terms:
        places = [i for i, p in enumerate(pieces) if mentioned(p, term)]
        first = next((i for i in places if not is_preview(pieces[i])), None)
        if first is None:
            continue
        near = pieces[: first + 2]
        if not any(introduced(piece, term) for piece in near):
            place = pieces[first].place
            yield f"{place}: {term.head}: {pieces[first].text[:70]}"


def is_preview(piece: Piece) -> bool:
    return bool(PREVIEW & set(piece.boxes)) or "{ .pembuka }" in piece.raw


def mentioned(piece: Piece, term: Term) -> bool:
    text = re.sub(r"\b[Bb]ab \w+", "", piece.raw)  # "bab VAE" menyebut halamannya
    return term.id in glossary.first_mentions(text, TERMS)


def introduced(piece: Piece, term: Term) -> bool:
    """Benar bila potong ini memuat istilah dan padanannya, atau penjelasannya."""
    text = piece.text.lower()
    if any(other.lower() in text for other in term.other):
        return True
    if not mentioned(piece, term):
        return False
    return any(
        DEFINING.search(sentence)
        for sentence in piece.sentences
        if any(form.lower() in sentence.lower() for form in term.forms)
    )


@pytest.mark.parametrize("path, text", chapters(), ids=lambda value: value[-20:-3])
def test_chapter_introduces_its_terms(path: str, text: str) -> None:
    terms = [term for term in TERMS if term.id not in ONCE]
    assert list(unintroduced(text, path, terms)) == []


def test_a_stranger_meets_each_term_with_its_introduction() -> None:
    """Menurut urutan baca, bab pertama yang menyebut istilah memperkenalkannya."""
    missing, met = [], set()
    for path, text in chapters():
        here = [term for term in TERMS if term.id not in met]
        missing += unintroduced(text, path, here)
        met |= set(glossary.first_mentions(text, TERMS))
    assert missing == []


def test_entries_are_complete_and_in_order() -> None:
    lines = [line for line in TEXT.splitlines() if "{ #" in line]
    assert len(lines) == len(TERMS) == len({term.id for term in TERMS})
    forms = [form.lower() for term in TERMS for form in term.forms]
    assert sorted({form for form in forms if forms.count(form) > 1}) == []
    order = [re.sub(r"[^a-z ]", "", t.head.lower().replace("-", " ")) for t in TERMS]
    assert order == sorted(order)
    assert [term.id for term in TERMS if not term.other and term.id not in SAME] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_meaning_is_one_plain_sentence(term: Term) -> None:
    assert re.fullmatch(r"[A-Z][^.!?]*\.", term.plain), term.plain
    assert not set(term.plain) & set('"$`{}|<>'), term.plain
    assert len(term.plain.split()) <= 25


def test_every_entry_is_used_and_points_to_its_first_use() -> None:
    text = glossary.annotate(TEXT, glossary.PAGE, ROOT / "docs", navigation())
    assert text.count("Pertama kali di [") == len(TERMS)


@pytest.mark.parametrize(
    "text, count",
    [
        ("Derau kecil sekali.", 1),
        ("Derau (*noise*) kecil.", 0),
        ("Derau adalah bilangan acak.", 0),
        ("Derau kecil.\n\nIa disebut *noise*.", 0),
        ("Derau kecil.\n\nLalu.\n\nDerau (*noise*) kecil.", 1),
        ("Pakai *encoder* saja.", 1),
        ("Pakai *encoder* (penyandi) saja.", 0),
        ('!!! tebak "Tebak"\n\n    Derau kecil.\n\nLalu derau (*noise*).', 0),
    ],
)
def test_missing_introductions_are_seen(text: str, count: int) -> None:
    terms = [term for term in TERMS if term.id in ("derau", "encoder")]
    found = list(unintroduced(f"# Uji\n\n{text}\n", "docs/uji.md", terms))
    assert len(found) == count
