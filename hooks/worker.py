"""Satu proses, satu halaman: jalankan bloknya berurutan dan kumpulkan hasilnya.

Dipanggil oleh pelari: `python -m hooks.worker JALUR FOLDER`. Kemajuan dilaporkan
sebagai baris JSON di stdout; cetakan blok ditangkap terpisah.
"""

import ast
import contextlib
import io
import json
import linecache
import os
import re
import shutil
import sys
import time
import traceback
import types
from pathlib import Path
from typing import Any

from hooks import notebook, numbers, share
from hooks.fingerprint import fingerprint, normalize, short_hash
from hooks.grammar import Page, parse
from hooks.library import versions
from hooks.options import BARE_EXPRESSION, Block
from hooks.record import COST, RECORD, dump
from hooks.values import evaluate

FIGURE_LIMIT, SOUND_LIMIT = 200_000, 600_000
PAGE_LIMIT = {"gpt": 3_000_000}
OUTPUT_LIMIT = 20_000
RASTER_DPI = 200


class BlockError(Exception):
    """Blok gagal; pesannya untuk pembaca, barisnya di berkas halaman."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Printed(io.StringIO):
    """Cetakan satu blok; yang melewati batas menghentikan bloknya saat itu juga."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line

    def write(self, text: str) -> int:
        if self.tell() + len(text) > OUTPUT_LIMIT:
            message = f"keluaran lebih dari {OUTPUT_LIMIT} huruf; ringkaslah"
            raise BlockError(self.line, message)
        return super().write(text)


class Worker:
    """Menjalankan satu halaman dan menulis hasilnya ke `result`."""

    def __init__(self, page: Page, job: Path, events: io.TextIOBase) -> None:
        self.page, self.events = page, events
        self.result, self.desk = job / "hasil", job / "kerja"
        self.module = types.ModuleType("__main__")
        self.values: dict[int, dict[str, Any]] = {}

    def emit(self, **event: Any) -> None:
        self.events.write(json.dumps(event) + "\n")
        self.events.flush()

    def run(self) -> None:
        """Jalankan semua blok, hitung nilai sisipan, tulis rekaman dan biaya."""
        mark = fingerprint(self.page)
        sys.modules["__main__"] = self.module
        lines = self.page.text.splitlines(keepends=True)
        linecache.cache[self.page.path] = (len(lines), None, lines, self.page.path)
        prepare_matplotlib(self.page.name)
        blocks = []
        for index, block in enumerate(self.page.blocks):
            if block.runs:
                self.emit(event="block", index=index, line=block.line)
                blocks.append(self._run_block(block))
            self._evaluate(after=index)
        self._evaluate(after=None)
        record = {
            "page": self.page.path,
            "fingerprint": mark,
            "made_with": versions(),
            "blocks": blocks,
            "values": [self.values[i] for i in range(len(self.page.values))],
        }
        (self.result / RECORD).write_text(dump(record), encoding="utf-8", newline="\n")
        if self.page.is_lab:
            notebook.write(self.page, record, self.result)
        self._check_size()
        (self.result / COST).write_text(dump(cost()), encoding="utf-8", newline="\n")

    def _run_block(self, block: Block) -> dict[str, Any]:
        shutil.rmtree(self.desk, ignore_errors=True)
        self.desk.mkdir()
        os.chdir(self.desk)
        printed = Printed(block.line)
        with contextlib.redirect_stdout(printed):
            self._execute(block)
        output = printed.getvalue().rstrip()
        entry: dict[str, Any] = {
            "hash": short_hash(normalize(block.code)),
            "output": output,
        }
        figure = self._save_figure(block)
        if figure:
            entry["figure"] = figure
        if block.files:
            entry["files"] = list(block.files)
        self._keep_files(block)
        return entry

    def _execute(self, block: Block) -> None:
        tree = ast.parse("\n" * (block.line - 1) + block.code, self.page.path)
        last = tree.body[-1] if tree.body else None
        shows_value = isinstance(last, ast.Expr) and block.figure is None
        body = tree.body[:-1] if shows_value else tree.body
        module = ast.Module(body, type_ignores=[])
        namespace = self.module.__dict__
        exec(compile(module, self.page.path, "exec"), namespace)
        if isinstance(last, ast.Expr) and shows_value:
            expression = ast.Expression(last.value)
            if eval(compile(expression, self.page.path, "eval"), namespace) is not None:
                raise BlockError(last.lineno, BARE_EXPRESSION)

    def _save_figure(self, block: Block) -> dict[str, Any] | None:
        plt = sys.modules.get("matplotlib.pyplot")
        open_figures = plt.get_fignums() if plt else []
        if block.figure is None:
            if open_figures:
                raise BlockError(
                    block.line, "blok ini membuat gambar; beri `#| figure:` dan alt"
                )
            return None
        if len(open_figures) != 1:
            raise BlockError(
                block.line, f"figure: perlu tepat satu gambar, ada {len(open_figures)}"
            )
        assert plt is not None
        figure, path = plt.figure(open_figures[0]), self.result / block.figure
        if path.exists():
            raise BlockError(
                block.line, f"figure: nama {block.figure} dipakai dua kali"
            )
        size = save_figure(figure, path)
        if csv := numbers.table(figure):
            table = path.with_suffix(".csv")
            if table.exists():
                message = f"figure: nama {table.name} (angkanya) dipakai dua kali"
                raise BlockError(block.line, message)
            table.write_text(csv, encoding="utf-8", newline="\n")
        share_path = self.result / share.SHARE
        if not self.page.is_lab and not share_path.exists():
            share.save(figure, share_path)
        plt.close("all")
        limit(path, FIGURE_LIMIT, block.line)
        return {"name": block.figure, "width": size[0], "height": size[1]}

    def _keep_files(self, block: Block) -> None:
        written = {path.name for path in self.desk.iterdir()}
        for name in sorted(written - set(block.files)):
            raise BlockError(
                block.line, f"berkas {name!r} tidak disebut di `#| files:`"
            )
        for name in block.files:
            if name not in written:
                raise BlockError(block.line, f"files: {name} tidak ditulis oleh blok")
            if not (self.desk / name).is_file():
                raise BlockError(
                    block.line, f"files: {name} harus berkas, bukan folder"
                )
            if (self.result / name).exists():
                raise BlockError(block.line, f"files: nama {name} dipakai dua kali")
            shutil.move(self.desk / name, self.result / name)
            is_sound = name.endswith((".wav", ".mp3", ".ogg"))
            limit(self.result / name, SOUND_LIMIT if is_sound else 10**9, block.line)

    def _evaluate(self, after: int | None) -> None:
        for index, value in enumerate(self.page.values):
            if value.after != after:
                continue
            try:
                plain, text = evaluate(value.body, self.module.__dict__)
            except Exception as error:
                problem = f"{value.raw}: {type(error).__name__}: {error}"
                raise BlockError(value.line, problem) from error
            self.values[index] = {"body": value.body, "value": plain, "text": text}

    def _check_size(self) -> None:
        total = sum(path.stat().st_size for path in self.result.iterdir())
        allowed = PAGE_LIMIT.get(self.page.name, 2_000_000)
        if total > allowed:
            raise BlockError(1, f"hasil halaman {total} bita; batasnya {allowed}")


