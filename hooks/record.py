"""Rekaman sebuah halaman: apa yang dihasilkan saat kodenya dijalankan.

`contents/<halaman>/record.json` dapat diulang bit demi bit; `cost.json` mencatat biaya
dan hanya berubah bersama rekaman. Penulisan memakai jurnal: berkas baru dikumpulkan
di luar `contents/`, lalu dipindahkan; bila terputus, pemindahan dilanjutkan pada
pemakaian berikutnya, sehingga pembaca selalu melihat rekaman yang utuh.
"""

import json
import os
import re
import shutil
import time
from pathlib import Path
from typing import Any

from hooks import ROOT
from hooks.grammar import Page
from hooks.options import Tolerance
from hooks.values import Value

RECORD, COST, READY = "record.json", "cost.json", "SIAP.json"
JOBS = ROOT / ".cache" / "render"  # di luar folder yang diawasi `mkdocs serve`
ABANDONED = 24 * 3600  # detik; sisa proses yang dimatikan paksa
NUMBER = re.compile(r"[-+−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

Json = dict[str, Any]


def folder_of(page: Page, root: Path = ROOT) -> Path:
    """Folder rekaman: `contents/vae`; buku praktik di `contents/vae/praktik`."""
    folder = root / "contents" / page.name
    return folder / "praktik" if page.is_lab else folder


def load(page: Page, root: Path = ROOT) -> Json | None:
    """Rekaman terakhir sebuah halaman, atau None bila belum ada."""
    return read_json(folder_of(page, root) / RECORD)


def load_cost(page: Page, root: Path = ROOT) -> Json | None:
    """Biaya rekaman itu: cpu_seconds dan peak_mb."""
    return read_json(folder_of(page, root) / COST)


def dump(data: Json) -> str:
    """JSON yang selalu sama bentuknya."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def commit(result: Path, page: Page, root: Path = ROOT) -> bool:
    """Jadikan isi folder `result` rekaman halaman; False bila tetap sama."""
    target = folder_of(page, root)
    names = sorted(path.name for path in result.iterdir())
    if _same(result, target, [name for name in names if name != COST]):
        shutil.rmtree(result)
        return False
    partial = result / (READY + ".sebagian")
    partial.write_text(
        dump({"target": target.relative_to(root).as_posix(), "names": names}),
        encoding="utf-8",
    )
    os.replace(partial, result / READY)  # sejak ini pemindahan pasti diselesaikan
    _roll_forward(result, root)
    return True


def recover(root: Path = ROOT) -> None:
    """Selesaikan pemindahan rekaman yang pernah terputus."""
    for ready in (root / ".cache" / "render").glob(f"*/*/{READY}"):
        _roll_forward(ready.parent, root)
    for job in (root / ".cache" / "render").glob("*"):
        if time.time() - job.stat().st_mtime > ABANDONED:
            shutil.rmtree(job, ignore_errors=True)


def _roll_forward(result: Path, root: Path) -> None:
    plan = read_json(result / READY)
    if plan is None:
        return
    target = root / plan["target"]
    target.mkdir(parents=True, exist_ok=True)
    for name in plan["names"]:
        try:
            os.replace(result / name, target / name)
        except FileNotFoundError:  # sudah dipindahkan sebelum terputus
            continue
    for path in target.iterdir():
        if path.is_file() and path.name not in plan["names"]:
            path.unlink()
    shutil.rmtree(result, ignore_errors=True)


def _same(result: Path, target: Path, names: list[str]) -> bool:
    if not target.is_dir():
        return False
    existing = sorted(
        p.name for p in target.iterdir() if p.is_file() and p.name != COST
    )
    return existing == names and all(
        (result / n).read_bytes() == (target / n).read_bytes() for n in names
    )


def read_json(path: Path) -> Json | None:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ValueError(f"{path.name} di {path.parent.name} rusak: {error}") from error


def differences(page: Page, old: Json, new: Json) -> list[str]:
    """Beda dua rekaman di luar toleransi, satu kalimat tiap beda (`--compare`)."""
    found: list[str] = []

    def note(line: int, message: str) -> None:
        found.append(f"{page.path}:{line}: {message}")

    running = [block for block in page.blocks if block.runs]
    for block, a, b in zip(running, old["blocks"], new["blocks"], strict=True):
        if a.get("figure") != b.get("figure"):
            note(block.line, f"gambar berubah: {a.get('figure')} → {b.get('figure')}")
        if a.get("files", []) != b.get("files", []):
            note(block.line, f"berkas berubah: {a.get('files')} → {b.get('files')}")
        if not block.varies:
            problem = text_difference(a["output"], b["output"], block.tol)
            if problem:
                note(block.line, problem)
    for value, a, b in zip(page.values, old["values"], new["values"], strict=True):
        if not _agrees(value, a, b):
            note(value.line, f"{value.raw}: {a['text']} → {b['text']}")
    return found


def _agrees(value: Value, old: Json, new: Json) -> bool:
    """Angka bertoleransi dibandingkan sebagai angka, selebihnya sebagai teks."""
    x, y = old["value"], new["value"]
    if value.tol is None or isinstance(x, str) or isinstance(y, str):
        return old["text"] == new["text"]
    return value.tol.accepts(x, y)


def text_difference(old: str, new: str, tol: Tolerance) -> str | None:
    """Beda dua teks keluaran; angkanya boleh meleset di dalam toleransi."""
    if NUMBER.sub("#", old) != NUMBER.sub("#", new):
        return f"keluaran berubah:\n--- lama\n{old}\n--- baru\n{new}"
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    for a, b in pairs:
        if not tol.accepts(float(a.replace("−", "-")), float(b.replace("−", "-"))):
            return f"angka pada keluaran berubah: {a} → {b}"
    return None
