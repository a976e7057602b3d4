"""Angka di balik gambar: setiap deret, batang, dan matriks kecil; tidak lebih."""

import csv
import io
from collections.abc import Iterator

import matplotlib.pyplot as plt
import pytest
import torch

from genai_examples import plots
from hooks.numbers import HEADER, MOST, table


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    plots.style()
    yield
    plt.close("all")


def rows(figure) -> list[list[str]]:
    text = table(figure)
    assert text is not None
    header, *body = csv.reader(io.StringIO(text))
    assert tuple(header) == HEADER
    return body


def test_curves_keep_their_names_and_points() -> None:
    fig, ax = plots.panels()
    plots.curves(ax, [1, 2], {"latih": [0.5, 0.25], "uji": [0.75, 0.5]})
    ax.axhline(0.4)  # garis acuan selebar bidang bukan deret
    ax.set_title("Kerugian")
    assert rows(fig) == [
        ["Kerugian", "latih", "1", "0.5", ""],
        ["Kerugian", "latih", "2", "0.25", ""],
        ["Kerugian", "uji", "1", "0.75", ""],
        ["Kerugian", "uji", "2", "0.5", ""],
    ]


def test_scatter_and_small_matrices() -> None:
    fig, axes = plots.panels(columns=2)
    plots.scatter(axes[0], torch.tensor([[1.0, 2.0], [3.0, 4.0]]), [0, 1], ["a", "b"])
    plots.density(axes[1], torch.tensor([[1.0, 2.0]]), (0, 1, 0, 1), colorbar=False)
    assert rows(fig) == [
        ["1", "a", "1", "2", ""],
        ["1", "b", "3", "4", ""],
        ["2", "", "1", "1", "1"],
        ["2", "", "2", "1", "2"],
    ]


def test_bars_of_both_directions() -> None:
    fig, axes = plots.panels(columns=2)
    plots.bars(axes[0], {"VAE": 70.0, "AE": 15.5})
    axes[1].bar([1, 2], [0.5, 0.25])
    axes[1].set_xticks([1, 2], ["satu", "dua"])
    fig.canvas.draw()
    found = [row for row in rows(fig) if row[4]]
    assert [row[1:] for row in found] == [
        ["VAE", "", "", "70"],
        ["AE", "", "", "15.5"],
        ["satu", "", "", "0.5"],
        ["dua", "", "", "0.25"],
    ]


def test_pictures_and_crowds_have_no_table() -> None:
    plots.image_grid(torch.rand(4, 1, 8, 8), columns=2)
    assert table(plt.gcf()) is None
    fig, ax = plots.panels()
    ax.plot(range(MOST + 1))
    assert table(fig) is None
