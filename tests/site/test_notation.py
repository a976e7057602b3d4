"""Notasi: setiap lambang rumus ada di satu halaman, dan setiap lambang satu kali."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hooks import ROOT
from hooks.grammar import CODE_SPAN, MATH_SPAN, parse
from hooks.values import VALUE
from tests.site import prose

PAGE = ROOT / "docs/lampiran/notasi.md"
# Perintah tata letak; bukan lambang yang perlu arti.
_LAYOUT = r"""
\frac \tfrac \dfrac \left \right \mid \dots \ldots \cdots \underbrace \overbrace \hat
\begin \end \quad \qquad \text \operatorname \mathrm \mathbf \big \Big \bigl \bigr \to
\in \infty \pm \ne \lvert \rvert
"""
LAYOUT = frozenset(_LAYOUT.split())
TOKEN = re.compile(
    r"\\(?:bar|tilde|mathbb|mathcal)\s*(?:\\[a-zA-Z]+|\{[^{}]*\}|[a-zA-Z])"
    r"|\\(?:mathrm|operatorname)\{(?P<name>[^{}]*)\}|\\[a-zA-Z]+|[a-zA-Z]"
)


def formulas(text: str, path: str) -> Iterator[str]:
    """Rumus sebaris dan tersendiri dalam prosa, alt, dan keterangan gambar."""
    page = parse(text, path)
    lines = text.split("\n")
    for block in page.blocks:
        lines[block.start : block.end] = [""] * (block.end - block.start)
    if page.is_lab:
        lines = [line.removeprefix("# ") for line in lines]
    texts = [t for b in page.blocks for t in (b.alt, b.caption) if t]
    whole = VALUE.sub("0", "\n".join([*lines, *texts]))
    yield from re.findall(r"\$\$(.*?)\$\$", whole, re.DOTALL)
    inline = CODE_SPAN.sub("", re.sub(r"\$\$.*?\$\$", "", whole, flags=re.DOTALL))
    for match in MATH_SPAN.finditer(inline):
        yield match[0].strip("$")


def symbols(tex: str) -> set[str]:
    """Lambang dalam satu rumus; hiasan \\bar, \\mathbb, … satu kesatuan."""
    tex = re.sub(r"\\text\{[^{}]*\}|\\(?:begin|end)\{\w+\}|_\\text\{[^{}]*\}", " ", tex)
    found = set()
    for match in TOKEN.finditer(tex):
        token = re.sub(r"[\s{}]", "", match["name"] or match[0])
        if token not in LAYOUT:
            found.add(token)
    return found


def listed() -> dict[str, list[int]]:
    """Lambang di kolom pertama setiap tabel → baris-barisnya."""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(PAGE.read_text("utf-8").split("\n"), 1):
        if line.startswith("| $"):
            cell = line.split(" | ")[0]
            for match in MATH_SPAN.finditer(cell):
                for token in symbols(match[0].strip("$")):
                    found.setdefault(token, []).append(at)
    return found


@pytest.mark.parametrize("path", prose.paths(), ids=lambda path: path.stem)
def test_every_symbol_has_its_meaning(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    used: dict[str, str] = {}
    for tex in formulas(path.read_text("utf-8"), name):
        used |= dict.fromkeys(symbols(tex), tex)
    known = listed()
    assert {s: tex for s, tex in used.items() if s not in known} == {}


def test_rows_define_one_symbol_once() -> None:
    lines = PAGE.read_text("utf-8").split("\n")
    rows = [line.split(" | ")[0] for line in lines if line.startswith("| $")]
    names = [m[0] for row in rows for m in MATH_SPAN.finditer(row)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_extraction_sees_letters_decorations_and_names() -> None:
    tex = (
        r"\mathrm{KL}(q_\phi \,\|\, p) = \mathbb{E}_{q}[\bar\alpha_t + \hat x \frac1d]"
    )
    expected = {"KL", "q", r"\phi", "p", r"\mathbbE", r"\bar\alpha", "t", "x", "d"}
    assert symbols(tex) == expected
    assert symbols(r"\begin{aligned} \text{ongkos} \\ a \end{aligned}") == {"a"}


def test_an_unknown_symbol_would_be_caught() -> None:
    text = "# Uji\n\nAda $\\xi$.\n\n$$\n\\Omega\n$$\n"
    found = {s for tex in formulas(text, "docs/uji.md") for s in symbols(tex)}
    assert found - set(listed()) == {r"\xi", r"\Omega"}
