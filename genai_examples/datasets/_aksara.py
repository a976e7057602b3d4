"""Aksara Jawa sintetis dari fon: 20 aksara dasar atau 10 angka, 28×28 abu-abu.

Gambar induk 96×96 dalam empat ketebalan berasal dari fon Noto Sans Javanese dan tetap
berlisensi OFL-1.1 (`data/aksara.OFL.txt`). Setiap gambar diputar, dicondongkan,
diregangkan, dilenturkan, dan diubah tebal goresannya. Label untuk setiap gambar:
"Aksara sintetis dari fon, bukan tulisan tangan."
"""

from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets._cache import cached
from genai_examples.datasets._common import Split, check_n, stream

# urutan hanacaraka
HURUF = ("ha", "na", "ca", "ra", "ka", "da", "ta", "sa", "wa", "la")
HURUF += ("pa", "dha", "ja", "ya", "nya", "ma", "ga", "ba", "tha", "nga")
ANGKA = tuple("0123456789")
AKSARA_NAMES = {"huruf": HURUF, "angka": ANGKA}
SIZE = 28
_WEIGHTS = {"train": (0, 1, 2), "val": (0, 1, 2), "test": (3,)}  # 400, 500, 600; 700
_LATTICE = 7  # titik kisi medan lentur per sisi
_BATCH = 128
_CACHE_FROM = 2000  # gambar; di bawah ini membuat ulang lebih murah


class Aksara(NamedTuple):
    """Gambar, label (indeks `AKSARA_NAMES[letters]`), dan gambar tanpa kerusakan."""

    images: Float[Tensor, "n 1 28 28"]
    labels: Int64[Tensor, " n"]
    clean: Float[Tensor, "n 1 28 28"]


def aksara(
    n: int,
    letters: Literal["huruf", "angka"] = "huruf",
    noise: Literal["lontar"] | None = None,
    seed: int = 0,
    split: Split = "train",
) -> Aksara:
    """`n` gambar aksara dalam [0, 1], latar tepat 0; labelnya bergilir 0, 1, 2, ….

    `noise="lontar"` merusak `images` seperti lontar tua (serat, noda, tinta pudar,
    retak), sedangkan `clean` tetap gambar aslinya; tanpa `noise` keduanya sama. Bagian
    `test` memakai ketebalan fon 700, yang tidak pernah ada di `train` dan `val`.

    Raises:
        ValueError: bila `n` bukan bilangan positif, `letters` bukan huruf atau angka,
            `noise` bukan None atau lontar, `seed` negatif, atau `split` tidak dikenal.
    """
    check_n(n)
    if letters not in AKSARA_NAMES:
        raise ValueError(f"letters={letters!r}: harus 'huruf' atau 'angka'")
    if noise not in (None, "lontar"):
        raise ValueError(f"noise={noise!r}: harus None atau 'lontar'")
    make = cached(_draw) if n >= _CACHE_FROM else _draw
    clean = make(n, letters, seed, split)["images"] / 255
    labels = torch.arange(n) % len(AKSARA_NAMES[letters])
    images = _damage(clean, seed, split) if noise else clean
    return Aksara(images, labels, clean)


@cache
def _masters() -> Tensor:
    """Gambar induk (30, 4, 96, 96), dikaburkan agar tebal goresan dapat digeser."""
    path = files("genai_examples.datasets") / "data" / "aksara.npz"
    with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
        sharp = torch.from_numpy(data["masters"] / np.float32(15))
    offsets = torch.arange(-4.0, 5.0)
    kernel = torch.exp(-(offsets**2) / (2 * 1.5**2))
    kernel = (kernel[:, None] * kernel / kernel.sum() ** 2)[None, None]  # (1, 1, 9, 9)
    return F.conv2d(sharp.flatten(0, 1)[:, None], kernel, padding=4).view_as(sharp)


def _draw(n: int, letters: str, seed: int, split: Split) -> dict[str, Tensor]:
    """Semua gambar sebagai uint8 (n, 1, 28, 28); satu baris angka acak per gambar."""
    rng = stream(f"aksara/{letters}", seed, split)
    unit = torch.from_numpy(rng.random((n, 9 + 2 * _LATTICE**2))).float()
    weights = torch.tensor(_WEIGHTS[split])
    weight = weights[(unit[:, 0] * len(weights)).long()]
    glyph = torch.arange(n) % len(AKSARA_NAMES[letters])
    masters = _masters()[-10:] if letters == "angka" else _masters()[:-10]
    images = torch.empty(n, 1, SIZE, SIZE, dtype=torch.uint8)
    for rows in torch.arange(n).split(_BATCH):
        ink = masters[glyph[rows], weight[rows]][:, None]  # (B, 1, 96, 96)
        drawn = _deform(ink, unit[rows, 1:], bold=weight[rows] == 3)
        images[rows] = (drawn * 255).round().to(torch.uint8)
    return {"images": images}


