"""Cincin8: delapan modus yang seimbang, terpisah, dan cocok dengan densitasnya."""

import math

import pytest
import torch

from genai_examples.datasets import (
    CINCIN8_CENTERS,
    CINCIN8_SIGMA,
    cincin8,
    cincin8_log_prob,
    cincin8_score,
)


def test_samples_follow_the_stated_mixture():
    points, labels = cincin8(40_000)
    assert points.shape == (40_000, 2) and points.dtype == torch.float32
    share = labels.bincount(minlength=8) / 40_000
    torch.testing.assert_close(share, torch.full((8,), 1 / 8), atol=0.008, rtol=0)
    gap = (points - CINCIN8_CENTERS[labels]) / CINCIN8_SIGMA
    torch.testing.assert_close(gap.T.cov(), torch.eye(2), atol=0.03, rtol=0)
    torch.testing.assert_close(gap.mean(0), torch.zeros(2), atol=0.02, rtol=0)


def test_the_label_is_the_nearest_centre_of_the_unit_ring():
    points, labels = cincin8(2_000, seed=4)
    assert torch.equal(torch.cdist(points, CINCIN8_CENTERS).argmin(1), labels)
    torch.testing.assert_close(CINCIN8_CENTERS.norm(dim=1), torch.ones(8))


def test_mean_log_prob_of_samples_is_minus_the_entropy():
    """Komponen tidak bertindih, jadi entropinya ln 8 + ln(2πe σ²)."""
    log_prob = cincin8_log_prob(cincin8(40_000).points)
    entropy = math.log(8) + math.log(2 * math.pi * math.e * CINCIN8_SIGMA**2)
    assert float(log_prob.mean()) == pytest.approx(-entropy, abs=0.02)


def test_score_satisfies_steins_identity_only_on_its_own_density():
    """Stein: E[skor(x)·x] = −2 bagi sampel dari densitas berdimensi dua."""
    points = cincin8(40_000, seed=1).points
    stein = (cincin8_score(points) * points).sum(1)
    assert float(stein.mean()) == pytest.approx(-2, abs=0.5)  # galat baku 0,14
    shrunk = (cincin8_score(points, 0.5, 0.8) * points).sum(1)
    assert abs(float(shrunk.mean()) + 2) > 0.3  # densitas lain melanggarnya


def test_seed_and_split_decide_the_points():
    assert torch.equal(cincin8(50).points, cincin8(50).points)
    draws = [cincin8(50), cincin8(50, seed=1), cincin8(50, split="test")]
    assert len(torch.cat([d.points for d in draws]).unique(dim=0)) == 150


@pytest.mark.parametrize("n", [0, -3])
def test_bad_n_is_refused(n):
    with pytest.raises(ValueError, match=f"n={n}: harus bilangan bulat positif"):
        cincin8(n)
