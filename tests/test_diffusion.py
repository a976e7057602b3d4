"""Hukum difusi: proses maju persis, skor eksak, DDIM, panduan, dan latihan."""

import math

import pytest
import torch

from genai_examples import training
from genai_examples.datasets import _mixture
from genai_examples.diffusion import (
    Config,
    Diffusion,
    cosine_schedule,
    guided,
    linear_schedule,
    loss,
    reverse,
    reverse_step,
    sample,
    train,
)

CENTERS = torch.tensor([[-1.2, 0.0], [1.0, 0.8], [0.5, -1.0]])
SIGMA = 0.15
TINY = {"hidden": (32, 32), "batch_size": 64, "steps": 120}


def mixture(n=3000, seed=0):
    generator = torch.Generator().manual_seed(seed)
    y = torch.randint(3, (n,), generator=generator)
    return CENTERS[y] + SIGMA * torch.randn(n, 2, generator=generator), y


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


class Exact(Diffusion):
    """Penebak derau yang sempurna untuk campuran Gauss: ε̂ = −√(1 − ᾱ_t) · skor."""

    def forward(self, x, t, y=None):
        alpha_bar = self.alpha_bar[t[0]].item()
        spread = math.sqrt(1 - alpha_bar)
        score = _mixture.score(x, CENTERS, SIGMA, math.sqrt(alpha_bar), spread)
        return -spread * score


@pytest.fixture(scope="module")
def learned():
    """Model bersyarat kecil yang dipakai beberapa uji."""
    return train(Config(hidden=(64, 64), classes=3, steps=900, lr=4e-3), mixture())


@pytest.mark.parametrize("schedule", ["cosine", "linear"])
@pytest.mark.parametrize("timesteps", [50, 100])
def test_schedules_fall_from_clean_to_noise(schedule, timesteps):
    betas = (0.1 / timesteps, 20 / timesteps)
    config = Config(schedule=schedule, timesteps=timesteps, betas=betas)
    alpha_bar = Diffusion(config).alpha_bar
    assert alpha_bar.shape == (timesteps + 1,) and alpha_bar[0] == 1
    assert (alpha_bar.diff() < 0).all() and 0 < alpha_bar[-1] < 1e-3


def test_known_schedule_values():
    """β = 0,1 selama 10 langkah: ᾱ = 0,9¹⁰ = 0,349; kosinus: setengah di tengah."""
    assert linear_schedule(10, 0.1, 0.1)[10].item() == pytest.approx(0.9**10)
    assert cosine_schedule(1000)[500].item() == pytest.approx(0.494, abs=1e-3)
    step = cosine_schedule(100)
    assert (1 - step[1:] / step[:-1]).max().item() == pytest.approx(0.999, abs=1e-4)


@pytest.mark.parametrize("t", [1, 30, 70, 100])
def test_forward_moments_equal_the_closed_form_and_the_chain(t):
    model = Diffusion(Config())
    generator = torch.Generator().manual_seed(0)
    n, x = 40_000, torch.tensor([0.7, -1.3])
    noise = torch.randn(n, 2, generator=generator)
    direct = model.q_sample(x.expand(n, 2), torch.full((n,), t), noise)
    chain = x.expand(n, 2)
    for s in range(1, t + 1):
        alpha = model.alpha_bar[s] / model.alpha_bar[s - 1]
        fresh = torch.randn(n, 2, generator=generator)
        chain = alpha.sqrt() * chain + (1 - alpha).sqrt() * fresh
    variance = 1 - model.alpha_bar[t]
    for sampled in (direct, chain):
        error = 4 * (variance / n).sqrt().item()
        expected = model.alpha_bar[t].sqrt() * x
        torch.testing.assert_close(sampled.mean(0), expected, atol=error, rtol=0)
        assert (sampled.var(0) / variance - 1).abs().max() < 0.03


def test_learned_score_meets_the_exact_score():
    model, _ = train(Config(hidden=(64, 64), steps=1000, lr=4e-3), mixture())
    x, _ = mixture(seed=1)
    for t in (3, 10, 30, 60, 90):
        alpha_bar = model.alpha_bar[t]
        x_t = model.q_sample(x, torch.full((len(x),), t), torch.randn_like(x))
        scale, noise = alpha_bar.sqrt().item(), (1 - alpha_bar).sqrt().item()
        exact = _mixture.score(x_t, CENTERS, SIGMA, scale, noise)
        with torch.no_grad():
            error = (model.score(x_t, t) - exact).square().sum()
        assert 1 - error / exact.square().sum() > 0.95, t


