"""Biaya pintu `genai_examples.datasets`, dan laju setiap set pada satu thread.

    python tests/benchmarks/bench_import.py [banyaknya putaran]

Tabel pertama: median detik CPU satu proses Python yang mengimpor torch saja, torch dan
pintunya, dan torch dan `batik`, dijalankan bergantian. Tabel kedua: butir per detik
tanpa tembolok, terbaik dari tiga putaran sesudah satu putaran pemanasan.
"""

import inspect
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.update({"OMP_NUM_THREADS": "1", "GENAI_CACHE": "off"})

from genai_examples import datasets  # noqa: E402

IMPORTS = {
    "torch": "import torch",
    "torch + datasets": "import torch, genai_examples.datasets",
    "torch + batik": "import torch; from genai_examples.datasets import batik",
}
LIMIT = 0.3  # detik


def cpu_seconds(code: str) -> float:
    """Detik CPU satu proses Python yang menjalankan `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def import_table(rounds: int) -> None:
    """Cetak biaya impor, bergantian supaya beban mesin adil bagi semuanya."""
    times: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for index in range(rounds + 1):
        for name, code in IMPORTS.items():
            spent = cpu_seconds(code)
            if index:  # putaran pertama memanaskan
                times[name].append(spent)
    base = statistics.median(times["torch"])
    print(f"{'impor':18} {'detik CPU':>9} {'tambahan':>9}   terkecil sampai terbesar")
    for name, spent in times.items():
        middle = statistics.median(spent)
        spread = f"{min(spent):.2f} sampai {max(spent):.2f}"
        print(f"{name:18} {middle:9.2f} {middle - base:+9.3f}   {spread}")
    print(f"batas tambahan pintu: {LIMIT} detik\n")


def calls() -> dict[str, Callable[[], Any]]:
    """Setiap set buatan atau tersemat dengan argumen bawaan dan n = 500."""
    found: dict[str, Callable[[], Any]] = {}
    for name in datasets.__all__:
        make: Any = getattr(datasets, name)
        if not inspect.isfunction(make):
            continue
        names = inspect.signature(make).parameters
        if "seed" in names and not {"folder", "path"} & set(names):
            sized = {"n": 500} if "n" in names else {}
            found[name] = lambda make=make, sized=sized: make(**sized)
    return found


def rate_table() -> None:
    """Cetak butir per detik setiap set."""
    import torch

    torch.set_num_threads(1)
    print(f"{'set':12} {'butir':>6} {'butir/detik':>12}")
    for name, make in calls().items():
        spent = []
        for _ in range(4):
            start = time.process_time()
            result = make()
            spent.append(time.process_time() - start)
        count = len(result if isinstance(result, list) else next(iter(result)))
        print(f"{name:12} {count:6} {count / min(spent[1:]):12,.0f}")


def main() -> None:
    """Cetak dua tabel."""
    import_table(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    rate_table()


if __name__ == "__main__":
    main()
