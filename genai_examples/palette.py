"""Palet dan gaya gambar rumah: warna, penanda, pola garis, ukuran, koma desimal.

Warna di sini adalah palet terang; berkas SVG yang memakainya dapat ditukar ke palet
gelap karena hanya warna-warna inilah yang muncul di luar raster.
"""

from collections.abc import Mapping, Sequence
from typing import Any, SupportsFloat

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

SERIES = ("nila", "sogan", "tarum", "manggis", "langit", "mengkudu", "kunyit")
COLORS = {
    "nila": "#1B2F6C",
    "sogan": "#A65418",
    "tarum": "#0B8474",
    "manggis": "#7F46A3",
    "langit": "#3996D4",
    "mengkudu": "#930027",
    "kunyit": "#A98D00",
    "tinta": "#1F2433",  # teks
    "redup": "#5D5A58",  # angka sumbu dan keterangan
    "garis": "#8C8578",  # sumbu dan deret acuan
    "kisi": "#E3DCCD",
    "kertas": "#FFFFFF",
    # Raster tidak dapat berganti palet; nada tengah terbaca di atas terang dan gelap.
    "nila_tengah": "#5F82C4",
    "sogan_tengah": "#B5702A",
    "tarum_tengah": "#1F8F7E",
    "manggis_tengah": "#A070C4",
    "langit_tengah": "#4A9CC0",
    "mengkudu_tengah": "#C4586A",
    "kunyit_tengah": "#97862B",
    # Tulisan di atas raster ikut raster: sama di kedua palet.
    "malam": "#131C40",
    "krem": "#FBF3DF",
}
MARKERS: dict[str, str] = dict(zip(SERIES, "os^DvPX", strict=True))
DASHES: dict[str, Any] = {
    "nila": "solid",
    "sogan": (0, (5, 1.6)),
    "tarum": (0, (1.2, 1.4)),
    "manggis": (0, (5, 1.5, 1, 1.5)),
    "langit": (0, (8, 2)),
    "mengkudu": (0, (3, 1, 1, 1)),
    "kunyit": (0, (2, 2)),
}
COLORMAPS = {
    "nila_krem": "#131C40 #253F80 #5A6596 #A47C6C #D7A368 #F2D29B #FBF3DF",
    "nila_sogan": "#16265A #4467AE #A9BCDD #F7F1E4 #E3B98C #B4682B #6A3208",
}
for _name, _tones in COLORMAPS.items():
    _map = LinearSegmentedColormap.from_list(_name, _tones.split())
    mpl.colormaps.register(_map, force=True)


def number(x: SupportsFloat, digits: int = 2) -> str:
    """Tulisan Indonesia untuk `x`: koma desimal, titik ribuan, minus sejati."""
    return f"{float(x):,.{digits}f}".translate(str.maketrans(",.-", ".,−"))


def style() -> None:
    """Pasang gaya rumah pada `rcParams` Matplotlib; aman dipanggil berulang kali."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    fonts = [f for f in ("Plus Jakarta Sans", "DejaVu Sans") if f in installed]
    ink, dim, line = COLORS["tinta"], COLORS["redup"], COLORS["garis"]
    mpl.rc("font", family=fonts, size=9)
    mpl.rc("text", color=ink)
    mpl.rc("mathtext", fontset="stix")
    mpl.rc("figure", facecolor=COLORS["kertas"], figsize=(4.2, 2.75), dpi=120)
    mpl.rc("figure.constrained_layout", wspace=0.06, hspace=0.06)
    mpl.rc("savefig", dpi=200)
    mpl.rc("svg", fonttype="path", hashsalt="genai-examples")
    mpl.rc("axes", facecolor="none", edgecolor=line, labelcolor=ink, labelsize=9)
    mpl.rc("axes", titlesize=9.5, titleweight="bold", titlelocation="left", titlepad=7)
    mpl.rc("axes", axisbelow=True, prop_cycle=cycler(color=[COLORS[s] for s in SERIES]))
    mpl.rc("axes", grid=True)
    mpl.rc("axes.grid", axis="y")
    mpl.rc("axes.spines", top=False, right=False)
    mpl.rc("grid", color=COLORS["kisi"], linewidth=0.7)
    mpl.rc("lines", linewidth=1.8, markersize=4.5, solid_capstyle="round")
    mpl.rc("legend", frameon=False, fontsize=8.5)
    mpl.rc("xtick", color=line, labelcolor=dim, labelsize=8.5)
    mpl.rc("ytick", color=line, labelcolor=dim, labelsize=8.5)
    mpl.rc("xtick.major", size=3)
    mpl.rc("ytick.major", size=0)
    mpl.rc("xtick.minor", size=0)
    mpl.rc("ytick.minor", size=0)


def assign(
    keys: Sequence[str], colors: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Nama warna setiap deret: yang diminta, selebihnya menurut urutan palet."""
    asked = dict(colors or {})
    free = [tone for tone in SERIES if tone not in asked.values()]
    rest = [key for key in keys if key not in asked]
    if len(rest) > len(free):
        raise ValueError(f"{len(keys)} deret: paling banyak {len(SERIES)} per gambar")
    return asked | dict(zip(rest, free, strict=False))


class DecimalComma(ScalarFormatter):
    """Angka sumbu dengan koma desimal dan tanpa nol ekor: 0; 0,25; 0,5."""

    def __init__(self) -> None:
        super().__init__(useOffset=False)
        self.set_scientific(False)

    def __call__(self, x: float, pos: int | None = None) -> str:
        text = super().__call__(x, pos).replace("−", "-")
        digits = len(text.rpartition(".")[2].rstrip("0")) if "." in text else 0
        return number(float(text or x) + 0.0, digits)


def panels(
    columns: int = 1,
    rows: int = 1,
    width: float | int = 4.2,
    height: float | int | None = None,
    **kw: Any,
) -> tuple[Figure, Any]:
    """Gambar seukuran rumah (inci) dengan `rows` × `columns` bidang.

    Bidang tunggal dikembalikan langsung, beberapa bidang sebagai larik NumPy; `kw`
    diteruskan ke `plt.subplots`.
    """
    single = 2.75 if columns == 1 else 3.0
    size = (width, height or (single if rows == 1 else 2.2 * rows))
    fig, axes = plt.subplots(rows, columns, figsize=size, layout="constrained", **kw)
    for ax in np.ravel(axes):
        ax.xaxis.set_major_formatter(DecimalComma())
        ax.yaxis.set_major_formatter(DecimalComma())
        ax.locator_params(nbins=5 if columns == 1 else 4)
    return fig, axes


def legend_below(target: Axes | Figure) -> None:
    """Keterangan di bawah gambar: paling banyak empat kolom, dan selalu muat."""
    fig: Any = target if isinstance(target, Figure) else target.figure
    found: dict[str, Any] = {}
    for ax in [target] if isinstance(target, Axes) else fig.axes:
        for handle, label in zip(*ax.get_legend_handles_labels(), strict=True):
            found.setdefault(label, handle)
    place: Any = {"loc": "outside lower center", "markerscale": 1.6}
    for columns in range(min(4, len(found)), 0, -1):
        legend = fig.legend(found.values(), found, ncols=columns, **place)
        if columns == 1 or legend.get_window_extent().width <= fig.bbox.width:
            return
        legend.remove()
