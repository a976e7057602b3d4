"""batik: deterministik, faktornya sungguh melukis gambarnya, kesalahannya jelas."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor, nn
from torch.nn import functional as F

from genai_examples.datasets import (
    BATIK_MOTIFS,
    BATIK_PALETTES,
    BATIK_RANGES,
    _batik_motifs,
    batik,
)
from genai_examples.datasets._batik import Batik


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENAI_CACHE", "off")


def test_shapes_ranges_and_labels() -> None:
    data = batik(23, 40)
    assert data.images.shape == (23, 3, 40, 40)
    levels = data.images * 255
    assert torch.allclose(levels, levels.round(), atol=1e-4)
    assert data.images.min() >= 0 and data.images.max() <= 1
    assert data.labels.tolist() == [i % 5 for i in range(23)]
    assert batik(5, motifs=("ceplok", "kawung")).labels.tolist() == [3, 0, 3, 0, 3]


def test_factors_fill_the_same_ranges_for_every_motif() -> None:
    data = batik(1000, 8)
    assert set(data.factors) == {*BATIK_RANGES, "palette"}
    for motif in range(len(BATIK_MOTIFS)):
        for name, (low, high) in BATIK_RANGES.items():
            values = data.factors[name][data.labels == motif]
            assert low <= values.min() and values.max() <= high
            middle, spread = (low + high) / 2, (high - low) / 12**0.5  # seragam
            assert abs(values.mean() - middle) < 4 * spread / 200**0.5
        palettes = data.factors["palette"][data.labels == motif]
        assert set(palettes.tolist()) == set(range(len(BATIK_PALETTES)))


def test_factors_do_not_depend_on_motif_size_or_n() -> None:
    wide, one = batik(40), batik(30, 16, motifs=["parang"])
    for name, values in one.factors.items():
        assert torch.equal(values, wide.factors[name][:30])
    assert torch.equal(batik(12).images, wide.images[:12])


def test_two_sizes_show_the_same_cloth() -> None:
    small, large = batik(20, 32).images, batik(20, 64).images
    assert (F.avg_pool2d(large, 2) - small).abs().mean() < 0.02


def test_motifs_repeat_after_one_tile() -> None:
    factors = batik(4).factors
    moved = {**factors, "phase_x": factors["phase_x"] + 1}
    for name in ("kawung", "truntum", "ceplok", "megamendung"):
        here, there = _batik_motifs.Cloth(24, factors), _batik_motifs.Cloth(24, moved)
        _batik_motifs.MOTIFS[name](here)
        _batik_motifs.MOTIFS[name](there)
        assert (here.rgb - there.rgb).abs().mean() < 1e-3, name


@pytest.mark.parametrize("n", [1, 2, 3])
def test_fewer_tiles_than_motifs(n: int) -> None:
    assert torch.equal(batik(n, 16).images, batik(10, 16).images[:n])


def test_seeds_and_splits_share_no_image() -> None:
    sets = [batik(60, 16), batik(60, 16, seed=1)]
    sets += [batik(60, 16, split="val"), batik(60, 16, split="test")]
    images = [image.numpy().tobytes() for data in sets for image in data.images]
    assert len(set(images)) == len(images)


def test_small_classifier_tells_the_motifs_apart() -> None:
    train, test = batik(2000), batik(500, split="test")
    layers: list[nn.Module] = []
    for fan_in, fan_out, width in ((3, 16, 5), (16, 32, 3), (32, 64, 3)):
        layers.append(nn.Conv2d(fan_in, fan_out, width, stride=2, padding=width // 2))
        layers += [nn.BatchNorm2d(fan_out), nn.ReLU()]
    net = nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 5)
    )
    optimizer = torch.optim.Adam(net.parameters(), 4e-3)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1, 0.1, total_iters=6)
    for _ in range(6):
        for rows in torch.randperm(2000).split(50):
            loss = F.cross_entropy(net(train.images[rows]), train.labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        decay.step()
    right = (net.eval()(test.images).argmax(1) == test.labels).float()
    for motif in range(5):
        assert right[test.labels == motif].mean() >= 0.95, BATIK_MOTIFS[motif]


def features(data: Batik) -> np.ndarray:
    """Ciri yang tidak peduli geseran: spektrum, sebaran terang, warna per palet."""
    gray = data.images.mean(1)
    gray = (gray - gray.mean((1, 2), keepdim=True)) / gray.std((1, 2), keepdim=True)
    spectrum = torch.log1p(torch.fft.rfft2(gray).abs()).flatten(1)
    palette = F.one_hot(data.factors["palette"], len(BATIK_PALETTES)).float()
    levels = torch.linspace(0, 1, 25)

    def quantiles(values: Tensor) -> Tensor:  # (n, m) → (n, palet · 25)
        per_image = torch.quantile(values, levels, dim=1).T
        return (palette[:, :, None] * per_image[:, None]).flatten(1)

    colors = [quantiles(channel.flatten(1)) for channel in data.images.unbind(1)]
    return torch.cat([spectrum, quantiles(gray.flatten(1)), *colors], 1).numpy()


@pytest.mark.parametrize("motif", BATIK_MOTIFS)
@pytest.mark.parametrize("name", ["stroke", "petal", "isen", "tone"])
def test_every_factor_can_be_seen(motif: str, name: str) -> None:
    """Dari ujung ke ujung rentangnya berubah ≥ 5 % piksel, jelas bagi mata (> 16)."""
    factors, ends = batik(30).factors, []
    for end in (0.0, 1.0):
        factors[name] = torch.full((30,), end)
        cloth = _batik_motifs.Cloth(32, factors)
        _batik_motifs.MOTIFS[motif](cloth)
        ends.append(F.avg_pool2d(cloth.rgb, _batik_motifs.OVERSAMPLE))
    change = (ends[0] - ends[1]).abs().amax(1) * 255  # (n, 32, 32)
    assert (change > 16).float().mean() > 0.05


@pytest.mark.parametrize("motif", BATIK_MOTIFS)
def test_factors_are_recovered_by_regression(motif: str) -> None:
    train, test = batik(1500, motifs=[motif]), batik(300, motifs=[motif], split="test")
    names = ["repeats", "angle", "petal", "stroke", "isen", "tone"]
    targets = [
        np.stack([data.factors[name].numpy() for name in names], 1)
        for data in (train, test)
    ]
    ridge = RidgeCV([10, 30, 100, 300, 1000], alpha_per_target=True)
    model = make_pipeline(StandardScaler(), ridge).fit(features(train), targets[0])
    left = ((model.predict(features(test)) - targets[1]) ** 2).mean(0)
    score = dict(zip(names, 1 - left / targets[1].var(0), strict=True))
    least = dict(zip(names, (0.85, 0.8, 0.4, 0.5, 0.3, 0.75), strict=True))
    assert all(score[name] >= least[name] for name in names), score


@pytest.mark.usefixtures("untyped")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "n=0: harus bilangan bulat positif"),
        ({"n": 4, "size": 4}, "size=4: harus bilangan bulat ≥ 8"),
        ({"n": 4, "motifs": ("lereng",)}, "'lereng' tidak dikenal; yang ada: kawung"),
        ({"n": 4, "motifs": "kawung"}, "motifs='kawung': harus daftar nama motif"),
        ({"n": 4, "motifs": ()}, "harus daftar nama motif"),
        ({"n": 4, "motifs": ("kawung", 3)}, "motifs: 3 tidak dikenal"),
        ({"n": 4, "split": "latih"}, "split='latih': harus salah satu dari train"),
        ({"n": 4, "motifs": ("parang", "parang")}, "hanya boleh sekali"),
        ({"n": 4, "seed": -1}, "seed=-1: harus bilangan bulat ≥ 0"),
    ],
)
def test_bad_input_is_refused(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        batik(**arguments)
