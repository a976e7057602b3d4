"""Campuran Gauss isotropik berbobot sama: sampel, log-densitas, dan skor eksak.

Dipakai oleh `cincin8` dan `bulan`. Setelah proses maju difusi x_t = a x_0 + s ε,
campuran ini tetap campuran Gauss (pusat a μ, varians a²σ² + s²), jadi densitas dan
skor pada setiap tingkat derau pun diketahui persis.
"""

import math

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor


def draw(
    centers: Float[Tensor, "k 2"], sigma: float, n: int, rng: np.random.Generator
) -> tuple[Float[Tensor, "n 2"], np.ndarray]:
    """`n` titik dari campuran, dan nomor komponennya masing-masing."""
    component = rng.integers(len(centers), size=n)
    points = centers.double().numpy()[component] + sigma * rng.standard_normal((n, 2))
    return torch.from_numpy(points).float(), component


def log_prob(
    x: Float[Tensor, "*b 2"],
    centers: Float[Tensor, "k 2"],
    sigma: float,
    scale: float = 1.0,
    noise: float = 0.0,
) -> Float[Tensor, "*b"]:
    """Log-densitas (nat) dari a x_0 + s ε, dengan a = `scale` dan s = `noise`."""
    exponent, var = _exponents(x, centers, sigma, scale, noise)
    log_norm = math.log(2 * math.pi * var) + math.log(len(centers))
    return torch.logsumexp(exponent, dim=-1) - log_norm  # (*B,)


def score(
    x: Float[Tensor, "*b 2"],
    centers: Float[Tensor, "k 2"],
    sigma: float,
    scale: float = 1.0,
    noise: float = 0.0,
) -> Float[Tensor, "*b 2"]:
    """Skor ∇ log p: tarikan ke rata-rata pusat, dibobot peluang tiap komponen."""
    exponent, var = _exponents(x, centers, sigma, scale, noise)
    pull = torch.softmax(exponent, dim=-1) @ (scale * centers.to(x))  # (*B, 2)
    return (pull - x) / var


def _exponents(
    x: Tensor, centers: Tensor, sigma: float, scale: float, noise: float
) -> tuple[Tensor, float]:
    """−‖x − aμ_k‖² / 2v untuk setiap komponen, dan variansnya v = a²σ² + s²."""
    var = (scale * sigma) ** 2 + noise**2
    if var <= 0:
        raise ValueError(f"scale={scale}, noise={noise}: salah satunya harus bukan nol")
    gap = x[..., None, :] - scale * centers.to(x)  # (*B, K, 2)
    return -gap.square().sum(dim=-1) / (2 * var), var
