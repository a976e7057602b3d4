"""Pulau: proyeksi sama-luas, jalan pulang, pembagian, dan berkas yang dikirim."""

from importlib.resources import files

import numpy as np
import pytest
import torch
from scipy.spatial import KDTree

from genai_examples.datasets import PULAU_GROUPS, PULAU_NOTICE, pulau

DATA = files("genai_examples.datasets") / "data"


def stored_cells():
    with (DATA / "pulau.npz").open("rb") as file, np.load(file) as table:
        return np.stack([table["lon"], table["lat"]], 1) / 100, table["region"]


def test_all_points_are_standardised_float32():
    points, region, _, km = pulau()
    assert points.shape == (16995, 2) and region.shape == (16995,)
    assert points.dtype == torch.float32 and region.dtype == torch.int64
    torch.testing.assert_close(points.mean(0), torch.zeros(2), atol=1e-4, rtol=0)
    torch.testing.assert_close(
        points.square().mean(), torch.tensor(1.0), atol=1e-4, rtol=0
    )
    assert 500 < km < 1000  # satu satuan dalam km


def test_way_back_to_degrees_meets_the_stored_grid_within_the_jitter():
    data = pulau(seed=3)
    degrees = data.to_degrees(data.points).numpy()
    cells, region = stored_cells()
    distance, row = KDTree(cells).query(degrees, p=np.inf)
    assert distance.max() < 0.00503  # ±0,005° geseran dan pembulatan float32
    assert distance.mean() == pytest.approx(0.01 / 3, rel=0.02)  # seragam, bukan kisi
    corner = np.abs(degrees).max(0), np.abs(degrees).min(0)
    assert corner[0][0] < 141.1 and corner[1][0] > 94.9 and corner[0][1] < 11.1
    # provinsi mengikuti titiknya, kecuali bila dua provinsi berbagi satu sel
    assert (region[row] == data.region.numpy()).mean() > 0.999


def test_jitter_leaves_no_grid_and_keeps_the_count_of_every_cell():
    data = pulau()
    assert len(data.points.unique(dim=0)) == 16995
    cells = np.rint(data.to_degrees(data.points).double().numpy() * 100) / 100
    mine, many = np.unique(cells, axis=0, return_counts=True)
    theirs, count = np.unique(stored_cells()[0], axis=0, return_counts=True)
    # beberapa titik tepat di tepi sel berpindah sel karena float32
    assert abs(len(mine) - len(theirs)) < 40 and abs(many.max() - count.max()) <= 1


def test_axes_are_equal_area():
    """|∂(λ, φ)/∂(x, y)| cos φ sama di setiap titik: itulah arti sama-luas."""
    data = pulau()
    spots = data.points[:64].double()
    areas = []
    for spot in spots:
        jacobian = torch.autograd.functional.jacobian(data.to_degrees, spot)
        lat = data.to_degrees(spot)[1].deg2rad()
        areas.append(torch.linalg.det(jacobian) * lat.cos())  # type: ignore[arg-type]
    torch.testing.assert_close(torch.stack(areas), areas[0].expand(64))


def test_one_unit_is_km_in_both_directions():
    """Jarak di bidang sama dengan jarak lingkaran besar sampai 2 persen."""
    data = pulau()
    a, b = data.points[:4000].double(), data.points[4000:8000].double()
    near = (a - b).norm(dim=1) < 0.7
    (lon1, lat1), (lon2, lat2) = (data.to_degrees(p[near]).deg2rad().T for p in (a, b))
    hav = (
        torch.sin((lat1 - lat2) / 2) ** 2
        + lat1.cos() * lat2.cos() * torch.sin((lon1 - lon2) / 2) ** 2
    )
    truth = 2 * 6371 * hav.sqrt().asin()
    plane = (a - b)[near].norm(dim=1) * data.km
    assert near.sum() > 200
    assert ((plane / truth - 1).abs() < 0.02).all()


def test_splits_are_disjoint_complete_and_never_part_a_cell():
    every = {tuple(p) for p in pulau().points.tolist()}
    parts = {s: pulau(split=s) for s in ("train", "val", "test")}
    points = {s: {tuple(p) for p in d.points.tolist()} for s, d in parts.items()}
    assert points["train"] | points["val"] | points["test"] == every
    assert sum(len(p) for p in points.values()) == len(every)
    assert len(points["train"]) / len(every) == pytest.approx(0.8, abs=0.02)
    cells, _ = stored_cells()
    tree = KDTree(np.unique(cells, axis=0))
    homes = {
        s: set(np.unique(tree.query(d.to_degrees(d.points).numpy(), p=np.inf)[1]))
        for s, d in parts.items()
    }
    assert not homes["train"] & homes["val"] and not homes["train"] & homes["test"]
    assert not homes["val"] & homes["test"]


def test_seed_decides_order_and_jitter_but_not_membership():
    a, again, other = pulau("test", 0), pulau("test", 0), pulau("test", 1)
    assert torch.equal(a.points, again.points) and torch.equal(a.region, again.region)
    assert not torch.equal(a.points, other.points)
    assert torch.equal(a.region.bincount(), other.region.bincount())
    # urutan acak: seperdua pertama sudah mewakili seluruhnya
    assert abs(float(pulau().points[:8000].mean(0).norm())) < 0.05


def test_region_groups_lie_where_they_should():
    data = pulau()
    group = data.region // 10
    assert set(group.unique().tolist()) == set(PULAU_GROUPS)
    lon = data.to_degrees(data.points)[:, 0]
    west_to_east = [lon[group == g].mean() for g in (1, 3, 7, 9)]
    assert west_to_east == sorted(west_to_east)


@pytest.mark.usefixtures("untyped")
def test_unknown_split_and_bad_seed_are_refused():
    with pytest.raises(ValueError, match="split='semua': harus salah satu dari"):
        pulau("semua")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="seed=-1"):
        pulau(seed=-1)


def test_the_files_are_small_and_carry_their_licence():
    assert len((DATA / "pulau.npz").read_bytes()) <= 60_000
    licence = (DATA / "pulau.ODbL.txt").read_text(encoding="utf-8")
    assert "Open Database License (ODbL)" in licence and "idn-area-data" in licence
    assert "10.4 Choice of law" in licence  # teksnya utuh sampai pasal terakhir
    assert "idn-area-data" in PULAU_NOTICE and "ODbL" in PULAU_NOTICE
