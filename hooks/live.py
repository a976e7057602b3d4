"""Gambar hidup: elemen yang menjalankan model halaman di peramban pembaca.

Blok dengan `#| live: vae` membungkus gambarnya dalam `<live-vae>` beserta alamat dan
ukuran berkas bobot yang ditulis blok itu. Skripnya satu berkas untuk satu elemen:
kerangka, bagian yang disebut di baris `// Perlu:`, lalu elemennya, tanpa komentar.
"""

import gzip
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import rjsmin

SCRIPTS = "assets/javascripts/live"
FRAME = ("engine", "element")  # dipakai setiap elemen
NEEDS = re.compile(r"^// Perlu: (.+)\.$", re.MULTILINE)
USED = re.compile(r"<live-([a-z]+)\b")


def elements(docs: Path) -> list[str]:
    """Nama elemen yang ada: berkas yang mendaftarkan `live-nama`."""
    return sorted(
        path.stem
        for path in (docs / SCRIPTS).glob("*.js")
        if f'customElements.define("live-{path.stem}"' in path.read_text("utf-8")
    )


def script(docs: Path, name: str) -> str:
    """Skrip lengkap satu elemen; sumbernya yang berkomentar ada di repositori."""
    source = (docs / SCRIPTS / f"{name}.js").read_text("utf-8")
    needed = " ".join(NEEDS.findall(source)).replace(",", " ").split()
    names = [*FRAME, *(part.removesuffix(".js") for part in needed)]
    parts = [(docs / SCRIPTS / f"{part}.js").read_text("utf-8") for part in names]
    return str(rjsmin.jsmin("".join([*parts, source])))


def element(
    name: str,
    figure: str,
    folder: Path,
    weights: Sequence[str],
    url_of: Callable[[str], str],
) -> str:
    """`<live-nama>` di sekeliling gambarnya; gambarnya saja bila bobot belum ada."""
    paths = [folder / name for name in weights]
    if not all(path.is_file() for path in paths):
        return figure
    sizes = [path.read_bytes() for path in paths]
    packed = sum(len(gzip.compress(data)) for data in sizes)
    return (
        f'<live-{name} id="hidup-{paths[0].stem}" '
        f'data-bobot="{" ".join(url_of(path.name) for path in paths)}" '
        f'data-bita="{sum(map(len, sizes))}" data-ukuran="{packed}">'
        f"{figure}</live-{name}>"
    )


def loader(html: str, url_of: Callable[[str], str]) -> str:
    """Tag skrip untuk elemen yang dipakai halaman ini; satu jenis per halaman.

    Raises:
        ValueError: bila halaman memakai dua jenis elemen.
    """
    names = sorted(set(USED.findall(html)))
    if len(names) > 1:
        raise ValueError(f"dua jenis gambar hidup di satu halaman: {', '.join(names)}")
    return "".join(
        f'<script defer src="{url_of(f"{SCRIPTS}/{name}.js")}"></script>'
        for name in names
    )
