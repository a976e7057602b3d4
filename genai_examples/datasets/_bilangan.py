"""Bilangan: angka dan bacaannya, dengan aturan ke dua arah.

`terbilang` membaca angka dengan kata; `baca_bilangan` adalah kebalikannya, sehingga
jawaban model dapat diperiksa tanpa tabel.
"""

from ._common import Split, check_n, split_of, stream

DIGITS = ["nol", "satu", "dua", "tiga", "empat"]
DIGITS += ["lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = [(10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu")]
LIMIT = 10**15
MOST = 1_000_000  # `bilangan` mendaftar semua calon, jadi batasnya tidak boleh besar


def bilangan(
    n: int, upper: int = 10_000, seed: int = 0, split: Split = "train"
) -> list[tuple[str, str]]:
    """`n` pasangan (angka, bacaan) yang berbeda dari 0 sampai `upper` − 1.

    Pembagian menurut sha256 angkanya, misalnya `("1945", "seribu sembilan ratus …")`.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif atau melebihi persediaan,
            atau `upper` di luar 1 … 1.000.000.
    """
    check_n(n)
    if not 1 <= upper <= MOST:
        raise ValueError(f"upper={upper}: harus antara 1 dan {MOST}")
    rng = stream("bilangan", seed, split)
    numbers = [k for k in range(upper) if split_of(str(k)) == split]
    if n > len(numbers):
        raise ValueError(
            f"n={n}: split {split!r} di bawah {upper} hanya mempunyai "
            f"{len(numbers)} bilangan"
        )
    picked = [numbers[i] for i in rng.permutation(len(numbers))[:n]]
    return [(str(k), terbilang(k)) for k in picked]


def terbilang(number: int) -> str:
    """Bacaan sebuah bilangan bulat: −7 → `minus tujuh`, 1100 → `seribu seratus`.

    Raises:
        ValueError: bila |number| ≥ 10¹⁵.
    """
    if not -LIMIT < number < LIMIT:
        raise ValueError(f"number={number}: harus di antara −10¹⁵ dan 10¹⁵")
    if number < 0:
        return "minus " + terbilang(-number)
    if number == 0:
        return DIGITS[0]
    words = []
    for scale, name in SCALES:
        count, number = divmod(number, scale)
        if count == 1 and name == "ribu":
            words.append("seribu")
        elif count:
            words += [*_below_thousand(count), name]
    return " ".join([*words, *_below_thousand(number)])


def _below_thousand(number: int) -> list[str]:
    """Kata-kata untuk 0 … 999; nol tidak bersuara."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = []
    if hundreds:
        words += ["seratus"] if hundreds == 1 else [DIGITS[hundreds], "ratus"]
    if rest == 10:
        return [*words, "sepuluh"]
    if rest == 11:
        return [*words, "sebelas"]
    if tens == 1:
        return [*words, DIGITS[ones], "belas"]
    if tens:
        words += [DIGITS[tens], "puluh"]
    return [*words, DIGITS[ones]] if ones else words


def baca_bilangan(words: str) -> int:
    """Bilangan dari bacaannya, kebalikan `terbilang`: "minus tujuh" → −7.

    Raises:
        ValueError: bila kata-katanya bukan bacaan baku sebuah bilangan.
    """
    negative, plain = words.startswith("minus "), words.removeprefix("minus ")
    total = group = last = 0
    for word in plain.split():
        if word in DIGITS:
            last = DIGITS.index(word)
            group += last
        elif word in _SPECIAL:
            group += _SPECIAL[word]
        elif word in _TIMES:
            group += last * (_TIMES[word] - 1)
        elif word == "belas":
            group += 10
        elif word in _SCALE:
            total, group = total + group * _SCALE[word], 0
        else:
            raise ValueError(f"words={words!r}: {word!r} bukan kata bilangan")
    number = -(total + group) if negative else total + group
    if abs(number) >= LIMIT or terbilang(number) != words:
        raise ValueError(f"words={words!r}: bukan bacaan baku sebuah bilangan")
    return number


_SPECIAL = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_TIMES = {"puluh": 10, "ratus": 100}
_SCALE = {name: scale for scale, name in SCALES}