@pytest.mark.parametrize(("eta", "steps"), [(1.0, None), (0.0, None), (0.0, 50)])
def test_the_exact_score_recovers_the_mixture(eta, steps):
    x = sample(Exact(Config(timesteps=400)), 3000, eta=eta, steps=steps)
    distance, mode = torch.cdist(x, CENTERS).min(1)
    share = mode.bincount(minlength=3) / len(x)
    assert (share - 1 / 3).abs().max() < 0.04
    assert (distance < 4 * SIGMA).float().mean() > 0.99
    spread = torch.stack([x[mode == k].std(0) for k in range(3)])
    assert (spread / SIGMA - 1).abs().max() < 0.12
    centers = torch.stack([x[mode == k].mean(0) for k in range(3)])
    torch.testing.assert_close(centers, CENTERS, atol=0.03, rtol=0)


def test_ddpm_step_is_the_posterior_of_ho_et_al():
    """Pers. 7 dengan x_0 diketahui, dan bentuk Algoritma 2 dengan ε diketahui."""
    model = Diffusion(Config(schedule="linear")).double()
    x_0, noise, fresh = torch.randn(3, 50, 2, dtype=torch.float64)
    for t in (1, 2, 40, 100):
        a_t, a_s = model.alpha_bar[t], model.alpha_bar[t - 1]
        alpha, beta = a_t / a_s, 1 - a_t / a_s
        x_t = model.q_sample(x_0, torch.full((50,), t), noise)
        mean = a_s.sqrt() * beta / (1 - a_t) * x_0
        mean = mean + alpha.sqrt() * (1 - a_s) / (1 - a_t) * x_t
        deviation = ((1 - a_s) / (1 - a_t) * beta).sqrt()
        step = reverse_step(model, x_t, noise, t, t - 1, fresh, 1.0)
        torch.testing.assert_close(step, mean + deviation * fresh)
        algorithm = (x_t - beta / (1 - a_t).sqrt() * noise) / alpha.sqrt()
        torch.testing.assert_close(step, algorithm + deviation * fresh)


def test_last_step_adds_no_noise_and_ddim_never_does():
    model = Diffusion(Config())
    x, noise_hat, one, two = torch.randn(4, 5, 2)

    def step(t, s, fresh, eta):
        return reverse_step(model, x, noise_hat, t, s, fresh, eta)

    assert torch.equal(step(1, 0, one, 1.0), step(1, 0, two, 1.0))
    assert torch.equal(step(60, 40, one, 0.0), step(60, 40, two, 0.0))
    assert not torch.equal(step(60, 40, one, 1.0), step(60, 40, two, 1.0))


def test_ddim_is_deterministic_and_follows_the_flow_of_a_gaussian():
    """Satu Gauss N(0, σ²): aliran peluangnya x_0 = x_T · σ / √(ᾱ_T σ² + 1 − ᾱ_T)."""

    class Gaussian(Diffusion):
        def forward(self, x, t, y=None):
            alpha_bar = self.alpha_bar[t[0]]
            return (1 - alpha_bar).sqrt() * x / (alpha_bar * 0.25 + 1 - alpha_bar)

    model = Gaussian(Config(timesteps=1000))
    path = list(reverse(model, 20, seed=3, eta=0.0))
    assert [t for t, _ in path] == list(range(1000, -1, -1))
    start, end = path[0][1], path[-1][1]
    assert torch.equal(end, sample(model, 20, seed=3, eta=0.0))
    torch.testing.assert_close(end, 0.5 * start, atol=0.01, rtol=0.01)


def test_guidance_is_linear_and_zero_means_none(learned):
    model, _ = learned
    x, t, y = torch.randn(6, 2), torch.full((6,), 50), torch.arange(6) % 3
    labelled, unlabelled = model(x, t, y), model(x, t)
    assert torch.equal(guided(model, x, t, y, 0.0), labelled)
    expected = 3 * labelled - 2 * unlabelled
    torch.testing.assert_close(guided(model, x, t, y, 2.0), expected)
    torch.testing.assert_close(guided(model, x, t, None, 2.0), unlabelled)


def test_asked_labels_are_drawn_and_guidance_narrows_them(learned):
    model, _ = learned
    y = torch.arange(600) % 3
    spread = []
    for w in (0.0, 2.0):
        x = sample(model, 600, seed=1, y=y, guidance=w)
        assert (torch.cdist(x, CENTERS).argmin(1) == y).float().mean() > 0.97
        spread.append((x - CENTERS[y]).std().item())
    assert spread[1] < 0.95 * spread[0]
    unlabelled = torch.cdist(sample(model, 900, seed=2), CENTERS).argmin(1)
    assert (unlabelled.bincount(minlength=3) / 900 - 1 / 3).abs().max() < 0.08


