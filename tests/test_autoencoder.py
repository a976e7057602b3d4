"""Hukum autoencoder: linear sama dengan PCA, leher botol, dan penghilang derau."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from genai_examples import training
from genai_examples.autoencoder import (
    Autoencoder,
    Config,
    psnr,
    reconstruct,
    sample,
    train,
)
from genai_examples.datasets import aksara

NETWORKS = ["linear", "mlp", "conv"]


@pytest.fixture(scope="module")
def digits():
    x, _ = load_digits(return_X_y=True)
    return torch.tensor(x / 16, dtype=torch.float32).reshape(-1, 1, 8, 8)


def small(network="mlp", **kw):
    return Config(**{"shape": (1, 8, 8), "network": network, "steps": 120, **kw})


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


@pytest.mark.parametrize("network", NETWORKS)
def test_every_parameter_learns_and_the_loss_falls(digits, network):
    model, history = train(small(network, lr=5e-3), digits)
    assert history["step"] == [float(s) for s in range(0, 120, 20)]
    assert history["loss"][-1] < 0.6 * history["loss"][0]
    F.mse_loss(model(digits[:64]), digits[:64]).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_same_seed_same_weights_and_the_global_state_is_untouched(digits):
    before = torch.get_rng_state()
    first, again, other = (
        weights(train(small(steps=20, seed=seed), digits)[0]) for seed in (3, 3, 4)
    )
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_an_interrupted_run_resumes_with_the_same_bits(digits, tmp_path, monkeypatch):
    whole, _ = train(small(), digits)
    path, draw, calls = str(tmp_path / "simpan"), training.minibatch, iter(range(10**6))

    def interrupt(*args):
        if next(calls) == 110:
            raise KeyboardInterrupt
        return draw(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(training, "minibatch", interrupt)
        train(small(), digits, resume=path)
    resumed, history = train(small(), digits, resume=path)
    assert len(history["step"]) == 6
    assert torch.equal(weights(whole), weights(resumed))


@pytest.mark.parametrize("latent", [2, 8])
def test_linear_autoencoder_reaches_pca_and_never_beats_it(digits, latent):
    pca = PCA(latent).fit(digits.flatten(1).numpy())
    best = pca.inverse_transform(pca.transform(digits.flatten(1).numpy()))
    best_error = ((best - digits.flatten(1).numpy()) ** 2).mean()
    model, _ = train(small("linear", latent=latent, steps=2500, lr=2e-2), digits)
    error = F.mse_loss(model(digits), digits).item()
    assert best_error * 0.99999 <= error <= 1.02 * best_error


def test_hidden_layers_beat_the_best_linear_map(digits):
    pca = PCA(2).fit(digits.flatten(1).numpy())
    best = pca.inverse_transform(pca.transform(digits.flatten(1).numpy()))
    best_error = ((best - digits.flatten(1).numpy()) ** 2).mean()
    model, _ = train(small("mlp", latent=2, steps=600, lr=3e-3), digits)
    assert F.mse_loss(model(digits), digits).item() < 0.9 * best_error


def test_denoising_autoencoder_repairs_what_a_plain_one_cannot():
    """Paling sedikit 3 dB pada aksara rusak berketebalan fon yang tidak dilatihkan."""
    learn = aksara(4000, noise="lontar")
    unseen = aksara(500, noise="lontar", split="test")
    config = small("conv", shape=(1, 28, 28), latent=256, batch_size=64, lr=3e-3)
    config = replace(config, steps=700)
    plain, _ = train(config, learn.clean)
    repairer, _ = train(config, (learn.images, learn.clean))

    def quality(images):
        return psnr(unseen.clean, images).mean().item()

    repaired = quality(reconstruct(repairer, unseen.images))
    assert repaired >= quality(reconstruct(plain, unseen.images)) + 3
    assert repaired >= quality(unseen.images) + 3


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 8, 12)])
def test_shapes_and_range(network, shape):
    model = Autoencoder(Config(shape=shape, network=network, latent=5))
    x = torch.rand(3, *shape)
    assert model.encode(x).shape == (3, 5)
    assert model(x).shape == reconstruct(model, x).shape == (3, *shape)
    state = torch.get_rng_state()
    images = sample(model, 6, seed=1)
    assert torch.equal(state, torch.get_rng_state())
    assert images.shape == (6, *shape) and 0 <= images.min() <= images.max() <= 1
    assert torch.equal(images, sample(model, 6, seed=1))
    assert not torch.equal(images, sample(model, 6, seed=2))


def test_parameter_count_of_64_128_2_128_64():
    model = Autoencoder(small(latent=2, hidden=(128,)))
    assert sum(p.numel() for p in model.encoder.parameters()) == 8578
    assert sum(p.numel() for p in model.parameters()) == 17218


def test_psnr_of_a_known_error():
    x = torch.zeros(2, 1, 4, 4)
    x_hat = torch.stack([x[0] + 0.1, x[1] + 0.01])
    torch.testing.assert_close(psnr(x, x_hat), torch.tensor([20.0, 40.0]))


def test_bad_input_is_named(digits):
    with pytest.raises(ValueError, match=r"data: .*\(1797, 1, 8, 7\).*\(1, 8, 8\)"):
        train(small(), digits[..., :7])
    with pytest.raises(ValueError, match="tanpa NaN"):
        train(small(), (digits, digits / 0))
    with pytest.raises(ValueError, match="kelipatan 4"):
        Autoencoder(small("conv", shape=(1, 9, 8)))
