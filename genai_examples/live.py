"""Model hidup: bobot terlatih menjadi berkas kecil untuk JavaScript di halaman.

`export` membulatkan setiap matriks ke int8, satu skala per baris, dan menulisnya
sebagai skrip biasa `nama.js`; `load` membacanya kembali ke model PyTorch. Keduanya
memberi bobot yang sama persis, jadi peramban dan PyTorch dapat dibandingkan angka demi
angka: `nama.golden.json` memuat masukan dan keluaran dari bobot yang sudah dibulatkan.
"""

import base64
import copy
import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch
from jaxtyping import Float, Int8
from torch import Tensor, nn

FORMAT = 1  # naikkan bila bentuk berkasnya berubah; weights.js memeriksanya
HEAD = '(self.LIVE ??= {})["%s"] = '  # selebihnya JSON
KINDS = ("scale", "data")
LEVELS = 127  # int8 simetris: −127 … 127

Model = TypeVar("Model", bound=nn.Module)


def quantize(
    weight: Float[Tensor, "rows *rest"],
) -> tuple[Int8[Tensor, "rows *rest"], Float[Tensor, " rows"]]:
    """Bobot dibulatkan ke int8, dan satu skala untuk setiap baris (dimensi pertama).

    Galat setiap bobot paling besar setengah skala barisnya; baris nol berskala 1.
    """
    largest = weight.flatten(1).abs().amax(1)  # (baris,)
    scale = torch.where(largest > 0, largest / LEVELS, 1.0)
    column = scale.view(-1, *[1] * (weight.ndim - 1))
    return (weight / column).round().to(torch.int8), scale


def dequantize(
    data: Int8[Tensor, "rows *rest"], scale: Float[Tensor, " rows"]
) -> Float[Tensor, "rows *rest"]:
    """Kebalikan `quantize`: int8 kali skala barisnya, float32."""
    return data.float() * scale.view(-1, *[1] * (data.ndim - 1))


def rounded(model: Model, only: str | Callable[[str], bool] = "") -> Model:
    """Salinan `model` dengan bobot yang sudah dibulatkan seperti di dalam berkas."""
    model = copy.deepcopy(model)
    for tensor, is_matrix in _kept(model, only).values():
        if is_matrix:
            tensor.copy_(dequantize(*quantize(tensor)))
    return model.eval()


def export(
    model: nn.Module,
    name: str,
    calls: Mapping[str, Sequence[Any]],
    *,
    only: str | Callable[[str], bool] = "",
    extra: Mapping[str, Any] | None = None,
    folder: str | Path = ".",
) -> None:
    """Tulis `nama.js` (bobot int8) dan `nama.golden.json` (contoh untuk diuji).

    Args:
        model: model terlatih; `model.config` (dataclass), bila ada, ikut ditulis.
        name: nama berkas tanpa akhiran.
        calls: metode model → masukannya, misalnya `{"decode": (z,)}`; boleh juga nama
            bebas → (fungsi, *masukan), yang dipanggil sebagai fungsi(model, *masukan).
        only: hanya bobot yang namanya berawalan ini, misalnya `"decoder."`, atau yang
            namanya diterima fungsi ini.
        extra: data lain yang diperlukan halaman, misalnya daftar token.
        folder: tempat menulis.
    """
    kept = _kept(model, only)
    if not kept:
        raise ValueError(f"only={only!r}: tidak ada bobot yang namanya cocok")
    tensors, digest = {}, hashlib.sha256()
    for key, (tensor, is_matrix) in kept.items():
        entry: dict[str, Any] = {"shape": list(tensor.shape)}
        if is_matrix:
            data, scale = quantize(tensor)
            parts = {"scale": scale, "data": data}
        else:
            parts = {"data": tensor.float()}
        for part, values in parts.items():
            raw = values.cpu().contiguous().numpy().tobytes()
            digest.update(raw)
            entry[part] = base64.b64encode(raw).decode()
        tensors[key] = entry
    config = getattr(model, "config", None)
    manifest = {
        "format": FORMAT,
        "sha256": digest.hexdigest(),
        "config": dataclasses.asdict(config) if config else {},
        "extra": dict(extra or {}),
        "tensors": tensors,
    }
    same = rounded(model, only)
    golden = {method: _golden(same, method, x) for method, x in calls.items()}
    _write(Path(folder) / f"{name}.js", HEAD % name + _json(manifest) + ";\n")
    _write(Path(folder) / f"{name}.golden.json", _json(golden) + "\n")


