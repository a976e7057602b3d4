"""Transformer 2017: encoder membaca kalimat sumber, decoder menulis kalimat sasaran.

Seperti makalahnya: norm sesudah setiap sambungan residual (post-norm), dropout hanya
pada keluaran sublapisan dan pada embedding + posisi, satu matriks untuk embedding dan
lapisan keluaran, label dihaluskan.

Makalah: Vaswani dkk. (2017), arXiv 1706.03762. Bab: bab/transformer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int64
from torch import Tensor, nn

from genai_examples import checks, training
from genai_examples.attention import MultiHeadAttention, padding_mask, sinusoids
from genai_examples.language import check_tokens, draw

SPECIAL = ("<pad>", "<awal>", "<akhir>")  # untuk tokenizer: token khusus 0, 1, 2
PAD, START, END = range(3)

Mask = Bool[Tensor, "..."] | None  # True: boleh diperhatikan


@dataclass(frozen=True)
class Config:
    """Ukuran model dan cara melatihnya; bawaannya model dasar makalah, tabel 3."""

    vocab: int = 37_000  # kosakata bersama sumber dan sasaran, termasuk SPECIAL
    context: int = 256  # panjang terbesar kalimat, dalam token
    width: int = 512
    heads: int = 8
    layers: int = 6  # N, masing-masing untuk encoder dan decoder
    hidden: int = 2048  # lebar lapisan tengah feed-forward
    dropout: float = 0.1
    smoothing: float = 0.1  # penghalusan label
    warmup: int = 4000
    lr: float = 1.0  # pengali jadwal laju belajar
    steps: int = 100_000
    batch_size: int = 64  # pasangan kalimat
    seed: int = 0


class EncoderLayer(nn.Module):
    """Self-attention lalu feed-forward, masing-masing dengan residual dan norm."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.attention = MultiHeadAttention(config.width, config.heads)
        self.attention_norm = nn.LayerNorm(config.width)
        self.feed_forward = feed_forward(config)
        self.feed_forward_norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, x: Float[Tensor, "b s c"], mask: Mask) -> Float[Tensor, "b s c"]:
        """x ← norm(x + dropout(sublapisan(x))), dua kali."""
        x = self.attention_norm(x + self.dropout(self.attention(x, x, mask)))
        return self.feed_forward_norm(x + self.dropout(self.feed_forward(x)))


