"""Diagram balok yang digambar dari modulnya sendiri: lapisan dan bentuk dilacak.

`trace` mencatat apa yang berjalan; `block_diagram` menggambarnya dari atas ke bawah.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from genai_examples.palette import COLORS, panels

Inputs = Tensor | tuple[Tensor, ...]

# Fungsi tanpa modul yang layak menjadi balok, dan tulisan untuk pertemuan dua aliran.
_FUNCTIONS = {"relu": "ReLU", "gelu": "GELU", "silu": "SiLU", "tanh": "Tanh"}
_FUNCTIONS |= {"sigmoid": "Sigmoid", "softmax": "Softmax", "linear": "Linear"}
_FUNCTIONS |= {"layer_norm": "LayerNorm", "scaled_dot_product_attention": "Atensi"}
_JOINS = {"add": "+", "sub": "−", "mul": "×", "div": "÷", "cat": "gabung"}
_SIZES = ["in_features out_features", "in_channels out_channels"]
_SIZES += ["num_embeddings embedding_dim", "input_size hidden_size"]
_SHAPING = ("to", "type_as", "expand_as", "view_as")  # masukan kedua hanya contoh
_CENTRE, _HALF = 2.36, 0.93  # sumbu tegak dan setengah lebar balok, inci


@dataclass(frozen=True)
class Block:
    """Satu balok: tulisan, bentuk keluaran, nomor balok asal, nama modul, ulangan."""

    label: str
    shape: tuple[int | str, ...]
    parents: tuple[int, ...] = ()
    name: str = ""
    kind: str = "plain"  # input, layer (berbobot), plain (tanpa bobot), join, output
    times: int = 1


def trace(module: nn.Module, inputs: Inputs, depth: int | None = None) -> list[Block]:
    """Balok-balok `module` menurut urutan jalannya untuk `inputs`, dalam mode eval.

    Modul asli tidak berubah. Dimensi pertama sebesar ukuran batch ditulis B. `depth`
    membatasi seberapa dalam submodul dibuka; tanpa itu sampai lapisan terdalam.
    """
    inputs = (inputs,) if isinstance(inputs, Tensor) else inputs
    module = copy.deepcopy(module).eval()  # kait dan mode tidak menyentuh aslinya
    recorder = _Recorder(len(inputs[0]))
    for name, part in list(_parts(module, depth)) or [("", module)]:
        recorder.attach(part, name)
    with torch.no_grad(), torch.random.fork_rng(), recorder:
        for x in inputs:
            recorder.add("masukan", x, (), kind="input")
        outputs = module(*inputs)
    for out in _tensors(outputs):
        recorder.add("keluaran", out, recorder.origins(out), kind="output")
    return _compact(recorder.blocks)


def _parts(module: nn.Module, depth: int | None) -> Iterator[tuple[str, nn.Module]]:
    """Submodul yang menjadi balok; wadah (`Sequential`, `ModuleList`) selalu dibuka."""
    for name, child in module.named_children():
        box = isinstance(child, nn.Sequential | nn.ModuleList | nn.ModuleDict)
        if not box and (depth == 1 or not list(child.children())):
            yield name, child
        else:
            inner = depth if box or depth is None else depth - 1
            yield from ((f"{name}.{path}", part) for path, part in _parts(child, inner))


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, list | tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _tensors(item)


class _Recorder(TorchFunctionMode):
    """Mencatat balok pembuat setiap tensor; fungsi lain meneruskan catatan itu."""

    def __init__(self, batch: int) -> None:
        super().__init__()
        self.batch, self.inside = batch, 0
        self.blocks: list[Block] = []
        self.made: dict[int, tuple[int, Tensor]] = {}  # id → (balok, tensornya)

    def origins(self, value: Any) -> tuple[int, ...]:
        found = {self.made[id(t)][0] for t in _tensors(value) if id(t) in self.made}
        return tuple(sorted(found))

    def add(self, label: str, out: Any, parents: tuple[int, ...], **kw: Any) -> None:
        sizes: Any = next(_tensors(out)).shape
        head = ["B" if size == self.batch else size for size in sizes[:1]]
        self.blocks.append(Block(label, (*head, *sizes[1:]), parents, **kw))
        self.mark(out, len(self.blocks) - 1)

    def mark(self, out: Any, index: int) -> None:
        for t in _tensors(out):
            if t.dtype != torch.bool:  # topeng bukan aliran data
                self.made[id(t)] = (index, t)

    def attach(self, part: nn.Module, name: str) -> None:
        parents: list[tuple[int, ...]] = []
        kind = "layer" if list(part.parameters()) else "plain"

        def before(_: nn.Module, args: Any, kwargs: Any) -> None:
            self.inside += 1
            parents.append(self.origins((args, kwargs)))

        def after(_: nn.Module, args: Any, out: Any) -> None:
            self.inside -= 1
            self.add(_describe(part), out, parents.pop(), name=name, kind=kind)

        part.register_forward_pre_hook(before, with_kwargs=True)
        part.register_forward_hook(after)

    def __torch_function__(self, func, types, args=(), kwargs=None) -> Any:
        out = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "").strip("_")  # add_, __add__ → add
        parents = self.origins(args[:1] if name in _SHAPING else (args, kwargs))
        if self.inside or next(_tensors(out), None) is None:
            return out
        if name in ("randn", "randn_like", "rand", "rand_like"):
            self.add("derau", out, (), kind="input")
        elif not parents or name.endswith("_like"):
            return out
        elif name in _FUNCTIONS:
            self.add(_FUNCTIONS[name], out, parents)
        elif len(parents) == 1:
            self.mark(out, parents[0])
        else:
            self.add(_JOINS.get(name, name), out, parents, kind="join")
        return out


def _describe(part: Any) -> str:
    """`Linear 64 → 128`; ukuran tapis dan langkahnya di baris kedua."""
    text = type(part).__name__
    for before, after in map(str.split, _SIZES):
        if hasattr(part, before) and hasattr(part, after):
            text += f" {getattr(part, before)} → {getattr(part, after)}"
    if (kernel := getattr(part, "kernel_size", None)) is not None:
        text += "\n" + " × ".join(map(str, np.ravel(kernel)))
        step = np.max(part.stride)
        text += f", langkah {step}" if step > 1 else ""
    return text


def _compact(blocks: list[Block]) -> list[Block]:
    """Buang cabang buntu; jadikan satu balok kembar yang berantai langsung."""
    needed = {i for i, b in enumerate(blocks) if b.kind in ("input", "output")}
    for i in reversed(range(len(blocks))):
        needed |= set(blocks[i].parents) if i in needed else set()
    kept, place = [], {}
    for i in sorted(needed):
        b = replace(blocks[i], parents=tuple(place[p] for p in blocks[i].parents))
        last = kept[-1] if kept else b
        twin = (last.label, last.shape, last.kind) == (b.label, b.shape, "layer")
        if twin and b.parents == (len(kept) - 1,):
            kept[-1] = replace(last, times=last.times + 1)
        else:
            kept.append(b)
        place[i] = len(kept) - 1
    return kept


def block_diagram(
    module: nn.Module, inputs: Inputs, *, depth: int | None = None
) -> Figure:
    """Diagram balok `module` dari atas ke bawah, dengan bentuk keluaran di kanan.

    Balok biru berbobot, balok kelabu tidak; garis di kiri melompati balok.
    """
    blocks = trace(module, inputs, depth)
    heights = np.array([0.38 if "\n" in b.label else 0.25 for b in blocks])
    tops = np.cumsum(heights + 0.14) - heights - 0.06
    fig, ax = panels(height=float(tops[-1] + heights[-1] + 0.08))
    ax.set(position=(0, 0, 1, 1), xlim=(0, 4.2), ylim=(fig.get_figheight(), 0))
    ax.axis("off")
    rows = list(zip(blocks, tops, heights, strict=True))
    for row in rows:
        _draw_block(ax, *row)
    _draw_edges(ax, rows)
    _draw_names(ax, rows)
    return fig


def _half(b: Block) -> float:
    wide = _HALF if b.kind in ("layer", "plain") else 0.42
    return 0.2 if b.label in "+−×÷" else wide


def _draw_block(ax: Axes, b: Block, top: float, height: float) -> None:
    ends = b.kind in ("input", "output")
    if not ends:
        tone, fade = ("nila", 0.09) if b.kind == "layer" else ("garis", 0)
        style: Any = {"boxstyle": "round,pad=0,rounding_size=0.06", "linewidth": 1}
        style |= {"edgecolor": COLORS[tone], "facecolor": to_rgba(COLORS[tone], fade)}
        corner, width = (_CENTRE - _half(b), top), 2 * _half(b)
        ax.add_patch(FancyBboxPatch(corner, width, height, **style))
    text: Any = {"va": "center", "linespacing": 1.1, "size": 8.5}
    label = f"{b.times} × " * (b.times > 1) + b.label
    bold: Any = {"weight": "bold"} if ends else {}
    ax.text(_CENTRE, top + height / 2, label, ha="center", **text, **bold)
    shape = str(b.shape).replace("'", "")
    ax.text(3.37, top + height / 2, shape, color=COLORS["redup"], **text)


def _draw_edges(ax: Axes, rows: list[tuple[Block, float, float]]) -> None:
    """Panah lurus ke balok berikut; selebihnya lewat lajur kiri, satu tiap asal."""
    line: Any = {"color": COLORS["garis"], "linewidth": 1}
    tip: Any = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 7}
    arrow = {"text": "", "arrowprops": tip | line}
    lanes: list[int] = []  # balok terakhir yang dicapai setiap lajur
    for i, (b, top, height) in enumerate(rows):
        targets = [j for j, row in enumerate(rows) if i in row[0].parents]
        if i + 1 in targets:
            below, bottom = (_CENTRE, rows[i + 1][1]), (_CENTRE, top + height)
            ax.annotate(xy=below, xytext=bottom, **arrow)
        if far := [rows[j] for j in targets if j > i + 1]:
            lane = next((k for k, last in enumerate(lanes) if last <= i), len(lanes))
            lanes[lane : lane + 1] = [targets[-1]]
            x, y = _CENTRE - _HALF - 0.1 - 0.11 * lane, top + 0.72 * height
            ends = [row[1] + 0.28 * row[2] for row in far]
            ax.plot([_CENTRE - _half(b), x, x], [y, y, ends[-1]], "-", **line)
            for (target, _, _), end in zip(far, ends, strict=True):
                edge = (_CENTRE - _half(target), end)
                ax.annotate(xy=edge, xytext=(x, end), **arrow)


def _draw_names(ax: Axes, rows: list[tuple[Block, float, float]]) -> None:
    """Nama submodul di tepi kiri, dengan garis sepanjang balok-baloknya."""
    names = [re.sub(r"(\.?\b\d+)+$", "", b.name) for b, _, _ in rows]  # tanpa nomor
    for name, group in groupby(zip(names, rows, strict=True), lambda pair: pair[0]):
        spans = [(top + 0.02, top + height - 0.02) for _, (_, top, height) in group]
        if name:
            ends = [spans[0][0], spans[-1][1]]
            ax.plot([0.06, 0.06], ends, "-", color=COLORS["kisi"], linewidth=2)
            name = name.rpartition(".")[2]
            ax.text(0.13, sum(ends) / 2, name, va="center", color=COLORS["redup"])
