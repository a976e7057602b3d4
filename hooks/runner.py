"""Jalankan halaman dan simpan rekamannya: `python -m hooks.runner [halaman …]`."""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from tqdm import tqdm

from hooks import fingerprint, library, notebook, record
from hooks.grammar import Page
from hooks.library import Status
from hooks.options import PageError
from hooks.process import render, run_page, stop_all

Work = Callable[[Page, Callable[[Page, int], None]], object]


def all_pages() -> list[Status]:
    """Semua halaman dan keadaan rekamannya, sesudah pemindahan terputus dibereskan."""
    record.recover()
    fingerprint.forget()
    return [library.status_of(page) for page in library.load_pages()]


def refresh_labs(statuses: Sequence[Status]) -> list[str]:
    """Tulis ulang buku praktik segar yang prosanya berubah; kembalikan halamannya."""
    changed = []
    for page in (s.page for s in statuses if s.page.is_lab and not s.reason):
        old = record.load(page)
        if old and notebook.write(page, old, record.folder_of(page)):
            changed.append(page.path)
    return changed


def stale_pages() -> list[Status]:
    """Halaman yang rekamannya belum ada atau basi."""
    return [status for status in all_pages() if status.reason]


def render_all(chosen: Sequence[Status], jobs: int | None = None) -> list[PageError]:
    """Jalankan halaman-halaman itu dan simpan rekamannya; kembalikan galatnya."""
    return _work(chosen, lambda page, report: render(page, report), jobs)


def _work(chosen: Sequence[Status], work: Work, jobs: int | None) -> list[PageError]:
    """Kerjakan halaman berdampingan, yang terlama lebih dulu; kumpulkan galatnya."""
    ordered = sorted(chosen, key=lambda s: -s.cpu_seconds)
    total = sum(block.runs for s in ordered for block in s.page.blocks)
    problems: list[PageError] = []
    bar = tqdm(total=total, unit="blok", disable=not ordered, file=sys.stderr)

    def report(page: Page, index: int) -> None:
        bar.set_postfix_str(f"{page.name} blok {index + 1}", refresh=False)
        bar.update()

    with bar, ThreadPoolExecutor(jobs or os.cpu_count() or 1) as pool:
        started = {s.page.path: time.monotonic() for s in ordered}
        futures = {pool.submit(work, s.page, report): s.page for s in ordered}
        try:
            for future in as_completed(futures):
                page = futures[future]
                if error := future.exception():
                    problems.append(_problem(page, error))
                    continue
                seconds = time.monotonic() - started[page.path]
                bar.write(f"{page.path}: selesai pada detik {seconds:.0f}", sys.stderr)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_all()
            raise
    return problems


def _problem(page: Page, error: BaseException) -> PageError:
    """Galat sebuah halaman; cakram penuh pun tidak menahan halaman lain."""
    if isinstance(error, PageError):
        return error
    return PageError(page.path, 1, f"{type(error).__name__}: {error}")


def _compare(page: Page, report: Callable[[Page, int], None]) -> None:
    """Jalankan dari nol dan bandingkan dengan rekaman, tanpa menulis apa pun."""
    old = record.load(page)
    if old is None:
        raise PageError(page.path, 1, "belum ada rekaman untuk dibandingkan")
    result = run_page(page, report)
    try:
        new = record.read_json(result / record.RECORD)
        assert new is not None
        if old["fingerprint"] != new["fingerprint"]:
            raise PageError(page.path, 1, "rekaman basi: kode sudah berubah")
        found = record.differences(page, old, new)
        if found:
            raise PageError(page.path, 1, "berbeda dari rekaman\n" + "\n".join(found))
    finally:
        shutil.rmtree(result.parent, ignore_errors=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Titik masuk baris perintah; kode keluar 0 bila semuanya baik."""
    parser = argparse.ArgumentParser(prog="python -m hooks.runner", description=__doc__)
    parser.add_argument("halaman", nargs="*", help="nama halaman; kosong berarti semua")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--check", action="store_true", help="sebut halaman basi, keluar 1 bila ada"
    )
    mode.add_argument(
        "--compare", action="store_true", help="jalankan dari nol, bandingkan saja"
    )
    mode.add_argument(
        "--force", action="store_true", help="jalankan juga yang masih segar"
    )
    parser.add_argument("-j", type=int, metavar="N", help="banyaknya halaman sekaligus")
    args = parser.parse_args(argv)
    try:
        return _run(parser, args)
    except KeyboardInterrupt:
        print(
            "\nDihentikan; rekaman yang belum selesai tetap yang lama", file=sys.stderr
        )
        return 130


def _run(parser: argparse.ArgumentParser, args: argparse.Namespace) -> int:
    if args.j is not None and args.j < 1:
        parser.error(f"-j {args.j}: harus paling sedikit 1")
    try:
        record.recover()
        pages = library.load_pages(args.halaman)
        statuses = [library.status_of(page) for page in pages]
    except (PageError, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if args.check:
        stale = [s for s in statuses if s.reason]
        for status in stale:
            print(f"{status.page.path}: {status.reason}")
        return 1 if stale else 0
    if args.compare:
        problems = _work(statuses, _compare, args.j)
    else:
        chosen = [s for s in statuses if args.force or s.reason]
        problems = render_all(chosen, args.j)
        for path in refresh_labs(statuses):
            print(f"{path}: prosa buku praktik diperbarui")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
