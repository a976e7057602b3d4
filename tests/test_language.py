"""Hukum perkakas model bahasa: entropi silang, dan suhu, top-k, top-p."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from genai_examples import language
from genai_examples.language import next_token_probs


class Bigram(nn.Module):
    """Logit hanya menurut token terakhir: entropi silangnya dapat dihitung tangan."""

    def __init__(self, vocab: int) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(vocab, vocab))

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.table[tokens]


def test_windows_are_all_slices_without_a_copy() -> None:
    data = torch.arange(9)
    pieces = language.windows(data, 4, 9)
    assert pieces.tolist() == [list(range(i, i + 5)) for i in range(5)]
    assert pieces.data_ptr() == data.data_ptr()


@pytest.mark.parametrize("context", [1, 5, 8])
def test_cross_entropy_of_a_bigram_model(context: int) -> None:
    """Setiap token dinilai sekali, kecuali awal dan sisa di ujung."""
    model, data = Bigram(7), torch.randint(7, (200,))
    half = context // 2
    count = (200 - context - 1) // max(half, 1) + 1
    scored = slice(half + 1, half + 1 + count * (context - half))
    if context % 2 == 0:  # jendela genap menutup data tanpa celah
        log_p = model(data[:-1]).log_softmax(-1)[range(199), data[1:]]
        expected = -log_p[scored.start - 1 : scored.stop - 1].mean().item()
        value = language.cross_entropy(model, data, context, batch_size=3)
        assert value == pytest.approx(expected, abs=1e-5)
    with torch.no_grad():
        model.table.zero_()
    uniform = language.cross_entropy(model, data, context)
    assert uniform == pytest.approx(math.log(7), abs=1e-5)


def test_learning_rate_warms_up_and_cools_down() -> None:
    rates = [language.warmup_cosine(step, 50, 1000, 1e-3) for step in range(1000)]
    assert rates[0] == pytest.approx(1e-3 / 50)
    assert max(rates) == rates[50] == pytest.approx(1e-3)
    assert rates[:50] == sorted(rates[:50])
    assert rates[50:] == sorted(rates[50:], reverse=True)
    assert rates[-1] == pytest.approx(1e-4, rel=1e-3)


def test_worked_examples_of_the_chapter() -> None:
    logits = torch.tensor([[2.0, 1.0, 0.0]])
    cold, hot = next_token_probs(logits, 0.5)[0], next_token_probs(logits, 2.0)[0]
    assert cold.tolist() == pytest.approx([0.867, 0.117, 0.016], abs=5e-4)
    assert hot.tolist() == pytest.approx([0.506, 0.307, 0.186], abs=5e-4)
    nucleus = next_token_probs(logits, top_p=0.9)[0]
    assert nucleus.tolist() == pytest.approx([0.731, 0.269, 0.0], abs=5e-4)


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("top_k", [None, 1, 5, 50])
@pytest.mark.parametrize("top_p", [None, 0.1, 0.6, 1.0])
def test_equals_transformers(temperature, top_k, top_p) -> None:
    logits = 3 * torch.randn(20, 11)
    scores = TemperatureLogitsWarper(temperature)(None, logits)  # type: ignore[arg-type]
    if top_k:
        scores = TopKLogitsWarper(top_k)(None, scores)  # type: ignore[arg-type]
    if top_p:
        scores = TopPLogitsWarper(top_p)(None, scores)  # type: ignore[arg-type]
    own = next_token_probs(logits, temperature, top_k, top_p)
    torch.testing.assert_close(own, scores.softmax(-1))


def test_zero_temperature_is_the_limit_of_cold() -> None:
    logits = torch.randn(20, 11)
    torch.testing.assert_close(
        next_token_probs(logits, 0.0), next_token_probs(logits, 1e-4)
    )


def test_entropy_rises_with_temperature() -> None:
    logits = torch.randn(1, 11)
    entropy = [
        torch.distributions.Categorical(next_token_probs(logits, t)).entropy().item()
        for t in (0.1, 0.5, 1.0, 2.0, 100.0)
    ]
    assert entropy == sorted(entropy)
    assert entropy[-1] == pytest.approx(math.log(11), abs=1e-3)


def test_draws_follow_the_probabilities_and_leave_the_global_state_alone() -> None:
    logits = torch.randn(1, 6).expand(20_000, -1)
    state = torch.get_rng_state()
    tokens = language.draw(logits, torch.Generator().manual_seed(0), top_k=4)
    assert torch.equal(state, torch.get_rng_state())
    shares = F.one_hot(tokens, 6).float().mean(0)
    p = next_token_probs(logits[:1], top_k=4)[0]
    assert ((shares - p).abs() <= 5 * (p * (1 - p) / 20_000).sqrt()).all()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"temperature": -1.0}, "temperature=-1.0"),
        ({"top_k": 0}, "top_k=0"),
        ({"top_p": 0.0}, "top_p=0.0"),
        ({"top_p": 1.5}, "top_p=1.5"),
    ],
)
def test_bad_options_are_named(options, named: str) -> None:
    with pytest.raises(ValueError, match=named.replace(".", r"\.")):
        next_token_probs(torch.zeros(1, 3), **options)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (torch.arange(4), "data: 4 token; harus lebih dari context=4"),
        (torch.arange(9), "data: token 8 tidak dikenal; harus 0 … 7"),
        (torch.arange(9) - 1, "data: token -1 tidak dikenal"),
        (torch.zeros(0, dtype=torch.int64), "data: 0 token"),
    ],
)
def test_bad_data_is_named(data: torch.Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        language.windows(data, 4, 8)


def test_wrong_shape_and_type_are_named() -> None:
    with pytest.raises(ValueError, match=r"x: torch\.float32 berbentuk"):
        language.check_tokens("x", torch.zeros(3), 5)
    with pytest.raises(ValueError, match=r"harus torch\.int64 berdimensi 2"):
        language.check_tokens("x", torch.zeros(3, dtype=torch.int64), 5, ndim=2)
