"""Tembolok: sekali hitung, selalu utuh, dan tidak pernah menghalangi pembaca."""

import importlib.util
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor

from genai_examples.datasets import _cache, aksara, batik
from genai_examples.datasets._cache import cached

CODE = """
from torch import arange, Tensor
calls = []
def toy(n: int, step: int = 1) -> dict[str, Tensor]:
    calls.append(n)
    return {"a": arange(n) * step, "b": arange(6.0).view(2, 3)}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GENAI_CACHE", str(tmp_path / "tembolok"))
    return tmp_path / "tembolok"


@pytest.fixture
def load(tmp_path: Path) -> Callable:
    """Muat modul mainan `_toy.py` dengan isi tertentu."""

    def load(code: str = CODE):
        path = tmp_path / "_toy.py"
        path.write_text(code)
        spec = importlib.util.spec_from_file_location("_toy", path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["_toy"] = module
        spec.loader.exec_module(module)
        return module

    return load


def same(one: dict[str, Tensor], two: dict[str, Tensor]) -> bool:
    return set(one) == set(two) and all(torch.equal(one[k], two[k]) for k in one)


def test_made_once_then_read(folder: Path, load: Callable) -> None:
    toy = load()
    first, second = cached(toy.toy)(5), cached(toy.toy)(n=5, step=1)
    assert toy.calls == [5]
    assert same(first, second)
    assert second["a"].dtype == torch.int64
    second["a"] += 1  # milik pemanggil: tembolok tidak ikut berubah
    assert same(cached(toy.toy)(5), first)
    assert [path.suffix for path in folder.iterdir()] == [".safetensors"]


def test_arguments_code_and_data_make_the_key(
    folder: Path, load: Callable, tmp_path: Path
) -> None:
    cached(load().toy)(5)
    cached(load().toy)(6)
    cached(load().toy)(5, step=2)
    assert len(list(folder.iterdir())) == 3
    changed = load(CODE.replace("arange(6.0)", "arange(1, 7.0)"))
    assert cached(changed.toy)(5)["b"][0, 0] == 1
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "toy.npz").write_bytes(b"lain")
    cached(changed.toy)(5)
    assert changed.calls == [5, 5]


def test_damage_is_noticed_and_repaired(folder: Path, load: Callable) -> None:
    toy = load()
    expected = cached(toy.toy)(40)
    (path,) = folder.iterdir()
    good = path.read_bytes()
    damaged = [b"", b"bukan safetensors", good[:20], good[:-1], good + b"0"]
    damaged += [b"\xff" * 8 + good[8:]]  # kepala yang mengaku amat panjang
    for place in range(0, len(good), 7):
        damaged.append(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
    for blob in damaged:
        path.write_bytes(blob)
        with pytest.warns(UserWarning, match="rusak; dibuat ulang"):
            assert same(cached(toy.toy)(40), expected)
        assert same(cached(toy.toy)(40), expected)


def test_unwritable_cache_only_warns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Callable
) -> None:
    blocked = tmp_path / "berkas"
    blocked.write_text("bukan folder")
    monkeypatch.setenv("GENAI_CACHE", str(blocked / "tembolok"))
    toy = load()
    with pytest.warns(UserWarning, match="tembolok tidak dapat ditulis"):
        assert len(cached(toy.toy)(5)["a"]) == 5


def test_failed_write_leaves_nothing(
    folder: Path, load: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_cache.os, "replace", full_disk)
    with pytest.warns(UserWarning, match="No space left"):
        cached(load().toy)(5)
    assert list(folder.iterdir()) == []


def test_off_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Callable
) -> None:
    monkeypatch.setenv("GENAI_CACHE", "off")
    monkeypatch.setattr(_cache, "user_cache_path", lambda name: tmp_path / name)
    toy = load()
    cached(toy.toy)(5)
    cached(toy.toy)(5)
    assert toy.calls == [5, 5]
    assert not (tmp_path / "genai-examples").exists()


def test_default_folder_is_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, load: Callable
) -> None:
    monkeypatch.delenv("GENAI_CACHE", raising=False)
    monkeypatch.setattr(_cache, "user_cache_path", lambda name: tmp_path / name)
    cached(load().toy)(5)
    assert len(list((tmp_path / "genai-examples").iterdir())) == 1


@pytest.mark.parametrize(("make", "n"), [(lambda n: batik(n, 256), 16), (aksara, 2000)])
def test_sets_are_the_same_with_and_without_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch, make: Callable, n: int
) -> None:
    made, read = make(n), make(n)
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setenv("GENAI_CACHE", "off")
    plain = make(n)
    assert torch.equal(made.images, plain.images)
    assert torch.equal(read.images, plain.images)
    assert torch.equal(read.labels, plain.labels)


def test_a_set_survives_an_unwritable_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENAI_CACHE", "off")
    plain = aksara(2000)
    (tmp_path / "berkas").write_text("bukan folder")
    monkeypatch.setenv("GENAI_CACHE", str(tmp_path / "berkas"))
    with pytest.warns(UserWarning, match="berkas.*GENAI_CACHE=off mematikan"):
        assert torch.equal(aksara(2000).images, plain.images)


def test_two_processes_at_once(folder: Path, load: Callable) -> None:
    code = (
        "import hashlib, warnings, torch; torch.set_num_threads(1);"
        "warnings.simplefilter('error');"
        "from genai_examples.datasets import aksara;"
        "b = aksara(2000).images.numpy().tobytes();"
        "print(hashlib.sha256(b).hexdigest())"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = {run.communicate()[0] for run in runs}
    assert len(outputs) == 1 and outputs != {b""}
    assert len(list(folder.iterdir())) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # berkas yang tertinggal utuh
        aksara(2000)
