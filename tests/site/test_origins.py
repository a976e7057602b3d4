"""Asal-usul: setiap pokok naskah asal dibahas, di bagian yang memang memuatnya."""

import re
from functools import cache

import pytest
from markdown.extensions.toc import slugify

from hooks import ROOT
from tests.site import prose

PAGE = ROOT / "docs/lampiran/asal-usul.md"
FACTS = [
    line.removeprefix("- ")
    for part in PAGE.read_text("utf-8").split("\n## ")[1:]
    if not part.startswith("Lisensi")
    for line in part.split("\n")
    if line.startswith("- ")
]
LINK = re.compile(r"\[[^]]+\]\(\.\./bab/(?P<page>[a-z]+)\.md#(?P<anchor>[\w-]+)\)$")
LATER = re.compile(r"Bab `(?P<page>[a-z]+)` menyusul\.$")
# Nama-nama yang disebut naskah asal; semuanya harus muncul di halaman ini.
NAMED = """
ChatGPT|Copilot|Gemini|LLaMA|Stable Diffusion|Midjourney|DALL·E|Sora|OpenAI|Anthropic
Microsoft|Google|Baidu|GenAI|GAI|Transformer|prompt|LSTM|GPT|BERT|Wikipedia|Common Crawl
perangkat lunak|layanan kesehatan|keuangan|hiburan|layanan pelanggan|pemasaran|seni
penulisan|desain produk|kejahatan siber|deepfake|hak cipta|pekerjaan|musik|dunia virtual
obat|diagnosis|pasar|kucing|anjing|probabilistik|deterministik|piksel|acak|generator
diskriminator|adversarial|berjumlah nol|identitas|Hinton dan Salakhutdinov|encoder
decoder|laten|inferensi variasional|overfitting|distribusi|embedding|jendela|rekuren
multi-head attention|scaled dot-product attention|dua sublapisan|tiga sublapisan
prapelatihan|fine-tuning|1406.2661|1711.05914|1906.02691|1606.05908|1706.03762
wjZofJX0v4M|eMlx5fFNoYc|magang
"""


@cache
def sections(page: str) -> dict[str, str]:
    """Jangkar → isi bagian, termasuk subbagiannya, kode, dan tabelnya."""
    path = ROOT / f"docs/bab/{page}.md"
    text = path.read_text("utf-8")
    lines = text.split("\n")
    readable = prose.prose_lines(prose.parse(text, path.name))
    heads = []
    for at, line in enumerate(readable):
        if found := re.match(r"(#{1,6}) (.*?)(?:\s*\{ #([\w-]+) \})?$", line):
            title = re.sub(r"<[^>]+>|[*`]", "", found[2])
            heads.append((at, len(found[1]), found[3] or slugify(title, "-")))
    found_sections = {}
    for index, (at, level, anchor) in enumerate(heads):
        ends = [start for start, other, _ in heads[index + 1 :] if other <= level]
        body = "\n".join(lines[at : ends[0] if ends else len(lines)])
        found_sections.setdefault(anchor, body.replace("*", "").lower())
    return found_sections


def keywords(fact: str) -> list[str]:
    return re.findall(r"\*\*\*?([^*]+)\*?\*\*", fact)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact[:30])
def test_fact_is_treated_where_its_link_points(fact: str) -> None:
    link, later = LINK.search(fact), LATER.search(fact)
    assert link or later, "butir tanpa tautan"
    if later:
        chapter = ROOT / f"docs/bab/{later['page']}.md"
        assert not chapter.exists(), f"bab {later['page']} sudah ada: isi tautannya"
        return
    assert link is not None
    section = sections(link["page"]).get(link["anchor"])
    assert section is not None, f"jangkar {link['anchor']} tidak ada"
    lost = [word for word in keywords(fact) if word.lower() not in section]
    assert lost == []


def test_every_name_of_the_outline_is_on_the_page() -> None:
    text = " ".join(FACTS).replace("*", "").lower()
    names = [name for line in NAMED.split("\n") for name in line.split("|") if name]
    assert [name for name in names if name.lower() not in text] == []
    assert len(FACTS) >= 80


@pytest.mark.parametrize(
    "picture",
    [
        "himpunan", "model diskriminatif", "model generatif", "ikhtisar", "GAN",
        "autoencoder:", "penghilangan derau", "autoencoder variasional",
        "perbandingan",
    ],
)  # fmt: skip
def test_every_picture_of_the_outline_has_a_computed_one(picture: str) -> None:
    rows = [fact for fact in FACTS if fact.startswith("Gambar ") and picture in fact]
    found = [LINK.search(row) for row in rows]
    assert found, "gambar tanpa butir"
    assert any(
        "#| figure:" in sections(link["page"])[link["anchor"]] for link in found if link
    )


def test_concerns_lead_to_the_chapter_on_risks() -> None:
    rows = [fact for fact in FACTS if fact.startswith("Kekhawatiran")]
    pages = [link["page"] for row in rows if (link := LINK.search(row))]
    assert pages == ["risiko"] * 4


def test_origin_is_credited() -> None:
    text = PAGE.read_text("utf-8")
    for part in (
        "IMV Laboratory",
        "imvlaboratory/Magang-IMV-2024-2025_Minggu-3",
        "MIT",
    ):
        assert part in text


def test_sections_end_where_the_next_begins() -> None:
    found = sections("vae")
    assert "rekonstruksi" in found["rumus-lalu-satu-angka"]
    assert "kode dari nol" not in found["rumus-lalu-satu-angka"].split("\n")[0]
    assert "trik" in found["kode-dari-nol"] and "## kuis" not in found["kode-dari-nol"]
