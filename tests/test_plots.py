"""Gambar: bita yang sama, hanya warna palet, nama yang tidak saling menimpa."""

import io
import re

import matplotlib as mpl
import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from matplotlib.text import Annotation

from genai_examples import plots
from genai_examples.plots import COLORS, panels


@pytest.fixture(autouse=True)
def house():
    with mpl.rc_context():
        plots.style()
        yield
        plt.close("all")


def svg_of(fig) -> str:
    text = io.StringIO()
    fig.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


STEPS = np.arange(20)
FALL = np.exp(-STEPS / 5)
RING = torch.linspace(0, 6, 21)[:, None].expand(21, 21)


def draw_curves():
    fig, ax = panels()
    spread = {"latih": (FALL - 0.1, FALL + 0.1)}
    plots.curves(ax, STEPS, {"latih": FALL, "uji": torch.tensor(FALL + 0.01)}, spread)
    ax.set_title(r"Galat, $\beta$ = 1")
    return fig


def draw_scatter(n=60):
    fig, axes = panels(2, sharey=True)
    points = torch.randn(n, 2, generator=torch.Generator().manual_seed(0))
    for ax in axes:
        plots.scatter(ax, points, torch.arange(n) % 3, ["peci", "udeng", "konde"])
    plots.legend_below(fig)
    return fig


def draw_density():
    fig, (left, right) = panels(2)
    plots.density(left, RING.cos() ** 2, (-3, 3, -3, 3))
    plots.density(right, RING.sin(), (-3, 3, -3, 3), diverging=True)
    return fig


def draw_bars():
    fig, ax = panels(height=1.9)
    values, error = {"asli": 98.1, "VAE": 71.7, "selisih": -3}, {"VAE": 2.5}
    plots.bars(ax, values, error=error, unit="%", colors={"asli": "garis"})
    return fig


def draw_matrix():
    fig, ax = panels()
    words = ["Ibu", "pergi", "pagi"]
    plots.matrix(ax, torch.eye(3), row_labels=words, column_labels=words, digits=1)
    return fig


def draw_images():
    images = torch.rand(7, 3, 6, 6, generator=torch.Generator().manual_seed(0))
    return plots.image_grid(images, 4, row_labels=["a", "b"], titles=list("abcdefg"))


MODEL = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU())


def draw_diagram():
    return plots.block_diagram(MODEL, torch.zeros(2, 4))


DRAWINGS = [draw_curves, draw_scatter, draw_density, draw_bars]
DRAWINGS += [draw_matrix, draw_images, draw_diagram, lambda: draw_scatter(2000)]
all_drawings = pytest.mark.parametrize("draw", DRAWINGS)


@all_drawings
def test_same_figure_twice_has_the_same_bytes(draw):
    assert svg_of(draw()) == svg_of(draw())


@all_drawings
def test_only_palette_colours_outside_rasters(draw):
    markup = re.sub(r'href="data:[^"]*"', "", svg_of(draw()))
    found = {tone.upper() for tone in re.findall(r"#[0-9a-fA-F]{6}\b", markup)}
    assert found
    assert found <= {tone.upper() for tone in COLORS.values()}
    assert not re.search(r"(?:fill|stroke): (?!none|#)", markup)


@all_drawings
def test_drawing_leaves_global_state_alone(draw):
    before = dict(mpl.rcParams), torch.get_rng_state(), np.random.get_state()
    fig = draw()
    assert plt.get_fignums() == [fig.number]
    assert dict(mpl.rcParams) == before[0]
    assert torch.equal(torch.get_rng_state(), before[1])
    assert all(np.all(a == b) for a, b in zip(np.random.get_state(), before[2]))  # noqa: B905


@all_drawings
def test_nothing_is_cut_at_the_edge_of_the_figure(draw):
    fig = draw()
    fig.canvas.draw()
    drawn, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert -0.01 <= drawn.x0 <= drawn.x1 <= width + 0.01
    assert -0.01 <= drawn.y0 <= drawn.y1 <= height + 0.01


def notes_of(ax):
    return [t for t in ax.texts if isinstance(t, Annotation)]


