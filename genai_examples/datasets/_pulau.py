"""Pulau Indonesia sebagai titik di bidang: 16.995 koordinat nyata.

Sumber: `islands.csv` dari paket npm `idn-area-data` 3.1.2 (Fityan), lisensi ODbL 1.0.
Koordinat derajat-menit-detik diubah ke derajat, dibulatkan ke 0,01°, diurutkan menurut
(provinsi, bujur, lintang), lalu disimpan di `data/pulau.npz` sebagai `lon` dan `lat`
(int16, perseratus derajat) dan `region` (int8, dua angka pertama kode pulau). Nama
pulau tidak disimpan. Turunan ini tetap berlisensi ODbL: teksnya di
`data/pulau.ODbL.txt`, dan `PULAU_NOTICE` dicantumkan pada setiap gambar yang dibuat
darinya.

Satu titik per pulau bernama dalam berkas sumber; bukan luas daratan dan bukan jumlah
pulau resmi. Pulau besar pun hanya satu titik.
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Float64, Int64
from torch import Tensor

from genai_examples.datasets._common import Split, check_split, split_of, stream

PULAU_NOTICE = (
    "Memuat informasi dari idn-area-data, yang tersedia di bawah "
    "Open Database License (ODbL) 1.0"
)
PULAU_GROUPS = {  # angka pertama kode provinsi → gugus pulau
    1: "Sumatra",
    2: "Sumatra",  # Kepulauan Riau (21)
    3: "Jawa",
    5: "Bali dan Nusa Tenggara",
    6: "Kalimantan",
    7: "Sulawesi",
    8: "Maluku",
    9: "Papua",
}
_EARTH = 6371.0  # jari-jari bumi, km
_STEP = 0.01  # kisi pembulatan, derajat


class Pulau(NamedTuple):
    """Titik pulau yang dibakukan, kode provinsinya, dan jalan pulang ke derajat.

    `center` adalah titik tengah (km pada bidang proyeksi) dan `km` panjang satu satuan
    `points`, sama pada kedua sumbu: jarak 0,1 di arah mana pun adalah 0,1 × `km`
    (galat bentuk paling besar 2 persen, di ujung selatan).
    """

    points: Float[Tensor, "n 2"]
    region: Int64[Tensor, " n"]
    center: Float64[Tensor, " 2"]
    km: float

    def to_degrees(self, points: Float[Tensor, "*b 2"]) -> Float[Tensor, "*b 2"]:
        """Bujur dan lintang (derajat) dari titik baku, misalnya hasil model."""
        plane = points.double() * self.km + self.center.to(points.device)
        lon = plane[..., 0] / _EARTH
        lat = torch.asin((plane[..., 1] / _EARTH).clamp(-1, 1))
        return torch.stack([lon, lat], dim=-1).rad2deg().to(points.dtype)  # (*B, 2)


def pulau(split: Split | None = None, seed: int = 0) -> Pulau:
    """Koordinat pulau (n, 2) float32, berpusat di nol, urutannya diacak `seed`.

    Sumbunya proyeksi silinder sama-luas Lambert, x = Rλ dan y = R sin φ, lalu digeser
    dan dibagi satu skala sehingga rata-rata varians kedua sumbu 1. Kisi pembulatan
    dihapus oleh geseran acak seragam ±0,005° dari `seed`. `region` adalah kode
    provinsi; angka pertamanya menunjuk gugus pulau dalam `PULAU_GROUPS`.

    `split=None` memberi semua 16.995 titik. Pembagian ditentukan sha256 sel kisinya:
    pulau yang sel 0,01°-nya sama tidak pernah terpisah.

    Raises:
        ValueError: bila `split` bukan None, train, val, atau test, atau `seed` negatif.
    """
    if split is not None:
        check_split(split)
    cells, region = _read()
    rng = stream("pulau", seed, "train")  # satu aliran: geseran tak bergantung split
    jitter = rng.uniform(-0.5, 0.5, cells.shape)
    order = rng.permutation(len(cells))
    if split is not None:
        names = [f"{lon},{lat}" for lon, lat in cells.tolist()]
        member = np.array([split_of(name) == split for name in names])
        order = order[member[order]]
    plane = _project(cells)
    center = plane.mean(axis=0)
    km = float(np.sqrt(((plane - center) ** 2).mean()))
    points = (_project(cells + jitter)[order] - center) / km  # (n, 2)
    return Pulau(
        torch.from_numpy(points).float(),
        torch.from_numpy(region[order]),
        torch.from_numpy(center),
        km,
    )


def _read() -> tuple[np.ndarray, np.ndarray]:
    """Sel kisi (n, 2) dalam perseratus derajat, dan kode provinsi (n,)."""
    source = files("genai_examples.datasets") / "data" / "pulau.npz"
    with source.open("rb") as file, np.load(file, allow_pickle=False) as table:
        cells = np.stack([table["lon"], table["lat"]], axis=1).astype(np.int64)
        return cells, table["region"].astype(np.int64)


def _project(cells: np.ndarray) -> np.ndarray:
    """Proyeksi silinder sama-luas, km: luas di bidang sebanding luas di bumi."""
    lon, lat = np.deg2rad(cells * _STEP).T
    return _EARTH * np.stack([lon, np.sin(lat)], axis=1)  # (n, 2)
