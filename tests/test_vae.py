"""Hukum VAE: KL, ELBO, gradien, benih, dan bentuk sampel."""

import dataclasses

import pytest
import torch
from torch.distributions import MultivariateNormal, Normal, kl_divergence

from genai_examples import vae

SMALL = vae.Config(shape=(1, 4, 4), latent=3, hidden=(16,), steps=120, batch_size=32)


def images(n: int = 64, shape: tuple[int, int, int] = (1, 4, 4)) -> torch.Tensor:
    return torch.rand(n, *shape, generator=torch.Generator().manual_seed(7))


def test_kl_agrees_with_torch_distributions() -> None:
    mu, log_var = torch.randn(20, 5), torch.randn(20, 5)
    judge = kl_divergence(Normal(mu, (0.5 * log_var).exp()), Normal(0.0, 1.0)).sum(-1)
    torch.testing.assert_close(vae.kl_to_prior(mu, log_var), judge)


def test_kl_is_zero_only_at_the_prior() -> None:
    zero = torch.zeros(1, 4)
    assert vae.kl_to_prior(zero, zero).item() == 0.0
    assert vae.kl_to_prior(zero + 0.1, zero).item() > 0
    assert vae.kl_to_prior(zero, zero - 0.1).item() > 0


def test_log_likelihood_agrees_with_torch_distributions() -> None:
    x, x_hat = images(5), images(10)[5:]
    judge = Normal(x_hat, 0.3**0.5).log_prob(x).sum((1, 2, 3))
    torch.testing.assert_close(vae.log_likelihood(x, x_hat, 0.3), judge)


def only_linear(model: vae.VAE) -> torch.nn.Linear:
    (linear,) = (m for m in model.decoder.modules() if isinstance(m, torch.nn.Linear))
    return linear


def linear_gaussian() -> tuple[vae.VAE, MultivariateNormal]:
    """VAE linear, p(x) = N(b, W Wᵀ + σ² I) persis, encoder sengaja kurang tepat."""
    config = vae.Config(shape=(1, 2, 3), latent=2, hidden=(), variance=0.2)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        model = vae.VAE(config)
    linear = only_linear(model)
    covariance = linear.weight @ linear.weight.T + config.variance * torch.eye(6)
    return model, MultivariateNormal(linear.bias, covariance)


@torch.no_grad()
def test_elbo_below_importance_bound_below_exact_log_p() -> None:
    model, exact = linear_gaussian()
    x = exact.sample(torch.Size([200])).view(-1, 1, 2, 3)
    generator = torch.Generator().manual_seed(0)
    log_p = exact.log_prob(x.flatten(1)).mean()
    bounds = []
    for k in (1, 10, 100):
        repeats = [
            vae.importance_bound(model, x, k, generator=generator).mean()
            for _ in range(10)
        ]
        bounds.append(torch.stack(repeats).mean())
    assert bounds[0] < bounds[1] < bounds[2] < log_p
    assert log_p - bounds[2] < 0.2 * (log_p - bounds[0])


@torch.no_grad()
def test_importance_bound_with_one_sample_is_the_elbo() -> None:
    model, exact = linear_gaussian()
    x = exact.sample(torch.Size([50])).view(-1, 1, 2, 3)
    gaps = []
    for seed in range(100):  # ε yang sama untuk keduanya; beda rata-ratanya harus nol
        first, second = (torch.Generator().manual_seed(seed) for _ in range(2))
        log_p, kl = vae.elbo(model, x, generator=second)
        single = vae.importance_bound(model, x, 1, generator=first)
        gaps.append((single - log_p + kl).mean())
    gap = torch.stack(gaps)
    assert gap.mean().abs() < 4 * gap.std() / len(gap) ** 0.5


@torch.no_grad()
def test_elbo_is_tight_when_the_encoder_is_the_true_posterior() -> None:
    model, exact = linear_gaussian()
    linear = only_linear(model)
    w, b, variance = linear.weight.clone(), linear.bias, model.config.variance
    covariance = torch.linalg.inv(torch.eye(2) + w.T @ w / variance)
    rotation = torch.linalg.eigh(covariance).eigenvectors  # buat posteriornya diagonal
    linear.weight.copy_(w @ rotation)
    diagonal = torch.diagonal(rotation.T @ covariance @ rotation)
    gain = rotation.T @ covariance @ w.T / variance
    model.head.weight.copy_(torch.cat([gain, torch.zeros(2, 6)]))
    model.head.bias.copy_(torch.cat([-gain @ b, diagonal.log()]))
    x = exact.sample(torch.Size([50])).view(-1, 1, 2, 3)
    generator = torch.Generator().manual_seed(0)
    bound = vae.importance_bound(model, x, 1, generator=generator)
    torch.testing.assert_close(bound, exact.log_prob(x.flatten(1)), atol=1e-4, rtol=0)


