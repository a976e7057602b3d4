"""Content-Security-Policy setiap halaman: hanya skrip milik versi ini yang berjalan.

Skrip sebaris milik tema berbeda menurut kedalaman halaman, dan navigasi dapat membawa
kebijakan halaman pertama. Karena itu satu gabungan sidik dari semua skrip sebaris
versi ini dipasang sama di setiap halaman; `unsafe-inline` tidak pernah dipakai.
"""

import base64
import hashlib
import re
from pathlib import Path

PLACEHOLDER = "kebijakan-diisi-sesudah-situs-selesai"
INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
RULES = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "style-src": "'self' 'unsafe-inline'",  # atribut style pada MathML dan tema
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def apply(site: Path) -> None:
    """Isi kebijakan di setiap halaman yang menyediakan tempatnya."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    seals = {seal(code) for text in pages.values() for code in inline_scripts(text)}
    rules = RULES | {"script-src": " ".join(["'self'", *sorted(seals)])}
    policy = "; ".join(f"{name} {value}" for name, value in rules.items())
    for path, text in pages.items():
        if PLACEHOLDER in text:
            path.write_text(text.replace(PLACEHOLDER, policy), "utf-8", newline="\n")


def inline_scripts(html: str) -> list[str]:
    """Isi skrip sebaris yang dijalankan peramban; data JSON tidak termasuk."""
    found = [(m["attributes"], m["code"]) for m in INLINE.finditer(html)]
    return [code for text, code in found if "src=" not in text and "json" not in text]


def seal(code: str) -> str:
    """Sumber CSP berupa sidik sha256 sebuah skrip."""
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