def _deform(ink: Tensor, unit: Tensor, bold: Tensor) -> Tensor:
    """Ubah letak dan bentuk gambar induk (B, 1, 96, 96) menjadi (B, 1, 28, 28).

    `unit` (B, 8 + 98) seragam dalam [0, 1). Aksara selalu muat dalam bingkai: skalanya
    dihitung dari kotak batasnya setelah diputar dan dicondongkan.
    """
    normal = torch.special.ndtri(unit[:, :4].clamp(0.02, 0.98))  # (B, 4), terpotong
    turn, shear = 0.1 * normal[:, 0], 0.12 * normal[:, 1]
    stretch_x, stretch_y = torch.exp(0.08 * normal[:, 2:]).unbind(1)
    cos, sin = turn.cos(), turn.sin()
    rows = [
        torch.stack([cos * stretch_x, (cos * shear - sin) * stretch_y], 1),
        torch.stack([sin * stretch_x, (sin * shear + cos) * stretch_y], 1),
    ]
    affine = torch.stack(rows, 1)  # (B, 2, 2): dari gambar induk ke bingkai
    extent = affine.abs() @ _half_box(ink)[..., None]  # (B, 2, 1), bingkai = [-1, 1]
    fill = 0.8 + 0.1 * unit[:, 4]
    affine = affine * (fill / extent.amax((1, 2)))[:, None, None]
    room = (0.92 - affine.abs() @ _half_box(ink)[..., None]).clamp(min=0)[..., 0]
    shift = 0.8 * room * (2 * unit[:, 5:7] - 1)  # (B, 2)

    axis = (torch.arange(2 * SIZE) + 0.5) / SIZE - 1
    place = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), -1)  # (56, 56, 2)
    source = (place - shift[:, None, None]) @ affine.inverse().mT[:, None]
    lattice = torch.special.ndtri(unit[:, 8:].clamp(0.02, 0.98))
    lattice = lattice.view(-1, 2, _LATTICE, _LATTICE)
    bend = F.interpolate(lattice, 2 * SIZE, mode="bicubic", align_corners=True)
    source = source + 0.04 * bend.permute(0, 2, 3, 1)  # (B, 56, 56, 2)
    level = F.grid_sample(ink, source, align_corners=False)  # (B, 1, 56, 56)
    threshold = 0.36 + 0.2 * unit[:, 7] + 0.06 * bold  # yang tebal tidak boleh mampat
    sharp = ((level - threshold[:, None, None, None]) / 0.25 + 0.5).clamp(0, 1)
    return F.avg_pool2d(sharp, 2)  # (B, 1, 28, 28)


def _half_box(ink: Tensor) -> Tensor:
    """Setengah lebar dan tinggi aksara (B, 2) dalam bingkai [-1, 1]."""
    marked = ink[:, 0] > 0.3
    columns, lines = marked.any(1).sum(1), marked.any(2).sum(1)
    return torch.stack([columns, lines], 1) / ink.shape[-1]


def _damage(clean: Tensor, seed: int, split: Split) -> Tensor:
    """Rusakkan gambar seperti lontar tua; aliran acaknya terpisah dari bentuknya."""
    rng = stream("aksara/lontar", seed, split)

    def field(height: int, width: int) -> Tensor:
        """Derau halus (n, 1, 28, 28) dari kisi acak berukuran height×width."""
        noise = rng.standard_normal((len(clean), 1, height, width), dtype=np.float32)
        coarse = torch.from_numpy(noise)
        return F.interpolate(coarse, SIZE, mode="bicubic", align_corners=True)

    faded = clean * (0.75 + 0.3 * field(4, 4)).clamp(0.25, 1)
    fibre = (0.12 + 0.1 * field(SIZE, 4)).clamp(min=0)  # serat mendatar
    spots = field(7, 7)
    damaged = torch.maximum(faded, fibre)
    damaged = torch.where(spots > 1.5, 0.6 * (spots - 0.9).clamp(max=1), damaged)
    damaged = torch.where(spots < -1.7, 0.0, damaged)  # lubang
    crack = torch.from_numpy(rng.integers(4, SIZE - 4, len(clean)))[:, None, None, None]
    line = torch.arange(SIZE)[:, None] == crack  # (n, 1, 28, 1)
    damaged = torch.where(line, 0.0, damaged)
    return damaged.clamp(0, 1)
