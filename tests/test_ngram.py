"""Hukum n-gram: peluang berjumlah satu, sama dengan cacah, dan entropi persis."""

import math
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from genai_examples import ngram
from genai_examples.datasets import desa
from genai_examples.ngram import END, Config, NGram

NAMES = desa()[:1200]


def fit(texts: list[str], **fields) -> NGram:
    return ngram.train(Config(**fields), texts)[0]


MODELS = [
    fit(NAMES, order=order, add=add, interpolate=interpolate)
    for order in (1, 2, 4)
    for add in (0.0, 0.1, 2.0)
    for interpolate in (False, True)
]


@settings(deadline=None)
@given(st.sampled_from(MODELS), st.text(alphabet="aengkz", max_size=6))
def test_probabilities_sum_to_one(model: NGram, context: str) -> None:
    p = model.probs(context)
    assert p.shape == (len(model.symbols),)
    assert (p >= 0).all()
    torch.testing.assert_close(float(p.sum()), 1.0)


@pytest.mark.parametrize("order", [1, 2, 3])
def test_unsmoothed_equals_relative_counts(order: int) -> None:
    model = fit(NAMES, order=order, add=0.0)
    stream = "".join(END * (order - 1) + name + END for name in NAMES)
    grams = Counter(stream[i : i + order] for i in range(len(stream) - order + 1))
    for context in ("", "a", "ng", "ta"):
        padded = (END * 3 + context)[len(context) + 4 - order :]
        counts = torch.tensor([grams[padded + c] for c in model.symbols]).double()
        if order > 1 and not padded.strip(END):
            counts[model.index[END]] = 0  # bantalan bukan akhir dokumen
        torch.testing.assert_close(model.probs(context), counts / counts.sum())


def test_add_k_and_interpolation_formulas() -> None:
    V = 4  # a, b, c, END
    texts = ["ab", "ac", "ab"]
    plain = fit(texts, order=2, add=0.5).probs("a")
    assert plain.tolist() == pytest.approx([x / (3 + 2) for x in (0.5, 0.5, 2.5, 1.5)])
    mixed = fit(texts, order=2, add=0.5, interpolate=True).probs("a")
    lower = [(n + 0.5 * V / V) / (9 + 0.5 * V) for n in (3, 3, 2, 1)]  # END, a, b, c
    expected = [(n + 2 * p) / (3 + 2) for n, p in zip((0, 0, 2, 1), lower, strict=True)]
    assert mixed.tolist() == pytest.approx(expected)


def test_enormous_smoothing_is_uniform() -> None:
    model, history = ngram.train(Config(order=3, add=1e12), NAMES)
    V = len(model.symbols)
    assert history["loss"][0] == pytest.approx(math.log(V), abs=1e-6)
    assert math.exp(ngram.cross_entropy(model, NAMES)) == pytest.approx(V, abs=1e-4)


def test_unseen_contexts_without_smoothing_fall_back() -> None:
    assert fit(["ab"], order=2, add=0.0).probs("b").tolist() == [1, 0, 0]
    assert fit(["ab"], order=3, add=0.0).probs("bb").tolist() == pytest.approx(
        [1 / 3] * 3
    )
    backed_off = fit(["ab"], order=3, add=0.0, interpolate=True)
    assert backed_off.probs("aa").tolist() == backed_off._probs("a") == [0, 0, 1]


def test_longer_contexts_fit_the_training_text_better() -> None:
    losses = [ngram.train(Config(n, add=0.0), NAMES)[1]["loss"][0] for n in range(1, 7)]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] - losses[-1] > 1


def test_documents_are_exchangeable() -> None:
    """Tidak ada konteks yang melintasi dua dokumen."""
    assert fit(NAMES, order=4).counts == fit(NAMES[::-1], order=4).counts


# --- entropi -----------------------------------------------------------------------


def test_entropy_of_a_two_state_chain() -> None:
    """'aaa': a → a dengan 2/3, a → END dengan 1/3; π(a) = 3/4."""
    h = -(2 / 3) * math.log(2 / 3) - (1 / 3) * math.log(1 / 3)
    assert ngram.entropy(fit(["aaa"], order=2, add=0.0)) == pytest.approx(0.75 * h)


@pytest.mark.parametrize("order", [2, 3, 4])
def test_entropy_of_a_deterministic_cycle_is_zero(order: int) -> None:
    assert ngram.entropy(fit(["abc"], order=order, add=0.0)) == pytest.approx(
        0, abs=1e-9
    )


@pytest.mark.parametrize("order", [1, 2, 3])
def test_entropy_equals_training_cross_entropy_without_smoothing(order: int) -> None:
    """Model kebolehjadian maksimum seimbang dengan cacahnya sendiri."""
    model, history = ngram.train(Config(order=order, add=0.0), NAMES)
    assert ngram.entropy(model) == pytest.approx(history["loss"][0], abs=1e-9)


