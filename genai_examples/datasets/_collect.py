"""Kumpulkan butir teks yang berbeda-beda dan milik satu pembagian."""

from collections.abc import Callable

import numpy as np

from genai_examples.datasets._common import Split, check_n, split_of, stream

_PATIENCE = 20_000  # butir gagal berturut-turut sebelum menyerah


def collect(
    name: str,
    make: Callable[[np.random.Generator], str],
    n: int,
    seed: int,
    split: Split,
) -> list[str]:
    """`n` butir berbeda buatan `make` yang menurut sha256-nya milik `split`.

    Karena pembagian melekat pada butirnya, `train`, `val`, dan `test` tidak pernah
    berbagi butir, dengan benih apa pun.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, `seed` negatif, `split` tidak
            dikenal, atau butir yang berbeda tidak cukup banyak.
    """
    check_n(n)
    rng = stream(name, seed, split)
    items: dict[str, None] = {}  # urut dan tanpa kembar
    failures = 0
    while len(items) < n:
        item = make(rng)
        if item in items or split_of(item) != split:
            failures += 1
            if failures > _PATIENCE:
                raise ValueError(f"n={n}: hanya ditemukan {len(items)} butir berbeda")
        else:
            items[item] = None
            failures = 0
    return list(items)
