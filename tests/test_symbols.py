"""Kode paket menurut nama."""

import pytest

from hooks.symbols import source_of


def test_functions_classes_methods_and_constants() -> None:
    assert source_of("genai_examples/vae.py:kl_to_prior").startswith("def kl_to_prior(")
    method = source_of("genai_examples/vae.py:VAE.decode")
    assert method.startswith("def decode(") and '\n    """' in method
    assert source_of("genai_examples/vae.py:Config").startswith("@dataclass")
    assert source_of("genai_examples/vae.py:sample").startswith("@torch.no_grad()")
    assert source_of("genai_examples/datasets/_common.py:SPLITS").startswith("SPLITS")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("genai_examples/vae.py:Hilang", "Hilang tidak ada; yang ada: "),
        ("genai_examples/vae.py:VAE.hilang", "VAE.hilang tidak ada"),
        ("genai_examples/hilang.py:VAE", "berkas genai_examples/hilang.py tidak ada"),
        ("hooks/page.py:PageView", "tulis genai_examples/"),
        ("genai_examples/vae.py", "tulis genai_examples/"),
    ],
)
def test_missing_symbols_are_named(reference: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        source_of(reference)
