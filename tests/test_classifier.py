"""Hukum pengklasifikasi: aturan Bayes, kesepakatan dengan scikit-learn, latihan."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal
from sklearn.datasets import load_digits
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

from genai_examples import classifier, training
from genai_examples.classifier import Config, fit, predict, sample, train

SMALL = {"steps": 60, "batch_size": 64, "lr": 1e-2}


@pytest.fixture(scope="module")
def digits():
    x, y = load_digits(return_X_y=True)
    images = torch.tensor(x / 16, dtype=torch.float32).reshape(-1, 1, 8, 8)
    return images, torch.tensor(y)


def blobs(n=900, seed=0):
    """Tiga kelas Gauss yang bertumpang tindih, banyaknya berbeda."""
    generator = torch.Generator().manual_seed(seed)
    y = torch.multinomial(
        torch.tensor([0.5, 0.3, 0.2]), n, replacement=True, generator=generator
    )
    centers = torch.tensor([[0.0, 0.0], [1.5, 0.5], [0.0, 2.0]])
    skew = torch.tensor([[1.0, 0.0], [0.4, 0.7]])
    return centers[y] + torch.randn(n, 2, generator=generator) @ skew.T, y


def config(network, **kw):
    return Config(**{"shape": (1, 8, 8), "classes": 10, "network": network, **kw})


@pytest.mark.parametrize("network", ["linear", "mlp", "cnn"])
def test_every_parameter_learns_and_the_loss_falls(digits, network):
    model, history = train(config(network, **SMALL), digits)
    assert history["loss"][-1] < 0.6 * history["loss"][0]
    assert history["accuracy"][-1] > 0.5
    model(digits[0][:32]).square().sum().backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_same_seed_same_weights_and_the_global_state_is_untouched(digits):
    before = torch.get_rng_state()
    runs = [train(config("mlp", seed=s, **SMALL), digits)[0] for s in (3, 3, 4)]
    assert torch.equal(before, torch.get_rng_state())
    first, again, other = (
        torch.cat([p.flatten() for p in m.parameters()]) for m in runs
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_an_interrupted_run_resumes_with_the_same_bits(digits, tmp_path, monkeypatch):
    whole, _ = train(config("cnn", steps=120), digits)
    path, draw, calls = str(tmp_path / "simpan"), training.minibatch, iter(range(10**6))

    def interrupt(*args):
        if next(calls) == 110:
            raise KeyboardInterrupt
        return draw(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(training, "minibatch", interrupt)
        train(config("cnn", steps=120), digits, resume=path)
    resumed, _ = train(config("cnn", steps=120), digits, resume=path)
    for a, b in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(a, b)


def test_initial_loss_is_ln_k(digits):
    _, history = train(config("mlp", steps=1), digits)
    assert history["loss"][0] == pytest.approx(math.log(10), abs=0.1)


def test_cnn_reads_unseen_digits_best(digits):
    (x, y), accuracy = digits, {}
    for network in ("linear", "cnn"):
        model, _ = train(config(network, lr=5e-3), (x[:1200], y[:1200]))
        guess = predict(model, x[1200:]).argmax(-1)
        accuracy[network] = (guess == y[1200:]).float().mean().item()
    assert accuracy["cnn"] > 0.93
    assert accuracy["cnn"] > accuracy["linear"] > 0.85


def test_softmax_regression_meets_scikit_learn():
    x, y = blobs()
    judge = LogisticRegression(C=1e6).fit(x.numpy(), y.numpy())
    small = Config(shape=(2,), classes=3, network="linear", steps=1500, lr=3e-2)
    model, _ = train(small, (x, y))
    mine, theirs = predict(model, x).numpy(), judge.predict_proba(x.numpy())
    assert np.abs(mine - theirs).mean() < 0.006
    assert (mine.argmax(1) == theirs.argmax(1)).mean() > 0.985


def test_naive_bayes_equals_scikit_learn(digits):
    x, y = digits
    judge = GaussianNB(var_smoothing=1e-2).fit(x.flatten(1).double().numpy(), y.numpy())
    model = fit(x.double(), y, "diagonal", smoothing=1e-2)
    theirs = np.asarray(judge.predict_joint_log_proba(x.flatten(1).double().numpy()))
    np.testing.assert_allclose(model.log_joint(x.double()).numpy(), theirs, rtol=1e-9)


def test_shared_covariance_equals_lda():
    x, y = blobs()
    judge = LinearDiscriminantAnalysis(solver="lsqr").fit(x.double().numpy(), y.numpy())
    model = fit(x.double(), y, "shared", smoothing=0.0)
    theirs = judge.predict_proba(x.double().numpy())
    np.testing.assert_allclose(predict(model, x.double()).numpy(), theirs, atol=1e-6)


def test_full_covariance_equals_scipy():
    x, y = blobs()
    model = fit(x.double(), y, "full", smoothing=0.0)
    for k in range(3):
        own = x[y == k].double().numpy()
        cov = np.cov(own.T, bias=True)
        judge: Any = multivariate_normal
        expected = judge.logpdf(x.double().numpy(), own.mean(0), cov)
        expected += math.log(len(own) / len(x))
        np.testing.assert_allclose(model.log_joint(x.double())[:, k], expected)


def test_bayes_gives_the_sigmoid_of_the_log_odds():
    """N(±1, 1), peluang awal sama: p(y = 1 | x = 0,5) = σ(1) dan p(x = 0) = 0,242."""
    model = classifier.GaussianClassifier(
        (1,),
        torch.tensor([[-1.0], [1.0]], dtype=torch.float64),
        torch.ones(2, 1, dtype=torch.float64),
        torch.tensor([0.5, 0.5], dtype=torch.float64).log(),
    )
    x = torch.linspace(-4, 4, 33, dtype=torch.float64)[:, None]
    odds = model.log_joint(x)[:, 1] - model.log_joint(x)[:, 0]
    torch.testing.assert_close(odds, 2 * x[:, 0], rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(predict(model, x)[:, 1], odds.sigmoid())
    half = predict(model, torch.full((1, 1), 0.5, dtype=torch.float64))[0, 1]
    assert half.item() == pytest.approx(1 / (1 + math.exp(-1)))
    zero = model.log_prob(torch.zeros(1, 1, dtype=torch.float64)).exp()
    assert zero.item() == pytest.approx(0.24197, abs=1e-5)


def test_density_of_the_joint_model_integrates_to_one():
    model = fit(*blobs(), covariance="full")
    axis = torch.linspace(-8, 9, 300)
    grid = torch.cartesian_prod(axis, axis)
    area = (axis[1] - axis[0]) ** 2
    assert (model.log_prob(grid).exp().sum() * area).item() == pytest.approx(
        1, abs=1e-3
    )


@pytest.mark.parametrize("covariance", ["shared", "diagonal", "full"])
def test_fitting_the_samples_returns_the_model(covariance):
    model = fit(*blobs(), covariance=covariance, smoothing=0.0)
    x, y = sample(model, 60_000, seed=1)
    again = fit(x, y, covariance, smoothing=0.0)
    for name, value in model.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], value, atol=0.03, rtol=0)


def test_samples_have_the_shape_of_the_data_and_the_asked_labels(digits):
    model = fit(*digits)
    asked = torch.arange(30) % 10
    state = torch.get_rng_state()
    x, y = sample(model, 30, seed=2, y=asked)
    assert x.shape == (30, 1, 8, 8) and torch.equal(y, asked)
    assert torch.equal(sample(model, 30, seed=2, y=asked)[0], x)
    assert not torch.equal(sample(model, 30, seed=3, y=asked)[0], x)
    assert torch.equal(state, torch.get_rng_state())


def test_sampled_digits_are_recognised_by_another_classifier(digits):
    judge = LogisticRegression(max_iter=500).fit(digits[0].flatten(1), digits[1])
    x, y = sample(fit(*digits, covariance="full", smoothing=1e-2), 500)
    assert judge.score(x.flatten(1).numpy(), y.numpy()) > 0.9


def test_bad_input_is_named(digits):
    x, y = digits
    with pytest.raises(ValueError, match=r"data\[0\]: .*\(1, 8, 8\)"):
        train(config("mlp"), (x[..., :7], y))
    with pytest.raises(ValueError, match="tanpa NaN"):
        train(config("mlp"), (x / 0, y))
    with pytest.raises(ValueError, match=r"harus 0 … 8 \(classes=9\)"):
        train(config("mlp", classes=9), (x, y))
    with pytest.raises(ValueError, match="kelas 3 tidak punya contoh"):
        fit(x[y != 3], y[y != 3])


def test_gaussian_classifier_refuses_foreign_labels_and_widths():
    """Label 7 dulu menghasilkan derau mentah; lebar 1 disiarkan menjadi lebar 2."""
    model = fit(torch.randn(20, 2), torch.arange(20) % 2)
    with pytest.raises(ValueError, match="label 0 … 7; harus 0 … 1"):
        sample(model, 3, y=torch.tensor([0, 1, 7]))
    with pytest.raises(ValueError, match=r"y: .* harus torch.int64 \(3,\)"):
        sample(model, 3, y=torch.tensor([0, 1]))
    with pytest.raises(ValueError, match=r"x: .* harus float \(n, \*\(2,\)\)"):
        model.log_joint(torch.randn(5, 1))
