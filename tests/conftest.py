"""Setiap uji: tipe jaxtyping diperiksa, satu thread, dan tembolok sendiri."""

import os
from collections.abc import Iterator

import pytest
import torch
from jaxtyping import config, install_import_hook

os.environ["OMP_NUM_THREADS"] = "1"  # untuk proses anak
torch.set_num_threads(1)
install_import_hook("genai_examples", "beartype.beartype")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Set data yang dihitung selama pengujian tidak masuk tembolok pengguna."""
    os.environ["GENAI_CACHE"] = str(tmp_path_factory.mktemp("tembolok"))


@pytest.fixture(autouse=True)
def fixed_seed() -> None:
    """Setiap uji mulai dari keadaan acak global yang sama."""
    torch.manual_seed(0)


@pytest.fixture
def untyped() -> Iterator[None]:
    """Tanpa pemeriksaan tipe oleh jaxtyping: pesan fungsinya sendiri yang diuji."""
    config.update("jaxtyping_disable", True)
    yield
    config.update("jaxtyping_disable", False)
