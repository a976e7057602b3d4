"""Kartu beranda menurut urutan baca, dengan waktu yang tertulis di babnya."""

import re

from hooks import ROOT
from tests.site.test_terms import chapters

HOME = (ROOT / "docs" / "index.md").read_text("utf-8")
CARD = re.compile(
    r"^- \[!\[\]\([^)]+\)"
    r'.*minutes\["(?P<key>[^"]+)"\] \}\} menit.*\]\((?P<uri>[^)]+)\)$',
    re.MULTILINE,
)
READING = re.compile(r"\*\*Waktu\*\* (\d+) menit")


def test_cards_follow_the_reading_order() -> None:
    pages = [path.removeprefix("docs/") for path, _ in chapters()]
    cards = [match["uri"] for match in CARD.finditer(HOME)]
    assert cards == [uri for uri in pages if uri in cards]
    assert len(cards) == HOME.count("\n- [![](") > 5


def test_reading_times_are_those_of_the_chapters() -> None:
    texts = {path.removeprefix("docs/"): text for path, text in chapters()}
    for match in CARD.finditer(HOME):
        stated = READING.search(texts[match["uri"]])
        assert stated is not None, match["uri"]
        assert f'"{match["key"]}": {stated[1]},' in HOME, match["key"]
