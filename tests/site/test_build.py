"""Dari halaman ke HTML: yang tampil, dan yang menghentikan bangunan."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from hooks.policy import inline_scripts, seal
from tests.site import mini


@pytest.fixture(scope="module")
def site(rendered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("situs")
    done = mini.run(rendered, "mkdocs", "build", "--strict", "-d", str(folder))
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="module")
def chapter(site: Path) -> str:
    return (site / "bab/vae/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["kotak", "lipatan", "tab", "daftar"])
def test_nested_blocks_run_and_render(chapter: str, place: str) -> None:
    assert f'<pre tabindex="0">dalam {place} 0.125</pre>' in chapter


def test_values_in_prose_table_formula_alt_and_caption(chapter: str) -> None:
    assert "Pratinjau 0,12 dan <code>{{ a }}</code>" in chapter
    assert "Nilai 12,5%" in chapter
    assert "<td>0,125</td>" in chapter and "<td>16.995</td>" in chapter
    assert 'data-tex="a = 0.125"' in chapter
    assert 'alt="Garis naik dari 0,125 sampai satu' in chapter
    caption = chapter[chapter.index("<figcaption>") : chapter.index("</figcaption>")]
    assert 'data-tex="a = 0.12"' in caption and "16.995" in caption
    assert "<em>miring</em>" in caption


def test_figure_is_drawn_once_for_both_palettes(chapter: str, site: Path) -> None:
    urls = re.findall(r'<img src="([^"]+)#only-(light|dark)"', chapter)
    assert [palette for _, palette in urls] == ["light", "dark"]
    (url,) = {url for url, _ in urls}
    svg = (site / "bab/vae" / url).resolve().read_text(encoding="utf-8")
    assert ":root:target" in svg and "var(--nila)" in svg


def test_figure_shows_its_provenance(chapter: str) -> None:
    origin = chapter[chapter.index('class="asal"') :].split("</p>")[0]
    assert re.search(r"v\d+\.\d+\.\d+ · torch 2\.\d+\.\d+ · \d+\xa0detik CPU", origin)
    assert "python -m hooks.runner vae" in origin


def test_figure_links_to_its_numbers(chapter: str, site: Path) -> None:
    (url,) = re.findall(r'<a href="([^"]+\.csv)" download', chapter)
    header, *rows = (site / "bab/vae" / url).resolve().read_text("utf-8").splitlines()
    assert header == "bidang,deret,x,y,nilai" and len(rows) > 1


def test_page_can_be_shared_and_cited(chapter: str, site: Path) -> None:
    tags = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)"', chapter))
    assert tags["title"] == "Uji" and tags["url"].endswith("/bab/vae/")
    picture = site / tags["image"].split("/", 3)[3]
    with Image.open(picture) as image:
        assert image.size == (1200, 630)
    (found,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', chapter
    )
    resource = json.loads(found)
    assert resource["inLanguage"] == "id" and resource["image"] == tags["image"]
    entry = chapter[chapter.index("@misc{") :].split("</code>")[0]
    assert "Versi " in entry and "/bab/vae/" in entry


def test_only_the_scripts_of_this_version_may_run(site: Path) -> None:
    policies = set()
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
        policies.add(policy)
        (scripts,) = re.findall(r"script-src ([^;]+)", policy)
        assert "unsafe-inline" not in scripts
        assert {seal(code) for code in inline_scripts(html)} <= set(scripts.split())
    assert len(policies) == 1


def test_source_is_shown_but_not_run(chapter: str) -> None:
    listing = chapter[chapter.index('data-run="tidak"') :]
    assert "genai_examples/training.py · minibatch" in listing
    assert "randint" in listing


def test_options_never_reach_the_reader(chapter: str) -> None:
    assert "#|" not in chapter


def test_lab_has_shared_style_maths_and_blocks(site: Path) -> None:
    html = (site / "praktik/vae/index.html").read_text(encoding="utf-8")
    assert len(html) < 60_000 and html.count("<style") <= 2
    assert 'data-tex="a^2"' in html
    assert '<pre tabindex="0">praktik 3</pre>' in html
    assert 'alt="Batang naik' in html
    order = [
        "praktik 3</pre>",
        "Lalu gambarnya.",
        "<figure",
        "Terakhir.",
        "selesai</pre>",
    ]
    places = [html.index(text) for text in order]
    assert places == sorted(places)
    assert html.count('class="blok"') == 3


def test_downloads_work(site: Path) -> None:
    book = json.loads((site / "unduh/vae.ipynb").read_text(encoding="utf-8"))
    codes = [c["source"] for c in book["cells"] if c["cell_type"] == "code"]
    assert codes[0].startswith("from genai_examples.training")
    compile((site / "unduh/vae.py").read_text(encoding="utf-8"), "vae.py", "exec")
    with zipfile.ZipFile(site / "unduh/vae-modul.zip") as archive:
        names = set(archive.namelist())
    assert {"genai_examples/vae.py", "genai_examples/training.py"} <= names
    assert (site / "unduh/praktik-vae.ipynb").is_file()


def test_warm_build_does_not_import_torch(project: Path) -> None:
    trap = project / "torch"
    trap.mkdir()
    (trap / "__init__.py").write_text("raise RuntimeError('torch diimpor')")
    done = mini.build(project)
    assert done.returncode == 0, done.stdout


BLOCK = "\n```python\n{}\n```\n"
FAILURES = {
    "galat": (BLOCK.format("1/0\nb = 1"), 3, "ZeroDivisionError"),
    "tanpa-alt": (BLOCK.format("#| figure: a.svg\nb = 1"), 2, "tanpa alt"),
    "simbol": (
        BLOCK.format("#| source: genai_examples/training.py:hilang"),
        2,
        "hilang tidak ada",
    ),
    "nama": ("\nNilai {{ tak_dikenal:.2f }}.\n", 2, "NameError"),
    "tanpa-gambar": (
        BLOCK.format("#| figure: a.svg\n#| alt: teks\nb = 1"),
        5,
        "tepat satu gambar, ada 0",
    ),
    "gambar-tanpa-opsi": (
        BLOCK.format("plt.subplots();\nb = 1"),
        3,
        "beri `#| figure:`",
    ),
    "berkas": (
        BLOCK.format("open('x.txt', 'w').close()\nb = 1"),
        3,
        "'x.txt' tidak disebut",
    ),
    "berkas-hilang": (BLOCK.format("#| files: x.js\nb = 1"), 4, "tidak ditulis"),
    "macet": (BLOCK.format("#| timeout: 1\nwhile True:\n    pass"), 4, "macet"),
    "tilde": ("\n~~~python\nb = 1\n~~~\n", 2, "~~~"),
    "ekspresi": (BLOCK.format("max(1, 2)"), 3, "cetak dengan print"),
    "mati": (BLOCK.format("import os\nos._exit(3)"), 3, "berhenti mendadak"),
    "rumus": ("\nRumus $\\tidakada$.\n", 2, "rumus"),
    "warna": (
        BLOCK.format(
            "#| figure: m.svg\n#| alt: teks\n"
            "fig, ax = plots.panels()\nax.plot([1, 2], color='#ff0000')"
        ),
        2,
        "#ff0000",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failures_stop_the_build_with_file_and_line(project: Path, name: str) -> None:
    text, line, message = FAILURES[name]
    before = (project / "contents/vae/record.json").read_bytes()
    mini.write(project, "bab/vae.md", mini.CHAPTER + text)
    done = mini.build(project)
    assert done.returncode != 0
    place = f"docs/bab/vae.md:{mini.CHAPTER.count(chr(10)) + line}: "
    assert place in done.stdout, done.stdout
    assert message in done.stdout
    if name != "warna" and name != "rumus":  # itu galat sesudah halaman berhasil jalan
        assert (project / "contents/vae/record.json").read_bytes() == before


def test_stale_without_rendering_is_not_strict(project: Path) -> None:
    mini.write(project, "bab/vae.md", mini.CHAPTER.replace("0.125", "0.25"))
    done = mini.build(project, GENAI_RENDER="off")
    assert done.returncode != 0 and "docs/bab/vae.md: basi" in done.stdout


def test_build_renders_what_is_stale(project: Path) -> None:
    mini.write(project, "bab/vae.md", mini.CHAPTER.replace("0.125", "0.25"))
    done = mini.build(project)
    assert done.returncode == 0, done.stdout
    html = (project / "site/bab/vae/index.html").read_text(encoding="utf-8")
    assert "dalam kotak 0.25" in html and 'class="basi"' not in html