def limit(path: Path, allowed: int, line: int) -> None:
    """Tolak berkas yang terlalu besar."""
    size = path.stat().st_size
    if size > allowed:
        raise BlockError(line, f"{path.name}: {size} bita; batasnya {allowed}")


def prepare_matplotlib(salt: str) -> None:
    """Fon rumah dan SVG yang sama bita demi bita; tanpa mengimpor pyplot."""
    import matplotlib
    from matplotlib import font_manager

    from hooks import fonts

    matplotlib.use("agg")
    matplotlib.rcParams["svg.hashsalt"] = salt
    for path in fonts.static_fonts():
        font_manager.fontManager.addfont(path)


def save_figure(figure: Any, path: Path) -> tuple[int, int]:
    """Simpan gambar tanpa tanggal; kembalikan lebar dan tinggi dalam piksel."""
    width, height = figure.get_size_inches()
    if path.suffix == ".svg":
        figure.savefig(path, metadata={"Date": None, "Creator": None})
        return round(width * 96), round(height * 96)
    if path.suffix == ".webp":
        extra: dict[str, Any] = {"pil_kwargs": {"quality": 80, "method": 6}}
    else:
        extra = {"metadata": {"Software": None}}
    figure.savefig(path, dpi=RASTER_DPI, **extra)
    return int(width * RASTER_DPI), int(height * RASTER_DPI)


def cost() -> dict[str, float]:
    """Detik CPU dan puncak memori proses ini."""
    spent = {"cpu_seconds": round(time.process_time(), 1)}
    with contextlib.suppress(ImportError):  # Windows tidak punya `resource`
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spent["peak_mb"] = round(peak / (2**20 if sys.platform == "darwin" else 1024))
    return spent


def explain(error: BaseException, path: str) -> tuple[int | None, str]:
    """Baris di halaman dan jejak galat tanpa kerangka pelari."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [i for i, frame in enumerate(frames) if frame.filename == path]
    if not own:
        return None, "".join(traceback.format_exception(error))
    kept = traceback.format_list(frames[own[0] :])
    text = "".join([*kept, *traceback.format_exception_only(error)])
    return frames[own[-1]].lineno, re.sub(
        r'File ".*?/(genai_examples/)', r'File "\1', text
    )


def main() -> int:
    """Titik masuk proses anak."""
    path, job = sys.argv[1], Path(sys.argv[2]).resolve()
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # cetakan pustaka C tidak boleh mengotori saluran kemajuan
    page = parse((job / "halaman").read_text(encoding="utf-8"), path)
    worker = Worker(page, job, events)
    try:
        worker.run()
    except BlockError as error:
        worker.emit(event="error", line=error.line, message=str(error))
        return 1
    except BaseException as error:
        line, trace = explain(error, path)
        message = f"blok gagal: {type(error).__name__}: {error}"
        worker.emit(event="error", line=line, message=message, trace=trace)
        return 1
    worker.emit(event="done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
