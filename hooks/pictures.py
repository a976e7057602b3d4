"""Gambar beranda: raster dalam beberapa lebar, dan yang di bawah layar menunggu.

Bab tidak memerlukannya: gambarnya dibuat blok, satu kolom lebarnya, dan sudah ditunda.
"""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

WIDTHS = (360, 800)  # piksel; di bawah lebar aslinya
RASTER = re.compile(r"\]\((gambar/(?P<slug>[\w-]+)/(?P<name>[\w.-]+\.webp))\)")
IMAGE = re.compile(r'<img\b(?P<before>[^>]*?) src="(?P<url>[^"]+)"(?P<after>[^>]*)>')
QUALITY = 80


def variants(
    markdown: str, source_of: Callable[[str, str], Path | None]
) -> Iterator[tuple[str, bytes]]:
    """Alamat dan isi gambar yang lebih kecil untuk setiap raster dalam `markdown`."""
    for match in RASTER.finditer(markdown):
        source = source_of(match["slug"], match["name"])
        if source is None:
            continue
        for width, data in _smaller(source):
            yield _name(match[1], width), data


def responsive(html: str, known: set[str]) -> str:
    """Beri lebar pilihan kepada raster; hanya gambar pertama yang langsung diminta."""
    first = True

    def change(match: re.Match[str]) -> str:
        nonlocal first
        url = match["url"]
        if " loading=" in match[0]:  # gambar blok: sudah ditunda dan berukuran
            return match[0]
        hint = 'fetchpriority="high"' if first else 'loading="lazy" decoding="async"'
        shown = "100vw" if first else "8rem"
        first = False
        sets = [f"{n} {w}w" for w in WIDTHS if (n := _name(url, w)) in known]
        if sets:
            wide = re.search(r'width="(\d+)"', match[0])
            sets += [f"{url} {wide[1]}w"] if wide else []
            hint += f' srcset="{", ".join(sets)}" sizes="{shown}"'
        return f'<img{match["before"]} {hint} src="{url}"{match["after"]}>'

    return IMAGE.sub(change, html)


def _name(url: str, width: int) -> str:
    return f"{url.removesuffix('.webp')}-{width}.webp"


def _smaller(source: Path) -> Iterator[tuple[int, bytes]]:
    from PIL import Image

    with Image.open(source) as image:
        for width in WIDTHS:
            if width >= image.width:
                continue
            height = round(image.height * width / image.width)
            buffer = io.BytesIO()
            small = image.convert("RGB").resize(
                (width, height), Image.Resampling.LANCZOS
            )
            small.save(buffer, "webp", quality=QUALITY, method=6)
            yield width, buffer.getvalue()
