"""Akses: axe-core tanpa pelanggaran, papan tik sampai ke mana-mana, tanpa gerak."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.site.test_browser import SIZES, addresses

# Setiap halaman diperiksa di kedua palet dan kedua ukuran; silangnya tidak menambah apa
# pun, karena warna tidak bergantung pada ukuran.
VIEWS = [("ponsel", "light"), ("meja", "dark")]


@pytest.mark.parametrize(("size", "palette"), VIEWS)
def test_axe_finds_nothing_on_any_page(
    chromium: Browser, site: str, folder: Path, size: str, palette: str
) -> None:
    width, height = SIZES[size]
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=palette,  # type: ignore[arg-type]
        bypass_csp=True,  # axe sendiri disisipkan ke halaman
    )
    found = {}
    for address in [*addresses(folder), "404.html"]:
        page = context.new_page()
        page.goto(f"{site}{address}", wait_until="networkidle")
        page.evaluate(
            "for (const d of document.querySelectorAll('details')) d.open = true"
        )
        page.evaluate(  # gambar hidup diperiksa sesudah termuat
            "document.querySelectorAll('.hidup-tawar button').forEach(b => b.click())"
        )
        page.wait_for_function(
            "() => [...document.querySelectorAll('.hidup')]"
            ".every((panel) => panel.querySelector('.hidup-kaki'))"
        )
        page.wait_for_timeout(500)  # judul di kepala halaman memudar saat digulir
        options = {
            "resultTypes": ["violations"]
        }  # yang lolos tidak dikirim: lebih cepat
        violations = Axe().run(page, options=options).response["violations"]
        found[address] = [(v["id"], v["nodes"][0]["target"]) for v in violations]
        page.close()
    context.close()
    assert {address: bad for address, bad in found.items() if bad} == {}


def test_keyboard_reaches_and_shows_every_control(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}bab/vae/", wait_until="networkidle")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a[href], button, summary)")]
          .filter((e) => e.checkVisibility() && e.tabIndex >= 0).length"""
    )
    seen, hidden = 0, []
    for _ in range(3 * wanted):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
              const at = document.activeElement;
              const control = at.matches("a[href], button, summary");
              if (!control || !at.closest("main")) return null;
              const first = !at.dataset.diuji;
              at.dataset.diuji = "ya";
              const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
              const shown = (outlineStyle !== "none" && outlineWidth !== "0px")
                || boxShadow !== "none";
              return { first, shown, text: at.textContent.trim().slice(0, 40) };
            }"""
        )
        if state and state["first"]:
            seen += 1
            hidden += [] if state["shown"] else [state["text"]]
        if seen == wanted:
            break
    assert seen == wanted
    assert hidden == []
    page.close()


def test_nothing_moves_when_motion_is_unwanted(chromium: Browser, site: str) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    for address in ("", "bab/vae/"):
        page.goto(f"{site}{address}", wait_until="networkidle")
        page.evaluate("scrollTo({ top: 600, behavior: 'smooth' })")
        running = page.evaluate(
            """() => document.getAnimations()
              .filter((a) => a.playState === "running")
              .filter((a) => a.effect.getTiming().duration > 1)
              .map((a) => a.animationName || a.transitionProperty)"""
        )
        assert running == [], address
    page.close()


def test_every_formula_has_words(folder: Path) -> None:
    """`alttext` bagi yang tak mengenal MathML, tanpa `aria-label` yang menutupinya."""
    found = [
        (path.parent.name, tag)
        for path in folder.rglob("index.html")
        for tag in re.findall(r"<math\b[^>]*>", path.read_text("utf-8"))
    ]
    assert len(found) > 500
    assert [at for at in found if not re.search(r' alttext="[^"<>\\{]+"', at[1])] == []
    assert [at for at in found if "aria-label" in at[1]] == []


def test_english_terms_are_marked(folder: Path) -> None:
    html = (folder / "bab/vae/index.html").read_text("utf-8")
    assert len(re.findall(r'<em lang="en">', html)) > 15
    assert '<em lang="en">variational autoencoder</em>' in html


def test_text_at_200_percent_still_fits(chromium: Browser, site: str) -> None:
    page = chromium.new_page(viewport={"width": 640, "height": 800})  # 1280 pada 200%
    page.goto(f"{site}bab/vae/", wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
    page.close()


def test_print_is_a_worksheet_without_answers(chromium: Browser, site: str) -> None:
    """Juga dari palet gelap, dan juga bila lipatannya terbuka saat dicetak."""
    page = chromium.new_page(color_scheme="dark")
    page.goto(f"{site}bab/vae/", wait_until="networkidle")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    shown = """(selector) => [...document.querySelectorAll(selector)]
      .filter((e) => e.checkVisibility()).length"""
    for selector in (".md-header", ".md-sidebar", ".blok-aksi", ".headerlink", "audio"):
        assert page.evaluate(shown, selector) == 0, selector
    assert page.evaluate(shown, "details > :not(summary)") == 0
    assert page.evaluate(shown, "details:is(.benar, .keliru) > summary") == 15
    assert page.evaluate(shown, ".ingat > details > summary") >= 3
    assert page.evaluate(shown, "img[src$='#only-dark']") == 0
    ink = "getComputedStyle(document.querySelector('article > p:not([class])')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
    page.close()
