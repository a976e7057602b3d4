"""Diagram balok: yang digambar adalah yang benar-benar berjalan."""

import copy

import matplotlib as mpl
import pytest
import torch
from matplotlib import pyplot as plt
from torch import nn
from torch.nn import functional as F

from genai_examples import palette
from genai_examples.diagrams import block_diagram, trace


@pytest.fixture(autouse=True)
def house():
    with mpl.rc_context():
        palette.style()
        yield
        plt.close("all")


class Residual(nn.Module):
    def __init__(self, width: int = 8) -> None:
        super().__init__()
        self.first = nn.Linear(width, width)
        self.unused = nn.Linear(width, width)
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        self.unused(x)  # cabang buntu
        return x + self.drop(F.relu(self.first(x)))


class Sampler(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.mean, self.log_var = nn.Linear(6, 2), nn.Linear(6, 2)
        self.decoder = nn.Sequential(nn.Linear(2, 6), nn.Sigmoid())

    def forward(self, x):
        mean, log_var = self.mean(x), self.log_var(x)
        z = mean + (0.5 * log_var).exp() * torch.randn(mean.shape).to(mean)
        return self.decoder(z), mean


class Stack(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(11, 8)
        self.blocks = nn.ModuleList(Residual() for _ in range(4))
        self.head = nn.Linear(8, 11)

    def forward(self, tokens):
        x = self.embed(tokens)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


class Skip(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.down = nn.Conv2d(1, 4, 4, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(4, 3, 4, stride=2, padding=1)
        self.out = nn.Conv2d(4, 1, 3, padding=1)

    def forward(self, x):
        return self.out(torch.cat([x, self.up(self.down(x))], dim=1))


MODELS = [
    (Residual(), torch.rand(5, 8)),
    (Sampler(), torch.rand(5, 6)),
    (Stack(), torch.zeros(5, 7, dtype=torch.long)),
    (Skip(), torch.rand(5, 1, 8, 8)),
    (nn.Linear(3, 4), torch.rand(5, 3)),
]
all_models = pytest.mark.parametrize(("model", "inputs"), MODELS)


@all_models
def test_shapes_equal_those_of_independent_hooks(model, inputs):
    seen: dict = {}
    probe = copy.deepcopy(model)
    for name, part in probe.named_modules():
        part.register_forward_hook(
            lambda _m, _i, out, name=name: seen.update({name: out})
        )
    probe(inputs)
    named = [b for b in trace(model, inputs) if b.kind in ("layer", "plain") and b.name]
    assert len(named) >= 1 or isinstance(model, nn.Linear)
    for block in named:
        assert block.shape == ("B", *seen[block.name].shape[1:])


@all_models
def test_every_traced_label_and_shape_is_drawn(model, inputs):
    blocks = trace(model, inputs)
    texts = [t.get_text() for t in block_diagram(model, inputs).axes[0].texts]
    for block in blocks:
        assert str(block.shape).replace("'", "") in texts
        assert any(text.endswith(block.label) for text in texts)


@all_models
def test_the_module_and_the_random_state_are_untouched(model, inputs):
    model.train()
    weights = copy.deepcopy(model.state_dict())
    state = torch.get_rng_state()
    trace(model, inputs)
    assert torch.equal(torch.get_rng_state(), state)
    assert all(part.training for part in model.modules())
    assert not any(part._forward_hooks for part in model.modules())
    assert all(torch.equal(weights[k], v) for k, v in model.state_dict().items())


def edges(blocks):
    return {(blocks[p].label, b.label) for b in blocks for p in b.parents}


def test_residual_sum_joins_the_input_and_the_branch():
    blocks = trace(*MODELS[0])
    assert edges(blocks) == {
        ("masukan", "Linear 8 → 8"),
        ("Linear 8 → 8", "ReLU"),
        ("ReLU", "Dropout"),
        ("Dropout", "+"),
        ("masukan", "+"),
        ("+", "keluaran"),
    }


def test_sampling_shows_noise_scaled_and_shifted():
    blocks = trace(*MODELS[1])
    at = {b.name or b.label: i for i, b in enumerate(blocks)}
    assert set(blocks[at["×"]].parents) == {at["log_var"], at["derau"]}
    assert set(blocks[at["+"]].parents) == {at["mean"], at["×"]}
    assert blocks[at["decoder.0"]].parents == (at["+"],)
    assert blocks[-1].parents == (at["mean"],)


def test_depth_one_folds_equal_blocks():
    blocks = trace(*MODELS[2], depth=1)
    assert [(b.label, b.times) for b in blocks] == [
        ("masukan", 1),
        ("Embedding 11 → 8", 1),
        ("Residual", 4),
        ("Linear 8 → 11", 1),
        ("keluaran", 1),
    ]
    whole = trace(*MODELS[2])
    assert sum(b.label == "+" for b in whole) == 4


def test_convolutions_tell_kernel_and_stride():
    labels = [b.label for b in trace(*MODELS[3])]
    assert "Conv2d 1 → 4\n4 × 4, langkah 2" in labels
    assert "ConvTranspose2d 4 → 3\n4 × 4, langkah 2" in labels
    assert "Conv2d 4 → 1\n3 × 3" in labels
    assert "gabung" in labels


def test_parents_come_before_their_children():
    for model, inputs in MODELS:
        for i, block in enumerate(trace(model, inputs)):
            assert all(p < i for p in block.parents)
