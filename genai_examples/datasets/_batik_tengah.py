"""Ubin batik satu saluran dengan motif tepat di tengah.

Jaringan kecil cukup untuk data ini: geseran, warna, dan palet berlatar putih hilang,
yang tersisa jenis motif, besar, sudut, dan rinciannya.
"""

import torch
from torch import Tensor

from genai_examples.datasets._batik import BATIK_PALETTES, Batik, batik, draw_factors
from genai_examples.datasets._common import Split, check_n

_SIZE, _CLOTH = 32, 48  # piksel: ubin, dan kain tempat ubin dipotong
_ROOM = _CLOTH - _SIZE


def batik_tengah(n: int, split: Split = "train", seed: int = 0) -> Batik:
    """`n` ubin 32 × 32 bermotif di tengah, dipotong dari kain `batik` 48 × 48.

    Kain berpalet putih, dan yang motif terdekatnya terlalu dekat ke tepi, dilewatkan;
    kira-kira satu dari empat kain menjadi ubin. `images` (n, 1, 32, 32) adalah
    rata-rata ketiga warna, direntangkan sehingga setiap ubin memuat 0 dan 1. `labels`
    dan `factors` seperti pada `batik`; n kecil adalah awal n besar.
    """
    check_n(n)
    cloths, keep = 4 * n, torch.empty(0)
    while len(keep) < n:
        cloths *= 2
        left, top, usable = _corners(draw_factors(cloths, seed, split))
        keep = usable.nonzero().flatten()[:n]
    images, labels, factors = batik(int(keep[-1]) + 1, _CLOTH, seed=seed, split=split)
    crops = [images[i, :, top[i] :, left[i] :][:, :_SIZE, :_SIZE].mean(0) for i in keep]
    gray = torch.stack(crops)[:, None]  # (n, 1, 32, 32)
    low, high = gray.amin((2, 3), True), gray.amax((2, 3), True)
    kept = {name: values[keep] for name, values in factors.items()}
    return Batik((gray - low) / (high - low), labels[keep], kept)


def _corners(factors: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
    """Kolom dan baris pojok ubin yang berpusat pada motif, dan layak tidaknya."""
    x, y = factors["phase_x"], factors["phase_y"]
    x, y = x.round() - x, y.round() - y  # letak motif terdekat, dalam sisi ubin
    cos, sin = factors["angle"].cos(), factors["angle"].sin()
    side = _CLOTH / factors["repeats"]  # piksel
    left = _ROOM // 2 + ((cos * x + sin * y) * side).round().long()
    top = _ROOM // 2 + ((cos * y - sin * x) * side).round().long()
    fits = (left >= 0) & (left <= _ROOM) & (top >= 0) & (top <= _ROOM)
    dark = factors["palette"] != BATIK_PALETTES.index("putih")  # berlatar gelap
    return left, top, fits & dark
