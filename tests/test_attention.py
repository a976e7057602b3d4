"""Hukum attention: sama dengan PyTorch, tertutup oleh mask, tidak mengenal urutan."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from genai_examples.attention import (
    MultiHeadAttention,
    attention,
    causal_mask,
    padding_mask,
    recording,
    sinusoids,
)


def qkv(*shape: int, d: int = 8) -> list[torch.Tensor]:
    return [torch.randn(*shape, d) for _ in range(3)]


@pytest.mark.parametrize("masked", [False, True])
def test_equals_pytorch_scaled_dot_product(masked: bool) -> None:
    q, k, v = qkv(2, 3, 7)
    mask = causal_mask(7) if masked else None
    y, weights = attention(q, k, v, mask)
    expected = F.scaled_dot_product_attention(q, k, v, mask)
    torch.testing.assert_close(y, expected, atol=1e-6, rtol=0)
    torch.testing.assert_close(weights.sum(-1), torch.ones(2, 3, 7))


def test_worked_example_of_the_chapter() -> None:
    q, k = torch.tensor([[1.0, 0.0]]), torch.eye(2)
    _, weights = attention(q, k, k)
    high = 1 / (1 + math.exp(-1 / math.sqrt(2)))  # 0.670
    torch.testing.assert_close(weights, torch.tensor([[high, 1 - high]]))


def test_identical_keys_share_the_attention() -> None:
    q, k, v = torch.randn(1, 4), torch.randn(1, 4).expand(16, 4), torch.randn(16, 4)
    y, weights = attention(q, k, v)
    torch.testing.assert_close(weights, torch.full((1, 16), 1 / 16))
    torch.testing.assert_close(y, v.mean(0, keepdim=True))


def test_scaling_keeps_the_score_variance_at_one() -> None:
    q, k, _ = qkv(400, d=64)
    scores = q @ k.T
    assert scores.var().item() == pytest.approx(64, rel=0.1)
    _, weights = attention(q, k, k)
    recovered = weights.log() - weights.log().mean(-1, keepdim=True)
    assert recovered.var().item() == pytest.approx(1, rel=0.1)


def test_permuting_keys_and_values_together_changes_nothing() -> None:
    q, k, v = qkv(6)
    order = torch.randperm(6)
    torch.testing.assert_close(
        attention(q, k, v)[0], attention(q, k[order], v[order])[0]
    )


@pytest.mark.parametrize("cross", [False, True])
def test_equals_pytorch_multi_head_attention(cross: bool) -> None:
    own, judge = MultiHeadAttention(12, 3), nn.MultiheadAttention(12, 3, bias=False)
    judge.batch_first = True
    with torch.no_grad():
        parts = own.query.weight, own.key.weight, own.value.weight
        judge.in_proj_weight.copy_(torch.cat(parts))
        judge.out_proj.weight.copy_(own.output.weight)
    x = torch.randn(2, 5, 12)
    memory = torch.randn(2, 7, 12) if cross else x
    tokens = torch.ones(2, memory.shape[1], dtype=torch.int64)
    tokens[1, 4:] = 0
    expected, weights = judge(
        x, memory, memory, key_padding_mask=tokens == 0, average_attn_weights=False
    )
    mask = padding_mask(tokens, 0)
    torch.testing.assert_close(own(x, memory, mask), expected, atol=1e-6, rtol=0)
    torch.testing.assert_close(own.weights(x, memory, mask), weights, atol=1e-6, rtol=0)


def test_causal_flag_equals_causal_mask_and_hides_the_future() -> None:
    own, x = MultiHeadAttention(8, 2), torch.randn(2, 6, 8)
    y = own(x, x, causal=True)
    torch.testing.assert_close(y, own(x, x, causal_mask(6)))
    changed = x.clone()
    changed[:, 4:] += 1
    assert torch.equal(own(changed, changed, causal=True)[:, :4], y[:, :4])
    assert own.weights(x, x, causal=True).triu(1).abs().max() == 0


def test_parameter_count_is_four_squares() -> None:
    assert sum(p.numel() for p in MultiHeadAttention(512, 8).parameters()) == 1_048_576


def test_masks() -> None:
    assert causal_mask(4).tolist() == [[j <= i for j in range(4)] for i in range(4)]
    mask = padding_mask(torch.tensor([[5, 0, 0], [5, 6, 7]]), 0)
    assert mask[:, 0, 0].tolist() == [[True, False, False], [True, True, True]]


def test_sinusoids_start_alternate_and_stay_bounded() -> None:
    table = sinusoids(50, 16)
    torch.testing.assert_close(table[0], torch.tensor([0.0, 1.0]).repeat(8))
    assert table.abs().max() <= 1
    torch.testing.assert_close(table[:, 0], torch.arange(50).sin())
    torch.testing.assert_close(table.square().sum(1), torch.full((50,), 8.0))


def test_sinusoid_products_depend_only_on_the_distance() -> None:
    products = sinusoids(40, 32) @ sinusoids(40, 32).T
    for distance in (0, 1, 5, 20):
        diagonal = products.diagonal(distance)
        torch.testing.assert_close(diagonal, diagonal[:1].expand_as(diagonal))
    assert products[0, 0] > products[0, 1] > products[0, 5]


def test_recording_keeps_the_weights_and_leaves_no_hook() -> None:
    own, x = MultiHeadAttention(8, 2), torch.randn(2, 6, 8)
    with recording(own) as maps:
        own(x, x)
        own(x, x, causal=True)
    own(x, x)
    assert len(maps) == 2
    torch.testing.assert_close(maps[0], own.weights(x, x))
    torch.testing.assert_close(maps[1], own.weights(x, x, causal=True))


def test_heads_must_divide_the_width() -> None:
    with pytest.raises(ValueError, match="heads=3: harus membagi width=8"):
        MultiHeadAttention(8, 3)
