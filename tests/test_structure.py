"""Rumah: tiga daftar, tanpa yatim; setiap modul diuji dan tetap kecil."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hooks import ROOT, catalog, library, notebook, record
from hooks.catalog import MODULES, PAGES, TOPICS

TOP = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "CITATION.cff",
    "CONTRIBUTING.md", "LICENSE", "README.md", "contents", "docs", "genai_examples",
    "hooks", "mkdocs.yml", "pyproject.toml", "tests",
}  # fmt: skip


def tracked() -> list[str]:
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


@pytest.mark.parametrize("topic", TOPICS)
def test_topic_is_one_word_everywhere(topic: str) -> None:
    for path in (
        f"genai_examples/{topic}.py",
        f"docs/bab/{topic}.md",
        f"docs/praktik/{topic}.py",
        f"contents/{topic}/record.json",
        f"contents/{topic}/praktik/record.json",
        f"tests/test_{topic}.py",
    ):
        assert (ROOT / path).is_file(), path


def test_no_orphan_modules_pages_labs_or_records() -> None:
    package = ROOT / "genai_examples"
    modules = {p.stem for p in package.glob("*.py")} - {"__init__", "__main__"}
    modules |= {p.parent.name for p in package.glob("*/__init__.py")}
    assert modules == {*TOPICS, *MODULES}
    pages = {p.stem for p in (ROOT / "docs").rglob("*.md")}
    assert pages == {*TOPICS, *PAGES}
    labs = {p.stem for p in (ROOT / "docs/praktik").glob("*.py")}
    assert set(TOPICS) <= labs <= {*TOPICS, *PAGES}
    kept = {record.folder_of(page) for page in library.load_pages()}
    found = {p.parent for p in (ROOT / "contents").rglob("record.json")}
    assert found == kept
    assert {p.parent for p in (ROOT / "contents").rglob("*") if p.is_file()} == kept


def test_checkout_on_windows_keeps_the_bytes_the_fingerprints_read(tmp_path) -> None:
    file = "genai_examples/datasets/data/cerita.txt"
    command = [
        "git",
        "-c",
        "core.autocrlf=true",
        "checkout-index",
        f"--prefix={tmp_path}/",
    ]
    subprocess.run([*command, file], cwd=ROOT, check=True)
    assert (tmp_path / file).read_bytes() == (ROOT / file).read_bytes()


def test_every_module_is_tested() -> None:
    tests = {p.name for p in (ROOT / "tests").rglob("test_*.py")}
    for name in {*TOPICS, *MODULES} - {"datasets"}:
        assert f"test_{name}.py" in tests
    for path in (ROOT / "genai_examples/datasets").glob("_[a-z]*.py"):
        mentioned = "".join(
            t.read_text("utf-8") for t in (ROOT / "tests").glob("test_datasets_*.py")
        )
        assert path.stem in mentioned or path.stem[1:] in mentioned, path.name


def test_modules_stay_small() -> None:
    for path in (ROOT / "genai_examples").rglob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 250, path.name
    for path in (ROOT / "hooks").glob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 300, path.name


def test_no_further_top_level_entries() -> None:
    assert {Path(name).parts[0] for name in tracked()} <= TOP


def test_contributing_is_short() -> None:
    lines = (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()
    assert len(lines) <= 60


def test_readme_has_exactly_the_two_set_up_lines() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    venv = "python3 -m venv .venv && .venv/bin/pip install -e"
    assert re.findall(r"^python3 -m venv.*$", text, re.M) == [
        f'{venv} ".[docs]" && .venv/bin/mkdocs serve',
        f'{venv} ".[docs,test]" && .venv/bin/pytest',
    ]


def test_records_are_fresh() -> None:
    stale = [s for s in map(library.status_of, library.load_pages()) if s.reason]
    assert [(s.page.path, s.reason) for s in stale] == []


def test_lab_notebooks_carry_the_current_prose(tmp_path: Path) -> None:
    """Bila gagal: `python -m hooks.runner` menulis ulang bukunya tanpa menghitung."""
    for page in library.load_pages():
        if page.is_lab and (old := record.load(page)):
            folder = Path(shutil.copytree(record.folder_of(page), tmp_path / page.name))
            assert not notebook.write(page, old, folder), page.path


def test_pages_keep_to_their_budget() -> None:
    for page in library.load_pages():
        cost = record.load_cost(page)
        assert cost is not None, page.path
        allowed = catalog.BUDGETS.get(page.name, catalog.BUDGET)
        allowed = catalog.LAB_BUDGET if page.is_lab else allowed
        assert cost["cpu_seconds"] <= allowed, page.path
        assert cost.get("peak_mb", 0) <= catalog.MEMORY_MB, page.path


def test_every_page_has_a_description() -> None:
    for path in (ROOT / "docs").rglob("*.md"):
        meta = path.read_text("utf-8").split("---")[1]
        assert re.search(r"^description: \S.{30,}", meta, re.M), path.name


def test_package_knows_nothing_of_the_site() -> None:
    for path in (ROOT / "genai_examples").rglob("*.py"):
        text = path.read_text("utf-8")
        assert not re.search(r"^\s*(from|import) (hooks|mkdocs)", text, re.M), path.name


def test_nothing_is_exempt_from_running() -> None:
    blocks = [b for page in library.load_pages() for b in page.blocks]
    assert [b for b in blocks if b.norun] == []
