"""Edisi luring satu versi: daftar berkas, pekerja luring, dan manifes aplikasi.

Ditulis sesudah situs selesai, karena memuat sidik setiap berkasnya. Folder `unduh/` dan
`paket/` tidak ikut: keduanya untuk dibawa keluar, bukan untuk dibaca di sini.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

WORKER = Path("assets/javascripts/offline/worker.js")
LEFT_OUT = ("unduh/", "paket/", "assets/javascripts/offline/worker.js")
SKIPPED = (".gz", "sitemap.xml")
SHELL = ("assets/", "search/")  # dipakai setiap halaman; disimpan saat dipasang
COLORS = {"theme_color": "#fbf8f2", "background_color": "#fbf8f2"}


def write(site: Path, name: str, description: str) -> None:
    """Tulis offline.json, sw.js, dan manifest.webmanifest ke folder situs."""
    worker = (site / WORKER).read_text(encoding="utf-8")
    listing = files(site)
    seal = hashlib.sha256(json.dumps([listing, worker]).encode()).hexdigest()[:16]
    shell = [path for path in listing if path.startswith(SHELL)]
    kept = {"build": seal, "shell": shell, "files": listing}
    _write(site / "offline.json", json.dumps(kept, separators=(",", ":")))
    _write(site / "sw.js", f'const BUILD = "{seal}";\n{worker}')
    _write(site / "manifest.webmanifest", json.dumps(_app(name, description)))


def files(site: Path) -> dict[str, tuple[str, int]]:
    """Jalur dalam situs → sidik pendek dan bita; index.html ditulis foldernya."""
    found = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or name.startswith(LEFT_OUT) or name.endswith(SKIPPED):
            continue
        if name in ("offline.json", "sw.js", "manifest.webmanifest", "404.html"):
            continue
        if _unused_language(name):
            continue
        data = path.read_bytes()
        address = name.removesuffix("index.html")
        found[address] = (hashlib.sha256(data).hexdigest()[:8], len(data))
    return found


def _unused_language(name: str) -> bool:
    """Kamus pencarian bahasa lain yang dibawa tema."""
    kept = ("lunr.id.min.js", "lunr.stemmer.support.min.js")
    return "/lunr/" in name and not name.endswith(kept)


def _app(name: str, description: str) -> dict[str, Any]:
    icon = {"src": "assets/kawung.svg", "sizes": "any", "type": "image/svg+xml"}
    return {
        "name": name,
        "short_name": name,
        "description": description,
        "lang": "id",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "icons": [icon, icon | {"purpose": "maskable"}],
        **COLORS,
    }


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