def test_loss_falls_and_every_parameter_learns(learned):
    model, history = learned
    assert history["loss"][-1] < 0.6 * history["loss"][0]
    error = loss(
        model, *mixture(64)[:1], torch.Generator().manual_seed(0), mixture(64)[1]
    )
    error.backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_error_v_charges_the_part_the_network_predicts():
    """(ε̂ − ε) / √ᾱ_t = v̂ − v, dengan v = √ᾱ ε − √(1 − ᾱ) x_0."""
    model = Diffusion(Config(error="v", hidden=(16, 16)))
    x, generator = mixture(500)[0], torch.Generator().manual_seed(0)
    charged = loss(model, x, generator)
    generator.manual_seed(0)
    t = torch.randint(1, 101, (500,), generator=generator)
    noise = torch.randn(x.shape, generator=generator)
    alpha_bar = model.alpha_bar[t][:, None]
    v = alpha_bar.sqrt() * noise - (1 - alpha_bar).sqrt() * x
    v_hat = model.network(model.q_sample(x, t, noise), t / 100, None)
    torch.testing.assert_close(charged, (v_hat - v).square().mean(), rtol=1e-3, atol=0)


def test_same_seed_same_weights_and_the_global_state_is_untouched():
    before = torch.get_rng_state()
    first, again, other = (
        weights(train(Config(seed=seed, **TINY), mixture())[0]) for seed in (3, 3, 4)
    )
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_an_interrupted_run_resumes_with_the_same_bits(tmp_path, monkeypatch):
    config = Config(classes=3, **TINY)
    whole, _ = train(config, mixture())
    path, draw, calls = str(tmp_path / "simpan"), training.minibatch, iter(range(10**6))

    def interrupt(*args):
        if next(calls) == 110:
            raise KeyboardInterrupt
        return draw(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(training, "minibatch", interrupt)
        train(config, mixture(), resume=path)
    resumed, history = train(config, mixture(), resume=path)
    assert len(history["loss"]) == 6
    assert torch.equal(weights(whole), weights(resumed))


def test_unet_learns_tiles_and_samples_stay_in_range():
    stripes = torch.zeros(200, 1, 8, 8)
    stripes[::2, :, ::2] = 1.0
    stripes[1::2, :, :, ::2] = 1.0
    size = {"shape": (1, 8, 8), "network": "unet", "channels": 8, "classes": 2}
    config = Config(**size, steps=400, batch_size=32, lr=4e-3)
    model, _ = train(config, (stripes, torch.arange(200) % 2))
    y = torch.arange(20) % 2
    state = torch.get_rng_state()
    images = sample(model, 20, seed=1, y=y, steps=20, eta=0.0)
    assert torch.equal(state, torch.get_rng_state())
    assert images.shape == (20, 1, 8, 8) and 0 <= images.min() <= images.max() <= 1
    error = torch.stack(
        [(images - stripes[k]).square().mean((1, 2, 3)) for k in (0, 1)]
    )
    assert (error.argmin(0) == y).float().mean() >= 0.9


def test_bad_input_is_named():
    x, y = mixture(30)
    with pytest.raises(ValueError, match=r"data: .*\(30, 2\).*\(3,\)"):
        train(Config(shape=(3,)), x)
    with pytest.raises(ValueError, match="tanpa NaN"):
        train(Config(), x / 0)
    with pytest.raises(ValueError, match=r"betas=\(0.1, 2.0\)"):
        Diffusion(Config(schedule="linear", betas=(0.1, 2.0)))
    for data in (x, (x, y + 1)):
        with pytest.raises(ValueError, match="0 … 2"):
            train(Config(classes=3), data)


def test_times_and_steps_outside_the_chain_are_refused():
    model = Diffusion(Config(timesteps=10, hidden=(8,)))
    x = torch.zeros(2, 2)
    for t in (-1, 11):
        with pytest.raises(ValueError, match="harus 0 … 10"):
            model.q_sample(x, torch.tensor([1, t]), x)
    with pytest.raises(ValueError, match="t=0: harus bilangan bulat positif"):
        model.score(x, 0)
    with pytest.raises(ValueError, match="steps=30: harus 1 … 10"):
        sample(model, 2, steps=30)
    assert sample(model, 2, steps=10).isfinite().all()
