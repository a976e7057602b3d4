"""Angka tulisan tangan 8×8: acuan kecil yang sudah dikenal baik.

Sumber: `load_digits` dari scikit-learn (BSD-3), yakni set uji "Optical Recognition of
Handwritten Digits" (Alpaydin & Kaynak, 1998) dari UCI. Lisensinya dimuat di
`data/digit8.LISENSI.txt`. Label untuk gambar: "Angka tulisan tangan, 8 × 8 piksel."
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets._common import Split, check_split, split_of, stream


class Digit8(NamedTuple):
    """Gambar angka dalam [0, 1], 17 tingkat abu-abu, dan angkanya (0 sampai 9)."""

    images: Float[Tensor, "n 1 8 8"]
    labels: Int64[Tensor, " n"]


def digit8(split: Split | None = "train", seed: int = 0) -> Digit8:
    """Angka tulisan tangan satu pembagian, dalam urutan yang diacak oleh `seed`.

    Ada 1.797 gambar tanpa kembaran. Pembagiannya menurut sha256 gambar, jadi tidak
    bergantung pada `seed`; `split=None` memberi semuanya.

    Raises:
        ValueError: bila `split` bukan train, val, test, atau None, atau `seed` negatif.
    """
    if split is not None:
        check_split(split)
    path = files("genai_examples.datasets") / "data" / "digit8.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
        images, labels = data["images"], data["labels"]  # (1797, 8, 8), (1797,)
    keep = [i for i, x in enumerate(images) if split in (None, split_of(x.tobytes()))]
    rows = stream("digit8", seed, split or "train").permutation(keep)
    return Digit8(
        images=torch.from_numpy(images[rows, None] / np.float32(16)),  # (n, 1, 8, 8)
        labels=torch.from_numpy(labels[rows].astype(np.int64)),
    )
