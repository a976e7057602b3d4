"""Halaman-halaman proyek: di mana letaknya, mana yang basi."""

import contextlib
import difflib
import platform
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hooks import ROOT, record
from hooks.fingerprint import fingerprint
from hooks.grammar import Page, parse
from hooks.options import PageError
from hooks.symbols import source_of


@dataclass(frozen=True)
class Status:
    """Keadaan rekaman sebuah halaman terhadap kodenya sekarang."""

    page: Page
    fingerprint: str
    reason: str | None  # None: segar
    cpu_seconds: float  # biaya terakhir; tak hingga bila belum pernah dijalankan


def load_page(path: Path, root: Path = ROOT) -> Page:
    """Urai satu berkas halaman dan pastikan setiap `source:` ada."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PageError(name, line, "bukan teks UTF-8; simpan ulang") from error
    page = parse(text, name)
    for block in page.blocks:
        if block.source:
            try:
                source_of(block.source, root)
            except ValueError as error:
                raise PageError(name, block.start + 1, str(error)) from error
    return page


def load_pages(names: Sequence[str] = (), root: Path = ROOT) -> list[Page]:
    """Halaman yang punya sesuatu untuk dihitung, beserta buku praktiknya.

    `names` memilih: `vae` berarti bab dan praktiknya; kosong berarti semua. Halaman
    lain tidak dibaca, jadi kesalahan di sana tidak menghalangi.

    Raises:
        ValueError: untuk nama yang tidak ada, dengan nama terdekat.
        PageError: bila satu halaman melanggar tata bahasa, atau dua halaman senama.
    """
    docs = root / "docs"
    paths = sorted([*docs.rglob("*.md"), *(docs / "praktik").glob("*.py")])
    _check_names(names, sorted({path.stem for path in paths}))
    pages = [load_page(p, root) for p in paths if not names or p.stem in names]
    seen: dict[Path, Page] = {}
    for page in pages:
        twin = seen.setdefault(record.folder_of(page, root), page)
        if twin is not page:
            raise PageError(page.path, 1, f"senama dengan {twin.path}")
    return [page for page in pages if page.needs_record]


def _check_names(names: Sequence[str], known: list[str]) -> None:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"maksudmu {near[0]}?" if near else f"yang ada: {', '.join(known)}"
            raise ValueError(f"halaman {name!r} tidak ada; {hint}")


def status_of(page: Page, root: Path = ROOT) -> Status:
    """Bandingkan rekaman sebuah halaman dengan kodenya."""
    mark = fingerprint(page, root)
    old = record.load(page, root)
    cost = record.load_cost(page, root)
    reason = None
    if old is None:
        reason = "belum ada rekaman"
    elif old["fingerprint"] != mark:
        reason = "kode berubah sesudah rekaman dibuat"
    elif missing := _missing(page, old, root):
        reason = f"berkas rekaman hilang: {', '.join(missing)}"
    seconds = cost["cpu_seconds"] if cost else float("inf")
    return Status(page, mark, reason, seconds)


def _missing(page: Page, old: record.Json, root: Path) -> list[str]:
    folder = record.folder_of(page, root)
    names = [f for b in old["blocks"] for f in b.get("files", [])]
    names += [b["figure"]["name"] for b in old["blocks"] if "figure" in b]
    names += [f"{page.name}.ipynb"] if page.is_lab else []
    return [name for name in names if not (folder / name).is_file()]


def version_note(old: record.Json, now: dict[str, str]) -> str | None:
    """Peringatan bila rekaman dibuat dengan versi lain; bukan alasan menjadi basi."""
    made = old["made_with"]
    other = [f"{k} {made[k]}" for k in made if made[k] != now.get(k)]
    return f"rekaman dibuat dengan {', '.join(other)}" if other else None


def is_x86() -> bool:
    """Benar pada prosesor x86, tempat set instruksi dapat disamakan."""
    return platform.machine().lower() in ("x86_64", "amd64", "i386", "i686")


def package_version(root: Path = ROOT) -> str:
    """Versi paket menurut pyproject.toml, juga sebelum dipasang ulang."""
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def versions() -> dict[str, str]:
    """Versi yang ikut menentukan hasil."""
    found = {"python": ".".join(map(str, sys.version_info[:2]))}
    for name in ("torch", "numpy", "matplotlib"):
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name).partition("+")[0]
    return found
