"""Pintu `genai_examples.datasets`: malas, berdokumen, dan sama untuk semua set.

Set adalah setiap fungsi terekspor yang berargumen `seed`; set baru ikut teruji sendiri.
Pemuat data nyata membaca satu folder kecil yang dibuat di sini.
"""

import hashlib
import inspect
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from genai_examples import datasets
from genai_examples.datasets import _HOME
from genai_examples.datasets._common import SPLITS
from hooks import ROOT

LAZY = """
import sys
from genai_examples import datasets
parts = [n for n in sys.modules if n.startswith("genai_examples.datasets.")]
print(parts, "torch" in sys.modules, "numpy" in sys.modules)
for name in datasets.__all__:
    for part in [n for n in sys.modules if n.startswith("genai_examples.datasets.")]:
        del sys.modules[part]
    getattr(datasets, name)
    found = [home for home in set(datasets._HOME.values())
             if f"genai_examples.datasets.{home}" in sys.modules]
    print(name, *found)
"""
DIGESTS = "from tests.test_datasets import digests; digests()"


def functions() -> dict[str, Callable[..., Any]]:
    """Semua fungsi set: namanya dan fungsinya, tanpa pembungkus pemeriksa tipe."""
    found = {name: getattr(datasets, name) for name in datasets.__all__}
    return {
        name: value
        for name, value in found.items()
        if inspect.isfunction(value) and "seed" in inspect.signature(value).parameters
    }


def takes(name: str, argument: str) -> bool:
    return argument in inspect.signature(functions()[name]).parameters


def with_argument(argument: str) -> list[str]:
    return [name for name in functions() if takes(name, argument)]


def load(name: str, folder: Path, n: int = 5, **arguments: Any) -> Any:
    """Panggil satu set dengan argumen wajibnya: n, atau folder data nyata."""
    required: dict[str, object] = {"n": n, "folder": folder, "path": folder}
    used = {key: value for key, value in required.items() if takes(name, key)}
    return functions()[name](**used, **arguments)


def leaves(result: Any) -> Iterator[Any]:
    """Tensor, teks, dan angka di dalam hasil."""
    if isinstance(result, dict):
        result = [part for item in result.items() for part in item]
    if isinstance(result, (tuple, list)):
        for part in result:
            yield from leaves(part)
    else:
        yield result


def digest(result: Any) -> str:
    sha = hashlib.sha256()
    for leaf in leaves(result):
        if isinstance(leaf, Tensor):
            sha.update(f"{leaf.dtype} {tuple(leaf.shape)}".encode())
            sha.update(leaf.contiguous().numpy().tobytes())
        else:
            sha.update(repr(leaf).encode())
    return sha.hexdigest()


def forbid_network(event: str, _: object) -> None:
    if event.startswith("socket."):
        raise RuntimeError(f"set data tidak boleh menyentuh jaringan: {event}")


