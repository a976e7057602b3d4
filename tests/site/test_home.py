"""Kartu beranda menurut urutan baca, dengan waktu yang tertulis di babnya."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from hooks import ROOT
from tests.site.test_terms import chapters

HOME = (ROOT / "docs" / "index.md").read_text("utf-8")
CARD = re.compile(r"^- \[!\[\]\(.*\]\((?P<uri>[^)]+)\)$", re.MULTILINE)
TIME = re.compile(r'minutes\["([^"]+)"\]')
READING = re.compile(r"\*\*Waktu\*\* (\d+) menit")


def test_cards_follow_the_reading_order() -> None:
    pages = [path.removeprefix("docs/") for path, _ in chapters()]
    cards = [match["uri"] for match in CARD.finditer(HOME)]
    assert len(cards) > 5
    assert cards == [uri for uri in pages if uri in cards]


def test_reading_times_are_those_of_the_chapters() -> None:
    texts = {path.removeprefix("docs/"): text for path, text in chapters()}
    for match in CARD.finditer(HOME):
        shown, stated = TIME.search(match[0]), READING.search(texts[match["uri"]])
        assert bool(shown) == bool(stated), match["uri"]
        if shown and stated:
            assert f'"{shown[1]}": {stated[1]},' in HOME, shown[1]


def test_cards_show_the_whole_first_figure_lightly(folder: Path) -> None:
    slugs = re.findall(r"gambar/(\w+)/kartu.webp", HOME)
    assert len(slugs) == len(CARD.findall(HOME))
    size = 0
    for slug in slugs:
        record = json.loads((ROOT / "contents" / slug / "record.json").read_text())
        first = next(b["figure"] for b in record["blocks"] if b.get("figure"))
        path = folder / "gambar" / slug / "kartu.webp"
        with Image.open(path) as card:  # tepi putihnya boleh terpotong sedikit
            shape = card.width / card.height
        assert shape == pytest.approx(first["width"] / first["height"], rel=0.15), slug
        size += path.stat().st_size
    assert size <= 200_000
