"""Situs yang sebenarnya di Chromium: tenang, muat di ponsel, tanpa pihak ketiga."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hooks import ROOT
from tests.site import browser as tools
from tests.site import mini

SIZES = {"ponsel": (360, 740), "meja": (1280, 900)}


def addresses(folder: Path) -> list[str]:
    return sorted(
        path.parent.relative_to(folder).as_posix()
        for path in folder.rglob("index.html")
    )


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_quiet_and_fits(
    chromium: Browser, site: str, folder: Path, size: str, palette: str
) -> None:
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    context = chromium.new_context(viewport=viewport, color_scheme=palette)  # type: ignore[arg-type]
    for address in addresses(folder):
        page = context.new_page()
        watch = tools.Watch(page)
        page.goto(f"{site}{address}/", wait_until="networkidle")
        page.evaluate("for (const i of document.images) i.loading = 'eager'")
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
        assert watch.errors == [], address
        assert watch.foreign == [], address
        shown = "[...document.images].filter(i => i.checkVisibility())"
        page.wait_for_function(f"() => {shown}.every(i => i.complete)")
        assert page.evaluate(f"{shown}.every(i => i.naturalWidth)"), address
        page.close()
    context.close()


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_each_figure_shows_one_palette(
    chromium: Browser, site: str, palette: str
) -> None:
    page = chromium.new_page(color_scheme=palette)  # type: ignore[arg-type]
    page.goto(f"{site}bab/vae/")
    shown = page.evaluate(
        "[...document.querySelectorAll('.gambar img[src*=\"#only-\"]')]"
        ".filter(i => i.checkVisibility()).map(i => i.src.split('#only-')[1])"
    )
    assert shown and set(shown) == {palette}
    page.close()


def test_pages_work_without_javascript(chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}bab/vae/")
    fold = page.locator("details.benar, details.keliru").first
    fold.locator("summary").click()
    assert fold.get_attribute("open") is not None
    assert page.locator("button.salin").first.is_hidden()
    context.close()


def test_opens_from_a_folder(chromium: Browser, folder: Path) -> None:
    page = chromium.new_page()
    watch = tools.Watch(page)
    page.goto((folder / "bab/vae/index.html").as_uri())
    assert page.locator("h1").is_visible()
    assert watch.foreign == []
    page.close()


def test_copy_up_to_here_runs_in_a_clean_interpreter(
    chromium: Browser, rendered: Path, tmp_path: Path
) -> None:
    target = tmp_path / "situs"
    done = mini.run(rendered, "mkdocs", "build", "-d", str(target))
    assert done.returncode == 0, done.stdout
    with tools.served(target) as url:
        context = chromium.new_context()
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        page = context.new_page()
        page.goto(f"{url}bab/vae/")
        page.locator('button[data-salin="sampai"]').last.click()
        page.wait_for_function(
            "() => document.querySelector('.pesan-salin').textContent"
        )
        copied = page.evaluate("navigator.clipboard.readText()")
        context.close()
    assert copied.count("print(") == 5 and "plots.panels()" in copied
    script = tmp_path / "salinan.py"
    script.write_text(copied, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**mini.os.environ, "MPLBACKEND": "agg", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert "dalam daftar 0.125" in done.stdout


def test_term_opens_by_keyboard_and_escape_closes_it(
    chromium: Browser, site: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{site}bab/vae/")
    term, tip = page.locator("a.istilah").first, page.locator("#arti-istilah")
    assert tip.is_hidden()
    page.keyboard.press("Tab")  # sesudah ini fokus berikutnya dianggap dari papan tik
    term.focus()
    assert tip.is_visible() and len(tip.inner_text()) > 20
    assert term.get_attribute("aria-describedby") == "arti-istilah"
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lampiran/glosarium/#*")
    page.close()


def test_term_opens_by_touch_and_stays_on_the_screen(
    chromium: Browser, site: str
) -> None:
    viewport = {"width": 360, "height": 740}
    context = chromium.new_context(viewport=viewport, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}bab/vae/")
    tip = page.locator("#arti-istilah")
    for term in page.locator("article a.istilah:visible").all()[:8]:
        term.tap()
        box = tip.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
        page.keyboard.press("Escape")  # jangan menutupi istilah berikutnya
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    term.tap()
    page.touchscreen.tap(5, 700)
    assert tip.is_hidden() and page.url.endswith("/bab/vae/")
    term.tap()
    term.tap()
    page.wait_for_url("**/lampiran/glosarium/#*")
    context.close()


def test_terms_link_to_entries_and_back(folder: Path) -> None:
    """Setiap tautan istilah dan setiap "Pertama kali" punya tujuan yang ada."""
    ids = {
        address: set(re.findall(r'\bid="([^"]+)"', text))
        for address in addresses(folder)
        if (text := (folder / address / "index.html").read_text("utf-8"))
    }
    links = []
    for address in ids:
        text = (folder / address / "index.html").read_text("utf-8")
        for href in re.findall(r'href="([^"]*#(?:istilah-)?[a-z0-9-]+)"', text):
            path, _, anchor = href.partition("#")
            if "glosarium" in path or anchor.startswith("istilah-"):
                target = (folder / address / path).resolve().relative_to(folder)
                links.append((address, target.as_posix(), anchor))
    assert len(links) > 150
    assert [link for link in links if link[2] not in ids[link[1]]] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("anchor", ["kuis", "gambar-5", "blok-20"])
def test_anchors_land_although_the_rest_is_laid_out_later(
    chromium: Browser, site: str, size: str, anchor: str
) -> None:
    """Jangkar jauh di bawah tetap tepat, dan menggulir ke atas tidak melompat."""
    width, height = SIZES[size]
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(f"{site}bab/vae/#{anchor}", wait_until="networkidle")
    page.wait_for_timeout(300)
    top = f"document.getElementById('{anchor}').getBoundingClientRect().top"
    places = [page.evaluate(top)]
    assert 0 < places[0] < 100
    page.mouse.move(width / 2, height / 2)
    for _ in range(6):
        page.mouse.wheel(0, -120)
        page.wait_for_timeout(100)
        places.append(page.evaluate(top))
    steps = [after - before for before, after in itertools.pairwise(places)]
    assert all(-2 <= step <= 122 for step in steps), steps
    page.close()
