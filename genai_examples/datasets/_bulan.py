"""Dua bulan sabit yang saling mengait, dengan densitas dan skor yang diketahui persis.

Setiap sabit adalah rantai 16 Gauss sepanjang setengah lingkaran satuan. Jarak
antarpusat sekitar 2 σ, sehingga rantainya tampak sebagai pita yang mulus, sedangkan
densitasnya tetap campuran Gauss yang eksak. Sintetis.
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets import _mixture
from genai_examples.datasets._common import Split, check_n, stream

_SIGMA = 0.1
_PER_MOON = 16


def _centers() -> Tensor:
    """Pusat komponen: sabit atas (baris 0–15), lalu sabit bawah; rata-ratanya nol."""
    turn = torch.linspace(0, math.pi, _PER_MOON)
    upper = torch.stack([turn.cos() - 0.5, turn.sin() - 0.25], dim=1)  # (16, 2)
    return torch.cat([upper, -upper])  # (32, 2)


_CENTERS = _centers()


class Bulan(NamedTuple):
    """Titik dan sabitnya: 0 atas, 1 bawah."""

    points: Float[Tensor, "n 2"]
    labels: Int64[Tensor, " n"]


def bulan(n: int, seed: int = 0, split: Split = "train") -> Bulan:
    """`n` titik float32 dari dua bulan sabit berjari-jari 1, tebalnya σ = 0,1.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, `seed` negatif, atau `split`
            bukan train, val, atau test.
    """
    check_n(n)
    points, part = _mixture.draw(_CENTERS, _SIGMA, n, stream("bulan", seed, split))
    return Bulan(points, torch.from_numpy(part // _PER_MOON))


def bulan_log_prob(
    x: Float[Tensor, "*b 2"], scale: float = 1.0, noise: float = 0.0
) -> Float[Tensor, "*b"]:
    """Log-densitas eksak (nat) dari scale · x_0 + noise · ε; bawaannya p_data."""
    return _mixture.log_prob(x, _CENTERS, _SIGMA, scale, noise)


def bulan_score(
    x: Float[Tensor, "*b 2"], scale: float = 1.0, noise: float = 0.0
) -> Float[Tensor, "*b 2"]:
    """Skor eksak, yaitu gradien `bulan_log_prob` terhadap `x`."""
    return _mixture.score(x, _CENTERS, _SIGMA, scale, noise)
