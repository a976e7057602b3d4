"""Laju model paket terhadap bentuk yang lazim: nisbah waktu CPU pada satu thread.

    python tests/benchmarks/bench_models.py [baris …]

Kedua sisi berukuran sama dan berjalan bergantian dalam satu proses; yang dicetak median
setiap sisi, median nisbah tiap putaran, dan nisbah terkecil sampai terbesar. Perlu
pustaka transformers untuk baris gpt dan generate.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.update({"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"})
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from genai_examples import gan, gpt, transformer, vae

Side = Callable[[], Any]
Row = tuple[Side, Side, float, int]  # paket, lawan, nisbah terkecil, putaran


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


def vae_row() -> Row:
    """VAE 784-400-20, batch 128, satu epoch 12.800 gambar."""
    images = torch.rand(12_800, 1, 28, 28)
    shape = {"shape": (1, 28, 28), "latent": 20, "hidden": (400,)}
    config = vae.Config(**shape, steps=100, batch_size=128)
    return lambda: vae.train(config, images), lambda: textbook_vae(images), 1.7, 7


def textbook_gan(data: Tensor, latent: int, hidden: tuple[int, ...]) -> None:
    """Satu epoch: dua lintasan D, D tidak dibekukan, BCE pada peluang, Adam bawaan."""
    size = data.shape[1]

    def mlp(*widths: int) -> list[nn.Module]:
        layers: list[nn.Module] = []
        for a, b in zip(widths[:-1], widths[1:], strict=True):
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


def gan_row() -> Row:
    """GAN MLP 2-128-128-128-2, batch 64, satu epoch 12.800 titik."""
    data = torch.randn(12_800, 2)
    config = gan.Config(steps=200, batch_size=64)
    sizes = config.latent, config.hidden
    return lambda: gan.train(config, data), lambda: textbook_gan(data, *sizes), 1.6, 9


def gan_tiles_row() -> Row:
    """GAN MLP yang sama untuk gambar 28 × 28: z 64, lebar 256."""
    data = torch.rand(6400, 784)
    config = gan.Config(
        shape=(784,), latent=64, hidden=(256, 256), steps=100, batch_size=64
    )
    sizes = config.latent, config.hidden
    return lambda: gan.train(config, data), lambda: textbook_gan(data, *sizes), 1.6, 7


def hugging_face(context: int) -> Any:
    """GPT-2 dari pustaka transformers, seukuran `gpt.Config()`, tanpa dropout."""
    from transformers import GPT2Config, GPT2LMHeadModel

    sizes = {"vocab_size": 65, "n_positions": context, "n_embd": 128}
    sizes |= {"n_layer": 4, "n_head": 4}
    drop = dict.fromkeys(["resid_pdrop", "embd_pdrop", "attn_pdrop"], 0.0)
    ends: Any = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": 0}
    return GPT2LMHeadModel(GPT2Config(**sizes, **drop, **ends))


def gpt_row(fused: bool | None = None) -> Row:
    """Langkah latih GPT, 4 lapis × 128, batch 12 × 64, AdamW, clip 1."""
    data = torch.randint(65, (20_000,))
    config, peer = gpt.Config(steps=10), hugging_face(64).train()
    optimizer = torch.optim.AdamW(peer.parameters(), lr=1e-3, fused=fused)

    def theirs() -> None:
        for _ in range(config.steps):
            starts = torch.randint(len(data) - 64, (config.batch_size,))
            ids = torch.stack([data[i : i + 64] for i in starts.tolist()])
            loss = peer(input_ids=ids, labels=ids).loss
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(peer.parameters(), 1.0)
            optimizer.step()

    return lambda: gpt.train(config, data), theirs, 1.4, 11


def gpt_fused_row() -> Row:
    """Baris gpt dengan lawan yang juga memakai AdamW fused (sebagai keterangan)."""
    return gpt_row(fused=True)


def generate_row() -> Row:
    """Membangkitkan 256 token, batch 1, dengan cache."""
    model = gpt.GPT(gpt.Config(context=257)).eval()
    peer, start = hugging_face(257).eval(), torch.zeros(1, dtype=torch.int64)
    options = {"max_new_tokens": 256, "do_sample": True, "top_k": 0, "use_cache": True}

    def theirs() -> None:
        with torch.no_grad():
            out = peer.generate(start[None], attention_mask=start[None] + 1, **options)
        assert out.shape == (1, 257)

    return lambda: gpt.sample(model, 1, prompt=start, length=256), theirs, 2.2, 11


class TextbookTransformer(nn.Module):
    """Embedding, posisi, `torch.nn.Transformer`, dan lapisan keluaran yang terikat."""

    def __init__(self, config: transformer.Config) -> None:
        super().__init__()
        self.embedding = nn.Embedding(config.vocab, config.width)
        table = transformer.sinusoids(config.context, config.width)
        self.register_buffer("positions", table)
        self.dropout = nn.Dropout(config.dropout)
        sizes = config.width, config.heads, config.layers, config.layers, config.hidden
        self.stack = nn.Transformer(*sizes, config.dropout, batch_first=True)

    def embed(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens) * self.embedding.embedding_dim**0.5
        return self.dropout(x + self.get_buffer("positions")[: tokens.shape[1]])

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        causal = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        padding = source == transformer.PAD
        y = self.stack(
            self.embed(source),
            self.embed(target),
            tgt_mask=causal,
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
            tgt_is_causal=True,
        )
        return y @ self.embedding.weight.T


def transformer_row(dropout: float = 0.1) -> Row:
    """Encoder–decoder N = 6, d = 512, batch 8 × 64: maju dan mundur."""
    config = transformer.Config(vocab=1000, context=64, dropout=dropout)
    ours, peer = transformer.Transformer(config), TextbookTransformer(config)
    source, target = torch.randint(3, 1000, (8, 64)), torch.randint(3, 1000, (8, 65))

    def mine() -> None:
        ours.zero_grad()
        transformer.loss(ours, source, target).backward()

    def theirs() -> None:
        peer.zero_grad()
        logits = peer(source, target[:, :-1]).flatten(0, 1)
        labels, options = target[:, 1:].flatten(), {"ignore_index": transformer.PAD}
        F.cross_entropy(logits, labels, label_smoothing=0.1, **options).backward()

    return mine, theirs, 1.2, 7


def transformer_no_dropout_row() -> Row:
    """Baris transformer dengan dropout 0."""
    mine, theirs, _, rounds = transformer_row(0.0)
    return mine, theirs, 1.0, rounds


ROWS: dict[str, Callable[[], Row]] = {
    "gpt": gpt_row,
    "gpt-fused": gpt_fused_row,
    "generate": generate_row,
    "transformer": transformer_row,
    "transformer-0": transformer_no_dropout_row,
    "vae": vae_row,
    "gan": gan_row,
    "gan-784": gan_tiles_row,
}


def cpu_seconds(side: Side) -> float:
    """Detik CPU satu panggilan."""
    start = time.process_time()
    side()
    return time.process_time() - start


def measure(row: Row) -> tuple[list[float], list[float]]:
    """Detik kedua sisi; setiap putaran bergantian siapa yang dahulu."""
    ours, theirs, _, rounds = row
    ours(), theirs()  # pemanasan
    a, b = [], []
    for index in range(rounds):
        sides = [(ours, a), (theirs, b)]
        for side, spent in sides if index % 2 else reversed(sides):
            spent.append(cpu_seconds(side))
    return a, b


def main() -> None:
    """Cetak satu tabel."""
    torch.set_num_threads(1)
    print(
        f"{'baris':14} {'paket':>8} {'lawan':>8} {'nisbah':>7} {'syarat':>7}  rentang"
    )
    for name in sys.argv[1:] or ROWS:
        torch.manual_seed(0)
        row = ROWS[name]()
        a, b = measure(row)
        ratios = sorted(y / x for x, y in zip(a, b, strict=True))
        ratio, goal = statistics.median(ratios), row[2]
        mark = "tercapai" if ratio >= goal else "MELESET"
        print(
            f"{name:14} {statistics.median(a):7.3f}s {statistics.median(b):7.3f}s "
            f"{ratio:6.2f}× {goal:6.1f}×  {ratios[0]:.2f} sampai {ratios[-1]:.2f}  {mark}",
            flush=True,
        )


if __name__ == "__main__":
    main()
