"""Satu halaman dalam proses Python yang segar, dengan batas waktu per blok."""

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
    try:
        line, allowed, finished = 1, START_TIMEOUT, False
        events = _events(child)
        while not finished:
            try:
                event = events.get(timeout=allowed)
            except queue.Empty:
                raise PageError(
                    page.path, line, f"blok macet: lewat {allowed:g} detik"
                ) from None
            if event is None:
                tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise PageError(page.path, line, f"proses berhenti mendadak\n{tail}")
            if event["event"] == "error":
                trace = event.get("trace")
                message = f"{event['message']}\n{trace}" if trace else event["message"]
                raise PageError(page.path, event["line"] or line, message.rstrip())
            finished = event["event"] == "done"
            if event["event"] == "block":
                line, allowed = event["line"], page.blocks[event["index"]].timeout
                if report:
                    report(page, event["index"])
        child.wait(timeout=START_TIMEOUT)
    finally:
        _stop(child)


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


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Hentikan proses anak beserta keturunannya."""
    if child.poll() is None:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
        child.wait()
    if child.stdout:
        child.stdout.close()
