"""Gambar beranda: lebar pilihan untuk raster, penundaan untuk yang di bawah layar."""

from pathlib import Path

from PIL import Image

from hooks.pictures import responsive, variants


def test_only_the_first_picture_is_asked_for_at_once() -> None:
    html = (
        '<img alt="a" src="gambar/index/peta.webp" width="1600" />'
        '<img alt="" src="gambar/vae/laten.svg" />'
        '<img loading="lazy" src="gambar/index/peta.webp">'
    )
    known = {"gambar/index/peta-360.webp", "gambar/index/peta-800.webp"}
    first, second, third = (
        responsive(html, known).replace("><img", ">\n<img").split("\n")
    )
    assert 'fetchpriority="high"' in first and "loading" not in first
    assert "peta-800.webp 800w, gambar/index/peta.webp 1600w" in first
    assert 'loading="lazy"' in second and "srcset" not in second
    assert third == '<img loading="lazy" src="gambar/index/peta.webp">'


def test_smaller_copies_keep_the_shape_and_never_grow(tmp_path: Path) -> None:
    path = tmp_path / "peta.webp"
    Image.new("RGB", (600, 300), "navy").save(path)
    text = "![](gambar/index/peta.webp) ![](gambar/index/lain.svg)"
    made = dict(variants(text, lambda slug, name: path if slug == "index" else None))
    assert list(made) == ["gambar/index/peta-360.webp"]
    (tmp_path / "kecil.webp").write_bytes(made["gambar/index/peta-360.webp"])
    with Image.open(tmp_path / "kecil.webp") as image:
        assert image.size == (360, 180)
