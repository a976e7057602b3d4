"""Kecepatan gambar hidup di Chromium yang diperlambat, pada situs yang sudah dibangun.

    mkdocs build && python tests/benchmarks/bench_live.py [gambar …]

Setiap gambar dilukis berulang pada CPU yang dilambatkan 6 kali; GPT juga dihitung token
dan difusi langkahnya. Lalu gambar pertama sesudah diketuk: gzip lewat jaringan 1,6 Mb/s
dengan jeda 150 ms, dan CPU 4 kali lebih lambat.
"""

import json
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT
from tests.benchmarks.lighthouse import Packed
from tests.site import browser as tools
from tests.site.test_live import Toy, address, start, toys

LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8}
REPEATS = 5
# Kerja yang dihitung: banyaknya satuan dan milidetiknya; `golden` contoh dari PyTorch.
RATES = {
    "gpt": """(e, golden) => {
      const start = performance.now();
      const made = e.constructor.calls.greedy(e.models[0], ...golden.greedy.inputs);
      const count = made.length - golden.greedy.inputs[0].length;
      return [count, performance.now() - start];
    }""",
    "diffusion": """(e) => {
      e.set(e.at, e.at.max);
      e.key = "";
      const start = performance.now();
      e.frame();
      return [e.frames.length, performance.now() - start];
    }""",
}
# Ketuk tombolnya; milidetik sampai bingkai pertama sesudah panelnya hidup dan dilukis.
TAP = """(e) => new Promise((done) => {
  const start = performance.now();
  const look = () =>
    requestAnimationFrame(() =>
      e.querySelector(".hidup-kaki") ? done(performance.now() - start) : look()
    );
  e.querySelector(".hidup-tawar button").click();
  look();
})"""
UNITS = {"gpt": "token/d", "diffusion": "langkah/d"}


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


def rate(page: Page, toy: Toy) -> str:
    """Satuan kerja setiap detik, median; kosong bila elemennya tidak dihitung."""
    if toy.element not in RATES:
        return ""
    path = toy.folder / toy.weights[0].replace(".js", ".golden.json")
    golden = json.loads(path.read_text("utf-8"))
    element = page.locator(toy.selector)
    done = [element.evaluate(RATES[toy.element], golden) for _ in range(REPEATS)]
    speed = statistics.median(1000 * count / spent for count, spent in done)
    return f"{speed:7.1f} {UNITS[toy.element]}"


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
        times.append(element.evaluate(TAP) / 1000)
        page.context.close()
    return statistics.median(times)


def main() -> None:
    """Cetak satu baris untuk setiap gambar hidup."""
    print(
        "gambar           lukis, 6x lambat   pertama, 1,6 Mb/s dan 4x lambat   laju, 6x"
    )
    with tools.chromium() as chromium, tools.served(ROOT / "site", Packed) as site:
        for toy in [t for t in toys() if str(t) in (sys.argv[1:] or map(str, toys()))]:
            page, _ = open_page(chromium, 6)
            page.goto(address(site, toy), wait_until="networkidle")
            start(page.locator(toy.selector))
            drawn, speed = frame(page, toy), rate(page, toy)
            page.context.close()
            print(
                f"{toy!s:16} {drawn:10.1f} ms {first(chromium, site, toy):14.2f} d",
                end="",
            )
            print(f"{speed:>38}", flush=True)


if __name__ == "__main__":
    main()
