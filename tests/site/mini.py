"""Proyek kecil yang lengkap: rumah yang sama, tiga halaman yang ringan."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from hooks import ROOT

COPIED = (
    "hooks",
    "genai_examples",
    "mkdocs.yml",
    "pyproject.toml",
    "LICENSE",
    "CITATION.cff",
)
NAV = """nav:
  - Beranda: index.md
  - Memulai: mulai.md
  - VAE: bab/vae.md
  - Praktik: praktik/vae.ipynb
"""
CHAPTER = """---
title: Uji
description: Halaman uji.
part: Ruang laten
---
# Judul uji

Pratinjau {{ a:.2f }} dan `{{ a }}`.
{ .pembuka }

```python
from genai_examples.training import minibatch

a = 0.125
n = 16995
print("a =", a)
```

!!! tebak "Tebak dulu"
    Nilai {{ a:.1% }}.

    ```python
    print("dalam kotak", a)
    ```

    ??? opsi "buka"

        ```python
        print("dalam lipatan", a)
        ```

=== "Tab"

    ```python
    print("dalam tab", a)
    ```

1. Satu

    ```python
    print("dalam daftar", a)
    ```

| a | n |
|---|---|
| {{ a:.3f }} | {{ n:, }} |

Rumus $a = {{ a:.3f }}$.

```python
#| figure: garis.svg
#| alt: "Garis naik dari {{ a }} sampai satu, tanpa pernah turun"
#| caption: "Nilai $a = {{ a:.2f }}$ dan *miring* {{ n:, }}"
import matplotlib.pyplot as plt

from genai_examples import plots

plots.style()
fig, ax = plots.panels()
ax.plot([a, 1], color=plots.COLORS["nila"])
```

```python
#| source: genai_examples/training.py:minibatch
```
"""
SLEEP = "\n```python\nimport time\ntime.sleep(30)\n```\n"
LAB = """# %% [markdown]
# # Praktik uji
# Rumus $a^2$.

# %%
import matplotlib.pyplot as plt

from genai_examples import plots

plots.style()
print("praktik", 3)

# %% [markdown]
# Lalu gambarnya.

# %%
#| figure: batang.svg
#| alt: "Batang naik dari satu ke dua sebagai contoh praktik"
fig, ax = plots.panels()
ax.plot([1, 2], color=plots.COLORS["nila"])

# %% [markdown]
# Terakhir.

# %%
print("praktik selesai")
"""


def make(folder: Path) -> Path:
    """Tulis proyek kecil ke `folder` (belum dijalankan)."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    settings = folder / "mkdocs.yml"
    text = re.sub(r"^nav:\n(?:  .*\n)+", NAV, settings.read_text("utf-8"), flags=re.M)
    settings.write_text(text, encoding="utf-8")
    (folder / "README.md").write_text("# Uji\n", encoding="utf-8")
    for name in ("bab", "praktik"):
        (folder / "docs" / name).mkdir()
    write(folder, "index.md", "---\ndescription: Beranda.\n---\n# Beranda\n")
    write(folder, "mulai.md", "---\ndescription: Mulai.\n---\n# Memulai\n")
    write(folder, "bab/vae.md", CHAPTER)
    write(folder, "praktik/vae.py", LAB)
    fonts = ROOT / ".cache" / "fonts"
    if fonts.is_dir():  # jangan memotong fon lagi di setiap proyek kecil
        shutil.copytree(fonts, folder / ".cache" / "fonts")
    return folder


def write(project: Path, page: str, text: str) -> Path:
    """Tulis satu halaman di docs/."""
    path = project / "docs" / page
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def run(project: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Jalankan `python -m …` di proyek; keluaran digabung di `stdout`."""
    settings = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"} | env
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build(project: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Bangun situs dengan ketat."""
    return run(project, "mkdocs", "build", "--strict", **env)
