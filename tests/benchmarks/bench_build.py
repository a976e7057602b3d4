"""Bangunan hangat dengan dan tanpa hooks kita, bergantian dalam satu jalan.

    python tests/benchmarks/bench_build.py [banyaknya putaran]

Pembandingnya mkdocs.yml yang sama tanpa baris `hooks:`; bab praktiknya dibaca
mkdocs-jupyter langsung dari contents/. Dicetak: median detik CPU dan rasionya.
"""

import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hooks import ROOT


def plain_project(folder: Path) -> Path:
    """Salinan proyek tanpa hooks, dengan buku praktik di docs/."""
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(ROOT / "hooks" / "theme", folder / "hooks" / "theme")
    for book in (ROOT / "contents").glob("*/praktik/*.ipynb"):
        shutil.copy(book, folder / "docs" / "praktik" / book.name)
    for page in (ROOT / "contents").iterdir():  # gambar yang ditautkan prosa
        target = folder / "docs" / "gambar" / page.name
        shutil.copytree(
            page, target, ignore=shutil.ignore_patterns("praktik", "*.json")
        )
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^hooks:\n(  - .*\n)+", "", text, flags=re.M)
    text = re.sub(r"^watch:.*\n(  - .*\n)+", "", text, flags=re.M)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    # Dibuat hooks; kosong cukup untuk pembanding.
    (folder / "docs/assets/stylesheets/fonts.css").touch()
    return folder


def seconds(project: Path, output: Path) -> float:
    """Detik CPU satu bangunan ketat."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", output]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Cetak satu tabel."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        plain = plain_project(Path(folder) / "polos")
        times: dict[str, list[float]] = {"dengan hooks": [], "tanpa hooks": []}
        for index in range(rounds + 1):
            for name, project in (("dengan hooks", ROOT), ("tanpa hooks", plain)):
                spent = seconds(project, Path(folder) / "situs")
                if index:  # putaran pertama memanaskan
                    times[name].append(spent)
    ours, theirs = (statistics.median(t) for t in times.values())
    for name, values in times.items():
        spread = f"{min(values):.2f} sampai {max(values):.2f}"
        print(f"{name:14} {statistics.median(values):6.2f} detik CPU ({spread})")
    print(f"rasio          {ours / theirs:6.2f} (batas 1,3)")


if __name__ == "__main__":
    main()
