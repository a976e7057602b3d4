"""Warna: kontras WCAG setiap pasangan teks dan tanah, di kedua palet."""

import re

import pytest

from hooks import ROOT

CSS = ROOT / "docs" / "assets" / "stylesheets"
GROUNDS = ("mori", "alas", "angkat")
TEXTS = [
    "tinta",
    "redup",
    "tautan",
    "nila",
    "sogan",
    "aksen",
    "bata",
    "lumut",
    "abu",
    "kode-untai",
    "kode-komentar",
]
TINTS = {  # tanah kotak -> warna judulnya
    "tint-tebak": "tautan",
    "tint-salah": "bata",
    "tint-ingat": "lumut",
}
# Hero memakai warna tetap di kedua palet: (teks, tanah).
HERO = [
    ("#fbf3e2", "#151e3e"),
    ("#e4dccb", "#151e3e"),
    ("#c3c7da", "#151e3e"),
    ("#17203f", "#f2d29b"),
]


def palettes() -> dict[str, dict[str, str]]:
    css = (CSS / "tokens.css").read_text(encoding="utf-8")
    found = {}
    for scheme in ("default", "slate"):
        body = re.search(
            rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', css, re.DOTALL
        )
        assert body
        found[scheme] = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body[1]))
    return found


PALETTES = palettes()


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first: str, second: str) -> float:
    dark, light = sorted(map(luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_agrees_with_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_reaches_4_5_on_every_ground(scheme: str, ground: str, text: str) -> None:
    colors = PALETTES[scheme]
    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("tint", TINTS)
def test_boxes_keep_title_and_text_legible(scheme: str, tint: str) -> None:
    colors = PALETTES[scheme]
    assert contrast(colors[TINTS[tint]], colors[tint]) >= 5
    assert contrast(colors["tinta"], colors[tint]) >= 7


@pytest.mark.parametrize("scheme", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_borders_of_controls_reach_3(scheme: str, ground: str) -> None:
    colors = PALETTES[scheme]
    assert contrast(colors["batas"], colors[ground]) >= 3


@pytest.mark.parametrize("scheme", PALETTES)
def test_button_text_is_legible(scheme: str) -> None:
    colors = PALETTES[scheme]
    assert contrast(colors["tombol-teks"], colors["tombol"]) >= 7


def test_hero_colors_are_used_and_legible() -> None:
    css = (CSS / "home.css").read_text(encoding="utf-8")
    for text, ground in HERO:
        assert text in css and ground in css
        assert contrast(text, ground) >= 7


def test_both_palettes_name_the_same_tokens() -> None:
    assert PALETTES["default"].keys() == PALETTES["slate"].keys()


def test_every_token_used_exists() -> None:
    css = "".join(path.read_text(encoding="utf-8") for path in CSS.glob("*.css"))
    made = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "hooks").glob("*.py"))
    defined = set(re.findall(r"--([\w-]+):", css + made))  # sebagian ditulis hooks
    used = set(re.findall(r"var\(--([\w-]+)", css))
    assert used <= defined
    assert "//" not in re.sub(r"http://www\.w3\.org/2000/svg", "", css)
