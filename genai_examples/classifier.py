"""Pengklasifikasi: peluang label y bila x diketahui, lewat dua jalan.

Jalan diskriminatif langsung mempelajari p(y|x): regresi softmax, MLP, atau CNN kecil.
Jalan generatif mempelajari p(x|y) p(y), satu sebaran Gauss untuk setiap kelas; aturan
Bayes mengubahnya menjadi p(y|x), dan sebarannya dapat diundi.

Makalah: Ng & Jordan (2001), "On Discriminative vs. Generative Classifiers".
Bab: bab/classifier.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn
from torch.distributions import Independent, MultivariateNormal, Normal

from genai_examples import checks, training


@dataclass(frozen=True)
class Config(checks.Choices):
    """Ukuran pengklasifikasi diskriminatif dan cara melatihnya."""

    shape: tuple[int, ...] = (1, 28, 28)  # bentuk satu x: (kanal, tinggi, lebar) / (d,)
    classes: int = 20
    network: Literal["linear", "mlp", "cnn"] = "cnn"  # linear: regresi softmax
    hidden: tuple[int, ...] = (128,)  # lebar lapisan MLP
    channels: int = 16  # kanal lapisan pertama CNN
    steps: int = 500
    batch_size: int = 64
    lr: float = 5e-3
    seed: int = 0


class Classifier(nn.Module):
    """Jaringan dari x ke logit: softmax-nya adalah p(y|x)."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        if config.network == "cnn":
            self.network = cnn(config)
        else:
            hidden = config.hidden if config.network == "mlp" else ()
            self.network = mlp(math.prod(config.shape), *hidden, config.classes)

    def forward(self, x: Float[Tensor, "b *shape"]) -> Float[Tensor, "b k"]:
        """Logit setiap kelas, yaitu log p(y|x) + tetapan yang sama untuk semua y."""
        return self.network(x)


def mlp(*widths: int) -> nn.Sequential:
    """Lapisan linear berselang GELU; dua lebar saja berarti satu lapisan linear."""
    layers: list[nn.Module] = [nn.Flatten()]
    for a, b in pairwise(widths):
        layers += [nn.Linear(a, b), nn.GELU()]
    return nn.Sequential(*layers[:-1])  # tanpa GELU di ujung


