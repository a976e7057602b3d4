"""Kutipan: judul halaman yang benar, juga pada buku praktik."""

import pytest

from hooks import ROOT
from hooks.citation import bibtex
from hooks.grammar import parse


@pytest.mark.parametrize(
    "path, title",
    [
        ("docs/bab/gan.md", "GAN: Belajar dari Lawan"),
        ("docs/praktik/gan.py", "Praktik: GAN"),
    ],
)
def test_citation_names_the_page(path: str, title: str) -> None:
    page = parse((ROOT / path).read_text("utf-8"), path)
    entry = bibtex(page, "https://contoh.id/", "1.0")
    assert f"  title = {{{title}}}," in entry
    assert "  url = {https://contoh.id/}," in entry
