"""Pemeriksaan bersama: masukan yang benar lewat, yang keliru disebut namanya."""

import pkgutil
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Literal, get_origin, get_type_hints

import pytest
import torch

import genai_examples
from genai_examples import (
    autoencoder,
    classifier,
    diffusion,
    flow,
    gan,
    gpt,
    language,
    lstm,
    ngram,
    transformer,
    vae,
)
from genai_examples.checks import (
    Choices,
    check_counts,
    check_data,
    check_labels,
    check_shape,
)

X, Y = torch.rand(6, 1, 8, 8), torch.tensor([0, 1, 2, 0, 1, 2])
SHAPE = (1, 8, 8)
V, C = vae.Config(steps=1), classifier.Config(shape=SHAPE, classes=3, steps=1)
TYPO: Any = "minmax"
NOISY = X.index_fill(0, torch.tensor(2), float("nan"))


def test_right_data_passes():
    check_shape("x", X, SHAPE)
    check_labels("y", Y, 6, 3)
    check_labels("y", Y[:0], 0, 3)
    check_shape("x", X[:0], SHAPE)
    check_counts(n=1, steps=None)
    check_data((X,), SHAPE)
    check_data((X, Y), SHAPE, classes=3)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ((X[0],), r"data: torch.float32 berbentuk \(1, 8, 8\); harus float \(n, \*"),
        ((X.byte(),), r"data: torch.uint8 berbentuk \(6, 1, 8, 8\)"),
        ((X,), r"data: 1 tensor; harus 2, \(x, label 0 … 2\)"),
        ((X, Y, Y), "data: 3 tensor; harus 2"),
        (
            (X, Y.float()),
            r"data\[1\]: torch.float32 berbentuk \(6,\)",
        ),
        ((X, Y[:, None]), r"data\[1\]: torch.int64 berbentuk \(6, 1\)"),
        ((X, Y - 1), r"data\[1\]: label -1 … 1; harus 0 … 2 \(classes=3\)"),
        ((X, Y + 1), r"data\[1\]: label 1 … 3"),
    ],
)
def test_wrong_data_is_named(data, message):
    with pytest.raises(ValueError, match=message):
        check_data(data, SHAPE, classes=3)


@pytest.mark.usefixtures("untyped")
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: vae.train(V, X[:, 0]), r"data: .*\(6, 8, 8\).*\(1, 8, 8\)"),
        (lambda: vae.train(V, X.flatten(1)), r"data: .*\(6, 64\)"),
        (lambda: vae.train(V, NOISY), "tanpa NaN"),
        (
            lambda: vae.sample(vae.VAE(vae.Config(classes=3)), 2, y=Y[3:]),
            r"y: torch.int64 berbentuk \(3,\); harus torch.int64 \(2,\)",
        ),
        (lambda: classifier.train(C, X), "data: 1 tensor; harus 2"),
        (lambda: classifier.predict(classifier.Classifier(C), X[:, 0]), r"x: .*\(6, 8"),
        (lambda: classifier.fit(NOISY, Y), "tanpa NaN"),
        (lambda: classifier.fit(X[:0], Y[:0]), "lebih dari nol"),
        (lambda: classifier.fit(X, Y[:3]), r"panjang tensornya \[6, 3\]"),
        (lambda: classifier.fit(X, Y - 1), "y: label -1 … 1"),
        (lambda: classifier.fit(X, Y, TYPO), "covariance='minmax': harus shared, "),
        (
            lambda: gan.generator_loss(X[:, 0, 0, 0], X[:, 0, 0, 0], TYPO),
            "loss='minmax': harus non_saturating atau minimax",
        ),
        (lambda: flow.train(flow.Config(dim=3), X[:, 0, 0, :2]), r"data: .*\(3,\)"),
        (
            lambda: diffusion.sample(diffusion.Diffusion(diffusion.Config()), 2, y=Y),
            r"y: torch.int64 berbentuk \(6,\)",
        ),
        (lambda: transformer.pad([]), "rows: kosong"),
        (
            lambda: language.cross_entropy(torch.nn.Linear(1, 1), Y, 8),
            "data: 6 token; harus lebih dari context=8",
        ),
    ],
)
def test_every_module_names_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


TOKENS, T = Y[None], torch.ones(6, dtype=torch.int64)
FEW: Any = 2.5
CODER, CODES = vae.VAE(V), torch.zeros(6, 2)
PLAIN = autoencoder.Autoencoder(autoencoder.Config())
PAIR = gan.GAN(gan.Config(shape=SHAPE))
WRITER = gpt.GPT(gpt.Config(vocab=3, context=8, width=8, heads=2, layers=1))
READER = lstm.LSTM(lstm.Config(vocab=3, width=8, layers=1))
DUET = transformer.Transformer(
    transformer.Config(vocab=3, context=8, width=8, heads=2, layers=1, hidden=8)
)
PAINTER = diffusion.Diffusion(
    diffusion.Config(shape=SHAPE, network="unet", channels=4, classes=3)
)
RIVER = flow.FlowMatching(flow.FMConfig())
LETTERS, _ = ngram.train(ngram.Config(), ["aba"])


