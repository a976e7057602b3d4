"""Kode Python berwarna dengan tag sesedikit mungkin.

Pygments memberi setiap nama dan tanda baca `<span>` sendiri, padahal warnanya sama
dengan teks biasa: tujuh dari sepuluh simpul sebuah bab. Di sini hanya lima warna
yang bertag, dan potongan sewarna yang berdampingan menjadi satu.
"""

from collections.abc import Iterator
from html import escape

import pygments
from pygments.lexers import PythonLexer
from pygments.token import Token, _TokenType

from hooks.memo import remembered

# Warna → jenis potongan; kelasnya nama pendek Pygments, yang sudah diwarnai tema.
# Yang lebih khusus menang: teks dokumentasi sewarna komentar.
CLASSES: tuple[tuple[str, tuple[_TokenType, ...]], ...] = (
    ("c", (Token.Comment, Token.String.Doc)),
    ("k", (Token.Keyword, Token.Name.Builtin, Token.Name.Decorator)),
    ("nf", (Token.Name.Function, Token.Name.Class, Token.Name.Exception)),
    ("nf", (Token.Name.Namespace,)),
    ("mi", (Token.Number, Token.String.Escape, Token.String.Regex)),
    ("s", (Token.String,)),
)
CONSTANTS = (Token.Keyword.Constant, Token.Name.Builtin.Pseudo)  # True, None, self
PLAIN = (Token.String.Affix, Token.Name.Function.Magic)


@remembered(pygments.__version__)
def colored(code: str) -> str:
    """HTML satu potong kode Python, tanpa baris kosong di ujungnya."""
    parts: list[str] = []
    for name, text in _merged(code):
        text = escape(text, quote=False)
        parts.append(f'<span class="{name}">{text}</span>' if name else text)
    return "".join(parts)


def _merged(code: str) -> Iterator[tuple[str, str]]:
    """Pasangan (kelas, teks); spasi tidak memutus potongan sewarna."""
    held, text = "", ""
    for kind, piece in PythonLexer().get_tokens(code):
        name = held if piece.isspace() and "\n" not in piece else _class_of(kind)
        if name != held and text:
            yield held, text
            text = ""
        held, text = name, text + piece
    if text.rstrip("\n"):
        yield held, text.rstrip("\n")


def _class_of(kind: _TokenType) -> str:
    if kind in PLAIN:
        return ""
    if kind in CONSTANTS:
        return "bp"
    found = (name for name, kinds in CLASSES if any(kind in group for group in kinds))
    return next(found, "")


def reachable(html: str) -> str:
    """Kode di luar blok (perintah terminal) yang bergeser juga dengan papan tik."""
    bare = '<div class="highlight"><pre>'
    return html.replace(bare, f'{bare[:-1]} tabindex="0">')
