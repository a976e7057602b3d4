"""Gambar hidup di Chromium: angka PyTorch, papan tik, tanpa JavaScript, gagal muat."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
import torch
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from hooks import library, live, record
from hooks.library import ROOT
from tests.site import browser as tools
from tests.site.test_weight import on_the_wire

SCRIPT_LIMIT = 6_000  # bita gzip: mesin dan satu elemen
SHARED_LIMIT = {"load": 1_100, "element": 3_500}  # sekali untuk semua halaman
WEIGHTS_LIMIT = {"gpt": 500_000, "diffusion": 40_000}  # bita gzip setiap model
WEIGHTS_LIMIT_ELSE = 110_000


@dataclass(frozen=True)
class Toy:
    """Satu gambar hidup: elemennya, halamannya, dan berkas bobotnya."""

    element: str
    address: str  # alamat halaman tanpa garis miring di ujung; beranda: ""
    folder: Path  # contents/halaman
    weights: tuple[str, ...]

    @property
    def selector(self) -> str:
        return f"#hidup-{Path(self.weights[0]).stem}"

    def __str__(self) -> str:
        return Path(self.weights[0]).stem


def toys() -> list[Toy]:
    found = []
    for page in library.load_pages():
        address = page.path.removeprefix("docs/").removesuffix(".md")
        for block in page.blocks:
            if block.live:
                folder = record.folder_of(page)
                address = "" if address == "index" else address
                found.append(Toy(block.live, address, folder, block.weights))
    return found


TOYS = pytest.mark.parametrize("toy", toys(), ids=str)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    viewport = {"width": 360, "height": 740}
    found = chromium.new_context(viewport=viewport, service_workers="block")  # type: ignore[arg-type]
    yield found
    found.close()


def open_toy(page: Page, url: str, toy: Toy) -> Locator:
    """Buka halamannya; kembalikan elemen yang belum dimuat."""
    page.goto(url, wait_until="networkidle")
    element = page.locator(toy.selector)
    element.scroll_into_view_if_needed()
    return element


def start(element: Locator) -> None:
    """Ketuk tombolnya dan tunggu sampai hidup."""
    element.locator(".hidup-tawar button").click()
    element.locator(".hidup-kaki").wait_for()


def address(site: str, toy: Toy) -> str:
    return f"{site}{toy.address}/" if toy.address else site


def numbers(value: Any) -> list[float]:
    if isinstance(value, int | float):
        return [float(value)]
    return [x for part in value for x in numbers(part)]


def assert_close(got: Any, expected: Any) -> None:
    torch.testing.assert_close(
        torch.tensor(numbers(got)),
        torch.tensor(numbers(expected)),
        rtol=1e-4,
        atol=1e-4,
    )


def assert_quiet(watch: tools.Watch) -> None:
    blocked = "Service Worker registration blocked"  # diminta oleh ujian ini sendiri
    assert [error for error in watch.errors if blocked not in error] == []
    assert watch.foreign == []


def assert_golden(element: Locator, toy: Toy) -> None:
    for index, name in enumerate(toy.weights):
        path = toy.folder / name.replace(".js", ".golden.json")
        for call, golden in json.loads(path.read_text("utf-8")).items():
            code = """(element, [index, call, inputs]) => {
              const flat = (x) =>
                typeof x === "number" ? [x] : Array.from(x, flat).flat();
              const { calls, merge } = customElements.get(element.localName);
              const own = element.models[index]; // adaptor dihitung bersama dasarnya
              const model = own.extra.base ? merge(element.models[0], own) : own;
              return flat(calls[call](model, ...inputs));
            }"""
            got = element.evaluate(code, [index, call, golden["inputs"]])
            assert_close(got, golden["outputs"])


@TOYS
def test_same_numbers_as_pytorch_over_http(
    context: BrowserContext, site: str, toy: Toy
) -> None:
    page = context.new_page()
    watch = tools.Watch(page)
    element = open_toy(page, address(site, toy), toy)
    start(element)
    assert_golden(element, toy)
    page.wait_for_timeout(800)
    assert_quiet(watch)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@TOYS
def test_same_numbers_from_a_folder(
    context: BrowserContext, edition: Path, toy: Toy
) -> None:
    page = context.new_page()
    watch = tools.Watch(page)
    path = edition / f"{toy.address or 'index'}.html"
    element = open_toy(page, path.as_uri(), toy)
    start(element)
    assert_golden(element, toy)
    assert_quiet(watch)


@TOYS
def test_snippet_computes_what_is_shown(
    context: BrowserContext,
    site: str,
    toy: Toy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = context.new_page()
    element = open_toy(page, address(site, toy), toy)
    start(element)
    code = element.evaluate("e => e.python()")
    shown = element.evaluate("e => Array.from(e.shown())")
    for name in toy.weights:
        (tmp_path / name).write_bytes((toy.folder / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    mpl.use("agg")
    names: dict[str, Any] = {}
    exec(compile(code, "cuplikan", "exec"), names)
    assert len(shown) > 0
    assert_close(shown, names["result"].flatten().tolist())


@TOYS
def test_keyboard_alone_moves_it_and_the_link_keeps_the_state(
    context: BrowserContext, site: str, toy: Toy
) -> None:
    page = context.new_page()
    element = open_toy(page, address(site, toy), toy)
    element.locator(".hidup-tawar button").focus()
    page.keyboard.press("Enter")
    element.locator(".hidup-kaki").wait_for()
    assert element.evaluate("e => e.contains(document.activeElement)")
    before = element.evaluate("e => ({...e.state})")
    element.locator(".hidup-kendali :is(input[type=range], select)").first.focus()
    page.keyboard.press("ArrowDown")
    if element.evaluate("e => ({...e.state})") == before:  # sudah di pilihan terbawah
        page.keyboard.press("ArrowUp")
    state = element.evaluate("e => ({...e.state})")
    assert state != before
    link = element.evaluate("e => e.link()")
    page.wait_for_url(link)
    page.mouse.wheel(0, 3000)  # menggulir tidak menghapus keadaannya
    page.wait_for_timeout(300)
    assert page.url == link
    other = context.new_page()
    twin = open_toy(other, link, toy)
    start(twin)
    assert twin.evaluate("e => ({...e.state})") == state


@TOYS
def test_every_control_leads_to_its_pytorch_line(
    context: BrowserContext, site: str, toy: Toy
) -> None:
    page = context.new_page()
    element = open_toy(page, address(site, toy), toy)
    start(element)
    rows = element.locator(".hidup-baris")
    assert rows.count() >= 1
    for row in rows.all():
        link = row.locator(".hidup-kode").get_attribute("href")
        assert link, row.inner_text()
        block = link.split(":~:")[0]
        assert page.locator(f"{block} .blok-kode").count() == 1


@TOYS
def test_without_javascript_the_still_figure_stays(
    chromium: Browser, site: str, toy: Toy
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, toy))
    element = page.locator(toy.selector)
    assert element.locator("img").first.get_attribute("alt")
    assert not element.locator("button").is_visible()
    context.close()


@TOYS
def test_reduced_motion_keeps_still(chromium: Browser, site: str, toy: Toy) -> None:
    context = chromium.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    element = open_toy(page, address(site, toy), toy)
    start(element)
    before = element.evaluate("e => Array.from(e.shown())")
    page.wait_for_timeout(700)
    assert element.evaluate("e => Array.from(e.shown())") == before
    context.close()


@TOYS
@pytest.mark.parametrize("failure", ["putus", "terpotong", "berubah"])
def test_failed_loading_is_said_and_retried(
    context: BrowserContext, site: str, toy: Toy, failure: str
) -> None:
    page = context.new_page()
    name = toy.weights[0]
    text = (toy.folder / name).read_text("utf-8")
    start_of_data = text.index('"data":"') + 8
    flipped = "A" if text[start_of_data] != "A" else "B"
    bodies = {
        "terpotong": text[: len(text) // 2],
        "berubah": text[:start_of_data] + flipped + text[start_of_data + 1 :],
    }

    def answer(route) -> None:
        if failure == "putus":
            route.abort()
        else:
            route.fulfill(body=bodies[failure], content_type="text/javascript")

    page.route(f"**/gambar/**/{name}", answer)
    element = open_toy(page, address(site, toy), toy)
    element.locator(".hidup-tawar button").click()
    message = element.locator(".hidup-kabar")
    message.get_by_text("coba lagi").wait_for()
    assert re.match("(Berkas|Bobot) .*", message.inner_text())
    assert element.locator("img").first.is_visible()
    page.unroute(f"**/gambar/**/{name}")
    start(element)
    assert_golden(element, toy)


@TOYS
def test_print_shows_the_still_figure(
    context: BrowserContext, site: str, toy: Toy
) -> None:
    page = context.new_page()
    element = open_toy(page, address(site, toy), toy)
    start(element)
    page.emulate_media(media="print")
    assert not element.locator(".hidup").is_visible()
    assert element.locator("img").first.evaluate(
        "i => [...i.parentElement.children].some((x) => x.checkVisibility())"
    )


@TOYS
def test_weights_keep_their_budget(toy: Toy) -> None:
    limit = WEIGHTS_LIMIT.get(toy.element, WEIGHTS_LIMIT_ELSE)
    sizes = {
        name: len(gzip.compress((toy.folder / name).read_bytes()))
        for name in toy.weights
    }
    assert sum(sizes.values()) <= limit, sizes


@pytest.mark.parametrize("name", [*live.SHARED, *live.elements(ROOT / "docs")])
def test_script_keeps_its_budget(folder: Path, name: str) -> None:
    size = on_the_wire(folder / live.SCRIPTS / f"{name}.js")
    assert size <= SHARED_LIMIT.get(name, SCRIPT_LIMIT)


@TOYS
def test_nothing_but_the_button_is_loaded_before_a_tap(
    context: BrowserContext, site: str, toy: Toy
) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_toy(page, address(site, toy), toy)
    parts = [url.rpartition("/")[2] for url in asked if f"/{live.SCRIPTS}/" in url]
    assert parts == ["load.js"]
    assert not [url for url in asked if url.endswith(toy.weights[0])]
