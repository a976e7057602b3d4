"""Rumus: bentuk MathML sah, TeX tersimpan, kesalahan menyebut rumusnya."""

import re
import xml.etree.ElementTree as ET
from html import escape, unescape

import pytest

from hooks.formulas import (
    FormulaError,
    render_dollar_formulas,
    render_formulas,
    to_mathml,
)

FORMULAS = [
    r"\mathcal{L}(x) = \mathbb{E}_{q_\phi(z \mid x)}[-\log p_\theta(x \mid z)]",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
    r"\underbrace{\operatorname{KL}(q \,\|\, p)}_{\text{ongkos}}",
    r"a < b",
    r'\text{"kutip" & lain}'.replace("&", r"\&"),
]


def parse(mathml: str) -> ET.Element:
    return ET.fromstring(mathml.replace("&ApplyFunction;", "\u2061"))


@pytest.mark.parametrize("tex", FORMULAS)
@pytest.mark.parametrize("display", [False, True])
def test_formula_is_well_formed_and_keeps_its_tex(tex: str, display: bool) -> None:
    root = parse(to_mathml(tex, display))
    assert root.tag == "math"
    assert root.get("data-tex") == tex
    assert root.get("display") == ("block" if display else None)


@pytest.mark.parametrize("tex", [r"\takdikenal x", r"\frac{1}{2", "a & b"])
def test_bad_tex_raises_with_the_tex(tex: str) -> None:
    with pytest.raises(FormulaError, match="rumus tidak dikenali") as caught:
        to_mathml(tex, display=False)
    assert caught.value.tex == tex


def test_decimal_comma_stays_inside_one_number() -> None:
    root = parse(to_mathml(r"\ln 0{,}5 + 1.000{,}25 + f(1,2)", display=False))
    numbers = [node.text for node in root.iter("mn")]
    assert numbers == ["0,5", "1.000,25", "1", "2"]


def test_marked_formulas_are_replaced_and_nothing_else() -> None:
    html = (
        '<p>Jika <span class="arithmatex">\\(a &lt; b\\)</span> maka</p>'
        '<div class="arithmatex">\\[\n\\frac{1}{2}\n\\]</div><code>\\(x\\)</code>'
    )
    rendered = render_formulas(html)
    texs = [unescape(tex) for tex in re.findall(r'data-tex="([^"]*)"', rendered)]
    assert texs == ["a < b", r"\frac{1}{2}"]
    assert rendered.count(' data-tex="\\frac{1}{2}" display="block">') == 1
    assert "arithmatex" not in rendered
    assert rendered.endswith("<code>\\(x\\)</code>")
    assert rendered.startswith("<p>Jika <math")


def test_formula_and_its_punctuation_share_a_line() -> None:
    rendered = render_dollar_formulas("bila ($x$), $y$ dan $z$.")
    kept = re.findall(r'<span class="rapat">(.*?)</span>', rendered)
    assert [re.sub(r"<math.*</math>", "¶", part) for part in kept] == ["(¶),", "¶."]
    assert rendered.count("<math") == 3


def test_page_without_formulas_is_untouched() -> None:
    html = "<p>Harga $5, kode <code>\\(x\\)</code></p>"
    assert render_formulas(html) == html
    assert render_dollar_formulas(html) == html


def test_dollar_formulas_leave_code_and_attributes_alone() -> None:
    kept = '<pre>$a$</pre><p title="$b$"><code>$c$</code>'
    rendered = render_dollar_formulas(f"{kept}$d$ dan $$e &lt; f$$</p>")
    assert rendered.startswith(kept)
    assert re.findall(r'data-tex="([^"]*)"', rendered) == ["d", escape("e < f")]


def test_error_in_a_page_carries_the_tex() -> None:
    with pytest.raises(FormulaError) as caught:
        render_formulas('<span class="arithmatex">\\(\\salah\\)</span>')
    assert caught.value.tex == r"\salah"
