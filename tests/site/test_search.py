"""Pencarian pada situs yang sebenarnya: akar kata, frasa, salah ketik, dan hematnya."""

import csv
import gzip
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import snowballstemmer
from playwright.sync_api import Browser, Page

from hooks import ROOT
from tests.site import browser as tools

LANGUAGE = ROOT / "docs/assets/javascripts/lunr/min/lunr.id.min.js"
PREFIXES = (
    "ber be per pe bel pel di ke ter me mem men meng meny pem pen peng peny "
    "memper diper"
)
SUFFIXES = "an kan i nya ku mu lah kah pun annya kannya inya"
INDEX_LIMIT = 250_000  # bita gzip, seluruh situs
ASK = """async (queries) => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const base = new URL(config.base, location);
  const worker = new Worker(new URL(config.search, location));
  const send = (type, data) => new Promise((resolve) => {
    const answer = (event) => resolve(event.data.data);
    worker.addEventListener("message", answer, { once: true });
    worker.postMessage({ type, data });
  });
  const index = await (await fetch(new URL("search/search_index.json", base))).json();
  await send(0, { ...index, options: { suggest: false } });
  const answers = [];
  for (const query of queries) answers.push((await send(2, query)).items);
  worker.terminate();
  return answers;
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser, site: str) -> Iterator[Page]:
    found = chromium.new_page()
    found.goto(f"{site}bab/vae/")
    yield found
    found.close()


def ask(page: Page, *queries: str) -> list[list[list[dict[str, Any]]]]:
    """Jawaban pekerja pencarian: per kueri, bagian yang dikelompokkan per halaman."""
    return page.evaluate(ASK, list(queries))


def queries() -> list[tuple[str, set[str]]]:
    """Kueri yang ditulis tangan, dan halaman yang patut menjawabnya."""
    with (Path(__file__).parent / "kueri.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["kueri"], {address(name) for name in row["halaman"].split("|")})
        for row in rows
    ]


def address(name: str) -> str:
    """Alamat sebuah halaman: `vae` → `bab/vae/`, `lampiran/data` tetap."""
    home = {"index": "", "mulai": "mulai/"}
    return home.get(name, f"{name}/" if "/" in name else f"bab/{name}/")


def places(groups: list[list[dict[str, Any]]]) -> set[str]:
    """Bagian-bagian yang ditemukan; halaman induk bernilai nol tidak dihitung."""
    return {item["location"] for items in groups for item in items if item["score"]}


def words() -> list[str]:
    """Kata dari naskah dan data situs, ditambah imbuhan yang dipasang semena-mena."""
    texts = [*(ROOT / "docs").rglob("*.md")]
    texts += (ROOT / "genai_examples/datasets/data").glob("*.txt")
    found = {
        word
        for path in texts
        for word in re.findall("[a-z]+", path.read_text("utf-8").lower())
    }
    affixes = [*itertools.product(["", *PREFIXES.split()], ["", *SUFFIXES.split()])]
    roots = [*sorted(found)[::40], "ajar", "sapu", "pukul", "kerja", "si", "i", "a", ""]
    return sorted(found | {a + root + b for root in roots for a, b in affixes})


def test_stemmer_equals_snowball(chromium: Browser) -> None:
    page = chromium.new_page()
    page.evaluate("""() => { self.lunr = {
        Pipeline: { registerFunction() {} }, Index: { prototype: {} }
    } }""")
    page.add_script_tag(path=LANGUAGE)
    listed = words()
    assert len(listed) >= 10_000
    expected = snowballstemmer.stemmer("indonesian").stemWords(listed)
    assert page.evaluate("words => words.map(lunr.id.stem)", listed) == expected
    page.close()


def test_every_form_of_a_word_finds_the_others(page: Page) -> None:
    forms = ("latih", "melatih", "dilatih", "pelatihan", "terlatih")
    found = [places(groups) for groups in ask(page, *forms)]
    shared = set.intersection(*found)
    assert len(shared) > 5
    text = json.dumps(ask(page, "terlatih")[0])
    for form in ("melatih", "dilatih", "pelatihan"):
        assert f"<mark>{form}</mark>" in text.lower()


def test_prefix_phrase_plus_and_minus(page: Page) -> None:
    prefix, phrase, plus, free, minus = ask(
        page, "reparam", '"ruang laten"', "+laten +prior", "laten", "laten -prior"
    )
    assert "reparameterisasi" in json.dumps(prefix)
    for items in phrase:
        for item in items:
            if item["score"]:
                plain = re.sub("<[^>]*>", "", f"{item['title']} {item['text']}").lower()
                assert "ruang" in plain and "laten" in plain
    assert places(plus) and places(plus) < places(free)
    assert places(minus) and places(minus) < places(free)
    assert not places(minus) & places(plus)


@pytest.mark.parametrize(
    ("typo", "word"),
    [("reparamaterisasi", "reparameterisasi"), ("autoencodr", "autoencoder")],
)
def test_a_small_typo_still_finds(page: Page, typo: str, word: str) -> None:
    (groups,) = ask(page, typo)
    assert f"<mark>{word}</mark>" in json.dumps(groups).lower()
    assert all(
        item["terms"] == {typo: True} for g in groups for item in g if item["score"]
    )


def test_a_hyphen_at_the_end_matches_no_other_word(page: Page) -> None:
    word, typed = ask(page, "fine", "fine-")
    assert places(typed) and places(typed) <= places(word)


def test_each_place_is_marked_once_and_nothing_is_called_missing(page: Page) -> None:
    for groups in ask(page, "pelatihan", "latihan", "melatih model"):
        text = json.dumps(groups)
        assert "<mark>" in text
        assert not re.search("<mark>[^<]*<mark>|<mark></mark>", text)
    (groups,) = ask(page, "pelatihan")
    assert all(
        i["terms"] == {"pelatihan": True} for g in groups for i in g if i["score"]
    )


def test_code_and_formulas_stay_out_of_the_index(folder: Path) -> None:
    text = (folder / "search/search_index.json").read_text("utf-8")
    assert "import torch" not in text
    assert "p(x∣z)" not in text
    assert len(gzip.compress(text.encode())) <= INDEX_LIMIT


def test_index_waits_for_the_search_box(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    watch = tools.Watch(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}bab/vae/", wait_until="networkidle")
    late = ("search_index.json", "/workers/search", "lunr.id.min.js")
    assert not [url for url in asked if any(part in url for part in late)]
    page.keyboard.press("/")
    page.keyboard.type("pelatihan")
    page.locator(".md-search-result__item mark").first.wait_for()
    assert "halaman ditemukan" in page.locator(".md-search-result__meta").inner_text()
    assert len([url for url in asked if url.endswith("search_index.json")]) == 1
    assert watch.errors == [] and watch.foreign == []
    page.close()


def test_search_works_from_a_result_link(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    page.goto(f"{site}bab/vae/?h=reparameterisasi")
    page.locator("article mark", has_text="reparameterisasi").first.wait_for()
    page.close()


def test_queries_find_their_pages(page: Page) -> None:
    """Paling sedikit 95% kueri menemukan halamannya di antara lima yang teratas."""
    wanted = queries()
    assert len(wanted) >= 200
    missed = []
    for (query, pages), groups in zip(
        wanted, ask(page, *(query for query, _ in wanted)), strict=True
    ):
        top = {items[0]["location"].split("#")[0] for items in groups[:5]}
        if not top & pages:
            missed.append((query, sorted(top)))
    assert len(missed) <= 0.05 * len(wanted), missed
