"""Balungan: melodi kerangka yang terilhami gamelan, dalam notasi angka.

Satu gending kecil terdiri dari dua gongan, masing-masing empat gatra, masing-masing
empat ketukan. Contohnya:

    slendro
    2 1 2 3 | . 1 . 2 | 3 5 3 2 | 5 3 2 (1)
    2 1 2 3 | 5 5 . 6 | 5 6 5 3 | 3 2 3 (1)

Angka adalah nada, `.` ketukan tanpa nada (pin), `,` oktaf rendah, `'` oktaf tinggi, dan
kurung menandai gong. Gatra dibuat dari 30 pola langkah menuju nada akhirnya (seleh).
Bunyinya dibuat oleh `to_wav` dalam modul `_balungan_wav`.

Terilhami gamelan; laras dan pola disederhanakan; belum diperiksa pengrawit. Tiap laras
hanya memakai lima nada, dan bentuk gending yang sesungguhnya jauh lebih kaya. Sintetis.
"""

import numpy as np

from genai_examples.datasets._collect import collect
from genai_examples.datasets._common import Split

LARAS = {"slendro": "12356", "pelog nem": "12356", "pelog barang": "23567"}
PIN = "."
RULES = ["bentuk", "laras", "pola", "langkah", "gong"]
_MAX_STEP = 3  # langkah tangga nada terjauh antara dua nada berturut-turut
_PATTERNS = """
    3 2 1 0 | 2 2 1 0 | 2 3 1 0 | 2 1 2 0 | 3 1 2 0
    1 2 1 0 | 1 3 1 0 | 1 -1 1 0 | 1 0 1 0 | 1 0 -1 0
    -1 0 1 0 | 0 -1 1 0 | 0 1 -1 0 | -1 1 -1 0 | -1 0 -1 0
    -3 -2 -1 0 | -2 -2 -1 0 | -1 -2 -1 0 | -1 -3 -1 0 | -2 -1 -2 0
    . 1 . 0 | . -1 . 0 | . 2 . 0 | . -2 . 0 | . . 1 0
    . . -1 0 | . 2 1 0 | . -2 -1 0 | -1 -1 . 0 | 1 1 . 0
"""  # langkah dari seleh: turun, berputar (2 baris), naik, berseling pin (2 baris)
# urutan delapan gatra; huruf yang sama berarti gatra yang sama
_FORMS = ("abcdefgh", "abacdefg", "abacabad", "abacdbdc", "ababcdce", "aabcddec")

Gatra = tuple[int | None, ...]  # empat nomor anak tangga, None = pin


def balungan(n: int, seed: int = 0, split: Split = "train") -> list[str]:
    """`n` gending kecil yang berbeda, tiga baris teks masing-masing, semuanya sah.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, `seed` negatif, atau `split`
            bukan train, val, atau test.
    """
    return collect("balungan", _compose, n, seed, split)


def is_balungan(text: str) -> bool:
    """Apakah `text` mematuhi semua aturan `check_balungan`."""
    return all(check_balungan(text).values())


def check_balungan(text: str) -> dict[str, bool]:
    """Periksa tiap aturan; semuanya salah bila bentuknya sendiri tidak terbaca.

    - `bentuk`: nama laras, lalu dua baris berisi empat gatra, gong di akhir baris;
    - `laras`: semua nada ada dalam tangga nada laras itu;
    - `pola`: setiap gatra salah satu dari 30 pola;
    - `langkah`: dua nada berturut-turut berjarak paling banyak 3 anak tangga;
    - `gong`: kedua gong jatuh pada nada yang sama.
    """
    rules: dict[str, bool] = dict.fromkeys(RULES, False)
    bars = _read_bars(text)
    if bars is None:
        return rules
    steps = {note: i for i, note in enumerate(ladder(text.split("\n")[0]))}
    rules["bentuk"] = True
    rules["gong"] = bars[3][3] == bars[7][3]
    if any(note not in steps for bar in bars for note in bar if note != PIN):
        return rules
    gatras = [tuple(None if x == PIN else steps[x] for x in bar) for bar in bars]
    rules["laras"] = True
    rules["pola"] = all(_is_pattern(gatra) for gatra in gatras)
    sounded = [step for gatra in gatras for step in gatra if step is not None]
    leaps = np.abs(np.diff(sounded))
    rules["langkah"] = bool((leaps <= _MAX_STEP).all())
    return rules


