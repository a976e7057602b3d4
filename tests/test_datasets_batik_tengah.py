"""batik_tengah: setiap ubin berpusat pada motifnya, dan faktornya tetap miliknya."""

import pytest
import torch

from genai_examples.datasets import BATIK_PALETTES, batik, batik_tengah


def test_tiles_are_gray_stretched_and_named() -> None:
    images, labels, factors = batik_tengah(60)
    assert images.shape == (60, 1, 32, 32)
    assert torch.equal(images.amin((1, 2, 3)), torch.zeros(60))
    assert torch.equal(images.amax((1, 2, 3)), torch.ones(60))
    assert labels.unique().tolist() == [0, 1, 2, 3, 4]
    assert {len(value) for value in factors.values()} == {60}
    assert BATIK_PALETTES.index("putih") not in factors["palette"]


def test_centering_makes_tiles_of_a_motif_alike() -> None:
    """Kawung yang dipusatkan lebih serupa satu sama lain daripada potongan biasa."""

    def likeness(images: torch.Tensor) -> float:
        flat = images.flatten(1) - images.flatten(1).mean(1, keepdim=True)
        flat = flat / flat.norm(dim=1, keepdim=True)
        return float((flat @ flat.T).mean())

    centered = batik_tengah(150)
    plain = batik(300, motifs=["kawung"]).images.mean(1, keepdim=True)
    assert likeness(centered.images[centered.labels == 0]) > 2 * likeness(plain)


@pytest.mark.parametrize("n", [1, 7, 40])
def test_few_tiles_are_the_first_of_many(n: int) -> None:
    few, many = batik_tengah(n), batik_tengah(50)
    assert torch.equal(few.images, many.images[:n])
    assert torch.equal(few.labels, many.labels[:n])


def test_wrong_count_is_named() -> None:
    with pytest.raises(ValueError, match="n=0"):
        batik_tengah(0)
