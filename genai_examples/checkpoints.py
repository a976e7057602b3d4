"""Titik simpan: satu berkas safetensors berisi tensor, keadaan kecil, dan sidik jari.

Keadaan bersarang (misalnya `state_dict` pengoptimal) dipecah dua: tensornya menjadi isi
safetensors, sisanya menjadi JSON di kepala berkas. Membacanya tidak menjalankan kode.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from torch import Tensor

KEY = "genai-examples 1"  # satu kunci saja: safetensors tidak menjaga urutannya


def save(path: str | Path, state: Any) -> None:
    """Tulis `state`: dict (kunci str atau int), list, tuple, angka, teks, dan tensor.

    Berkas ditulis utuh ke nama sementara lalu diganti namanya: bila prosesnya mati di
    tengah jalan, berkas lama tetap utuh.
    """
    tensors: dict[str, Tensor] = {}
    text = json.dumps(_pack(state, "", tensors))
    data = safetensors.torch.save(tensors, {KEY: f"{_digest(text, tensors)} {text}"})
    path = Path(path)
    partial = path.with_name(path.name + ".sebagian")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)  # utuh atau tidak sama sekali


def load(path: str | Path) -> Any:
    """Baca berkas buatan `save`, tensornya di CPU.

    Raises:
        ValueError: bila berkasnya tidak ada, terpotong, berubah, atau asing.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{str(path)!r}: {error.strerror}; tidak terbaca") from error
    try:
        size = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + size])["__metadata__"][KEY]
        digest, _, text = header.partition(" ")
        tensors = safetensors.torch.load(data)
        state = _unpack(json.loads(text), tensors)
    except Exception as error:  # apa pun isinya, penyebabnya satu: berkasnya
        raise ValueError(
            f"{str(path)!r}: terpotong atau bukan titik simpan paket ini"
        ) from error
    if digest != _digest(text, tensors):
        raise ValueError(f"{str(path)!r}: isinya berubah sejak ditulis (sha256 beda)")
    return state


def _pack(value: Any, name: str, tensors: dict[str, Tensor]) -> Any:
    """Bentuk JSON `value`; tensornya pindah ke `tensors` dengan nama jalurnya."""
    if isinstance(value, Tensor):
        if name in tensors:  # {"a.b": …, "a": {"b": …}}
            name = f"{name}#{len(tensors)}"
        tensors[name] = value.detach().to("cpu", copy=True).contiguous()
        return {"tensor": name}
    if isinstance(value, dict):
        prefix = f"{name}." if name else ""
        pairs = [(k, _pack(v, f"{prefix}{k}", tensors)) for k, v in value.items()]
        return {"pairs": pairs}
    if isinstance(value, list | tuple):
        items = [_pack(v, f"{name}.{i}", tensors) for i, v in enumerate(value)]
        return {"tuple": items} if isinstance(value, tuple) else items
    return value


def _unpack(value: Any, tensors: dict[str, Tensor]) -> Any:
    if isinstance(value, list):
        return [_unpack(v, tensors) for v in value]
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        return tensors[value["tensor"]]
    if "tuple" in value:
        return tuple(_unpack(value["tuple"], tensors))
    return {k: _unpack(v, tensors) for k, v in value["pairs"]}


def _digest(text: str, tensors: dict[str, Tensor]) -> str:
    """sha256 atas JSON dan setiap tensor; safetensors sendiri tidak memeriksa isi."""
    digest = hashlib.sha256(text.encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(f"{name} {tensor.dtype} {list(tensor.shape)}".encode())
        digest.update(tensor.flatten().view(torch.uint8).numpy().data)
    return digest.hexdigest()
