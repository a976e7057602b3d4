"""LoRA: setel lanjut model besar dengan melatih sedikit bobot tambahan.

Bobot asal W dibekukan; yang dilatih hanya dua matriks kecil A dan B, dan lapisannya
menghitung W x + 2 B A x. Sesudah dilatih, koreksinya dapat dijumlahkan ke W.

Makalah: Hu dkk. (2021), arXiv 2106.09685. Bab: bab/gpt.
"""

import copy
from typing import TypeVar

import torch
from jaxtyping import Float
from torch import Tensor, nn

Model = TypeVar("Model", bound=nn.Module)


class LoRA(nn.Module):
    """Lapisan linear beku dengan koreksi berperingkat rendah; B mulai dari nol.

    Sumber: Hu dkk. (2021), pers. 3, dengan α = 2r.
    """

    def __init__(
        self, base: nn.Linear, rank: int, generator: torch.Generator | None = None
    ) -> None:
        super().__init__()
        self.base = base
        A = torch.randn(rank, base.in_features, generator=generator)
        self.A = nn.Parameter(A.to(base.weight) * base.in_features**-0.5)  # (r, masuk)
        self.B = nn.Parameter(base.weight.new_zeros(base.out_features, rank))

    def forward(self, x: Float[Tensor, "*b i"]) -> Float[Tensor, "*b o"]:
        """W x + b + 2 B A x."""
        return self.base(x) + 2 * (x @ self.A.T @ self.B.T)

    def merged(self) -> nn.Linear:
        """Lapisan linear biasa dengan bobot W + 2 B A."""
        self.base.weight.data += 2 * self.B.data @ self.A.data
        return self.base


def add_lora(model: Model, rank: int = 4, seed: int = 0) -> Model:
    """Salinan beku `model` yang setiap lapisan linearnya dibungkus LoRA.

    Raises:
        ValueError: bila `rank` bukan bilangan positif.
    """
    if any(isinstance(module, LoRA) for module in model.modules()):
        raise ValueError("model: sudah memuat LoRA; panggil merge_lora dulu")
    if not isinstance(rank, int) or rank < 1:
        raise ValueError(f"rank={rank}: harus bilangan bulat positif")
    generator = torch.Generator().manual_seed(seed)
    model = copy.deepcopy(model).requires_grad_(False)
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Linear):
                setattr(parent, name, LoRA(child, rank, generator))
    return model


def merge_lora(model: Model) -> Model:
    """Salinan `model` tanpa LoRA: setiap koreksi sudah masuk ke bobot asalnya."""
    model = copy.deepcopy(model)
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, LoRA):
                setattr(parent, name, child.merged())
    return model.requires_grad_(True)
