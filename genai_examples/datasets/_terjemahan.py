"""Terjemahan: pasangan kalimat Indonesia → Inggris dari tata bahasa kecil.

Sifat berpindah tempat (`lima buah mangga merah` → `five red mangoes`), penggolong
hilang, dan waktu muncul pada kata kerja. Kosakata dan kecocokan katanya ada di
`data/terjemahan.txt`: setiap benda hanya mendapat sifat, tempat, dan kata kerja yang
masuk akal. `dia` diterjemahkan he dan she sama seringnya, karena keduanya benar.
"""

import hashlib
from collections.abc import Iterator
from functools import cache

from ._common import SPLITS, Split, check_n, split_of, stream
from ._terjemahan_kamus import Noun, Subject, Verb, load

Pair = tuple[str, str]
NUMBERS: dict[int, Pair] = {
    2: ("dua", "two"), 3: ("tiga", "three"), 4: ("empat", "four"), 5: ("lima", "five"),
    6: ("enam", "six"), 7: ("tujuh", "seven"), 8: ("delapan", "eight"),
    9: ("sembilan", "nine"), 10: ("sepuluh", "ten"), 11: ("sebelas", "eleven"),
    12: ("dua belas", "twelve"), 15: ("lima belas", "fifteen"),
    20: ("dua puluh", "twenty"),
}  # fmt: skip
OWNERS = {"ini": "this", "itu": "that", "saya": "my", "kami": "our", "mereka": "their"}
# Pola kalimat (Indonesia, Inggris): s pelaku, v kata kerja, o benda, p tempat; huruf
# besar di awal kalimat dipasang belakangan.
INDEFINITE = [
    ("{s} sedang {v} {o}.", "{s} {be} {ing} {o}."),
    ("{s} sudah {v} {o}.", "{s} {have} {done} {o}."),
    ("kemarin {s} {v} {o}.", "yesterday {s} {past} {o}."),
    ("{s} {v} {o} tadi pagi.", "{s} {past} {o} this morning."),
    ("{s} akan {v} {o} besok.", "{s} will {v} {o} tomorrow."),
    ("{s} ingin {v} {o}.", "{s} {want} to {v} {o}."),
]
DAILY = ("{s} {v} {o} setiap hari.", "{s} {now} {o} every day.")
DEFINITE = [
    ("{s} sedang {v} {o}.", "{s} {be} {ing} {o}."),
    ("{s} belum {v} {o}.", "{s} {have} not {done} {o} yet."),
    ("{s} tidak akan {v} {o}.", "{s} will not {v} {o}."),
    ("{s} harus {v} {o}.", "{s} must {v} {o}."),
    ("apakah {s} sudah {v} {o}?", "{have} {s} {done} {o}?"),
]
SCENES = [
    ("{s} sedang {v} {p}.", "{s} {be} {ing} {p}."),
    ("tadi pagi {s} {v} {p}.", "this morning {s} {past} {p}."),
]
THERE = ("ada {s} {p}.", "there {be} {s} {p}.")


def terjemahan(n: int, seed: int = 0, split: Split = "train") -> list[Pair]:
    """`n` pasangan (Indonesia, Inggris); setiap kalimat Indonesia hanya muncul sekali.

    `val` berisi kalimat baru dari pasangan benda–sifat yang dikenal; `test` lebih
    sukar: pasangan benda–sifatnya (misalnya *mangga hijau*) tidak ada di `train`.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif atau melebihi persediaan.
    """
    check_n(n)
    rng = stream("terjemahan", seed, split)
    pairs = _corpus()[split]
    if n > len(pairs):
        raise ValueError(
            f"n={n}: split {split!r} hanya mempunyai {len(pairs)} pasangan"
        )
    return [pairs[i] for i in rng.permutation(len(pairs))[:n]]


@cache
def _corpus() -> dict[Split, list[Pair]]:
    """Semua pasangan kalimat, terbagi tiga; dihitung sekali, kira-kira satu detik."""
    parts: dict[Split, list[Pair]] = {split: [] for split in SPLITS}
    hidden = {
        (noun.word, adjective)
        for noun in load().nouns.values()
        for adjective in noun.adjectives
        if split_of(f"{noun.word} {adjective}") == "test"
    }
    for key, pair in [*_phrases(), *_clauses(), *_scenes()]:
        new = split_of(pair[0]) == "val"
        parts["test" if key in hidden else "val" if new else "train"].append(pair)
    return parts


def _phrases() -> Iterator[tuple[Pair, Pair]]:
    """Frasa benda, dan kalimat `Ada … di …`."""
    for noun in load().nouns.values():
        for adjective in noun.adjectives:
            key = noun.word, adjective
            for owner in OWNERS:
                yield key, _owned(noun, adjective, owner)
            for count in (1, 0, *NUMBERS):
                phrase = _counted(noun, adjective, count)
                yield key, phrase
                if count <= noun.most:
                    for place in noun.places:
                        yield key, _say(THERE, _group(phrase, count), place=place)


