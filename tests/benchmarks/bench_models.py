"""Laju model paket terhadap bentuk yang lazim: nisbah waktu CPU pada satu thread.

    python tests/benchmarks/bench_models.py [banyaknya putaran]

Kedua sisi berukuran sama dan berjalan bergantian dalam satu proses. Dicetak: median
milidetik CPU masing-masing, median nisbah per putaran dan rentangnya, serta sasarannya.
`puncak` kira-kira nisbah bila semua selain perkalian matriks di sisi kita gratis: batas
yang ditentukan prosesor, karena perkalian matriksnya sama banyak di kedua sisi. Baris
model teks tinggal di `bench_text.py`.
"""

import os
import statistics
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.profiler import ProfilerActivity, profile
from torch.utils.data import DataLoader, TensorDataset

from genai_examples import gan, vae
from tests.benchmarks import bench_text

Side = Callable[[], Any]


class TextbookVAE(nn.Module):
    """784-400-20 dengan dua kepala dan keluaran sigmoid."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.mean = nn.Linear(400, 20)
        self.log_var = nn.Linear(400, 20)
        self.back = nn.Linear(20, 400)
        self.out = nn.Linear(400, 784)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = F.relu(self.hidden(x))
        mean, log_var = self.mean(h), self.log_var(h)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_var)
        return torch.sigmoid(self.out(F.relu(self.back(z)))), mean, log_var


def textbook_vae(images: Tensor) -> None:
    """Satu epoch: DataLoader, BCE pada peluang, Adam bawaan."""
    model = TextbookVAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    total = 0.0
    for (x,) in DataLoader(TensorDataset(images), batch_size=128, shuffle=True):
        x = x.view(-1, 784)
        optimizer.zero_grad()
        y, mean, log_var = model(x)
        bce = F.binary_cross_entropy(y, x, reduction="sum")
        kl = -0.5 * torch.sum(1 + log_var - mean.pow(2) - log_var.exp())
        loss = bce + kl
        loss.backward()
        optimizer.step()
        total += loss.item()


def vae_epoch() -> tuple[Side, Side]:
    """784-400-20, batch 128, satu epoch 12.800 gambar."""
    images = torch.rand(12_800, 1, 28, 28)
    shape = {"shape": (1, 28, 28), "latent": 20, "hidden": (400,)}
    config = vae.Config(**shape, steps=100, batch_size=128)
    return lambda: vae.train(config, images), lambda: textbook_vae(images)


def textbook_gan(data: Tensor, latent: int, hidden: tuple[int, ...]) -> None:
    """Satu epoch: dua lintasan D, D tidak dibekukan, BCE pada peluang, Adam bawaan."""
    size = data.shape[1]

    def mlp(*widths: int) -> list[nn.Module]:
        layers: list[nn.Module] = []
        for a, b in pairwise(widths):
            layers += [nn.Linear(a, b), nn.LeakyReLU(0.2)]
        return layers[:-1]

    generator = nn.Sequential(*mlp(latent, *hidden, size))
    discriminator = nn.Sequential(*mlp(size, *hidden, 1), nn.Sigmoid())
    g_optimizer = torch.optim.Adam(generator.parameters(), lr=1e-3)
    d_optimizer = torch.optim.Adam(discriminator.parameters(), lr=1e-3)
    criterion, totals = nn.BCELoss(), [0.0, 0.0]
    for (real,) in DataLoader(TensorDataset(data), batch_size=64, shuffle=True):
        ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        d_optimizer.zero_grad()
        fake = generator(torch.randn(len(real), latent))
        d_loss = criterion(discriminator(real), ones)
        d_loss = d_loss + criterion(discriminator(fake.detach()), zeros)
        d_loss.backward()
        d_optimizer.step()
        g_optimizer.zero_grad()
        g_loss = criterion(discriminator(fake), ones)
        g_loss.backward()
        g_optimizer.step()
        totals = [totals[0] + d_loss.item(), totals[1] + g_loss.item()]


def gan_epoch() -> tuple[Side, Side]:
    """MLP 2-128-128-128-2, batch 64, satu epoch 12.800 titik."""
    data = torch.randn(12_800, 2)
    config = gan.Config(steps=200, batch_size=64)
    sizes = config.latent, config.hidden
    return lambda: gan.train(config, data), lambda: textbook_gan(data, *sizes)


ROWS: dict[str, tuple[Callable[[], tuple[Side, Side]], int, str]] = {
    **bench_text.ROWS,
    "VAE 784-400-20, satu epoch": (vae_epoch, 1, "1,7×"),
    "GAN MLP, satu epoch": (gan_epoch, 1, "1,6×"),
}


def measure(pair: tuple[Side, Side], repeats: int, rounds: int) -> list[Any]:
    """Detik CPU (kita, lawan) tiap putaran, bergantian siapa yang dahulu."""
    times = []
    for index in range(rounds + 1):
        order = (0, 1) if index % 2 else (1, 0)
        spent = {side: bench_text.seconds(pair[side], repeats) for side in order}
        times.append((spent[0], spent[1]))
    return times[1:]  # putaran pertama memanaskan


def matrix_share(action: Side) -> float:
    """Bagian waktu `action` yang habis untuk perkalian matriks, menurut profiler."""
    with profile(activities=[ProfilerActivity.CPU]) as seen:
        action()
    events = seen.key_averages()
    names = ("aten::mm", "aten::addmm", "aten::bmm")
    kept = sum(e.self_cpu_time_total for e in events if e.key in names)
    return kept / sum(e.self_cpu_time_total for e in events)


def main() -> None:
    """Cetak satu tabel."""
    torch.set_num_threads(1)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    head = f"{'ms kita':>9} {'ms lawan':>9} {'nisbah':>6} {'sasaran':>8} {'puncak':>7}"
    print(f"{'':44} {head}  rentang")
    for name, (make, repeats, goal) in ROWS.items():
        torch.manual_seed(0)
        pair = make()
        times = measure(pair, repeats, rounds)
        own, judge = (statistics.median(t) * 1e3 for t in zip(*times, strict=True))
        ratios = sorted(b / a for a, b in times)
        middle, ends = statistics.median(ratios), f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
        peak = middle / matrix_share(pair[0])
        row = f"{own:9.1f} {judge:9.1f} {middle:5.2f}× {goal:>8} {peak:6.2f}×"
        print(f"{name:44} {row}  {ends}", flush=True)


if __name__ == "__main__":
    main()
