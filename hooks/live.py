"""Gambar hidup: elemen yang menjalankan model halaman di peramban pembaca.

Blok dengan `#| live: vae` membungkus gambarnya dalam `<live-vae>` beserta tombol yang
memuatnya. Halaman itu sendiri hanya memuat `load.js`; sesudah diketuk barulah datang
kerangka `element.js`, lalu `vae.js`, dan bobot yang ditulis bloknya. Setiap skrip
terbit bersama bagian yang disebut di baris `// Perlu:`, tanpa komentar.
"""

import gzip
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import rjsmin

SCRIPTS = "assets/javascripts/live"
SHARED = ("load", "element")  # satu berkas untuk semua gambar hidup
NEEDS = re.compile(r"^// Perlu: (.+)\.$", re.MULTILINE)
USED = re.compile(r"<live-([a-z]+)\b")


def elements(docs: Path) -> list[str]:
    """Nama elemen yang ada: berkas yang mendaftarkan `live-nama`."""
    return sorted(
        path.stem
        for path in (docs / SCRIPTS).glob("*.js")
        if f'customElements.define("live-{path.stem}"' in path.read_text("utf-8")
    )


def scripts(docs: Path) -> dict[str, str]:
    """Skrip terbitan menurut namanya; sumbernya yang berkomentar ada di repositori."""

    def source(name: str) -> str:
        return (docs / SCRIPTS / f"{name}.js").read_text("utf-8")

    made = {}
    for name in [*SHARED, *elements(docs)]:
        needed = " ".join(NEEDS.findall(source(name))).replace(",", " ").split()
        parts = [part.removesuffix(".js") for part in needed]
        made[name] = "".join(map(source, [*parts, name]))
    return {name: str(rjsmin.jsmin(code)) for name, code in made.items()}


def element(
    name: str,
    figure: str,
    folder: Path,
    weights: Sequence[str],
    url_of: Callable[[str], str],
) -> str:
    """`<live-nama>` di sekeliling gambarnya; gambarnya saja bila bobot belum ada.

    `url_of` memberi alamat relatif dari halaman; `weights` nama berkas di `folder`.
    """
    paths = [folder / name for name in weights]
    if not all(path.is_file() for path in paths):
        return figure
    sizes = [path.read_bytes() for path in paths]
    packed = sum(len(gzip.compress(data)) for data in sizes)
    codes = (url_of(f"{SCRIPTS}/{part}.js") for part in ("element", name))
    urls = (url_of(f"gambar/{folder.name}/{path.name}") for path in paths)
    panel = (
        '<div class="hidup"><p class="hidup-tawar"><button class="tombol" '
        f'type="button">Coba di sini ({packed / 1000:.0f} kB)</button></p></div>'
    )
    return (
        f'<live-{name} id="hidup-{paths[0].stem}" data-skrip="{" ".join(codes)}" '
        f'data-bobot="{" ".join(urls)}" data-bita="{sum(map(len, sizes))}">'
        f"{figure.replace('<figcaption>', panel + '<figcaption>', 1)}</live-{name}>"
    )


def loader(html: str, url_of: Callable[[str], str]) -> str:
    """Tag skrip pemuat, bila halaman ini memuat gambar hidup; satu jenis per halaman.

    Raises:
        ValueError: bila halaman memakai dua jenis elemen.
    """
    names = sorted(set(USED.findall(html)))
    if len(names) > 1:
        raise ValueError(f"dua jenis gambar hidup di satu halaman: {', '.join(names)}")
    url = url_of(f"{SCRIPTS}/load.js")
    return f'<script defer src="{url}"></script>' if names else ""
