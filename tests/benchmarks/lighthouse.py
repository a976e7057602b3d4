"""Nilai Lighthouse (profil ponsel) setiap bab pada situs yang sudah dibangun.

    mkdocs build && npm install --prefix /tmp/lighthouse lighthouse@12
    python tests/benchmarks/lighthouse.py /tmp/lighthouse [halaman …]

Situs disajikan di loopback dengan gzip, seperti server sungguhan. Nilai kinerja
bergantung pada beban mesin: jalankan di mesin yang lengang.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT
from tests.site.browser import FLAGS, Quiet, find_chromium

SITE = ROOT / "site"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TEXT = (".html", ".css", ".js", ".json", ".svg", ".webmanifest")


class Packed(Quiet):
    """Server berkas dengan gzip dan umur simpan, seperti layanan halaman statis."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, directory=str(SITE), **kwargs)

    def do_GET(self) -> None:  # noqa: N802
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.suffix not in TEXT:
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


def scores(tool: Path, url: str) -> dict[str, int]:
    """Nilai 0–100 setiap kategori untuk satu alamat."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "laporan.json"
        command = [str(tool / "node_modules/.bin/lighthouse"), url, "--quiet"]
        command += ["--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--chrome-flags=--headless {' '.join(FLAGS)}"]
        environment = os.environ | {"CHROME_PATH": find_chromium()}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        found = json.loads(report.read_text(encoding="utf-8"))
    for name, audit in found["audits"].items():
        if audit.get("score") not in (None, 1) and os.environ.get("RINCI"):
            print(f"    {name}: {audit['score']} {audit.get('displayValue', '')}")
    return {n: round(100 * found["categories"][n]["score"]) for n in CATEGORIES}


def main() -> None:
    """Cetak satu baris per halaman."""
    tool, pages = Path(sys.argv[1]), sys.argv[2:]
    pages = pages or ["", "mulai/", *(f"bab/{p.stem}/" for p in chapters())]
    with ThreadingHTTPServer(("127.0.0.1", 0), Packed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("".join(f"{name:>16}" for name in CATEGORIES))
        for page in pages:
            url = f"http://127.0.0.1:{server.server_address[1]}/{page}"
            row = scores(tool, url)
            print("".join(f"{row[n]:16}" for n in CATEGORIES), f"  /{page}", flush=True)
        server.shutdown()


def chapters() -> list[Path]:
    return sorted((ROOT / "docs/bab").glob("*.md"))


if __name__ == "__main__":
    main()