def _clauses() -> Iterator[tuple[Pair, Pair]]:
    """Pelaku + kata kerja + benda; setiap isi kalimat mendapat satu pelaku bergilir."""
    turn, subjects = 0, load().subjects
    asked = [s for s in subjects if s.english not in ("I", "we")]
    for verb in load().verbs:
        for noun, adjectives in verb.uses:
            for adjective in adjectives:
                for pattern, thing in _predicates(verb, noun, adjective):
                    turn += 7  # supaya pelakunya bergilir merata
                    known = asked if pattern[0].endswith("?") else subjects
                    subject = known[turn % len(known)]
                    pair = _say(pattern, subject, verb, thing)
                    yield (noun.word, adjective), pair


def _predicates(verb: Verb, noun: Noun, adjective: str) -> Iterator[tuple[Pair, Pair]]:
    """Pola dan benda yang cocok untuk satu kata kerja."""
    loose = [*INDEFINITE, DAILY] if verb.daily else INDEFINITE
    for count in range(1, min(verb.most, noun.most) + 1):
        for pattern in loose:
            if verb.planned or not {"{ing}", "tomorrow."} & set(pattern[1].split()):
                yield pattern, _counted(noun, adjective, count)
    for owner in ("ini", "itu"):
        for pattern in DEFINITE:
            if verb.planned or "{ing}" not in pattern[1]:
                yield pattern, _owned(noun, adjective, owner)


def _scenes() -> Iterator[tuple[Pair, Pair]]:
    """Hewan dan orang yang bergerak di tempat yang cocok bagi keduanya."""
    for verb in load().moves:
        for noun, adjectives in verb.uses:
            for adjective in adjectives:
                groups = [
                    _group(_counted(noun, adjective, count), count)
                    for count in range(verb.most + 1)
                ]
                for owner in ("ini", "itu"):
                    groups.append(_group(_owned(noun, adjective, owner), 1))
                for place in sorted(set(verb.places) & set(noun.places)):
                    for pattern in SCENES:
                        for group in groups:
                            pair = _say(pattern, group, verb, place=place)
                            yield (noun.word, adjective), pair


def _counted(noun: Noun, adjective: str, count: int) -> Pair:
    """Frasa tak tentu: `sebuah apel merah`, `two red apples`; 0 berarti beberapa."""
    number, english = NUMBERS.get(count, ("beberapa", "several"))
    quantity = f"se{noun.classifier}" if count == 1 else f"{number} {noun.classifier}"
    head = noun.singular if count == 1 or noun.plural == "-" else noun.plural
    words = f"{noun.adjectives[adjective]} {head}"
    if noun.plural == "-":
        words = f"{load().measures[noun.classifier][count != 1]} of {words}"
    if count == 1:
        english = "an" if words[0] in "aeiou" else "a"
    return f"{quantity} {noun.word} {adjective}", f"{english} {words}"


def _owned(noun: Noun, adjective: str, owner: str) -> Pair:
    """Frasa tentu: `apel merah itu` → `that red apple`."""
    english = f"{OWNERS[owner]} {noun.adjectives[adjective]} {noun.singular}"
    return f"{noun.word} {adjective} {owner}", english


def _group(phrase: Pair, count: int) -> Subject:
    return Subject(*phrase, person="3" if count == 1 else "jamak")


def _say(
    pattern: Pair,
    subject: Subject,
    verb: Verb | None = None,
    thing: Pair = ("", ""),
    place: str = "",
) -> Pair:
    """Isi satu pola kalimat dalam dua bahasa."""
    third = subject.person == "3"
    here, there = load().places[place] if place else ("", "")
    base, with_s, past, done, ing = verb.forms if verb else [""] * 5
    word = verb.word if verb else ""
    source = pattern[0].format(s=subject.word, v=word, o=thing[0], p=here)
    target = pattern[1].format(
        s=_he_or_she(source) if subject.english == "@" else subject.english,
        v=base,
        now=with_s if third else base,
        past=past,
        done=done,
        ing=ing,
        be={"1": "am", "3": "is"}.get(subject.person, "are"),
        have="has" if third else "have",
        want="wants" if third else "want",
        o=thing[1],
        p=there,
    )
    return source[0].upper() + source[1:], target[0].upper() + target[1:]


def _he_or_she(source: str) -> str:
    """he atau she, separuh-separuh, ditentukan oleh sha256 kalimatnya."""
    return ("he", "she")[hashlib.sha256(source.encode()).digest()[-1] % 2]
