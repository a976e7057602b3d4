"""Molmini: semua buatan sah, tulisan yang salah ditolak, valensi dihitung benar."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genai_examples.datasets import is_molmini, molmini
from genai_examples.datasets._common import split_of
from genai_examples.datasets._molmini import VALENCE, _parse


def test_every_string_is_valid_unique_and_in_its_split():
    for split, n in (("train", 300), ("val", 30), ("test", 30)):
        items = molmini(n, split=split)
        assert all(is_molmini(item) for item in items)
        assert len(set(items)) == n
        assert all(split_of(item) == split for item in items)


def test_seed_decides_the_strings_and_shorter_is_a_prefix():
    assert molmini(30) == molmini(60)[:30]
    assert molmini(30) != molmini(30, seed=1)


def test_the_language_is_used_in_full():
    items = molmini(600)
    assert set("".join(items)) == set("CNOSF=#()12")
    sizes = [len(re.findall("[A-Z]", item)) for item in items]
    assert 3 <= min(sizes) <= 4 and max(sizes) == 12
    shapes = Counter(("1" in i, "(" in i) for i in items)
    assert len(shapes) == 4 and min(shapes.values()) > 20


@pytest.mark.parametrize(
    "text",
    ["C", "F", "CC(=O)O", "C#N", "O=C=O", "C1CC1", "C1CCC2CC12", "CC1(CC1)C(F)(F)F"],
)
def test_known_molecules_are_valid(text):
    assert is_molmini(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "kosong"),
        ("c1ccccc1", "huruf kecil di luar bahasanya"),
        ("CX", "unsur tidak dikenal"),
        ("=C", "ikatan di awal"),
        ("C=", "ikatan tanpa ujung"),
        ("C==C", "ikatan ganda dua kali"),
        ("C(C", "kurung tidak ditutup"),
        ("C)C", "kurung tidak dibuka"),
        ("C()C", "cabang kosong"),
        ("(C)C", "cabang tanpa pangkal"),
        ("C((C))C", "cabang tanpa atom pangkal"),
        ("C(=)C", "ikatan buntu dalam cabang"),
        ("C1CC", "cincin tidak ditutup"),
        ("C11", "cincin ke diri sendiri"),
        ("C1C1", "cincin beranggota dua"),
        ("1CC1", "angka tanpa atom"),
        ("C3CC3", "angka di luar bahasanya"),
        ("C(C)1CC1", "angka setelah cabang"),
        ("FC(F)(F)(F)F", "karbon berikatan lima"),
        ("O(C)(C)C", "oksigen berikatan tiga"),
        ("F=C", "fluor berikatan rangkap"),
        ("N#N=O", "nitrogen berikatan lima"),
        ("C=C1=CC1=C", "cincin melampaui valensi"),
    ],
)
def test_wrong_strings_are_refused(text, why):
    assert not is_molmini(text), why


@settings(derandomize=True, deadline=None)
@given(st.text("CNOSFX=#()123", max_size=12))
def test_any_text_gets_an_answer_and_valid_ones_keep_the_valences(text):
    if not is_molmini(text):
        return
    graph = _parse(text)
    assert graph is not None
    hydrogens = [graph.free(i) for i in range(len(graph.atoms))]
    assert min(hydrogens) >= 0
    # jabat tangan: jumlah valensi terpakai dua kali jumlah orde ikatan
    used = sum(VALENCE[a] for a in graph.atoms) - sum(hydrogens)
    assert used == 2 * sum(graph.bonds.values())
    assert len(graph.bonds) >= len(graph.atoms) - 1  # tersambung


def test_a_ring_that_lost_its_opening_is_noticed():
    items = [i for i in molmini(100) if "1" in i]
    without = [i.replace("1", "", 1) for i in items]
    assert not any(is_molmini(i) for i in without)


def test_bad_n_is_refused():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        molmini(0)
