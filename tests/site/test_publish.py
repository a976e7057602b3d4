"""Penerbitan berversi ke repositori kosong, lalu dibaca seperti pembaca."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hooks import publish as tool
from tests.site import browser as tools
from tests.site import mini

URL = "https://contoh.example/kelas/"


def git(folder: Path, *args: str) -> str:
    identity = ["-c", "user.name=Uji", "-c", "user.email=uji@contoh.example"]
    command = ["git", *identity, *args]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def publish(project: Path, *args: str, **env: str):
    names = {"GIT_AUTHOR_NAME": "Uji", "GIT_AUTHOR_EMAIL": "uji@contoh.example"}
    names |= {"GIT_COMMITTER_NAME": "Uji", "GIT_COMMITTER_EMAIL": "uji@contoh.example"}
    settings = {"SITE_URL": URL} | names | env
    return mini.run(project, "hooks.publish", *args, **settings)


def commit(project: Path, message: str) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-qm", message)


def bump(project: Path, old: str, new: str) -> None:
    path = project / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{old}"', f'"{new}"', 1), encoding="utf-8")
    commit(project, f"Versi {new}")


@pytest.fixture
def repository(project: Path, tmp_path: Path) -> Path:
    """Proyek kecil dalam git dengan remote kosong `origin`."""
    (project / ".gitignore").write_text("site/\n.cache/\n__pycache__/\n", "utf-8")
    git(project, "init", "-q", "-b", "main")
    commit(project, "Awal")
    git(tmp_path, "init", "-q", "--bare", "jauh.git")
    git(project, "remote", "add", "origin", str(tmp_path / "jauh.git"))
    return project


def test_two_versions_selector_and_wheels(
    chromium: Browser, repository: Path, tmp_path: Path
) -> None:
    done = publish(repository, "0.1", "--push")
    assert done.returncode == 0, done.stdout
    bump(repository, "0.1.0", "0.2.0")
    done = publish(repository, "0.2", "--push")
    assert done.returncode == 0, done.stdout
    assert git(repository, "status", "--porcelain") == ""

    root = tmp_path / "terbit"
    git(
        tmp_path, "clone", "-q", "-b", "gh-pages", str(tmp_path / "jauh.git"), str(root)
    )
    for version in ("0.1", "0.2"):
        (wheel,) = (root / version / "paket").glob("*.whl")
        assert wheel.name == f"genai_examples-{version}.0-py3-none-any.whl"
        html = (root / version / "bab/vae/index.html").read_text(encoding="utf-8")
        assert f"pip install {URL}{version}/paket/{wheel.name}" in html
        assert f"v{version}.0 ·" in html
        install_and_import(wheel, tmp_path / f"pasang-{version}", f"{version}.0")
        assert f"paket/belajar-ai-generatif-{version}.zip" in html
    assert not (root / "terbaru").is_symlink()
    open_the_zip(chromium, root / "0.2/paket/belajar-ai-generatif-0.2.zip", tmp_path)
    switch_version(chromium, root)


def install_and_import(wheel: Path, target: Path, version: str) -> None:
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True)
    code = "import genai_examples as g, genai_examples.vae; print(g.__version__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=target,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == version


def open_the_zip(chromium: Browser, path: Path, folder: Path) -> None:
    """Edisi zip terbuka dari folder: gambar, rumus, tautan, dan pencarian."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    page = chromium.new_page()
    watch = tools.Watch(page)
    page.goto((folder / path.stem / "index.html").as_uri())
    page.locator("nav a", has_text="VAE").first.evaluate("link => link.click()")
    page.wait_for_url("**/bab/vae.html")
    page.locator(".gambar img").first.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => document.querySelector('.gambar img').naturalWidth > 0"
    )
    page.keyboard.press("/")
    page.keyboard.type("zzz")
    page.locator(".md-search-result__meta", has_text="Tidak ditemukan").wait_for()
    page.locator(".md-search__input").fill("judul")
    page.keyboard.press("Shift")
    page.locator(".md-search-result__item mark").first.wait_for()
    assert watch.errors == [] and watch.foreign == []
    page.close()


