"""Kode berwarna: tulisannya utuh, tagnya sedikit, warnanya seperti Pygments."""

import re
from html import unescape

import pytest
from pygments.lexers import PythonLexer

from hooks import library
from hooks.coloring import colored

TAG = re.compile(r"<[^>]*>")


def test_text_is_untouched_in_every_block() -> None:
    for page in library.load_pages():
        for block in page.blocks:
            html = colored(block.code)
            assert unescape(TAG.sub("", html)) == block.code.strip("\n")


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("x = y", "x = y"),
        ("x = 1", 'x = <span class="mi">1</span>'),
        ("None", '<span class="bp">None</span>'),
        ("# a < b", '<span class="c"># a &lt; b</span>'),
        ("'a' 'b'", "<span class=\"s\">'a' 'b'</span>"),
        ("def f(): pass", '<span class="k">def </span><span class="nf">f</span>(): '
         '<span class="k">pass</span>'),
    ],
)  # fmt: skip
def test_five_colours(code: str, html: str) -> None:
    assert colored(code) == html


def test_far_fewer_tags_than_pygments() -> None:
    blocks = [block.code for page in library.load_pages() for block in page.blocks]
    tokens = sum(
        not text.isspace()
        for code in blocks
        for _, text in PythonLexer().get_tokens(code)
    )
    assert sum(colored(code).count("<span") for code in blocks) < tokens / 3
