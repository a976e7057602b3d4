"""Fon situs (woff2) dan fon gambar (TTF statis), dipotong dari paket Python.

Tidak ada fon yang disimpan dalam repositori. Plus Jakarta Sans dan JetBrains Mono
datang dari paket `fontpkg-*`, STIX Two Math dari `ziamath`; semuanya berlisensi
OFL 1.1. Hasil potongan disimpan di `.cache/fonts/<kunci>/`; kuncinya versi paket
dan isi modul ini, sehingga bangunan berikutnya tidak mengimpor fontTools.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hooks.glyphs import (
    CODE_EXT,
    CODE_SIGNS,
    LATIN,
    LATIN_EXT,
    MATH,
    MATH_EXT,
    codepoints,
    write_symbols,
)

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "fonts"
PACKAGES = (
    "fontpkg-plus-jakarta-sans",
    "fontpkg-jetbrains-mono",
    "ziamath",
    "fonttools",
)


@dataclass(frozen=True)
class Cut:
    """Satu berkas woff2: fon asal, aksara, dan ketebalan yang dipertahankan."""

    file: str
    family: str
    source: str  # kunci SOURCES
    ranges: str
    weights: tuple[int, int] | None = None  # None: fon tanpa sumbu ketebalan
    style: str = "normal"


SOURCES = {
    "jakarta": ("fontpkg_plus_jakarta_sans", "files/PlusJakartaSans[wght].ttf"),
    "miring": ("fontpkg_plus_jakarta_sans", "files/PlusJakartaSans-Italic[wght].ttf"),
    "mono": ("fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf"),
    "stix": ("ziamath", "fonts/STIXTwoMath-Regular.ttf"),
}
SANS, CODE, STIX = "Plus Jakarta Sans", "JetBrains Mono", "STIX Two Math"
CUTS = (
    Cut("jakarta", SANS, "jakarta", LATIN, (400, 800)),
    Cut("jakarta-ext", SANS, "jakarta", LATIN_EXT, (400, 800)),
    Cut("jakarta-miring", SANS, "miring", LATIN, (400, 700), "italic"),
    Cut("jakarta-miring-ext", SANS, "miring", LATIN_EXT, (400, 700), "italic"),
    Cut("mono", CODE, "mono", LATIN, (400, 700)),
    Cut("mono-tanda", CODE, "mono", CODE_SIGNS, (400, 700)),
    Cut("mono-ext", CODE, "mono", CODE_EXT, (400, 700)),
    Cut("stix", STIX, "stix", MATH),
    Cut("stix-ext", STIX, "stix", MATH_EXT),
)
# Tanpa `calt`: ligatur kode memang dimatikan. `ssty` dibuang: setengah ukuran STIX.
FEATURES = ["ccmp", "dtls", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
STATIC_WEIGHTS = {400: "Regular", 500: "Medium", 700: "Bold"}
LICENSES = {  # berkas lisensi -> (paket sumber teks, pemegang hak bila bukan dia)
    "OFL-Plus-Jakarta-Sans.txt": ("fontpkg_plus_jakarta_sans", None),
    "OFL-JetBrains-Mono.txt": ("fontpkg_jetbrains_mono", None),
    "OFL-STIX-Two-Math.txt": ("fontpkg_jetbrains_mono", "stix"),
}
# Fon pengganti selama unduhan: lebar dan tinggi baris disamakan, halaman tak bergeser.
# Hanya untuk aksara yang ada dalam potongan Jakarta; lambang tetap urusan STIX. Yang
# miring istilah Inggris, hampir tanpa spasi: rata-ratanya lebih lebar.
FALLBACK = f"""@font-face {{
  font-family: "Pengganti";
  src: local("Roboto"), local("Arial"), local("Liberation Sans"), local("Helvetica");
  size-adjust: 105%;
  ascent-override: 99%;
  descent-override: 21%;
  line-gap-override: 0%;
  unicode-range: {LATIN};
}}
@font-face {{
  font-family: "Pengganti";
  font-style: italic;
  src: local("Roboto Italic"), local("Arial Italic"), local("Liberation Sans Italic"),
    local("Helvetica Oblique");
  size-adjust: 110%;
  ascent-override: 94.5%;
  descent-override: 20%;
  line-gap-override: 0%;
  unicode-range: {LATIN};
}}
"""


def site_fonts(cache_dir: Path = CACHE) -> dict[str, Path]:
    """Kembalikan jalur dalam situs -> berkas: woff2, `fonts.css`, dan teks OFL."""
    folder = _cached(cache_dir, "situs", _build_site)
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def static_fonts(cache_dir: Path = CACHE) -> list[Path]:
    """Kembalikan TTF statis Plus Jakarta Sans 400/500/700 untuk Matplotlib.

    Keluarganya sama, nama PostScript-nya berbeda: Matplotlib memilih menurut
    ketebalan dan tidak mencampur bentuk huruf dalam satu SVG.
    """
    return sorted(_cached(cache_dir, "gambar", _build_static).glob("*.ttf"))


def _cached(cache_dir: Path, name: str, build: Callable[[Path], None]) -> Path:
    """Folder hasil `build`; dibuat di samping lalu dipindah, jadi selalu utuh."""
    folder = Path(cache_dir) / f"{name}-{_key()}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{name}-"))
    try:
        build(draft)
        os.replace(draft, folder)
    except OSError:
        if not folder.is_dir():  # bukan karena proses lain lebih dulu selesai
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _key() -> str:
    try:
        versions = [f"{name} {metadata.version(name)}" for name in PACKAGES]
    except metadata.PackageNotFoundError as error:
        raise RuntimeError(
            f"paket {error.name} belum terpasang: jalankan pip install -e '.[docs]'"
        ) from error
    here = Path(__file__)
    sources = [here, here.with_name("glyphs.py")]
    texts = versions + [path.read_text(encoding="utf-8") for path in sources]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def _source(name: str) -> Path:
    package, file = SOURCES[name]
    return _package_file(package, file)


def _package_file(package: str, file: str) -> Path:
    spec = find_spec(package)  # mencari tanpa mengimpor
    assert spec and spec.origin  # `_key` sudah memastikan paketnya terpasang
    return Path(spec.origin).parent / file


def _build_site(folder: Path) -> None:
    fonts = folder / "assets" / "fonts"
    styles = folder / "assets" / "stylesheets"
    fonts.mkdir(parents=True)
    styles.mkdir(parents=True)
    for cut in CUTS:
        font = _subset(_source(cut.source), codepoints(cut.ranges))
        if cut.weights:
            font = _limit(font, cut.weights)
        font.flavor = "woff2"
        font.save(fonts / f"{cut.file}.woff2")
    write_symbols(fonts / "simbol.woff2")
    for name, (package, owner) in LICENSES.items():
        text = _license(package, owner)
        (fonts / name).write_text(text, encoding="utf-8", newline="\n")
    css = FALLBACK + _face("simbol", "Simbol", "U+2713, U+2717")
    css += "".join(
        _face(cut.file, cut.family, cut.ranges, cut.weights, cut.style) for cut in CUTS
    )
    (styles / "fonts.css").write_text(css, encoding="utf-8", newline="\n")


def _face(
    file: str,
    family: str,
    ranges: str,
    weights: tuple[int, int] | None = None,
    style: str = "normal",
) -> str:
    weight = f"{weights[0]} {weights[1]}" if weights else "400"
    return f"""@font-face {{
  font-family: "{family}";
  src: url("../fonts/{file}.woff2") format("woff2");
  font-weight: {weight};
  font-style: {style};
  font-display: swap;
  unicode-range: {ranges};
}}
"""


def _subset(path: Path, points: Iterable[int]) -> Any:
    """Buang aksara di luar `points`; tabel MATH dan sumbu ketebalan tetap ada."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        layout_features=FEATURES, hinting=False, name_IDs=["*"], notdef_outline=True
    )
    font = TTFont(path, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    return font


def _limit(font: Any, weights: tuple[int, int] | int) -> Any:
    from fontTools.varLib import instancer

    return instancer.instantiateVariableFont(font, {"wght": weights})


def _build_static(folder: Path) -> None:
    from fontTools.ttLib import TTFont

    for weight, style in STATIC_WEIGHTS.items():
        font = _limit(TTFont(_source("jakarta"), recalcTimestamp=False), weight)
        names = {1: SANS, 2: style, 3: f"{SANS} {style} statis", 4: f"{SANS} {style}"}
        names |= {6: f"PlusJakartaSans-{style}", 16: SANS, 17: style}
        for number, text in names.items():
            font["name"].setName(text, number, 3, 1, 0x409)
        font["OS/2"].usWeightClass = weight
        font.save(folder / f"PlusJakartaSans-{style}.ttf")
    text = _license("fontpkg_plus_jakarta_sans", None)
    (folder / "OFL.txt").write_text(text, encoding="utf-8", newline="\n")


def _license(package: str, owner: str | None) -> str:
    """Teks OFL utuh; untuk `owner` baris hak cipta diambil dari fonnya sendiri."""
    text = _package_file(package, "LICENSE").read_text(encoding="utf-8")
    if owner is None:
        return text
    from fontTools.ttLib import TTFont

    copyright_line = TTFont(_source(owner))["name"].getDebugName(0)
    return f"{copyright_line}\n" + text.partition("\n")[2]
