"""Fon: aksara, sumbu, tabel MATH, tembolok, dan ketebalan dalam Matplotlib."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from hooks import fonts
from hooks.glyphs import (
    CODE_EXT,
    CODE_SIGNS,
    LATIN,
    LATIN_EXT,
    MATH,
    MATH_EXT,
    codepoints,
)


def load(name: str) -> TTFont:
    return TTFont(fonts.site_fonts()[f"assets/fonts/{name}.woff2"])


def characters(font: TTFont) -> set[int]:
    return set(font.getBestCmap() or {})


@pytest.mark.parametrize(
    ("common", "rare"),
    [(LATIN, LATIN_EXT), (LATIN, CODE_EXT), (CODE_SIGNS, CODE_EXT), (MATH, MATH_EXT)],
)
def test_ranges_do_not_overlap(common: str, rare: str) -> None:
    assert not set(codepoints(common)) & set(codepoints(rare))
    assert len(codepoints(rare)) == len(set(codepoints(rare)))


@pytest.mark.parametrize("cut", fonts.CUTS, ids=lambda cut: cut.file)
def test_cut_has_its_characters_axis_and_licence(cut: fonts.Cut) -> None:
    font = load(cut.file)
    source = TTFont(fonts._source(cut.source))
    wanted = set(codepoints(cut.ranges)) & characters(source)
    assert wanted <= characters(font)
    assert "SIL Open Font License" in str(font["name"].getDebugName(13))
    assert ("MATH" in font) == (cut.source == "stix")
    if cut.weights:
        axis = font["fvar"].axes[0]
        assert (axis.minValue, axis.maxValue) == cut.weights


def test_text_faces_cover_indonesian_prose() -> None:
    text = "Ruang laten, “é”: 71,7 % – −3 × 10⁻⁴ ≈ ≤ → … ★☆"
    missing = set(map(ord, text)) - characters(load("jakarta"))
    assert not missing


def test_own_symbols_exist_where_the_text_face_has_none() -> None:
    assert {ord("✓"), ord("✗")} <= characters(load("simbol"))


def test_first_visit_stays_light() -> None:
    files = fonts.site_fonts()
    upright = ["jakarta", "mono"]
    size = sum(files[f"assets/fonts/{name}.woff2"].stat().st_size for name in upright)
    assert size <= 40_000
    assert files["assets/fonts/stix.woff2"].stat().st_size <= 45_000


def test_css_names_exactly_the_files_that_exist() -> None:
    files = fonts.site_fonts()
    css = files["assets/stylesheets/fonts.css"].read_text(encoding="utf-8")
    named = set(re.findall(r"url\(\"\.\./fonts/([^\"]+)\"\)", css))
    assert named == {Path(name).name for name in files if name.endswith(".woff2")}
    assert "http" not in css


def test_licence_texts_are_whole() -> None:
    for name in fonts.LICENSES:
        text = fonts.site_fonts()[f"assets/fonts/{name}"].read_text(encoding="utf-8")
        assert text.startswith("Copyright")
        assert "PERMISSION & CONDITIONS" in text
    assert "STIX" in text.partition("\n")[0]


def test_warm_call_does_not_import_font_tools() -> None:
    fonts.site_fonts()
    fonts.static_fonts()
    program = (
        "import sys; from hooks.fonts import site_fonts, static_fonts;"
        "assert site_fonts() and len(static_fonts()) == 3;"
        "assert 'fontTools' not in sys.modules"
    )
    root = Path(fonts.__file__).parents[1]
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)


def test_builds_are_identical_and_leave_no_drafts(tmp_path: Path) -> None:
    first = fonts.static_fonts()
    second = fonts.static_fonts(tmp_path / "a")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert len(list((tmp_path / "a").iterdir())) == 1
    simbol = [tmp_path / "1.woff2", tmp_path / "2.woff2"]
    for path in simbol:
        fonts.write_symbols(path)
    assert simbol[0].read_bytes() == simbol[1].read_bytes()


def test_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def broken(folder: Path) -> None:
        (folder / "setengah").touch()
        raise OSError("cakram penuh")

    with pytest.raises(OSError, match="cakram penuh"):
        fonts._cached(tmp_path, "uji", broken)
    assert not list(tmp_path.iterdir())


def test_matplotlib_picks_each_weight_by_itself(tmp_path: Path) -> None:
    from matplotlib import font_manager, ft2font

    manager = font_manager.FontManager()
    for path in fonts.static_fonts():
        manager.addfont(path)
    names, widths = set(), []
    for weight, style in fonts.STATIC_WEIGHTS.items():
        wanted = font_manager.FontProperties(family=fonts.SANS, weight=weight)
        found = Path(manager.findfont(wanted, fallback_to_default=False))
        assert found.stem == f"PlusJakartaSans-{style}"
        face = ft2font.FT2Font(str(found))
        face.set_text("Galat rekonstruksi")
        names.add(face.postscript_name)
        widths.append(face.get_width_height()[0])
    assert len(names) == 3
    assert widths == sorted(set(widths))
