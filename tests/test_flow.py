"""Hukum aliran: kebalikan, Jacobi, densitas, dan medan kecepatan yang persis."""

import math

import pytest
import torch
from torch.distributions import MultivariateNormal

from genai_examples import flow, training
from genai_examples.flow import (
    Config,
    FlowMatching,
    FMConfig,
    RealNVP,
    fm_loss,
    fm_sample,
    fm_train,
    fm_trajectory,
    sample,
    train,
)

TINY = Config(layers=4, hidden=16, steps=120, batch_size=64)
FM_TINY = FMConfig(hidden=32, steps=120, batch_size=64)


def moons(n=2000):
    """Busur setengah lingkaran yang tebal, digeser jauh dari nol."""
    generator = torch.Generator().manual_seed(0)
    angle = math.pi * torch.rand(n, generator=generator)
    points = torch.stack([angle.cos(), angle.sin()], 1) * 2
    return points + 0.2 * torch.randn(n, 2, generator=generator) + 5


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def random_flow(dim):
    """RealNVP acak dalam float64 dengan bakuan data yang bukan identitas."""
    with training.seeded(1):
        model = RealNVP(Config(dim=dim, layers=5, hidden=16)).double()
        for parameter in model.parameters():
            torch.nn.init.normal_(parameter, std=0.4)
        model.mean.normal_()
        model.std.uniform_(0.5, 2.0)
    return model


@pytest.fixture(scope="module")
def learned():
    return train(Config(layers=6, hidden=32, steps=600, lr=4e-3), moons())


@pytest.mark.parametrize("dim", [2, 3, 6])
def test_inverse_undoes_forward(dim):
    model = random_flow(dim)
    x = torch.randn(50, dim, dtype=torch.float64)
    z, _ = model(x)
    assert not torch.allclose(x, z)
    torch.testing.assert_close(model.inverse(z), x)
    torch.testing.assert_close(model(model.inverse(x))[0], x)


@pytest.mark.parametrize("dim", [2, 3, 6])
def test_log_det_equals_the_autograd_jacobian(dim):
    model = random_flow(dim)
    x = torch.randn(20, dim, dtype=torch.float64)
    _, log_det = model(x)
    jacobians = torch.func.vmap(torch.func.jacrev(lambda v: model(v[None])[0][0]))(x)
    torch.testing.assert_close(log_det, torch.linalg.slogdet(jacobians).logabsdet)


def test_untouched_scale_alone_changes_the_density_as_it_must():
    """y = 2x: densitasnya setengah, p_y(y) = p_x(y / 2) / 2 di setiap koordinat."""
    model = random_flow(2)
    x = torch.randn(9, 2, dtype=torch.float64)
    before = model.log_prob(x)
    model.std.mul_(2)
    model.mean.mul_(2)
    torch.testing.assert_close(model.log_prob(2 * x), before - 2 * math.log(2))


def test_density_integrates_to_one(learned):
    axis = torch.linspace(-2, 12, 701)
    with torch.no_grad():
        density = learned[0].log_prob(torch.cartesian_prod(axis, axis)).exp()
    total = density.sum() * (axis[1] - axis[0]) ** 2
    assert total.item() == pytest.approx(1, abs=0.01)


def test_a_curved_density_beats_the_best_gaussian(learned):
    model, history = learned
    x = moons()
    gaussian = MultivariateNormal(x.mean(0), torch.cov(x.T))
    assert model.log_prob(x).mean() > gaussian.log_prob(x).mean() + 0.5
    assert history["loss"][-1] < history["loss"][0] - 0.5


def test_samples_follow_the_density(learned):
    """Peluang sebuah kotak menurut sampel sama dengan integral densitasnya."""
    model, _ = learned
    x = sample(model, 20_000, seed=1)
    axis = torch.linspace(5, 7, 201)[:-1] + 0.005
    with torch.no_grad():
        inside = model.log_prob(torch.cartesian_prod(axis, axis)).exp().sum() * 1e-4
    share = ((x > 5) & (x < 7)).all(1).float().mean()
    assert 0.1 < inside < 0.9
    assert (share - inside).abs() < 0.015