@pytest.mark.parametrize("limits", [None, (0, 1), (-5, 40)])
def test_names_at_line_ends_do_not_overlap(limits):
    fig, ax = panels()
    lines = {f"deret {i}": FALL + 0.001 * i for i in range(6)}
    plots.curves(ax, STEPS, lines)
    if limits:
        ax.set_ylim(*limits)
    fig.canvas.draw()
    boxes = [note.get_window_extent() for note in notes_of(ax)]
    assert len(boxes) == 6
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    order = sorted(range(6), key=lambda i: boxes[i].y0)
    assert order == list(range(6))  # urutan nama mengikuti urutan garis


def test_a_lone_name_stands_at_its_line():
    fig, ax = panels()
    plots.curves(ax, STEPS, {"galat": FALL})
    fig.canvas.draw()
    (note,) = notes_of(ax)
    assert note.xy == (STEPS[-1], FALL[-1])
    assert note.get_position()[1] == pytest.approx(0, abs=6)


def test_curves_keep_asked_colours_and_differ_in_dash():
    fig, ax = panels()
    plots.curves(ax, STEPS, {"a": FALL, "b": FALL, "c": FALL}, colors={"b": "nila"})
    found = {line.get_label(): line.get_color() for line in ax.lines}
    assert found == {"a": COLORS["sogan"], "b": COLORS["nila"], "c": COLORS["tarum"]}
    assert len(set(re.findall("stroke-dasharray: ([^;]*)", svg_of(fig)))) == 2


def test_spread_covers_its_bounds():
    _, ax = panels()
    plots.curves(ax, STEPS, {"a": FALL}, {"a": (FALL - 1, FALL + 2)})
    (band,) = ax.collections
    extent = band.get_datalim(ax.transData)
    assert (extent.y0, extent.y1) == pytest.approx((FALL.min() - 1, FALL.max() + 2))
    assert band.get_alpha() == 0.16


def test_many_points_become_a_raster_in_middle_tones():
    few, many = svg_of(draw_scatter(1500)), svg_of(draw_scatter(1501))
    assert "<image" not in few
    assert many.count("<image") == 2
    assert COLORS["nila_tengah"].lower() in many
    assert len(many) < 200_000


def test_scatter_draws_every_point_once():
    _, ax = panels()
    points, labels = torch.randn(50, 2), torch.randint(3, (50,))
    plots.scatter(ax, points, labels, ["a", "b", "c"])
    drawn = [np.asarray(layer.get_offsets()) for layer in ax.collections]
    assert [len(d) for d in drawn] == torch.bincount(labels, minlength=3).tolist()
    np.testing.assert_allclose(drawn[1], points[labels == 1])


def test_scatter_refuses_a_class_without_name():
    _, ax = panels()
    with pytest.raises(ValueError, match=r"kelas \[2\]"):
        plots.scatter(ax, torch.zeros(3, 2), torch.arange(3), ["a", "b"])


def test_legend_names_each_series_once_in_four_columns_at_most():
    fig, axes = panels(2)
    for ax in axes:
        plots.curves(ax, STEPS, {str(i): FALL + i for i in range(6)}, labels="none")
    plots.legend_below(fig)
    fig.canvas.draw()
    (legend,) = fig.legends
    assert [t.get_text() for t in legend.get_texts()] == list("012345")
    columns = {round(t.get_window_extent().x0) for t in legend.get_texts()}
    assert len(columns) == 4


def test_diverging_density_is_centred_on_zero():
    _, ax = panels()
    plots.density(ax, torch.tensor([[-1.0, 3.0]]), (0, 1, 0, 1), diverging=True)
    assert ax.images[0].get_clim() == (-3, 3)


def test_bars_write_value_and_unit():
    fig = draw_bars()
    texts = [note.get_text() for note in notes_of(fig.axes[0])]
    assert texts == ["98,1%", "71,7%", "−3,0%"]
    _, ax = panels()
    plots.bars(ax, {"a": 1200.5}, unit="nat")
    assert notes_of(ax)[0].get_text() == "1.200,5\N{NO-BREAK SPACE}nat"
