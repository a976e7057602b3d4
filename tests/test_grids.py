"""Petak citra dan matriks: raster di dalam SVG sama persis dengan citranya."""

import base64
import io
import re
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt
from PIL import Image

from genai_examples import grids, palette


@pytest.fixture(autouse=True)
def house():
    with mpl.rc_context():
        palette.style()
        yield
        plt.close("all")


def raster_of(fig) -> tuple[str, np.ndarray]:
    """Atribut elemen citra di SVG dan isinya (H, W, 4)."""
    text = io.StringIO()
    fig.savefig(text, format="svg", metadata={"Date": None})
    (element,) = re.findall(r"<image[^>]*>", text.getvalue())
    data = re.search(r"base64,([^\"]*)", element)
    assert data
    picture = Image.open(io.BytesIO(base64.b64decode(data[1])))
    return element, np.asarray(picture.convert("RGBA"))


@pytest.mark.parametrize("titles", [None, list("abcdefg")])
@pytest.mark.parametrize("shape", [(7, 3, 8, 8), (7, 3, 32, 20)])
def test_every_pixel_arrives_unchanged(shape, titles):
    images = torch.rand(shape)
    element, raster = raster_of(grids.image_grid(images, 3, titles=titles))
    assert "image-rendering:pixelated" in element.replace(" ", "")
    h, w = shape[2:]
    gap = (raster.shape[1] - 3 * w) // 2
    below = (raster.shape[0] - 3 * h) // 2
    assert gap >= 1 and below >= gap
    inside = np.zeros(raster.shape[:2], bool)
    for i, image in enumerate(images):
        rows = slice(i // 3 * (h + below), i // 3 * (h + below) + h)
        columns = slice(i % 3 * (w + gap), i % 3 * (w + gap) + w)
        inside[rows, columns] = True
        expected = (image.permute(1, 2, 0) * 255).round().to(torch.uint8)
        difference = raster[rows, columns, :3].astype(int) - expected.numpy()
        assert abs(difference).max() <= 1
    assert (raster[inside, 3] == 255).all()
    assert (raster[~inside, 3] == 0).all()  # celah tembus pandang di kedua palet


def test_one_channel_equals_its_colormap_with_or_without_channel_axis():
    images = torch.rand(2, 4, 5)
    _, flat = raster_of(grids.image_grid(images, 2))
    _, deep = raster_of(grids.image_grid(images[:, None], 2))
    np.testing.assert_array_equal(flat, deep)
    colours = mpl.colormaps["nila_krem"](images[1].numpy(), bytes=True)
    np.testing.assert_allclose(flat[:, 6:].astype(int), colours.astype(int), atol=1)


def test_values_outside_the_unit_interval_are_clipped():
    _, wild = raster_of(grids.image_grid(torch.tensor([[[-5.0, 7.0]]]), 1))
    _, tame = raster_of(grids.image_grid(torch.tensor([[[0.0, 1.0]]]), 1))
    np.testing.assert_array_equal(wild, tame)


def test_labels_stand_beside_their_rows_and_columns():
    fig = grids.image_grid(
        torch.rand(6, 8, 8), 3, row_labels=["atas", "bawah"], column_labels=list("abc")
    )
    fig.canvas.draw()
    (ax,) = fig.axes
    picture = ax.get_window_extent()
    rows = [t.get_window_extent() for t in ax.get_yticklabels()]
    columns = [t.get_window_extent() for t in ax.get_xticklabels()]
    assert all(box.x1 <= picture.x0 for box in rows)
    assert all(box.y0 >= picture.y1 for box in columns)
    assert rows[0].y0 > rows[1].y1
    assert columns[0].x1 < columns[1].x0 < columns[2].x0
    assert ax.get_yticks() == pytest.approx([3.5, 12.5])


@pytest.mark.parametrize("columns", [2, 5, 12])
def test_figure_is_as_high_as_its_raster(columns):
    fig = grids.image_grid(torch.rand(24, 16, 16), columns)
    fig.canvas.draw()
    picture = fig.axes[0].get_window_extent()
    assert fig.bbox.height - picture.height < 0.2 * fig.dpi
    tile = picture.width / (columns * 17 - 1) * 16 / fig.dpi
    assert tile == pytest.approx(min(1.25, 4.1 / (columns * 17 - 1) * 16), rel=0.02)


def test_grid_in_a_given_panel():
    fig, axes = palette.panels(2)
    assert grids.image_grid(torch.rand(4, 8, 8), 2, ax=axes[0]) is fig
    assert axes[0].images
    assert not axes[1].images


@pytest.mark.parametrize("shape", [(0, 1, 8, 8), (2, 2, 8, 8)])
def test_bad_images_are_refused(shape):
    with pytest.raises(ValueError, match="images: bentuk"):
        grids.image_grid(torch.rand(shape), 2)
    with pytest.raises(ValueError, match="columns=0"):
        grids.image_grid(torch.rand(1, 8, 8), 0)


def test_matrix_writes_its_values_in_readable_ink():
    _, ax = palette.panels()
    grids.matrix(ax, torch.tensor([[0.0, 0.5], [0.75, 1.0]]), digits=2)
    texts = {t.get_position(): t for t in ax.texts}
    assert texts[1, 0].get_text() == "0,50"
    assert texts[0, 1].get_text() == "0,75"
    assert texts[0, 0].get_color() == palette.COLORS["krem"]
    assert texts[1, 1].get_color() == palette.COLORS["malam"]


def test_matrix_without_digits_has_no_text_and_turns_crowded_names():
    fig, ax = palette.panels()
    names = ["memberitahukan"] * 8
    grids.matrix(ax, np.eye(8), column_labels=names)
    assert not ax.texts
    fig.canvas.draw()
    boxes = [t.get_window_extent() for t in ax.get_xticklabels()]
    assert all(a.x1 <= b.x0 for a, b in pairwise(boxes))
