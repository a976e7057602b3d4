"""batik_tengah: setiap ubin berpusat pada motifnya, dan faktornya tetap miliknya."""

import pytest
import torch

from genai_examples.datasets import BATIK_PALETTES, batik, batik_tengah


def test_tiles_are_gray_stretched_and_named() -> None:
    images, labels, factors = batik_tengah(200)
    assert images.shape[1:] == (1, 32, 32) and len(images) == len(labels)
    assert torch.equal(images.amin((1, 2, 3)), torch.zeros(len(images)))
    assert torch.equal(images.amax((1, 2, 3)), torch.ones(len(images)))
    assert labels.unique().tolist() == [0, 1, 2, 3, 4]
    assert {len(value) for value in factors.values()} == {len(images)}
    assert BATIK_PALETTES.index("putih") not in factors["palette"]


def test_centering_makes_tiles_of_a_motif_alike() -> None:
    """Kawung yang dipusatkan lebih serupa satu sama lain daripada potongan biasa."""

    def likeness(images: torch.Tensor) -> float:
        flat = images.flatten(1) - images.flatten(1).mean(1, keepdim=True)
        flat = flat / flat.norm(dim=1, keepdim=True)
        return float((flat @ flat.T).mean())

    centered = batik_tengah(600)
    plain = batik(300, motifs=["kawung"]).images.mean(1, keepdim=True)
    assert likeness(centered.images[centered.labels == 0]) > 2 * likeness(plain)


def test_fewer_cloths_give_the_first_tiles_of_more() -> None:
    few, many = batik_tengah(60), batik_tengah(120)
    assert torch.equal(few.images, many.images[: len(few.images)])
    assert torch.equal(few.labels, many.labels[: len(few.labels)])


def test_a_cloth_without_a_whole_tile_gives_none() -> None:
    assert batik_tengah(1, seed=3).images.shape[1:] == (1, 32, 32)


def test_wrong_count_is_named() -> None:
    with pytest.raises(ValueError, match="n=0"):
        batik_tengah(0)
