"""Glosarium: istilah dan artinya, dan tautan dari sebutan pertama di setiap halaman.

Datanya halaman `docs/lampiran/glosarium.md` sendiri, sebuah daftar definisi Markdown:

    derau (*noise*) { #derau }
    :   Bilangan acak yang ditambahkan pada data.

Kepala yang tegak diikuti padanan miring dan, bila ada, singkatan: `(*noise*)`,
`(*variational autoencoder*, VAE)`. Kepala yang miring diikuti padanan Indonesianya:
`*encoder* (penyandi)`. Beberapa bentuk pokok dipisahkan koma.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import combinations
from pathlib import Path
from typing import Any

PAGE = "lampiran/glosarium.md"
ENTRY = re.compile(
    r"^(?P<head>\S.*?) \{ #(?P<id>[a-z0-9-]+) \}\n:   (?P<meaning>.+)$", re.MULTILINE
)
HEAD = re.compile(r"(?P<main>.+?)(?: \((?P<rest>[^()]+)\))?")
# Yang bukan prosa, atau yang tidak boleh memuat tautan.
SKIPPED = r"""
    \A---\n(?:.*\n)*?---$ | <!--(?s:.*?)-->
  | ^(?P<indent>[ ]*)(?P<fence>`{3,})[^\n]*\n(?:.*\n)*?(?P=indent)(?P=fence)[ ]*$
  | ^[ ]*(?:\#{1,6}[ ]|!!![ ]|\?\?\?\+?[ ]|===[ ]).*$      # judul
  | ^<(?!div\b|/).*$                                     # HTML sebaris
  | \$\$(?s:.*?)\$\$
  | \{\{.*?\}\} | (?P<tick>`+)(?!`).*?(?<!`)(?P=tick)(?!`)
  | (?<![\\$])\$(?![\s$])[^$\n]*(?<![\s\\])\$(?!\$)
  | !?\[(?:[^][\n]|\[[^][\n]*\])*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)
  | </?[a-zA-Z][^<>]*> | \{[ ]*[.\#:][^{}\n]*\}
  | \((?=\*[^*\n]+\*[,)])\*[^*\n]+\*                     # padanan dalam kurung
"""
SCAN = re.compile(
    rf"(?P<skip>{SKIPPED})|(?<![*\w])\*(?P<italic>[^*\s][^*\n]*)\*(?!\*)"
    r"|(?P<word>[^\W\d_][\w-]*)",
    re.MULTILINE | re.VERBOSE,
)

NOT_TEXT = re.compile(
    r"<(a|code|pre|math|h[1-6])\b.*?</\1>|<[^<>]*>", re.DOTALL
)  # dalam HTML


@dataclass(frozen=True)
class Term:
    """Satu istilah glosarium."""

    id: str
    head: str  # Markdown, seperti tertulis di glosarium
    forms: tuple[str, ...]  # bentuk yang dipakai dalam prosa, tanpa tanda miring
    other: tuple[str, ...]  # padanan dalam bahasa satunya
    italic: bool  # bentuk pokoknya kata asing
    meaning: str  # satu kalimat

    @property
    def plain(self) -> str:
        """Artinya sebagai teks polos, untuk keterangan kecil."""
        return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", self.meaning).replace("*", "")


@dataclass(frozen=True)
class Mention:
    """Sebutan sebuah istilah; `start` dan `end` termasuk tanda miringnya."""

    term: Term
    start: int
    end: int


def read(text: str) -> list[Term]:
    """Istilah-istilah sebuah halaman glosarium, menurut urutannya."""
    return [_term(match) for match in ENTRY.finditer(text)]


def _term(match: re.Match[str]) -> Term:
    head = HEAD.fullmatch(match["head"])
    assert head is not None
    main, rest = head["main"], (head["rest"] or "")
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    italic = main.startswith("*") and main.endswith("*")
    short = [p for p in parts if p[0] != "*" and sum(map(str.isupper, p)) > 1]
    other = [p.strip("*") for p in parts if p not in short]
    forms = (*main.strip("*" if italic else " ").split(", "), *short)
    meaning = match["meaning"].strip()
    return Term(match["id"], match["head"], forms, tuple(other), italic, meaning)


def pairs(terms: Iterable[Term]) -> list[tuple[str, str]]:
    """Setiap dua sebutan untuk satu istilah, huruf kecil; dipakai pencarian."""
    names = [[n.lower() for n in (*term.forms, *term.other)] for term in terms]
    return [pair for group in names for pair in combinations(group, 2)]


def mentions(markdown: str, terms: Iterable[Term]) -> Iterator[Mention]:
    """Semua sebutan dalam prosa, dari kiri ke kanan; bentuk terpanjang menang."""
    index, whole = _index(tuple(terms))
    at = 0
    while match := SCAN.search(markdown, at):
        at = match.end()
        if match["italic"]:
            term = whole.get(_bare(match["italic"].lower()))
            if term:
                yield Mention(term, match.start(), at)
        elif match["word"]:
            start = match.start()
            for form, term in index.get(_bare(match["word"].lower()), ()):
                end = start + len(form)
                if markdown[start:end].lower() != form:
                    continue
                tail = re.compile(r"(?:nya)?(?![\w-])").match(markdown, end)
                if tail:
                    at = tail.end()
                    yield Mention(term, start, at)
                    break


@lru_cache(maxsize=4)
def _index(
    terms: tuple[Term, ...],
) -> tuple[dict[str, list[tuple[str, Term]]], dict[str, Term]]:
    """Bentuk menurut kata pertamanya, terpanjang dulu; dan bentuk utuh."""
    pairs = [(form.lower(), term) for term in terms for form in term.forms]
    index: dict[str, list[tuple[str, Term]]] = {}
    for form, term in sorted(pairs, key=lambda pair: -len(pair[0])):
        first = re.match(r"[^\W\d_][\w-]*", form)
        if first:
            index.setdefault(_bare(first[0]), []).append((form, term))
    return index, dict(pairs)


def _bare(word: str) -> str:
    """Kata tanpa akhiran -nya."""
    return word.removesuffix("nya") if len(word) > 5 else word


def first_mentions(markdown: str, terms: Iterable[Term]) -> dict[str, Mention]:
    """Sebutan pertama setiap istilah yang disebut."""
    found: dict[str, Mention] = {}
    for mention in mentions(markdown, terms):
        found.setdefault(mention.term.id, mention)
    return found


def mark(markdown: str, terms: Iterable[Term], target: str) -> str:
    """Tautkan sebutan pertama setiap istilah ke glosarium di alamat `target`."""
    firsts = first_mentions(markdown, tuple(terms)).values()
    for mention in sorted(firsts, key=lambda m: -m.start):
        term, text = mention.term, markdown[mention.start : mention.end]
        link = (
            f'[{text}]({target}#{term.id} "{term.plain}")'
            f"{{ .istilah #istilah-{term.id} }}"
        )
        markdown = markdown[: mention.start] + link + markdown[mention.end :]
    return markdown


def mark_html(html: str, terms: Iterable[Term], target: str, seen: set[str]) -> str:
    """Seperti `mark`, untuk HTML buku praktik; `seen` mencatat yang sudah bertaut."""
    parts, at = [], 0
    for tag in [*NOT_TEXT.finditer(html), None]:
        start, end = tag.span() if tag else (len(html), len(html))
        text = html[at:start]
        fresh = [t for t in terms if t.id not in seen] if text.strip() else []
        firsts = first_mentions(text, fresh).values()
        for mention in sorted(firsts, key=lambda m: -m.start):
            term = mention.term
            seen.add(term.id)
            text = (
                f'{text[: mention.start]}<a class="istilah" id="istilah-{term.id}" '
                f'href="{target}#{term.id}" title="{escape(term.plain)}">'
                f"{text[mention.start : mention.end]}</a>{text[mention.end :]}"
            )
        parts += [text, html[start:end]]
        at = end
    return "".join(parts)


def with_first_uses(markdown: str, pages: Mapping[str, tuple[str, str]]) -> str:
    """Glosarium dengan tautan ke sebutan pertama setiap istilah.

    `pages` menurut urutan baca: alamat dari glosarium → (judul, Markdown).
    """
    terms = tuple(read(markdown))
    uses: dict[str, str] = {}
    for address, (title, text) in pages.items():
        for name in first_mentions(text, terms):
            uses.setdefault(name, f"[{title}]({address}#istilah-{name})")

    def complete(match: re.Match[str]) -> str:
        use = uses.get(match["id"])
        return match[0] + (f"\n\n    Pertama kali di {use}." if use else "")

    return ENTRY.sub(complete, markdown)


def annotate(markdown: str, uri: str, docs: Path, nav: Any) -> str:
    """Halaman `uri` dengan istilah bertaut; glosarium dengan sebutan pertamanya."""
    source = docs / PAGE
    if not source.is_file():
        return markdown
    if uri != PAGE:
        target = posixpath.relpath(PAGE, posixpath.dirname(uri))
        return mark(markdown, terms_of(docs), target)
    pages = {
        posixpath.relpath(other, posixpath.dirname(PAGE)): (
            title,
            (docs / other).read_text(encoding="utf-8"),
        )
        for title, other in reading_order(nav)
    }
    return with_first_uses(markdown, pages)


def terms_of(docs: Path) -> tuple[Term, ...]:
    """Istilah situs di folder `docs`; kosong bila glosariumnya belum ada."""
    source = docs / PAGE
    return _terms(source.read_text(encoding="utf-8")) if source.is_file() else ()


@lru_cache(maxsize=2)
def _terms(text: str) -> tuple[Term, ...]:
    return tuple(read(text))


def reading_order(nav: Any) -> Iterator[tuple[str, str]]:
    """Judul dan alamat halaman Markdown dalam `nav`, tanpa beranda dan glosarium."""
    for entry in nav or ():
        for title, value in entry.items():
            if isinstance(value, list):
                yield from reading_order(value)
            elif value.endswith(".md") and value not in (PAGE, "index.md"):
                yield title, value
