"""Hukum set tata: entropi persis, peluang, kesesuaian jarak jauh, pembagian."""

import math
import subprocess
import sys
from functools import cache

import numpy as np
import pytest

from genai_examples.datasets import tata, tata_entropy, tata_log_prob
from genai_examples.datasets._common import SPLITS, stream
from genai_examples.datasets._tata import (
    _RULES,
    GRAMMAR,
    START,
    _expand,
    _parse,
    tata_sentence_entropy,
)


@cache
def unsplit(n: int = 2_000) -> list[str]:
    """Contoh dari tata bahasa itu sendiri, tanpa saringan pembagian."""
    rng = stream("uji-tata", 0, "train")
    return [_expand(START, rng, {}) for _ in range(n)]


def test_every_rule_sums_to_one_and_recursion_ends():
    for symbol, options in GRAMMAR.items():
        assert math.isclose(sum(options.values()), 1.0), symbol
    index = {symbol: i for i, symbol in enumerate(_RULES)}
    M = np.zeros((len(index), len(index)))
    for symbol, options in _RULES.items():
        for parts, p in options:
            for kind, value in parts:
                if kind in ("turun", "ingat"):
                    M[index[symbol], index[value]] += p
    # jari-jari spektral < 1: penurunan berakhir dengan peluang satu (tanpa massa bocor)
    assert np.abs(np.linalg.eigvals(M)).max() < 1


def test_mean_surprise_of_samples_is_the_exact_entropy():
    surprise = np.array([-tata_log_prob(s) for s in unsplit()])
    error = surprise.std() / math.sqrt(len(surprise))
    assert abs(surprise.mean() - tata_sentence_entropy()) < 4 * error
    # per karakter: perbandingan jumlah, ganti baris ikut dihitung
    lengths = np.array([len(s) + 1 for s in unsplit()])
    residual = surprise - tata_entropy() * lengths
    assert abs(residual.mean()) < 4 * residual.std() / math.sqrt(len(residual))


def test_grammar_is_unambiguous():
    for sentence in unsplit()[:500]:
        derivations = _parse([("turun", START)], sentence, 0, {})
        assert sum(end == len(sentence) for end, _, _ in derivations) == 1


def test_frequencies_follow_the_probabilities():
    """Peluang satu bagian yang dapat dihitung dengan tangan: nama pertama `sari`."""
    sentences = unsplit()
    share = np.mean([s.startswith("sari ") for s in sentences])
    p = GRAMMAR["nama"]["sari"] * (1 - GRAMMAR["subjek"]["para {kaum}"])
    assert abs(share - p) < 4 * math.sqrt(p * (1 - p) / len(sentences))


def test_log_prob_of_one_sentence_by_hand():
    sentence = "budi membeli tahu segar di toko, lalu budi merebus tahu itu."
    by_hand = 0.3 * (0.6 * 0.07) * 0.15 * 0.35 * 0.2 * 0.5 * 0.4 * 0.3
    assert math.isclose(tata_log_prob(sentence), math.log(by_hand))


@pytest.mark.parametrize(
    "broken",
    [
        "budi membeli tahu segar di toko, lalu sari merebus tahu itu.",  # pelaku
        "budi membeli tahu segar di toko, lalu budi merebus tempe itu.",  # barang
        "budi membeli tahu segar di toko, lalu budi mengupas tahu itu.",  # kata kerja
        "budi membeli tahu segar di toko, lalu budi merebus tahu itu",  # tanpa titik
        "",
    ],
)
def test_broken_agreement_has_no_probability(broken: str):
    assert tata_log_prob(broken) == -math.inf


def test_agreement_reaches_far_back():
    """Pelaku muncul lagi persis sesudah `lalu`, sering lebih dari 50 karakter lagi."""
    distances = []
    for sentence in unsplit()[:400]:
        opening, ending = sentence.rsplit(", lalu ", 1)
        subject = next(
            s
            for k in range(1, 4)
            if ending.startswith((s := " ".join(opening.split()[:k])) + " ")
            and tata_log_prob(sentence) > -math.inf
        )
        distances.append(len(opening) + 7 - len(subject))
    assert np.mean(np.array(distances) > 50) > 0.3


def test_splits_are_disjoint_and_keep_the_entropy():
    parts = {split: tata(800, split=split) for split in SPLITS}
    sets = [set(part) for part in parts.values()]
    assert not (sets[0] & sets[1] or sets[0] & sets[2] or sets[1] & sets[2])
    for part in parts.values():
        surprise = np.array([-tata_log_prob(s) for s in part])
        error = surprise.std() / math.sqrt(len(part))
        assert abs(surprise.mean() - tata_sentence_entropy()) < 4 * error


def test_seed_decides_everything():
    assert tata(50) == tata(50) == tata(100)[:50]
    assert tata(50) != tata(50, seed=1)
    code = "from genai_examples.datasets import tata; print('|'.join(tata(50, seed=7)))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip().split("|") == tata(50, seed=7)


@pytest.mark.parametrize("n", [0, -3])
def test_bad_n(n: int):
    with pytest.raises(ValueError, match=f"n={n}: harus bilangan bulat positif"):
        tata(n)
