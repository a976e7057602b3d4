"""Wheel: kecil, utuh, dan hanya berisi paket."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from hooks import ROOT

LIMIT = 2_000_000  # bita
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "genai_examples")


def package_files() -> list[str]:
    """Berkas sumber wheel yang dilacak atau akan dilacak git."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "--", *SOURCES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheel dari salinan bersih, dibangun tanpa jaringan."""
    source = tmp_path_factory.mktemp("sumber")
    for name in package_files():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    command += ["--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.glob("*.whl")
    return path


def test_it_stays_small(wheel: Path) -> None:
    assert wheel.stat().st_size <= LIMIT


def test_it_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        content = {
            n: archive.read(n) for n in archive.namelist() if "dist-info" not in n
        }
    expected = [n for n in package_files() if n.startswith("genai_examples/")]
    assert sorted(content) == sorted(expected)
    assert "genai_examples/py.typed" in content
    for name, data in content.items():
        assert data == (ROOT / name).read_bytes(), name


def test_licences_are_shipped_and_named(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (n for n in names if n.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().split("\n\n")[0].splitlines()
    wanted = [
        f"genai_examples/datasets/data/{name}.txt"
        for name in ("pulau.ODbL", "aksara.OFL", "desa.LISENSI", "digit8.LISENSI")
    ]
    folder = PurePosixPath(metadata).parent / "licenses"
    for name in ("LICENSE", *wanted):
        assert str(folder / name) in names
        assert f"License-File: {name}" in lines
    (licence,) = (x for x in lines if x.startswith("License-Expression: "))
    assert {"MIT", "ODbL-1.0", "OFL-1.1", "BSD-3-Clause"} <= set(licence.split())
