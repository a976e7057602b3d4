"""Angka di balik sebuah gambar Matplotlib, untuk pembaca yang tidak melihat gambarnya.

Yang diambil: garis, sebaran titik, batang, dan matriks kecil; satu baris per angka.
Kisi gambar (foto, ubin, huruf) tidak punya tabel yang berguna, jadi tanpa CSV.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import numpy as np

HEADER = ("bidang", "deret", "x", "y", "nilai")
MOST = 5000  # baris; lebih dari ini tabel tidak lagi menolong
WIDEST = 40  # baris atau kolom matriks
Row = tuple[str, str, str, str, str]


def table(figure: Any) -> str | None:
    """CSV semua angka yang digambar, atau None bila tidak ada atau terlalu banyak."""
    rows = [row for index, ax in enumerate(figure.axes, 1) for row in _rows(ax, index)]
    if not 0 < len(rows) <= MOST:
        return None
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADER, *rows])
    return text.getvalue()


def _rows(ax: Any, index: int) -> Iterator[Row]:
    """Baris-baris satu bidang; bidang bernama judulnya, atau nomornya."""
    panel = ax.get_title(loc="left") or ax.get_title() or str(index)
    for line in ax.lines:
        if all(line.get_transform().contains_branch_seperately(ax.transData)):
            yield from _points(panel, _label(line), line.get_xydata())
    for spots in ax.collections:
        if hasattr(spots, "get_sizes"):  # sebaran titik, bukan daerah berisi
            yield from _points(panel, _label(spots), spots.get_offsets())
    for bars in ax.containers:
        for patch in getattr(bars, "patches", ()):
            flat = bars.orientation == "horizontal"
            value = patch.get_width() if flat else patch.get_height()
            yield panel, _name(ax, patch, flat), "", "", _text(value)
    for image in ax.images:
        yield from _cells(panel, np.ma.getdata(image.get_array()))


def _points(panel: str, name: str, points: Any) -> Iterator[Row]:
    for x, y in np.ma.getdata(points):
        yield panel, name, _text(x), _text(y), ""


def _cells(panel: str, values: np.ndarray) -> Iterator[Row]:
    """Isi matriks kecil: x kolom dan y baris, mulai dari 1."""
    if values.ndim == 2 and max(values.shape) <= WIDEST:
        for (row, column), value in np.ndenumerate(values):
            yield panel, "", str(column + 1), str(row + 1), _text(value)


def _label(artist: Any) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _name(ax: Any, patch: Any, flat: bool) -> str:
    """Nama sebuah batang: tulisan sumbu di tengahnya, atau letaknya."""
    axis = ax.yaxis if flat else ax.xaxis
    start, size = (
        (patch.get_y(), patch.get_height())
        if flat
        else (patch.get_x(), patch.get_width())
    )
    middle = start + size / 2
    for tick in axis.get_major_ticks():
        if tick.label1.get_text() and abs(tick.get_loc() - middle) < 1e-6:
            return tick.label1.get_text()
    return _text(middle)


def _text(value: Any) -> str:
    return f"{float(value):.6g}"
