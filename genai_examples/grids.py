"""Petak citra dan matriks: raster yang tetap tajam piksel demi piksel."""

from collections.abc import Sequence
from typing import Any, SupportsFloat

import matplotlib as mpl
import numpy as np
from jaxtyping import Float, Real
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from genai_examples.palette import COLORS, number, panels

Values = Tensor | np.ndarray | Sequence[SupportsFloat]
Grid = Real[Tensor, "h w"] | Real[np.ndarray, "h w"]
Images = Float[Tensor, "n c h w"] | Float[Tensor, "n h w"]
Labels = Sequence[str] | None

_BELOW: Any = {"xytext": (0, -2), "textcoords": "offset points", "va": "top"}
_BELOW |= {"ha": "center", "size": 8}  # judul di bawah petak


def as_array(values: Any) -> np.ndarray:
    """Tensor di perangkat mana pun, daftar, atau larik sebagai larik NumPy."""
    return np.asarray(values.detach().cpu() if isinstance(values, Tensor) else values)


def frame(ax: Axes) -> None:
    """Bingkai tipis keliling untuk bidang berwarna, tanpa kisi."""
    ax.grid(False)
    ax.spines[:].set(visible=True, linewidth=0.6)


def matrix(
    ax: Axes,
    values: Grid,
    *,
    row_labels: Labels = None,
    column_labels: Labels = None,
    digits: int | None = None,
) -> None:
    """Matriks sebagai petak warna, gelap = rendah; baris 0 di atas.

    Dengan `digits` setiap petak memuat nilainya dengan sekian angka desimal.
    """
    z = as_array(values)
    image: Any = ax.imshow(z, cmap="nila_krem", interpolation="none")
    frame(ax)
    _name_cells(ax, row_labels, column_labels)
    box, dot = ax.get_window_extent(), ax.figure.dpi / 72
    if 5 * dot * len(" ".join(column_labels or [])) > min(box.width, box.height):
        ax.tick_params(axis="x", rotation=90)  # nama kolom berdesakan
    for (row, column), value in np.ndenumerate(z if digits is not None else z[:0]):
        ink = COLORS["malam" if image.norm(value) > 0.42 else "krem"]
        text: Any = {"ha": "center", "va": "center", "size": 8, "color": ink}
        ax.text(column, row, number(value, digits or 0), **text)


def image_grid(
    images: Images,
    columns: int,
    *,
    row_labels: Labels = None,
    column_labels: Labels = None,
    titles: Labels = None,
    scale: float | int = 1.25,
    ax: Axes | None = None,
) -> Figure:
    """Semua citra [0, 1] dalam satu raster, baris demi baris, piksel demi piksel.

    Satu saluran diwarnai `nila_krem`, tiga saluran adalah RGB; `titles` tertulis di
    bawah setiap petak. `scale` adalah lebar terbesar sebuah petak (inci).
    """
    tiles = _rgba(images, columns)  # (N, H, W, 4)
    h, w = tiles.shape[1:3]
    area: Any = panels()[1] if ax is None else ax
    room = (area if ax else area.figure).get_window_extent().width / area.figure.dpi
    width = min(scale, room / columns)  # satu petak, inci
    gap = max(1, w // 16)
    below = gap + (int(13 * w / (72 * width)) if titles else 0)  # tempat judul 13 pt
    canvas = _tiled(tiles, columns, below, gap)
    area.imshow(canvas, interpolation="none")
    area.spines[:].set_visible(False)
    step, first = (h + below, w + gap), ((h - 1) / 2, (w - 1) / 2)
    _name_cells(area, row_labels, column_labels, step, first)
    for i, title in enumerate(titles or []):
        edge = (i % columns * step[1] + first[1], i // columns * step[0] + h - 0.5)
        area.annotate(title, edge, **_BELOW)
    if ax is None:
        _fit(area, width * canvas.shape[1] / w)
    return area.figure


def _rgba(images: Images, columns: int) -> np.ndarray:
    tiles = images.detach().cpu().float().clamp(0, 1)
    tiles = tiles[:, None] if tiles.ndim == 3 else tiles  # (N, C, H, W)
    if len(tiles) == 0 or tiles.shape[1] not in (1, 3) or columns < 1:
        raise ValueError(
            f"images: bentuk {tuple(images.shape)} dan columns={columns}; harus "
            "paling sedikit satu citra dengan 1 atau 3 saluran, dan satu kolom"
        )
    if tiles.shape[1] == 1:
        return mpl.colormaps["nila_krem"](tiles[:, 0].numpy())
    rgb = tiles.permute(0, 2, 3, 1).numpy()  # (N, H, W, 3)
    return np.concatenate([rgb, np.ones_like(rgb[..., :1])], axis=-1)


def _tiled(tiles: np.ndarray, columns: int, below: int, gap: int) -> np.ndarray:
    """Satu kanvas berisi semua petak; celahnya tembus pandang."""
    rows = -(-len(tiles) // columns)
    missing = rows * columns - len(tiles)
    padded = np.pad(tiles, [(0, missing), (0, below), (0, gap), (0, 0)])
    cells = padded.reshape(rows, columns, *padded.shape[1:])  # (R, K, H, W, 4)
    canvas = np.concatenate(np.concatenate(cells, axis=1), axis=1)  # (R·H, K·W, 4)
    return canvas[:-below, :-gap]


def _name_cells(
    ax: Axes, rows: Labels, columns: Labels, step: tuple = (1, 1), first: tuple = (0, 0)
) -> None:
    """Nama baris di kiri dan nama kolom di atas petak, di luar raster."""
    rows, columns = rows or [], columns or []
    ax.set_yticks(first[0] + step[0] * np.arange(len(rows)), rows)
    ax.set_xticks(first[1] + step[1] * np.arange(len(columns)), columns)
    ax.tick_params(length=0, labelcolor=COLORS["tinta"])
    ax.xaxis.tick_top()
    ax.grid(False)


def _fit(ax: Any, width: float) -> None:
    """Tinggi gambar mengikuti rasternya (selebar `width` inci bila muat)."""
    fig = ax.figure
    ax.set_anchor("W")
    fig.draw_without_rendering()
    outer, inner = ax.get_tightbbox(), ax.get_window_extent()
    beside = (outer.width - inner.width) / fig.dpi + 0.1
    above = (outer.height - inner.height) / fig.dpi + 0.1
    width = min(width, fig.get_figwidth() - beside)
    fig.set_figheight(width * inner.height / inner.width + above)
