"""Peta ubin: selalu dapat diselesaikan, dan penyelesainya cocok dengan scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import lil_matrix
from scipy.sparse.csgraph import shortest_path

from genai_examples.datasets import peta_ubin, solve_peta
from genai_examples.datasets._common import split_of
from genai_examples.datasets._peta_ubin import SIZE, TILES


def judge(text):
    """Panjang jalan terpendek A→k→T menurut scipy; tak hingga bila tidak ada.

    Sebelum kunci pintu adalah tembok; sesudahnya jalan. Jadi dua graf biasa cukup.
    """
    tiles = np.array([list(row) for row in text.split("\n")])
    place = {t: int(np.flatnonzero(tiles.ravel() == t)[0]) for t in "Ak+T"}

    def distances(closed, start):
        graph = lil_matrix((tiles.size, tiles.size))
        is_open = ~np.isin(tiles, closed)
        for r, c in zip(*np.nonzero(is_open), strict=True):
            for r2, c2 in ((r + 1, c), (r, c + 1)):
                if r2 < SIZE and c2 < SIZE and is_open[r2, c2]:
                    graph[r * SIZE + c, r2 * SIZE + c2] = 1
        return shortest_path(graph, directed=False, indices=start, unweighted=True)

    before = distances(["#", "+"], place["A"])
    after = distances(["#"], place["k"])
    return min(before[place["T"]], before[place["k"]] + after[place["T"]])


def random_map(rng, wall=0.35):
    tiles = rng.choice([".", "#"], p=[1 - wall, wall], size=SIZE * SIZE)
    tiles[rng.choice(SIZE * SIZE, 4, replace=False)] = list("Ak+T")
    return "\n".join("".join(row) for row in tiles.reshape(SIZE, SIZE))


def test_every_map_is_unique_in_its_split_and_solvable():
    for split, n in (("train", 60), ("val", 6), ("test", 6)):
        maps = peta_ubin(n, split=split)
        assert len(set(maps)) == n
        assert all(split_of(m) == split for m in maps)
        assert all(solve_peta(m) is not None for m in maps)


def test_a_solution_is_a_legal_walk_with_the_key_before_the_door():
    for text in peta_ubin(50):
        rows = text.split("\n")
        path = solve_peta(text)
        assert path is not None
        walk = "".join(rows[r][c] for r, c in path)
        assert walk[0] == "A" and walk[-1] == "T" and "#" not in walk
        assert walk.index("k") < walk.index("+")
        steps = np.abs(np.diff(path, axis=0)).sum(axis=1)
        assert (steps == 1).all()


def test_without_the_key_the_door_closes_the_only_way():
    for text in peta_ubin(50):  # kunci dipindahkan ke sudut yang terkurung tembok
        walled = "k" + text.replace("k", ".")[1:]
        assert solve_peta(walled) is None


def test_border_is_wall_and_letters_appear_once():
    for text in peta_ubin(50):
        rows = text.split("\n")
        assert len(rows) == SIZE and {len(row) for row in rows} == {SIZE}
        edge = rows[0] + rows[-1] + "".join(row[0] + row[-1] for row in rows)
        assert set(edge) == {"#"}
        assert all(text.count(tile) == 1 for tile in "Ak+T")


def test_shortest_length_agrees_with_scipy_on_any_map():
    rng = np.random.default_rng(0)
    solved = 0
    for text in [*peta_ubin(20), *(random_map(rng) for _ in range(60))]:
        path, truth = solve_peta(text), judge(text)
        assert (path is None) == np.isinf(truth)
        if path is not None:
            assert len(path) - 1 == truth
            solved += 1
    assert 25 < solved < 75  # kedua jawaban benar-benar diuji


def test_shuffled_tiles_are_rarely_solvable():
    """Pembanding: ubin yang sama dalam urutan acak jarang dapat diselesaikan."""
    rng = np.random.default_rng(1)
    maps = peta_ubin(100)
    shuffled = [
        "\n".join(
            "".join(row)
            for row in rng.permutation(list(m.replace("\n", ""))).reshape(SIZE, SIZE)
        )
        for m in maps
    ]
    assert np.mean([solve_peta(m) is not None for m in shuffled]) < 0.3


@pytest.mark.parametrize("damage", ["A", "k", "+", "T"])
def test_missing_or_double_letters_have_no_solution(damage):
    text = peta_ubin(1)[0]
    assert solve_peta(text.replace(damage, ".")) is None
    assert solve_peta(text.replace(".", damage, 1)) is None


@settings(derandomize=True, deadline=None)
@given(st.text(TILES + "\nx", max_size=150))
def test_any_text_gets_an_answer(text):
    assert solve_peta(text) is None
    assert solve_peta(peta_ubin(1)[0] + "\n" + text) is None


def test_seed_decides_the_maps_and_bad_n_is_refused():
    assert peta_ubin(5) == peta_ubin(8)[:5]
    assert not set(peta_ubin(8)) & set(peta_ubin(8, seed=1))
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        peta_ubin(0)
