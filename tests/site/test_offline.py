"""Luring: yang dibaca tetap terbaca, yang baru menggantikan yang lama."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from hooks import offline
from tests.site import browser as tools

CHAPTER, OTHER = "bab/vae/", "bab/pengertian/"
KEPT = """async (path) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const scope = new URL(`${config.base}/`, location);
  for (const name of await caches.keys())
    if (await (await caches.open(name)).match(new URL(path, scope))) return true;
  return false;
}"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    found = chromium.new_context(viewport={"width": 360, "height": 740})
    yield found
    found.close()


def visit(context: BrowserContext, url: str, path: str = CHAPTER) -> Page:
    """Buka halaman dan tunggu sampai pekerja luring menyimpannya."""
    page = context.new_page()
    page.goto(url + path, wait_until="networkidle")
    page.wait_for_function(KEPT, arg=path)
    return page


def offline_now(page: Page) -> None:
    """Tunggu sampai sambungan terakhir ke server yang sudah berhenti ikut mati."""
    page.wait_for_timeout(1500)


def offer(page: Page):
    """Tombol simpan, sesudah kaki halaman terlihat dan ukurannya diketahui."""
    page.locator(".md-footer").scroll_into_view_if_needed()
    button = page.locator(".luring button")
    page.wait_for_function(
        "() => document.querySelector('.luring button').textContent.includes('MB')"
    )
    return button


def test_what_was_read_stays_readable_and_searchable(
    context: BrowserContext, folder: Path
) -> None:
    with tools.served(folder) as url:
        page = visit(context, url)
    offline_now(page)
    page.reload()
    assert "VAE" in page.locator("h1").inner_text()
    page.keyboard.press("/")
    page.keyboard.type("pelatihan")
    page.locator(".md-search-result__item mark").first.wait_for()
    page.goto(url + OTHER)
    assert page.locator("h1").inner_text() == "Halaman ini belum tersimpan"
    page.get_by_role("link").click()  # beranda pun belum pernah dibuka
    assert page.locator("h1").inner_text() == "Halaman ini belum tersimpan"


def test_whole_version_at_one_tap(context: BrowserContext, folder: Path) -> None:
    with tools.served(folder) as url:
        page = visit(context, url)
        offer(page).click()
        note = page.locator(".luring p")
        note.get_by_text("tersimpan seluruhnya").wait_for(timeout=60_000)
    offline_now(page)
    page.goto(url + OTHER)
    figure = page.locator(".gambar img").first
    figure.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => document.querySelector('.gambar img').naturalWidth > 0"
    )
    assert page.locator("h1").is_visible()


def test_new_build_replaces_the_old_while_a_page_is_open(
    context: BrowserContext, folder: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(folder, tmp_path / "situs"))
    with tools.served(site) as url:
        page = visit(context, url)
        visit(context, url, OTHER).close()
        (before,) = page.evaluate("caches.keys()")
        chapter = site / CHAPTER / "index.html"
        text = chapter.read_text("utf-8")
        chapter.write_text(text.replace("</h1>", " edisi baru</h1>", 1), "utf-8")
        offline.write(site, "Uji", "Uji")
        page.reload()
        assert "edisi baru" in page.locator("h1").inner_text()
        page.wait_for_function(
            "old => caches.keys().then(k => k.length === 1 && k[0] !== old)", arg=before
        )
    offline_now(page)
    page.reload()
    assert "edisi baru" in page.locator("h1").inner_text()
    page.goto(url + OTHER)  # dibaca pada edisi lama; tetap terbaca
    assert "belum tersimpan" not in page.locator("h1").inner_text()


def test_half_an_update_keeps_the_old_edition(
    context: BrowserContext, folder: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(folder, tmp_path / "situs"))
    with tools.served(site) as url:
        page = visit(context, url)
        old = page.evaluate("caches.keys()")
        (site / CHAPTER / "index.html").write_text("<h1>baru</h1>", "utf-8")
        offline.write(site, "Uji", "Uji")
        (site / "assets/stylesheets/situs.css").unlink()  # unduhan terputus di tengah
        (site / CHAPTER / "index.html").unlink()
        page.evaluate(
            "navigator.serviceWorker.ready.then(r => r.update()).catch(() => 0)"
        )
        page.wait_for_function(
            "async () => (({ installing, waiting }) => !installing && !waiting)("
            "await navigator.serviceWorker.ready)"
        )
    offline_now(page)
    page.reload()
    assert "VAE" in page.locator("h1").inner_text()
    assert set(old) <= set(page.evaluate("caches.keys()"))


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("QuotaExceededError", "Penyimpanan perangkat penuh"),
        ("SecurityError", "melarang penyimpanan"),
        ("TypeError", "Unduhan terputus"),
    ],
)
def test_trouble_while_saving_is_said_and_loses_nothing(
    context: BrowserContext, folder: Path, kind: str, message: str
) -> None:
    with tools.served(folder) as url:
        page = visit(context, url)
        button = offer(page)
        page.evaluate(
            """kind => {
              const put = Cache.prototype.put;
              let count = 0;
              Cache.prototype.put = function (...args) {
                if (window.fault && ++count > 5) throw new DOMException("uji", kind);
                return put.apply(this, args);
              };
              window.fault = true;
            }""",
            kind,
        )
        button.click()
        page.locator(".luring p").get_by_text(message).wait_for()
        assert page.evaluate(KEPT, CHAPTER)
        before = page.evaluate(
            """async () => {
              const [name] = await caches.keys();
              return (await (await caches.open(name)).keys()).length;
            }"""
        )
        page.evaluate("window.fault = false")
        button.click()  # yang sudah ada tidak diunduh lagi
        note = page.locator(".luring p")
        note.get_by_text("tersimpan seluruhnya").wait_for(timeout=60_000)
        assert before > 5
