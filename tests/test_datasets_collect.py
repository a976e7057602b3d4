"""Pengumpul butir: berbeda, milik pembagiannya, dan menyerah bila habis."""

import pytest

from genai_examples.datasets._collect import collect
from genai_examples.datasets._common import Split, split_of

WORDS = [f"kata {i}" for i in range(60)]


def word(rng):
    return WORDS[rng.integers(60)]


def test_items_are_unique_and_belong_to_the_split():
    parts: dict[Split, set[str]] = {"train": set(), "val": set(), "test": set()}
    for split, part in parts.items():
        for seed in range(3):
            items = collect("kata", word, 1, seed, split)
            assert len(items) == 1 and split_of(items[0]) == split
            part |= set(items)
    assert not parts["train"] & parts["val"] and not parts["val"] & parts["test"]


def test_an_exhausted_space_is_an_error_with_the_count():
    mine = [w for w in WORDS if split_of(w) == "train"]
    assert sorted(collect("kata", word, len(mine), 0, "train")) == sorted(mine)
    message = f"n={len(mine) + 1}: hanya ditemukan {len(mine)} butir berbeda"
    with pytest.raises(ValueError, match=message):
        collect("kata", word, len(mine) + 1, 0, "train")