def read(path: str | Path) -> dict[str, Any]:
    """Isi berkas bobot: format, sha256, config, extra, dan tensors (float32).

    Raises:
        ValueError: bila berkas terpotong, berubah, atau berformat lain.
    """
    path = Path(path)
    head, _, body = path.read_text(encoding="utf-8").partition(" = ")
    try:
        found = json.loads(body.strip().removesuffix(";"))
        tensors = found["tensors"]
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{path}: bukan berkas bobot hidup yang utuh") from error
    if found.get("format") != FORMAT or not head.startswith("(self.LIVE"):
        asked = f"harus {FORMAT}; unduh lagi dari halamannya"
        raise ValueError(f"{path}: format={found.get('format')!r}, {asked}")
    digest, weights = hashlib.sha256(), {}
    for key, entry in tensors.items():
        shape = tuple(entry["shape"])
        try:
            parts = {k: base64.b64decode(entry[k]) for k in KINDS if k in entry}
            kind = torch.int8 if "scale" in parts else torch.float32
            data = torch.frombuffer(bytearray(parts["data"]), dtype=kind)
            data = data.reshape(shape)
            if "scale" in parts:
                raw = bytearray(parts["scale"])
                data = dequantize(data, torch.frombuffer(raw, dtype=torch.float32))
        except (ValueError, RuntimeError, KeyError) as error:
            raise ValueError(f"{path}: bobot {key!r} tidak utuh") from error
        for raw in parts.values():
            digest.update(raw)
        weights[key] = data
    if digest.hexdigest() != found["sha256"]:
        raise ValueError(f"{path}: bobot berubah; sha256 tidak cocok, unduh lagi")
    return found | {"tensors": weights}


def load(path: str | Path, model: Callable[[Any], Model], config: type) -> Model:
    """Model dari berkas bobot halaman: `live.load("vae.js", vae.VAE, vae.Config)`.

    Bobot yang tidak ada di berkas (misalnya encoder) tetap bobot awal yang acak.
    """
    found = read(path)
    fields = {
        k: tuple(v) if isinstance(v, list) else v for k, v in found["config"].items()
    }
    built = model(config(**fields))
    unknown = built.load_state_dict(found["tensors"], strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"{path}: bobot {unknown[0]!r} tidak dikenal {model.__name__}")
    return built.eval()


def _kept(
    model: nn.Module, only: str | Callable[[str], bool]
) -> dict[str, tuple[Tensor, bool]]:
    """Nama → (tensor, benarkah dibulatkan); bobot bersama (tied) satu kali saja."""
    parameters = dict(model.named_parameters(remove_duplicate=False))
    kept: dict[str, tuple[Tensor, bool]] = {}
    seen: set[int] = set()
    for name, tensor in model.state_dict().items():
        wanted = name.startswith(only) if isinstance(only, str) else only(name)
        if not wanted or not tensor.is_floating_point():
            continue
        if tensor.data_ptr() not in seen:
            kept[name] = tensor, tensor.ndim > 1 and name in parameters
        seen.add(tensor.data_ptr())
    return kept


@torch.no_grad()
def _golden(model: nn.Module, method: str, inputs: Sequence[Any]) -> dict[str, Any]:
    if callable(inputs[0]) and not isinstance(inputs[0], Tensor):
        function, *inputs = inputs
        output = function(model, *inputs)
    else:
        output = getattr(model, method)(*inputs)
    outputs = output if isinstance(output, tuple) else (output,)
    return {
        "inputs": [_plain(x) for x in inputs],
        "outputs": [_plain(x) for x in outputs],
    }


def _plain(value: Any) -> Any:
    """Tensor menjadi daftar angka; pecahan dengan angka penting float32 saja."""
    if isinstance(value, Tensor):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(x) for x in value]
    return float(f"{value:.7g}") if isinstance(value, float) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
