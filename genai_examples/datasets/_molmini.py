"""Molekul mainan: tulisan rantai atom bergaya SMILES dan pemeriksa keabsahannya.

Atomnya C, N, O, S, F; `=` ikatan rangkap, `#` ikatan rangkap tiga, kurung cabang, dan
sepasang angka 1 atau 2 menutup cincin. Hidrogen tidak ditulis. Contoh:
`CC(=O)OC1CCCC1`. Ini hanya sebagian kecil SMILES (Weininger, 1988,
doi:10.1021/ci00057a005), tanpa muatan, kearoman, dan arah ruang.

Sintetis: molekulnya acak, tidak dipilih karena berguna, stabil, atau aman. Satu molekul
dapat ditulis dengan beberapa cara: butir yang berbeda, juga di pembagian yang berbeda,
belum tentu zat yang berbeda.
"""

from collections import deque
from typing import NamedTuple

import numpy as np

from genai_examples.datasets._collect import collect
from genai_examples.datasets._common import Split

VALENCE = {"C": 4, "N": 3, "O": 2, "S": 2, "F": 1}
BONDS = {"": 1, "=": 2, "#": 3}
_SHARE = (0.68, 0.12, 0.13, 0.03, 0.04)  # peluang unsur, urutan VALENCE
_RING_SIZES = (5, 6)


class Graph(NamedTuple):
    """Unsur setiap atom, dan orde setiap ikatan dengan kunci pasangan nomor atomnya."""

    atoms: list[str]
    bonds: dict[tuple[int, int], int]

    def free(self, atom: int) -> int:
        """Valensi yang belum terpakai (diisi hidrogen)."""
        used = sum(order for pair, order in self.bonds.items() if atom in pair)
        return VALENCE[self.atoms[atom]] - used

    def neighbors(self, atom: int) -> list[int]:
        return [a + b - atom for a, b in self.bonds if atom in (a, b)]


def molmini(n: int, seed: int = 0, split: Split = "train") -> list[str]:
    """`n` tulisan molekul yang berbeda, 3 sampai 12 atom, paling banyak dua cincin.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, `seed` negatif, atau `split`
            bukan train, val, atau test.
    """
    return collect("molmini", _build, n, seed, split)


def is_molmini(text: str) -> bool:
    """Apakah `text` tertulis menurut tata bahasanya dan valensinya tidak terlampaui."""
    graph = _parse(text)
    return graph is not None and all(
        graph.free(i) >= 0 for i in range(len(graph.atoms))
    )


def _parse(text: str) -> Graph | None:
    """Graf molekul dari tulisannya, atau None bila tulisannya salah."""
    graph = Graph([], {})
    here: int | None = None  # atom tempat ikatan berikutnya menempel
    bond, before = "", ""
    branches: list[int] = []
    rings: dict[str, int] = {}
    for sign in text:
        if sign in VALENCE:
            graph.atoms.append(sign)
            new = len(graph.atoms) - 1
            if here is not None:
                graph.bonds[here, new] = BONDS[bond]
            here, bond = new, ""
        elif here is None or bond:  # hanya atom yang boleh di awal atau setelah ikatan
            return None
        elif sign in "=#":
            bond = sign
        elif sign == "(" and before != "(":
            branches.append(here)
        elif sign == ")" and before != "(" and branches:
            here = branches.pop()
        elif sign in "12" and before not in "()":
            if sign not in rings:
                rings[sign] = here
            elif not _close(graph, rings.pop(sign), here):
                return None
        else:
            return None
        before = sign
    return None if here is None or bond or branches or rings else graph


def _close(graph: Graph, first: int, last: int) -> bool:
    """Tutup cincin dengan ikatan tunggal; gagal bila keduanya sudah berikatan."""
    if first == last or last in graph.neighbors(first):
        return False
    graph.bonds[first, last] = 1
    return True


def _build(rng: np.random.Generator) -> str:
    """Pohon atom acak, lalu cincin; angkanya menurut urutan muncul dalam tulisan."""
    graph = Graph(["C"], {})
    for _ in range(int(rng.integers(3, 12))):
        _attach(graph, rng)
    tree = dict(graph.bonds)
    closures = [_bridge(graph, rng) for _ in range(int(rng.integers(0, 3)))]
    marks: dict[int, str] = {}
    for digit, pair in enumerate(filter(None, closures), start=1):
        for atom in pair:
            marks[atom] = marks.get(atom, "") + str(digit)
    text = _write(graph.atoms, tree, marks, 0)
    digits = "".join(dict.fromkeys(sign for sign in text if sign.isdigit()))
    return text.translate(str.maketrans(digits, "12"[: len(digits)]))


def _attach(graph: Graph, rng: np.random.Generator) -> None:
    """Tempelkan satu atom baru, lebih sering di ujung daripada di tengah rantai."""
    places = [i for i in range(len(graph.atoms)) if graph.free(i) > 0]
    if not places:
        return
    place = places[-1 if rng.random() < 0.7 else rng.integers(len(places))]
    atom = list(VALENCE)[rng.choice(len(VALENCE), p=_SHARE)]
    wanted = 1 + int(rng.choice(3, p=(0.82, 0.15, 0.03)))
    graph.bonds[place, len(graph.atoms)] = min(wanted, graph.free(place), VALENCE[atom])
    graph.atoms.append(atom)


def _bridge(graph: Graph, rng: np.random.Generator) -> tuple[int, int] | None:
    """Ikatan baru yang membentuk cincin beranggota lima atau enam, bila ada."""
    pairs = [
        (a, b)
        for a in range(len(graph.atoms))
        if graph.free(a) > 0
        for b, steps in _distances(graph, a).items()
        if b > a and steps + 1 in _RING_SIZES and graph.free(b) > 0
    ]
    if not pairs:
        return None
    pair = pairs[rng.integers(len(pairs))]
    graph.bonds[pair] = 1
    return pair


def _distances(graph: Graph, start: int) -> dict[int, int]:
    """Banyaknya ikatan dari `start` ke setiap atom."""
    steps = {start: 0}
    queue = deque([start])
    while queue:
        atom = queue.popleft()
        for other in graph.neighbors(atom):
            if other not in steps:
                steps[other] = steps[atom] + 1
                queue.append(other)
    return steps


def _write(
    atoms: list[str], tree: dict[tuple[int, int], int], marks: dict[int, str], atom: int
) -> str:
    """Atom, angka cincinnya, lalu cabangnya; yang terpanjang terakhir, tanpa kurung."""
    signs = {order: sign for sign, order in BONDS.items()}
    branches = [
        signs[order] + _write(atoms, tree, marks, child)
        for (parent, child), order in tree.items()
        if parent == atom
    ]
    branches.sort(key=len)
    sides = "".join(f"({branch})" for branch in branches[:-1])
    return atoms[atom] + marks.get(atom, "") + sides + "".join(branches[-1:])
