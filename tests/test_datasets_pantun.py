"""Hukum set pantun: bentuk a-b-a-b, rima suku kata utuh, pembagian; pemeriksa rima."""

import random
import re
import subprocess
import sys
from itertools import chain

import pytest

from genai_examples.datasets import is_pantun, pantun, pantun_themes
from genai_examples.datasets._common import SPLITS
from genai_examples.datasets._pantun import _poems, _verse, count_syllables, line_rhyme

WHOLE = """Pergi ke hulu mencari rotan
Rotan diikat dengan tali
Kalau kita menjaga hutan
Air jernih datang kembali"""
SOUND = """Anak rusa turun ke ladang
Di bawah pohon ia berdiri
Kalau hari menjelang petang
Lekas pulang jangan bermimpi"""  # ladang–petang, berdiri–bermimpi: bunyi saja


def swap(text: str, i: int, j: int) -> str:
    lines = text.splitlines()
    lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(lines)


def test_checker_accepts_right_examples():
    assert is_pantun(WHOLE) and is_pantun(WHOLE, rhyme="bunyi")
    assert is_pantun(SOUND, rhyme="bunyi")
    assert is_pantun("\n" + WHOLE.replace("\n", ",\n\n") + ".\n")  # tanda baca, spasi


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "Pergi ke hulu mencari rotan",
        WHOLE + "\nAir jernih datang kembali",  # lima larik
        swap(WHOLE, 1, 2),  # a-a-b-b
        swap(WHOLE, 2, 3),  # a-b-b-a
        SOUND,  # hanya vokal dan penutupnya yang sama
        WHOLE.replace("hutan", "rotan"),  # kata yang diulang bukan rima
        WHOLE.replace("datang kembali", "bening lestari"),  # b tidak berima
        WHOLE.replace("Pergi ke hulu ", ""),  # larik terlalu pendek
        WHOLE.replace(
            "Air jernih", "Air yang jernih dan dingin itu"
        ),  # terlalu panjang
        WHOLE.replace("tali", "rotan muda dari hutan"),
        "1 2 3\n4 5 6\n7 8 9\n10 11 12",
    ],
)
def test_checker_rejects_wrong_examples(wrong: str):
    assert not is_pantun(wrong)


def test_four_equal_rhymes_are_not_a_pantun():
    poem = """Pagi-pagi pergi ke kali
Membawa ember dan seutas tali
Airnya jernih dingin sekali
Sampai petang barulah kembali"""
    assert not is_pantun(poem) and not is_pantun(poem, rhyme="bunyi")


@pytest.mark.parametrize(
    ("word", "syllables", "whole", "sound"),
    [
        ("hari", 2, "ri", "i"),
        ("bunga", 2, "nga", "a"),
        ("mangga", 2, "ga", "a"),
        ("menyanyi", 3, "nyi", "i"),
        ("pantai", 2, "tai", "ai"),
        ("mau", 2, "mau", "au"),
        ("pulau", 2, "lau", "au"),
        ("laut", 2, "ut", "ut"),
        ("baik", 2, "ik", "ik"),
        ("dua", 2, "a", "a"),
        ("terang", 2, "rang", "ang"),
        ("layang-layang", 4, "yang", "ang"),
        ("jembatan", 3, "tan", "an"),
        ("kebaikan", 4, "kan", "an"),
    ],
)
def test_syllables_by_hand(word: str, syllables: int, whole: str, sound: str):
    assert count_syllables(word) == syllables
    assert line_rhyme(word) == whole and line_rhyme(word, "bunyi") == sound


def test_every_pantun_passes_the_checker_and_is_unique():
    poems = [p for t in pantun_themes() for s in SPLITS for p in _poems(t, s)]
    assert len(set(poems)) == len(poems) > 15_000
    assert all(is_pantun(poem) for poem in poems[::5])


def test_random_lines_rarely_rhyme():
    """Pemeriksa itu berarti: empat larik acak hampir tidak pernah lulus."""
    lines = "\n".join(pantun(2_000)).splitlines()
    random.Random(0).shuffle(lines)
    mixed = ["\n".join(lines[i : i + 4]) for i in range(0, len(lines), 4)]
    assert sum(map(is_pantun, mixed)) / len(mixed) < 0.02


def test_there_are_enough_lines_and_words():
    verse = _verse()
    opening = list(
        chain(*(chain(*part.values()) for part in verse[:3]))  # pyright: ignore
    )
    content = [x for pair in verse.themes.values() for x in chain(*pair)]
    assert len(set(opening)) >= 150 and len(set(content)) >= 150
    assert len(set(opening + content)) == len(opening + content)
    words = set(re.findall("[a-z]+", "\n".join(pantun(15_000)).lower()))
    assert len(words) >= 1_000


def test_every_line_is_used():
    used = set("\n".join(p for t in pantun_themes() for s in SPLITS
                         for p in _poems(t, s)).splitlines())  # fmt: skip
    verse = _verse()
    for part in (verse.starts, verse.journeys, verse.views):
        assert set(chain(*part.values())) <= used
    for first, second in verse.themes.values():
        assert {*first, *second} <= used


def test_themes_select_their_own_lines():
    for theme in pantun_themes():
        first, second = _verse().themes[theme]
        for poem in pantun(30, theme=theme):
            lines = poem.splitlines()
            assert lines[2] in first and lines[3] in second
    with pytest.raises(ValueError, match="theme='sapi': harus salah satu dari belajar"):
        pantun(1, theme="sapi")


def test_splits_hold_out_the_content_couplets():
    couplets = {
        split: {
            "\n".join(p.splitlines()[2:])
            for t in pantun_themes()
            for p in _poems(t, split)
        }
        for split in SPLITS
    }
    assert not couplets["train"] & couplets["val"]
    assert not (couplets["train"] | couplets["val"]) & couplets["test"]
    assert all(len(part) > 50 for part in couplets.values())


def test_seed_decides_everything():
    assert pantun(40) == pantun(40) == pantun(60)[:40]
    assert pantun(40) != pantun(40, seed=1)
    code = "from genai_examples.datasets import pantun; print(pantun(40, seed=2))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == str(pantun(40, seed=2))


def test_bad_n():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        pantun(0)
    with pytest.raises(ValueError, match="n=999999: split 'val' hanya mempunyai"):
        pantun(999_999, split="val")
