"""Proyek kecil yang sudah dijalankan sekali, disalin untuk setiap ujian."""

import shutil
from pathlib import Path

import pytest

from tests.site import mini


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Proyek kecil dengan rekaman segar; hanya dibaca."""
    project = mini.make(tmp_path_factory.mktemp("mini") / "proyek")
    done = mini.run(project, "hooks.runner")
    assert done.returncode == 0, done.stdout
    return project


@pytest.fixture
def project(rendered: Path, tmp_path: Path) -> Path:
    """Salinan yang boleh dirusak."""
    return Path(shutil.copytree(rendered, tmp_path / "proyek"))
