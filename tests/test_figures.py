"""Satu gambar, dua palet: pertukaran lengkap, tertib, dan dapat dibalik."""

import io
import re
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
import torch
from matplotlib import pyplot as plt

from genai_examples import plots
from hooks import figures

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="30pt">'


def small(body: str) -> str:
    return f"{HEAD}{body}</svg>"


def bare(svg: str) -> str:
    """Tanpa ruang, prolog, metadata, dan gaya: isi gambarnya saja."""
    svg = re.sub(r"<style.*?</style>|<metadata.*?</metadata>", "", svg, flags=re.DOTALL)
    return "".join(re.findall(r"<(?:path|use|g|image|rect)[^>]*>", svg)).lower()


@pytest.fixture(scope="module")
def drawing() -> str:
    with mpl.rc_context():
        plots.style()
        fig, (left, right) = plots.panels(2)
        plots.curves(left, range(7), {s: [i] * 7 for i, s in enumerate(plots.SERIES)})
        left.set_title(r"Galat, $\beta$ = 1")
        plots.density(right, torch.rand(4, 4), (0, 1, 0, 1))
        text = io.StringIO()
        fig.savefig(text, format="svg", metadata={"Date": None})
        plt.close(fig)
    return text.getvalue()


def test_the_light_palette_is_the_package_palette():
    package = {name: plots.COLORS[name] for name in figures.DARK}
    assert package == figures.LIGHT
    assert set(figures.LIGHT) >= set(plots.SERIES)
    assert len(set(figures.LIGHT.values())) == len(figures.LIGHT)


def test_dark_differs_everywhere():
    assert all(figures.DARK[name] != tone for name, tone in figures.LIGHT.items())
    assert len(set(figures.DARK.values())) == len(figures.DARK)


def test_swap_is_complete_and_can_be_undone(drawing):
    swapped = figures.two_palettes(drawing)
    outside = re.sub(r"<style>.*?</style>", "", swapped)
    for tone in figures.LIGHT.values():
        assert tone.lower() not in outside.lower()
    back = outside
    for name, tone in figures.LIGHT.items():
        back = back.replace(f"var(--{name})", tone)
    assert bare(back) == bare(drawing)


def test_rules_define_every_used_property_for_both_palettes(drawing):
    swapped = figures.two_palettes(drawing)
    (light, dark) = re.findall(r":root(?:\:target)?{([^}]*)}", swapped)
    for rule, palette in ((light, figures.LIGHT), (dark, figures.DARK)):
        assert rule == ";".join(f"--{n}:{palette[n]}" for n in _used(swapped))
    assert set(plots.SERIES) <= set(_used(swapped))
    assert ElementTree.fromstring(swapped).get("id") == "only-dark"


def _used(svg: str) -> list[str]:
    return [name for name in figures.LIGHT if f"var(--{name})" in svg]


@pytest.mark.parametrize(
    ("paint", "named"),
    [
        ("fill: #ff0000", "#ff0000"),
        ("fill: none; stroke: red", "red"),
        ("fill:rgb(1, 2, 3)", "rgb(1, 2, 3)"),
        ("stroke: none", "#000000"),  # tanpa fill peramban mengisi hitam
    ],
)
def test_a_foreign_colour_fails_by_name(paint, named):
    for shape in (f'<path style="{paint}" d=""/>', f'<g style="{paint}"><use/></g>'):
        with pytest.raises(ValueError, match=re.escape(named)):
            figures.two_palettes(small(shape))


def test_foreign_presentation_attribute_and_style_rule_fail():
    with pytest.raises(ValueError, match="blue"):
        figures.two_palettes(small('<path fill="blue" d=""/>'))
    with pytest.raises(ValueError, match="#abc"):
        figures.two_palettes(small("<style>path{fill:#abc}</style>"))


def test_all_foreign_colours_are_named_at_once():
    shapes = '<path fill="blue" d=""/><path fill="red" d=""/>'
    with pytest.raises(ValueError, match="blue, red"):
        figures.two_palettes(small(shapes))


def test_rasters_are_not_read_and_not_changed():
    image = '<image href="data:image/png;base64,A/fill="/>'
    assert image in figures.two_palettes(small(image))


def test_fixed_tones_stay_in_both_palettes():
    tone = plots.COLORS["sogan_tengah"]
    assert tone in figures.two_palettes(small(f'<path fill="{tone}" d=""/>'))


def test_nothing_invisible_is_shipped(drawing):
    swapped = figures.two_palettes(drawing)
    for waste in ("<?xml", "<!DOCTYPE", "<!--", "<metadata", "matplotlib.org"):
        assert waste in drawing
        assert waste not in swapped
    assert "stroke-linejoin: round" in swapped


def test_no_drawing_library_is_imported():
    import subprocess
    import sys

    code = "import sys, hooks.figures; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
