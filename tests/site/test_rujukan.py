"""Rujukan: setiap pengenal yang dipakai di mana pun ada di satu daftar."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hooks import ROOT

LIST = ROOT / "docs/lampiran/rujukan.md"
ENTRY = re.compile(
    r"^- (?P<authors>[^*]+) \((?P<year>\d{4})\)\. \*(?P<title>.+)\*\.? (?P<rest>\S.*)$"
)
LINK = re.compile(r"\[([^]]*)\]\((https?://[^\s)]+)\)")
ARXIV = re.compile(r"\d{2}(0[1-9]|1[0-2])\.\d{4,5}")
DOI = re.compile(r"10\.\d{4,9}/[\w.()/-]+[\w)]")
VIDEO = re.compile(r"[\w-]{11}")
PLACES = {  # alamat → bentuk pengenalnya
    "https://arxiv.org/abs/": ("arXiv ", ARXIV),
    "https://doi.org/": ("doi:", DOI),
    "https://www.youtube.com/watch?v=": ("YouTube ", VIDEO),
}
# Pengenal yang disebut di mana saja: tautan, kode halaman, docstring paket.
MENTION = re.compile(
    r"arxiv\.org/\w+/(?P<a>[^\s)\"'#?]+)|arxiv[: ]+(?P<b>\d{4}\.\d+)|"
    r"doi\.org/(?P<c>[^\s\"'#?\]]+)|doi:(?P<d>10\.[^\s\"'\]]+)|"
    r"(?:youtube\.com/watch\?v=|youtu\.be/)(?P<e>[\w-]+)",
    re.IGNORECASE,
)
# Butir dalam daftar "Makalah": *Judul*, tahun. [arXiv …](…)
CITED = re.compile(
    r"\*(?P<title>[^*]+)\*,? \(?(?P<year>\d{4})\)?\. \[[^]]*\]\((?P<url>[^\s)]+)\)"
)


def entries() -> list[re.Match[str]]:
    lines = LIST.read_text("utf-8").splitlines()
    found = [ENTRY.match(line) for line in lines if line.startswith("- ")]
    return [match for match in found if match]


def key_of(url: str) -> str | None:
    """Pengenal dalam alamat; None bila bukan arXiv, DOI, atau video."""
    start = next((place for place in PLACES if url.startswith(place)), None)
    return url.removeprefix(start).lower() if start else None


def known() -> dict[str, re.Match[str]]:
    return {
        key: match
        for match in entries()
        for _, url in LINK.findall(match["rest"])
        if (key := key_of(url))
    }


def texts() -> Iterator[tuple[str, str]]:
    """Halaman, buku praktik, dan modul yang boleh mengutip."""
    places = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "docs/praktik").glob("*.py")]
    places += (ROOT / "genai_examples").rglob("*.py")
    places += [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    for path in sorted(set(places) - {LIST}):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def mentions(text: str) -> Iterator[str]:
    for match in MENTION.finditer(text):
        key = next(group for group in match.groups() if group).lower()
        while key.count(")") > key.count("("):  # penutup milik kalimatnya
            key = key[: key.rindex(")")]
        yield key.rstrip(".,;")


def test_every_line_of_the_list_is_an_entry() -> None:
    lines = [x for x in LIST.read_text("utf-8").splitlines() if x.startswith("- ")]
    assert [x for x in lines if not ENTRY.match(x)] == []
    assert len(lines) > 100


def test_identifiers_are_well_formed_and_shown() -> None:
    for match in entries():
        for label, url in LINK.findall(match["rest"]):
            place = next((p for p in PLACES if url.startswith(p)), None)
            if place is None:
                continue
            name, form = PLACES[place]
            key = url.removeprefix(place)
            assert form.fullmatch(key), url
            assert label == name + key, label


def test_each_source_stands_once() -> None:
    urls = [url for match in entries() for _, url in LINK.findall(match["rest"])]
    assert sorted(url for url in set(urls) if urls.count(url) > 1) == []
    works = [(m["authors"], m["year"], m["title"], m["rest"]) for m in entries()]
    assert len(works) == len(set(works))


def test_whatever_is_cited_stands_in_the_list() -> None:
    listed = known()
    missing = {(p, key) for p, text in texts() for key in mentions(text)}
    assert sorted((p, key) for p, key in missing if key not in listed) == []


def test_further_reading_is_exactly_what_no_page_cites() -> None:
    main, further = LIST.read_text("utf-8").split("\n## Bacaan lanjutan\n")
    cited = {key for _, text in texts() for key in mentions(text)}
    keys = [
        [k for _, u in LINK.findall(t) if (k := key_of(u))] for t in (main, further)
    ]
    assert [key for key in keys[0] if key not in cited] == []
    assert keys[1] and [key for key in keys[1] if key in cited] == []


def test_cited_titles_and_years_are_those_of_the_list() -> None:
    listed, wrong = known(), []
    for place, text in texts():
        for cited in CITED.finditer(text):
            key = key_of(cited["url"])
            if key not in listed:
                continue
            own = (plain(cited["title"]), cited["year"])
            if own != (plain(listed[key]["title"]), listed[key]["year"]):
                wrong.append((place, cited["title"], cited["year"], key))
    assert wrong == []


def plain(title: str) -> str:
    """Judul tanpa tanda dan huruf besar, supaya hanya katanya yang dibandingkan."""
    title = title.replace(r"$\beta$", "β").casefold()
    return " ".join(re.findall(r"\w+", title))


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://arxiv.org/abs/9999.99999)",
        "[x](https://arxiv.org/pdf/1406.9999v2)",
        "# arXiv:1406.9999, dan lain-lain",
        "([1988](https://doi.org/10.1/x)).",
        "[v](https://youtu.be/abc)",
    ],
)
def test_the_check_sees_an_unknown_source(text: str) -> None:
    keys = list(mentions(text))
    assert len(keys) == 1 and keys[0] not in known()


def test_the_check_sees_a_wrong_title() -> None:
    text = "*Auto-Encoding Bayes*, 2013. [arXiv 1312.6114](https://arxiv.org/abs/1312.6114)"
    cited = CITED.search(text)
    assert cited and plain(cited["title"]) != plain(known()["1312.6114"]["title"])


def test_list_is_reachable() -> None:
    assert "lampiran/rujukan.md" in (ROOT / "mkdocs.yml").read_text("utf-8")
    assert Path(LIST).is_file()
