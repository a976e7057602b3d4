"""Menjalankan halaman basi di belakang `mkdocs serve`."""

import logging
import threading

from hooks import runner
from hooks.library import Status

log = logging.getLogger("mkdocs.hooks")


class Background:
    """Paling banyak satu utas; sidik yang gagal tidak dicoba lagi sampai berubah."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failed: set[str] = set()

    def start(self) -> None:
        """Mulai bekerja bila ada halaman basi dan belum ada yang bekerja."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def failed(self, status: Status) -> bool:
        """Benar bila halaman ini sudah dicoba dan gagal pada sidiknya sekarang."""
        return status.fingerprint in self._failed

    def _work(self) -> None:
        # Rekaman baru di contents/ yang memicu `serve` memuat ulang halaman.
        while True:
            try:
                stale = [s for s in runner.stale_pages() if not self.failed(s)]
            except Exception as error:  # halaman sedang disunting: tunggu perubahan
                log.error("%s", error)
                return
            if not stale:
                return
            for problem in runner.render_all(stale):
                log.error("%s", problem)
                self._failed |= {
                    s.fingerprint for s in stale if s.page.path == problem.path
                }
