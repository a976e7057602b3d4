"""Gambar rumah: kurva, sebaran, peta warna, batang; pintu ke semua bentuk lainnya.

Panggil `style()` sekali, buat bidang dengan `panels()`, lalu gambar. Deret mengambil
warna seurutan palet; `colors={"nama": "sogan"}` menjaga benda yang sama tetap sewarna.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, SupportsFloat

import numpy as np
from jaxtyping import Real
from matplotlib.axes import Axes
from torch import Tensor

from genai_examples.diagrams import block_diagram as block_diagram
from genai_examples.grids import Grid, Values, as_array, frame
from genai_examples.grids import image_grid as image_grid
from genai_examples.grids import matrix as matrix
from genai_examples.palette import COLORS as COLORS
from genai_examples.palette import DASHES as DASHES
from genai_examples.palette import MARKERS as MARKERS
from genai_examples.palette import SERIES, DecimalComma, assign
from genai_examples.palette import legend_below as legend_below
from genai_examples.palette import number as number
from genai_examples.palette import panels as panels
from genai_examples.palette import style as style

Points = Real[Tensor, "n 2"] | Real[np.ndarray, "n 2"]
Colors = Mapping[str, str] | None  # nama deret → nama warna


def curves(
    ax: Axes,
    x: Values,
    series: Mapping[str, Values],
    spread: Mapping[str, tuple[Values, Values]] | None = None,
    labels: Literal["end", "none"] = "end",
    *,
    colors: Colors = None,
) -> None:
    """Satu garis per deret, nama di ujungnya, dan sebaran (bawah, atas) bila ada."""
    x, tones, notes = as_array(x), assign(list(series), colors), []
    for key, values in series.items():
        y, tone = as_array(values), tones[key]
        ax.plot(x, y, color=COLORS[tone], linestyle=DASHES.get(tone, ":"), label=key)
        if spread and key in spread:
            low, high = (as_array(edge) for edge in spread[key])
            ax.fill_between(x, low, high, color=COLORS[tone], alpha=0.16, linewidth=0)
        if labels == "end":  # hanya empat warna pertama cukup kontras untuk teks
            ink = COLORS[tone if tone in SERIES[:4] else "tinta"]
            notes.append(_note(ax, key, (x[-1], y[-1]), color=ink))
    ax.margins(x=0)
    ax.callbacks.connect("ylim_changed", lambda _: _spread_out(ax, notes))
    _spread_out(ax, notes)


def _note(ax: Axes, text: str, xy: tuple[Any, Any], **kw: Any) -> Any:
    """Teks lima poin di kanan titik `xy`."""
    place: Any = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
    return ax.annotate(text, xy, **place, **kw)


def _spread_out(ax: Axes, notes: list[Any], gap: float = 12) -> None:
    """Geser nama di ujung garis sampai berjarak `gap` poin, tidak di bawah sumbu."""
    scale = 72 / ax.figure.dpi
    floor = ax.transAxes.transform((0, 0))[1] * scale + gap / 2
    heights = np.array([ax.transData.transform(note.xy)[1] * scale for note in notes])
    order, moved = np.argsort(heights, kind="stable"), heights.copy()
    for _ in range(200):
        moved = np.maximum(moved, floor)
        for below, above in pairwise(order):
            push = max(0, gap - (moved[above] - moved[below])) / 2
            moved[above] += push
            moved[below] -= push
    for note, shift in zip(notes, moved - heights, strict=True):
        note.set_position((5, shift))


def scatter(
    ax: Axes,
    points: Points,
    labels: Values,
    names: Sequence[str],
    *,
    colors: Colors = None,
) -> None:
    """Titik dengan satu warna dan penanda per kelas; keterangannya `legend_below`.

    `labels[i]` adalah nomor kelas dalam `names`. Di atas 1.500 titik lapisannya
    menjadi raster dengan nada tengah.
    """
    places, classes, tones = as_array(points), as_array(labels), assign(names, colors)
    unknown = set(classes.tolist()) - set(range(len(names)))
    if unknown:
        raise ValueError(f"labels: kelas {sorted(unknown)} tidak bernama dalam `names`")
    many = len(places) > 1500
    for index, name in enumerate(names):
        tone = tones[name]
        ax.scatter(
            *places[classes == index].T,
            s=9,
            marker=MARKERS.get(tone, "o"),
            color=COLORS[f"{tone}_tengah" if many and tone in SERIES else tone],
            linewidths=0,
            rasterized=many,
            label=name,
        )
    ax.grid(False)


def density(
    ax: Axes,
    values: Grid,
    extent: Sequence[SupportsFloat],
    *,
    diverging: bool = False,
    colorbar: bool = True,
) -> None:
    """Peta warna di atas `extent` (kiri, kanan, bawah, atas); baris 0 di bawah."""
    z = as_array(values)
    limits = float(z.min()), float(z.max())
    if diverging:
        limits = -float(abs(z).max()), float(abs(z).max())
    look: Any = {"cmap": "nila_sogan" if diverging else "nila_krem", "clim": limits}
    look |= {"origin": "lower", "extent": [float(edge) for edge in extent]}
    image = ax.imshow(z, interpolation="none", **look)
    frame(ax)
    if colorbar:
        fig: Any = ax.figure
        place: Any = {"location": "bottom", "aspect": 24, "format": DecimalComma()}
        bar = fig.colorbar(image, ax=ax, **place)
        bar.outline.set_visible(False)
        bar.solids.set_rasterized(True)  # gradasi bukan warna palet
        bar.ax.locator_params(nbins=4)


def bars(
    ax: Axes,
    values: Mapping[str, SupportsFloat],
    *,
    error: Mapping[str, SupportsFloat] | None = None,
    unit: str = "",
    digits: int = 1,
    colors: Colors = None,
) -> None:
    """Batang mendatar (nila bila tak diminta lain), nilai ± `error` di ujungnya."""
    unit = unit if unit in ("", "%") else f"\N{NO-BREAK SPACE}{unit}"
    for row, key in enumerate(values):
        value, reach = float(values[key]), float((error or {}).get(key, 0))
        ax.barh(row, value, height=0.58, color=COLORS[(colors or {}).get(key, "nila")])
        if reach:
            ends = [value - reach, value + reach]
            ax.plot(ends, [row, row], color=COLORS["kertas"], linewidth=4)
            ax.plot(ends, [row, row], color=COLORS["tinta"], linewidth=1.3)
        tip = (max(value + reach, 0), row)
        _note(ax, number(value, digits) + unit, tip, weight="bold")
    ax.set_yticks(range(len(values)), list(values), color=COLORS["tinta"])
    ax.invert_yaxis()
    ax.spines["left"].set_visible(False)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
