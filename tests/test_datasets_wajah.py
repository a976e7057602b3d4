"""wajah: tanpa kembaran, atributnya bebas, dan sungguh tampak pada gambar."""

from itertools import combinations

import numpy as np
import pytest
import torch
from scipy.stats import chi2_contingency
from sklearn.linear_model import RidgeClassifier

from genai_examples.datasets import WAJAH_ATTRIBUTES, wajah
from genai_examples.datasets import _wajah_parts as parts
from genai_examples.datasets._wajah import Wajah, _render

NAMES = list(WAJAH_ATTRIBUTES)


@pytest.fixture(scope="module")
def faces() -> Wajah:
    return wajah(4000)


def test_shapes_values_and_prefix(faces: Wajah) -> None:
    assert faces.images.shape == (4000, 3, 24, 24)
    assert faces.images.min() >= 0 and faces.images.max() <= 1
    for name, values in WAJAH_ATTRIBUTES.items():
        assert set(faces.factors[name].tolist()) == set(range(len(values)))
    few = wajah(7)
    assert torch.equal(few.images, faces.images[:7])
    assert torch.equal(few.factors["skin"], faces.factors["skin"][:7])


def test_every_drawing_fits_the_canvas_and_uses_known_roles() -> None:
    choices = [parts.HAIR, parts.GAZE, parts.MOUTH, parts.MOUSTACHE, parts.GLASSES]
    drawings = [parts.HEAD, parts.BROWS, parts.SHIRT, *parts.HEADWEAR.values()]
    drawings += [drawing for options in choices for drawing in options.values()]
    for top, drawing in drawings:
        lines = drawing.strip("\n").splitlines()
        assert top + len(lines) <= 24 and all(len(line) <= 24 for line in lines)
        assert set("".join(lines)) <= set(parts.ROLES)


def test_no_duplicates_and_disjoint_splits(faces: Wajah) -> None:
    sets = [faces, wajah(300, split="val"), wajah(300, split="test")]
    images = [image.numpy().tobytes() for data in sets for image in data.images]
    assert len(set(images)) == len(images)
    assert not torch.equal(wajah(20, seed=1).images, faces.images[:20])


def test_attributes_are_independent_and_uniform(faces: Wajah) -> None:
    pairs = list(combinations(NAMES, 2))
    for one, two in pairs:
        table = np.zeros((len(WAJAH_ATTRIBUTES[one]), len(WAJAH_ATTRIBUTES[two])))
        np.add.at(table, (faces.factors[one].numpy(), faces.factors[two].numpy()), 1)
        p_value = np.asarray(chi2_contingency(table)[1]).item()
        assert p_value > 0.001 / len(pairs), (one, two)
    for name, values in WAJAH_ATTRIBUTES.items():
        share = torch.bincount(faces.factors[name]) / 4000
        assert (share - 1 / len(values)).abs().max() < 0.04, name


@pytest.mark.parametrize(
    ("name", "top", "bottom"),
    [
        ("headwear", 0, 24),
        ("glasses", 10, 14),
        ("moustache", 15, 17),
        ("mouth", 16, 19),
        ("gaze", 11, 13),
        ("hair", 3, 20),
        ("shirt", 20, 24),
        ("shirt_color", 20, 24),
    ],
)
def test_attribute_changes_only_its_part(name: str, top: int, bottom: int) -> None:
    """Dua nilai atribut yang berbeda selalu tampak, dan hanya pada baris-barisnya."""
    column = NAMES.index(name)
    base = torch.tensor([[0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 1]])
    rows = base.repeat(len(WAJAH_ATTRIBUTES[name]), 1)
    rows[:, column] = torch.arange(len(rows))
    images = _render(rows).int()
    for one, two in combinations(images, 2):
        changed = (one != two).any(0).any(1).nonzero()[:, 0]
        assert len(changed) > 0
        assert top <= changed.min() and changed.max() < bottom


@pytest.mark.parametrize(
    ("name", "accuracy"),
    [
        ("headwear", 0.95),
        ("glasses", 0.95),
        ("shirt_color", 0.9),
        ("gaze", 0.95),
        ("mouth", 0.9),
        ("moustache", 0.85),
    ],
)
def test_linear_classifier_reads_the_attribute(
    faces: Wajah, name: str, accuracy: float
) -> None:
    pixels, labels = faces.images.flatten(1).numpy(), faces.factors[name].numpy()
    model = RidgeClassifier(10).fit(pixels[:3000], labels[:3000])
    assert model.score(pixels[3000:], labels[3000:]) >= accuracy


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [("background", 0, 0), ("skin", 14, 10), ("hair_color", 9, 9)],
)
def test_one_pixel_tells_the_color(
    faces: Wajah, name: str, row: int, column: int
) -> None:
    """Warna piksel itu dan nilai atributnya berpasangan satu-satu."""
    colors = [tuple(image[:, row, column].tolist()) for image in faces.images]
    pairs = set(zip(colors, faces.factors[name].tolist(), strict=True))
    assert len(pairs) == len(dict(pairs)) == len(WAJAH_ATTRIBUTES[name])
