"""Pemeriksaan bersama: masukan yang benar lewat, yang keliru disebut namanya."""

from typing import Any

import pytest
import torch

from genai_examples import classifier, diffusion, flow, gan, language, transformer, vae
from genai_examples.checks import check_data, check_labels, check_shape

X, Y = torch.rand(6, 1, 8, 8), torch.tensor([0, 1, 2, 0, 1, 2])
SHAPE = (1, 8, 8)
V, C = vae.Config(steps=1), classifier.Config(shape=SHAPE, classes=3, steps=1)
TYPO: Any = "minmax"
NOISY = X.index_fill(0, torch.tensor(2), float("nan"))


def test_right_data_passes():
    check_shape("x", X, SHAPE)
    check_labels("y", Y, 6, 3)
    check_labels("y", Y[:0], 0, 3)
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
