"""Bacaan diingat di perangkat saja; catatan yang rusak diabaikan dengan pesan."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

KEY = "belajar-ai-generatif.bacaan"


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    found = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield found
    found.close()


def test_reading_goes_on_where_it_stopped(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}bab/vae/")
    page.locator("#kuis").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.goto(site)
    link = page.get_by_role("link", name="Lanjutkan: VAE: Laten yang Bisa Diundi")
    link.click()
    page.wait_for_url(f"{site}bab/vae/#*")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    page.goto(f"{site}mulai/")
    done = page.locator('a[href="../bab/vae/"] .selesai')
    assert done.first.get_attribute("aria-label") == "selesai dibaca"
    assert page.context.cookies() == []


def test_the_reader_can_forget(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}bab/vae/")
    page.goto(site)
    page.get_by_role("button", name="Hapus catatan bacaan").click()
    page.get_by_text("sudah dihapus").wait_for()
    assert page.evaluate("key => localStorage.getItem(key)", KEY) is None


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        "[]",
        '{"format": 2}',
        '{"format": 1, "pages": {"a": 7}, "last": null}',
    ],
)
def test_a_broken_note_is_ignored(
    context: BrowserContext, site: str, text: str
) -> None:
    page = context.new_page()
    page.goto(f"{site}404.html")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.goto(site)
    page.get_by_text("tidak terbaca, jadi diabaikan").wait_for()
    page.goto(f"{site}bab/vae/")
    page.goto(site)
    page.get_by_role("link", name="Lanjutkan: VAE").wait_for()


def test_nothing_breaks_without_storage(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """for (const name of ["getItem", "setItem"]) {
          const plain = Storage.prototype[name];
          Storage.prototype[name] = function (key, ...rest) {
            const ours = key.startsWith("belajar");
            if (ours) throw new DOMException("uji", "SecurityError");
            return plain.call(this, key, ...rest);
          };
        }"""
    )
    page.goto(f"{site}bab/vae/")
    page.goto(site)
    assert errors == []
    assert page.locator(".lanjut").count() == 0
