"""Hukum GPT: kausal, cache = tanpa cache."""

import dataclasses
import math

import pytest
import torch
import torch.nn.functional as F

from genai_examples import gpt, language
from genai_examples.gpt import GPT, Cache, Config

SMALL = Config(
    vocab=11, context=16, width=24, heads=3, layers=2, steps=150, warmup=10, lr=5e-3
)
DATA = torch.tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 1, 4, 1, 5] * 40)


def random_model(config: Config = SMALL) -> GPT:
    """Semua bobot acak, juga bias dan skala yang biasanya mulai dari 0 atau 1."""
    model = GPT(config).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn_like(p) * 0.2)
    return model


def tokens(*shape: int) -> torch.Tensor:
    return torch.randint(SMALL.vocab, shape)


# --- arsitektur ----------------------------------------------------------------------


def test_parameter_count() -> None:
    """Latihan bab: tiga lapis selebar 96 masing-masing 111.840 parameter."""
    c = Config(vocab=23, context=64, width=96, heads=4, layers=3)
    expected = 3 * 111_840 + 23 * 96 + 64 * 96 + 2 * 96
    assert sum(p.numel() for p in GPT(c).parameters()) == expected


def test_starts_close_to_uniform() -> None:
    config = dataclasses.replace(SMALL, vocab=400)
    logits = GPT(config)(torch.randint(400, (4, 16)))
    loss = F.cross_entropy(logits.flatten(0, 1), torch.randint(400, (64,)))
    assert loss.item() == pytest.approx(math.log(400), abs=0.1)


@torch.no_grad()
def test_no_position_sees_the_future() -> None:
    model, x = random_model(), tokens(4, 16)
    changed = x.clone()
    changed[:, 10:] = (x[:, 10:] + 1) % 11
    assert torch.equal(model(x)[:, :10], model(changed)[:, :10])
    assert not torch.equal(model(x)[:, 10:], model(changed)[:, 10:])


def test_every_parameter_gets_a_gradient() -> None:
    model = random_model()
    model(torch.arange(11).repeat(2)[:16].expand(2, -1)).square().sum().backward()
    for name, p in model.named_parameters():
        assert p.grad is not None and p.grad.abs().sum() > 0, name


# --- cache ---------------------------------------------------------------------------


@pytest.mark.parametrize("pieces", [[16], [1] * 16, [5, 1, 1, 4, 5]])
@torch.no_grad()
def test_cached_logits_equal_the_full_pass(pieces: list[int]) -> None:
    model, x = random_model().double(), tokens(3, 16)
    cache = Cache.empty(model, 3)
    logits = torch.cat([model(piece, cache) for piece in x.split(pieces, dim=1)], dim=1)
    torch.testing.assert_close(logits, model(x))
    assert cache.length == 16


def uncached(model: GPT, prompt: torch.Tensor, n: int, length: int, **options):
    """Pembangkitan tanpa cache: seluruh jendela dihitung lagi untuk setiap token."""
    generator = torch.Generator().manual_seed(5)
    row, first = prompt.expand(n, -1), 0
    for _ in range(length):
        if row.shape[1] - first > model.config.context:
            first = row.shape[1] - (model.config.context + 1) // 2
        logits = model(row[:, first:])[:, -1]
        token = language.draw(logits, generator, **options)
        row = torch.cat([row, token[:, None]], dim=1)
    return row


@pytest.mark.parametrize("length", [1, 13, 60])  # 60: jauh melewati konteks
@pytest.mark.parametrize(
    "options",
    [{}, {"temperature": 0.0}, {"temperature": 1.3, "top_k": 4, "top_p": 0.9}],
)
@torch.no_grad()
def test_cached_generation_equals_uncached(length: int, options) -> None:
    model, prompt = random_model().double(), tokens(4)
    out = gpt.sample(model, 3, prompt=prompt, length=length, seed=5, **options)
    assert out.shape == (3, 4 + length)
    assert torch.equal(out, uncached(model, prompt, 3, length, **options))


def test_samples_can_be_trained_on() -> None:
    """Hasilnya tensor biasa, bukan tensor mode inferensi."""
    model = random_model()
    model(gpt.sample(model, 2, length=5)).sum().backward()


# --- pelatihan -----------------------------------------------------------------------


def test_learns_a_repeating_sequence() -> None:
    model, history = gpt.train(SMALL, DATA)
    assert history["loss"][0] == pytest.approx(math.log(11), abs=0.2)
    assert history["loss"][-1] < 0.3
    assert language.cross_entropy(model, DATA, 16) < 0.2
    out = gpt.sample(model, 2, prompt=DATA[:8], length=24, temperature=0.0)
    assert torch.equal(out, DATA[:32].expand(2, -1))


def test_training_and_sampling_are_seeded() -> None:
    config = dataclasses.replace(SMALL, steps=3)
    state = torch.get_rng_state()
    a, history = gpt.train(config, DATA)
    b, again = gpt.train(config, DATA)
    c, _ = gpt.train(dataclasses.replace(config, seed=1), DATA)
    first = gpt.sample(a, 5, seed=2, length=10)
    assert torch.equal(state, torch.get_rng_state())
    assert history == again
    for p, q, r in zip(a.parameters(), b.parameters(), c.parameters(), strict=True):
        assert torch.equal(p, q)
        assert p.ndim == 1 or not torch.equal(p, r)
    assert torch.equal(first, gpt.sample(b, 5, seed=2, length=10))
    assert not torch.equal(first, gpt.sample(a, 5, seed=3, length=10))
    assert 0 <= first.min() <= first.max() < 11


def test_fine_tuning_continues_from_a_copy() -> None:
    base, _ = gpt.train(SMALL, DATA)
    before = {name: p.clone() for name, p in base.state_dict().items()}
    other = DATA.flip(0)
    config = dataclasses.replace(SMALL, steps=40)
    tuned, history = gpt.train(config, other, init=base)
    assert language.cross_entropy(tuned, other, 16) < language.cross_entropy(
        base, other, 16
    )
    assert history["loss"][0] == pytest.approx(
        language.cross_entropy(base, other, 16), rel=0.5
    )
    for name, p in base.state_dict().items():
        assert torch.equal(p, before[name])


# --- kesalahan -----------------------------------------------------------------------


def test_bad_input_is_named() -> None:
    model = GPT(SMALL)
    with pytest.raises(ValueError, match="heads=5: harus membagi width=24"):
        GPT(dataclasses.replace(SMALL, heads=5))
    with pytest.raises(ValueError, match="tokens: 17 token; harus 1 … 16"):
        model(tokens(1, 17))
    with pytest.raises(ValueError, match="tokens: 0 token; harus 1 … 16"):
        model(tokens(1, 0))
    cache = Cache.empty(model, 1)
    model(tokens(1, 10), cache)
    with pytest.raises(ValueError, match="tokens: 17 token; harus 11 … 16"):
        model(tokens(1, 7), cache)
    with pytest.raises(ValueError, match="prompt: 17 token; harus 1 … context=16"):
        gpt.sample(model, prompt=tokens(17))
    with pytest.raises(ValueError, match="prompt: 0 token"):
        gpt.sample(model, prompt=tokens(0))
    with pytest.raises(ValueError, match="prompt: token 11 tidak dikenal"):
        gpt.sample(model, prompt=torch.tensor([11]))
    with pytest.raises(ValueError, match="data: 16 token; harus lebih dari context=16"):
        gpt.train(SMALL, DATA[:16])
    with pytest.raises(ValueError, match="config: layers=3; harus 2, seperti init"):
        gpt.train(dataclasses.replace(SMALL, layers=3), DATA, init=model)