@pytest.mark.usefixtures("untyped")
@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: CODER.encode(X[:, 0]), r"x: .*\(6, 8, 8\); harus float \(n, \*"),
        (lambda: CODER(X.flatten(1)), r"x: .*\(6, 64\)"),
        (lambda: CODER(X.byte()), "x: torch.uint8"),
        (lambda: CODER(NOISY), "x: nilainya nan … nan; harus tanpa NaN dan ∞"),
        (lambda: CODER(X / 0), "harus tanpa NaN dan ∞"),
        (lambda: CODER.decode(CODES[:, :1]), r"z: .*\(6, 1\); .*\(2,\)"),
        (lambda: vae.sample(CODER, 0), "n=0: harus bilangan bulat positif"),
        (lambda: vae.interpolate(CODER, X[0], X[1], steps=0), "steps=0"),
        (lambda: PLAIN(X[:, 0]), r"x: .*\(6, 8, 8\)"),
        (lambda: PLAIN.decode(X[:, 0, 0, :3]), r"z: .*\(6, 3\)"),
        (lambda: autoencoder.sample(PLAIN, -1), "n=-1"),
        (lambda: PAIR.generate(torch.zeros(6, 3)), r"z: .*\(6, 3\); .*\(2,\)"),
        (lambda: PAIR.logit(X[..., 1:]), r"x: .*\(6, 1, 8, 7\)"),
        (lambda: PAIR.logit(NOISY), "x: nilainya nan"),
        (lambda: gan.sample(PAIR, 0), "n=0"),
        (lambda: PAINTER(X[..., 1:], T), r"x: .*\(6, 1, 8, 7\)"),
        (lambda: PAINTER(NOISY, T), "x: nilainya nan"),
        (lambda: PAINTER(X, T + 100), "t: langkah 101 … 101; harus 0 … 100"),
        (lambda: PAINTER(X, -T), "t: langkah -1 … -1"),
        (lambda: PAINTER(X, T.float()), "t: torch.float32"),
        (lambda: PAINTER(X, T[:2]), r"t: .*\(2,\); harus torch.int64 \(6,\)"),
        (lambda: PAINTER(X, T, Y + 2), "y: label 2 … 4; harus 0 … 3"),
        (lambda: diffusion.sample(PAINTER, 2, steps=0), "steps=0"),
        (lambda: diffusion.sample(PAINTER, 0), "n=0"),
        (lambda: flow.fm_sample(RIVER, 2, steps=0), "steps=0"),
        (lambda: WRITER(TOKENS + 1), "tokens: token 3 tidak dikenal; harus 0 … 2"),
        (lambda: WRITER(TOKENS - 1), "tokens: token -1 tidak dikenal"),
        (lambda: WRITER(TOKENS.float()), r"tokens: torch.float32 berbentuk \(1, 6\)"),
        (lambda: WRITER(Y), "tokens: .* berdimensi 2"),
        (lambda: gpt.sample(WRITER, 0), "n=0"),
        (lambda: gpt.sample(WRITER, length=-1), "length=-1"),
        (lambda: gpt.sample(WRITER, FEW), "n=2.5: harus bilangan bulat positif"),
        (lambda: gpt.sample(WRITER, temperature=-1.0), "temperature=-1.0"),
        (lambda: gpt.sample(WRITER, temperature=float("nan")), "temperature=nan"),
        (lambda: READER(TOKENS + 1), "tokens: token 3 tidak dikenal"),
        (lambda: READER(Y), "tokens: .* berdimensi 2"),
        (lambda: READER.step(Y + 1, READER.empty_state(6)), "token: token 3"),
        (lambda: lstm.sample(READER, 2, length=0), "length=0"),
        (lambda: DUET(TOKENS + 1, TOKENS), "tokens: token 3 tidak dikenal"),
        (lambda: DUET(TOKENS, TOKENS.float()), "tokens: torch.float32"),
        (lambda: DUET(TOKENS.repeat(1, 2), TOKENS), "tokens: panjangnya 12; .* 1 … 8"),
        (lambda: transformer.translate(DUET, TOKENS, longest=0), "longest=0"),
        (lambda: transformer.sample(DUET, 0, source=Y), "n=0"),
        (lambda: ngram.sample(LETTERS, 0), "n=0"),
        (lambda: ngram.sample(LETTERS, temperature=0.0), "temperature=0.0"),
        (lambda: ngram.sample(LETTERS, temperature=float("nan")), "temperature=nan"),
    ],
)
def test_direct_calls_name_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@dataclass(frozen=True)
class Taste(Choices):
    sweet: Literal["gula", "madu"] = "gula"
    spoons: int = 1


def test_a_choice_that_does_not_exist_is_refused():
    wrong: Any = "garam"
    assert Taste(sweet="madu").sweet == "madu"
    with pytest.raises(ValueError, match="sweet='garam': harus salah satu dari gula,"):
        Taste(sweet=wrong)
    with pytest.raises(ValueError, match="sweet='garam'"):
        replace(Taste(), sweet=wrong)


def test_every_config_with_choices_checks_them():
    """Juga di modul yang kelak ditulis."""
    names = [module.name for module in pkgutil.iter_modules(genai_examples.__path__)]
    names.remove("__main__")
    found = 0
    for module in (import_module(f"genai_examples.{name}") for name in names):
        config = getattr(module, "Config", object)
        hints = get_type_hints(config).values()
        if any(get_origin(hint) is Literal for hint in hints):
            found += 1
            assert issubclass(config, Choices), module
    assert found >= 6
