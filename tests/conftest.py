"""Tanda tangan jaxtyping paket diperiksa selama pengujian."""

import pytest
from jaxtyping import install_import_hook

install_import_hook("genai_examples", "beartype.beartype")


@pytest.fixture(autouse=True)
def fixed_seed() -> None:
    """Setiap uji mulai dari keadaan acak global yang sama."""
    import torch

    torch.manual_seed(0)
