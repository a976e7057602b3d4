"""Berat muatan pertama: bita yang dibayar pembaca sebelum ia menggulir."""

import gzip
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, Route

from hooks import ROOT

LIMIT = 220_000  # bita di kabel
PACKED = {".woff2", ".webp", ".jpg", ".png"}  # sudah mampat


def on_the_wire(path: Path) -> int:
    """Ukuran sebuah berkas sesudah gzip, seperti dikirim server."""
    data = path.read_bytes()
    return len(data) if path.suffix in PACKED else len(gzip.compress(data))


def chapters() -> list[str]:
    pages = [*(ROOT / "docs/bab").glob("*.md"), ROOT / "docs/mulai.md"]
    return sorted(
        p.relative_to(ROOT / "docs").with_suffix("").as_posix() for p in pages
    )


@pytest.mark.parametrize("chapter", chapters())
def test_first_load_is_light(
    chromium: Browser, site: str, folder: Path, chapter: str
) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, service_workers="block"
    )
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlparse(request.url).path))
    page.goto(f"{site}{chapter}/", wait_until="networkidle")
    sizes = {}
    for path in asked:
        name = path.lstrip("/")
        figure = name.startswith("gambar/")
        if figure or name in ("offline.json", "sw.js"):
            continue  # gambar dimuat saat terlihat; luring sesudah halaman tampil
        file = folder / name / "index.html" if path.endswith("/") else folder / name
        sizes[name] = on_the_wire(file)
    context.close()
    assert sum(sizes.values()) <= LIMIT, sizes


# Pergeseran tata letak yang tidak diminta pembaca, dijumlahkan seperti Web Vitals.
SHIFT = """window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def test_pictures_keep_their_place(chromium: Browser, site: str) -> None:
    """Selama dimuat dan digulir pergeserannya “baik” menurut Web Vitals."""
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.add_init_script(SHIFT)
    page.goto(f"{site}bab/vae/", wait_until="networkidle")
    for _ in range(20):
        page.mouse.wheel(0, 900)
        page.wait_for_timeout(60)
    assert page.evaluate("window.shift") < 0.1
    page.close()


@pytest.mark.parametrize("chapter", ["vae", "gan", "diffusion"])
def test_a_late_italic_moves_nothing(
    chromium: Browser, site: str, chapter: str
) -> None:
    """Selama fon miring diunduh, penggantinya setinggi dan kira-kira selebar ia."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 823}, service_workers="block"
    )
    page = context.new_page()
    page.add_init_script(SHIFT)
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/jakarta-miring.woff2", hold)
    page.goto(f"{site}bab/{chapter}/", wait_until="domcontentloaded")
    page.wait_for_timeout(600)
    assert len(late) == 1
    late[0].continue_()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") < 0.03
    context.close()
