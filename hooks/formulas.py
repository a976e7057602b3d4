"""TeX menjadi MathML saat situs dibangun, tanpa JavaScript di peramban."""

import re
from functools import cache
from html import escape, unescape

from math_core import LatexError, LatexToMathML

from hooks import speech

# Yang ditinggalkan pymdownx.arithmatex dengan `generic: true`.
_MARKED = re.compile(r'<(span|div) class="arithmatex">(.*?)</\1>', re.DOTALL)
_DELIMITERS = ((r"\(", r"\)"), (r"\[", r"\]"))
# Koma desimal `0{,}5` dibaca math-core sebagai tanda baca yang memutus bilangan.
# Selama pengubahan koma itu diwakili sederet angka, lalu dikembalikan.
_COMMA_IN_TEX = re.compile(r"(?<=\d)\{,\}(?=\d)")
_COMMA_AS_DIGITS = "731905284617"
# Dalam sel praktik rumus ditulis $…$ atau $$…$$; kode dan atribut dilewati.
_SKIPPED = re.compile(
    r"<(?:pre|code|script|style|math)\b.*?</(?:pre|code|script|style|math)>|<[^>]*>",
    re.DOTALL,
)
_DOLLARS = re.compile(
    r"\$\$(.+?)\$\$|(?<![\\$])\$(?!\s)([^$]+?)(?<!\s)\$(?!\d)", re.DOTALL
)

# Rumus sebaris dan tanda baca yang menempel; tanpa bungkus, baris dapat patah di sana.
_TOUCHING = re.compile(
    r"(?P<open>[(“]?)(?P<math><math(?![^>]* display=)[^>]*>(?:(?!</math>).)*</math>)"
    r"(?P<close>[.,;:!?)”]*)",
    re.DOTALL,
)


class FormulaError(ValueError):
    """TeX yang tidak dapat diubah; `tex` memuat rumusnya."""

    def __init__(self, tex: str, reason: str) -> None:
        super().__init__(f"rumus tidak dikenali: {tex!r}: {reason}")
        self.tex = tex


def to_mathml(tex: str, display: bool) -> str:
    """Ubah satu rumus TeX menjadi `<math>` dengan TeX-nya dalam `data-tex`.

    Bacaannya dalam kata-kata ada di `alttext`, untuk pembaca layar tanpa MathML.

    Perintah yang tidak dikenal menimbulkan `FormulaError`.
    """
    tex = tex.strip()
    try:
        mathml = _converter().convert_with_local_state(
            _COMMA_IN_TEX.sub(_COMMA_AS_DIGITS, tex), displaystyle=display
        )
    except LatexError as error:
        raise FormulaError(tex, str(error)) from error
    mathml = mathml.replace(_COMMA_AS_DIGITS, ",")
    words = escape(speech.spoken(mathml))
    start = f'<math data-search-exclude="" alttext="{words}" data-tex="{escape(tex)}"'
    return mathml.replace("<math", start, 1)


def render_formulas(html: str) -> str:
    """Ganti setiap rumus bertanda `arithmatex` dalam HTML dengan MathML."""
    return _TOUCHING.sub(_keep_together, _MARKED.sub(_render_marked, html))


def render_dollar_formulas(html: str) -> str:
    """Ganti `$…$` dan `$$…$$` dalam teks HTML (sel praktik) dengan MathML."""
    parts, end = [], 0
    for match in _SKIPPED.finditer(html):
        parts += [_DOLLARS.sub(_render_dollars, html[end : match.start()]), match[0]]
        end = match.end()
    parts.append(_DOLLARS.sub(_render_dollars, html[end:]))
    return _TOUCHING.sub(_keep_together, "".join(parts))


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


def _render_marked(match: re.Match[str]) -> str:
    display = match[1] == "div"
    tex = unescape(match[2]).strip()
    opening, closing = _DELIMITERS[display]
    return _wrap(tex.removeprefix(opening).removesuffix(closing), display)


def _render_dollars(match: re.Match[str]) -> str:
    display = match[1] is not None
    return _wrap(unescape(match[1] or match[2]), display)


def _keep_together(match: re.Match[str]) -> str:
    if not match["open"] and not match["close"]:
        return match[0]
    return f'<span class="rapat">{match[0]}</span>'


def _wrap(tex: str, display: bool) -> str:
    mathml = to_mathml(tex, display)
    return f'<div class="persamaan">{mathml}</div>' if display else mathml
