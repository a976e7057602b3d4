"""Chromium sungguhan lewat Playwright, dan server berkas di loopback."""

import functools
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Jalur Chromium; tanpa itu ujian dilewati dengan alasan, kecuali di CI."""
    path = next((p for name in NAMES if (p := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI harus memasang Chromium; ujian peramban tidak boleh lewat")
        pytest.skip("tidak ada Chromium di mesin ini")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Peramban tanpa layar."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=FLAGS
        )
        yield browser
        browser.close()


class Quiet(SimpleHTTPRequestHandler):
    """Server berkas tanpa catatan di terminal."""

    timeout = 1  # detik; sambungan yang dibuka peramban di muka pun ikut mati

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path, kind: type[Quiet] = Quiet) -> Iterator[str]:
    """Alamat http untuk isi `folder`."""
    handler = functools.partial(kind, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Watch:
    """Catatan sebuah halaman: pesan galat dan permintaan ke luar."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.text} ({message.location.get('url')})")

    def _request(self, request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "file:", "data:", "blob:")):
            self.foreign.append(request.url)
