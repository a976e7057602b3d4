"""Terbitkan satu versi situs: `python -m hooks.publish VERSI [--push]`.

Membungkus `mike`: menolak pohon kerja kotor, rekaman basi, dan SITE_URL yang kosong;
menaruh wheel paket dan edisi zip di folder versinya; dan mengembalikan cabang lokal
bila gagal.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hooks import ROOT, library, runner
from hooks.downloads import MADE
from hooks.options import PageError
from hooks.site import WHEEL, ZIP

ALIAS = "terbaru"


class PublishError(Exception):
    """Alasan penerbitan ditolak atau dibatalkan."""


def publish(version: str, *, push: bool, remote: str, branch: str) -> None:
    """Terbitkan `version` ke cabang `branch`; dorong ke `remote` bila diminta.

    Raises:
        PublishError: bila ditolak; cabang lokal tetap seperti sebelumnya.
    """
    check(version)
    before = tip(f"refs/heads/{branch}")
    synchronize(remote, branch, required=push)
    try:
        with tempfile.TemporaryDirectory(prefix="genai-terbit-") as folder:
            wheel = build_wheel(Path(folder))
            deploy(version, branch, wheel, build_zip(Path(folder), version, wheel))
        if push:
            git("push", remote, f"refs/heads/{branch}:refs/heads/{branch}")
    except BaseException:  # juga Ctrl-C di antara kedua commit mike
        restore(branch, before)
        raise


def check(version: str) -> None:
    """Tolak keadaan yang tidak boleh terbit."""
    package = library.package_version()
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        raise PublishError(f"versi {version!r}: tulis seperti 0.4 atau 0.4.1")
    if not f"{package}.".startswith(f"{version}."):
        raise PublishError(
            f"versi {version} tidak cocok dengan paket {package}; "
            "ubah dulu `version` di pyproject.toml"
        )
    if not os.environ.get("SITE_URL"):
        raise PublishError("SITE_URL kosong; isi alamat situs, misalnya https://…/")
    if dirty := git("status", "--porcelain"):
        raise PublishError(f"pohon kerja kotor; simpan dulu perubahan ini:\n{dirty}")
    try:
        stale = runner.stale_pages()
    except (PageError, ValueError) as error:
        raise PublishError(str(error)) from error
    if stale:
        names = "\n".join(f"{s.page.path}: {s.reason}" for s in stale)
        raise PublishError(f"rekaman basi; jalankan `python -m hooks.runner`:\n{names}")


def synchronize(remote: str, branch: str, *, required: bool) -> None:
    """Ambil cabang dari `remote` supaya terbitan orang lain tidak tertimpa."""
    if remote not in git("remote").split():
        if required:
            raise PublishError(
                f"remote {remote!r} tidak ada; tambahkan atau pilih lain"
            )
        return
    git("fetch", "--quiet", remote)
    theirs, ours = tip(f"refs/remotes/{remote}/{branch}"), tip(f"refs/heads/{branch}")
    if theirs is None or theirs == ours:
        return
    if ours is None or is_ancestor(ours, theirs):
        git("update-ref", f"refs/heads/{branch}", theirs)
    elif not is_ancestor(theirs, ours):
        raise PublishError(
            f"cabang {branch} lokal dan {remote} bercabang; hapus yang lokal "
            f"(`git branch -D {branch}`) bila isinya tidak diperlukan"
        )


def build_wheel(folder: Path) -> Path:
    """Wheel dari isi HEAD, dibangun di folder bersih tanpa jaringan."""
    source = folder / "sumber"
    archive = run_bytes(["git", "archive", "HEAD"])
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(source, filter="data")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    moment = git("log", "-1", "--format=%ct")
    settings = {"SOURCE_DATE_EPOCH": moment}
    run([*command, "--outdir", str(folder), str(source)], settings)
    (wheel,) = folder.glob("*.whl")
    return wheel


def build_zip(folder: Path, version: str, wheel: Path) -> Path:
    """Edisi zip: situs yang dibuka dari folder tanpa server."""
    name = f"belajar-ai-generatif-{version}"
    site = folder / name
    command = [sys.executable, "-m", "mkdocs", "build", "-f", "hooks/offline.yml"]
    settings = {WHEEL: str(wheel), "GENAI_RENDER": "off"}
    run([*command, "--strict", "-d", str(site)], settings)
    target = folder / f"{name}.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in site.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), MADE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return target


def deploy(version: str, branch: str, wheel: Path, edition: Path) -> None:
    """Bangun situs dan masukkan ke cabang lokal sebagai satu commit."""
    scripts = Path(sys.executable).parent
    settings = {
        WHEEL: str(wheel),
        ZIP: str(edition),
        "GENAI_RENDER": "off",
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",  # mike memanggil mkdocs
    }
    mike = [str(scripts / "mike")]
    try:
        command = [*mike, "deploy", "--branch", branch, "--alias-type", "redirect"]
        run([*command, "--update-aliases", version, ALIAS], settings)
        run([*mike, "set-default", "--branch", branch, ALIAS], settings)
    finally:
        for left in ROOT.glob("mike-mkdocs*.yml"):  # sisa bila mike terhenti
            left.unlink()


def restore(branch: str, before: str | None) -> None:
    """Kembalikan cabang lokal ke tempatnya sebelum penerbitan."""
    if before:
        git("update-ref", f"refs/heads/{branch}", before)
    elif tip(f"refs/heads/{branch}"):
        git("update-ref", "-d", f"refs/heads/{branch}")


def tip(ref: str) -> str | None:
    """Commit yang ditunjuk sebuah ref, atau None."""
    found = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", ref],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip() or None


def is_ancestor(old: str, new: str) -> bool:
    """Benar bila `old` ada dalam riwayat `new`."""
    command = ["git", "merge-base", "--is-ancestor", old, new]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def git(*args: str) -> str:
    """Keluaran sebuah perintah git."""
    return run(["git", *args]).strip()


def run(command: Sequence[str], settings: Mapping[str, str] | None = None) -> str:
    """Keluaran sebuah perintah di akar proyek; PublishError memuat pesan galatnya."""
    return run_bytes(command, settings).decode("utf-8", errors="replace")


def run_bytes(
    command: Sequence[str], settings: Mapping[str, str] | None = None
) -> bytes:
    """Seperti `run`, untuk keluaran biner."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | (settings or {}),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        shown = " ".join(Path(part).name for part in command[:3])
        errors = (done.stderr or done.stdout).decode("utf-8", errors="replace")
        raise PublishError(f"`{shown}` gagal:\n{errors.strip()[-2000:]}")
    return done.stdout


def main(argv: Sequence[str] | None = None) -> int:
    """Titik masuk baris perintah."""
    parser = argparse.ArgumentParser(
        prog="python -m hooks.publish", description=__doc__
    )
    parser.add_argument("versi", help="misalnya 0.4; harus cocok dengan versi paket")
    parser.add_argument("--push", action="store_true", help="dorong ke remote")
    parser.add_argument("--remote", default="origin", help="bawaan: origin")
    parser.add_argument("--branch", default="gh-pages", help="bawaan: gh-pages")
    args = parser.parse_args(argv)
    try:
        publish(args.versi, push=args.push, remote=args.remote, branch=args.branch)
    except PublishError as error:
        print(f"Tidak diterbitkan: {error}", file=sys.stderr)
        return 1
    where = f"dan didorong ke {args.remote}" if args.push else "(belum didorong)"
    print(f"Versi {args.versi} masuk cabang {args.branch} {where}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