@pytest.mark.parametrize(
    "config",
    [
        SMALL,
        dataclasses.replace(SMALL, classes=3),
        vae.Config(shape=(3, 16, 8), network="conv", channels=4),
    ],
    ids=["mlp", "bersyarat", "konvolusi"],
)
def test_gradients_reach_every_parameter(config: vae.Config) -> None:
    model = vae.VAE(config)
    x = images(6, config.shape)
    y = torch.arange(6) % 3 if config.classes else None
    log_p, kl = vae.elbo(model, x, y)
    (kl - log_p).mean().backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_same_seed_same_weights_and_untouched_global_state() -> None:
    before = torch.random.get_rng_state()
    a, _ = vae.train(SMALL, images())
    assert torch.equal(before, torch.random.get_rng_state())
    torch.rand(5)
    b, _ = vae.train(SMALL, images())
    c, _ = vae.train(dataclasses.replace(SMALL, seed=1), images())
    pairs = list(zip(a.parameters(), b.parameters(), c.parameters(), strict=True))
    assert all(torch.equal(p, q) for p, q, _ in pairs)
    assert not all(torch.equal(p, r) for p, _, r in pairs)


def test_loss_falls_and_history_adds_up() -> None:
    _, history = vae.train(SMALL, images())
    assert history["loss"][-1] < history["loss"][0] - 1
    for loss, log_p, kl in zip(
        history["loss"], history["log_p"], history["kl"], strict=True
    ):
        assert loss == pytest.approx(kl - log_p, abs=1e-3)


def test_sample_shape_range_and_seed() -> None:
    model, _ = vae.train(SMALL, images())
    first = vae.sample(model, 9, seed=3)
    assert first.shape == (9, 1, 4, 4)
    assert first.min() >= 0 and first.max() <= 1
    assert torch.equal(first, vae.sample(model, 9, seed=3))
    assert not torch.equal(first, vae.sample(model, 9, seed=4))


def test_interpolation_starts_and_ends_at_the_reconstructions() -> None:
    model, x = vae.VAE(SMALL), images(2)
    line = vae.interpolate(model, x[0], x[1], steps=5)
    mu, _ = model.encode(x)
    ends = model.decode(mu).clamp(0, 1)
    torch.testing.assert_close(line[[0, -1]], ends)


def test_traverse_covers_the_square_from_top_left() -> None:
    model = vae.VAE(dataclasses.replace(SMALL, latent=2))
    corner = model.decode(torch.tensor([[-1.5, 1.5]])).clamp(0, 1)
    torch.testing.assert_close(vae.traverse(model, 4, 1.5)[:1], corner)


def test_plain_autoencoder_ignores_sigma() -> None:
    model = vae.VAE(dataclasses.replace(SMALL, stochastic=False))
    x = images(4)
    assert torch.equal(model(x)[0], model(x)[0])


def test_condition_changes_the_sample() -> None:
    config = dataclasses.replace(SMALL, classes=2)
    model, _ = vae.train(config, (images(), torch.arange(64) % 2))
    zero = vae.sample(model, 4, y=torch.zeros(4, dtype=torch.int64))
    one = vae.sample(model, 4, y=torch.ones(4, dtype=torch.int64))
    assert not torch.allclose(zero, one)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: vae.VAE(SMALL).encode(images(2), torch.tensor([0, 1])), "classes=0"),
        (
            lambda: vae.VAE(dataclasses.replace(SMALL, classes=2)).encode(images(2)),
            "classes=2",
        ),
        (lambda: vae.VAE(vae.Config(shape=(1, 12, 12), network="conv")), "kelipatan 8"),
        (lambda: vae.traverse(vae.VAE(SMALL)), "latent=3"),
        (lambda: vae.train(SMALL, torch.zeros(0, 1, 4, 4)), "lebih dari nol"),
    ],
)
def test_bad_input_is_named(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("variance", [0.0, -1.0, float("nan")])
def test_variance_must_be_positive(variance):
    with pytest.raises(ValueError, match=r"variance=.*: harus lebih dari nol"):
        vae.VAE(vae.Config(variance=variance))
