"""Hukum GAN: D optimal, permainan berjumlah nol, keseimbangan, latihan dua pemain."""

import math

import pytest
import torch
from torch.distributions import Normal

from genai_examples import training
from genai_examples.gan import (
    GAN,
    Config,
    discriminator_loss,
    discriminator_step,
    generator_loss,
    generator_step,
    modes_covered,
    optimal_discriminator,
    r1_penalty,
    sample,
    train,
    value,
)

ANGLES = torch.arange(4) * math.pi / 2
CENTERS = torch.stack([ANGLES.cos(), ANGLES.sin()], 1)
TINY = {"hidden": (32, 32), "batch_size": 32, "steps": 120}
TILES = {"shape": (1, 8, 8), "network": "dcgan", "channels": 4, "latent": 6}


def ring(n=2000, sigma=0.1):
    generator = torch.Generator().manual_seed(0)
    return CENTERS.repeat(n // 4, 1) + sigma * torch.randn(n, 2, generator=generator)


def tiles(n=64):
    return torch.rand(n, 1, 8, 8, generator=torch.Generator().manual_seed(0))


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


def learned_discriminator(p, q, steps=600):
    """D yang dilatih membedakan p dan q yang tetap: generatornya dibekukan."""
    with training.seeded(0):
        model = GAN(Config(shape=(1,), hidden=(64, 64)))
        optimizer = torch.optim.Adam(model.discriminator.parameters(), lr=3e-3)
        for _ in range(steps):
            discriminator_step(model, optimizer, p.sample((512, 1)), q.sample((512, 1)))
    return model


def test_learned_discriminator_is_the_density_ratio():
    p, q = Normal(0.0, 1.0), Normal(1.5, 0.7)
    model = learned_discriminator(p, q)
    x = torch.linspace(-2, 3, 101)[:, None]
    ideal = optimal_discriminator(p.log_prob(x), q.log_prob(x))
    density = (p.log_prob(x).exp() + q.log_prob(x).exp()) / 2
    error = (model.logit(x).sigmoid()[:, None] - ideal).abs()
    assert (error * density).sum() / density.sum() < 0.03
    assert error.max() < 0.15


def test_optimal_discriminator_of_known_densities():
    d = optimal_discriminator(torch.tensor(0.3).log(), torch.tensor(0.1).log())
    assert d.item() == pytest.approx(0.75)


def test_equal_distributions_leave_the_discriminator_guessing():
    p = Normal(0.0, 1.0)
    model = learned_discriminator(p, p)
    x = torch.linspace(-2, 2, 41)[:, None]
    assert (model.logit(x).sigmoid() - 0.5).abs().max() < 0.06
    with training.seeded(1):
        real, fake = model.logit(p.sample((4000, 1))), model.logit(p.sample((4000, 1)))
    assert discriminator_loss(real, fake).item() == pytest.approx(
        2 * math.log(2), abs=0.01
    )
    assert value(torch.zeros(8), torch.zeros(8)).item() == pytest.approx(-math.log(4))


def test_only_the_minimax_game_is_zero_sum():
    real, fake = torch.randn(2, 100, generator=torch.Generator().manual_seed(0))
    d_loss = discriminator_loss(real, fake)
    assert (d_loss + generator_loss(real, fake, "minimax")).item() == 0
    assert abs((d_loss + generator_loss(real, fake)).item()) > 0.1


def test_gradient_ratio_where_the_discriminator_is_sure():
    """Di D(G(z)) = 0,01 gradien kedua loss G terhadap logit: 0,99 dan 0,01."""
    slopes = {}
    for kind in ("minimax", "non_saturating"):
        fake = torch.tensor([math.log(0.01 / 0.99)], dtype=torch.float64)
        fake.requires_grad_()
        generator_loss(torch.zeros(1), fake, kind).backward()
        assert fake.grad is not None
        slopes[kind] = fake.grad.item()
    assert slopes["minimax"] == pytest.approx(-0.01)
    assert slopes["non_saturating"] / slopes["minimax"] == pytest.approx(99)


def test_r1_of_a_linear_discriminator_is_half_its_squared_slope():
    model = GAN(Config(hidden=()))
    slope = model.discriminator.get_submodule("1").weight
    assert isinstance(slope, torch.Tensor)
    expected = 0.5 * slope.square().sum()
    torch.testing.assert_close(r1_penalty(model, torch.randn(5, 2)), expected)


@pytest.mark.parametrize("options", [TINY, TILES | {"batch_size": 16}])
def test_each_step_teaches_one_player_and_every_parameter(options):
    config = Config(**options)
    with training.seeded(0):
        model = GAN(config)
        x, z = torch.rand(32, *config.shape), torch.randn(32, config.latent)
    players = {"d": model.discriminator, "g": model.generator}
    optimizers = {
        k: torch.optim.SGD(v.parameters(), lr=0.1) for k, v in players.items()
    }
    before = {k: weights(v) for k, v in players.items()}
    _, real = discriminator_step(model, optimizers["d"], x, model.generate(z))
    assert not torch.equal(before["d"], weights(players["d"]))
    assert torch.equal(before["g"], weights(players["g"]))
    before["d"] = weights(players["d"])
    generator_step(model, optimizers["g"], real, model.generate(z))
    assert torch.equal(before["d"], weights(players["d"]))
    assert not torch.equal(before["g"], weights(players["g"]))
    discriminator_step(model, optimizers["d"], x, model.generate(z))
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_same_seed_same_weights_and_the_global_state_is_untouched():
    before = torch.get_rng_state()
    first, again, other = (
        weights(train(Config(seed=seed, **TINY), ring())[0]) for seed in (3, 3, 4)
    )
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("options", [TINY, TILES | {"steps": 120, "batch_size": 16}])
def test_an_interrupted_run_resumes_with_the_same_bits(options, tmp_path, monkeypatch):
    config = Config(**options)
    data = ring() if config.network == "mlp" else tiles()
    whole, _ = train(config, data)
    path, draw, calls = str(tmp_path / "simpan"), training.minibatch, iter(range(10**6))

    def interrupt(*args):
        if next(calls) == 110:
            raise KeyboardInterrupt
        return draw(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(training, "minibatch", interrupt)
        train(config, data, resume=path)
    resumed, history = train(config, data, resume=path)
    assert len(history["generator_loss"]) == 6
    assert torch.equal(weights(whole), weights(resumed))
    assert torch.equal(sample(whole, 4), sample(resumed, 4))


@pytest.mark.parametrize("loss", ["non_saturating", "minimax"])
def test_it_finds_all_four_modes(loss):
    config = Config(hidden=(64, 64), loss=loss, steps=700, batch_size=128)
    model, history = train(config, ring())
    covered, quality = modes_covered(sample(model, 1000, seed=1), CENTERS, 0.1)
    assert covered == 4
    assert quality > 0.6
    assert history["loss"][-1] == pytest.approx(2 * math.log(2), abs=0.35)


def test_r1_flattens_the_discriminator():
    def slope(r1):
        return r1_penalty(train(Config(r1=r1, **TINY), ring())[0], ring()).item()

    assert slope(5.0) < 0.3 * slope(0.0)


def test_dcgan_learns_the_mean_of_its_tiles():
    data = (0.1 * tiles(256)).index_fill_(3, torch.tensor([0, 1, 2]), 0.9)
    options = TILES | {"steps": 150, "batch_size": 32, "lr": 2e-3, "r1": 0.5}
    model, _ = train(Config(**options), data)
    images = sample(model, 64, seed=1)
    assert images.shape == (64, 1, 8, 8) and 0 <= images.min() <= images.max() <= 1
    assert (images.mean(0) - data.mean(0)).abs().mean() < 0.1


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 32, 32)])
def test_dcgan_fits_the_tiles_of_the_book(shape):
    model = GAN(Config(shape=shape, network="dcgan", latent=16))
    assert model.logit(model.generate(torch.randn(2, 16))).shape == (2,)


def test_samples_follow_their_seed_alone():
    model, state = GAN(Config(**TINY)), torch.get_rng_state()
    assert sample(model, 5).shape == (5, 2)
    assert torch.equal(sample(model, 5, seed=1), sample(model, 5, seed=1))
    assert not torch.equal(sample(model, 5, seed=1), sample(model, 5, seed=2))
    assert torch.equal(state, torch.get_rng_state())


def test_modes_are_counted_by_share_and_distance():
    x = torch.cat([CENTERS[:3].repeat(100, 1), torch.full((100, 2), 9.0)])
    assert modes_covered(x, CENTERS, 0.1) == (3, 0.75)
    assert modes_covered(x, CENTERS, 0.1, least=0.3) == (0, 0.75)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"data: .*\(64, 1, 8, 8\).*\(2,\)"):
        train(Config(), tiles())
    with pytest.raises(ValueError, match="tanpa NaN"):
        train(Config(), ring() / 0)
    with pytest.raises(ValueError, match="kelipatan 4"):
        GAN(Config(shape=(1, 30, 32), network="dcgan"))
