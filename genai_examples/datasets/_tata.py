"""Tata: kalimat dari tata bahasa berpeluang yang entropinya diketahui persis.

Pelaku dan barang yang disebut di awal kembali di ujung kalimat, dan kata kerja
terakhir mengikuti pekerjaan yang pertama: kesesuaian jarak jauh yang tidak tertangkap
n-gram. Setiap kalimat hanya mempunyai satu cara pembentukan, jadi entropi kalimat
sama dengan entropi pembentukannya.
"""

import math
import re
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate

import numpy as np

from ._common import Split, check_n, split_of, stream

# `{x}` menurunkan x; `{x=}` juga mengingat hasilnya; `{=x}` mengulang hasil itu.
GRAMMAR: dict[str, dict[str, float]] = {
    "kalimat": {
        "{subjek=} membeli {bahan=} {mutu} di {pasar}{singgah}, "
        "lalu {=subjek} {olah} {=bahan} itu{untuk}.": 0.3,
        "{subjek=} memetik {buah=} {rasa} di {kebun}{singgah}, "
        "lalu {=subjek} {bagi} {=buah} itu{untuk}.": 0.3,
        "{subjek=} menjala {ikan=} {ukuran} di {perairan}{singgah}, "
        "lalu {=subjek} {masak} {=ikan} itu{untuk}.": 0.2,
        "{subjek=} meminjam {benda=} {keadaan} di {gedung}{singgah}, "
        "lalu {=subjek} {rawat} {=benda} itu{cara}.": 0.2,
    },
    "subjek": {"{nama}": 0.6, "{nama} dan {kerabat}": 0.25, "para {kaum}": 0.15},
    "nama": {
        "sari": 0.09, "made": 0.08, "yohana": 0.08, "togar": 0.07, "budi": 0.07,
        "lestari": 0.06, "andi": 0.06, "maria": 0.06, "bagus": 0.05, "nur": 0.05,
        "ketut": 0.05, "paulus": 0.05, "asmara": 0.05, "hasan": 0.05, "rambu": 0.05,
        "domi": 0.04, "ester": 0.04,
    },
    "kerabat": {"kakak": 0.3, "adik": 0.25, "nenek": 0.2, "paman": 0.15, "bibi": 0.1},
    "kaum": {"petani": 0.3, "nelayan": 0.2, "pemuda": 0.2, "perajin": 0.2, "guru": 0.1},
    "pasar": {"pasar": 0.3, "toko": 0.2, "kedai": 0.2, "kota": 0.2, "pelabuhan": 0.1},
    "kebun": {"kebun": 0.3, "ladang": 0.3, "bukit": 0.2, "halaman": 0.2},
    "perairan": {"sungai": 0.3, "danau": 0.3, "kolam": 0.2, "muara": 0.2},
    "gedung": {"sekolah": 0.3, "balai desa": 0.3, "sanggar seni": 0.2, "asrama": 0.2},
    "bahan": {
        "sayur": 0.15, "telur": 0.15, "tahu": 0.15, "tempe": 0.12, "jagung": 0.12,
        "singkong": 0.1, "ubi": 0.08, "terong": 0.07, "labu": 0.06,
    },
    "buah": {
        "mangga": 0.16, "pepaya": 0.15, "jambu": 0.14, "nanas": 0.12, "duku": 0.1,
        "salak": 0.1, "rambutan": 0.1, "manggis": 0.08, "sirsak": 0.05,
    },
    "ikan": {
        "nila": 0.2, "mujair": 0.2, "gurami": 0.15, "patin": 0.12, "gabus": 0.1,
        "lele": 0.1, "belut": 0.07, "udang": 0.06,
    },
    "benda": {
        "buku": 0.2, "peta": 0.18, "gitar": 0.15, "tangga": 0.12, "tenda": 0.1,
        "radio": 0.1, "kamera": 0.09, "lampu": 0.06,
    },
    "mutu": {"segar": 0.35, "murah": 0.25, "pilihan": 0.2, "bagus": 0.2},
    "rasa": {"manis": 0.35, "masak": 0.25, "ranum": 0.2, "besar": 0.2},
    "ukuran": {"besar": 0.35, "segar": 0.25, "gemuk": 0.2, "muda": 0.2},
    "keadaan": {"lama": 0.35, "baru": 0.25, "ringan": 0.2, "besar": 0.2},
    "singgah": {"": 0.5, ", {jeda}{singgah}": 0.5},
    "jeda": {
        "singgah di rumah {tuan}": 0.3, "menyapa {tuan}": 0.3,
        "duduk di {teduh}": 0.2, "menunggu hujan reda": 0.1, "minum teh": 0.1,
    },
    "tuan": {
        "pak lurah": 0.2, "bu bidan": 0.2, "pak guru": 0.15, "bu guru": 0.15,
        "tetangga": 0.12, "penjahit": 0.1, "penabuh gamelan": 0.08,
    },
    "teduh": {"tepi jalan": 0.4, "pos ronda": 0.3, "bangku taman": 0.3},
    "olah": {"merebus": 0.4, "menggoreng": 0.3, "membumbui": 0.3},
    "bagi": {"membagi": 0.4, "mengupas": 0.3, "menyimpan": 0.3},
    "masak": {"membakar": 0.4, "mengukus": 0.3, "memanggang": 0.3},
    "rawat": {"mengembalikan": 0.4, "membersihkan": 0.3, "menjaga": 0.3},
    "untuk": {"": 0.3, " untuk {keluarga}": 0.7},
    "keluarga": {
        "ibu": 0.2, "ayah": 0.2, "sahabat": 0.15, "tamu": 0.15, "teman": 0.15,
        "semua orang": 0.15,
    },
    "cara": {
        "": 0.3, " dengan gembira": 0.2, " dengan sabar": 0.2, " dengan teliti": 0.2,
        " hari itu juga": 0.1,
    },
}  # fmt: skip
START = "kalimat"
_SLOT = re.compile(r"\{(=?)(\w+)(=?)\}")
Part = tuple[str, str]  # (jenis, isi); jenis: teks, turun, ingat, ulang


