"""`mkdocs serve`: prosa tampil seketika, kode menghitung ulang di belakang layar."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.site import mini


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Server pengembangan pada proyek kecil."""

    def __init__(self, project: Path, port: int) -> None:
        self.project, self.url = project, f"http://127.0.0.1:{port}/bab/vae/"
        self.log = (project.parent / "serve.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=project,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def page(self) -> str:
        try:
            with urllib.request.urlopen(self.url, timeout=5) as reply:
                return reply.read().decode("utf-8")
        except OSError:
            return ""

    def wait(self, condition, seconds: float = 300) -> str:
        """Tunggu halaman memenuhi syarat; kembalikan HTML-nya."""
        deadline = time.monotonic() + seconds
        while not condition(html := self.page()):
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)
        return html

    def output(self) -> str:
        self.log.flush()
        return Path(self.log.name).read_text(encoding="utf-8")


@contextmanager
def serving(project: Path) -> Iterator[Server]:
    server = Server(project, free_port())
    try:
        yield server
    finally:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.log.close()


def edit(project: Path, old: str, new: str) -> None:
    path = project / "docs/bab/vae.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_prose_code_and_failure_under_serve(project: Path) -> None:
    with serving(project) as server:
        server.wait(lambda html: "a = 0.125" in html)

        edit(project, "# Judul uji", "# Judul disunting")
        html = server.wait(lambda html: "Judul disunting" in html)
        assert 'class="basi"' not in html

        edit(project, "a = 0.125", "import time; time.sleep(4); a = 0.5")
        html = server.wait(lambda html: 'class="basi"' in html)
        assert "hasil baru sedang dihitung" in html
        html = server.wait(lambda html: 'class="basi"' not in html)
        assert "dalam kotak 0.5" in html and "Pratinjau 0,50" in html

        edit(project, "a = 0.5", "a = 1/0")
        server.wait(lambda _: "ZeroDivisionError" in server.output())
        edit(project, "# Judul disunting", "# Judul ketiga")
        html = server.wait(lambda html: "Judul ketiga" in html)
        assert "pembuatannya gagal" in html
        time.sleep(1)  # sidik yang gagal tidak dicoba lagi
        assert len(re.findall("blok gagal: ZeroDivisionError", server.output())) == 1

        edit(project, "a = 1/0", "a = 0.75")
        html = server.wait(lambda html: "dalam kotak 0.75" in html)


def test_render_off_keeps_the_old_record(project: Path, monkeypatch) -> None:
    monkeypatch.setenv("GENAI_RENDER", "off")
    mini.write(project, "bab/vae.md", mini.CHAPTER.replace("a = 0.125", "a = 0.5"))
    with serving(project) as server:
        html = server.wait(lambda html: 'class="basi"' in html)
        assert "GENAI_RENDER=off" in html
        record = (project / "contents/vae/record.json").read_text(encoding="utf-8")
        assert "a = 0.125" in record
