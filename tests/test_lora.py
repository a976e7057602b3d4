"""Hukum LoRA: mulai tanpa pengaruh, hanya A dan B yang berubah, dan dapat digabung."""

import dataclasses

import pytest
import torch
from torch import nn

from genai_examples import gpt, language
from genai_examples.lora import LoRA, add_lora, merge_lora

CONFIG = gpt.Config(vocab=11, context=16, width=24, heads=3, layers=2, warmup=5)
DATA = torch.tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 1, 4, 1, 5] * 40)


def trained() -> gpt.GPT:
    return gpt.train(dataclasses.replace(CONFIG, steps=150), DATA)[0]


def disturbed(model: gpt.GPT) -> gpt.GPT:
    """LoRA yang sudah bergeser dari nol."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            if name.endswith(".B"):
                p.normal_()
    return model


@torch.no_grad()
def test_starts_without_any_effect() -> None:
    model, x = gpt.GPT(CONFIG), DATA[:16][None]
    assert torch.equal(add_lora(model)(x), model(x))


def test_only_the_small_matrices_are_trained() -> None:
    model = disturbed(add_lora(gpt.GPT(CONFIG), rank=4))
    model(DATA[:16][None]).square().sum().backward()
    for name, p in model.named_parameters():
        small = name.endswith((".A", ".B"))
        assert p.requires_grad == small
        assert (p.grad is not None and p.grad.abs().sum() > 0) == small, name


def test_parameter_count_of_the_chapter() -> None:
    lora = add_lora(nn.Sequential(nn.Linear(768, 768, bias=False)), rank=8)
    trained_count = sum(p.numel() for p in lora.parameters() if p.requires_grad)
    assert trained_count == 12_288
    assert trained_count / 768**2 == pytest.approx(0.0208, abs=1e-4)


@torch.no_grad()
def test_merging_keeps_the_function() -> None:
    model = disturbed(add_lora(gpt.GPT(CONFIG), rank=2)).double()
    merged, x = merge_lora(model), DATA[:16][None]
    torch.testing.assert_close(merged(x), model(x))
    assert not any(isinstance(module, LoRA) for module in merged.modules())
    assert all(p.requires_grad for p in merged.parameters())
    assert merged.state_dict().keys() == gpt.GPT(CONFIG).state_dict().keys()


@torch.no_grad()
def test_correction_has_the_asked_rank() -> None:
    base = gpt.GPT(CONFIG)
    merged = merge_lora(disturbed(add_lora(base, rank=3)))
    change = merged.h[0].mlp.c_fc.weight - base.h[0].mlp.c_fc.weight  # type: ignore
    assert torch.linalg.matrix_rank(change, rtol=1e-4) == 3


def test_fine_tuning_moves_only_the_correction() -> None:
    base, other = trained(), DATA.flip(0)
    config = dataclasses.replace(CONFIG, steps=60, lr=1e-2)
    tuned, history = gpt.train(config, other, init=add_lora(base, rank=4))
    assert history["loss"][-1] < 0.7 * history["loss"][0]
    before, after = (language.cross_entropy(m, other, 16) for m in (base, tuned))
    assert after < before
    frozen = {
        name.replace(".base.", "."): p
        for name, p in tuned.named_parameters()
        if not p.requires_grad
    }
    for name, p in base.named_parameters():
        assert torch.equal(p, frozen[name])


def test_seeded_and_leaves_model_and_global_state_alone() -> None:
    model = gpt.GPT(CONFIG)
    state, names = torch.get_rng_state(), list(model.state_dict())
    a, b, c = add_lora(model), add_lora(model), add_lora(model, seed=1)
    assert torch.equal(state, torch.get_rng_state())
    assert list(model.state_dict()) == names
    assert all(p.requires_grad for p in model.parameters())
    for name, p in a.state_dict().items():
        assert torch.equal(p, b.state_dict()[name])
        assert torch.equal(p, c.state_dict()[name]) == (not name.endswith(".A"))


def test_rank_must_be_positive() -> None:
    with pytest.raises(ValueError, match="rank=0: harus bilangan bulat positif"):
        add_lora(gpt.GPT(CONFIG), rank=0)


def test_a_second_lora_asks_for_a_merge_first():
    with pytest.raises(ValueError, match="merge_lora dulu"):
        add_lora(add_lora(nn.Sequential(nn.Linear(2, 2))))
