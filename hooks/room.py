"""Taksiran tinggi unsur halaman, untuk unsur yang baru ditata saat mendekati layar.

lazy.css menunda penataan yang di luar layar; tanpa taksiran bilah gulir melompat.
Lebar layar baru diketahui peramban, jadi yang dicatat di sini banyaknya huruf, baris
kode, dan rasio gambar; CSS mengubahnya menjadi tinggi.
"""

import re
from collections.abc import Iterator

TAG = re.compile(
    r"<(?P<close>/)?(?P<name>[a-zA-Z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>"
)
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
FOLD = re.compile(r"<details(?! open).*?</details>", re.DOTALL)
BLOCK = re.compile(r'<section class="blok".*?</section>', re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")
PARTS = re.compile(r"<(?:p|li|summary|tr|div class=\"persamaan\")\b")
BOXES = "admonition|rumus|hasil|makalah|fakta"
TALL = re.compile(rf'<(?:(?:p|ul|ol|details)\b|div class="(?:{BOXES})\b)')
SIZES = re.compile(r"--(baris|rasio):([\d.]+)")
GAP = 45  # huruf: jarak antarbagian dan baris terakhir yang tidak penuh
NARROW = 1.2  # baris dalam kotak lebih pendek
ROW = re.compile(r"<mtr\b|<math\b[^>]*display=")
FORMULA = 90  # huruf: satu baris rumus yang berdiri sendiri, di atas hurufnya
CARD = 110  # huruf: satu lipatan tertutup


def with_rooms(html: str) -> str:
    """Catat taksiran pada paragraf, daftar, lipatan, dan kotak tingkat teratas."""
    parts, at = [], 0
    for start, head, end in list(_top_level(html)):
        opening = html[start:head]
        if " style=" not in opening:
            narrow = NARROW if opening.startswith("<div") else 1
            room = _room(html[start:end], narrow)
            opening = f'{opening[:-1]} style="{room}">'
        parts += [html[at:start], opening]
        at = head
    return "".join([*parts, html[at:]])


def _room(inner: str, narrow: float) -> str:
    """Huruf, baris kode, dan rasio gambar satu unsur; lipatan tertutup satu kartu."""
    sums = {"baris": 0.0, "rasio": 0.0}
    folds = len(FOLD.findall(inner))
    inner = FOLD.sub("", inner)
    for block in BLOCK.findall(inner):
        for name, value in SIZES.findall(block.partition(">")[0]):
            sums[name] += float(value)
    text = BLOCK.sub("", inner)
    gaps = max(bool(text), len(PARTS.findall(text)))
    letters = len(MARKUP.sub("", text).strip()) + GAP * gaps + CARD * folds
    letters = round(letters * narrow) + FORMULA * len(ROW.findall(text))
    room = f"--huruf:{letters}"
    return room + "".join(
        f";--{name}:{value:g}" for name, value in sums.items() if value
    )


def _top_level(html: str) -> Iterator[tuple[int, int, int]]:
    """Awal, akhir tag pembuka, dan akhir setiap unsur terluar yang ditaksir."""
    depth = start = head = 0
    for tag in TAG.finditer(html):
        if tag["name"] in VOID or tag[0].endswith("/>"):
            continue
        if tag["close"]:
            depth -= 1
            wanted = TALL.match(html[start:head])
            if depth == 0 and wanted:
                yield start, head, tag.end()
        else:
            if depth == 0:
                start, head = tag.span()
            depth += 1
