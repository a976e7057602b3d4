"""Ubin batik satu saluran dengan motif tepat di tengah.

Jaringan kecil cukup untuk data ini: geseran, warna, dan palet berlatar putih hilang,
yang tersisa jenis motif, besar, sudut, dan rinciannya.
"""

import torch

from genai_examples.datasets._batik import BATIK_PALETTES, Batik, batik
from genai_examples.datasets._common import Split

_SIZE, _CLOTH = 32, 48  # piksel: ubin, dan kain tempat ubin dipotong


def batik_tengah(n: int, split: Split = "train", seed: int = 0) -> Batik:
    """Ubin 32 × 32 bermotif di tengah dari `n` kain `batik`; sekitar seperempat lolos.

    Dari setiap kain 48 × 48 dipotong ubin yang berpusat pada motif terdekat; kain
    berpalet putih dan yang potongannya melewati tepi dilewatkan. `images` (m, 1, 32,
    32) adalah rata-rata ketiga warna, direntangkan sehingga setiap ubin berisi 0 dan 1.
    """
    images, labels, factors = batik(n, size=_CLOTH, split=split, seed=seed)
    x, y = factors["phase_x"], factors["phase_y"]
    x, y = x.round() - x, y.round() - y  # letak motif terdekat, dalam sisi ubin
    cos, sin = factors["angle"].cos(), factors["angle"].sin()
    side, room = _CLOTH / factors["repeats"], _CLOTH - _SIZE  # piksel
    left = room // 2 + ((cos * x + sin * y) * side).round().long()
    top = room // 2 + ((cos * y - sin * x) * side).round().long()
    fits = (left >= 0) & (left <= room) & (top >= 0) & (top <= room)
    dark = factors["palette"] != BATIK_PALETTES.index("putih")  # berlatar gelap
    keep = (fits & dark).nonzero().flatten()
    crops = [images[i, :, top[i] :, left[i] :][:, :_SIZE, :_SIZE].mean(0) for i in keep]
    gray = (
        torch.stack(crops)[:, None] if crops else images.new_empty(0, 1, _SIZE, _SIZE)
    )
    low, high = gray.amin((2, 3), True), gray.amax((2, 3), True)
    kept = {name: values[keep] for name, values in factors.items()}
    return Batik((gray - low) / (high - low), labels[keep], kept)
