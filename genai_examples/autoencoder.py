"""Autoencoder: sempitkan gambar menjadi sedikit angka, lalu bangun kembali.

Kendalanya dua macam: leher botol (`latent` lebih kecil daripada banyaknya piksel) dan
derau (masukan dirusak, sasaran bersih). Tanpa kendala, identitas sudah cukup.

Makalah: Rumelhart dkk. (1986); Bourlard & Kamp (1988), autoencoder linear = PCA;
Vincent dkk. (2008), autoencoder penghilang derau. Bab: bab/autoencoder.
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


@dataclass(frozen=True)
class Config(checks.Choices):
    """Ukuran model dan cara melatihnya."""

    shape: tuple[int, int, int] = (1, 28, 28)  # kanal, tinggi, lebar
    latent: int = 8  # banyaknya angka di leher botol
    network: Literal["linear", "mlp", "conv"] = "mlp"
    hidden: tuple[int, ...] = (256, 128)  # lebar lapisan MLP
    channels: int = 16  # kanal dasar jaringan konvolusi
    steps: int = 2000
    batch_size: int = 128
    lr: float = 1e-3
    seed: int = 0


class Autoencoder(nn.Module):
    """Encoder x → z dan decoder z → x̂, keduanya tanpa keacakan."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        if config.network == "conv":
            self.encoder, self.decoder = conv_parts(config)
        else:
            hidden = config.hidden if config.network == "mlp" else ()
            widths = (math.prod(config.shape), *hidden, config.latent)
            self.encoder = nn.Sequential(nn.Flatten(), *mlp(widths))
            self.decoder = nn.Sequential(
                *mlp(widths[::-1]), nn.Unflatten(1, config.shape)
            )

    def encode(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b d"]:
        """Kode z setiap gambar."""
        checks.check_shape("x", x, self.config.shape)
        return self.encoder(x)

    def decode(self, z: Float[Tensor, "b d"]) -> Float[Tensor, "b c h w"]:
        """Gambar dari kode; nilainya kira-kira 0 sampai 1."""
        checks.check_shape("z", z, (self.config.latent,))
        return self.decoder(z)

    def forward(self, x: Float[Tensor, "b c h w"]) -> Float[Tensor, "b c h w"]:
        """Rekonstruksi x̂ = decode(encode(x))."""
        return self.decode(self.encode(x))


def mlp(widths: tuple[int, ...]) -> list[nn.Module]:
    """Lapisan linear berselang GELU; dua lebar saja berarti satu lapisan linear."""
    layers: list[nn.Module] = []
    for a, b in pairwise(widths):
        layers += [nn.Linear(a, b), nn.GELU()]
    return layers[:-1]  # tanpa GELU di ujung


def conv_parts(config: Config) -> tuple[nn.Module, nn.Module]:
    """Encoder dan decoder konvolusi; sisi gambar kelipatan 4."""
    c, (inputs, height, width) = config.channels, config.shape
    if height % 4 or width % 4:
        raise ValueError(f"shape={config.shape}: sisi gambar harus kelipatan 4")
    small = (2 * c, height // 4, width // 4)
    encoder = nn.Sequential(
        nn.Conv2d(inputs, c, 3, stride=2, padding=1),  # (B, c, H/2, W/2)
        nn.GELU(),
        nn.Conv2d(c, 2 * c, 3, stride=2, padding=1),  # (B, 2c, H/4, W/4)
        nn.GELU(),
        nn.Flatten(),
        nn.Linear(math.prod(small), config.latent),
    )
    decoder = nn.Sequential(
        nn.Linear(config.latent, math.prod(small)),
        nn.GELU(),
        nn.Unflatten(1, small),
        nn.ConvTranspose2d(2 * c, c, 4, stride=2, padding=1),  # (B, c, H/2, W/2)
        nn.GELU(),
        nn.ConvTranspose2d(c, inputs, 4, stride=2, padding=1),  # (B, kanal, H, W)
    )
    return encoder, decoder


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[Autoencoder, dict[str, list[float]]]:
    """Latih autoencoder pada `data`: gambar, atau (gambar rusak, gambar bersih).

    Dengan pasangan, jaringan belajar memperbaiki: masukannya rusak, sasarannya bersih
    (Vincent dkk., 2008). Riwayat memuat step dan loss (galat kuadrat rata-rata piksel).
    """
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    for x in tensors:
        checks.check_shape("data", x, config.shape)
    with training.seeded(config.seed) as generator:
        model = Autoencoder(config).to(device)
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
        parts = {"model": model, "optimizer": optimizer, "decay": decay}
        run = training.Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            batch = training.minibatch(tensors, config.batch_size, generator)
            source, target = batch[0], batch[-1]  # sama bila tidak berpasangan
            loss = F.mse_loss(model(source), target)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            decay.step()
            if step % 20 == 0:
                run.log(loss=loss.detach())
    return model.eval(), run.history


def psnr(
    x: Float[Tensor, "b c h w"], x_hat: Float[Tensor, "b c h w"]
) -> Float[Tensor, " b"]:
    """Nisbah puncak sinyal terhadap derau tiap gambar dalam [0, 1], satuan dB.

    PSNR = 10 log₁₀(1 / MSE): MSE 0,01 menjadi 20 dB.
    """
    return -10 * torch.log10((x - x_hat).square().mean((1, 2, 3)))


@torch.no_grad()
def reconstruct(
    model: Autoencoder, x: Float[Tensor, "b c h w"]
) -> Float[Tensor, "b c h w"]:
    """Rekonstruksi (atau perbaikan) gambar, dijepit ke [0, 1]."""
    return model(x.to(next(model.parameters()).device)).clamp(0, 1)


@torch.no_grad()
def sample(
    model: Autoencoder,
    n: int = 16,
    *,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> Float[Tensor, "n c h w"]:
    """Gambar dari z ~ N(0, I), nilai 0 sampai 1.

    Autoencoder bukan model generatif: tidak ada yang membuat kode gambar asli tersebar
    seperti N(0, I), jadi hasilnya sering bukan apa-apa. Bandingkan dengan `vae.sample`.
    """
    checks.check_counts(n=n)
    generator = torch.Generator().manual_seed(seed)
    device = device or next(model.parameters()).device
    z = torch.randn(n, model.config.latent, generator=generator).to(device)
    return model.to(device).decode(z).clamp(0, 1)
