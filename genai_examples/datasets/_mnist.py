"""MNIST dan Fashion-MNIST dari berkas aslinya, bila pembaca memilikinya.

Yang dibaca adalah empat berkas IDX dengan nama aslinya, polos atau berakhiran `.gz`:
`train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, dan pasangannya `t10k-…`.
Fashion-MNIST (Xiao dkk., 2017; lisensi MIT, Zalando) ada dalam paket Debian
`dataset-fashion-mnist`. Tidak ada yang diunduh.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets._common import Split, split_of, stream
from genai_examples.datasets._files import BadFileError, need_folder
from genai_examples.datasets._idx import read_idx

FASHION_CLASSES = (
    "kaus",
    "celana",
    "pulover",
    "gaun",
    "mantel",
    "sandal",
    "kemeja",
    "sepatu kets",
    "tas",
    "sepatu bot",
)


class Mnist(NamedTuple):
    """Gambar abu-abu dalam [0, 1] dan labelnya 0–9."""

    images: Float[Tensor, "n 1 28 28"]
    labels: Int64[Tensor, " n"]


def mnist(folder: str | Path, seed: int = 0, split: Split = "train") -> Mnist:
    """Angka tulisan tangan 28 × 28 (LeCun dkk., 1998) dari `folder`, urutannya diacak.

    `test` adalah 10.000 gambar berkas `t10k`. Berkas `train` dibagi menurut sha256
    gambarnya, kira-kira empat perlima `train` dan seperlima `val`, sehingga gambar
    kembar tidak pernah terpisah.

    Raises:
        FileNotFoundError: bila folder atau salah satu berkasnya tidak ada.
        BadFileError: bila isi berkas rusak; lihat `read_idx`.
        ValueError: bila `seed` negatif, atau `split` bukan train, val, atau test.
    """
    return _load("mnist", folder, seed, split)


def fashion_mnist(folder: str | Path, seed: int = 0, split: Split = "train") -> Mnist:
    """Gambar pakaian 28 × 28; nama kelasnya dalam `FASHION_CLASSES`.

    Pembagian, bentuk, dan galatnya sama dengan `mnist`.
    """
    return _load("fashion_mnist", folder, seed, split)


def _load(name: str, folder: str | Path, seed: int, split: Split) -> Mnist:
    rng = stream(name, seed, split)
    images, labels = _read_pair(
        need_folder(folder), "t10k" if split == "test" else "train"
    )
    rows = np.arange(len(images))
    if split != "test":
        is_train = np.array([split_of(i.tobytes()) == "train" for i in images])
        rows = np.flatnonzero(is_train == (split == "train"))
    rows = rng.permutation(rows)
    pixels = torch.from_numpy(images[rows]).unsqueeze(1).float() / 255  # (n, 1, 28, 28)
    return Mnist(pixels, torch.from_numpy(labels[rows]).long())


def _read_pair(folder: Path, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Gambar dan label satu bagian, setelah keduanya terbukti cocok."""
    image_path = _find(folder, f"{part}-images-idx3-ubyte")
    label_path = _find(folder, f"{part}-labels-idx1-ubyte")
    images, labels = read_idx(image_path, ndim=3), read_idx(label_path, ndim=1)
    if images.shape[1:] != (28, 28):
        height, width = images.shape[1:]
        raise BadFileError(
            f"{image_path}, bita 8: ukuran gambar {height} × {width}; harus 28 × 28"
        )
    if len(images) != len(labels) or len(images) == 0:
        raise BadFileError(
            f"{image_path}, bita 4: {len(images)} gambar, sedangkan {label_path} "
            f"memuat {len(labels)} label; harus sama dan lebih dari nol"
        )
    if labels.max() > 9:
        first = int(np.argmax(labels > 9))
        raise BadFileError(
            f"{label_path}, bita {8 + first}: label {labels[first]}; harus 0 sampai 9"
        )
    return images, labels


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise FileNotFoundError(f"{folder}: tidak ada berkas {name} atau {name}.gz")
