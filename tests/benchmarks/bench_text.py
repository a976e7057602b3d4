"""Model teks terhadap yang biasa diambil orang, pada satu thread CPU.

    python tests/benchmarks/bench_text.py [banyaknya putaran]

Kedua sisi berukuran sama dan berjalan bergantian dalam satu proses. Dicetak: median
detik CPU masing-masing, median rasio per putaran, dan sasarannya.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch
import torch.nn.functional as F
from torch import nn
from transformers import GPT2Config, GPT2LMHeadModel

from genai_examples import gpt, lstm, transformer

Action = Callable[[], Any]
VOCAB, WIDTH, LAYERS, HEADS = 65, 128, 4, 4


def huggingface(context: int, **changes: float) -> GPT2LMHeadModel:
    """GPT-2 dari transformers; pengaturan lain tetap bawaannya."""
    sizes: dict[str, Any] = {"n_embd": WIDTH, "n_layer": LAYERS, "n_head": HEADS}
    sizes |= {"vocab_size": VOCAB, "n_positions": context}
    sizes |= {"bos_token_id": None, "eos_token_id": None}
    return GPT2LMHeadModel(GPT2Config(**sizes, **changes))  # type: ignore[arg-type]


def own_gpt(context: int) -> gpt.GPT:
    """GPT paket ini dengan ukuran yang sama."""
    config = gpt.Config(
        vocab=VOCAB, context=context, width=WIDTH, layers=LAYERS, heads=HEADS
    )
    return gpt.GPT(config)


def training_step(model: nn.Module, logits: Callable[..., Any], fused: bool) -> Action:
    """Satu langkah AdamW dengan pemotongan gradien, batch 12 × 64."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, fused=fused or None)
    tokens = torch.randint(VOCAB, (12, 65))

    def step() -> None:
        guess = logits(tokens[:, :-1]).flatten(0, 1)
        loss = F.cross_entropy(guess, tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return step


def gpt_training(**changes: float) -> tuple[Action, Action]:
    """Langkah latih GPT terhadap GPT-2 transformers dengan AdamW bawaan PyTorch."""
    own, judge = own_gpt(64).train(), huggingface(64, **changes).train()
    theirs = training_step(judge, lambda x: judge(input_ids=x).logits, fused=False)
    return training_step(own, own, fused=True), theirs


def gpt_generation() -> tuple[Action, Action]:
    """256 token baru, batch 1, dengan cache di kedua sisi."""
    own, judge = own_gpt(320).eval(), huggingface(320).eval()
    prompt = torch.zeros(1, dtype=torch.int64)
    options: dict[str, Any] = {"do_sample": True, "top_k": 0, "pad_token_id": 0}
    options |= {"max_new_tokens": 256, "min_new_tokens": 256}
    return (
        lambda: gpt.sample(own, 1, prompt=prompt, length=256),
        lambda: judge.generate(prompt[None], **options),  # type: ignore[operator]
    )


def encoder_decoder(dropout: float) -> tuple[Action, Action]:
    """Maju dan mundur tumpukan 2017, N = 6, d = 512, batch 8 × 64."""
    config = transformer.Config(vocab=8, dropout=dropout)
    own = transformer.Transformer(config).train()
    judge = nn.Transformer(512, 8, 6, 6, 2048, dropout, batch_first=True).train()
    source, target = torch.randn(8, 64, 512), torch.randn(8, 64, 512)
    mask = nn.Transformer.generate_square_subsequent_mask(64)

    def ours() -> None:
        x, y = source, target
        for layer in own.encoder:
            x = layer(x, None)
        for layer in own.decoder:
            y = layer(y, x, None)
        y.square().mean().backward()
        own.zero_grad()

    def theirs() -> None:
        y = judge(source, target, tgt_mask=mask, tgt_is_causal=True)
        y.square().mean().backward()
        judge.zero_grad()

    return ours, theirs


def lstm_against_gpt() -> tuple[Action, Action]:
    """Langkah latih LSTM dan GPT dengan banyak parameter hampir sama."""
    recurrent = lstm.LSTM(lstm.Config(width=WIDTH, layers=6))
    attentive = own_gpt(64)
    return (
        training_step(recurrent, recurrent, fused=True),
        training_step(attentive, attentive, fused=True),
    )


ROWS: dict[str, tuple[Callable[[], tuple[Action, Action]], int, str]] = {
    "GPT, langkah latih; bawaan kedua sisi": (gpt_training, 8, "1,4×"),
    "GPT, langkah latih; keduanya tanpa dropout": (
        lambda: gpt_training(resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0),
        8,
        "–",
    ),
    "GPT, membangkitkan 256 token": (gpt_generation, 1, "2,2×"),
    "encoder–decoder, dropout 0,1": (lambda: encoder_decoder(0.1), 1, "1,2×"),
    "encoder–decoder, dropout 0": (lambda: encoder_decoder(0.0), 1, "1,0×"),
    "LSTM terhadap GPT seukuran": (lstm_against_gpt, 8, "–"),
}


def seconds(action: Action, repeats: int) -> float:
    """Detik CPU satu kali `action`."""
    start = time.process_time()
    for _ in range(repeats):
        action()
    return (time.process_time() - start) / repeats


def main() -> None:
    """Cetak satu tabel."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print(f"{'':44} {'ms kita':>9} {'ms lawan':>9} {'rasio':>6} {'sasaran':>8}")
    for name, (make, repeats, goal) in ROWS.items():
        pair = make()
        for action in pair:
            seconds(action, 1)  # pemanasan
        times = [[seconds(action, repeats) for action in pair] for _ in range(rounds)]
        own, judge = (
            statistics.median(side) * 1e3 for side in zip(*times, strict=True)
        )
        ratio = statistics.median(b / a for a, b in times)
        print(f"{name:44} {own:9.1f} {judge:9.1f} {ratio:5.2f}× {goal:>8}")


if __name__ == "__main__":
    main()
