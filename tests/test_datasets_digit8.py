"""digit8: sama dengan load_digits, terbagi tanpa tumpang tindih."""

import subprocess
import sys

import pytest
import torch
from sklearn.datasets import load_digits

from genai_examples.datasets import digit8
from genai_examples.datasets._digit8 import Digit8


def items(data: Digit8) -> list[tuple[bytes, int]]:
    pairs = zip(data.images, data.labels.tolist(), strict=True)
    return [(image.numpy().tobytes(), label) for image, label in pairs]


def test_all_images_and_labels_equal_scikit_learn() -> None:
    data = digit8(split=None)
    pixels, target = load_digits(return_X_y=True)
    assert data.images.shape == (1797, 1, 8, 8)
    assert data.images.dtype == torch.float32 and data.labels.dtype == torch.int64
    assert data.images.min() == 0 and data.images.max() == 1
    images = torch.tensor(pixels, dtype=torch.float32).view(-1, 1, 8, 8) / 16
    expected = Digit8(images, torch.tensor(target))
    assert sorted(items(data)) == sorted(items(expected))


def test_splits_partition_the_whole_set() -> None:
    parts = [items(digit8(split)) for split in ("train", "val", "test")]
    images = [image for part in parts for image, _ in part]
    assert len(set(images)) == len(images) == 1797
    assert 0.75 < len(parts[0]) / 1797 < 0.85
    for part in parts:
        assert {label for _, label in part} == set(range(10))


def test_seed_changes_only_the_order() -> None:
    one, two = items(digit8("val")), items(digit8("val", seed=1))
    assert one == items(digit8("val"))
    assert one != two and sorted(one) == sorted(two)


def test_runs_without_scikit_learn() -> None:
    code = """
import sys
from genai_examples.datasets import digit8
assert len(digit8().images) > 1000 and "sklearn" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_licence_is_shipped() -> None:
    from importlib.resources import files

    notice = files("genai_examples.datasets") / "data" / "digit8.LISENSI.txt"
    assert "BSD 3-Clause License" in notice.read_text("utf-8")


@pytest.mark.parametrize("split", ["train", "val", "test"])
def test_nearest_neighbour_reads_the_labels(split: str) -> None:
    data, rest = digit8(split), digit8("train" if split != "train" else "test")
    distance = torch.cdist(data.images.flatten(1), rest.images.flatten(1))
    right = rest.labels[distance.argmin(1)] == data.labels
    assert right.float().mean() > 0.9