def ladder(laras: str) -> list[str]:
    """Sembilan anak tangga sebuah laras: dua nada rendah, lima tengah, dua tinggi."""
    tones = LARAS[laras]
    return [f"{t}," for t in tones[-2:]] + list(tones) + [f"{t}'" for t in tones[:2]]


def _read_bars(text: str) -> list[list[str]] | None:
    """Delapan gatra berisi empat tanda, tanpa kurung gong; None bila bentuknya lain."""
    head, *lines = text.split("\n")
    rows = [[bar.split(" ") for bar in line.split(" | ")] for line in lines]
    bars = [bar for row in rows for bar in row]
    if head not in LARAS or [len(row) for row in rows] != [4, 4]:
        return None
    if any(len(bar) != 4 or not all(bar) for bar in bars):
        return None
    for bar in (bars[3], bars[7]):
        if not (bar[3].startswith("(") and bar[3].endswith(")")):
            return None
        bar[3] = bar[3][1:-1]
    return bars


def _is_pattern(gatra: Gatra) -> bool:
    seleh = gatra[3]
    if seleh is None:
        return False
    return tuple(None if s is None else s - seleh for s in gatra) in _SHAPES


def _compose(rng: np.random.Generator) -> str:
    """Satu gending: isi bentuknya gatra demi gatra, ulangi bila sambungannya jauh."""
    laras = list(LARAS)[rng.integers(len(LARAS))]
    form = _FORMS[rng.integers(len(_FORMS))]
    gong = int(rng.integers(2, 7))  # nada tengah
    while True:
        chosen: dict[str, Gatra] = {}
        for place, letter in enumerate(form):
            if letter not in chosen:
                options = _GATRAS[gong] if letter in (form[3], form[7]) else _ALL
                chosen[letter] = options[rng.integers(len(options))]
            if place and not _joins(chosen[form[place - 1]], chosen[letter]):
                break
        else:
            return _write(laras, [chosen[letter] for letter in form])


def _joins(before: Gatra, after: Gatra) -> bool:
    """Apakah nada akhir gatra satu cukup dekat dengan nada pertama gatra berikutnya."""
    last, first = before[3], next(step for step in after if step is not None)
    return last is not None and abs(last - first) <= _MAX_STEP


def _write(laras: str, gatras: list[Gatra]) -> str:
    notes = ladder(laras)
    bars = [[PIN if step is None else notes[step] for step in g] for g in gatras]
    for bar in (bars[3], bars[7]):
        bar[3] = f"({bar[3]})"
    words = [" ".join(bar) for bar in bars]
    return "\n".join([laras, " | ".join(words[:4]), " | ".join(words[4:])])


def _read_patterns() -> set[Gatra]:
    bars = _PATTERNS.strip().replace("\n", "|").split("|")
    return {tuple(None if s == PIN else int(s) for s in bar.split()) for bar in bars}


def _fit_patterns() -> dict[int, list[Gatra]]:
    """Semua gatra yang muat di tangga nada, dikelompokkan menurut selehnya."""
    size = len(ladder("slendro"))
    table: dict[int, list[Gatra]] = {seleh: [] for seleh in range(size)}
    for seleh, gatras in table.items():
        for shape in sorted(_SHAPES, key=str):
            gatra = tuple(None if s is None else s + seleh for s in shape)
            if all(s is None or 0 <= s < size for s in gatra):
                gatras.append(gatra)
    return table


_SHAPES = _read_patterns()
_GATRAS = _fit_patterns()
_ALL = [gatra for gatras in _GATRAS.values() for gatra in gatras]