def test_smoothed_entropy_equals_cross_entropy_of_own_samples() -> None:
    model = fit(NAMES, order=2, add=0.5)
    texts = ngram.sample(model, 2000, longest=10_000)
    assert ngram.cross_entropy(model, texts) == pytest.approx(
        ngram.entropy(model), abs=0.02
    )


def test_cross_entropy_reaches_the_entropy_of_a_known_markov_chain() -> None:
    rng = np.random.default_rng(0)
    P = np.array([[0.0, 0.7, 0.3], [0.2, 0.5, 0.3], [0.3, 0.1, 0.6]])  # END, a, b
    pi = np.linalg.matrix_power(P, 200)[0]
    exact = -(pi[:, None] * P * np.log(P, where=P > 0, out=np.zeros_like(P))).sum()
    texts = []
    for _ in range(8000):
        state, text = rng.choice(3, p=P[0]), ""
        while state:
            text += "_ab"[state]
            state = rng.choice(3, p=P[state])
        texts.append(text)
    model = fit(texts[:4000], order=2)
    assert ngram.cross_entropy(model, texts[4000:]) == pytest.approx(exact, abs=0.01)
    assert ngram.entropy(model) == pytest.approx(exact, abs=0.01)
    longer = fit(
        texts[:4000], order=4
    )  # rantai orde satu: konteks lebih tidak membantu
    assert ngram.entropy(longer) == pytest.approx(exact, abs=0.02)


def test_impossible_text_has_infinite_cross_entropy() -> None:
    model = fit(["ab", "ba"], order=2, add=0.0)
    assert ngram.cross_entropy(model, ["aa"]) == math.inf


# --- sampel ------------------------------------------------------------------------


def test_samples_are_seeded_and_leave_the_global_state_alone() -> None:
    model = fit(NAMES, order=3)
    state = torch.get_rng_state()
    first = ngram.sample(model, 8, seed=3)
    assert torch.equal(state, torch.get_rng_state())
    assert first == ngram.sample(model, 8, seed=3) != ngram.sample(model, 8, seed=4)
    assert len(first) == 8
    assert all(set(text) <= set(model.symbols) - {END} for text in first)


def test_unsmoothed_samples_hold_only_seen_ngrams() -> None:
    texts = ngram.sample(fit(NAMES, order=4, add=0.0), 200)
    seen = set(ngram.windows(NAMES, 4))
    assert set(ngram.windows(texts, 4)) <= seen
    assert set(texts) - set(NAMES)  # dan ada nama yang baru


def test_sample_frequencies_follow_the_model() -> None:
    model = fit(NAMES, order=2)
    first = Counter(text[:1] for text in ngram.sample(model, 4000, longest=1))
    drawn = torch.tensor([first[c.strip(END)] for c in model.symbols]) / 4000
    p = model.probs("").float()
    assert ((drawn - p).abs() < 5 * (p * (1 - p) / 4000).sqrt() + 1e-9).all()


def test_low_temperature_repeats_the_most_likely_text() -> None:
    model = fit(NAMES, order=3)
    cold = ngram.sample(model, 5, temperature=1e-3, prompt="ba", longest=12)
    assert len(set(cold)) == 1
    text = "ba"
    while (
        len(text) < 12 and (c := model.symbols[int(model.probs(text).argmax())]) != END
    ):
        text += c
    assert cold[0] == text


def test_prompt_starts_every_sample_and_longest_ends_it() -> None:
    texts = ngram.sample(fit(NAMES, order=3), 20, prompt="suka", longest=7)
    assert all(text.startswith("suka") and len(text) <= 7 for text in texts)


# --- kesalahan ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "data", "message"),
    [
        ({"order": 0}, NAMES, "order=0, add=0.1: harus order ≥ 1"),
        ({"add": -1.0}, NAMES, "add=-1.0: harus"),
        ({}, [], "data: harus daftar dokumen"),
        ({}, ["a" + END], "data: harus daftar dokumen"),
        ({}, "bukan daftar", "data: harus daftar dokumen"),
    ],
)
def test_bad_training_input(fields, data, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ngram.train(Config(**fields), data)


def test_bad_use() -> None:
    model = fit(["ab"])
    with pytest.raises(ValueError, match=r"texts: karakter \['x'\] harus ada"):
        ngram.cross_entropy(model, ["axb"])
    with pytest.raises(ValueError, match="texts: kosong"):
        ngram.cross_entropy(model, [])
    with pytest.raises(ValueError, match=r"temperature=0\.0: harus"):
        ngram.sample(model, temperature=0.0)
    with pytest.raises(ValueError, match=r"prompt: karakter \['é'\]"):
        ngram.sample(model, prompt="é")
