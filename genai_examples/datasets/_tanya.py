"""Empat puluh tanya jawab tentang AI generatif dan situs ini, dengan petikannya.

Ditulis sendiri untuk latihan pencarian petikan dan RAG. Setiap jawaban adalah satu
kalimat utuh dari petikannya, sehingga jawaban sistem dapat diperiksa oleh program.
"""

import json
from importlib.resources import files
from typing import NamedTuple

from genai_examples.datasets._common import stream


class Tanya(NamedTuple):
    """Pertanyaan, petikan yang memuat jawabannya, dan jawaban itu."""

    question: str
    passage: str
    answer: str


def tanya(seed: int = 0) -> list[Tanya]:
    """Keempat puluh butir, urutannya diacak `seed`; setiap butir punya petikan sendiri.

    Raises:
        ValueError: bila `seed` negatif.
    """
    order = stream("tanya", seed, "train").permutation(40)
    source = files("genai_examples.datasets") / "data" / "tanya.json"
    items = json.loads(source.read_text(encoding="utf-8"))
    return [Tanya(**items[i]) for i in order]
