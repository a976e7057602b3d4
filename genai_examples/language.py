"""Perkakas bersama model bahasa: jendela data, entropi silang, undian token.

Model apa pun yang memetakan token (B, T) ke logit token berikutnya (B, T, V) cocok.

Makalah: Holtzman dkk. (2019), arXiv 1904.09751 (top-p). Bab: bab/ngram dan bab/gpt.
"""

import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int64
from torch import Tensor, nn

from genai_examples import checks


def check_tokens(
    name: str, tokens: Tensor, vocab: int, ndim: int = 1, longest: int | None = None
) -> None:
    """Tolak tensor yang bukan nomor token 0 … vocab − 1 berdimensi `ndim`.

    Dengan `longest`, panjangnya (dimensi terakhir) juga harus 1 … longest.
    """
    if tokens.ndim != ndim or tokens.dtype != torch.int64:
        raise ValueError(
            f"{name}: {tokens.dtype} berbentuk {tuple(tokens.shape)}; "
            f"harus torch.int64 berdimensi {ndim}"
        )
    low, high = checks.bounds(tokens)
    if low < 0 or high >= vocab:
        bad = low if low < 0 else high
        raise ValueError(f"{name}: token {bad} tidak dikenal; harus 0 … {vocab - 1}")
    if longest is not None and not 0 < (length := tokens.shape[-1]) <= longest:
        raise ValueError(f"{name}: panjangnya {length}; harus 1 … {longest}")


def windows(
    data: Int64[Tensor, " n"], context: int, vocab: int
) -> Int64[Tensor, "w t"]:
    """Semua potongan context + 1 token yang berurutan, tanpa menyalin `data`.

    Raises:
        ValueError: bila ada token tak dikenal atau `data` tidak lebih dari `context`.
    """
    check_tokens("data", data, vocab)
    if len(data) <= context:
        raise ValueError(f"data: {len(data)} token; harus lebih dari context={context}")
    return data.unfold(0, context + 1, 1)  # (N − T, T + 1)


def warmup_cosine(step: int, warmup: int, steps: int, peak: float) -> float:
    """Laju belajar: naik linear sampai `peak`, lalu turun menurut kosinus ke peak / 10.

    Bentuk yang dipakai GPT-1, Radford dkk. (2018), bagian 4.1, yang turun sampai 0.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    done = (step - warmup) / max(1, steps - warmup)
    return peak * (0.55 + 0.45 * math.cos(math.pi * done))


@torch.no_grad()
def cross_entropy(
    model: nn.Module, data: Int64[Tensor, " n"], context: int, batch_size: int = 64
) -> float:
    """Entropi silang rata-rata, nat per token, sepanjang barisan `data`.

    Jendelanya maju setengah konteks dan hanya paruh akhirnya yang dinilai, jadi setiap
    token yang dinilai melihat paling sedikit setengah konteks.
    """
    if len(data) <= context:
        raise ValueError(f"data: {len(data)} token; harus lebih dari {context=}")
    device, half = next(model.parameters()).device, context // 2
    step = max(half, 1)
    total = count = 0.0
    for batch in data.unfold(0, context + 1, step).split(batch_size):
        tokens = batch.to(device)  # (B, T + 1)
        logits = model(tokens[:, :-1])[:, half:]  # (B, T − T/2, V)
        labels = tokens[:, half + 1 :].flatten()
        loss = F.cross_entropy(logits.flatten(0, 1), labels, reduction="sum")
        total, count = total + float(loss), count + len(labels)
    return total / count


def next_token_probs(
    logits: Float[Tensor, "b v"],
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Float[Tensor, "b v"]:
    """Peluang token berikutnya sesudah temperatur, lalu top-k, lalu top-p (nucleus).

    Temperatur 0 memilih token terbaik; top-k menyisakan k token teratas; top-p
    menyisakan token teratas sampai jumlah peluangnya mencapai p (Holtzman dkk., 2019,
    bagian 3).

    Raises:
        ValueError: bila temperatur < 0, top_k < 1, atau top_p di luar (0, 1].
    """
    k = logits.shape[-1] if top_k is None else min(top_k, logits.shape[-1])
    p_kept = 1.0 if top_p is None else top_p
    if not 0 <= temperature < math.inf or k < 1 or not 0 < p_kept <= 1:
        raise ValueError(
            f"temperature={temperature}, top_k={top_k}, top_p={top_p}: "
            "harus temperature ≥ 0, top_k ≥ 1, dan 0 < top_p ≤ 1"
        )
    if temperature == 0:
        return F.one_hot(logits.argmax(-1), logits.shape[-1]).to(logits)
    logits = logits / temperature
    if top_k is not None:
        smallest = logits.topk(k).values[:, -1:]  # (B, 1)
        logits = logits.masked_fill(logits < smallest, -math.inf)
    p = logits.softmax(-1)
    if top_p is not None:
        ranked, order = p.sort(descending=True)
        ranked[ranked.cumsum(-1) - ranked >= top_p] = 0  # tanpa token ini sudah cukup
        p = torch.zeros_like(p).scatter(-1, order, ranked)
        p = p / p.sum(-1, keepdim=True)
    return p


def draw(
    logits: Float[Tensor, "b v"],
    generator: torch.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Int64[Tensor, " b"]:
    """Undi satu token untuk setiap baris menurut `next_token_probs`."""
    p = next_token_probs(logits, temperature, top_k, top_p)
    return torch.multinomial(p.cpu(), 1, generator=generator)[:, 0].to(logits.device)
