"""Hukum LSTM: sel sendiri sama dengan torch.nn.LSTM, dan keadaannya terbawa."""

import dataclasses
import math

import pytest
import torch
from torch import nn

from genai_examples import lstm
from genai_examples.lstm import LSTM, Config

SMALL = Config(vocab=7, context=12, width=16, layers=2, steps=200, batch_size=16)
DATA = torch.tensor([0, 1, 2, 3, 4, 5, 6, 0, 3, 1] * 60)


def test_cell_equals_torch_lstm_cell() -> None:
    judge = nn.LSTMCell(5, 8)
    x, h, c = torch.randn(3, 5), torch.randn(3, 8), torch.randn(3, 8)
    own = lstm.cell(
        x, h, c, judge.weight_ih, judge.weight_hh, judge.bias_ih + judge.bias_hh
    )
    for a, b in zip(own, judge(x, (h, c)), strict=True):
        torch.testing.assert_close(a, b)


def test_repeated_cell_equals_torch_lstm() -> None:
    judge = nn.LSTM(5, 8, batch_first=True)
    W, U, b, d = judge.all_weights[0]
    x = torch.randn(3, 10, 5)
    h, c, outputs = torch.zeros(3, 8), torch.zeros(3, 8), []
    for piece in x.unbind(1):
        h, c = lstm.cell(piece, h, c, W, U, b + d)
        outputs.append(h)
    expected, (last_h, last_c) = judge(x)
    torch.testing.assert_close(torch.stack(outputs, 1), expected, atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(h, last_h[0], atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(c, last_c[0], atol=1e-6, rtol=1e-5)


def test_gradients_of_the_cell_equal_torch() -> None:
    judge = nn.LSTMCell(5, 8)
    x, h, c = torch.randn(3, 5), torch.randn(3, 8), torch.randn(3, 8)
    sum(judge(x, (h, c))).sum().backward()  # type: ignore[union-attr]
    expected = [p.grad.clone() for p in judge.parameters()]  # type: ignore[union-attr]
    judge.zero_grad()
    bias = judge.bias_ih + judge.bias_hh
    own = lstm.cell(x, h, c, judge.weight_ih, judge.weight_hh, bias)
    (own[0] + own[1]).sum().backward()
    for p, gradient in zip(judge.parameters(), expected, strict=True):
        torch.testing.assert_close(p.grad, gradient)


def test_open_gates_carry_the_cell_unchanged() -> None:
    bias = torch.cat([torch.full((4,), -50.0), torch.full((4,), 50.0), torch.zeros(8)])
    x, h, c = torch.randn(2, 3), torch.randn(2, 4), torch.randn(2, 4)
    _, after = lstm.cell(x, h, c, torch.zeros(16, 3), torch.zeros(16, 4), bias)
    torch.testing.assert_close(after, c)


@torch.no_grad()
def test_steps_equal_the_full_pass() -> None:
    model = LSTM(SMALL)
    tokens = torch.randint(7, (4, 20))  # lebih panjang daripada konteks latih
    state, logits = model.empty_state(4), []
    for token in tokens.unbind(1):
        step, state = model.step(token, state)
        logits.append(step)
    torch.testing.assert_close(
        torch.stack(logits, 1), model(tokens), atol=1e-6, rtol=1e-5
    )


@torch.no_grad()
def test_no_position_sees_the_future() -> None:
    model, tokens = LSTM(SMALL), torch.randint(7, (4, 9))
    changed = tokens.clone()
    changed[:, 5:] = (tokens[:, 5:] + 1) % 7
    assert torch.equal(model(tokens)[:, :5], model(changed)[:, :5])
    assert not torch.equal(model(tokens)[:, 5:], model(changed)[:, 5:])


def test_every_parameter_gets_a_gradient() -> None:
    model = LSTM(SMALL)
    model(torch.randint(7, (4, 9))).logsumexp(-1).square().sum().backward()
    for name, p in model.named_parameters():
        assert p.grad is not None and p.grad.abs().sum() > 0, name


def test_learns_a_repeating_sequence() -> None:
    model, history = lstm.train(SMALL, DATA)
    assert history["loss"][0] == pytest.approx(math.log(7), abs=0.3)
    assert history["loss"][-1] < 0.3
    out = lstm.sample(model, 3, prompt=DATA[:10], length=20, temperature=0.0)
    assert (out == DATA[:30]).float().mean() > 0.9


def test_training_and_sampling_are_seeded() -> None:
    config = dataclasses.replace(SMALL, steps=3)
    state = torch.get_rng_state()
    a, history = lstm.train(config, DATA)
    b, again = lstm.train(config, DATA)
    c, _ = lstm.train(dataclasses.replace(config, seed=1), DATA)
    first = lstm.sample(a, 5, seed=2, length=30)
    assert torch.equal(state, torch.get_rng_state())
    assert history == again
    for p, q, r in zip(a.parameters(), b.parameters(), c.parameters(), strict=True):
        assert torch.equal(p, q)
        assert not torch.equal(p, r)
    assert first.shape == (5, 31)
    assert 0 <= first.min() <= first.max() < 7
    assert torch.equal(first, lstm.sample(b, 5, seed=2, length=30))
    assert not torch.equal(first, lstm.sample(a, 5, seed=3, length=30))


def test_bad_input_is_named() -> None:
    model = LSTM(SMALL)
    with pytest.raises(ValueError, match="data: 12 token; harus lebih dari context=12"):
        lstm.train(SMALL, DATA[:12])
    with pytest.raises(ValueError, match="data: token 6 tidak dikenal"):
        lstm.train(dataclasses.replace(SMALL, vocab=6), DATA)
    with pytest.raises(ValueError, match="prompt: token 9 tidak dikenal"):
        lstm.sample(model, prompt=torch.tensor([9]))
    with pytest.raises(ValueError, match="prompt: kosong"):
        lstm.sample(model, prompt=DATA[:0])
    with pytest.raises(ValueError, match="tokens: kosong"):
        model(torch.zeros(2, 0, dtype=torch.int64))
