"""Jaringan yang membaca masukan berderau, waktu, dan label: MLP dan U-Net kecil.

Dipakai oleh `diffusion` (menebak derau) dan `flow` (menebak kecepatan): keduanya
memetakan (x, t, y) ke tensor sebentuk x, dengan t antara 0 dan 1.

Makalah: Ronneberger dkk. (2015), arXiv 1505.04597 (U-Net); Vaswani dkk. (2017),
bagian 3.5 (ciri sinus untuk waktu).
"""

import math
from itertools import pairwise
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn

from genai_examples import checks

Times = Float[Tensor, " b"]  # 0 sampai 1
Labels = Int64[Tensor, " b"] | None

FEATURES = 32  # banyaknya ciri sinus untuk waktu


def sinusoids(t: Times) -> Float[Tensor, "b f"]:
    """Sinus dan kosinus t dengan frekuensi 1 sampai 1.000 rad per satuan waktu."""
    exponent = torch.linspace(0, 3, FEATURES // 2).to(t)
    angle = t[:, None] * 10**exponent  # (B, f / 2)
    return torch.cat([angle.sin(), angle.cos()], dim=1)


class Condition(nn.Module):
    """Satu vektor dari waktu t dan label y; label `classes` berarti tanpa label."""

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.classes = classes
        self.time = nn.Linear(FEATURES, width)
        self.label = nn.Embedding(classes + 1, width) if classes else None

    def forward(self, t: Times, y: Labels) -> Float[Tensor, "b width"]:
        if self.label is None and y is not None:
            raise ValueError("y: model ini tanpa label (classes=0); harus None")
        vector = self.time(sinusoids(t))  # (B, width)
        if self.label is not None:
            if y is None:
                y = torch.full(t.shape, self.classes, device=t.device)
            checks.check_labels("y", y, len(t), self.classes + 1)  # yang akhir: tanpa
            vector = vector + self.label(y)
        return F.gelu(vector)


class MLP(nn.Module):
    """Untuk titik (d,): setiap lapisan tersembunyi juga menerima waktu dan label."""

    def __init__(self, dim: int, hidden: tuple[int, ...], classes: int = 0) -> None:
        super().__init__()
        width = hidden[0]
        self.condition = Condition(width, classes)
        self.layers = nn.ModuleList(
            nn.Linear(a, b) for a, b in pairwise((dim, *hidden))
        )
        self.tell = nn.ModuleList(nn.Linear(width, b) for b in hidden)
        self.out = nn.Linear(hidden[-1], dim)

    def forward(
        self, x: Float[Tensor, "b d"], t: Times, y: Labels = None
    ) -> Float[Tensor, "b d"]:
        condition = self.condition(t, y)
        for layer, tell in zip(self.layers, self.tell, strict=True):
            x = F.gelu(layer(x) + tell(condition))  # (B, hidden)
        return self.out(x)


class Block(nn.Module):
    """x + konvolusi 3×3; waktu dan label menggeser setiap kanalnya."""

    def __init__(self, channels: int, width: int) -> None:
        super().__init__()
        self.tell = nn.Linear(width, channels)
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(
        self, x: Float[Tensor, "b c h w"], condition: Float[Tensor, "b width"]
    ) -> Float[Tensor, "b c h w"]:
        shift = self.tell(condition)[:, :, None, None]  # (B, c, 1, 1)
        return x + self.conv(F.gelu(x + shift))


class UNet(nn.Module):
    """Untuk gambar bersisi kelipatan 4: turun dua kali, naik dua kali, jalan pintas."""

    def __init__(self, shape: tuple[int, ...], channels: int, classes: int = 0) -> None:
        super().__init__()
        inputs, height, width = shape
        if height % 4 or width % 4:
            raise ValueError(f"shape={shape}: sisi gambar harus kelipatan 4")
        c, wide = channels, 4 * channels
        self.condition = Condition(wide, classes)
        self.enter = nn.Conv2d(inputs, c, 3, padding=1)
        self.down1 = nn.Conv2d(c, 2 * c, 3, stride=2, padding=1)
        self.block1 = Block(2 * c, wide)
        self.down2 = nn.Conv2d(2 * c, 2 * c, 3, stride=2, padding=1)
        self.middle = Block(2 * c, wide)
        self.block2 = Block(2 * c, wide)
        self.up = nn.Conv2d(2 * c, c, 3, padding=1)
        self.block3 = Block(c, wide)
        self.out = nn.Conv2d(c, inputs, 3, padding=1)

    def forward(
        self, x: Float[Tensor, "b c h w"], t: Times, y: Labels = None
    ) -> Float[Tensor, "b c h w"]:
        condition = self.condition(t, y)
        fine = self.enter(x)  # (B, c, H, W)
        half = self.block1(self.down1(fine), condition)  # (B, 2c, H/2, W/2)
        x = self.middle(self.down2(half), condition)  # (B, 2c, H/4, W/4)
        x = self.block2(half + F.interpolate(x, scale_factor=2), condition)
        x = fine + F.interpolate(self.up(x), scale_factor=2)  # (B, c, H, W)
        return self.out(F.gelu(self.block3(x, condition)))


def build(
    shape: tuple[int, ...],
    network: Literal["mlp", "unet"],
    hidden: tuple[int, ...],
    channels: int,
    classes: int,
) -> MLP | UNet:
    """Jaringan yang diminta untuk data sebentuk `shape`."""
    if network == "unet":
        return UNet(shape, channels, classes)
    return MLP(math.prod(shape), hidden, classes)


def to_signed(x: Float[Tensor, "n *shape"]) -> Float[Tensor, "n *shape"]:
    """Gambar dari [0, 1] ke [-1, 1]; titik tidak diubah."""
    return 2 * x - 1 if x.ndim == 4 else x


def to_unit(x: Float[Tensor, "n *shape"]) -> Float[Tensor, "n *shape"]:
    """Kebalikan `to_signed`, dijepit ke [0, 1]; titik tidak diubah."""
    return ((x + 1) / 2).clamp(0, 1) if x.ndim == 4 else x
