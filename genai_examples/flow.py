"""Model aliran: ubah derau menjadi data dengan pemetaan yang dapat dibalik.

RealNVP menyusunnya dari lapisan kopling, sehingga densitasnya persis. Pencocokan aliran
(*flow matching*) belajar medan kecepatan dari derau ke data, lalu mengikutinya.

Makalah: Dinh dkk. (2017), arXiv 1605.08803 (RealNVP); Lipman dkk. (2022), arXiv
2210.02747, dan Liu dkk. (2022), arXiv 2209.03003. Bab: bab/keluarga.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from genai_examples import checks, denoiser, training

Points = Float[Tensor, "b d"]
PerRow = Float[Tensor, " b"]


@dataclass(frozen=True)
class Config:
    """Ukuran RealNVP dan cara melatihnya."""

    dim: int = 2  # banyaknya koordinat sebuah titik
    layers: int = 8  # lapisan kopling
    hidden: int = 64  # lebar jaringan di setiap kopling
    steps: int = 3000
    batch_size: int = 256
    lr: float = 2e-3
    seed: int = 0


class Coupling(nn.Module):
    """Separuh koordinat menentukan skala (e^±2) dan geseran sisanya; pers. 4–8."""

    def __init__(self, dim: int, hidden: int) -> None:
        super().__init__()
        self.kept = dim // 2
        self.network = nn.Sequential(
            nn.Linear(self.kept, hidden),
            nn.GELU(),
            nn.Linear(hidden, hidden),
            nn.GELU(),
            nn.Linear(hidden, 2 * (dim - self.kept)),
        )

    def forward(self, x: Points) -> tuple[Points, PerRow]:
        """Hasil pemetaan dan log |det Jacobi|-nya."""
        a, b, log_scale, shift = self._parts(x)
        return torch.cat([a, b * log_scale.exp() + shift], 1), log_scale.sum(1)

    def inverse(self, y: Points) -> Points:
        """Kebalikan `forward`: jaringannya tidak perlu dibalik."""
        a, b, log_scale, shift = self._parts(y)
        return torch.cat([a, (b - shift) * (-log_scale).exp()], 1)

    def _parts(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        a, b = x[:, : self.kept], x[:, self.kept :]
        log_scale, shift = self.network(a).chunk(2, dim=1)
        return a, b, 2 * torch.tanh(log_scale / 2), shift


class RealNVP(nn.Module):
    """Susunan kopling dari data x ke derau z; di antaranya koordinat dibalik."""

    mean: Tensor
    std: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        if config.dim < 2:
            raise ValueError(f"dim={config.dim}: kopling memerlukan dim ≥ 2")
        self.config = config
        self.register_buffer("mean", torch.zeros(config.dim))  # dari data latih
        self.register_buffer("std", torch.ones(config.dim))
        size = (config.dim, config.hidden)
        self.layers = nn.ModuleList(Coupling(*size) for _ in range(config.layers))

    def forward(self, x: Points) -> tuple[Points, PerRow]:
        """z = f(x) dan log |det ∂f/∂x|."""
        z = (x - self.mean) / self.std
        log_det = -self.std.log().sum().expand(len(x))
        for layer in self.layers:
            z, part = layer(z)
            z, log_det = z.flip(1), log_det + part
        return z, log_det

    def inverse(self, z: Points) -> Points:
        """x = f⁻¹(z)."""
        for layer in reversed(self.layers):
            assert isinstance(layer, Coupling)
            z = layer.inverse(z.flip(1))
        return z * self.std + self.mean

    def log_prob(self, x: Points) -> PerRow:
        """log N(f(x); 0, I) + log |det ∂f/∂x|, dalam nat; Dinh dkk. (2017), pers. 3."""
        checks.check_shape("x", x, (self.config.dim,))
        z, log_det = self(x)
        return log_det - 0.5 * (z.square() + math.log(2 * math.pi)).sum(1)


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[RealNVP, dict[str, list[float]]]:
    """Latih RealNVP pada titik `data` (n, dim) dengan kebolehjadian maksimum.

    Riwayat memuat step dan loss (−log p(x) rata-rata, nat per titik).
    """
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    checks.check_data(tensors, (config.dim,))
    with training.seeded(config.seed) as generator:
        model = RealNVP(config).to(device)
        model.mean.copy_(tensors[0].mean(0))
        model.std.copy_(tensors[0].std(0))
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
        parts = {"model": model, "optimizer": optimizer, "decay": decay}
        run = training.Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            x, *_ = training.minibatch(tensors, config.batch_size, generator)
            loss = -model.log_prob(x).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            decay.step()
            if step % 20 == 0:
                run.log(loss=loss)
    return model.eval(), run.history


@torch.no_grad()
def sample(
    model: RealNVP,
    n: int = 16,
    *,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> Float[Tensor, "n d"]:
    """Titik baru: undi z ~ N(0, I), lalu balik alirannya."""
    checks.check_counts(n=n)
    generator = torch.Generator().manual_seed(seed)
    model = model.to(device or model.mean.device)
    z = torch.randn(n, model.config.dim, generator=generator).to(model.mean)
    return model.inverse(z)


@dataclass(frozen=True)
class FMConfig(Config):
    """Ukuran medan kecepatan dan cara melatihnya."""

    layers: int = 3  # lapisan tersembunyi MLP
    hidden: int = 128  # lebarnya
    steps: int = 4000


class FlowMatching(nn.Module):
    """Medan kecepatan v(x, t): derau di t = 0, data di t = 1."""

    def __init__(self, config: FMConfig) -> None:
        super().__init__()
        self.config = config
        self.network = denoiser.MLP(config.dim, (config.hidden,) * config.layers)

    def forward(self, x: Points, t: PerRow) -> Points:
        """Kecepatan dx/dt di titik x pada saat t."""
        checks.check_shape("x", x, (self.config.dim,))
        return self.network(x, t)


def fm_loss(
    model: FlowMatching, x1: Points, generator: torch.Generator
) -> Float[Tensor, ""]:
    """E‖v(x_t, t) − (x1 − x0)‖² per koordinat, x_t di garis lurus dari derau ke data.

    Sumber: Liu dkk. (2022), pers. 1; Lipman dkk. (2022), pers. 23 dengan σ_min = 0.
    """
    x0 = torch.randn(x1.shape, generator=generator).to(x1)
    t = torch.rand(len(x1), generator=generator).to(x1)
    x_t = torch.lerp(x0, x1, t[:, None])
    return F.mse_loss(model(x_t, t), x1 - x0)


def fm_train(
    config: FMConfig,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[FlowMatching, dict[str, list[float]]]:
    """Latih pada `data` (n, dim) berskala satu; loss: galat kuadrat kecepatan."""
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    checks.check_data(tensors, (config.dim,))
    with training.seeded(config.seed) as generator:
        model = FlowMatching(config).to(device)
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
        parts = {"model": model, "optimizer": optimizer, "decay": decay}
        run = training.Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            x, *_ = training.minibatch(tensors, config.batch_size, generator)
            loss = fm_loss(model, x, generator)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            decay.step()
            if step % 20 == 0:
                run.log(loss=loss)
    return model.eval(), run.history


@torch.no_grad()
def fm_trajectory(
    model: FlowMatching, n: int, *, seed: int = 0, steps: int = 32
) -> Iterator[tuple[float, Tensor]]:
    """Pasangan (t, x_t) sepanjang `steps` langkah Euler dari derau ke data."""
    checks.check_counts(n=n, steps=steps)
    generator = torch.Generator().manual_seed(seed)
    device = next(model.parameters()).device
    x = torch.randn(n, model.config.dim, generator=generator).to(device)
    yield 0.0, x
    for i in range(steps):
        x = x + model(x, torch.full((n,), i / steps, device=device)) / steps
        yield (i + 1) / steps, x


def fm_sample(
    model: FlowMatching,
    n: int = 16,
    *,
    seed: int = 0,
    steps: int = 32,
    device: str | torch.device | None = None,
) -> Float[Tensor, "n d"]:
    """Titik baru di ujung lintasan Euler."""
    model = model.to(device or next(model.parameters()).device)
    *_, (_, x) = fm_trajectory(model, n, seed=seed, steps=steps)
    return x
