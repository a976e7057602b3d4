"""Yang tidak boleh terpisah di ujung baris: rumus dan tanda bacanya, nomor arXiv."""

import re

# Rumus dalam kalimat satu satuan bagi peramban: tanpa ini titik sesudahnya boleh jatuh
# sendirian ke baris berikut, dan kurung pembukanya tertinggal.
FORMULA = re.compile(
    r"(?P<open>[(“]?)(?P<math><math\b(?:(?!display=\"block\")[^>])*>.*?</math>)"
    r"(?P<close>(?:[.,;:?!)”%…]|-\w+)*)",
    re.DOTALL,
)
IDENTIFIER = re.compile(r"\b(arXiv|Pasal|pers\.|ISBN) (?=[\d(])")
NBSP = "\u00a0"


def keep_together(html: str) -> str:
    """Rangkai rumus dengan tanda bacanya, dan kata pengantar dengan nomornya."""
    return IDENTIFIER.sub(rf"\1{NBSP}", FORMULA.sub(_whole, html))


def _whole(match: re.Match[str]) -> str:
    if not (match["open"] or match["close"]):
        return match[0]
    return f'<span class="utuh">{match[0]}</span>'