def _parts(template: str) -> list[Part]:
    """Uraikan satu cetakan menjadi potongan teks dan rujukan."""
    parts, start = [], 0
    for slot in _SLOT.finditer(template):
        parts.append(("teks", template[start : slot.start()]))
        kind = "ulang" if slot[1] else "ingat" if slot[3] else "turun"
        parts.append((kind, slot[2]))
        start = slot.end()
    return [*parts, ("teks", template[start:])]


_RULES = {
    symbol: [(_parts(template), p) for template, p in options.items()]
    for symbol, options in GRAMMAR.items()
}
_STEPS = {s: list(accumulate(p for _, p in rule)) for s, rule in _RULES.items()}


def tata(n: int, seed: int = 0, split: Split = "train") -> list[str]:
    """`n` kalimat acak yang saling bebas; kalimat yang sama boleh muncul lagi.

    Kembaran tidak dibuang karena akan mengubah peluangnya. Pembagian menurut sha256
    kalimat: sebuah kalimat tidak pernah ada di dua bagian, dan karena kalimatnya
    jutaan, entropi setiap bagian praktis sama dengan entropi seluruhnya.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif.
    """
    check_n(n)
    rng = stream("tata", seed, split)
    sentences: list[str] = []
    while len(sentences) < n:
        sentence = _expand(START, rng, {})
        if split_of(sentence) == split:
            sentences.append(sentence)
    return sentences


def _expand(symbol: str, rng: np.random.Generator, memory: dict[str, str]) -> str:
    choice = min(bisect(_STEPS[symbol], rng.random()), len(_RULES[symbol]) - 1)
    parts, text = _RULES[symbol][choice][0], ""
    for kind, value in parts:
        if kind == "teks":
            text += value
        elif kind == "ulang":
            text += memory[value]
        else:
            memory[value] = _expand(value, rng, memory)
            text += memory[value]
    return text


def tata_entropy() -> float:
    """Entropi per karakter, dalam nat, dihitung persis: batas bawah loss setiap model.

    Kesepakatan: teks adalah kalimat-kalimat yang masing-masing diakhiri satu ganti
    baris, dan ganti baris itu ikut dihitung sebagai karakter. Jadi nilainya
    H(kalimat) / (E[panjang kalimat] + 1), Shannon (1948). Untuk teks tertentu yang
    pendek, bandingkan model dengan rata-rata −`tata_log_prob` pada teks yang sama.
    """
    return tata_sentence_entropy() / (_expected(_text_length, repeats=True) + 1)


def tata_sentence_entropy() -> float:
    """Entropi satu kalimat utuh, dalam nat: jumlah entropi setiap pilihan."""
    return _expected(lambda _, p: -math.log(p), repeats=False)


def _text_length(parts: list[Part], p: float) -> float:
    return float(sum(len(value) for kind, value in parts if kind == "teks"))


def _expected(cost: Callable[[list[Part], float], float], repeats: bool) -> float:
    """Nilai harapan biaya satu kalimat: selesaikan v = c + M v (aturan rekursif).

    M[i, j] adalah harapan banyaknya simbol j dalam satu penurunan simbol i; ulangan
    `{=x}` ikut dihitung hanya bila `repeats`.
    """
    index = {symbol: i for i, symbol in enumerate(_RULES)}
    M, c = np.zeros((len(index), len(index))), np.zeros(len(index))
    for symbol, options in _RULES.items():
        for parts, p in options:
            c[index[symbol]] += p * cost(parts, p)
            for kind, value in parts:
                if kind in ("turun", "ingat") or (kind == "ulang" and repeats):
                    M[index[symbol], index[value]] += p
    v = np.linalg.solve(np.eye(len(index)) - M, c)
    return float(v[index[START]])


def tata_log_prob(sentence: str) -> float:
    """Log-peluang persis satu kalimat, dalam nat; −inf bila melanggar tata bahasa."""
    total = sum(
        math.exp(log_p)
        for end, _, log_p in _parse([("turun", START)], sentence, 0, {})
        if end == len(sentence)
    )
    return math.log(total) if total > 0 else -math.inf


def _parse(
    parts: list[Part], text: str, start: int, memory: dict[str, str]
) -> Iterator[tuple[int, dict[str, str], float]]:
    """Semua cara mencocokkan `parts` mulai dari `start`: (akhir, ingatan, log p)."""
    if not parts:
        yield start, memory, 0.0
        return
    (kind, value), rest = parts[0], parts[1:]
    if kind in ("teks", "ulang"):
        literal = memory[value] if kind == "ulang" else value
        if text.startswith(literal, start):
            yield from _parse(rest, text, start + len(literal), memory)
        return
    for option, p in _RULES[value]:
        for end, inner, log_p in _parse(option, text, start, memory):
            known = {**inner, value: text[start:end]}
            for last, final, log_q in _parse(rest, text, end, known):
                yield last, final, math.log(p) + log_p + log_q
