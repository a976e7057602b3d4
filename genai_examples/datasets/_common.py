"""Perkakas bersama set data: aliran acak yang terpisah dan pemeriksaan argumen."""

import hashlib
from typing import Literal

import numpy as np

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")


def stream(name: str, seed: int, split: Split) -> np.random.Generator:
    """Pembangkit acak milik satu set, satu benih, dan satu pembagian.

    Tiga nilai itu bersama-sama menentukan alirannya, jadi `train`, `val`, dan `test`
    tidak pernah berbagi angka acak.

    Raises:
        ValueError: bila `split` bukan train, val, atau test, atau `seed` negatif.
    """
    check_split(split)
    if seed < 0:
        raise ValueError(f"seed={seed}: harus bilangan bulat ≥ 0")
    digest = hashlib.sha256(f"{name}/{split}".encode()).digest()
    return np.random.default_rng([seed, *np.frombuffer(digest[:16], np.uint32)])


def split_of(item: str | bytes) -> Split:
    """Pembagian sebuah butir menurut sha256-nya: 80 % train, 10 % val, 10 % test."""
    data = item.encode() if isinstance(item, str) else item
    share = int.from_bytes(hashlib.sha256(data).digest()[:4], "big") / 2**32
    return "train" if share < 0.8 else "val" if share < 0.9 else "test"


def check_split(split: str) -> None:
    """Tolak nama pembagian yang tidak dikenal."""
    if split not in SPLITS:
        raise ValueError(f"split={split!r}: harus salah satu dari {', '.join(SPLITS)}")


def check_n(n: int) -> None:
    """Tolak jumlah yang bukan bilangan bulat positif."""
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n <= 0:
        raise ValueError(f"n={n!r}: harus bilangan bulat positif")
