"""Tabel topik baris perintah: set data bawaan setiap model dan cara memamerkannya.

Setiap fungsi di sini satu topik, bernama sama dengan modulnya; baris pertama
docstring-nya tampil di `genai-examples --help`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

N = 64  # banyaknya sampel


@dataclass(frozen=True)
class Task:
    """Satu topik yang siap dilatih."""

    data: Any  # masukan `train`
    show: Callable[[Any], "Result"]  # sampel dari model yang sudah dilatih
    config: dict[str, Any] = field(default_factory=dict)  # bawaan Config untuk data itu
    weights: Callable[[Any], Any] = lambda model: model.state_dict()
    files: Mapping[str, Callable[[Path], None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """Sampel: teks per baris, atau tensor beserta gambarnya (Figure)."""

    values: Any
    figure: Any = None


def images(values: Any, titles: Sequence[str] | None = None) -> Result:
    """Gambar [0, 1] berjajar delapan."""
    from genai_examples import plots

    plots.style()
    return Result(values, plots.image_grid(values.cpu(), columns=8, titles=titles))


def points(values: Any, data: Any, notice: str = "") -> Result:
    """Titik dua dimensi: data sebanyak sampel di kiri, sampel di kanan."""
    import torch

    from genai_examples import plots

    plots.style()
    figure, axes = plots.panels(2, width=7.2, sharex=True, sharey=True)
    same = torch.zeros(len(values), dtype=torch.int64)
    for ax, name, shown in zip(axes, ("data", "sampel"), (data, values), strict=True):
        plots.scatter(ax, shown[: len(values)].detach().cpu(), same, [name])
        ax.set_title(name)
        ax.set_aspect("equal")
    figure.supxlabel(notice, fontsize="xx-small")
    return Result(values, figure)


def classifier() -> Task:
    """Nama aksara Jawa dari gambarnya (data: aksara)."""
    from genai_examples import classifier
    from genai_examples.datasets import AKSARA_NAMES, aksara

    train, test = aksara(3000), aksara(N, split="test")

    def show(model: Any) -> Result:
        best = classifier.predict(model, test.images).argmax(-1).tolist()
        return images(test.images, [AKSARA_NAMES["huruf"][k] for k in best])

    return Task((train.images, train.labels), show)


def autoencoder() -> Task:
    """Aksara lontar rusak menjadi bersih (data: aksara)."""
    import torch

    from genai_examples import autoencoder
    from genai_examples.datasets import aksara

    train = aksara(3000, noise="lontar")
    test = aksara(N // 2, noise="lontar", split="test").images

    def show(model: Any) -> Result:
        restored = autoencoder.reconstruct(model, test).cpu()
        pairs = torch.stack(
            [test.unflatten(0, (-1, 8)), restored.unflatten(0, (-1, 8))], 1
        )
        return images(pairs.flatten(0, 2))  # satu baris rusak, satu baris perbaikannya

    return Task((train.images, train.clean), show)


def vae() -> Task:
    """Angka tulisan tangan 8 × 8 (data: digit8)."""
    from genai_examples import vae
    from genai_examples.datasets import digit8

    return Task(digit8().images, lambda model: images(vae.sample(model, N)))


def gan() -> Task:
    """Delapan gumpalan titik pada lingkaran (data: cincin8)."""
    from genai_examples import gan
    from genai_examples.datasets import cincin8

    data = cincin8(10_000).points
    return Task(data, lambda model: points(gan.sample(model, 1000), data))


def ngram() -> Task:
    """Nama desa, huruf demi huruf (data: desa)."""
    from genai_examples import ngram
    from genai_examples.datasets import desa

    return Task(
        desa(),
        lambda model: Result(ngram.sample(model, N)),
        {"order": 3},
        lambda model: {"symbols": model.symbols, "counts": model.counts},
    )


def transformer() -> Task:
    """Kalimat Indonesia ke bahasa Inggris (data: terjemahan)."""
    from genai_examples import transformer
    from genai_examples.datasets import terjemahan
    from genai_examples.tokenizer import BPETokenizer

    pairs, unseen = terjemahan(20_000), terjemahan(N, split="val")
    text = "\n".join("\n".join(pair) for pair in pairs)
    tokenizer = BPETokenizer.train(text, 1500, transformer.SPECIAL)

    def rows(sentences: Sequence[str]) -> Any:
        return transformer.pad([tokenizer.encode(s) for s in sentences])

    def show(model: Any) -> Result:
        written = transformer.translate(model, rows([s for s, _ in unseen])).cpu()
        answers = [tokenizer.decode(row) for row in written]
        right = sum(a == t for a, (_, t) in zip(answers, unseen, strict=True))
        lines = [f"{s} → {a}" for a, (s, _) in zip(answers, unseen, strict=True)]
        return Result([f"tepat sama: {right} dari {len(unseen)}", *lines])

    sizes = {"vocab": tokenizer.vocab_size, "context": 48, "width": 128, "heads": 4}
    sizes |= {"layers": 2, "hidden": 512, "warmup": 200, "lr": 0.3}
    sizes |= {"steps": 1500, "batch_size": 32}
    source, target = rows([s for s, _ in pairs]), rows([t for _, t in pairs])
    files = {"tokenizer.json": tokenizer.save}
    return Task((source, target), show, sizes, files=files)


def gpt() -> Task:
    """Cerita anak, huruf demi huruf (data: cerita)."""
    return _language("gpt", "\n\n".join(_datasets().cerita(2000)))


def lstm() -> Task:
    """Kalimat sederhana, huruf demi huruf (data: tata)."""
    return _language("lstm", "\n".join(_datasets().tata(10_000)))


def diffusion() -> Task:
    """Derau menjadi Nusantara (data: pulau)."""
    from genai_examples import diffusion

    data, notice = _datasets().pulau().points, _datasets().PULAU_NOTICE

    def show(model: Any) -> Result:
        return points(diffusion.sample(model, 4000), data, notice)

    return Task(data, show, {"steps": 12_000})


def flow() -> Task:
    """Dua bulan sabit dari lonceng Gauss (data: bulan)."""
    from genai_examples import flow

    data = _datasets().bulan(10_000).points
    return Task(data, lambda model: points(flow.sample(model, 1000), data))


def _datasets() -> Any:
    from genai_examples import datasets

    return datasets


def _language(topic: str, text: str) -> Task:
    """Model bahasa karakter: sampelnya mulai dari baris baru."""
    from importlib import import_module

    from genai_examples.tokenizer import CharTokenizer

    module: Any = import_module(f"genai_examples.{topic}")
    tokenizer = CharTokenizer.train(text)

    def show(model: Any) -> Result:
        start = tokenizer.encode("\n")
        options = {"prompt": start, "length": 400, "temperature": 0.8}
        rows = module.sample(model, 4, **options).cpu()
        return Result([tokenizer.decode(row).strip() + "\n" for row in rows])

    return Task(
        tokenizer.encode(text),
        show,
        {"vocab": tokenizer.vocab_size},
        files={"tokenizer.json": tokenizer.save},
    )


_MAKERS = (classifier, autoencoder, vae, gan, ngram, transformer)
_MAKERS += (gpt, lstm, diffusion, flow)
TOPICS: dict[str, Callable[[], Task]] = {make.__name__: make for make in _MAKERS}
