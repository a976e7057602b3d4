"""Bahasa potongan miring: istilah dan judul Inggris ditandai `lang="en"`.

Pembaca layar lalu melafalkannya dalam bahasa Inggris. Yang miring tanpa tanda tetap
bahasa Indonesia: penekanan, contoh kata, judul karya Indonesia.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from hooks.glossary import Term

EM = re.compile(r"<em>((?:(?!</?em\b).)+?)</em>(?P<after>,? (?:dalam|[12]\d{3}))?")
TAG = re.compile(r"<math\b.*?</math>|<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Kata tugas: satu saja sudah menentukan bahasanya.
_INDONESIAN = """
    dan yang di untuk dengan dari pada atas tentang menurut jika oleh ke atau adalah itu
    ini kali tata hak undang-undang panduan etika kecerdasan pelindungan nilai kira-kira
    sebanding semua penggunaan penyelenggaraan informasi penyesuaian apa peta risiko
    belajar lalu
"""
_ENGLISH = """
    the of and for with to is are in by from on as via at how what which do does not
    using an into through let's don't you've be when only
"""
# Istilah Inggris yang dipakai bab tetapi bukan kepala atau padanan dalam glosarium.
_TERMS = """abstention, activation function, artificial general intelligence, base rate,
    baseline, cache, catastrophic forgetting, chain rule, change of variables,
    convolution, covariance, encoder–decoder, energy distance, expectation–maximization,
    fashion, feature, five red mangoes, flow, forward pass, free running,
    gaussian mixture model, generate, generative, green, he, head,
    jensen–shannon divergence, kv cache, linear regression, mangoes, mask,
    mean squared error, minibatch, negative log-likelihood, nucleus, over-complete,
    positional encoding, post-norm, pre-norm, pre-trained, predict,
    restricted boltzmann machine, she, squared error, teacher forcing, tone,
    variational, working paper"""
INDONESIAN, ENGLISH = frozenset(_INDONESIAN.split()), frozenset(_ENGLISH.split())
TERMS = frozenset(" ".join(term.split()) for term in _TERMS.split(","))


def mark_english(html: str, terms: Iterable[Term]) -> str:
    """Tandai setiap `<em>` yang isinya bahasa Inggris."""
    terms = tuple(terms)

    def change(match: re.Match[str]) -> str:
        text = TAG.sub("", match[1])
        if not is_english(text, terms, title=match["after"] is not None):
            return match[0]
        return match[0].replace("<em>", '<em lang="en">', 1)

    return EM.sub(change, html)


def is_english(text: str, terms: tuple[Term, ...], title: bool = False) -> bool:
    """Benar untuk istilah Inggris dan judul karya berbahasa Inggris.

    `title`: potongan yang diikuti tahun terbit. Judul tanpa kata Indonesia dianggap
    berbahasa Inggris, seperti hampir semua makalah yang dikutip.
    """
    names, vocabulary = _known(terms)
    name = " ".join(text.lower().split())
    if name in names:
        return True
    words = {word.replace("’", "'") for word in WORD.findall(name)}
    if len(words) < 2 or words & INDONESIAN:
        return False
    singular = words | {word.removesuffix("s") for word in words}
    return title or bool(words & ENGLISH or singular & vocabulary)


@lru_cache(maxsize=2)
def _known(terms: tuple[Term, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Istilah Inggris dalam glosarium dan di atas; kata yang hanya ada di dalamnya."""
    names, local = set(TERMS), set()
    for term in terms:
        here, there = (term.forms, term.other)
        english, indonesian = (here, there) if term.italic else (there, here)
        names.update(name.lower() for name in english)
        local.update(word for name in indonesian for word in WORD.findall(name.lower()))
    words = {word for name in names for word in WORD.findall(name)}
    return frozenset(names), frozenset(words - local - INDONESIAN)
