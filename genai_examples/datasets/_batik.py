"""Ubin batik prosedural: lima motif dengan faktor yang diketahui.

Motifnya disusun dari bidang jarak bertanda, digambar tiga kali lebih rapat, lalu
dirata-ratakan. Tidak ada foto atau kain yang disalin. Label untuk setiap gambar:
"Motif prosedural yang terilhami batik; bukan batik tulis atau cap, dan tanpa makna
adatnya."
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets import _batik_motifs as shapes
from genai_examples.datasets._cache import cached
from genai_examples.datasets._common import Split, check_n, stream

BATIK_MOTIFS = tuple(shapes.MOTIFS)
BATIK_PALETTES = tuple(shapes.PALETTES)
BATIK_RANGES = {  # sama untuk semua motif
    "repeats": (1.2, 2.0),  # banyaknya ubin sepanjang sisi gambar
    "angle": (-0.2, 0.2),  # radian
    "phase_x": (0.0, 1.0),  # geseran, dalam sisi ubin
    "phase_y": (0.0, 1.0),
    "stroke": (0.0, 1.0),  # tebal garis
    "petal": (0.0, 1.0),  # gemuknya kelopak, bilah, atau mega
    "isen": (0.0, 1.0),  # besar titik isen-isen
    "tone": (0.0, 1.0),  # pekatnya celupan latar
}
_CACHE_PIXELS = 2**20  # di bawah ini melukis ulang lebih murah daripada menyimpan


class Batik(NamedTuple):
    """Ubin batik, motifnya (indeks `BATIK_MOTIFS`), dan faktor yang melukisnya."""

    images: Float[Tensor, "n 3 size size"]
    labels: Int64[Tensor, " n"]
    factors: dict[str, Tensor]


def batik(
    n: int,
    size: int = 32,
    motifs: Sequence[str] = BATIK_MOTIFS,
    seed: int = 0,
    split: Split = "train",
) -> Batik:
    """`n` ubin batik berwarna dalam [0, 1], motifnya bergilir menurut urutan `motifs`.

    `labels` selalu indeks dalam `BATIK_MOTIFS` (kawung 0, parang 1, truntum 2,
    ceplok 3, megamendung 4), apa pun `motifs` yang diminta. `factors` memuat tensor
    (n,): `repeats`, `angle` (radian), `phase_x`, `phase_y`, `stroke`, `petal`, `isen`,
    `tone` (float32, rentangnya `BATIK_RANGES`) dan `palette` (int64, indeks dalam
    `BATIK_PALETTES`). Faktor tidak bergantung pada `size` atau `n`: benih yang sama
    memberi kain yang sama pada ukuran berapa pun, dan n kecil adalah awal n besar.

    Raises:
        ValueError: bila `n` bukan bilangan positif, `size` < 8, motif tidak dikenal
            atau berulang, `seed` negatif, atau `split` bukan train, val, atau test.
    """
    check_n(n)
    _check_size(size)
    _check_motifs(motifs)
    factors = draw_factors(n, seed, split)
    make = cached(_draw) if n * size**2 >= _CACHE_PIXELS else _draw
    drawn = make(n, size, tuple(motifs), seed, split)
    return Batik(drawn["images"] / 255, _labels(n, motifs), factors)


def _check_size(size: int) -> None:
    if isinstance(size, bool) or not isinstance(size, int) or size < 8:
        raise ValueError(f"size={size!r}: harus bilangan bulat ≥ 8 (piksel)")


def _check_motifs(motifs: Sequence[str]) -> None:
    known = ", ".join(BATIK_MOTIFS)
    if isinstance(motifs, str) or len(motifs) == 0:
        raise ValueError(f"motifs={motifs!r}: harus daftar nama motif dari {known}")
    for name in motifs:
        if name not in BATIK_MOTIFS:
            raise ValueError(f"motifs: {name!r} tidak dikenal; yang ada: {known}")
    if len(set(motifs)) < len(motifs):
        raise ValueError(f"motifs={tuple(motifs)!r}: setiap motif hanya boleh sekali")


def _labels(n: int, motifs: Sequence[str]) -> Tensor:
    cycle = torch.tensor([BATIK_MOTIFS.index(name) for name in motifs])
    return cycle[torch.arange(n) % len(motifs)]


def draw_factors(n: int, seed: int, split: Split) -> dict[str, Tensor]:
    """Faktor acak seragam; satu baris angka acak per ubin."""
    rng = stream("batik", seed, split)
    unit = torch.from_numpy(rng.random((n, len(BATIK_RANGES) + 1)))  # (n, faktor)
    factors = {
        name: (low + (high - low) * unit[:, i]).float()
        for i, (name, (low, high)) in enumerate(BATIK_RANGES.items())
    }
    factors["palette"] = (unit[:, -1] * len(BATIK_PALETTES)).long()
    return factors


def _draw(
    n: int, size: int, motifs: tuple[str, ...], seed: int, split: Split
) -> dict[str, Tensor]:
    """Lukis semua ubin sebagai uint8 (n, 3, size, size), motif demi motif."""
    factors = draw_factors(n, seed, split)
    images = torch.empty(n, 3, size, size, dtype=torch.uint8)
    batch = max(1, 2**17 // (shapes.OVERSAMPLE * size) ** 2)  # seukuran tembolok CPU
    for start, motif in enumerate(motifs[:n]):
        for rows in torch.arange(start, n, len(motifs)).split(batch):
            some = {name: value[rows] for name, value in factors.items()}
            cloth = shapes.Cloth(size, some)
            shapes.MOTIFS[motif](cloth)
            smooth = F.avg_pool2d(cloth.rgb, shapes.OVERSAMPLE)  # (B, 3, size, size)
            images[rows] = (smooth * 255).round().to(torch.uint8)
    return {"images": images}
