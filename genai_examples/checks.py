"""Pemeriksaan masukan yang dipakai bersama: bentuk x dan nomor label.

Setiap galat menyebut argumennya, nilainya, dan yang diharapkan.
"""

import torch
from torch import Tensor


def check_shape(name: str, x: Tensor, shape: tuple[int, ...]) -> None:
    """Tolak `x` yang bukan bilangan pecahan berbentuk (n, *shape)."""
    if x.shape[1:] != shape or not x.is_floating_point():
        raise ValueError(
            f"{name}: {x.dtype} berbentuk {tuple(x.shape)}; harus float (n, *{shape})"
        )


def check_labels(name: str, y: Tensor, n: int, classes: int) -> None:
    """Tolak `y` yang bukan `n` nomor kelas 0 … classes − 1."""
    if y.dtype != torch.int64 or y.shape != (n,):
        raise ValueError(
            f"{name}: {y.dtype} berbentuk {tuple(y.shape)}; harus torch.int64 ({n},)"
        )
    if n and not 0 <= y.min() <= y.max() < classes:
        raise ValueError(
            f"{name}: label {int(y.min())} … {int(y.max())}; "
            f"harus 0 … {classes - 1} (classes={classes})"
        )


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
