"""Sidik sebuah halaman: berubah hanya bila hasilnya mungkin berubah.

Isinya: kode blok dan ekspresi sisipan halaman, ditambah kode semua modul
`genai_examples` yang tercapai lewat impor (dari `datasets` hanya set yang disebut) dan
berkas datanya. Komentar, docstring, dan tata letak tidak ikut; hasilnya sama pada
setiap Python 3.11 ke atas karena dihitung dari token, bukan dari `ast.dump`.
"""

import ast
import hashlib
import io
import tokenize
from functools import lru_cache
from pathlib import Path

from hooks import ROOT
from hooks.grammar import Page
from hooks.memo import remembered

FORMAT = "1"  # naikkan bila bentuk rekaman berubah
PACKAGE = "genai_examples"
SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER}
LAYOUT = {
    tokenize.NEWLINE: "\n",
    tokenize.INDENT: "\x01",
    tokenize.DEDENT: "\x02",
}


def fingerprint(page: Page, root: Path = ROOT) -> str:
    """Sidik heksadesimal sebuah halaman."""
    digest = hashlib.sha256(FORMAT.encode())

    def add(*parts: str | bytes) -> None:
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            digest.update(len(data).to_bytes(8, "big") + data)

    runnable = [block for block in page.blocks if block.runs]
    for block in runnable:
        add(normalize(block.code), block.figure or "", *block.files)
    for value in page.values:
        add(value.body)
    for path in sorted(reached("\n".join(b.code for b in runnable), root)):
        data = path.read_bytes()
        is_code = path.suffix == ".py"
        add(path.relative_to(root).as_posix())
        add(normalize(data.decode("utf-8")) if is_code else data)
    return digest.hexdigest()[:20]


@remembered()
def normalize(code: str) -> str:
    """Kode tanpa komentar, docstring, dan tata letak, dipisah per token."""
    docstrings = _docstring_places(code)
    lines = code.splitlines(keepends=True)
    parts: list[str] = []
    depth, opened = 0, (0, 0)
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        kind = tokenize.tok_name[token.type]
        if kind in ("FSTRING_START", "TSTRING_START"):
            opened = token.start if depth == 0 else opened
            depth += 1
        elif kind in ("FSTRING_END", "TSTRING_END"):
            depth -= 1
            if depth == 0:  # Python < 3.12 melihat f-string sebagai satu token
                parts.append(_between(lines, opened, token.end))
        elif depth or token.type in SKIPPED or token.start in docstrings:
            continue
        elif token.type in LAYOUT:
            if LAYOUT[token.type] != "\n" or (parts and parts[-1] != "\n"):
                parts.append(LAYOUT[token.type])
        else:
            parts.append(token.string)
    return "\x00".join(parts)


def short_hash(text: str) -> str:
    """Sidik pendek sepotong teks, untuk mengenali blok yang sama di rekaman."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]]
    first, last = lines[start[0] - 1][start[1] :], lines[end[0] - 1][: end[1]]
    return "".join([first, *lines[start[0] : end[0] - 1], last])


def _docstring_places(code: str) -> set[tuple[int, int]]:
    """Posisi awal setiap docstring (kolom dihitung dalam karakter)."""
    lines = code.splitlines()
    places = set()
    for node in ast.walk(ast.parse(code)):
        body = getattr(node, "body", None)
        owners = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if not isinstance(node, owners) or not body:
            continue
        first = body[0]
        if (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)
        ):
            before = lines[first.lineno - 1].encode()[: first.col_offset]
            places.add((first.lineno, len(before.decode())))
    return places


def reached(code: str, root: Path = ROOT) -> set[Path]:
    """Semua berkas paket yang tercapai dari `code` lewat impor, beserta datanya."""
    found: set[Path] = set()
    waiting = set(_imports(code, root))
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.suffix == ".py":
            waiting |= _imports(path.read_text(encoding="utf-8"), root, path)
            waiting |= _data_files(path)
    return found


def _data_files(module: Path) -> set[Path]:
    """Berkas data milik set `_nama.py`: `data/nama.*`, tanpa teks lisensi."""
    if module.parent.name != "datasets" or not module.stem.startswith("_"):
        return set()
    files = (module.parent / "data").glob(f"{module.stem[1:]}.*")
    licences = ("LISENSI.txt", "OFL.txt", "ODbL.txt")
    return {f for f in files if not f.name.endswith(licences)}


@lru_cache(maxsize=512)  # banyak halaman mencapai modul yang sama; lihat `forget`
def _imports(code: str, root: Path, importer: Path | None = None) -> frozenset[Path]:
    """Berkas paket yang diimpor langsung oleh sepotong kode."""
    names = set()
    for level, module, name in _imported(code):
        if level and importer is not None:
            package = importer.relative_to(root).parts[:-level]
            module = ".".join([*package, *([module] if module else [])])
        names |= {module, f"{module}.{name}"} if name else {module}
    return frozenset(path for name in names for path in _files_of(name, root))


def forget() -> None:
    """Lupakan impor yang diingat: berkas atau tabel `_HOME` bisa sudah berubah."""
    _imports.cache_clear()
    _homes.cache_clear()


@remembered()
def _imported(code: str) -> list[tuple[int, str, str]]:
    """Setiap impor sebagai (titik di depan, modul, nama yang diambil darinya)."""
    found: list[tuple[int, str, str]] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += [(0, alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found += [(node.level, module, alias.name) for alias in node.names]
        elif isinstance(node, ast.Attribute) and _is_name(node.value, "datasets"):
            found.append((0, f"{PACKAGE}.datasets.{node.attr}", ""))  # datasets.batik()
    return found


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _files_of(name: str, root: Path) -> list[Path]:
    """Berkas untuk nama bertitik; nama set data diterjemahkan lewat `_HOME`."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return []
    if parts[:2] == [PACKAGE, "datasets"]:
        if len(parts) == 2:
            return []  # pintu malasnya sendiri tidak mengubah hasil
        home = _homes(root).get(parts[2], parts[2])
        parts = [PACKAGE, "datasets", *home.split(".")]
    path = root.joinpath(*parts)
    candidates = [path.with_suffix(".py"), path / "__init__.py"]
    return [c for c in candidates if c.is_file()]


@lru_cache(maxsize=8)
def _homes(root: Path) -> dict[str, str]:
    """Tabel `_HOME` milik datasets/__init__.py, dibaca tanpa menjalankannya."""
    door = root / PACKAGE / "datasets" / "__init__.py"
    if not door.is_file():
        return {}
    for node in ast.parse(door.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and _is_name(node.targets[0], "_HOME"):
            return ast.literal_eval(node.value)
    return {}
