"""Bahasa potongan miring, dan yang tidak boleh terpisah di ujung baris."""

import pytest

from hooks import ROOT, glossary
from hooks.language import is_english, mark_english
from hooks.nobreak import keep_together

TERMS = glossary.terms_of(ROOT / "docs")


@pytest.mark.parametrize(
    "text",
    ["neural network", "Attention", "teacher forcing", "Attention is All You Need",
     "Deep Generative Modeling", "Denoising Diffusion Implicit Models"],
)  # fmt: skip
def test_english_is_english(text: str) -> None:
    assert is_english(text, TERMS)


@pytest.mark.parametrize(
    "text",
    ["satu benih", "peluang x jika diketahui z", "epsilon", "mangga hijau", "bali",
     "Attention dan Transformer", "Pelindungan Data Pribadi", "lebih buruk",
     "a kali b"],
)  # fmt: skip
def test_indonesian_is_not(text: str) -> None:
    assert not is_english(text, TERMS)


def test_only_emphasis_is_marked_and_a_year_makes_a_title() -> None:
    html = (
        "<p>jaringan saraf (<em>neural network</em>), <em>satu</em>, "
        "<code><i>flow</i></code>, <em>World Models</em>, 2018.</p>"
    )
    assert mark_english(html, TERMS).count('<em lang="en">') == 2
    assert '<em lang="en">World Models</em>, 2018' in mark_english(html, TERMS)
    assert "<em>satu</em>" in mark_english(html, TERMS)


def test_formula_keeps_its_punctuation() -> None:
    math = '<math alttext="x"><mi>x</mi></math>'
    done = keep_together(f"<p>Untuk {math}, ({math}) dan {math} saja, {math}-VAE.</p>")
    assert f'<span class="utuh">{math},</span>' in done
    assert f'<span class="utuh">({math})</span>' in done
    assert f'<span class="utuh">{math}-VAE.</span>' in done
    assert f"dan {math} saja" in done
    block = '<div class="persamaan"><math display="block"><mi>x</mi></math></div>.'
    assert keep_together(block) == block


def test_identifier_keeps_its_number() -> None:
    assert keep_together("arXiv 1312.6114") == "arXiv\u00a01312.6114"
    assert keep_together("di arXiv saja") == "di arXiv saja"
