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
TALL = ("<p", '<div class="admonition', '<div class="rumus')
SIZES = re.compile(r"--(baris|rasio):([\d.]+)")
GAP = 45  # huruf: jarak antarbagian dan baris terakhir yang tidak penuh
NARROW = 1.2  # baris dalam kotak lebih pendek
ROW = re.compile(r"<mtr\b|<math\b[^>]*display=")
FORMULA = 90  # huruf: satu baris rumus yang berdiri sendiri, di atas hurufnya
CARD = 110  # huruf: satu lipatan tertutup


def with_rooms(html: str) -> str:
    """Catat taksiran pada paragraf dan kotak tingkat teratas."""
    parts, at = [], 0
    for start, head, end in list(_top_level(html)):
        opening = html[start:head]
        if " style=" not in opening:
            narrow = NARROW if opening.startswith("<div") else 1
            room = _room(html[head:end], narrow)
            opening = f'{opening[:-1]} style="{room}">'
        parts += [html[at:start], opening]
        at = head
    return "".join([*parts, html[at:]])


def _room(inner: str, narrow: float) -> str:
    """Huruf, baris kode, dan rasio gambar di dalam satu unsur."""
    sums = {"baris": 0.0, "rasio": 0.0}
    folds = len(FOLD.findall(inner))
    inner = FOLD.sub("", inner)
    for block in BLOCK.findall(inner):
        for name, value in SIZES.findall(block.partition(">")[0]):
            sums[name] += float(value)
    text = BLOCK.sub("", inner)
    gaps = max(1, len(PARTS.findall(text)))
    letters = len(MARKUP.sub("", text).strip()) + GAP * gaps + CARD * folds
    letters = round(letters * narrow) + FORMULA * len(ROW.findall(text))
    room = f"--huruf:{letters}"
    return room + "".join(
        f";--{name}:{value:g}" for name, value in sums.items() if value
    )


def _top_level(html: str) -> Iterator[tuple[int, int, int]]:
    """Awal, akhir tag pembuka, dan akhir setiap <p> dan kotak yang tidak bersarang."""
    depth = start = head = 0
    for tag in TAG.finditer(html):
        if tag["name"] in VOID or tag[0].endswith("/>"):
            continue
        if tag["close"]:
            depth -= 1
            wanted = html[start:head].startswith(TALL)
            if depth == 0 and wanted:
                yield start, head, tag.start()
        else:
            if depth == 0:
                start, head = tag.span()
            depth += 1
