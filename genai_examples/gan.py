"""Generative adversarial network (GAN): belajar sebaran dengan permainan deteksi.

Generator G mengubah derau z menjadi data tiruan; diskriminator D menaksir peluang
masukannya asli. D dilatih membedakan, G dilatih mengecoh, bergantian. D hanya dipakai
selama latihan.

Makalah: Goodfellow dkk. (2014), arXiv 1406.2661; Radford dkk. (2015), arXiv 1511.06434
(DCGAN); Mescheder dkk. (2018), arXiv 1801.04406 (R1). Bab: bab/gan.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from genai_examples import checks, training

Logits = Float[Tensor, " b"]


@dataclass(frozen=True)
class Config(checks.Choices):
    """Ukuran kedua pemain dan cara melatihnya."""

    shape: tuple[int, ...] = (2,)  # titik (d,) atau gambar (kanal, tinggi, lebar)
    latent: int = 2  # dimensi z
    network: Literal["mlp", "dcgan"] = "mlp"
    hidden: tuple[int, ...] = (128, 128, 128)  # lebar lapisan MLP
    channels: int = 16  # kanal dasar DCGAN
    loss: Literal["non_saturating", "minimax"] = "non_saturating"
    r1: float = 0.0  # bobot hukuman gradien R1
    discriminator_steps: int = 1  # langkah D per langkah G
    steps: int = 4000
    batch_size: int = 256
    lr: float = 1e-3
    betas: tuple[float, float] = (0.5, 0.9)
    seed: int = 0


class GAN(nn.Module):
    """Generator z → x tiruan dan diskriminator x → logit D(x)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        parts = mlp_parts(config) if config.network == "mlp" else dcgan_parts(config)
        self.generator, self.discriminator = parts

    def generate(self, z: Float[Tensor, "b d"]) -> Float[Tensor, "b *shape"]:
        """x = G(z): tidak acak begitu z diketahui."""
        checks.check_shape("z", z, (self.config.latent,))
        return self.generator(z).unflatten(1, self.config.shape)

    def logit(self, x: Float[Tensor, "b *shape"]) -> Float[Tensor, " b"]:
        """log D(x) / (1 − D(x)); sigmoidnya D(x), peluang bahwa x asli."""
        checks.check_shape("x", x, self.config.shape)
        return self.discriminator(x).squeeze(1)


def mlp_parts(config: Config) -> tuple[nn.Module, nn.Module]:
    """Kedua pemain dari lapisan linear."""
    size = math.prod(config.shape)

    def mlp(*widths: int) -> list[nn.Module]:
        layers: list[nn.Module] = []
        for a, b in pairwise(widths):
            layers += [nn.Linear(a, b), nn.LeakyReLU(0.2, inplace=True)]
        return layers[:-1]  # tanpa aktivasi di ujung

    generator = nn.Sequential(*mlp(config.latent, *config.hidden, size))
    return generator, nn.Sequential(nn.Flatten(), *mlp(size, *config.hidden, 1))


