"""Set data Nusantara: kecil, luring, dan sama persis pada setiap benih.

Setiap set tinggal di satu modul dan baru dimuat ketika dipakai:

    from genai_examples.datasets import batik
    tiles, labels, factors = batik(100)
"""

from importlib import import_module
from typing import Any

# nama yang diekspor → modul tempatnya tinggal
_HOME = {
    "batik": "_batik",
    "digit8": "_digit8",
}

__all__ = sorted(_HOME)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        known = ", ".join(__all__)
        raise AttributeError(
            f"set data {name!r} tidak dikenal; yang tersedia: {known}"
        )
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
