"""Buat data/aksara.npz dari fon Noto Sans Javanese; dijalankan sekali, bukan tes.

    python tests/make_aksara.py FOLDER

FOLDER adalah folder `files` paket npm @fontsource/noto-sans-javanese (OFL-1.1).
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

LETTERS = (  # ha na ca ra ka da ta sa wa la pa dha ja ya nya ma ga ba tha nga
    "\ua9b2\ua9a4\ua995\ua9ab\ua98f\ua9a2\ua9a0\ua9b1\ua9ae\ua9ad"
    "\ua9a5\ua99d\ua997\ua9aa\ua99a\ua9a9\ua992\ua9a7\ua99b\ua994"
)
DIGITS = "".join(chr(0xA9D0 + i) for i in range(10))
WEIGHTS = (400, 500, 600, 700)
SIDE, BOX = 96, 88


def master(char: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    """Satu aksara 96×96 yang mengisi bingkai: nisbah sisi diganti dengan akarnya."""
    page = Image.new("L", (1600, 1200))
    ImageDraw.Draw(page).text((300, 300), char, font=font, fill=255)
    glyph = page.crop(page.getbbox())
    aspect = (glyph.width / glyph.height) ** 0.5
    width, height = round(BOX * min(1, aspect)), round(BOX / max(1, aspect))
    frame = Image.new("L", (SIDE, SIDE))
    corner = ((SIDE - width) // 2, (SIDE - height) // 2)
    frame.paste(glyph.resize((width, height), Image.Resampling.LANCZOS), corner)
    return np.round(np.asarray(frame) / 17).astype(np.uint8)  # 16 tingkat


def main(folder: Path) -> None:
    fonts = [
        ImageFont.truetype(
            folder / f"noto-sans-javanese-javanese-{weight}-normal.woff",
            400,
            layout_engine=ImageFont.Layout.BASIC,
        )
        for weight in WEIGHTS
    ]
    pages = [[master(char, font) for font in fonts] for char in LETTERS + DIGITS]
    data = Path(__file__).parents[1] / "genai_examples" / "datasets" / "data"
    np.savez_compressed(data / "aksara.npz", masters=np.stack(pages))  # (30, 4, 96, 96)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
