"""Model difusi: rusak data dengan derau sedikit demi sedikit, lalu belajar membaliknya.

Proses maju q(x_t|x_0) diketahui persis; jaringan menebak derau di dalam x_t. Sampel
dibuat dengan membalik prosesnya dari derau murni: acak (DDPM) atau tidak (DDIM).

Makalah: Ho dkk. (2020), arXiv 2006.11239 (DDPM); Song dkk. (2020), arXiv 2010.02502
(DDIM); Nichol & Dhariwal (2021), arXiv 2102.09672 (jadwal kosinus); Ho & Salimans
(2022), arXiv 2207.12598 (panduan tanpa pengklasifikasi). Bab: bab/diffusion.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn

from genai_examples import checks, denoiser, training

Batch = Float[Tensor, "b *shape"]  # titik atau gambar
Times = Int64[Tensor, " b"]  # t setiap baris, 1 … T
Labels = Int64[Tensor, " b"] | None


@dataclass(frozen=True)
class Config(checks.Choices):
    """Ukuran model, jadwal derau, dan cara melatihnya."""

    shape: tuple[int, ...] = (2,)  # titik (d,) atau gambar (kanal, tinggi, lebar)
    network: Literal["mlp", "unet"] = "mlp"
    hidden: tuple[int, ...] = (128, 128, 128)  # lebar lapisan MLP
    channels: int = 16  # kanal dasar U-Net
    classes: int = 0  # > 0: bersyarat label 0 … classes − 1
    drop_label: float = 0.1  # peluang label disembunyikan saat latihan
    timesteps: int = 100  # T; x_0 bersih, x_T hampir derau murni
    schedule: Literal["cosine", "linear"] = "cosine"
    betas: tuple[float, float] = (1e-3, 0.2)  # β_1 dan β_T jadwal linear
    error: Literal["noise", "v"] = "noise"  # galat yang ditagih: derau ε atau v
    steps: int = 4000
    batch_size: int = 256
    lr: float = 2e-3
    seed: int = 0


def cosine_schedule(timesteps: int) -> Float[Tensor, " t"]:
    """ᾱ_0 … ᾱ_T; Nichol & Dhariwal (2021), pers. 17, dengan β paling besar 0,999."""
    t = torch.linspace(0, 1, timesteps + 1, dtype=torch.float64)
    f = torch.cos((t + 0.008) / 1.008 * math.pi / 2).square()
    alpha = (f[1:] / f[:-1]).clamp(min=0.001)  # α_t = 1 − β_t
    return F.pad(alpha.cumprod(0), (1, 0), value=1.0).float()


def linear_schedule(timesteps: int, first: float, last: float) -> Float[Tensor, " t"]:
    """ᾱ_0 … ᾱ_T dengan β_t naik lurus; Ho dkk. (2020), bagian 4.

    Makalah: T = 1.000, β dari 1e-4 sampai 0,02; T lain mengalikannya dengan 1.000 / T.
    """
    if not 0 < first <= last < 1:
        raise ValueError(f"betas={(first, last)}: harus naik, di antara 0 dan 1")
    beta = torch.linspace(first, last, timesteps, dtype=torch.float64)
    return F.pad((1 - beta).cumprod(0), (1, 0), value=1.0).float()


class Diffusion(nn.Module):
    """Jadwal derau dan jaringan penebak derau ε̂(x_t, t, y)."""

    alpha_bar: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        T, cosine = config.timesteps, config.schedule == "cosine"
        alpha_bar = cosine_schedule(T) if cosine else linear_schedule(T, *config.betas)
        self.register_buffer("alpha_bar", alpha_bar)  # (T + 1,)
        size = (config.shape, config.network, config.hidden, config.channels)
        self.network = denoiser.build(*size, config.classes)

    def forward(self, x: Batch, t: Times, y: Labels = None) -> Batch:
        """Taksiran derau ε di dalam x_t; label `classes` (atau None): tanpa label.

        Jaringan menebak v: ε̂ = √(1−ᾱ) x_t + √ᾱ v; Salimans & Ho (2022), arXiv
        2202.00512. Pada derau besar ε̂ sudah hampir tepat tanpa belajar.
        """
        checks.check_shape("x", x, self.config.shape)
        alpha_bar = self._column(t, x)
        v = self.network(x, t / self.config.timesteps, y)
        return (1 - alpha_bar).sqrt() * x + alpha_bar.sqrt() * v

    def q_sample(self, x: Batch, t: Times, noise: Batch) -> Batch:
        """x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε; Ho dkk. (2020), pers. 4."""
        alpha_bar = self._column(t, x)
        return alpha_bar.sqrt() * x + (1 - alpha_bar).sqrt() * noise

    def _column(self, t: Tensor, x: Tensor) -> Tensor:
        checks.check_times("t", t, len(x), self.config.timesteps)
        return self.alpha_bar[t].view(-1, *[1] * (x.ndim - 1))  # (B, 1, …)

    def score(self, x: Batch, t: int, y: Labels = None) -> Batch:
        """∇ log p(x_t) ≈ −ε̂ / √(1 − ᾱ_t), t ≥ 1; Song dkk. (2021), arXiv 2011.13456."""
        checks.check_counts(t=t)
        steps = torch.full((len(x),), t, device=x.device)
        return -self(x, steps, y) / (1 - self.alpha_bar[t]).sqrt()


def loss(
    model: Diffusion, x: Batch, generator: torch.Generator, y: Labels = None
) -> Float[Tensor, ""]:
    """E‖ε − ε̂(x_t, t, y)‖² per koordinat, t dan ε acak; Ho dkk. (2020), pers. 14.

    `error="v"` membaginya dengan ᾱ_t, yaitu E‖v − v̂‖²: derau besar ikut berbobot.
    Sebagian label disembunyikan agar jaringan yang sama juga belajar p(x) tanpa label.
    """
    config = model.config
    t = torch.randint(1, config.timesteps + 1, (len(x),), generator=generator)
    noise = torch.randn(x.shape, generator=generator).to(x)
    if y is not None:
        hidden = torch.rand(len(x), generator=generator) < config.drop_label
        y = y.masked_fill(hidden.to(y.device), config.classes)
    t = t.to(x.device)
    gap = model(model.q_sample(x, t, noise), t, y) - noise
    scale = model._column(t, x) if config.error == "v" else 1
    return (gap.square() / scale).mean()


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[Diffusion, dict[str, list[float]]]:
    """Latih penebak derau pada `data`: x, atau (x, label) bila bersyarat.

    x titik berskala kira-kira satu, atau gambar [0, 1] (di dalam dipakai [-1, 1]).
    Riwayat memuat step dan loss (galat kuadrat per koordinat).
    """
    device = training.find_device(device)
    x, *y = training.as_tensors(data, device)
    checks.check_data((x, *y), config.shape, config.classes)
    tensors = (denoiser.to_signed(x), *y[: bool(config.classes)])
    with training.seeded(config.seed) as generator:
        model = Diffusion(config).to(device)
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
        parts = {"model": model, "optimizer": optimizer, "decay": decay}
        run = training.Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            batch, *label = training.minibatch(tensors, config.batch_size, generator)
            error = loss(model, batch, generator, *label)
            optimizer.zero_grad(set_to_none=True)
            error.backward()
            optimizer.step()
            decay.step()
            if step % 20 == 0:
                run.log(loss=error)
    return model.eval(), run.history


def guided(model: Diffusion, x: Batch, t: Times, y: Labels, guidance: float) -> Batch:
    """(1 + w) ε̂(x, y) − w ε̂(x): menjauh dari taksiran tanpa label.

    Sumber: Ho & Salimans (2022), pers. 6; w = `guidance`, 0 berarti tanpa panduan.
    """
    if y is None or guidance == 0:
        return model(x, t, y)
    none = torch.full_like(y, model.config.classes)
    pair = model(torch.cat([x, x]), torch.cat([t, t]), torch.cat([y, none]))
    labelled, unlabelled = pair.chunk(2)
    return (1 + guidance) * labelled - guidance * unlabelled


def reverse_step(
    model: Diffusion,
    x: Batch,
    noise_hat: Batch,
    t: int,
    s: int,
    noise: Batch,
    eta: float,
) -> Batch:
    """Dari x_t ke x_s (s < t) dengan derau baru sebanyak `eta`.

    Sumber: Song dkk. (2020), pers. 12. `eta=1` dengan s = t − 1 adalah langkah DDPM,
    `eta=0` DDIM. Taksiran gambar x̂_0 dijepit ke [-1, 1].
    """
    a_t, a_s = model.alpha_bar[t], model.alpha_bar[s]
    x_0 = (x - (1 - a_t).sqrt() * noise_hat) / a_t.sqrt()
    if x.ndim == 4:
        x_0 = x_0.clamp(-1, 1)
        noise_hat = (x - a_t.sqrt() * x_0) / (1 - a_t).sqrt()  # sesuai x̂_0 terjepit
    sigma = eta * ((1 - a_s) / (1 - a_t) * (1 - a_t / a_s)).sqrt()
    direction = (1 - a_s - sigma**2).clamp(min=0).sqrt() * noise_hat
    return a_s.sqrt() * x_0 + direction + sigma * noise


@torch.no_grad()
def reverse(
    model: Diffusion,
    n: int,
    *,
    seed: int = 0,
    y: Int64[Tensor, " n"] | None = None,
    steps: int | None = None,
    eta: float = 1.0,
    guidance: float = 0.0,
) -> Iterator[tuple[int, Tensor]]:
    """Perjalanan dari derau murni ke sampel: pasangan (t, x_t), t = T sampai 0.

    `steps` banyaknya panggilan jaringan (bawaan T); gambarnya masih [-1, 1].
    """
    last = model.config.timesteps
    checks.check_counts(n=n, steps=steps)
    if (steps or last) > last:
        raise ValueError(f"steps={steps}: harus 1 … {last}, seperti timesteps")
    if y is not None:
        checks.check_labels("y", y, n, model.config.classes + 1)  # yang akhir: tanpa
    generator, device = torch.Generator().manual_seed(seed), model.alpha_bar.device
    y = y if y is None else y.to(device)
    times = torch.linspace(last, 0, (steps or last) + 1).round().int().tolist()
    x = torch.randn(n, *model.config.shape, generator=generator).to(device)
    yield times[0], x
    for t, s in pairwise(times):
        now = torch.full((n,), t, device=device)
        noise_hat = guided(model, x, now, y, guidance)
        noise = torch.randn(x.shape, generator=generator).to(device)
        x = reverse_step(model, x, noise_hat, t, s, noise, eta)
        yield s, x


def sample(
    model: Diffusion,
    n: int = 16,
    *,
    seed: int = 0,
    y: Int64[Tensor, " n"] | None = None,
    steps: int | None = None,
    eta: float = 1.0,
    guidance: float = 0.0,
    device: str | torch.device | None = None,
) -> Float[Tensor, "n *shape"]:
    """Data baru, gambar [0, 1]; `eta=1` DDPM, `eta=0` DDIM; tanpa `y`: dari p(x)."""
    model = model.to(device or model.alpha_bar.device)
    options = {"y": y, "steps": steps, "eta": eta, "guidance": guidance}
    *_, (_, x) = reverse(model, n, seed=seed, **options)
    return denoiser.to_unit(x)
