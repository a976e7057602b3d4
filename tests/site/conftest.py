"""Yang dibuat sekali: proyek kecil, situs yang sebenarnya, dan satu peramban."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hooks import ROOT
from tests.site import browser as tools
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


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Situs lengkap, dibangun dari rekaman yang tersimpan; hanya dibaca."""
    target = tmp_path_factory.mktemp("situs")
    done = mini.run(ROOT, "mkdocs", "build", "-d", str(target), GENAI_RENDER="off")
    assert done.returncode == 0, done.stdout
    return target


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Edisi zip situs itu, terurai: dibuka dari file://; hanya dibaca."""
    target = tmp_path_factory.mktemp("edisi")
    command = ("mkdocs", "build", "-f", "hooks/offline.yml", "-d", str(target))
    done = mini.run(ROOT, *command, GENAI_RENDER="off")
    assert done.returncode == 0, done.stdout
    return target


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """Alamat situs lengkap itu."""
    with tools.served(folder) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Satu peramban untuk semua ujian; setiap ujian membuka halamannya sendiri."""
    with tools.chromium() as found:
        yield found
