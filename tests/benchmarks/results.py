"""Hasil model pada set data tersemat: satu tabel, bukan ujian berwaktu.

    python tests/benchmarks/results.py [baris …]

Tanpa nama, semua baris dijalankan (kira-kira lima belas menit pada satu thread). Setiap
baris melatih model dari nol untuk beberapa benih dan mencetak rata-rata, rentang, dan
detik CPU satu kali jalan: latihan dan undian, tanpa jurinya.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import torch
from torch import Tensor

from genai_examples import (
    classifier,
    diffusion,
    gan,
    gpt,
    language,
    ngram,
    transformer,
    vae,
)
from genai_examples import datasets as data
from genai_examples.tokenizer import BPETokenizer, CharTokenizer

Measured = tuple[float, float]  # nilai, detik CPU


@dataclass(frozen=True)
class Row:
    """Satu baris tabel: yang diukur, sasarannya, dan caranya."""

    claim: str
    goal: str
    measure: Callable[[int], Measured]  # benih → nilai dan detik CPU
    seeds: int
    budget: int = 60  # detik CPU
    show: str = ".1%"


def clock() -> float:
    """Detik CPU proses ini."""
    return time.process_time()


@cache
def judge() -> classifier.Classifier:
    """Pengklasifikasi angka yang tidak pernah melihat hasil model yang dinilainya."""
    known = data.digit8()
    config = classifier.Config(shape=(1, 8, 8), classes=10, steps=800)
    return classifier.train(config, (known.images, known.labels), device="cpu")[0]


def digits(seed: int) -> Measured:
    """Bagian undian prior yang diyakini juri (> 0,9) sebagai sebuah angka."""
    start = clock()
    model, _ = vae.train(vae.Config(latent=8, seed=seed), data.digit8().images)
    images = vae.sample(model, 2000, seed=seed)
    spent = clock() - start
    sure = classifier.predict(judge(), images).amax(-1) > 0.9
    return sure.float().mean().item(), spent


def ring(seed: int) -> Measured:
    """Banyaknya modus cincin8 yang terisi, dari 8."""
    start = clock()
    model, _ = gan.train(gan.Config(seed=seed), data.cincin8(10_000).points)
    points = gan.sample(model, 2500, seed=seed)
    centers, sigma = data.CINCIN8_CENTERS, data.CINCIN8_SIGMA
    return gan.modes_covered(points, centers, sigma)[0], clock() - start


def reversal(seed: int) -> Measured:
    """Bagian barisan baru (8 dari 10 lambang) yang terbalik tanpa satu pun salah."""
    generator = torch.Generator().manual_seed(seed)
    rows = torch.randint(3, 13, (21_000, 8), generator=generator)
    source, target = (transformer.pad(list(x)) for x in (rows, rows.flip(1)))
    sizes = {"vocab": 13, "context": 12, "width": 64, "heads": 4, "layers": 2}
    how = {"hidden": 128, "dropout": 0.0, "warmup": 200, "lr": 0.5}
    config = transformer.Config(**sizes, **how, steps=1500, seed=seed)
    start = clock()
    model, _ = transformer.train(config, (source[:20_000], target[:20_000]))
    written = transformer.translate(model, source[20_000:], longest=10)
    spent = clock() - start
    return same_rows(written, target[20_000:]), spent


def same_rows(written: Tensor, target: Tensor) -> float:
    """Bagian baris yang sama persis."""
    if written.shape[1] != target.shape[1]:
        return 0.0
    return (written == target).all(1).float().mean().item()


def translation(seed: int) -> Measured:
    """Terjemahan kalimat baru yang sama persis; untuk `dia`, he dan she sama benar."""
    pairs, unseen = data.terjemahan(20_000), data.terjemahan(500, split="val")
    start = clock()
    text = "\n".join("\n".join(pair) for pair in pairs)
    tokenizer = BPETokenizer.train(text, 1500, transformer.SPECIAL)

    def rows(sentences: list[str]) -> Tensor:
        return transformer.pad([tokenizer.encode(s) for s in sentences])

    sizes = {"vocab": tokenizer.vocab_size, "context": 48, "width": 128, "heads": 4}
    how = {"layers": 2, "hidden": 512, "warmup": 200, "lr": 0.3, "batch_size": 32}
    config = transformer.Config(**sizes, **how, steps=1500, seed=seed)
    training = rows([s for s, _ in pairs]), rows([t for _, t in pairs])
    model, _ = transformer.train(config, training)
    written = transformer.translate(model, rows([s for s, _ in unseen]))
    spent = clock() - start
    answers = [tokenizer.decode(row) for row in written]
    right = [
        answer == target or (_says_dia(source) and _neutral(answer) == _neutral(target))
        for answer, (source, target) in zip(answers, unseen, strict=True)
    ]
    return sum(right) / len(right), spent


def _says_dia(source: str) -> bool:
    return "dia" in source.lower().split()


def _neutral(english: str) -> list[str]:
    return ["he" if w in ("he", "she") else w for w in english.lower().split()]


def grammar(seed: int) -> Measured:
    """Entropi silang pada kalimat baru; tak mungkin di bawah entropi persisnya."""
    tokenizer, tokens = letters("train", 20_000)
    _, unseen = letters("val", 2000)
    config = gpt.Config(vocab=tokenizer.vocab_size, seed=seed)
    start = clock()
    model, _ = gpt.train(config, tokens)
    spent = clock() - start
    return language.cross_entropy(model, unseen, config.context), spent


@cache
def letters(split: str, n: int) -> tuple[CharTokenizer, Tensor]:
    """Tokenizer karakter `tata`, dan n kalimatnya sebagai satu barisan token."""
    tokenizer = CharTokenizer.train("\n".join(data.tata(2000)))
    text = "".join(s + "\n" for s in data.tata(n, split=split))
    return tokenizer, tokenizer.encode(text)


def grammar_goal() -> str:
    """Entropi persis dan entropi silang bigram pada kalimat baru."""
    bigram, _ = ngram.train(ngram.Config(order=2), data.tata(20_000))
    upper = ngram.cross_entropy(bigram, data.tata(2000, split="val"))
    return f"{data.tata_entropy():.3f} < x < {upper:.3f}"


def islands(seed: int) -> Measured:
    """Jarak energi ke pulau yang disisihkan, dibagi jarak dua bagian data acak.

    Keduanya rata-rata lima undian: satu undian saja terpencar dari 0,9 sampai 3,7.
    """
    train = data.pulau("train").points
    unseen = torch.cat([data.pulau("val").points, data.pulau("test").points])
    start = clock()
    model, _ = diffusion.train(diffusion.Config(steps=12_000, seed=seed), train)
    clouds = [diffusion.sample(model, len(unseen), seed=draw) for draw in range(5)]
    spent = clock() - start
    whole, usual = data.pulau(seed=seed).points, []
    for _ in range(5):
        order = torch.randperm(len(whole))
        one, two, *_ = whole[order].split(len(unseen))
        usual.append(energy(one, two))
    reached = statistics.mean(energy(points, unseen) for points in clouds)
    return reached / statistics.mean(usual), spent


@cache
def weavers_judges() -> list[classifier.Classifier]:
    """Dua juri motif yang tidak sejenis, dilatih pada ubin asli."""
    tiles = data.batik_tengah(2450)
    known = tiles.images, tiles.labels
    base = classifier.Config(shape=(1, 32, 32), classes=5, steps=600)
    kinds = ("mlp", "cnn")
    return [
        classifier.train(replace(base, network=kind), known, device="cpu")[0]
        for kind in kinds
    ]


def batik(seed: int) -> Measured:
    """Bagian ubin yang oleh kedua juri dikenali sebagai motif yang diminta.

    Ubin abu-abu bermotif di tengah, susunan U-Net bab Difusi, guidance w = 1.
    """
    tiles = data.batik_tengah(2450)
    folded = torch.nn.functional.pixel_unshuffle(tiles.images, 2)  # (n, 4, 16, 16)
    config = diffusion.Config(
        shape=(4, 16, 16), network="unet", channels=12, classes=5,
        error="v", steps=8000, batch_size=32, lr=4e-3, seed=seed,
    )  # fmt: skip
    start = clock()
    model, _ = diffusion.train(config, (folded, tiles.labels))
    asked = torch.arange(500) % 5
    drawn = diffusion.sample(
        model, 500, y=asked, steps=50, eta=0, guidance=1, seed=seed
    )
    spent = clock() - start
    images = torch.nn.functional.pixel_shuffle(drawn, 2)
    seen = [classifier.predict(j, images).argmax(-1) for j in weavers_judges()]
    right = (seen[0] == asked) & (seen[1] == asked)
    return right.float().mean().item(), spent


def energy(x: Tensor, y: Tensor) -> float:
    """2 E|X − Y| − E|X − X'| − E|Y − Y'|; Székely & Rizzo (2013)."""

    def mean(a: Tensor, b: Tensor) -> float:
        return torch.cdist(a, b).double().mean().item()

    return 2 * mean(x, y) - mean(x, x) - mean(y, y)


ROWS = {
    "vae": Row("VAE d=8, angka dikenali", "≥ 65 %", digits, 5),
    "gan": Row("GAN, modus cincin8", "8 dari 8", ring, 5, show=".1f"),
    "balik": Row("Transformer membalik barisan", "≥ 99 %", reversal, 3),
    "terjemahan": Row("Transformer, terjemahan baru", "≥ 95 %", translation, 1, 180),
    "gpt": Row("GPT pada tata, nat/karakter", "entropi", grammar, 3, show=".3f"),
    "batik": Row("difusi batik abu-abu, motif benar", "≥ 80 %", batik, 2, 180),
    "pulau": Row("difusi pulau, nisbah energi", "≤ 2", islands, 3, show=".2f"),
}


def main() -> None:
    """Cetak satu tabel."""
    torch.set_num_threads(1)
    names = sys.argv[1:] or list(ROWS)
    if unknown := set(names) - set(ROWS):
        sys.exit(f"baris {', '.join(unknown)} tidak ada; yang ada: {', '.join(ROWS)}")
    head = f"{'rata-rata':>9} {'rentang':>15} {'benih':>5} {'detik':>6} {'batas':>5}"
    print(f"{'':30} {'sasaran':>17} {head}")
    for name in names:
        row = ROWS[name]
        torch.manual_seed(0)
        values, spent = zip(*map(row.measure, range(row.seeds)), strict=True)
        goal = grammar_goal() if name == "gpt" else row.goal
        low, middle, high = min(values), statistics.mean(values), max(values)
        shown = [format(x, row.show) for x in (middle, low, high)]
        numbers = f"{shown[0]:>9} {'–'.join(shown[1:]):>15} {row.seeds:5}"
        seconds = f"{statistics.median(spent):6.1f} {row.budget:5}"
        print(f"{row.claim:30} {goal:>17} {numbers} {seconds}", flush=True)


if __name__ == "__main__":
    main()
