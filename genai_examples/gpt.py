"""GPT: decoder saja, menebak token berikutnya dari semua token sebelumnya.

Susunan dan nama bobotnya GPT-2: pre-norm, dan embedding juga menjadi lapisan keluaran.
Satu-satunya yang ditinggalkan adalah dropout.

Makalah: Radford dkk. (2019), laporan OpenAI tentang GPT-2. Bab: bab/gpt.
"""

import copy
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn

from genai_examples import checks, gpt2_folder, training
from genai_examples.attention import causal_mask
from genai_examples.language import check_tokens, draw, warmup_cosine, windows


@dataclass(frozen=True)
class Config(checks.Choices):
    """Ukuran model dan cara melatihnya."""

    vocab: int = 65
    context: int = 64  # token terbanyak yang dilihat sekaligus
    width: int = 128
    heads: int = 4
    layers: int = 4
    activation: Literal["gelu", "gelu_new"] = "gelu"  # gelu_new: hampiran tanh, GPT-2
    steps: int = 1000
    batch_size: int = 12
    lr: float = 3e-3
    warmup: int = 50
    weight_decay: float = 0.01
    clip: float = 1.0  # norma gradien terbesar
    seed: int = 0


Memory = Float[Tensor, "2 b nh context hs"] | None  # key dan value satu lapisan


@dataclass
class Cache:
    """Key dan value semua token yang sudah lewat, dialokasikan sekali di awal."""

    data: Float[Tensor, "layers 2 b nh context hs"]
    length: int = 0  # token yang sudah tersimpan

    @classmethod
    def empty(cls, model: "GPT", batch: int) -> "Cache":
        """Cache kosong untuk `batch` barisan, sepanjang konteks model."""
        c = model.config
        shape = c.layers, 2, batch, c.heads, c.context, c.width // c.heads
        return cls(model.wte.weight.new_empty(shape))


class Attention(nn.Module):
    """Self-attention kausal berkepala banyak."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.heads
        self.c_attn = nn.Linear(config.width, 3 * config.width)  # q, k, v sekaligus
        self.c_proj = nn.Linear(config.width, config.width)

    def forward(
        self, x: Float[Tensor, "b t c"], memory: Memory, start: int
    ) -> Float[Tensor, "b t c"]:
        """Token `start` … start + T − 1 memperhatikan token 0 sampai dirinya."""
        B, T, C = x.shape
        qkv = self.c_attn(x).view(B, T, 3, self.heads, -1)  # (B, T, 3, nh, hs)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)  # 3 × (B, nh, T, hs)
        S = start + T
        if memory is not None:
            memory[:, :, :, start:S] = qkv.permute(2, 0, 3, 1, 4)[1:]
            k, v = memory[:, :, :, :S]  # 2 × (B, nh, S, hs)
        mask = None if T in (1, S) else causal_mask(S)[start:].to(x.device)  # (T, S)
        y = F.scaled_dot_product_attention(q, k, v, mask, is_causal=T == S)
        y = y.transpose(1, 2).reshape(B, T, C)  # (B, nh, T, hs) → (B, T, C)
        return self.c_proj(y)


class MLP(nn.Module):
    """Dua lapisan linear dengan GELU; yang tengah empat kali lebih lebar."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.c_fc = nn.Linear(config.width, 4 * config.width)
        self.c_proj = nn.Linear(4 * config.width, config.width)
        self.approximate = "tanh" if config.activation == "gelu_new" else "none"

    def forward(self, x: Float[Tensor, "b t c"]) -> Float[Tensor, "b t c"]:
        return self.c_proj(F.gelu(self.c_fc(x), approximate=self.approximate))


class Block(nn.Module):
    """x + attention(norm(x)), lalu x + mlp(norm(x))."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.width)
        self.attn = Attention(config)
        self.ln_2 = nn.LayerNorm(config.width)
        self.mlp = MLP(config)

    def forward(
        self, x: Float[Tensor, "b t c"], memory: Memory, start: int
    ) -> Float[Tensor, "b t c"]:
        x = x + self.attn(self.ln_1(x), memory, start)
        return x + self.mlp(self.ln_2(x))


class GPT(nn.Module):
    """Embedding token dan posisi, `layers` blok, norm, lalu logit token berikutnya."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        if (width := config.width) % config.heads:
            raise ValueError(f"heads={config.heads}: harus membagi {width=}")
        self.config = config
        self.wte = nn.Embedding(config.vocab, width)
        self.wpe = nn.Embedding(config.context, width)
        self.h = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.ln_f = nn.LayerNorm(width)
        for name, p in self.named_parameters():  # Radford dkk. (2019), 2.3
            if p.ndim == 2:
                scale = 2 * config.layers if name.endswith("c_proj.weight") else 1
                nn.init.normal_(p, std=0.02 / math.sqrt(scale))
            elif name.endswith("bias"):
                nn.init.zeros_(p)

    def forward(
        self, tokens: Int64[Tensor, "b t"], cache: Cache | None = None
    ) -> Float[Tensor, "b t v"]:
        """Logit token sesudah setiap posisi; dengan `cache`, beri token baru saja."""
        check_tokens("tokens", tokens, self.config.vocab, ndim=2)
        start = cache.length if cache else 0
        stop, longest = start + tokens.shape[1], self.config.context
        if not start < stop <= longest:
            raise ValueError(f"tokens: {stop} token; harus {start + 1} … {longest}")
        x = self.wte(tokens) + self.wpe.weight[start:stop]  # (B, T, C)
        for i, block in enumerate(self.h):
            x = block(x, cache.data[i] if cache else None, start)
        if cache:
            cache.length = stop
        return F.linear(self.ln_f(x), self.wte.weight)  # (B, T, V)


