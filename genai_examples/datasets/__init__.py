"""Set data Nusantara: kecil, luring, dan sama persis pada setiap benih.

Setiap set tinggal di satu modul dan baru dimuat ketika dipakai:

    from genai_examples.datasets import batik
    tiles, labels, factors = batik(100)
"""

from importlib import import_module
from typing import Any

# nama yang diekspor → modul tempatnya tinggal
_HOME = {
    "AKSARA_NAMES": "_aksara",
    "BATIK_MOTIFS": "_batik",
    "BATIK_PALETTES": "_batik",
    "BATIK_RANGES": "_batik",
    "BadFileError": "_files",
    "CINCIN8_CENTERS": "_cincin8",
    "CINCIN8_SIGMA": "_cincin8",
    "FASHION_CLASSES": "_mnist",
    "PULAU_GROUPS": "_pulau",
    "PULAU_NOTICE": "_pulau",
    "WAJAH_ATTRIBUTES": "_wajah",
    "aksara": "_aksara",
    "awalan_men": "_imbuhan",
    "baca_bilangan": "_bilangan",
    "balungan": "_balungan",
    "batik": "_batik",
    "batik_tengah": "_batik_tengah",
    "bilangan": "_bilangan",
    "bulan": "_bulan",
    "bulan_log_prob": "_bulan",
    "bulan_score": "_bulan",
    "cerita": "_cerita",
    "check_balungan": "_balungan",
    "cincin8": "_cincin8",
    "cincin8_log_prob": "_cincin8",
    "cincin8_score": "_cincin8",
    "desa": "_desa",
    "desa_provinces": "_desa",
    "digit8": "_digit8",
    "fashion_mnist": "_mnist",
    "image_folder": "_folder",
    "imbuhan": "_imbuhan",
    "is_balungan": "_balungan",
    "is_molmini": "_molmini",
    "is_pantun": "_pantun",
    "mnist": "_mnist",
    "molmini": "_molmini",
    "pantun": "_pantun",
    "pantun_themes": "_pantun",
    "peta_ubin": "_peta_ubin",
    "pulau": "_pulau",
    "solve_peta": "_peta_ubin",
    "tanya": "_tanya",
    "tata": "_tata",
    "tata_entropy": "_tata",
    "tata_log_prob": "_tata",
    "terbilang": "_bilangan",
    "terjemahan": "_terjemahan",
    "text_folder": "_folder",
    "to_wav": "_balungan_wav",
    "wajah": "_wajah",
}

__all__ = sorted(_HOME)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        known = ", ".join(__all__)
        raise AttributeError(f"set data {name!r} tidak dikenal; yang tersedia: {known}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
