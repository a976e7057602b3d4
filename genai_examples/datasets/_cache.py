"""Tembolok (*cache*) set data buatan: dihitung sekali, lalu dibaca dari berkas.

Letaknya folder tembolok pengguna; `GENAI_CACHE=<folder>` memindahkannya dan
`GENAI_CACHE=off` mematikannya. Berkas yang rusak dibuat ulang, dan folder yang tidak
dapat ditulis hanya memperlambat: datanya tetap dibuat.
"""

import hashlib
import inspect
import os
import tempfile
import warnings
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import numpy as np
import safetensors.torch
import torch
from platformdirs import user_cache_path
from torch import Tensor

P = ParamSpec("P")
Tensors = dict[str, Tensor]
_CHECKSUM = "sha256"  # nama tensor tambahan di dalam berkas


def cached(make: Callable[P, Tensors]) -> Callable[P, Tensors]:
    """Bungkus pembuat data sehingga hasilnya disimpan dan dibaca kembali.

    `make` harus deterministik, berargumen sederhana (angka, teks, tuple), dan
    mengembalikan dict tensor. Kuncinya argumen serta kode dan
    berkas data modulnya.
    """

    @wraps(make)
    def load_or_make(*args: P.args, **kwargs: P.kwargs) -> Tensors:
        folder = cache_folder()
        if folder is None:
            return make(*args, **kwargs)
        bound = inspect.signature(make).bind(*args, **kwargs)
        bound.apply_defaults()
        path = folder / _file_name(make, bound.arguments)
        stored = _read(path)
        if stored is not None:
            return stored
        tensors = make(*args, **kwargs)
        _write(path, tensors)
        return tensors

    return load_or_make


def cache_folder() -> Path | None:
    """Folder tembolok menurut `GENAI_CACHE`; None bila dimatikan."""
    setting = os.environ.get("GENAI_CACHE", "")
    if setting == "off":
        return None
    return Path(setting) if setting else user_cache_path("genai-examples")


def _file_name(make: Callable[..., Tensors], arguments: dict) -> str:
    """Nama berkas: nama set, lalu sidik kode, data, argumen, dan mesin hitungnya."""
    module = Path(inspect.getfile(make))
    name = module.stem.strip("_")
    code = sorted(module.parent.glob(f"{module.stem}*.py"))
    data = sorted((module.parent / "data").glob(f"{name}.*"))
    digest = hashlib.sha256()
    for source in [*code, *data, Path(__file__).with_name("_common.py")]:
        digest.update(source.read_bytes())
    # versi torch dan jenis CPU dapat menggeser bit terakhir
    machine = (torch.__version__, torch.backends.cpu.get_cpu_capability())
    digest.update(
        repr((make.__qualname__, sorted(arguments.items()), machine)).encode()
    )
    return f"{name}-{digest.hexdigest()[:24]}.safetensors"


def _checksum(tensors: Tensors) -> Tensor:
    """Sidik nama, bentuk, jenis, dan isi semua tensor, sebagai 32 bita."""
    digest = hashlib.sha256()
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.contiguous().numpy().data)
    return torch.from_numpy(np.frombuffer(digest.digest(), np.uint8).copy())


def _read(path: Path) -> Tensors | None:
    """Isi berkas, atau None bila belum ada atau rusak."""
    try:
        blob = path.read_bytes()
    except OSError:
        return None
    try:
        tensors = safetensors.torch.load(blob)
        checksum = tensors.pop(_CHECKSUM)
    except (safetensors.SafetensorError, KeyError, ValueError, EOFError):
        checksum = None
        tensors = {}
    if checksum is None or not torch.equal(checksum, _checksum(tensors)):
        warnings.warn(f"{path}: berkas tembolok rusak; dibuat ulang", stacklevel=4)
        return None
    return tensors


def _write(path: Path, tensors: Tensors) -> None:
    """Tulis utuh atau tidak sama sekali: ke folder sementara, lalu pindahkan."""
    blob = safetensors.torch.save({**tensors, _CHECKSUM: _checksum(tensors)})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(".sebagian", dir=path.parent) as folder:
            partial = Path(folder) / path.name
            partial.write_bytes(blob)
            os.replace(partial, path)
    except OSError as error:
        warnings.warn(
            f"{path}: tembolok tidak dapat ditulis ({error}); datanya tetap dibuat, "
            "tetapi diulang setiap kali. GENAI_CACHE=<folder> memilih tempat lain, "
            "GENAI_CACHE=off mematikan tembolok",
            stacklevel=4,
        )
