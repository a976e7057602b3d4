"""Cerita: cerita anak dari 30 alur, dengan kata sifat dan tindakan yang cocok alurnya.

Alur, kalimat, dan nama ada di `data/cerita.txt`, semuanya ditulis sendiri. Setiap tokoh
dipilih tanpa memandang perannya: perempuan atau laki-laki, dan dari keenam daerah,
sama seringnya. Label: cerita rekaan dari templat.
"""

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from ._common import SPLITS, Split, check_n, stream

# slot di awal kalimat atau awal kutipan menjadi {slot^}: isinya berhuruf besar
_OPENING = re.compile(r'(^"?|[.!?]"? "?|: ")\{(\w+)\}', re.MULTILINE)


class Slot(NamedTuple):
    """Nama-nama yang diisi bersama, dan pilihan isinya."""

    names: list[str]
    values: list[list[str]]


class Plot(NamedTuple):
    """Satu alur: slot (yang pertama adalah kuncinya) dan pilihan kalimat berurutan."""

    name: str
    slots: list[Slot]
    places: list[tuple[str, ...]]


class Book(NamedTuple):
    """Isi `data/cerita.txt`."""

    names: dict[str, list[list[str]]]
    shared: list[Slot]
    plots: list[Plot]


def cerita(n: int, seed: int = 0, split: Split = "train") -> list[str]:
    """`n` cerita yang berbeda, masing-masing beberapa paragraf dipisahkan ganti baris.

    Pembagian menurut kombinasi alur dan isi kuncinya (misalnya `bekal` dan lontong
    sayur): kombinasi di `val` dan `test` tidak pernah muncul di `train`. Sebagian
    kalimat pun dicadangkan untuk `val` atau `test`, sehingga di sana lebih dari
    separuh kalimatnya belum pernah terbaca.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif.
    """
    check_n(n)
    rng = stream("cerita", seed, split)
    plots = _book().plots
    stories: dict[str, None] = {}  # terurut dan tanpa kembaran
    while len(stories) < n:
        plot = plots[rng.integers(len(plots))]
        keys = _keys(plot.name, split)
        story = _tell(plot, keys[rng.integers(len(keys))], split, rng)
        stories[story] = None
    return list(stories)


@cache
def _keys(name: str, split: Split) -> list[int]:
    """Nomor isi kunci milik satu bagian: sepersepuluh val, sepersepuluh test."""
    plot = next(p for p in _book().plots if p.name == name)
    keys = [f"{name}/{value[0]}" for value in plot.slots[0].values]
    order = sorted(
        range(len(keys)), key=lambda i: hashlib.sha256(keys[i].encode()).digest()
    )
    size = max(1, len(keys) // 10)
    parts = order[2 * size :], order[:size], order[size : 2 * size]
    return parts[SPLITS.index(split)]


@cache
def _options(sentences: tuple[str, ...], split: Split) -> tuple[str, ...]:
    """Pilihan kalimat di satu tempat menurut bagiannya.

    Sepertiga tempat menyimpan satu kalimat untuk val, sepertiga untuk test; kalimat
    simpanan hanya dipakai bagian itu, sisanya dipakai bersama.
    """
    owner = hashlib.sha256("".join(sentences).encode()).digest()[0] % 3
    if owner == 0 or len(sentences) < 3:
        return sentences
    return sentences[-1:] if SPLITS[owner] == split else sentences[:-1]


def _tell(plot: Plot, key: int, split: Split, rng: np.random.Generator) -> str:
    """Satu cerita: isi semua slot, lalu pilih satu kalimat untuk setiap tempat."""
    words = dict(zip("abc", _cast(3, rng), strict=True))
    for slot in [*_book().shared, *plot.slots]:
        choice = key if slot is plot.slots[0] else rng.integers(len(slot.values))
        words |= zip(slot.names, slot.values[choice], strict=True)
    words |= {f"{name}^": text[0].upper() + text[1:] for name, text in words.items()}
    paragraphs: list[list[str]] = [[]]
    for sentences in plot.places:
        options = _options(sentences, split)
        if options == ("/",):
            paragraphs.append([])
        else:
            sentence = options[rng.integers(len(options))]
            while "{" in sentence:  # isi slot boleh memuat slot lagi
                sentence = sentence.format_map(words)
            paragraphs[-1].append(sentence)
    return "\n".join(" ".join(sentences) for sentences in paragraphs)


def _cast(size: int, rng: np.random.Generator) -> list[str]:
    """Nama tokoh yang berlainan; jenis kelamin dan daerahnya diundi sendiri-sendiri."""
    names: list[str] = []
    while len(names) < size:
        regions = list(_book().names.values())[rng.integers(2)]
        region = regions[rng.integers(len(regions))]
        name = region[rng.integers(len(region))]
        if name not in names:
            names.append(name)
    return names


@cache
def _book() -> Book:
    data = files("genai_examples.datasets") / "data" / "cerita.txt"
    sections = data.read_text(encoding="utf-8").split("\n# ")[1:]
    plots = {plot.name: plot for plot in map(_plot, sections)}
    names, shared = plots.pop("nama"), plots.pop("umum")
    people = {
        slot.names[0]: [value[0].split() for value in slot.values]
        for slot in names.slots
    }
    return Book(people, shared.slots, list(plots.values()))


def _plot(section: str) -> Plot:
    head, *places = section.strip().split("\n\n")
    name, *slots = head.splitlines()
    options = [tuple(_OPENING.sub(r"\1{\2^}", p).splitlines()) for p in places]
    return Plot(name, list(map(_slot, slots)), options)


def _slot(line: str) -> Slot:
    names, values = line.split(": ", 1)
    return Slot(names.split(", "), [v.split(" ; ") for v in values.split(" | ")])