def dcgan_parts(config: Config) -> tuple[nn.Module, nn.Module]:
    """Kedua pemain konvolusi untuk gambar [0, 1] bersisi kelipatan 4.

    Seperti Radford dkk. (2015): langkah konvolusi menggantikan pooling, normalisasi
    batch di G, LeakyReLU di D. Bedanya: D tanpa normalisasi batch, karena data asli dan
    tiruan lewat bersama dalam satu batch; keluaran G sigmoid, karena data [0, 1].
    """
    c, (inputs, height, width) = config.channels, config.shape
    if height % 4 or width % 4:
        raise ValueError(f"shape={config.shape}: sisi gambar harus kelipatan 4")
    small = (4 * c, height // 4, width // 4)
    generator = nn.Sequential(
        nn.Linear(config.latent, math.prod(small), bias=False),
        nn.Unflatten(1, small),
        nn.BatchNorm2d(4 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(4 * c, 2 * c, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(2 * c),  # (B, 2c, H/2, W/2)
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, inputs, 4, stride=2, padding=1),
        nn.Sigmoid(),
        nn.Flatten(),
    )
    discriminator = nn.Sequential(
        nn.Conv2d(inputs, 2 * c, 4, stride=2, padding=1),  # (B, 2c, H/2, W/2)
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 4 * c, 4, stride=2, padding=1),  # (B, 4c, H/4, W/4)
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(math.prod(small), 1),
    )
    return generator, discriminator


def value(real: Logits, fake: Logits) -> Float[Tensor, ""]:
    """Nilai permainan V = E log D(x) + E log(1 − D(G(z))) dari logit D.

    Sumber: Goodfellow dkk. (2014), pers. 1. Paling besar 0; pada keseimbangan −log 4.
    """
    return F.logsigmoid(real).mean() + F.logsigmoid(-fake).mean()


def discriminator_loss(real: Logits, fake: Logits) -> Float[Tensor, ""]:
    """Yang diminimalkan D: −V, entropi silang asli–tiruan; 2 ln 2 saat D = ½."""
    return -value(real, fake)


def generator_loss(
    real: Logits,
    fake: Logits,
    kind: Literal["non_saturating", "minimax"] = "non_saturating",
) -> Float[Tensor, ""]:
    """Yang diminimalkan G: V (`minimax`), atau −E log D(G(z)) (`non_saturating`).

    Hanya dengan `minimax` jumlah kedua loss nol; Goodfellow dkk. (2014), bagian 3.
    """
    if kind not in ("non_saturating", "minimax"):
        raise ValueError(f"loss={kind!r}: harus non_saturating atau minimax")
    return value(real, fake) if kind == "minimax" else -F.logsigmoid(fake).mean()


def r1_penalty(model: GAN, x: Float[Tensor, "b *shape"]) -> Float[Tensor, ""]:
    """½ E‖∇ₓ logit D(x)‖² pada data asli; Mescheder dkk. (2018), pers. 9."""
    x = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(model.logit(x).sum(), x, create_graph=True)
    return 0.5 * slope.flatten(1).square().sum(1).mean()


def optimal_discriminator(
    log_p: Float[Tensor, "*b"], log_q: Float[Tensor, "*b"]
) -> Float[Tensor, "*b"]:
    """D*(x) = p / (p + q), p densitas data dan q densitas generator.

    Sumber: Goodfellow dkk. (2014), proposisi 1.
    """
    return torch.sigmoid(log_p - log_q)


def discriminator_step(
    model: GAN, optimizer: torch.optim.Optimizer, x: Tensor, fake: Tensor
) -> tuple[Tensor, Tensor]:
    """Satu langkah D pada data asli `x` dan `fake`; keluarannya loss D dan logit asli.

    Keduanya lewat dalam satu panggilan: lebih cepat daripada dua.
    """
    config = model.config
    real, false = model.logit(torch.cat([x, fake.detach()])).chunk(2)  # 2 × (B,)
    loss = discriminator_loss(real, false)
    total = loss + config.r1 * r1_penalty(model, x) if config.r1 else loss
    optimizer.zero_grad(set_to_none=True)
    total.backward(inputs=optimizer.param_groups[0]["params"])
    optimizer.step()
    return loss.detach(), real.detach()


def generator_step(
    model: GAN, optimizer: torch.optim.Optimizer, real: Tensor, fake: Tensor
) -> Tensor:
    """Satu langkah G lewat D, yang bobotnya tidak disentuh; keluarannya loss G."""
    loss = generator_loss(real, model.logit(fake), model.config.loss)
    optimizer.zero_grad(set_to_none=True)
    loss.backward(inputs=optimizer.param_groups[0]["params"])
    optimizer.step()
    return loss.detach()


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[GAN, dict[str, list[float]]]:
    """Latih kedua pemain bergantian pada `data`: titik atau gambar [0, 1].

    Riwayat memuat step, loss (D), dan generator_loss, keduanya dalam nat. Loss yang
    turun tidak berarti hasilnya membaik: lawannya ikut berubah.
    """
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    checks.check_data(tensors, config.shape)
    with training.seeded(config.seed) as generator:
        model = GAN(config).to(device)
        adam = {"lr": config.lr, "betas": config.betas, "fused": True}
        d_optimizer = torch.optim.Adam(model.discriminator.parameters(), **adam)
        g_optimizer = torch.optim.Adam(model.generator.parameters(), **adam)
        parts = {"model": model, "d": d_optimizer, "g": g_optimizer}
        run = training.Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            for _ in range(config.discriminator_steps):
                x, *_ = training.minibatch(tensors, config.batch_size, generator)
                z = torch.randn(len(x), config.latent, generator=generator)
                fake = model.generate(z.to(device))  # (B, *bentuk)
                d_loss, real = discriminator_step(model, d_optimizer, x, fake)
            g_loss = generator_step(model, g_optimizer, real, fake)
            if step % 20 == 0:
                run.log(loss=d_loss, generator_loss=g_loss)
    return model.eval(), run.history


@torch.no_grad()
def sample(
    model: GAN,
    n: int = 16,
    *,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> Float[Tensor, "n *shape"]:
    """Data baru: undi z ~ N(0, I), lalu G(z). Gambar bernilai 0 sampai 1."""
    checks.check_counts(n=n)
    generator = torch.Generator().manual_seed(seed)
    device = device or next(model.parameters()).device
    z = torch.randn(n, model.config.latent, generator=generator).to(device)
    return model.to(device).generate(z)


def modes_covered(
    x: Float[Tensor, "n d"],
    centers: Float[Tensor, "k d"],
    sigma: float,
    least: float = 0.008,
) -> tuple[int, float]:
    """Banyaknya modus yang terisi, dan bagian titik yang bermutu (0 sampai 1).

    Titik bermutu bila jaraknya ≤ 3 `sigma` dari pusat terdekat; modus terisi bila
    paling sedikit bagian `least` dari semua titik bermutu di sana (20 dari 2.500).
    """
    distance, mode = torch.cdist(x, centers.to(x)).min(1)  # 2 × (n,)
    good = distance <= 3 * sigma
    counts = mode[good].bincount(minlength=len(centers))  # (k,)
    return int((counts >= least * len(x)).sum()), good.float().mean().item()
