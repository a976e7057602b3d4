"""Variational autoencoder (VAE): kodekan data menjadi distribusi, lalu undi.

Encoder memberi q(z|x), decoder memberi p(x|z), dan keduanya dilatih bersama dengan
memaksimalkan batas bawah log p(x). `Config(stochastic=False, beta=0)`: autoencoder.

Makalah: Kingma & Welling (2014), arXiv 1312.6114. Bab: bab/vae.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Generator, Tensor, nn

from genai_examples import checks, training

Images = Float[Tensor, "b c h w"]
Latents = Float[Tensor, "b d"]
Labels = Int[Tensor, " b"]
Nats = Float[Tensor, " b"]  # satu angka untuk setiap gambar, dalam nat


@dataclass(frozen=True)
class Config(checks.Choices):
    """Ukuran model dan cara melatihnya."""

    shape: tuple[int, int, int] = (1, 8, 8)  # kanal, tinggi, lebar
    latent: int = 2  # dimensi z
    network: Literal["mlp", "conv"] = "mlp"
    hidden: tuple[int, ...] = (256, 128)  # lebar lapisan MLP; () berarti linear
    channels: int = 16  # kanal dasar jaringan konvolusi
    classes: int = 0  # > 0: VAE bersyarat dengan label 0 … classes − 1
    beta: float = 1.0  # bobot suku KL
    variance: float = 0.1  # varians p(x|z) di setiap piksel
    stochastic: bool = True  # False: z = μ, yaitu autoencoder biasa
    steps: int = 2000
    batch_size: int = 128
    lr: float = 1e-3
    seed: int = 0


class VAE(nn.Module):
    """Encoder q(z|x) dan decoder p(x|z), bersyarat label bila `config.classes` > 0."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        if not config.variance > 0:
            raise ValueError(f"variance={config.variance}: harus lebih dari nol")
        self.config = config
        parts = mlp_parts(config) if config.network == "mlp" else conv_parts(config)
        self.encoder, features, self.decoder = parts
        self.head = nn.Linear(features + config.classes, 2 * config.latent)

    def encode(self, x: Images, y: Labels | None = None) -> tuple[Latents, Latents]:
        """Rata-rata dan log-varians q(z|x), satu baris untuk setiap gambar."""
        checks.check_shape("x", x, self.config.shape)
        features = self._with_label(self.encoder(x), y)  # (B, fitur + kelas)
        return self.head(features).chunk(2, dim=-1)  # 2 × (B, d)

    def reparameterize(
        self, mu: Latents, log_var: Latents, generator: Generator | None = None
    ) -> Latents:
        """z = μ + σ ⊙ ε: keacakan pindah ke ε, gradien mengalir lewat μ dan σ.

        Sumber: Kingma & Welling (2014), bagian 2.4.
        """
        if not self.config.stochastic:
            return mu
        epsilon = torch.randn(mu.shape, generator=generator).to(mu)
        return mu + torch.exp(0.5 * log_var) * epsilon

    def decode(self, z: Latents, y: Labels | None = None) -> Images:
        """Rata-rata p(x|z): gambar bernilai kira-kira 0 sampai 1."""
        checks.check_shape("z", z, (self.config.latent,))
        return self.decoder(self._with_label(z, y)).unflatten(1, self.config.shape)

    def forward(
        self, x: Images, y: Labels | None = None, generator: Generator | None = None
    ) -> tuple[Images, Latents, Latents]:
        """Rekonstruksi beserta μ dan log σ² yang menghasilkannya."""
        mu, log_var = self.encode(x, y)  # 2 × (B, d)
        z = self.reparameterize(mu, log_var, generator)  # (B, d)
        return self.decode(z, y), mu, log_var

    def _with_label(self, x: Tensor, y: Tensor | None) -> Tensor:
        classes = self.config.classes
        if (y is None) != (classes == 0):
            expected = f"label 0 sampai {classes - 1}" if classes else "None"
            raise ValueError(f"y={y}: dengan classes={classes} harus {expected}")
        if y is None:
            return x
        checks.check_labels("y", y, len(x), classes)
        return torch.cat([x, F.one_hot(y, classes).to(x)], dim=-1)


def mlp_parts(config: Config) -> tuple[nn.Module, int, nn.Module]:
    """Encoder, banyaknya fitur, dan decoder dari lapisan Linear."""
    pixels = math.prod(config.shape)

    def mlp(*widths: int) -> list[nn.Module]:
        return [x for a, b in pairwise(widths) for x in (nn.Linear(a, b), nn.GELU())]

    encoder = nn.Sequential(nn.Flatten(), *mlp(pixels, *config.hidden))
    widths = (config.latent + config.classes, *reversed(config.hidden), pixels)
    decoder = nn.Sequential(*mlp(*widths)[:-1])  # tanpa GELU di ujung
    return encoder, (config.hidden or (pixels,))[-1], decoder