def train(
    config: Config,
    data: Int64[Tensor, " n"],
    *,
    init: GPT | None = None,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[GPT, dict[str, list[float]]]:
    """Latih pada barisan token `data`, dari awal atau dari salinan `init`.

    Bobot `init` yang beku tetap beku: `init=add_lora(model)` hanya melatih LoRA-nya.
    Riwayat memuat step, loss (nat per token), dan lr.
    """
    device = training.find_device(device)
    pieces = windows(data.to(device), config.context, config.vocab)  # (N, T + 1)
    with training.seeded(config.seed) as generator:
        model = (GPT(config) if init is None else _copy(init, config)).to(device)
        parameters = [p for p in model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(
            parameters, betas=(0.9, 0.95), weight_decay=config.weight_decay, fused=True
        )
        run = training.Run(resume, generator, model=model, optimizer=optimizer)
        network = training.parallel(model)
        for step in run.steps(config.steps, progress):
            (tokens,) = training.minibatch((pieces,), config.batch_size, generator)
            logits = network(tokens[:, :-1])  # (B, T, V)
            loss = F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, config.clip)
            lr = warmup_cosine(step, config.warmup, config.steps, config.lr)
            optimizer.param_groups[0]["lr"] = lr
            optimizer.step()
            if step % 20 == 0:
                run.log(loss=loss, lr=lr)
    return model.eval(), run.history


def _copy(init: GPT, config: Config) -> GPT:
    for name in gpt2_folder.SIZES:
        if (own := getattr(init.config, name)) != (asked := getattr(config, name)):
            raise ValueError(f"config: {name}={asked!r}; harus {own!r}, seperti init")
    model = copy.deepcopy(init).train()
    model.config = config
    return model


def sample(
    model: GPT,
    n: int = 16,
    *,
    prompt: Int64[Tensor, " t"] | None = None,
    length: int = 200,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> Int64[Tensor, "n s"]:
    """`n` lanjutan acak `prompt` (bawaan: token 0), masing-masing `length` token baru.

    Bila konteks penuh, pembangkitan berlanjut dari paruh akhir barisannya.
    """
    checks.check_counts(n=n, length=length)
    generator = torch.Generator().manual_seed(seed)
    model = model.to(device or model.wte.weight.device)
    prompt = torch.zeros(1, dtype=torch.int64) if prompt is None else prompt
    check_tokens("prompt", prompt, model.config.vocab)
    start, context = len(prompt), model.config.context
    if not 0 < start <= context:
        raise ValueError(f"prompt: {start} token; harus 1 … context={context}")
    tokens = F.pad(prompt.expand(n, -1), (0, length))  # (n, s)
    with torch.inference_mode():
        cache, seen = Cache.empty(model, n), 0
        for t in range(start, start + length):
            if t - seen + cache.length > context:
                cache.length, seen = 0, t - (context + 1) // 2
            new = tokens[:, seen:t].to(model.wte.weight.device)
            logits = model(new, cache)[:, -1]  # (n, V)
            tokens[:, t] = draw(logits, generator, temperature, top_k, top_p)
            seen = t
    return tokens


def from_pretrained(folder: str | Path) -> GPT:
    """Model dari folder GPT-2 Hugging Face; ValueError bila isinya tidak cocok."""
    with torch.device("meta"):  # bentuknya saja; bobotnya datang dari folder
        model = GPT(Config(**gpt2_folder.read_config(folder)))
    weights = gpt2_folder.read_weights(folder, model.state_dict())
    model.load_state_dict(weights, assign=True)
    return model.eval()


def save_pretrained(model: GPT, folder: str | Path) -> None:
    """Tulis folder GPT-2 yang juga dibaca pustaka transformers."""
    gpt2_folder.write(folder, asdict(model.config), model.state_dict())
