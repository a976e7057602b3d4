"""Wajah piksel 24×24 berwarna, dengan atribut yang diketahui dan saling bebas.

Semua bagiannya digambar sendiri (`_wajah_parts`). Label untuk setiap gambar: "Wajah
rekaan; bukan orang nyata." Atribut hanya menyebut apa yang tergambar; set ini tidak
mengenal dan tidak boleh dipakai untuk menebak suku, agama, atau jenis kelamin.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from genai_examples.datasets import _wajah_parts as parts
from genai_examples.datasets._common import Split, check_n, split_of, stream

SIZE = 24
WAJAH_ATTRIBUTES = {  # atribut: nama nilainya, sesuai indeks dalam `factors`
    "headwear": tuple(parts.HEADWEAR),
    "headwear_color": tuple(parts.CLOTH),
    "glasses": tuple(parts.GLASSES),
    "moustache": tuple(parts.MOUSTACHE),
    "mouth": tuple(parts.MOUTH),
    "gaze": tuple(parts.GAZE),
    "hair": tuple(parts.HAIR),
    "hair_color": tuple(parts.HAIR_COLORS),
    "shirt": ("polos", "lurik", "titik", "kemeja", "parang"),
    "shirt_color": tuple(parts.CLOTH),
    "skin": ("1", "2", "3", "4", "5"),
    "background": tuple(parts.BACKGROUND),
}
_NAMES = list(WAJAH_ATTRIBUTES)
_SIZES = [len(values) for values in WAJAH_ATTRIBUTES.values()]
_BATCH = 512


class Wajah(NamedTuple):
    """Gambar wajah dan atributnya: indeks int64 (n,) dalam `WAJAH_ATTRIBUTES`."""

    images: Float[Tensor, "n 3 24 24"]
    factors: dict[str, Tensor]


def wajah(n: int, seed: int = 0, split: Split = "train") -> Wajah:
    """`n` wajah rekaan yang semuanya berbeda, piksel dalam [0, 1].

    Setiap atribut diundi seragam dan saling bebas, termasuk yang kebetulan tidak
    tampak (rambut di balik jilbab). Pembagian menurut sha256 gambar: tidak ada gambar
    yang sama di dua bagian.

    Raises:
        ValueError: bila `n` bukan bilangan positif, `seed` negatif, atau `split` bukan
            train, val, atau test.
    """
    check_n(n)
    rng = stream("wajah", seed, split)
    images: dict[bytes, Tensor] = {}  # isi piksel: gambar; kembaran menimpa dirinya
    rows: dict[bytes, np.ndarray] = {}
    while len(images) < n:
        drawn = rng.integers(0, _SIZES, (_BATCH, len(_SIZES)))
        for row, image in zip(drawn, _render(torch.from_numpy(drawn)), strict=True):
            key = image.numpy().tobytes()
            if split_of(key) == split and key not in images:
                images[key], rows[key] = image, row
    pixels = torch.stack(list(images.values())[:n])  # (n, 3, 24, 24) uint8
    table = torch.from_numpy(np.stack(list(rows.values())[:n]))
    factors = {name: table[:, i].clone() for i, name in enumerate(_NAMES)}
    return Wajah(pixels / 255, factors)


def _render(rows: Tensor) -> Tensor:
    """Gambar uint8 (B, 3, 24, 24) dari baris atribut (B, 12)."""
    factors = dict(zip(_NAMES, rows.unbind(1), strict=True))
    canvas = torch.zeros(len(rows), SIZE, SIZE, dtype=torch.int64)
    for layer in _layers(factors):
        canvas = torch.where(layer > 0, layer, canvas)  # (B, 24, 24) indeks peran
    colors = _palette(factors)  # (B, peran, 3)
    some = torch.arange(len(rows))[:, None, None]
    return colors[some, canvas].permute(0, 3, 1, 2).contiguous()


def _layers(factors: dict[str, Tensor]) -> list[Tensor]:
    """Lapisan dari belakang ke depan, masing-masing (B, 24, 24) atau (24, 24)."""
    art = _art()
    hat = factors["headwear"]
    hidden = torch.tensor([parts.HIDDEN_HAIR.get(name, 0) for name in parts.HEADWEAR])
    below = torch.arange(SIZE)[:, None] >= hidden[hat][:, None, None]  # (B, 24, 1)
    return [
        art["shirt"][factors["shirt"]],
        art["head"],
        art["hair"][factors["hair"]] * below,
        art["brows"],
        art["gaze"][factors["gaze"]],
        art["mouth"][factors["mouth"]],
        art["moustache"][factors["moustache"]],
        art["glasses"][factors["glasses"]],
        art["headwear"][hat],
    ]


@cache
def _art() -> dict[str, Tensor]:
    """Semua bagian sebagai indeks peran: (24, 24), atau (pilihan, 24, 24)."""
    choices = {
        "hair": parts.HAIR,
        "gaze": parts.GAZE,
        "mouth": parts.MOUTH,
        "moustache": parts.MOUSTACHE,
        "glasses": parts.GLASSES,
        "headwear": parts.HEADWEAR,
    }
    art = {
        name: torch.stack([_parse(*part) for part in options.values()])
        for name, options in choices.items()
    }
    art |= {"head": _parse(*parts.HEAD), "brows": _parse(*parts.BROWS)}
    art["shirt"] = _shirts(_parse(*parts.SHIRT))
    return art


def _parse(top: int, drawing: str) -> Tensor:
    """Gambar huruf menjadi indeks peran (24, 24), dipusatkan mendatar."""
    canvas = torch.zeros(SIZE, SIZE, dtype=torch.int64)
    for i, line in enumerate(drawing.strip("\n").splitlines()):
        cells = [parts.ROLES.index(cell) for cell in line.center(SIZE, ".")]
        canvas[top + i] = torch.tensor(cells)
    return canvas


def _shirts(plain: Tensor) -> Tensor:
    """Lima corak baju (5, 24, 24): warna kedua mengganti yang pertama menurut pola."""
    y, x = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    patterns = [
        torch.zeros_like(x, dtype=torch.bool),
        x % 3 == 0,  # lurik
        (x + 2 * (y % 2)) % 4 == 1,  # titik
        ((x == 11) | (x == 12)) | ((y == 20) & (x > 7) & (x < 16)),  # kemeja
        (x + y) % 4 < 2,  # parang
    ]
    second = torch.tensor(parts.ROLES.index("b"))
    return torch.stack([torch.where((plain > 0) & p, second, plain) for p in patterns])


def _palette(factors: dict[str, Tensor]) -> Tensor:
    """Warna tiap peran (B, peran, 3) uint8 untuk setiap wajah."""
    colors = torch.zeros(len(factors["skin"]), len(parts.ROLES), 3, dtype=torch.uint8)
    for role, code in parts.FIXED.items():
        colors[:, parts.ROLES.index(role)] = _rgb([(code,)])[0]
    tables = {
        ".": (factors["background"], [(c,) for c in parts.BACKGROUND.values()]),
        "sdr": (factors["skin"], parts.SKIN),
        "h": (factors["hair_color"], [(c,) for c in parts.HAIR_COLORS.values()]),
        "pq": (factors["headwear_color"], list(parts.CLOTH.values())),
        "ab": (factors["shirt_color"], list(parts.CLOTH.values())),
    }
    for roles, (index, table) in tables.items():
        columns = [parts.ROLES.index(role) for role in roles]
        colors[:, columns] = _rgb(table)[index]
    return colors


def _rgb(table: Sequence[tuple[str, ...]]) -> Tensor:
    """Kode warna heksadesimal (baris, kolom) menjadi uint8 (baris, kolom, 3)."""
    rows = [[list(bytes.fromhex(code)) for code in row] for row in table]
    return torch.tensor(rows, dtype=torch.uint8)
