"""Densitas campuran: integralnya 1, skornya gradien, dan torch setuju."""

import pytest
import torch
from torch.distributions import (
    Categorical,
    Independent,
    MixtureSameFamily,
    Normal,
)

from genai_examples.datasets import _bulan, _cincin8, _mixture

SETS = {
    "cincin8": (_cincin8.CINCIN8_CENTERS, _cincin8.CINCIN8_SIGMA),
    "bulan": (_bulan._CENTERS, _bulan._SIGMA),
}
DIFFUSED = [(1.0, 0.0), (0.8, 0.6), (0.1, 0.995)]  # (scale, noise)


@pytest.fixture(params=SETS)
def mixture(request):
    return SETS[request.param]


@pytest.mark.parametrize(("scale", "noise"), DIFFUSED)
def test_log_prob_agrees_with_torch_distributions(mixture, scale, noise):
    centers, sigma = mixture
    width = ((scale * sigma) ** 2 + noise**2) ** 0.5
    parts = Independent(Normal(scale * centers.double(), width), 1)
    judge = MixtureSameFamily(Categorical(torch.ones(len(centers))), parts)
    x = torch.randn(200, 2, generator=torch.manual_seed(0), dtype=torch.float64)
    mine = _mixture.log_prob(x, centers, sigma, scale, noise)
    torch.testing.assert_close(mine, judge.log_prob(x), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("scale", "noise"), DIFFUSED)
def test_density_integrates_to_one_and_score_to_zero(mixture, scale, noise):
    centers, sigma = mixture
    axis = torch.arange(-5, 5, 0.02, dtype=torch.float64)
    grid = torch.cartesian_prod(axis, axis)
    density = _mixture.log_prob(grid, centers, sigma, scale, noise).exp() * 0.02**2
    assert float(density.sum()) == pytest.approx(1, abs=1e-5)
    drift = density @ _mixture.score(grid, centers, sigma, scale, noise)
    torch.testing.assert_close(drift, torch.zeros_like(drift), atol=1e-4, rtol=0)


@pytest.mark.parametrize(("scale", "noise"), DIFFUSED)
def test_score_is_the_gradient_of_log_prob(mixture, scale, noise):
    centers, sigma = mixture
    x = torch.randn(100, 2, generator=torch.manual_seed(1), dtype=torch.float64)
    x.requires_grad_()
    total = _mixture.log_prob(x, centers, sigma, scale, noise).sum()
    (gradient,) = torch.autograd.grad(total, x)
    mine = _mixture.score(x.detach(), centers, sigma, scale, noise)
    torch.testing.assert_close(mine, gradient)


def test_far_away_stays_finite_in_float32(mixture):
    x = torch.tensor([[1e4, -1e4], [0.0, 0.0]])
    assert _mixture.log_prob(x, *mixture).isfinite().all()
    assert _mixture.score(x, *mixture).isfinite().all()


def test_shapes_broadcast(mixture):
    assert _mixture.log_prob(torch.zeros(3, 4, 2), *mixture).shape == (3, 4)
    assert _mixture.score(torch.zeros(2), *mixture).shape == (2,)


def test_a_point_mass_has_no_density(mixture):
    with pytest.raises(ValueError, match=r"scale=0\.0, noise=0\.0"):
        _mixture.score(torch.zeros(2), *mixture, scale=0.0, noise=0.0)
