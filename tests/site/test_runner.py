"""Pelari: rekaman yang dapat diulang, utuh, dan dapat dibandingkan."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hooks import runner
from hooks.grammar import parse
from hooks.library import Status
from tests.site import mini


def records(project: Path) -> dict[str, bytes]:
    contents = project / "contents"
    return {
        path.relative_to(contents).as_posix(): path.read_bytes()
        for path in sorted(contents.rglob("*"))
        if path.is_file() and path.name != "cost.json"
    }


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_rendering_again_gives_the_same_bytes(project: Path) -> None:
    before = records(project)
    assert "vae/garis.svg" in before and "vae/praktik/vae.ipynb" in before
    shutil.rmtree(project / "contents" / "vae")
    done = mini.build(project)
    assert done.returncode == 0, done.stdout
    assert records(project) == before
    assert mini.run(project, "hooks.runner", "--check").stdout == ""


def test_unchanged_results_are_not_rewritten(project: Path) -> None:
    cost = project / "contents/vae/cost.json"
    cost.write_text("{}", encoding="utf-8")
    assert mini.run(project, "hooks.runner", "vae", "--force").returncode == 0
    assert cost.read_text(encoding="utf-8") == "{}"


def test_check_names_exactly_the_pages_that_reach_the_change(project: Path) -> None:
    edit(project, "genai_examples/training.py", "every == 0", "every == 1")
    done = mini.run(project, "hooks.runner", "--check")
    lines = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert (done.returncode, lines) == (1, ["docs/bab/vae.md"])


def test_check_ignores_docstrings_comments_and_prose(project: Path) -> None:
    edit(project, "genai_examples/training.py", '"""Perkakas', '"""Alat')
    edit(project, "docs/bab/vae.md", "# Judul uji", "# Judul lain")
    done = mini.run(project, "hooks.runner", "--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_another_version_warns_but_is_not_stale(project: Path) -> None:
    edit(project, "contents/vae/record.json", '"torch": "2.', '"torch": "1.')
    assert mini.run(project, "hooks.runner", "--check").returncode == 0
    done = mini.build(project)
    assert done.returncode == 0 and "rekaman dibuat dengan torch 1." in done.stdout


def test_compare_accepts_itself(project: Path) -> None:
    before = records(project)
    done = mini.run(project, "hooks.runner", "--compare")
    assert done.returncode == 0, done.stdout
    assert records(project) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"output": "a = 0.125"', '"output": "a = 0.2"', "angka pada keluaran"),
        ('"output": "a = 0.125"', '"output": "b = 0.125"', "keluaran berubah"),
        ('"text": "16,995"', '"text": "16,994"', "{{ n:, }}"),
        ('"width": 403', '"width": 404', "gambar berubah"),
    ],
)
def test_compare_names_what_differs(
    project: Path, old: str, new: str, message: str
) -> None:
    edit(project, "contents/vae/record.json", old, new)
    before = records(project)
    done = mini.run(project, "hooks.runner", "vae", "--compare")
    assert done.returncode == 1 and message in done.stdout, done.stdout
    assert records(project) == before


def test_compare_keeps_to_the_tolerance(project: Path) -> None:
    edit(project, "contents/vae/record.json", "a = 0.125", "a = 0.128")  # < 5 %
    assert mini.run(project, "hooks.runner", "vae", "--compare").returncode == 0


def test_unknown_page_suggests_the_nearest(project: Path) -> None:
    done = mini.run(project, "hooks.runner", "vea")
    assert done.returncode == 1 and "maksudmu vae?" in done.stdout


def test_killed_render_leaves_the_old_record_whole(project: Path) -> None:
    before = records(project)
    slow = mini.CHAPTER.replace("0.125", "0.25")
    slow += mini.SLEEP
    mini.write(project, "bab/vae.md", slow)
    process = subprocess.Popen(
        [sys.executable, "-m", "hooks.runner", "vae"],
        cwd=project,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for(lambda: any((project / ".cache/render").glob("vae-*/hasil/garis.svg")))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert records(project) == before
    mini.write(project, "bab/vae.md", slow.replace("sleep(30)", "sleep(0)"))
    done = mini.build(project)
    assert done.returncode == 0, done.stdout
    after = records(project)
    assert after["vae/record.json"] != before["vae/record.json"]
    assert b"dalam kotak 0.25" in after["vae/record.json"]


def test_interrupted_render_stops_at_once(project: Path) -> None:
    before = records(project)
    slow = mini.CHAPTER.replace("0.125", "0.25")
    mini.write(project, "bab/vae.md", slow + mini.SLEEP)
    process = subprocess.Popen(
        [sys.executable, "-m", "hooks.runner", "vae"],
        cwd=project,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    jobs = project / ".cache/render"
    wait_for(lambda: any(jobs.glob("vae-*/hasil/garis.svg")))
    os.killpg(process.pid, signal.SIGINT)
    _, shown = process.communicate(timeout=20)
    assert process.returncode == 130 and "Traceback" not in shown
    assert records(project) == before and not list(jobs.glob("vae-*"))


def test_any_error_of_a_page_is_its_own_and_does_not_hide_the_others() -> None:
    pages = [parse("```python\na = 1\n```\n", f"docs/bab/{n}.md") for n in "ab"]
    done = []

    def work(page, report) -> None:
        if page.name == "a":
            raise OSError(28, "cakram penuh")
        done.append(page.name)

    problems = runner._work([Status(p, "", "basi", 1.0) for p in pages], work, 1)
    assert list(map(str, problems)) == [
        "docs/bab/a.md:1: OSError: [Errno 28] cakram penuh"
    ]
    assert done == ["b"]


def test_a_page_that_is_not_utf8_is_named(project: Path) -> None:
    page = project / "docs/bab/vae.md"
    page.write_bytes(page.read_bytes() + "Nasi gor\xe9ng\n".encode("latin-1"))
    done = mini.run(project, "hooks.runner", "vae")
    line = mini.CHAPTER.count("\n") + 1
    assert done.returncode == 1
    assert f"docs/bab/vae.md:{line}: bukan teks UTF-8" in done.stdout


def wait_for(condition, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "terlalu lama menunggu"
        time.sleep(0.1)


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_interrupted_move_is_finished_by_the_next_reader(
    project: Path, moved: int
) -> None:
    """Jurnal: sesudah SIAP ditulis, pemindahan diselesaikan siapa pun yang datang."""
    job = project / ".cache/render/vae-x/hasil"
    job.mkdir(parents=True)
    target = project / "contents/vae"
    expected = dict.fromkeys(("record.json", "cost.json", "baru.svg"), b"{}\n")
    for name in expected:
        (job / name).write_bytes(b"{}\n")
    plan = (
        '{"names": ["baru.svg", "cost.json", "record.json"], "target": "contents/vae"}'
    )
    (job / "SIAP.json").write_text(plan, encoding="utf-8")
    for name in list(expected)[:moved]:
        shutil.move(job / name, target / name)
    code = "from hooks import record; record.recover()"
    subprocess.run([sys.executable, "-c", code], cwd=project, check=True)
    found = {p.name: p.read_bytes() for p in target.iterdir() if p.is_file()}
    assert found == expected and not job.exists()
    assert (target / "praktik/record.json").is_file()
