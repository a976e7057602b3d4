"""Proses sebuah halaman: akhir yang buruk dikatakan dengan jelas dan tempatnya."""

import textwrap
import time

import pytest

from hooks import record
from hooks.grammar import parse
from hooks.options import PageError
from hooks.process import run_page
from hooks.worker import OUTPUT_LIMIT

PATH = "docs/bab/uji.md"


def ends(code: str, line: int, *messages: str) -> None:
    """Blok `code` (baris pertamanya 2) gagal di `line` dengan semua `messages`."""
    page = parse(f"```python\n{textwrap.dedent(code).strip()}\n```\n", PATH)
    before = set(record.JOBS.glob("uji-*"))
    with pytest.raises(PageError) as caught:
        run_page(page)
    assert str(caught.value).startswith(f"{PATH}:{line}: "), str(caught.value)
    assert all(m in str(caught.value) for m in messages), str(caught.value)
    assert set(record.JOBS.glob("uji-*")) == before


def test_endless_output_stops_at_the_limit_not_at_the_timeout() -> None:
    ends("""
        #| timeout: 9
        while True:
            print("x")
        """, 3, f"keluaran lebih dari {OUTPUT_LIMIT} huruf")  # fmt: skip


def test_a_hung_block_names_the_option_that_gives_it_more_time() -> None:
    ends("""
        #| timeout: 1
        import time
        time.sleep(99)
        """, 3, "lewat 1 detik", "#| timeout:")  # fmt: skip


def test_a_killed_process_names_the_signal() -> None:
    ends("""
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
        """, 2, "berhenti mendadak", "SIGKILL", "memori")  # fmt: skip


def test_a_folder_is_not_a_file() -> None:
    ends("""
        #| files: hasil
        import os
        os.mkdir("hasil")
        """, 3, "hasil", "harus berkas")  # fmt: skip


def test_a_figure_does_not_overwrite_the_numbers_of_another() -> None:
    figure = "#| figure: garis.{}\n#| alt: Garis naik\n{}plt.plot([1, 2])"
    first = figure.format("svg", "import matplotlib.pyplot as plt\n")
    code = f"{first}\n```\n\n```python\n{figure.format('png', '')}"
    ends(code, 11, "garis.csv", "dua kali")


def test_a_thread_left_behind_does_not_hold_the_page() -> None:
    page = parse(
        "```python\nimport threading, time\n"
        "threading.Thread(target=time.sleep, args=(99,)).start()\nprint(1)\n```\n",
        PATH,
    )
    started = time.monotonic()
    result = run_page(page)
    assert time.monotonic() - started < 60
    found = record.read_json(result / record.RECORD)
    assert found is not None and found["blocks"][0]["output"] == "1"
