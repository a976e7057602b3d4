"""Attention: setiap posisi bertanya (q), menawarkan (k), dan memberi isi (v).

Bobotnya softmax dari kecocokan q dan k; hasilnya rata-rata v menurut bobot itu.

Makalah: Vaswani dkk. (2017), arXiv 1706.03762. Bab: bab/transformer.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int64
from torch import Tensor, nn


def attention(
    q: Float[Tensor, "*b t d"],
    k: Float[Tensor, "*b s d"],
    v: Float[Tensor, "*b s e"],
    mask: Bool[Tensor, "..."] | None = None,
) -> tuple[Float[Tensor, "*b t e"], Float[Tensor, "*b t s"]]:
    """softmax(q kᵀ / √d) v beserta bobotnya; `mask` True berarti boleh diperhatikan.

    Tanpa √d varians skornya d, dan softmax menjadi hampir satu-nol.
    Vaswani dkk. (2017), pers. 1.
    """
    scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])  # (…, T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)  # (…, T, S)
    return weights @ v, weights


class MultiHeadAttention(nn.Module):
    """`heads` attention berdampingan, masing-masing selebar width / heads.

    Empat matriks tanpa bias, jadi 4 · width² parameter. Vaswani dkk. (2017), 3.2.2.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"heads={heads}: harus membagi width={width} tanpa sisa")
        self.heads = heads
        self.query = nn.Linear(width, width, bias=False)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def forward(
        self,
        x: Float[Tensor, "b t c"],
        memory: Float[Tensor, "b s c"],
        mask: Bool[Tensor, "..."] | None = None,
        causal: bool = False,
    ) -> Float[Tensor, "b t c"]:
        """Setiap posisi `x` memperhatikan `memory`; self-attention bila keduanya sama.

        `causal` menutup masa depan; tidak dapat dipakai bersama `mask`.
        """
        q, k, v = self._heads(x, memory)  # (B, nh, T, hs), 2 × (B, nh, S, hs)
        # sama dengan `attention` di atas, tetapi tanpa menyimpan bobot (B, nh, T, S)
        y = F.scaled_dot_product_attention(q, k, v, mask, is_causal=causal)
        return self.output(y.transpose(1, 2).flatten(2))  # (B, T, C)

    def weights(
        self,
        x: Float[Tensor, "b t c"],
        memory: Float[Tensor, "b s c"],
        mask: Bool[Tensor, "..."] | None = None,
        causal: bool = False,
    ) -> Float[Tensor, "b nh t s"]:
        """Bobot attention yang dipakai `forward` untuk masukan yang sama."""
        q, k, v = self._heads(x, memory)
        if causal:
            mask = causal_mask(x.shape[1]).to(x.device)
        return attention(q, k, v, mask)[1]

    def _heads(self, x: Tensor, memory: Tensor) -> list[Tensor]:
        projected = self.query(x), self.key(memory), self.value(memory)
        return [  # (B, L, C) → (B, nh, L, hs)
            y.unflatten(2, (self.heads, -1)).transpose(1, 2) for y in projected
        ]


def causal_mask(length: int) -> Bool[Tensor, "t t"]:
    """Segitiga bawah: posisi i hanya boleh memperhatikan posisi 0 … i."""
    return torch.ones(length, length, dtype=torch.bool).tril()


def padding_mask(tokens: Int64[Tensor, "b s"], pad: int) -> Bool[Tensor, "b 1 1 s"]:
    """True untuk token sungguhan, False untuk pengisi `pad`."""
    return (tokens != pad)[:, None, None, :]  # (B, 1, 1, S)


def sinusoids(length: int, width: int) -> Float[Tensor, "t c"]:
    """Penyandian posisi: sinus di dimensi genap, kosinus di dimensi ganjil.

    PE(t, 2i) = sin(t / 10000^(2i/width)); Vaswani dkk. (2017), 3.5.
    """
    positions = torch.arange(length)[:, None]  # (T, 1)
    frequencies = 10_000 ** (-torch.arange(0, width, 2) / width)  # (C/2,)
    angles = positions * frequencies  # (T, C/2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)  # (T, C)


@contextmanager
def recording(*modules: MultiHeadAttention) -> Iterator[list[Tensor]]:
    """Selama blok `with` berjalan, catat bobot (B, nh, T, S) setiap panggilan modul."""
    maps: list[Tensor] = []

    def keep(module: MultiHeadAttention, inputs: tuple, options: dict) -> None:
        maps.append(module.weights(*inputs, **options))

    hooks = [m.register_forward_pre_hook(keep, with_kwargs=True) for m in modules]
    try:
        yield maps
    finally:
        for hook in hooks:
            hook.remove()
