"""Satu halaman dalam proses Python yang segar, dengan batas waktu per blok."""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hooks import ROOT, library, record
from hooks.grammar import Page
from hooks.options import PageError

START_TIMEOUT = 120.0  # memuat Python dan fon sebelum blok pertama
STOP_TIMEOUT = 10.0  # menutup diri sesudah semuanya ditulis
RUNNING: set[subprocess.Popen[bytes]] = set()
Report = Callable[[Page, int], None]


def run_page(page: Page, report: Report | None = None) -> Path:
    """Jalankan halaman; kembalikan folder hasilnya (belum masuk `contents/`).

    Raises:
        PageError: bila sebuah blok gagal, macet, atau tidak menepati opsinya.
    """
    record.JOBS.mkdir(parents=True, exist_ok=True)
    job = Path(tempfile.mkdtemp(prefix=f"{page.name}-", dir=record.JOBS))
    (job / "hasil").mkdir()
    (job / "kerja").mkdir()
    (job / "halaman").write_text(page.text, encoding="utf-8", newline="\n")
    try:
        _watch(page, job, report)
    except BaseException:
        shutil.rmtree(job, ignore_errors=True)
        raise
    shutil.rmtree(job / "kerja", ignore_errors=True)
    return job / "hasil"


def render(page: Page, report: Report | None = None) -> bool:
    """Jalankan halaman dan simpan rekamannya; False bila hasilnya tidak berubah."""
    result = run_page(page, report)
    try:
        return record.commit(result, page)
    finally:
        shutil.rmtree(result.parent, ignore_errors=True)


def environment() -> dict[str, str]:
    """Lingkungan proses: satu utas, tanpa cache, set instruksi seragam di x86."""
    fixed = {
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": "agg",
        "GENAI_CACHE": "off",
    }
    if library.is_x86():
        fixed |= {
            "ATEN_CPU_CAPABILITY": "avx2",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
            "MKL_CBWR": "AVX2",
        }
    return os.environ | fixed


def _watch(page: Page, job: Path, report: Report | None) -> None:
    """Ikuti kemajuan proses anak sampai selesai, gagal, atau kehabisan waktu."""
    log = job / "galat"
    with log.open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "hooks.worker", page.path, str(job)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    RUNNING.add(child)
    try:
        line, allowed, finished = 1, START_TIMEOUT, False
        events = _events(child)
        while not finished:
            try:
                event = events.get(timeout=allowed)
            except queue.Empty:
                message = f"blok macet: lewat {allowed:g} detik"
                message += "; `#| timeout:` memberi waktu lebih"
                raise PageError(page.path, line, message) from None
            if event is None:
                tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                message = f"proses berhenti mendadak{_reason(child)}\n{tail}".rstrip()
                raise PageError(page.path, line, message)
            if event["event"] == "error":
                trace = event.get("trace")
                message = f"{event['message']}\n{trace}" if trace else event["message"]
                raise PageError(page.path, event["line"] or line, message.rstrip())
            finished = event["event"] == "done"
            if event["event"] == "block":
                line, allowed = event["line"], page.blocks[event["index"]].timeout
                if report:
                    report(page, event["index"])
        with contextlib.suppress(subprocess.TimeoutExpired):  # utas yang tertinggal
            child.wait(timeout=STOP_TIMEOUT)
    finally:
        _kill(child)
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
        RUNNING.discard(child)


def _events(child: subprocess.Popen[bytes]) -> queue.Queue[dict[str, Any] | None]:
    """Baris JSON dari proses anak, dibaca oleh utas tersendiri; None berarti habis."""
    found: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def read() -> None:
        assert child.stdout is not None
        for raw in child.stdout:
            found.put(json.loads(raw))
        found.put(None)

    threading.Thread(target=read, daemon=True).start()
    return found


def stop_all() -> None:
    """Hentikan semua halaman yang sedang berjalan; rekaman lamanya tetap utuh."""
    for child in tuple(RUNNING):
        _kill(child)


def _reason(child: subprocess.Popen[bytes]) -> str:
    """Sinyal yang mematikan proses anak, bila karena sinyal."""
    code = child.wait()
    if code >= 0:
        return f" dengan kode {code}"
    name = signal.Signals(-code).name
    return f" oleh {name}" + (", mungkin memori habis" if name == "SIGKILL" else "")


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Hentikan proses anak beserta keturunannya."""
    if child.poll() is None:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
