"""Unduhan: skrip sebuah halaman berjalan sendiri dan menyimpan gambarnya."""

import pytest

from hooks import library
from hooks.downloads import lab_script, script
from hooks.grammar import Page

PAGES = library.load_pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_script_saves_every_figure(page: Page) -> None:
    code = lab_script(page) if page.is_lab else script(page)
    compile(code, page.path, "exec")
    assert "#|" not in code
    for block in page.blocks:
        if block.runs and block.figure:
            assert code.count(f'plt.savefig("{block.figure}")') == 1
    if "plt.savefig" in code:
        first = code.index("import matplotlib.pyplot as plt")
        assert first < code.index("plt.savefig")
