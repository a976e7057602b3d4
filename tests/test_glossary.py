"""Glosarium: istilah terbaca, sebutan pertama bertaut, yang bukan prosa dibiarkan."""

import pytest

from hooks import glossary

PAGE = """---
title: Glosarium
---
# Glosarium

## A

autoencoder variasional (*variational autoencoder*, VAE) { #vae }
:   Model laten yang dilatih dengan batas bawah *log-likelihood*.

autoencoder { #autoencoder }
:   Jaringan yang meringkas [masukan](a.md) lalu mengembalikannya.

derau (*noise*) { #derau }
:   Bilangan acak.

*encoder* (penyandi) { #encoder }
:   Bagian yang meringkas.

:   Catatan kedua.

pengambilan sampel, mengambil sampel (*sampling*) { #pengambilan-sampel }
:   Mengundi.

*retrieval-augmented generation* (RAG, menjawab dari dokumen) { #rag }
:   Mencari dulu.
"""
TERMS = tuple(glossary.read(PAGE))
NAMES = {term.id: term for term in TERMS}


def found(text: str) -> list[tuple[str, str]]:
    return [(m.term.id, text[m.start : m.end]) for m in glossary.mentions(text, TERMS)]


def test_entries_are_read_with_forms_and_counterparts() -> None:
    assert [term.id for term in TERMS] == [
        "vae", "autoencoder", "derau", "encoder", "pengambilan-sampel", "rag",
    ]  # fmt: skip
    vae = NAMES["vae"]
    assert vae.forms == ("autoencoder variasional", "VAE")
    assert vae.other == ("variational autoencoder",) and not vae.italic
    assert vae.plain == "Model laten yang dilatih dengan batas bawah log-likelihood."
    encoder = NAMES["encoder"]
    assert (encoder.forms, encoder.other) == (("encoder",), ("penyandi",))
    assert encoder.italic
    assert NAMES["pengambilan-sampel"].forms[1] == "mengambil sampel"
    rag = NAMES["rag"]
    assert rag.forms == ("retrieval-augmented generation", "RAG")
    assert rag.other == ("menjawab dari dokumen",)
    assert NAMES["autoencoder"].plain.startswith("Jaringan yang meringkas masukan lalu")


def test_longest_form_wins_and_inflection_counts() -> None:
    text = (
        "Deraunya kecil. Autoencoder variasional dan autoencoder. VAE mengambil sampel."
    )
    assert found(text) == [
        ("derau", "Deraunya"),
        ("vae", "Autoencoder variasional"),
        ("autoencoder", "autoencoder"),
        ("vae", "VAE"),
        ("pengambilan-sampel", "mengambil sampel"),
    ]


def test_italic_is_part_of_the_mention() -> None:
    assert found("Sebuah *encoder* dan *Encoder*.") == [
        ("encoder", "*encoder*"),
        ("encoder", "*Encoder*"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`derau`",
        "$derau + x$ dan $$\nderau\n$$",
        "## Derau",
        '!!! salah "Derau"',
        '    ??? jawaban "Derau"',
        "[derau](a.md) dan ![derau](b.png)",
        "```blok\nderau\n```",
        "    ```python\n    derau = 1\n\n    ```",
        "{{ derau:.1f }}",
        "<p>derau</p>",
        "<!-- derau\nderau -->",
        "*Belajar derau dari data*",
        "autoenkoder (*encoder*, x)",
        "deraunyaman, penderau, derau-derau",
        "Teks { .derau }",
        "---\ntitle: derau\n---\n# Judul",
    ],
)
def test_only_prose_is_searched(text: str) -> None:
    assert found(text) == []


def test_first_mention_is_linked_once() -> None:
    text = (
        "# Derau\n\nAda *encoder* dan derau (*noise*).\n\n- Derau lagi, *encoder* lagi."
    )
    marked = glossary.mark(text, TERMS, "../g.md")
    assert marked == (
        '# Derau\n\nAda [*encoder*](../g.md#encoder "Bagian yang meringkas.")'
        '{ .istilah #istilah-encoder } dan [derau](../g.md#derau "Bilangan acak.")'
        "{ .istilah #istilah-derau } (*noise*).\n\n- Derau lagi, *encoder* lagi."
    )


def test_glossary_points_to_the_first_page_in_order() -> None:
    pages = {
        "../mulai.md": ("Memulai", "Tentang *encoder*."),
        "../bab/b.md": ("B", "Derau dan *encoder*."),
        "../bab/c.md": ("C", "Derau."),
    }
    text = glossary.with_first_uses(PAGE, pages)
    assert "Pertama kali di [B](../bab/b.md#istilah-derau)." in text
    assert "Pertama kali di [Memulai](../mulai.md#istilah-encoder)." in text
    assert text.count("Pertama kali") == 2
    assert glossary.read(text) == glossary.read(PAGE)


def test_reading_order_is_that_of_the_navigation() -> None:
    nav = [
        {"Beranda": "index.md"},
        {"Memulai": "mulai.md"},
        {"Bahasa": [{"GPT": "bab/gpt.md"}, {"Praktik": "praktik/gpt.ipynb"}]},
        {"Glosarium": "lampiran/glosarium.md"},
    ]
    assert list(glossary.reading_order(nav)) == [
        ("Memulai", "mulai.md"),
        ("GPT", "bab/gpt.md"),
    ]


def test_labs_are_marked_in_their_html() -> None:
    seen: set[str] = set()
    html = "<h2>Derau</h2><p>Ada <em>encoder</em>, $derau$, <code>derau</code>.</p>"
    marked = glossary.mark_html(html, TERMS, "../g/", seen)
    assert seen == {"encoder"} and marked.count("<a ") == 1
    assert '<em><a class="istilah" id="istilah-encoder" href="../g/#encoder"' in marked
    again = glossary.mark_html("<p>Encoder dan derau</p>", TERMS, "../g/", seen)
    assert again.startswith("<p>Encoder dan <a ") and again.endswith(">derau</a></p>")
