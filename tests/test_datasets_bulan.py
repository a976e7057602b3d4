"""Bulan: dua sabit yang mengait, pitanya mulus, dan cocok dengan densitasnya."""

import math

import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from genai_examples.datasets import bulan, bulan_log_prob, bulan_score


def test_two_balanced_moons_around_zero():
    points, labels = bulan(20_000)
    assert points.dtype == torch.float32 and labels.dtype == torch.int64
    assert float(labels.float().mean()) == pytest.approx(0.5, abs=0.02)
    torch.testing.assert_close(points.mean(0), torch.zeros(2), atol=0.03, rtol=0)


def test_the_moons_hook_into_each_other():
    """Garis lurus tidak dapat memisahkannya, tetangga terdekat dapat."""
    x, y = (t.numpy() for t in bulan(2_000))
    x_test, y_test = (t.numpy() for t in bulan(1_000, split="test"))
    assert LogisticRegression().fit(x, y).score(x_test, y_test) < 0.95
    assert KNeighborsClassifier(5).fit(x, y).score(x_test, y_test) > 0.99


def test_the_ridge_is_smooth():
    """Sepanjang tengah sabit densitas beriak kurang dari 10 persen."""
    turn = torch.linspace(0.15, 0.85, 500) * math.pi
    ridge = torch.stack([turn.cos() - 0.5, turn.sin() - 0.25], dim=1)
    density = bulan_log_prob(ridge).exp()
    assert float(density.max() / density.min()) < 1.1


def test_samples_follow_the_density():
    """Bagian sampel di setiap kotak sama dengan integral densitasnya."""
    points = bulan(40_000, seed=2).points
    axis = torch.arange(-2, 2, 0.02) + 0.01
    grid = torch.cartesian_prod(axis, axis)
    mass = (bulan_log_prob(grid).exp() * 0.02**2).reshape(20, 10, 20, 10).sum((1, 3))
    share, _ = torch.histogramdd(points, [20, 20], range=[-2.0, 2.0, -2.0, 2.0])
    expected = mass * 40_000
    chi2 = ((share - expected) ** 2 / expected.clamp(min=5)).sum()
    cells = int((expected > 1).sum())
    assert float(chi2) < cells + 4 * math.sqrt(2 * cells)


def test_score_satisfies_steins_identity():
    """E[skor(x)·x] = −2 bagi sampel dari densitas berdimensi dua."""
    points = bulan(40_000, seed=1).points
    stein = (bulan_score(points) * points).sum(1)
    assert float(stein.mean()) == pytest.approx(-2, abs=4 * float(stein.std()) / 200)


def test_seed_and_split_decide_the_points():
    assert torch.equal(bulan(50).points, bulan(50).points)
    draws = [bulan(50), bulan(50, seed=1), bulan(50, split="val")]
    assert len(torch.cat([d.points for d in draws]).unique(dim=0)) == 150


@pytest.mark.parametrize("n", [0, -3])
def test_bad_n_is_refused(n):
    with pytest.raises(ValueError, match=f"n={n}: harus bilangan bulat positif"):
        bulan(n)
