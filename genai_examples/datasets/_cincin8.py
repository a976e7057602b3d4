"""Delapan Gauss pada cincin: modusnya dapat dihitung, skornya diketahui persis.

Pusatnya berjarak sama pada lingkaran satuan dan σ = 0,05: dua modus bertetangga
terpisah 15 σ, jadi setiap sampel jelas milik modus yang mana. Sintetis.
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets import _mixture
from genai_examples.datasets._common import Split, check_n, stream

CINCIN8_SIGMA = 0.05
_ANGLES = torch.arange(8) * (math.pi / 4)
CINCIN8_CENTERS = torch.stack([_ANGLES.cos(), _ANGLES.sin()], dim=1)  # (8, 2)


class Cincin8(NamedTuple):
    """Titik dan nomor modusnya (baris `CINCIN8_CENTERS`)."""

    points: Float[Tensor, "n 2"]
    labels: Int64[Tensor, " n"]


def cincin8(n: int, seed: int = 0, split: Split = "train") -> Cincin8:
    """`n` titik float32 dari delapan Gauss pada lingkaran satuan, σ = 0,05.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, `seed` negatif, atau `split`
            bukan train, val, atau test.
    """
    check_n(n)
    rng = stream("cincin8", seed, split)
    points, mode = _mixture.draw(CINCIN8_CENTERS, CINCIN8_SIGMA, n, rng)
    return Cincin8(points, torch.from_numpy(mode))


def cincin8_log_prob(
    x: Float[Tensor, "*b 2"], scale: float = 1.0, noise: float = 0.0
) -> Float[Tensor, "*b"]:
    """Log-densitas eksak (nat) dari scale · x_0 + noise · ε.

    Nilai bawaannya memberi densitas data itu sendiri; dengan a = √ᾱ_t dan s = √(1−ᾱ_t)
    ia memberi densitas x_t pada proses difusi (Ho dkk., 2020, pers. 4).
    """
    return _mixture.log_prob(x, CINCIN8_CENTERS, CINCIN8_SIGMA, scale, noise)


def cincin8_score(
    x: Float[Tensor, "*b 2"], scale: float = 1.0, noise: float = 0.0
) -> Float[Tensor, "*b 2"]:
    """Skor eksak, yaitu gradien `cincin8_log_prob` terhadap `x`."""
    return _mixture.score(x, CINCIN8_CENTERS, CINCIN8_SIGMA, scale, noise)
