"""Hukum set bilangan: aturan, kebalikannya, dan pembagian."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai_examples.datasets import baca_bilangan, bilangan, terbilang
from genai_examples.datasets._common import SPLITS, split_of


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (15, "lima belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (11_000, "sebelas ribu"),
        (17_508, "tujuh belas ribu lima ratus delapan"),
        (100_000, "seratus ribu"),
        (101_001, "seratus satu ribu satu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (2_010_000_011, "dua miliar sepuluh juta sebelas"),
        (-7, "minus tujuh"),
    ],
)
def test_reading_by_hand(number: int, words: str):
    assert terbilang(number) == words
    assert baca_bilangan(words) == number


def test_round_trip_on_every_small_number():
    readings = [terbilang(k) for k in range(20_000)]
    assert [baca_bilangan(words) for words in readings] == list(range(20_000))


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_round_trip_everywhere(number: int):
    assert baca_bilangan(terbilang(number)) == number


@given(st.integers(1, 999), st.integers(0, 999_999))
def test_millions_are_read_in_two_independent_halves(high: int, low: int):
    tail = f" {terbilang(low)}" if low else ""
    assert terbilang(high * 10**6 + low) == f"{terbilang(high)} juta{tail}"


@pytest.mark.parametrize(
    "words",
    ["", "minus", "satu ratus", "sepuluh satu", "dua tiga", "sejuta", "nol satu"],
)
def test_words_that_are_no_number(words: str):
    with pytest.raises(ValueError, match="words="):
        baca_bilangan(words)


def test_pairs_agree_with_the_rule_and_splits_partition_the_range():
    seen: list[int] = []
    for split in SPLITS:
        size = sum(split_of(str(k)) == split for k in range(3_000))
        pairs = bilangan(size, upper=3_000, split=split)
        assert all(baca_bilangan(words) == int(digits) for digits, words in pairs)
        seen += [int(digits) for digits, _ in pairs]
        with pytest.raises(ValueError, match=f"hanya mempunyai {size} bilangan"):
            bilangan(size + 1, upper=3_000, split=split)
    assert sorted(seen) == list(range(3_000))


def test_seed_decides_everything():
    assert bilangan(80) == bilangan(80) == bilangan(90)[:80]
    assert bilangan(80) != bilangan(80, seed=1)
    code = "from genai_examples.datasets import bilangan; print(bilangan(80, seed=2))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == str(bilangan(80, seed=2))


def test_bad_arguments():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        bilangan(0)
    with pytest.raises(ValueError, match="upper=0: harus antara"):
        bilangan(1, upper=0)
    with pytest.raises(ValueError, match="number="):
        terbilang(10**15)