def switch_version(chromium: Browser, root: Path) -> None:
    """Pemilih versi berpindah dan tetap di halaman yang sama."""
    with tools.served(root) as url:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        watch = tools.Watch(page)
        page.goto(f"{url}terbaru/bab/vae/")
        page.wait_for_url(f"{url}0.2/bab/vae/")
        selector = page.locator(".md-version__current")
        selector.wait_for()
        selector.focus()  # daftarnya terbuka saat fokus
        page.locator(".md-version__link", has_text="0.1").click()
        page.wait_for_url(f"{url}0.1/bab/vae/")
        assert page.locator("h1").inner_text().startswith("Judul uji")
        assert watch.foreign == []
        assert watch.errors == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda p: (p / "baru.txt").write_text("x", "utf-8"), "pohon kerja kotor"),
        (lambda p: mini.write(p, "bab/vae.md", mini.CHAPTER + "\nx\n"), "kotor"),
        (
            lambda p: (
                mini.write(p, "bab/vae.md", mini.CHAPTER.replace("0.125", "0.5")),
                commit(p, "Basi"),
            ),
            "rekaman basi",
        ),
    ],
    ids=["berkas-baru", "berubah", "basi"],
)
def test_refusals(repository: Path, spoil, message: str) -> None:
    spoil(repository)
    done = publish(repository, "0.1")
    assert done.returncode == 1 and message in done.stdout
    assert "gh-pages" not in git(repository, "branch")


def test_refuses_wrong_version_and_missing_url(repository: Path) -> None:
    assert "tidak cocok dengan paket" in publish(repository, "0.7").stdout
    assert "tulis seperti" in publish(repository, "baru").stdout
    assert "SITE_URL kosong" in publish(repository, "0.1", SITE_URL="").stdout
    done = publish(repository, "0.1", "--push", "--remote", "hilang")
    assert "remote 'hilang' tidak ada" in done.stdout


def test_rejected_push_leaves_the_local_branch(
    repository: Path, tmp_path: Path
) -> None:
    assert publish(repository, "0.1", "--push").returncode == 0
    before = git(repository, "rev-parse", "gh-pages")
    hook = tmp_path / "jauh.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    bump(repository, "0.1.0", "0.2.0")
    done = publish(repository, "0.2", "--push")
    assert done.returncode == 1 and "push" in done.stdout
    assert git(repository, "rev-parse", "gh-pages") == before
    assert list(repository.glob("mike-mkdocs*.yml")) == []


def test_interrupt_restores_the_local_branch(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C sesudah `mike deploy`, sebelum `mike set-default`."""
    git(repository, "branch", "gh-pages")
    before = git(repository, "rev-parse", "gh-pages")

    def interrupted(*_: object) -> None:
        git(repository, "commit", "-qm", "Separuh", "--allow-empty")
        git(repository, "branch", "-f", "gh-pages")
        raise KeyboardInterrupt

    monkeypatch.setattr(tool, "ROOT", repository)
    monkeypatch.setattr(tool, "check", lambda _: None)
    monkeypatch.setattr(tool, "build_wheel", lambda _: None)
    monkeypatch.setattr(tool, "build_zip", lambda *_: None)
    monkeypatch.setattr(tool, "deploy", interrupted)
    with pytest.raises(KeyboardInterrupt):
        tool.publish("0.1", push=False, remote="origin", branch="gh-pages")
    assert git(repository, "rev-parse", "gh-pages") == before


def test_fetches_what_others_published(repository: Path, tmp_path: Path) -> None:
    assert publish(repository, "0.1", "--push").returncode == 0
    other = tmp_path / "orang-lain"
    jauh = str(tmp_path / "jauh.git")
    git(tmp_path, "clone", "-q", "-b", "gh-pages", jauh, str(other))
    (other / "catatan.txt").write_text("dari orang lain", encoding="utf-8")
    commit(other, "Catatan")
    git(other, "push", "-q", "origin", "gh-pages")
    bump(repository, "0.1.0", "0.2.0")
    done = publish(repository, "0.2", "--push")
    assert done.returncode == 0, done.stdout
    assert "catatan.txt" in git(repository, "ls-tree", "--name-only", "gh-pages")
