"""Peta ubin 11 × 11 yang pasti dapat diselesaikan: ambil kunci, buka pintu, tiba.

    ###########
    #A........#     # tembok
    ###.#.#.#.#     . jalan
    #.#k......#     A awal
    #.###.###.#     k kunci
    #...+...#.#     + pintu
    #.#.###.#.#     T tujuan
    #...#T#...#
    #.###.#####
    #.........#
    ###########

Setiap peta adalah labirin; pintunya menutup satu-satunya jalan dari awal ke tujuan,
dan kuncinya selalu di sisi awal. Beberapa tembok lalu dibuka supaya ada jalan memutar,
tanpa pernah memutari pintu. Sintetis.
"""

from collections import deque

import numpy as np

from genai_examples.datasets._collect import collect
from genai_examples.datasets._common import Split

SIZE = 11
TILES = "#.Ak+T"
_MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))

Cell = tuple[int, int]  # baris, kolom
State = tuple[Cell, bool]  # tempat, sudah memegang kunci


def peta_ubin(n: int, seed: int = 0, split: Split = "train") -> list[str]:
    """`n` peta berbeda, masing-masing 11 baris berisi 11 huruf dari `TILES`.

    Raises:
        ValueError: bila `n` bukan bilangan bulat positif, `seed` negatif, atau `split`
            bukan train, val, atau test.
    """
    return collect("peta_ubin", _build, n, seed, split)


def solve_peta(text: str) -> list[Cell] | None:
    """Jalan terpendek dari A ke T sebagai daftar (baris, kolom); None bila tidak ada.

    Pencarian melebar atas pasangan (tempat, sudah memegang kunci). Peta yang cacat,
    misalnya tidak persegi atau berawal dua, dianggap tidak dapat diselesaikan.
    """
    grid = _read(text)
    if grid is None:
        return None
    start: State = (_find(grid, "A"), False)
    came: dict[State, State | None] = {start: None}
    queue: deque[State] = deque([start])
    while queue:
        state = queue.popleft()
        cell, has_key = state
        if grid[cell] == "T":
            return _trace(came, state)
        for place in _neighbors(grid, cell):
            step = (place, has_key or grid[place] == "k")
            if step not in came and (grid[place] != "+" or has_key):
                came[step] = state
                queue.append(step)
    return None


def _read(text: str) -> dict[Cell, str] | None:
    """Ubin menurut tempatnya, atau None bila bentuk atau isinya bukan peta."""
    rows = text.split("\n")
    letters = "".join(rows)
    if [len(row) for row in rows] != [SIZE] * SIZE or not set(letters) <= set(TILES):
        return None
    if any(letters.count(tile) != 1 for tile in "Ak+T"):
        return None
    return {(r, c): tile for r, row in enumerate(rows) for c, tile in enumerate(row)}


def _find(grid: dict[Cell, str], tile: str) -> Cell:
    return next(cell for cell, here in grid.items() if here == tile)


def _neighbors(grid: dict[Cell, str], cell: Cell) -> list[Cell]:
    """Tempat bersebelahan yang bukan tembok."""
    around = [(cell[0] + dr, cell[1] + dc) for dr, dc in _MOVES]
    return [place for place in around if grid.get(place, "#") != "#"]


def _trace(came: dict[State, State | None], state: State | None) -> list[Cell]:
    """Telusuri balik dari keadaan akhir ke awal."""
    path = []
    while state is not None:
        path.append(state[0])
        state = came[state]
    return path[::-1]


def _build(rng: np.random.Generator) -> str:
    """Labirin, lalu pintu di jalan A–T, lalu kunci di sisi A, lalu jalan memutar."""
    while True:
        grid = _carve(rng)
        rooms = [cell for cell, tile in grid.items() if tile == "." and _is_room(cell)]
        start, goal = (rooms[i] for i in rng.choice(len(rooms), 2, replace=False))
        path = _reach(grid, start)[goal]
        if len(path) < SIZE:
            continue  # terlalu dekat untuk menarik
        door = path[int(rng.integers(len(path) // 3, len(path) - 1))]
        grid[door] = "#"
        near = _reach(grid, start)
        spots = [cell for cell in near if _is_room(cell) and cell != start]
        if spots:
            break
    _open_loops(grid, set(near), rng)
    grid |= {start: "A", goal: "T", door: "+", spots[rng.integers(len(spots))]: "k"}
    return "\n".join("".join(grid[r, c] for c in range(SIZE)) for r in range(SIZE))


def _is_room(cell: Cell) -> bool:
    """Ruang labirin terletak di baris dan kolom ganjil; di antaranya tembok."""
    return cell[0] % 2 == 1 and cell[1] % 2 == 1


def _carve(rng: np.random.Generator) -> dict[Cell, str]:
    """Labirin sempurna dengan penelusuran mendalam: satu jalan antara dua ruang."""
    grid = {(r, c): "#" for r in range(SIZE) for c in range(SIZE)}
    stack = [(1, 1)]
    grid[1, 1] = "."
    while stack:
        row, col = stack[-1]
        fresh = [
            (dr, dc)
            for dr, dc in _MOVES
            if _is_room((row, col)) and grid.get((row + 2 * dr, col + 2 * dc)) == "#"
        ]
        if not fresh:
            stack.pop()
            continue
        dr, dc = fresh[rng.integers(len(fresh))]
        grid[row + dr, col + dc] = grid[row + 2 * dr, col + 2 * dc] = "."
        stack.append((row + 2 * dr, col + 2 * dc))
    return grid


def _reach(grid: dict[Cell, str], start: Cell) -> dict[Cell, list[Cell]]:
    """Setiap tempat yang tercapai dari `start`, dengan jalan terpendeknya."""
    paths = {start: [start]}
    queue = deque([start])
    while queue:
        cell = queue.popleft()
        for place in _neighbors(grid, cell):
            if place not in paths:
                paths[place] = [*paths[cell], place]
                queue.append(place)
    return paths


def _open_loops(
    grid: dict[Cell, str], near: set[Cell], rng: np.random.Generator
) -> None:
    """Buka empat tembok yang kedua sisinya terletak di pihak pintu yang sama."""
    walls = []
    for cell, tile in grid.items():
        sides = _neighbors(grid, cell)
        is_between = tile == "#" and sum(cell) % 2 == 1 and len(sides) == 2
        if is_between and (sides[0] in near) == (sides[1] in near):
            walls.append(cell)
    for i in rng.permutation(len(walls))[:4]:
        grid[walls[i]] = "."
