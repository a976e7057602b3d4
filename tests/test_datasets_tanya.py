"""Tanya: empat puluh butir, jawabannya ada di petikan, dan petikannya dapat dicari."""

import re

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from genai_examples.datasets import tanya


def sentences(text):
    return re.split(r"(?<=[.?!])\s+", text)


def test_forty_different_items():
    items = tanya()
    assert len(items) == 40
    for field in zip(*items, strict=True):
        assert len(set(field)) == 40


def test_every_answer_is_one_whole_sentence_of_its_passage_only():
    items = tanya()
    for item in items:
        assert item.answer in sentences(item.passage)
        assert sum(item.answer in other.passage for other in items) == 1
        assert len(sentences(item.passage)) >= 3  # petikan lebih dari jawabannya


def test_search_finds_the_passage_but_not_by_copying():
    """Pencarian kata jauh lebih baik daripada menebak, namun tidak sempurna."""
    items = tanya()
    vectors = TfidfVectorizer().fit([i.passage for i in items])
    questions = vectors.transform([i.question for i in items])
    passages = vectors.transform([i.passage for i in items])
    found = (questions @ passages.T).toarray().argmax(axis=1)
    assert 0.5 < np.mean(found == np.arange(40)) < 1  # menebak: 0,025
    assert not any(i.question.rstrip("?") in i.passage for i in items)


def test_the_language_keeps_the_house_style():
    for item in tanya():
        assert item.question.endswith("?") and item.passage.endswith(".")
        text = " ".join(item)
        assert not re.search(
            r"\b(Anda|kalian|resiko|merubah|syaraf|di training)\b", text
        )
        assert "  " not in text and "!" not in text
        assert all(len(s.split()) <= 25 for s in sentences(item.passage))


def test_seed_decides_the_order_only():
    assert tanya() == tanya() and tanya() != tanya(1)
    assert sorted(tanya()) == sorted(tanya(1))
    with pytest.raises(ValueError, match="seed=-1"):
        tanya(-1)