def test_learned_velocity_is_exact_for_a_gaussian():
    """Data N(m, s²): E[x1 − x0 | x_t] diketahui, dan sampelnya kembali N(m, s²)."""
    m, s = torch.tensor([0.8, -0.5]), torch.tensor([0.5, 1.5])
    data = m + s * torch.randn(4000, 2, generator=torch.Generator().manual_seed(0))
    model, _ = fm_train(FMConfig(hidden=64, steps=800, lr=4e-3), data)
    for t in (0.1, 0.5, 0.9):
        variance = (1 - t) ** 2 + (t * s) ** 2
        x = t * m + variance.sqrt() * torch.randn(2000, 2)
        exact = m + (t * s**2 - (1 - t)) / variance * (x - t * m)
        with torch.no_grad():
            error = (model(x, torch.full((2000,), t)) - exact).square().sum()
        assert error / (exact - exact.mean(0)).square().sum() < 0.05, t
    x = fm_sample(model, 4000, seed=1)
    torch.testing.assert_close(x.mean(0), m, atol=0.08, rtol=0)
    torch.testing.assert_close(x.std(0), s, atol=0, rtol=0.1)


def test_a_constant_velocity_moves_noise_by_exactly_that():
    class Wind(FlowMatching):
        def forward(self, x, t):
            return torch.tensor([2.0, -2.0]).expand_as(x)

    path = list(fm_trajectory(Wind(FMConfig()), 5, seed=2, steps=4))
    assert [t for t, _ in path] == [0, 0.25, 0.5, 0.75, 1]
    for t, x in path:
        torch.testing.assert_close(x, path[0][1] + t * torch.tensor([2.0, -2.0]))


def test_loss_of_a_known_pair():
    """Jaringan nol: loss = rata-rata (x1 − x0)², yaitu x1² + 1 untuk x1 tetap."""

    class Zero(FlowMatching):
        def forward(self, x, t):
            return torch.zeros_like(x)

    x1 = torch.tensor([2.0, -1.0]).expand(50_000, 2)
    error = fm_loss(Zero(FMConfig()), x1, torch.Generator().manual_seed(0))
    assert error.item() == pytest.approx((4 + 1) / 2 + 1, rel=0.02)


@pytest.mark.parametrize(("fit", "config"), [(train, TINY), (fm_train, FM_TINY)])
def test_training_learns_every_parameter_and_leaves_no_trace(fit, config):
    before = torch.get_rng_state()
    first, history = fit(config, moons() - 5)
    again, _ = fit(config, moons() - 5)
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(weights(first), weights(again))
    assert history["loss"][-1] < history["loss"][0]
    x, generator = moons(64), torch.Generator().manual_seed(0)
    loss = -first.log_prob(x).mean() if fit is train else fm_loss(first, x, generator)
    loss.backward()
    for name, parameter in first.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize(("fit", "config"), [(train, TINY), (fm_train, FM_TINY)])
def test_an_interrupted_run_resumes_with_the_same_bits(
    fit, config, tmp_path, monkeypatch
):
    whole, _ = fit(config, moons())
    path, draw, calls = str(tmp_path / "simpan"), training.minibatch, iter(range(10**6))

    def interrupt(*args):
        if next(calls) == 110:
            raise KeyboardInterrupt
        return draw(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(training, "minibatch", interrupt)
        fit(config, moons(), resume=path)
    resumed, history = fit(config, moons(), resume=path)
    assert len(history["loss"]) == 6
    assert torch.equal(weights(whole), weights(resumed))


@pytest.mark.parametrize("draw", [sample, fm_sample])
def test_samples_follow_their_seed_alone(draw):
    model = RealNVP(TINY) if draw is sample else FlowMatching(FM_TINY)
    state = torch.get_rng_state()
    assert draw(model).shape == (16, 2)
    assert torch.equal(draw(model, 5, seed=1), draw(model, 5, seed=1))
    assert not torch.equal(draw(model, 5, seed=1), draw(model, 5, seed=2))
    assert torch.equal(state, torch.get_rng_state())


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"data: .*\(2000, 2\).*\(3,\)"):
        train(Config(dim=3), moons())
    with pytest.raises(ValueError, match="tanpa NaN"):
        fm_train(FMConfig(), moons() / 0)
    with pytest.raises(ValueError, match="dim=1"):
        flow.RealNVP(Config(dim=1))


def test_points_of_another_width_are_refused():
    """Lebar 1 dulu disiarkan diam-diam menjadi lebar 2."""
    flow = RealNVP(Config(hidden=8))
    for width in (1, 3):
        with pytest.raises(ValueError, match=r"x: .* harus float \(n, \*\(2,\)\)"):
            flow.log_prob(torch.zeros(5, width))
        with pytest.raises(ValueError, match=r"x: .* harus float \(n, \*\(2,\)\)"):
            FlowMatching(FMConfig())(torch.zeros(5, width), torch.zeros(5))
    with pytest.raises(ValueError, match="n=-1: harus bilangan bulat positif"):
        sample(flow, -1)
