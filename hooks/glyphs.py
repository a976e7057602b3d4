"""Aksara yang dibawa fon situs, dan dua tanda yang digambar sendiri.

Fon-fon itu tidak memiliki ✓ dan ✗ sekaligus; tanpa gambar kita, peramban meminjam
keduanya dari fon yang bentuknya tidak diketahui.
"""

from pathlib import Path

# Jangkauan aksara, ditulis seperti `unicode-range` dalam CSS.
LATIN = (
    "U+20-7E, U+A0-FF, U+131, U+152-153, U+2C6, U+2DA, U+2DC, U+2009-200A, "
    "U+2010-2015, U+2018-201E, U+2020-2022, U+2026, U+2030, U+2032-2033, "
    "U+2039-203A, U+2044, U+2070-208E, U+20AC, U+2122, U+2190-2193, U+2212, "
    "U+2215, U+2248, U+2260, U+2264-2265, U+2605-2606"
)
LATIN_EXT = "U+100-130, U+132-151, U+154-17F, U+218-21B, U+1E80-1E85, U+1EBC-1EBD"
# Tanda matematika dalam kode; kotak dan garis terpisah karena jarang muncul.
CODE_SIGNS = (
    "U+391-3A9, U+3B1-3C9, U+2016, U+2202, U+2207, U+220F, U+2211, U+221A, U+221E"
)
CODE_EXT = LATIN_EXT + (
    ", U+2194-2195, U+21D2, U+2200, U+2203, U+2208, U+2225, U+2500-257F, "
    "U+2580-259F, U+25A0-25CF"
)
# Bagian pertama cukup untuk hampir semua rumus; sisanya diunduh bila dipakai.
MATH = (
    "U+20-7E, U+A0, U+AF, U+B1, U+B7, U+D7, U+2C6, U+2DC, U+302-304, U+307, "
    "U+393-394, U+398, U+39B, U+3A3, U+3A6, U+3A8-3A9, U+3B1-3C9, U+3D1, U+3D5, "
    "U+3F5, U+2016, U+2026, U+2032, U+203E, U+2061-2064, U+20D7, U+2102, U+210B, "
    "U+210E, U+2112, U+2113, U+2115, U+211D, U+2124, U+212C, U+2130-2131, U+2190, "
    "U+2192, U+21A6, U+21D2, U+21D4, U+2200, U+2202-2203, U+2207-2209, U+220F, "
    "U+2211-2212, U+2217-2218, U+221A, U+221D-221E, U+2223, U+2225, U+2229-222B, "
    "U+223C, U+2248, U+2260-2261, U+2264-2265, U+226A-226B, U+2282, U+2286, U+2295, "
    "U+2297, U+2299, U+22A4, U+22C5, U+22EE-22EF, U+22F1, U+2254, U+2308-230B, "
    "U+23DE-23DF, U+27E8-27E9, U+2713, U+FE00, U+1D434-1D467, U+1D49F, "
    "U+1D4A9, U+1D4B0, U+1D53C, U+1D6FC-1D71B, U+1D7D9"
)
MATH_EXT = (
    "U+391-392, U+395-397, U+399-39A, U+39C-3A2, U+3A4-3A5, U+3A7, U+3D6, U+3F1, "
    "U+301, U+306, U+308, U+332, U+2020-2021, U+210F, U+2110, U+2119-211B, U+2133, "
    "U+2191, U+2193-219B, U+21D0-21D1, U+21D3, U+21D5, U+2201, U+2204-2206, "
    "U+220A-220E, U+2210, U+2213-2216, U+2219, U+221B-221C, U+221F-2222, U+2224, "
    "U+2226-2228, U+222C-223B, U+223D-2247, U+2249-2253, U+2255-225F, U+2262-2263, "
    "U+2266-2269, U+226C-2281, U+2283-2285, U+2287-2294, U+2296, U+2298, "
    "U+229A-22A3, U+22A5-22C4, U+22C6-22ED, U+22F0, U+22F2-22FF, U+23B4-23B5, "
    "U+25A1, U+27EA-27EB, U+27F5-27FA, U+2A7D-2A7E, U+1D400-1D433, U+1D468-1D49E, "
    "U+1D4A0-1D4A8, U+1D4AA-1D4AF, U+1D4B1-1D4B5, U+1D504-1D53B, U+1D53D-1D550, "
    " U+1D6A8-1D6FA, U+1D71C-1D755, U+1D7CE-1D7D8"
)

EM, ADVANCE = 1000, 820
EPOCH = 3_786_912_000  # 1 Januari 2024, dihitung sejak 1904
# Poligon dalam satuan em (y ke atas), searah jarum jam.
CHECK = [(70, 360), (150, 440), (310, 280), (660, 660), (745, 580), (310, 120)]
CROSS = [
    [(110, 560), (190, 640), (410, 460), (330, 380)],
    [(630, 640), (710, 560), (490, 380), (410, 460)],
    [(710, 200), (630, 120), (410, 300), (490, 380)],
    [(190, 120), (110, 200), (330, 380), (410, 300)],
]
CENTER = [(330, 380), (410, 460), (490, 380), (410, 300)]
SHAPES = {
    ".notdef": [],
    "check": [CHECK],
    "cross": [*CROSS, CENTER],
}


def codepoints(ranges: str) -> list[int]:
    """Uraikan `unicode-range` CSS menjadi daftar titik kode."""
    points: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points += range(int(first, 16), int(last or first, 16) + 1)
    return points


def write_symbols(path: Path) -> None:
    """Tulis fon woff2 berisi ✓ (U+2713) dan ✗ (U+2717)."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs = {}
    for name, polygons in SHAPES.items():
        pen = TTGlyphPen(None)
        for first, *rest in polygons:
            pen.moveTo(first)
            for point in rest:
                pen.lineTo(point)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(SHAPES))
    builder.setupCharacterMap({0x2713: "check", 0x2717: "cross"})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(SHAPES, (ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=1038, descent=-222)
    builder.setupNameTable({"familyName": "Simbol", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=1038, sTypoDescender=-222)
    builder.setupPost()
    builder.updateHead(created=EPOCH, modified=EPOCH)  # berkas sama di setiap bangunan
    builder.font.recalcTimestamp = False
    builder.font.flavor = "woff2"
    builder.save(path)