def digests() -> None:
    """Cetak sidik setiap set, setiap pembagian, dan dua benih sebagai JSON."""
    torch.set_num_threads(1)
    sys.addaudithook(forbid_network)
    folder, found = Path(sys.argv[1]), {}
    for name in functions():
        for split in SPLITS if takes(name, "split") else (None,):
            kwargs: dict[str, Any] = {"split": split} if split else {}
            for seed in (0, 1):
                result = load(name, folder, seed=seed, **kwargs)
                found[f"{name} {split} {seed}"] = digest(result)
    print(json.dumps(found))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Empat berkas IDX, gambar dalam dua kelas, dan satu teks; semuanya acak."""
    path = tmp_path_factory.mktemp("nyata")
    rng = np.random.default_rng(0)
    for part, n in (("train", 90), ("t10k", 30)):
        images = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        head = struct.pack(">I3I", 0x803, n, 28, 28)
        (path / f"{part}-images-idx3-ubyte").write_bytes(head + images.tobytes())
        labels = struct.pack(">II", 0x801, n) + bytes(i % 10 for i in range(n))
        (path / f"{part}-labels-idx1-ubyte").write_bytes(labels)
        (path / part).mkdir()
        for i, image in enumerate(images[:30]):
            Image.fromarray(image).save(path / part / f"{i}.png")
    text = "\n\n".join(f"Paragraf {i}." for i in range(90))
    (path / "teks.txt").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def printed(folder: Path) -> list[dict[str, str]]:
    """Sidik semua set dari dua proses tanpa jaringan, berbeda urutan `set` Python."""
    runs = []
    for hash_seed in ("1", "2"):
        settings = {"GENAI_CACHE": "off", "PYTHONHASHSEED": hash_seed}
        environment = {**os.environ, **settings}
        command = [sys.executable, "-c", DIGESTS, str(folder)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        runs.append(json.loads(done.stdout))
    return runs


def test_nothing_is_imported_before_it_is_used() -> None:
    command = [sys.executable, "-c", LAZY]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    first, *lines = run.stdout.splitlines()
    assert first == "[] False False"
    found = {name: set(homes) for name, *homes in map(str.split, lines)}
    assert set(found) == set(datasets.__all__)
    for name, homes in found.items():
        extra = {"_balungan"} if name == "to_wav" else set()  # bunyi membaca notasi
        extra |= {"_batik"} if name == "batik_tengah" else set()  # dipotong darinya
        extra |= {"_files"} if _HOME[name] in ("_mnist", "_folder") else set()
        assert homes == {_HOME[name]} | extra, name


def test_every_promised_set_is_exported() -> None:
    promised = "aksara balungan batik bilangan bulan cerita cincin8 desa digit8"
    promised += " fashion_mnist image_folder imbuhan mnist molmini pantun peta_ubin"
    promised += " pulau tanya tata terjemahan text_folder wajah"
    assert set(functions()) >= set(promised.split())


def test_every_name_resolves_and_functions_speak_indonesian() -> None:
    assert dir(datasets) == datasets.__all__ == sorted(_HOME)
    common = r"\b(yang|dan|dari|atau|untuk|dengan|sebuah|bila|yaitu|apakah)\b"
    for name in datasets.__all__:
        value = getattr(datasets, name)
        if callable(value):
            doc = inspect.getdoc(value) or ""
            assert len(doc) > 30, name
            assert re.search(common, doc, re.IGNORECASE), name


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(AttributeError, match=r"'batiks' tidak dikenal; .*batik"):
        _ = datasets.batiks


def test_same_seed_same_bytes_in_two_processes(printed: list[dict[str, str]]) -> None:
    one, two = printed
    assert one == two
    assert {key.split()[0] for key in one} == set(functions())


def test_seeds_and_splits_differ(printed: list[dict[str, str]]) -> None:
    assert len(set(printed[0].values())) == len(printed[0])


@pytest.mark.parametrize("name", with_argument("split"))
def test_splits_share_no_item(name: str, folder: Path) -> None:
    parts = []
    for split in SPLITS:
        result = load(name, folder, n=20, split=split)
        items = result if isinstance(result, list) else result[0]
        parts.append({digest(item) for item in items})
    assert all(parts)
    assert len(set.union(*parts)) == sum(map(len, parts))


@pytest.mark.parametrize("name", functions())
def test_tensors_are_float32_or_int64(name: str, folder: Path) -> None:
    result = load(name, folder)
    kinds = {leaf.dtype for leaf in leaves(result) if isinstance(leaf, Tensor)}
    allowed = {torch.float32, torch.int64}
    if name == "pulau":
        allowed.add(
            torch.float64
        )  # jalan pulang ke derajat perlu kilometer yang teliti
    assert kinds <= allowed
    if takes(name, "n"):
        assert len(result if isinstance(result, list) else result[0]) == 5


@pytest.mark.usefixtures("untyped")
@pytest.mark.parametrize("name", with_argument("n"))
@pytest.mark.parametrize("n", [0, -3, 2.5, True])
def test_bad_n_is_refused(name: str, n: Any, folder: Path) -> None:
    with pytest.raises(ValueError, match=f"n={n}: harus bilangan bulat positif"):
        load(name, folder, n=n)


@pytest.mark.usefixtures("untyped")
@pytest.mark.parametrize("name", with_argument("split"))
def test_unknown_split_is_refused(name: str, folder: Path) -> None:
    message = "split='latih': harus salah satu dari train, val, test"
    with pytest.raises(ValueError, match=message):
        load(name, folder, split="latih")


@pytest.mark.parametrize("name", functions())
def test_negative_seed_is_refused(name: str, folder: Path) -> None:
    with pytest.raises(ValueError, match="seed=-1: harus bilangan bulat ≥ 0"):
        load(name, folder, seed=-1)
