"""Gambar bagikan: gambar pertama sebuah halaman di atas kain mori, 1200 × 630.

Beranda memakai gambarnya saja, tanpa kain dan tulisannya, sebagai kartu kecil.
"""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SHARE = "bagikan.jpg"
CARD = re.compile(r"gambar/(?P<slug>[\w-]+)/kartu\.webp")
CARD_SIDE = 320  # piksel: dua kali tempatnya di beranda
SIZE, DPI = (12.0, 6.3), 100
GROUND, INK, ACCENT = "#FBF8F2", "#1E3464", "#7A4A1E"


def save(figure: Any, path: Path) -> None:
    """Simpan gambar bagikan dari `figure` (objek Matplotlib) di `path`."""
    from matplotlib import image
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    wide, high = figure.get_size_inches()
    box = (10.8, 4.9)  # tempat gambar di kartu, inci
    scale = min(box[0] / wide, box[1] / high)
    figure.savefig(buffer, format="png", dpi=DPI * scale, facecolor="white")
    buffer.seek(0)
    picture = image.imread(buffer)
    sheet = Figure(figsize=SIZE, dpi=DPI, facecolor=GROUND)
    height, width = picture.shape[0] / DPI, picture.shape[1] / DPI
    left, bottom = (SIZE[0] - width) / 2, 0.35 + (box[1] - height) / 2
    place = left / SIZE[0], bottom / SIZE[1], width / SIZE[0], height / SIZE[1]
    ax = sheet.add_axes(place)
    ax.imshow(picture, aspect="auto", interpolation="none")
    ax.set_axis_off()
    style: Any = {"va": "center", "family": "Plus Jakarta Sans"}
    sheet.text(0.05, 0.92, "Belajar AI Generatif", size=26, weight="bold", **style)
    note = "setiap gambar dihitung oleh kode di halamannya"
    sheet.text(0.95, 0.92, note, size=15, color=ACCENT, ha="right", **style)
    sheet.texts[0].set_color(INK)
    sheet.savefig(path, dpi=DPI, pil_kwargs={"quality": 85, "optimize": True})


def cards(
    markdown: str, source_of: Callable[[str, str], Path | None]
) -> Iterator[tuple[str, bytes]]:
    """Alamat dan isi setiap kartu kecil yang disebut dalam `markdown`."""
    for match in CARD.finditer(markdown):
        if source := source_of(match["slug"], SHARE):
            yield match[0], _picture(source)


def _picture(path: Path) -> bytes:
    """Gambar di dalam gambar bagikan, tanpa kainnya, sebagai WebP kecil."""
    from PIL import Image, ImageChops

    with Image.open(path) as shared:
        sheet = shared.convert("RGB").crop((0, 100, *shared.size))  # di bawah judul
    ground = Image.new("RGB", sheet.size, GROUND)
    # Derau JPEG di kain lebih kecil dari 8; putihnya gambar berbeda 13 di kanal biru.
    seen = (
        ImageChops.difference(sheet, ground)
        .getchannel("B")
        .point([v > 8 for v in range(256)])
    )
    picture = sheet.crop(seen.getbbox())
    picture.thumbnail((CARD_SIDE, CARD_SIDE))
    buffer = io.BytesIO()
    picture.save(buffer, "webp", quality=65)
    return buffer.getvalue()
