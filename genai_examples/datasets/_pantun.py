"""Pantun: sajak empat larik berima a-b-a-b, dan pemeriksanya.

Larik-lariknya ada di `data/pantun.txt`, semuanya ditulis sendiri. Rima setiap pantun
adalah suku kata utuh (*hari* – *sendiri*), tidak hanya vokal terakhirnya. Label: pantun
rekaan dari templat.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from ._common import Split, check_n, split_of, stream

Rhyme = Literal["suku", "bunyi"]
_CONSONANTS = "(?:ng|ny|sy|kh|[bcdfghjklmnpqrstvwxyz])"
_NUCLEUS = "(?:(?:ai|au|oi)$|[aiueo])"  # diftong hanya di ujung kata
_ENDING = {
    "suku": re.compile(f"{_CONSONANTS}?{_NUCLEUS}{_CONSONANTS}*$"),
    "bunyi": re.compile(f"{_NUCLEUS}{_CONSONANTS}*$"),
}


Lines = dict[str, list[str]]  # rima → larik-larik yang memilikinya


class Verse(NamedTuple):
    """Isi `data/pantun.txt`: bahan sampiran dan bahan isi setiap tema."""

    starts: Lines
    journeys: Lines
    views: Lines
    themes: dict[str, tuple[list[str], list[str]]]


def pantun(
    n: int, theme: str | None = None, seed: int = 0, split: Split = "train"
) -> list[str]:
    """`n` pantun yang berbeda, empat larik dipisahkan ganti baris.

    `theme` memilih satu tema dari `pantun_themes()`. Pembagian menurut sha256 kedua
    larik isi: isi pantun di `val` dan `test` tidak pernah muncul di `train`.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif atau melebihi persediaan,
            atau `theme` tidak dikenal.
    """
    check_n(n)
    if theme is not None and theme not in pantun_themes():
        known = ", ".join(pantun_themes())
        raise ValueError(f"theme={theme!r}: harus salah satu dari {known}")
    rng = stream("pantun", seed, split)
    poems = [p for t in pantun_themes() if theme in (None, t) for p in _poems(t, split)]
    if n > len(poems):
        raise ValueError(f"n={n}: split {split!r} hanya mempunyai {len(poems)} pantun")
    return [poems[i] for i in rng.permutation(len(poems))[:n]]


def pantun_themes() -> tuple[str, ...]:
    """Tema-tema yang tersedia untuk `pantun`."""
    return tuple(_verse().themes)


def is_pantun(text: str, rhyme: Rhyme = "suku") -> bool:
    """Benar bila `text` empat larik, 8–12 suku kata, berima a-b-a-b.

    `rhyme="suku"` menuntut suku kata terakhir yang sama utuh (*hari* – *sendiri*);
    `rhyme="bunyi"` menerima vokal dan penutup yang sama (*mandi* – *lagi*), seperti
    banyak pantun lama. Kata yang diulang bukan rima, dan a-a-a-a adalah syair.
    """
    lines = [line for line in text.strip().splitlines() if re.search("[A-Za-z]", line)]
    if len(lines) != 4 or not all(8 <= count_syllables(line) <= 12 for line in lines):
        return False
    words = [_words(line)[-1] for line in lines]
    a, b, c, d = (line_rhyme(line, rhyme) for line in lines)
    return a == c != b == d and words[0] != words[2] and words[1] != words[3]


def count_syllables(line: str) -> int:
    """Jumlah suku kata; ai, au, oi di ujung kata dihitung satu (*pan-tai*, *ma-u*)."""
    total = 0
    for word in _words(line):
        vowels = len(re.findall("[aiueo]", word))
        total += vowels - (vowels > 2 and word.endswith(("ai", "au", "oi")))
    return total


def line_rhyme(line: str, rhyme: Rhyme = "suku") -> str:
    """Bagian kata terakhir yang harus sama supaya dua larik berima."""
    words = _words(line)
    match = _ENDING[rhyme].search(words[-1]) if words else None
    return match[0] if match else ""


def _words(line: str) -> list[str]:
    return re.findall("[a-z]+", line.lower())


def _poems(theme: str, split: Split) -> list[str]:
    """Semua pantun satu tema dalam satu bagian."""
    first, second = _verse().themes[theme]
    poems = []
    for third in first:
        for fourth in second:
            if split_of(f"{third}\n{fourth}") == split:
                for opening in _openings(third, fourth):
                    poems.append("\n".join([*opening, third, fourth]))
    return poems


def _openings(third: str, fourth: str) -> list[tuple[str, str]]:
    """Semua sampiran yang berima dengan kedua larik isi, tanpa kata yang berulang."""
    if line_rhyme(third) == line_rhyme(fourth):
        return []
    verse, pairs = _verse(), []
    for ones, twos in ((verse.starts, verse.journeys), (verse.views, verse.views)):
        seconds = _rhyming(twos, fourth)
        for one in _rhyming(ones, third):
            long_words = {word for word in _words(one) if len(word) > 4}
            pairs += [(one, two) for two in seconds if not long_words & {*_words(two)}]
    return pairs


def _rhyming(lines: Lines, target: str) -> list[str]:
    """Larik yang berima dengan `target` tanpa mengulang kata terakhirnya."""
    last = _words(target)[-1]
    return [x for x in lines.get(line_rhyme(target), []) if _words(x)[-1] != last]


@cache
def _verse() -> Verse:
    data = files("genai_examples.datasets") / "data" / "pantun.txt"
    parts: dict[str, str] = {}
    for section in data.read_text(encoding="utf-8").split("\n# ")[1:]:
        title, _, body = section.partition("\n")
        parts[title.removeprefix("tema ")] = body.strip()
    starts, journeys, views = (
        _by_rhyme(parts.pop(name).splitlines())
        for name in ("berangkat", "di jalan", "pemandangan")
    )
    themes = {}
    for name, body in parts.items():
        first, second = body.split("\n\n")
        themes[name] = (first.splitlines(), second.splitlines())
    return Verse(starts, journeys, views, themes)


def _by_rhyme(lines: list[str]) -> Lines:
    groups: Lines = {}
    for line in lines:
        groups.setdefault(line_rhyme(line), []).append(line)
    return groups