def cnn(config: Config) -> nn.Sequential:
    """Dua lapis konvolusi yang masing-masing membagi dua sisi gambar, lalu linear."""
    inputs, height, width = config.shape
    c = config.channels
    return nn.Sequential(
        nn.Conv2d(inputs, c, 3, padding=1),
        nn.GELU(),
        nn.MaxPool2d(2),  # (B, c, H/2, W/2)
        nn.Conv2d(c, 2 * c, 3, padding=1),
        nn.GELU(),
        nn.MaxPool2d(2),  # (B, 2c, H/4, W/4)
        nn.Flatten(),
        nn.Linear(2 * c * (height // 4) * (width // 4), config.classes),
    )


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[Classifier, dict[str, list[float]]]:
    """Latih p(y|x) pada `data` = (x, label 0 … classes − 1) dengan entropi silang.

    Riwayat memuat step, loss (nat per contoh), dan accuracy batch latih (0 sampai 1).
    """
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    checks.check_data(tensors, config.shape, config.classes)
    with training.seeded(config.seed) as generator:
        model = Classifier(config).to(device)
        optimizer = torch.optim.Adam(model.parameters(), lr=config.lr, fused=True)
        decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
        parts = {"model": model, "optimizer": optimizer, "decay": decay}
        run = training.Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            x, y = training.minibatch(tensors, config.batch_size, generator)
            logits = model(x)  # (B, K)
            loss = F.cross_entropy(logits, y)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            decay.step()
            if step % 20 == 0:
                accuracy = (logits.argmax(-1) == y).float().mean()
                run.log(loss=loss.detach(), accuracy=accuracy)
    return model.eval(), run.history


class GaussianClassifier(nn.Module):
    """Model bersama p(x, y) = p(x|y) p(y) dengan p(x|y) Gauss; dibuat oleh `fit`.

    `scale` berbentuk (k, d), simpangan baku tiap koordinat, atau (k, d, d), faktor
    Cholesky kovarians tiap kelas.
    """

    mean: Tensor
    scale: Tensor
    log_prior: Tensor

    def __init__(
        self,
        shape: tuple[int, ...],
        mean: Float[Tensor, "k d"],
        scale: Float[Tensor, "k d *d"],
        log_prior: Float[Tensor, " k"],
    ) -> None:
        super().__init__()
        self.shape = shape  # bentuk satu x
        self.register_buffer("mean", mean)
        self.register_buffer("scale", scale)
        self.register_buffer("log_prior", log_prior)

    def log_joint(self, x: Float[Tensor, "b *shape"]) -> Float[Tensor, "b k"]:
        """log p(x, y) = log p(x|y) + log p(y) untuk setiap kelas, dalam nat."""
        checks.check_shape("x", x, tuple(self.shape))
        if self.scale.ndim == 2:
            density = Independent(Normal(self.mean, self.scale), 1)
        else:
            density = MultivariateNormal(self.mean, scale_tril=self.scale)
        return density.log_prob(x.flatten(1)[:, None]) + self.log_prior  # (B, K)

    def forward(self, x: Float[Tensor, "b *shape"]) -> Float[Tensor, "b k"]:
        """log p(x, y) sebagai logit: p(y|x) = p(x, y) / Σ p(x, y') = softmax-nya."""
        return self.log_joint(x)

    def log_prob(self, x: Float[Tensor, "b *shape"]) -> Float[Tensor, " b"]:
        """log p(x) = log Σ p(x, y), dalam nat."""
        return self.log_joint(x).logsumexp(-1)


def fit(
    x: Float[Tensor, "n *shape"],
    y: Int64[Tensor, " n"],
    covariance: Literal["shared", "diagonal", "full"] = "diagonal",
    smoothing: float = 1e-3,
) -> GaussianClassifier:
    """Taksiran kebolehjadian maksimum: rata-rata dan kovarians setiap kelas.

    `shared` satu kovarians untuk semua kelas (batasnya lurus), `full` satu per kelas,
    `diagonal` hanya variansnya (naive Bayes). `smoothing` kali varians koordinat
    terbesar ditambahkan pada diagonal agar koordinat yang tidak pernah berubah aman.
    """
    if covariance not in ("shared", "diagonal", "full"):
        raise ValueError(f"{covariance=}: harus shared, diagonal, atau full")
    training.as_tensors((x, y), x.device)  # sama panjang, tidak kosong, tanpa NaN
    checks.check_labels("y", y, len(x), max(1, int(y.max()) + 1))
    flat = x.flatten(1)  # (n, d)
    counts = y.bincount()  # (K,)
    if counts.min() == 0:
        raise ValueError(f"y: kelas {int(counts.argmin())} tidak punya contoh")
    mean = torch.stack([flat[y == k].mean(0) for k in range(len(counts))])  # (K, d)
    rest = flat - mean[y]
    floor = smoothing * flat.var(0, correction=0).max()
    parts = [rest[y == k] for k in range(len(counts))]
    if covariance == "diagonal":
        scale = torch.stack([(r.square().mean(0) + floor).sqrt() for r in parts])
    elif covariance == "full":
        scale = torch.stack([_cholesky(r, floor) for r in parts])  # (K, d, d)
    else:
        scale = _cholesky(rest, floor).expand(len(counts), -1, -1).contiguous()
    return GaussianClassifier(x.shape[1:], mean, scale, (counts.to(x) / len(y)).log())


def _cholesky(rest: Float[Tensor, "n d"], floor: Tensor) -> Float[Tensor, "d d"]:
    covariance = rest.T @ rest / len(rest)
    covariance.diagonal().add_(floor)
    return torch.linalg.cholesky(covariance)


@torch.no_grad()
def predict(
    model: Classifier | GaussianClassifier, x: Float[Tensor, "b *shape"]
) -> Float[Tensor, "b k"]:
    """p(y|x) setiap kelas; label tebakannya `predict(model, x).argmax(-1)`."""
    shape = model.config.shape if isinstance(model, Classifier) else model.shape
    checks.check_shape("x", x, tuple(shape))
    device = next(iter(model.state_dict().values())).device
    return model(x.to(device)).softmax(-1)


@torch.no_grad()
def sample(
    model: GaussianClassifier,
    n: int = 16,
    *,
    seed: int = 0,
    y: Int64[Tensor, " n"] | None = None,
    device: str | torch.device | None = None,
) -> tuple[Float[Tensor, "n *shape"], Int64[Tensor, " n"]]:
    """Pasangan (x, y) baru: undi y ~ p(y) kecuali diberikan, lalu x ~ p(x|y)."""
    checks.check_counts(n=n)
    generator = torch.Generator().manual_seed(seed)
    model = model.to(device or model.mean.device)
    prior = model.log_prior.exp().cpu()
    if y is None:
        y = torch.multinomial(prior, n, replacement=True, generator=generator)
    checks.check_labels("y", y, n, len(prior))
    epsilon = torch.randn(n, model.mean.shape[1], generator=generator)
    y, x = y.to(model.mean.device), epsilon.to(model.mean)  # (n,), (n, d)
    for k, (mean, scale) in enumerate(zip(model.mean, model.scale, strict=True)):
        own = x[y == k]
        x[y == k] = mean + (own * scale if scale.ndim == 1 else own @ scale.T)
    return x.unflatten(1, model.shape), y
