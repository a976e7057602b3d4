"""Rumus dalam kata-kata: bacaan Indonesia untuk `alttext` sebuah `<math>`.

Pembaca layar yang mengenal MathML membaca strukturnya sendiri; yang tidak, terutama di
ponsel, membacakan `alttext`. `aria-label` tidak dipakai: ia menutupi MathML bagi yang
mengenalnya. Ucapannya mengikuti halaman Notasi.
"""

import re
import xml.etree.ElementTree as ET
from unicodedata import normalize

LETTERS = {
    "α": "alfa", "β": "beta", "γ": "gama", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "teta", "κ": "kapa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "ksi", "π": "pi", "ρ": "ro", "σ": "sigma", "τ": "tau", "φ": "fi", "ϕ": "fi",
    "χ": "ki", "ψ": "psi", "ω": "omega", "Δ": "delta besar", "Σ": "sigma besar",
    "Φ": "fi besar", "Ω": "omega besar", "ℓ": "el", "∂": "turunan parsial",
    "∇": "gradien", "⊤": "transpos", "∞": "tak hingga", "ϵ": "epsilon",
    "𝔼": "nilai harapan", "ℝ": "bilangan real",
}  # fmt: skip
SIGNS = {
    "=": "sama dengan", "+": "tambah", "×": "kali", "⋅": "kali", "·": "kali",
    "/": "per", "∗": "bintang", "*": "bintang", "(": "kurung", ")": "tutup kurung",
    "[": "kurung siku", "]": "tutup kurung siku", "{": "kurung kurawal",
    "}": "tutup kurung kurawal", "∣": "jika diketahui", "|": "garis tegak",
    "∑": "jumlah", "∏": "hasil kali", "∼": "diundi dari", "∝": "sebanding dengan",
    "≥": "paling sedikit", "≤": "paling banyak", "≈": "kira-kira", ">": "lebih dari",
    "<": "kurang dari", "⊙": "kali per unsur", "…": "dan seterusnya",
    "⋯": "dan seterusnya", "→": "menuju", "∈": "anggota", "≠": "tidak sama dengan",
    "±": "tambah atau kurang", "∫": "integral", "≪": "jauh kurang dari",
    "≫": "jauh lebih dari", "!": "faktorial", ":": "dengan", "′": "aksen",
    "⟨": "kurung sudut", "⟩": "tutup kurung sudut", "⌊": "lantai", "⌋": "tutup lantai",
    "∘": "komposisi", "⊕": "tambah melingkar", "←": "diisi", "%": "persen",
    "‖": "tutup norma", "∥": "tutup norma", ".": ".", ",": ",", ";": ",",
    "\u2061": "", "\u2062": "", "": "",
}  # fmt: skip
MARKS = {"ˆ": "topi", "^": "topi", "¯": "bar", "‾": "bar", "˜": "gelombang",
         "~": "gelombang", "→": "panah", "⃗": "panah", "˙": "titik"}  # fmt: skip
POWERS = {"2": "kuadrat", "3": "pangkat tiga", "bintang": "bintang"}
BARS = ("∥", "‖")
AFTER_NOTHING = ("=", "+", "−", "-", "(", "[", ",", "×", "⋅", "·", "/", "∼", "∝")


def spoken(mathml: str) -> str:
    """Bacaan satu `<math>`; lambang yang belum dikenal dibaca apa adanya."""
    root = ET.fromstring(mathml.replace("&ApplyFunction;", "\u2061"))
    text = " ".join(_row(list(root)).split())
    text = re.sub(r"\.(?: \.)+", "dan seterusnya", text).replace(" .", "")
    text = re.sub(r"(?: ?,)+(?=[,;])|(?<=;) ?,| (?=[,;])", "", text)
    return text.strip(" ,;.")


def _row(nodes: list[ET.Element]) -> str:
    """Unsur berurutan; minus dan garis ganda dibaca menurut tempatnya."""
    words: list[str] = []
    before, norm = "", False
    for node in nodes:
        text = (node.text or "").strip() if node.tag == "mo" else None
        starts = not words or before in AFTER_NOTHING
        if text in ("−", "-"):
            words.append("minus" if starts else "kurang")
        elif text in BARS:
            opens = starts and not norm
            words.append("norma" if opens else "tutup norma" if norm else "terhadap")
            norm = opens
        else:
            words.append(_read(node))
        before = text if text is not None else "x"
    return " ".join(filter(None, words))


def _read(node: ET.Element) -> str:
    reader = READERS.get(node.tag, lambda other: _row(list(other)))
    return reader(node)


def _sign(node: ET.Element) -> str:
    text = (node.text or "").strip()
    return SIGNS.get(text, text)


def _letter(node: ET.Element) -> str:
    text = (node.text or "").strip().replace("\ufe00", "")
    plain = normalize("NFKC", text)  # kaligrafi dan tebal menjadi huruf biasa
    return LETTERS.get(text) or LETTERS.get(plain, plain)


def _number(node: ET.Element) -> str:
    text = (node.text or "").strip()
    return text if "," in text else text.replace(".", ",")


def _simple(text: str) -> bool:
    return " " not in text


def _fraction(node: ET.Element) -> str:
    above, below = map(_read, node)
    if node.get("linethickness", "").startswith("0"):
        return f"{above} pilih {below}"  # koefisien binomial
    if _simple(above) and _simple(below):
        return f"{above} per {below}"
    return f"pecahan {above}, per {below}, akhir pecahan"


def _root(node: ET.Element) -> str:
    inside = _row(list(node))
    return f"akar {inside}" if _simple(inside) else f"akar dari {inside}, akhir akar"


def _below(node: ET.Element) -> str:
    base, sub = map(_read, node)
    if base == "nilai harapan":
        return f"{base} menurut {sub},"
    return f"{base} indeks {sub}" + ("" if _simple(sub) else ",")


def _power(node: ET.Element) -> str:
    base, top = map(_read, node)
    return f"{base} {_raised(top)}"


def _raised(top: str) -> str:
    if top in POWERS:
        return POWERS[top]
    if top in ("transpos", "aksen"):
        return top
    return f"pangkat {top}" + ("" if _simple(top) else ", akhir pangkat")


def _both(node: ET.Element) -> str:
    base, sub, top = map(_read, node)
    return f"{base} indeks {sub} {_raised(top)}"


def _over(node: ET.Element) -> str:
    base, mark = node
    sign = (mark.text or "").strip()
    if sign in MARKS:
        return f"{_read(base)} {MARKS[sign]}"
    return f"{_read(base)} dengan {_read(mark)} di atasnya"


def _under(node: ET.Element) -> str:
    base, mark = node
    if (mark.text or "").strip() == "⏟":
        return _read(base)
    if base.tag == "munder":  # kurung kurawal mendatar beserta keterangannya
        return f"{_read(base)}, yaitu {_read(mark)},"
    return f"{_read(base)} untuk {_read(mark)},"


def _range(node: ET.Element) -> str:
    base, start, end = map(_read, node)
    return f"{base} untuk {start} sampai {end}, dari"


def _table(node: ET.Element) -> str:
    rows = (" ".join(_row(list(cell)) for cell in row) for row in node)
    return "; ".join(rows)


READERS = {
    "mi": _letter,
    "mn": _number,
    "mo": _sign,
    "mtext": lambda node: (node.text or "").strip(),
    "mspace": lambda node: "",
    "mphantom": lambda node: "",
    "mfrac": _fraction,
    "msqrt": _root,
    "msub": _below,
    "msup": _power,
    "msubsup": _both,
    "mover": _over,
    "munder": _under,
    "munderover": _range,
    "mtable": _table,
}
