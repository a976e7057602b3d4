"""Kamus untuk set terjemahan: membaca tabel-tabel dalam `data/terjemahan.txt`."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Noun(NamedTuple):
    """Satu benda; `plural` "-" berarti tak terhitung dan memakai takaran.

    `adjectives` memuat sifat yang cocok dan artinya, misalnya kue cokelat: chocolate.
    """

    word: str
    singular: str
    plural: str
    classifier: str
    most: int
    places: list[str]
    adjectives: dict[str, str]


class Verb(NamedTuple):
    """Satu kata kerja: bentuk Inggris (dasar, -s, lampau, selesai, -ing) dan bendanya.

    `uses` memuat pasangan (benda, sifat yang cocok); `places` hanya untuk gerak.
    """

    word: str
    forms: list[str]
    most: int
    daily: bool
    places: list[str]
    uses: list[tuple[Noun, list[str]]]

    @property
    def planned(self) -> bool:
        """Dapat direncanakan? menemukan dan menerima tidak: keduanya tanpa -ing."""
        return self.forms[4] != "-"


class Subject(NamedTuple):
    """Satu pelaku; `person` adalah 1, 2, 3, atau jamak."""

    word: str
    english: str
    person: str


class Lexicon(NamedTuple):
    """Seluruh isi kamus."""

    measures: dict[str, list[str]]
    places: dict[str, list[str]]
    nouns: dict[str, Noun]
    verbs: list[Verb]
    moves: list[Verb]
    subjects: list[Subject]


@cache
def load() -> Lexicon:
    """Baca kamus; hasilnya dipakai bersama dan tidak boleh diubah."""
    data = files("genai_examples.datasets") / "data" / "terjemahan.txt"
    tables = dict(_tables(data.read_text(encoding="utf-8")))
    meanings = dict(map(_entry, tables["sifat"]))
    nouns = {row[0]: _noun(row, meanings) for row in map(_cells, tables["benda"])}
    return Lexicon(
        measures={
            key: text.split(" / ") for key, text in map(_entry, tables["takaran"])
        },
        places={key: text.split(" / ") for key, text in map(_entry, tables["tempat"])},
        nouns=nouns,
        verbs=[_verb(row, nouns) for row in map(_cells, tables["kerja"])],
        moves=[_move(row, nouns) for row in map(_cells, tables["gerak"])],
        subjects=[_subject(line) for line in tables["pelaku"]],
    )


def _tables(text: str) -> Iterator[tuple[str, list[str]]]:
    """Pasangan (nama tabel, baris): setiap tabel dibuka oleh `# nama: keterangan`."""
    for table in text.split("# ")[1:]:
        title, *lines = table.splitlines()
        yield title.split(":")[0], [line for line in lines if line]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _entry(line: str) -> tuple[str, str]:
    key, text = line.split(" = ")
    return key, text


def _noun(row: list[str], meanings: dict[str, str]) -> Noun:
    word, singular, plural, classifier, most, places, adjectives = row
    where = [] if places == "-" else places.split()
    fitting = {}
    for entry in adjectives.split():
        adjective, _, special = entry.partition("=")
        fitting[adjective] = special or meanings[adjective]
    return Noun(word, singular, plural, classifier, int(most), where, fitting)


def _use(entry: str, nouns: dict[str, Noun]) -> tuple[Noun, list[str]]:
    """Benda dan sifat yang cocok; `baju!kotor` berarti tanpa sifat kotor."""
    word, *banned = entry.split("!")
    noun = nouns[word.replace("_", " ")]
    unknown = set(banned) - set(noun.adjectives)
    if unknown:
        raise ValueError(f"{entry}: {noun.word} tidak mempunyai sifat {unknown}")
    return noun, [a for a in noun.adjectives if a not in banned]


def _verb(row: list[str], nouns: dict[str, Noun]) -> Verb:
    word, forms, most, traits, objects = row
    uses = [_use(entry, nouns) for entry in objects.split()]
    english = [form.replace("_", " ") for form in forms.split()]
    return Verb(word, english, int(most), traits == "harian", [], uses)


def _move(row: list[str], nouns: dict[str, Noun]) -> Verb:
    word, forms, places, actors = row
    uses = [_use(entry, nouns) for entry in actors.split()]
    return Verb(word, forms.split(), 5, False, places.split(), uses)


def _subject(line: str) -> Subject:
    word, rest = _entry(line)
    english, person = rest.split(" / ")
    return Subject(word, english, person)
