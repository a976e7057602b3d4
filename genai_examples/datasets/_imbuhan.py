"""Imbuhan: akar kata dan bentuk meN-nya, dengan aturan k-p-s-t.

Daftar akarnya disusun sendiri untuk set ini (`data/imbuhan.txt`); bentuknya selalu
dihitung oleh aturan di bawah, menurut kaidah ejaan bahasa Indonesia.
"""

from functools import cache
from importlib.resources import files

from ._common import Split, check_n, split_of, stream

VOWELS = "aeiou"
# huruf awal → bentuk awalan; k, p, s, dan t ditangani tersendiri karena luluh
PREFIXES = {
    "me": "lmnrwy",
    "mem": "bfv",
    "men": "cdjz",
    "meng": VOWELS + "gh",
}
MELTING = {"k": "meng", "p": "mem", "s": "meny", "t": "men"}
# Kekecualian: huruf awalnya bertahan walaupun aturan akan meluluhkannya. `kaji`
# dibedakan dari `mengaji`; yang lain sudah berawalan per- sebelum diberi meN-.
_PER = ("besar", "kecil", "kuat", "luas", "panjang", "pendek", "cepat", "lambat")
_PER += ("mudah", "sulit", "indah", "halus", "tajam", "kaya", "barui", "ketat")
_PER += ("jelas", "dalam", "banyak", "tebal")
KEPT = frozenset({"kaji", *("per" + rest for rest in _PER)})


def imbuhan(n: int, seed: int = 0, split: Split = "train") -> list[tuple[str, str]]:
    """`n` pasangan (akar, bentuk meN-) yang berbeda; pembagian menurut sha256 akar.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, atau melebihi persediaan.
    """
    check_n(n)
    rng = stream("imbuhan", seed, split)
    roots = [root for root in _roots() if split_of(root) == split]
    if n > len(roots):
        raise ValueError(f"n={n}: split {split!r} hanya mempunyai {len(roots)} akar")
    return [(roots[i], awalan_men(roots[i])) for i in rng.permutation(len(roots))[:n]]


def awalan_men(root: str) -> str:
    """Bentuk meN- sebuah akar: `pukul` → `memukul`, `cat` → `mengecat`.

    Urutan aturannya: satu suku kata mendapat menge-; k, p, s, t luluh di depan vokal
    (`tulis` → `menulis`) dan bertahan di depan konsonan (`kritik` → `mengkritik`);
    huruf lain mengikuti `PREFIXES`.

    Raises:
        ValueError: bila akar bukan satu kata berhuruf kecil a–z yang bervokal.
    """
    count = sum(letter in VOWELS for letter in root)
    if not (root.isascii() and root.isalpha() and root.islower() and count):
        raise ValueError(f"root={root!r}: harus satu kata berhuruf kecil a–z")
    if count == 1:
        return "menge" + root
    first, melts = root[0], root[1] in VOWELS and root not in KEPT
    if first in MELTING:
        if melts:
            return MELTING[first] + root[1:]
        return ("men" if first == "s" else MELTING[first]) + root
    for prefix, letters in PREFIXES.items():
        if first in letters:
            return prefix + root
    raise ValueError(f"root={root!r}: tidak ada akar yang berawal {first!r}")


@cache
def _roots() -> tuple[str, ...]:
    data = files("genai_examples.datasets") / "data" / "imbuhan.txt"
    return tuple(data.read_text(encoding="utf-8").split())
