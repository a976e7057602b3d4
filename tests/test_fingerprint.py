"""Sidik: berubah oleh kode, tidak oleh komentar, docstring, atau versi Python."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hooks import ROOT
from hooks.fingerprint import fingerprint, normalize, reached
from hooks.grammar import parse

SAMPLE = '''"""Docstring modul."""
# komentar
import math  # lagi

class Hewan:
    "docstring kelas"
    kaki = 4

    def suara(self, n: int = 2) -> str:
        """docstring é metode"""
        isi = {"a": 1}
        return f"{n!r:>{3}} {isi['a']}" + rf"\\d{n}" + """tiga
        baris"""

def kosong():
    """hanya docstring"""
'''
# Sama pada Python 3.11, 3.12, 3.13, dan 3.14; berubah berarti semua rekaman basi.
SAMPLE_HASH = "7fcff2dcf8fd1fc8"
VAE = "```python\nfrom genai_examples import vae\nx = 1\n```\n"


def mark(text: str, root: Path = ROOT) -> str:
    return fingerprint(parse(text, "docs/bab/uji.md"), root)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        ROOT / "genai_examples", tmp_path / "genai_examples", ignore=ignored
    )
    return tmp_path


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / "genai_examples" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_on_every_python() -> None:
    assert hashlib.sha256(normalize(SAMPLE).encode()).hexdigest()[:16] == SAMPLE_HASH


def other_pythons() -> list[str]:
    names = [f"python3.{minor}" for minor in range(11, 16)]
    found = [path for name in names if (path := shutil.which(name))]
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found += [str(p) for p in sorted(versions.glob("3.1[1-9].*/bin/python"))]
    return found


def test_the_same_on_the_pythons_at_hand() -> None:
    code = (
        "import sys, types; sys.modules['yaml'] = types.ModuleType('yaml');"
        "from hooks.fingerprint import fingerprint; from hooks.grammar import parse;"
        f"print(fingerprint(parse({VAE!r}, 'docs/bab/uji.md')))"
    )
    checked = 0
    for python in [sys.executable, *other_pythons()]:
        done = subprocess.run(
            [python, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:  # sebuah pintasan boleh menunjuk Python yang tak ada
            assert done.stdout.strip() == mark(VAE), python
            checked += 1
    assert checked


def test_comments_docstrings_and_layout_do_not_count(project: Path) -> None:
    before = mark(VAE, project)
    edit(project, "vae.py", '"""Variational autoencoder', '"""Lain sama sekali')
    edit(project, "vae.py", "# dimensi z", "# komentar lain")
    edit(project, "training.py", "import os\n", "import os\n\n\n")
    assert mark(VAE, project) == before
    assert (
        mark("# Prosa lain\n" + VAE.replace("x = 1", "x = 1  # k"), project) == before
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("vae.py", "beta: float = 1.0", "beta: float = 2.0"),
        ("training.py", "% self.every == 0", "% self.every == 1"),
    ],
)
def test_code_of_reached_modules_counts(
    project: Path, file: str, old: str, new: str
) -> None:
    before, other = mark(VAE, project), mark(BATIK, project)
    edit(project, file, old, new)
    assert mark(VAE, project) != before
    assert mark(BATIK, project) == other


BATIK = "```python\nfrom genai_examples.datasets import batik\n```\n"


@pytest.mark.parametrize(
    "code",
    [
        "from genai_examples.datasets import digit8",
        "from genai_examples import datasets\nx = datasets.digit8()",
        "import genai_examples.datasets\nfrom genai_examples.datasets import digit8",
        "def f():\n    from genai_examples.datasets import digit8",
    ],
)
def test_only_named_sets_and_their_data_count(code: str) -> None:
    names = {path.name for path in reached(code)}
    assert {"_digit8.py", "_common.py", "digit8.npz"} <= names
    assert "_batik.py" not in names and "__init__.py" not in {
        path.name for path in reached(code) if path.parent.name == "datasets"
    }


def test_changed_data_file_counts(project: Path) -> None:
    text = "```python\nfrom genai_examples.datasets import digit8\n```\n"
    before = mark(text, project)
    (project / "genai_examples/datasets/data/digit8.npz").write_bytes(b"lain")
    assert mark(text, project) != before


def test_blocks_options_and_values_count() -> None:
    figure = "```python\n#| figure: a.svg\n#| alt: satu\nx = 1\n```\n"
    marks = {
        mark(VAE),
        mark(VAE.replace("x = 1", "x = 2")),
        mark(VAE + "{{ x }}\n"),
        mark(VAE + "{{ x:.2f }}\n"),
        mark(figure),
        mark(figure.replace("a.svg", "b.svg")),
    }
    assert len(marks) == 6
    assert mark(figure) == mark(figure.replace("alt: satu", "alt: dua"))
    assert mark(VAE + "{{ x ~5% }}\n") == mark(VAE + "{{ x }}\n")
