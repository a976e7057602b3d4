"""Lamanya satu kueri di pekerja pencarian, pada situs yang sudah dibangun.

    mkdocs build && python tests/benchmarks/bench_search.py

Kuerinya daftar yang juga dipakai ujian, sekali utuh dan sekali huruf demi huruf seperti
pembaca mengetiknya; diukur di Chromium tanpa pelambatan.
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT
from tests.site import browser as tools
from tests.site.test_search import ASK, queries


def main() -> None:
    """Cetak median, persentil ke-95, dan terbesar."""
    timed = ASK.replace(
        "answers.push((await send(2, query)).items);",
        "{ const start = performance.now(); await send(2, query);"
        " answers.push(performance.now() - start); }",
    ).replace(  # antara kotaknya siap dan huruf pertama
        "const answers = [];",
        "const answers = []; await new Promise((done) => setTimeout(done, 500));",
    )
    whole = [query for query, _ in queries()]
    typed = [query[:end] for query in whole for end in range(1, len(query) + 1)]
    with tools.chromium() as chromium, tools.served(ROOT / "site") as url:
        page = chromium.new_page()
        page.goto(f"{url}bab/vae/")
        for name, asked in {"kueri": whole, "ketukan": typed}.items():
            times = sorted(page.evaluate(timed, asked))
            middle, tail = statistics.median(times), times[int(0.95 * len(times))]
            print(
                f"{len(times)} {name}: median {middle:.1f} ms, p95 {tail:.1f} ms, "
                f"terbesar {times[-1]:.1f} ms (batas 25 ms)"
            )


if __name__ == "__main__":
    main()
