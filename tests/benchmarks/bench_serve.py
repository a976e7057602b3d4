"""Berapa lama sampai suntingan prosa tampil di `mkdocs serve`, pada situs sebenarnya.

    python tests/benchmarks/bench_serve.py [banyaknya suntingan]

Diukur dari penulisan berkas sampai halaman baru dikirim server.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT
from tests.site.test_serve import edit, serving


def main() -> None:
    """Cetak median, terkecil, dan terbesar."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "proyek"
        for name in listing.stdout.splitlines():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project / name)
        shutil.copytree(ROOT / ".cache" / "fonts", project / ".cache" / "fonts")
        times = []
        with serving(project) as server:
            server.wait(lambda html: "Ringkasan" in html)
            for index in range(rounds):
                time.sleep(1)
                mark, old = f"Ringkasan {index}", f"Ringkasan {index - 1}"
                start = time.monotonic()
                edit(project, old if index else "Ringkasan", mark)
                server.wait(lambda html, mark=mark: mark in html)
                times.append(time.monotonic() - start)
    print(f"prosa tampil sesudah {statistics.median(times):.2f} detik (median)")
    print(f"dari {min(times):.2f} sampai {max(times):.2f}, {rounds} suntingan")


if __name__ == "__main__":
    main()