def conv_parts(config: Config) -> tuple[nn.Module, int, nn.Module]:
    """Encoder, banyaknya fitur, dan decoder konvolusi; sisi gambar kelipatan 8."""
    c, (inputs, height, width) = config.channels, config.shape
    if height % 8 or width % 8:
        raise ValueError(f"shape={config.shape}: sisi gambar harus kelipatan 8")
    small = (2 * c, height // 8, width // 8)

    def down(a: int, b: int) -> list[nn.Module]:
        return [nn.Conv2d(a, b, 3, stride=2, padding=1), nn.GELU()]

    def up(a: int, b: int) -> list[nn.Module]:
        return [nn.Upsample(scale_factor=2), nn.Conv2d(a, b, 3, padding=1), nn.GELU()]

    encoder = nn.Sequential(
        *down(inputs, c), *down(c, 2 * c), *down(2 * c, 2 * c), nn.Flatten()
    )
    decoder = nn.Sequential(
        nn.Linear(config.latent + config.classes, math.prod(small)),
        nn.GELU(),
        nn.Unflatten(1, small),
        *up(2 * c, 2 * c),
        *up(2 * c, c),
        *up(c, c // 2),
        nn.Conv2d(c // 2, inputs, 3, padding=1),
        nn.Flatten(),
    )
    return encoder, math.prod(small), decoder


def kl_to_prior(mu: Latents, log_var: Latents) -> Nats:
    """KL(q(z|x) ‖ N(0, I)) dalam nat; Kingma & Welling (2014), lampiran B."""
    return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)


def log_likelihood(x: Images, x_hat: Images, variance: float) -> Nats:
    """log p(x|z) dalam nat untuk N(x̂, variance · I)."""
    squared = (x - x_hat).square().flatten(1) / variance  # (B, piksel)
    return -0.5 * (squared + math.log(2 * math.pi * variance)).sum(-1)


def elbo(
    model: VAE, x: Images, y: Labels | None = None, generator: Generator | None = None
) -> tuple[Nats, Nats]:
    """Kedua suku ELBO = log p(x|z) − KL; Kingma & Welling (2014), pers. 10."""
    x_hat, mu, log_var = model(x, y, generator)
    return log_likelihood(x, x_hat, model.config.variance), kl_to_prior(mu, log_var)


def importance_bound(
    model: VAE,
    x: Images,
    k: int = 100,
    y: Labels | None = None,
    generator: Generator | None = None,
) -> Nats:
    """Batas bawah log p(x) dari k sampel berbobot; k = 1 kembali ke ELBO.

    Sumber: Burda dkk. (2015), pers. 8. Satuan nat per gambar.
    """
    mu, log_var = model.encode(x, y)
    log_weights = []
    for _ in range(k):
        z = model.reparameterize(mu, log_var, generator)  # (B, d)
        log_p = log_likelihood(x, model.decode(z, y), model.config.variance)
        prior = -0.5 * (z**2).sum(-1)  # tetapan −d/2 log 2π saling hapus dengan q
        posterior = -0.5 * ((z - mu) ** 2 / log_var.exp() + log_var).sum(-1)
        log_weights.append(log_p + prior - posterior)  # (B,)
    return torch.logsumexp(torch.stack(log_weights), 0) - math.log(k)


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[VAE, dict[str, list[float]]]:
    """Latih VAE pada `data`: tensor gambar, atau (gambar, label) bila bersyarat.

    Riwayat memuat step, loss, log_p, dan kl; semuanya nat per gambar.
    """
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    checks.check_data(tensors, config.shape, config.classes)
    with training.seeded(config.seed) as generator:
        model = VAE(config).to(device)
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        run = training.Run(resume, generator, model=model, optimizer=optimizer)
        for step in run.steps(config.steps, progress):
            x, *y = training.minibatch(tensors, config.batch_size, generator)
            log_p, kl = elbo(model, x, *y, generator=generator)
            loss = (config.beta * kl - log_p).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            if step % 20 == 0:
                run.log(loss=loss, log_p=log_p.mean(), kl=kl.mean())
    return model.eval(), run.history


@torch.no_grad()
def sample(
    model: VAE,
    n: int = 16,
    *,
    seed: int = 0,
    y: Int[Tensor, " n"] | None = None,
    device: str | torch.device | None = None,
) -> Float[Tensor, "n c h w"]:
    """Gambar baru: undi z dari prior N(0, I), lalu decode. Nilai 0 sampai 1."""
    checks.check_counts(n=n)
    generator = Generator().manual_seed(seed)
    device = device or next(model.parameters()).device
    z = torch.randn(n, model.config.latent, generator=generator).to(device)
    return model.to(device).decode(z, y).clamp(0, 1)


@torch.no_grad()
def interpolate(
    model: VAE, a: Float[Tensor, "c h w"], b: Float[Tensor, "c h w"], steps: int = 8
) -> Float[Tensor, "steps c h w"]:
    """Gambar sepanjang garis lurus antara μ(a) dan μ(b) di ruang laten."""
    checks.check_counts(steps=steps)
    mu, _ = model.encode(torch.stack([a, b]))  # (2, d)
    weights = torch.linspace(0, 1, steps).to(mu)[:, None]
    return model.decode(torch.lerp(mu[:1], mu[1:], weights)).clamp(0, 1)


@torch.no_grad()
def traverse(model: VAE, side: int = 10, limit: float = 2.0) -> Images:
    """Peta laten dua dimensi: side × side gambar, z₂ = limit di baris teratas."""
    if model.config.latent != 2:
        raise ValueError(f"latent={model.config.latent}: peta ini perlu latent=2")
    axis = torch.linspace(-limit, limit, side)
    z = torch.cartesian_prod(axis.flip(0), axis).flip(1)  # (side², 2)
    return model.decode(z.to(next(model.parameters()))).clamp(0, 1)
