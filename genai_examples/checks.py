"""Pemeriksaan masukan yang dipakai bersama: pilihan, bentuk x, label, waktu, banyaknya.

Setiap galat menyebut argumennya, nilainya, dan yang diharapkan.
"""

import math
from typing import Literal, get_args, get_origin, get_type_hints

import torch
from torch import Tensor


class Choices:
    """Dasar sebuah Config: isian Literal di luar pilihannya ditolak, bukan ditebak."""

    def __post_init__(self) -> None:
        for name, hint in get_type_hints(type(self)).items():
            value = getattr(self, name)
            if get_origin(hint) is Literal and value not in get_args(hint):
                choices = ", ".join(map(str, get_args(hint)))
                raise ValueError(f"{name}={value!r}: harus salah satu dari {choices}")


def check_shape(name: str, x: Tensor, shape: tuple[int, ...]) -> None:
    """Tolak `x` yang bukan bilangan pecahan berhingga berbentuk (n, *shape)."""
    if x.ndim == 0 or x.shape[1:] != shape or not x.is_floating_point():
        raise ValueError(
            f"{name}: {x.dtype} berbentuk {tuple(x.shape)}; harus float (n, *{shape})"
        )
    low, high = bounds(x)
    if not -math.inf < low <= high < math.inf:
        raise ValueError(f"{name}: nilainya {low} … {high}; harus tanpa NaN dan ∞")


def bounds(x: Tensor) -> tuple[float | int, float | int]:
    """Nilai terkecil dan terbesar, NaN bila ada NaN; (0, 0) untuk tensor kosong."""
    if x.numel() == 0:
        return 0, 0
    low, high = x.detach().aminmax()
    return low.item(), high.item()


def check_labels(name: str, y: Tensor, n: int, classes: int) -> None:
    """Tolak `y` yang bukan `n` nomor kelas 0 … classes − 1."""
    if y.dtype != torch.int64 or y.shape != (n,):
        raise ValueError(
            f"{name}: {y.dtype} berbentuk {tuple(y.shape)}; harus torch.int64 ({n},)"
        )
    low, high = bounds(y)
    if n and not 0 <= low <= high < classes:
        raise ValueError(
            f"{name}: label {low} … {high}; harus 0 … {classes - 1} (classes={classes})"
        )


def check_times(name: str, t: Tensor, n: int, last: int) -> None:
    """Tolak `t` yang bukan `n` nomor langkah 0 … last."""
    if t.dtype != torch.int64 or t.shape != (n,):
        raise ValueError(
            f"{name}: {t.dtype} berbentuk {tuple(t.shape)}; harus torch.int64 ({n},)"
        )
    low, high = bounds(t)
    if not 0 <= low <= high <= last:
        raise ValueError(f"{name}: langkah {low} … {high}; harus 0 … {last}")


def check_counts(**counts: int | None) -> None:
    """Tolak banyaknya sesuatu yang bukan bilangan bulat positif; None: bawaan."""
    for name, count in counts.items():
        if count is not None and (not isinstance(count, int) or count < 1):
            raise ValueError(f"{name}={count}: harus bilangan bulat positif")


def check_data(
    tensors: tuple[Tensor, ...], shape: tuple[int, ...], classes: int = 0
) -> None:
    """Tolak data yang bukan x, atau (x, label) bila `classes` > 0."""
    x, *labels = tensors
    check_shape("data[0]" if labels else "data", x, shape)
    if classes and len(labels) != 1:
        raise ValueError(
            f"data: {len(tensors)} tensor; harus 2, (x, label 0 … {classes - 1})"
        )
    if classes:
        check_labels("data[1]", labels[0], len(x), classes)
