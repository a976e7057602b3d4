"""Taksiran tinggi: hanya unsur tingkat teratas, isinya tidak berubah."""

import re

from hooks.room import with_rooms

STYLE = re.compile(r' style="[^"]*"')


def test_only_top_level_text_lists_and_boxes_are_measured() -> None:
    html = (
        '<h2 id="a">Judul<br></h2><p>Satu <em>dua</em>.</p>'
        '<div class="admonition salah"><p>dalam</p></div>'
        '<div class="tujuan"><p>x</p></div>'
        "<ul><li><p>butir</p></li></ul>"
        "<details><summary>Jawaban</summary><p>panjang</p></details>"
    )
    done = with_rooms(html)
    assert STYLE.sub("", done) == html
    assert re.findall(r"<(\w+)[^>]* style=", done) == ["p", "div", "ul", "details"]


def test_longer_text_gets_more_room() -> None:
    short, long = (with_rooms(f"<p>{'kata ' * n}</p>") for n in (5, 50))
    assert _letters(long) > _letters(short) + 200


def test_blocks_inside_a_box_count_and_closed_folds_barely() -> None:
    block = (
        '<section class="blok" style="--baris:20;--rasio:0.50"><p>kode</p></section>'
    )
    fold = f"<details><summary>Jawaban</summary><p>{'panjang ' * 99}</p></details>"
    done = with_rooms(f'<div class="admonition salah"><p>Teks</p>{block}{fold}</div>')
    assert "--baris:20;--rasio:0.5" in done.partition(">")[0]
    assert _letters(done) < 300
    assert _letters(with_rooms(fold)) < 150


def _letters(html: str) -> int:
    found = re.search(r"--huruf:(\d+)", html)
    assert found
    return int(found[1])
