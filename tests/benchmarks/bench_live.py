"""Kecepatan gambar hidup di Chromium yang diperlambat, pada situs yang sudah dibangun.

    mkdocs build && python tests/benchmarks/bench_live.py

Setiap gambar dilukis berulang pada CPU yang dilambatkan 6 kali. Lalu gambar pertama
sesudah diketuk: jaringan 1,6 Mb/s dengan jeda 150 ms dan CPU 4 kali lebih lambat.
"""

import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT
from tests.site import browser as tools
from tests.site.test_live import Toy, address, start, toys

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8}
REPEATS = 5


def open_page(chromium: Browser, slow: float) -> tuple[Page, CDPSession]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, service_workers="block"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    return page, session


def frame(page: Page, toy: Toy) -> float:
    """Milidetik sekali `draw`, median."""
    code = """(e) => { const start = performance.now(); e.draw();
                       return performance.now() - start; }"""
    element = page.locator(toy.selector)
    return statistics.median(element.evaluate(code) for _ in range(REPEATS))


def first(chromium: Browser, site: str, toy: Toy) -> float:
    """Detik dari ketukan sampai panelnya hidup dan dilukis, median."""
    times = []
    for _ in range(REPEATS):
        page, session = open_page(chromium, 4)
        page.goto(address(site, toy), wait_until="networkidle")
        element = page.locator(toy.selector)
        element.scroll_into_view_if_needed()
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions", LINE | {"uploadThroughput": -1}
        )
        begin = time.perf_counter()
        start(element)
        element.evaluate("() => new Promise(requestAnimationFrame)")
        times.append(time.perf_counter() - begin)
        page.context.close()
    return statistics.median(times)


def main() -> None:
    """Cetak satu baris untuk setiap gambar hidup."""
    print("gambar           lukis, 6x lambat   pertama, 1,6 Mb/s dan 4x lambat")
    with tools.chromium() as chromium, tools.served(ROOT / "site") as site:
        for toy in toys():
            page, _ = open_page(chromium, 6)
            page.goto(address(site, toy), wait_until="networkidle")
            start(page.locator(toy.selector))
            drawn = frame(page, toy)
            page.context.close()
            print(f"{toy!s:16} {drawn:10.1f} ms {first(chromium, site, toy):14.2f} d")


if __name__ == "__main__":
    main()