class DecoderLayer(nn.Module):
    """Self-attention kausal, attention ke encoder, lalu feed-forward."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.attention = MultiHeadAttention(config.width, config.heads)
        self.attention_norm = nn.LayerNorm(config.width)
        self.cross = MultiHeadAttention(config.width, config.heads)
        self.cross_norm = nn.LayerNorm(config.width)
        self.feed_forward = feed_forward(config)
        self.feed_forward_norm = nn.LayerNorm(config.width)
        self.dropout = nn.Dropout(config.dropout)

    def forward(
        self, y: Float[Tensor, "b t c"], memory: Float[Tensor, "b s c"], mask: Mask
    ) -> Float[Tensor, "b t c"]:
        """Seperti encoder, dengan `cross` di tengah; `mask` menutup pengisi memory."""
        y = self.attention_norm(y + self.dropout(self.attention(y, y, causal=True)))
        y = self.cross_norm(y + self.dropout(self.cross(y, memory, mask)))
        return self.feed_forward_norm(y + self.dropout(self.feed_forward(y)))


def feed_forward(config: Config) -> nn.Sequential:
    """max(0, x W₁ + b₁) W₂ + b₂ di setiap posisi; Vaswani dkk. (2017), pers. 2."""
    wide, narrow = config.hidden, config.width
    return nn.Sequential(nn.Linear(narrow, wide), nn.ReLU(), nn.Linear(wide, narrow))


class Transformer(nn.Module):
    """Encoder dan decoder dengan satu matriks embedding untuk masuk dan keluar."""

    positions: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocab, config.width)
        table = sinusoids(config.context, config.width)
        self.register_buffer("positions", table, persistent=False)
        self.dropout = nn.Dropout(config.dropout)
        self.encoder = nn.ModuleList(EncoderLayer(config) for _ in range(config.layers))
        self.decoder = nn.ModuleList(DecoderLayer(config) for _ in range(config.layers))
        for p in self.parameters():
            if p.ndim > 1:
                nn.init.xavier_uniform_(p)
        nn.init.normal_(self.embedding.weight, std=config.width**-0.5)

    def embed(self, tokens: Int64[Tensor, "b t"]) -> Float[Tensor, "b t c"]:
        """√width · embedding + posisi; Vaswani dkk. (2017), 3.4 dan 3.5."""
        check_tokens("tokens", tokens, self.config.vocab, 2, self.config.context)
        x = self.embedding(tokens) * math.sqrt(self.config.width)  # (B, T, C)
        return self.dropout(x + self.positions[: tokens.shape[1]])

    def encode(
        self, source: Int64[Tensor, "b s"]
    ) -> tuple[Float[Tensor, "b s c"], Bool[Tensor, "b 1 1 s"]]:
        """Wakilan kalimat sumber dan mask pengisinya, untuk `decode`."""
        x, mask = self.embed(source), padding_mask(source, PAD)
        for layer in self.encoder:
            x = layer(x, mask)
        return x, mask

    def decode(
        self, target: Int64[Tensor, "b t"], memory: Float[Tensor, "b s c"], mask: Mask
    ) -> Float[Tensor, "b t v"]:
        """Logit token berikutnya di setiap posisi; masa depan `target` tertutup."""
        y = self.embed(target)
        for layer in self.decoder:
            y = layer(y, memory, mask)
        return F.linear(y, self.embedding.weight)  # (B, T, V)

    def forward(
        self, source: Int64[Tensor, "b s"], target: Int64[Tensor, "b t"]
    ) -> Float[Tensor, "b t v"]:
        """Logit dengan masukan decoder yang diketahui (teacher forcing)."""
        return self.decode(target, *self.encode(source))


def pad(rows: Sequence[Int64[Tensor, " _"]]) -> Int64[Tensor, "b t"]:
    """Susun baris-baris token menjadi START … END PAD …, sama panjang."""
    if not rows:
        raise ValueError("rows: kosong; harus paling sedikit satu baris")
    framed = [F.pad(F.pad(row, (1, 0), value=START), (0, 1), value=END) for row in rows]
    return nn.utils.rnn.pad_sequence(framed, batch_first=True, padding_value=PAD)


def cross_entropy(
    model: Transformer,
    source: Int64[Tensor, "b s"],
    target: Int64[Tensor, "b t"],
    smoothing: float = 0.0,
) -> Float[Tensor, ""]:
    """Entropi silang, nat per token sasaran selain PAD.

    Label dihaluskan: 1 − ε pada token benar, ε dibagi rata; Vaswani dkk. (2017), 5.4.
    """
    logits = model(source, target[:, :-1]).flatten(0, 1)  # (B (T − 1), V)
    labels = target[:, 1:].flatten()
    return F.cross_entropy(logits, labels, ignore_index=PAD, label_smoothing=smoothing)


def learning_rate(step: int, config: Config) -> float:
    """Naik selama `warmup`, lalu turun; `step` dari 1. Vaswani dkk. (2017), pers. 3."""
    rise, fall = step * config.warmup**-1.5, step**-0.5
    return config.lr * config.width**-0.5 * min(rise, fall)


def train(
    config: Config,
    data: training.Data,
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[Transformer, dict[str, list[float]]]:
    """Latih pada `data` = (sumber, sasaran), masing-masing buatan `pad`.

    Riwayat memuat step, loss (nat per token, label dihaluskan), dan lr.
    """
    device = training.find_device(device)
    tensors = training.as_tensors(data, device)
    if len(tensors) != 2:
        raise ValueError(f"data: {len(tensors)} tensor; harus 2, (sumber, sasaran)")
    for i, tokens in enumerate(tensors):
        check_tokens(f"data[{i}]", tokens, config.vocab, ndim=2)
        if (tokens == PAD).all(1).any():
            raise ValueError(f"data[{i}]: ada baris yang seluruhnya PAD (token {PAD})")
    with training.seeded(config.seed) as generator:
        model = Transformer(config).to(device)
        settings = {"betas": (0.9, 0.98), "eps": 1e-9}  # Vaswani dkk. (2017), 5.3
        optimizer = torch.optim.Adam(model.parameters(), fused=True, **settings)
        run = training.Run(resume, generator, model=model, optimizer=optimizer)
        for step in run.steps(config.steps, progress):
            source, target = training.minibatch(tensors, config.batch_size, generator)
            loss = cross_entropy(model, source, target, config.smoothing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.param_groups[0]["lr"] = learning_rate(step + 1, config)
            optimizer.step()
            if step % 20 == 0:
                run.log(loss=loss, lr=learning_rate(step + 1, config))
    return model.eval(), run.history


@torch.no_grad()
def translate(
    model: Transformer,
    source: Int64[Tensor, "b s"],
    *,
    longest: int | None = None,
    temperature: float = 0.0,
    seed: int = 0,
) -> Int64[Tensor, "b t"]:
    """Baris START … END PAD … untuk setiap baris `source`, token demi token.

    Temperatur 0 memilih token berpeluang tertinggi (greedy decoding); selain itu token
    diundi dari softmax(logit / temperatur). `longest` paling panjang context model.
    """
    checks.check_counts(longest=longest)
    check_tokens("source", source, model.config.vocab, ndim=2)
    generator = torch.Generator().manual_seed(seed)
    source = source.to(model.positions.device)
    memory, mask = model.encode(source)
    target = torch.full_like(source[:, :1], START)  # (B, 1)
    done = target[:, 0] == END  # (B,)
    while target.shape[1] < (longest or model.config.context) and not done.all():
        logits = model.decode(target, memory, mask)[:, -1]  # (B, V)
        token = draw(logits, generator, temperature).masked_fill(done, PAD)  # (B,)
        target = torch.cat([target, token[:, None]], dim=1)
        done |= token == END
    return target


def sample(
    model: Transformer,
    n: int = 16,
    *,
    source: Int64[Tensor, " t"],
    temperature: float = 1.0,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> Int64[Tensor, "n s"]:
    """`n` terjemahan acak untuk satu kalimat, diundi dari p(sasaran | sumber)."""
    checks.check_counts(n=n)
    model = model.to(device or model.positions.device)
    return translate(model, source.expand(n, -1), temperature=temperature, seed=seed)
