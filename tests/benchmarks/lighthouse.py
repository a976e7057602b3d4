"""Nilai Lighthouse (profil ponsel) setiap bab pada situs yang sudah dibangun.

    mkdocs build && npm install --prefix /tmp/lighthouse lighthouse@12
    python tests/benchmarks/lighthouse.py /tmp/lighthouse [--situs site] [halaman …]

Situs disajikan di loopback seperti layanan halaman statis: gzip, umur simpan,
sambungan yang dipakai ulang. Nilai kinerja bergantung pada beban mesin: jalankan di
mesin yang lengang; `--ulang 3` mengambil jalan dengan kinerja tengah. Halaman yang
gagal diukur dicatat, lalu halaman berikutnya.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT
from tests.site.browser import FLAGS, Quiet, find_chromium

CATEGORIES = {
    "performance": "kinerja",
    "accessibility": "akses",
    "best-practices": "praktik",
    "seo": "SEO",
}
TIMES = {
    "first-contentful-paint": "FCP ms",
    "largest-contentful-paint": "LCP ms",
    "total-blocking-time": "TBT ms",
}
TEXT = (".html", ".css", ".js", ".json", ".svg", ".webmanifest")


@cache
def packed(path: Path) -> bytes:
    """Isi berkas sesudah gzip; dihitung sekali."""
    return gzip.compress(path.read_bytes())


class Packed(Quiet):
    """Server berkas seperti layanan halaman statis."""

    protocol_version = "HTTP/1.1"  # sambungan dipakai ulang

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def do_GET(self) -> None:  # noqa: N802
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.suffix not in TEXT:
            super().do_GET()
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def measure(tool: Path, url: str) -> dict[str, Any]:
    """Laporan Lighthouse untuk satu alamat."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "laporan.json"
        command = [str(tool / "node_modules/.bin/lighthouse"), url, "--quiet"]
        command += ["--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--chrome-flags=--headless {' '.join(FLAGS)}"]
        environment = os.environ | {"CHROME_PATH": find_chromium()}
        subprocess.run(
            command, check=True, capture_output=True, env=environment, timeout=240
        )
        return json.loads(report.read_text(encoding="utf-8"))


def middle(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """Laporan dengan kinerja tengah."""
    key = "performance"
    return sorted(reports, key=lambda r: r["categories"][key]["score"])[
        len(reports) // 2
    ]


def row(report: dict[str, Any]) -> str:
    """Satu baris tabel; di bawahnya pemeriksaan yang tidak lulus bila diminta."""
    audits, categories = report["audits"], report["categories"]
    scores = [round(100 * categories[name]["score"]) for name in CATEGORIES]
    times = [round(audits[name]["numericValue"]) for name in TIMES]
    shift = audits["cumulative-layout-shift"]["numericValue"]
    size = audits["total-byte-weight"]["numericValue"] / 1e3
    speed = report["environment"]["benchmarkIndex"]
    cells = [f"{value:8}" for value in (*scores, *times)]
    text = "".join(cells) + f"{shift:8.3f}{size:8.0f}{speed:8.0f}"
    if os.environ.get("RINCI"):
        for name, audit in audits.items():
            if audit.get("score") not in (None, 1):
                shown = audit.get("displayValue", "")
                text += f"\n    {name}: {audit['score']} {shown}"
    return text


def chapters() -> list[str]:
    """Beranda, Memulai, dan setiap bab."""
    names = sorted(path.stem for path in (ROOT / "docs/bab").glob("*.md"))
    return ["", "mulai/", *(f"bab/{name}/" for name in names)]


def main() -> None:
    """Cetak satu baris per halaman."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tool", type=Path)
    parser.add_argument("pages", nargs="*", default=chapters())
    parser.add_argument("--situs", type=Path, default=ROOT / "site")
    parser.add_argument("--ulang", type=int, default=1)
    given = parser.parse_intermixed_args()
    handler = partial(Packed, directory=str(given.situs))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        names = [*CATEGORIES.values(), *TIMES.values(), "CLS", "kB", "mesin"]
        print(f"{'halaman':18}" + "".join(f"{name:>8}" for name in names))
        for page in given.pages:
            url = f"http://127.0.0.1:{server.server_address[1]}/{page}"
            try:
                found = row(
                    middle([measure(given.tool, url) for _ in range(given.ulang)])
                )
            except (
                subprocess.SubprocessError,
                OSError,
                ValueError,
                TypeError,
            ) as error:
                found = f"    gagal: {type(error).__name__}: {error}"[:200]
            print(f"/{page:17}{found}", flush=True)
        server.shutdown()


if __name__ == "__main__":
    main()
