"""Folder GPT-2 Hugging Face: config.json dan model.safetensors, dibaca dan ditulis.

Isi folder hanya data: membacanya tidak menjalankan kode dari folder itu. Bab: bab/gpt.
"""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

SIZES = {  # nama di `gpt.Config` → nama di config.json
    "vocab": "vocab_size",
    "context": "n_positions",
    "width": "n_embd",
    "heads": "n_head",
    "layers": "n_layer",
    "activation": "activation_function",
}
LARGEST = 2**20  # ukuran yang lebih besar pasti keliru
FIXED = {  # hal yang pada `gpt.GPT` tidak dapat diubah
    "model_type": "gpt2",
    "n_inner": None,
    "layer_norm_epsilon": 1e-5,
    "tie_word_embeddings": True,
    "scale_attn_weights": True,
    "scale_attn_by_inverse_layer_idx": False,
    "add_cross_attention": False,
}


def read_config(folder: str | Path) -> dict[str, Any]:
    """Ukuran model menurut config.json, dengan nama-nama `gpt.Config`.

    Raises:
        ValueError: bila berkasnya tidak ada atau modelnya tidak didukung.
    """
    path = Path(folder) / "config.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        sizes = {own: found[theirs] for own, theirs in SIZES.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: bukan config.json GPT-2 ({error!r})") from error
    for name, value in FIXED.items():
        if found.get(name, value) != value:
            raise ValueError(f"{path}: {name}={found[name]!r}; harus {value!r}")
    for own, value in sizes.items():
        whole = isinstance(value, int) and 1 <= value <= LARGEST
        if own != "activation" and not whole:
            raise ValueError(f"{path}: {SIZES[own]}={value!r}; harus 1 … {LARGEST}")
    if sizes["activation"] not in ("gelu", "gelu_new"):
        raise ValueError(
            f"{path}: activation_function={sizes['activation']!r}; "
            "harus 'gelu' atau 'gelu_new'"
        )
    return sizes


def read_weights(folder: str | Path, like: dict[str, Tensor]) -> dict[str, Tensor]:
    """Bobot dari model.safetensors, bernama dan berbentuk seperti `like`.

    Raises:
        ValueError: bila berkas atau bobotnya tidak ada, atau bentuknya lain.
    """
    path = Path(folder) / "model.safetensors"
    try:
        found = load_file(path)
    except (OSError, SafetensorError) as error:
        raise ValueError(f"{path}: bukan berkas safetensors ({error})") from error
    found = {name.removeprefix("transformer."): p for name, p in found.items()}
    if missing := sorted(like.keys() - found.keys()):
        raise ValueError(f"{path}: bobot {', '.join(missing)} tidak ada")
    weights = {name: _turn(name, found[name]).float() for name in like}
    for name, value in weights.items():
        if value.shape != like[name].shape:
            raise ValueError(
                f"{path}: {name} berbentuk {tuple(value.shape)}; "
                f"harus {tuple(like[name].shape)} menurut config.json"
            )
    return weights


def write(
    folder: str | Path, config: dict[str, Any], weights: dict[str, Tensor]
) -> None:
    """Tulis folder yang dapat dibaca pustaka transformers; kebalikan kedua `read_…`."""
    if extra := [name for name in weights if name.endswith(".A")]:
        raise ValueError(f"model: memuat LoRA ({extra[0]}, …); panggil merge_lora dulu")
    sizes = {theirs: config[own] for own, theirs in SIZES.items()}
    tokens = {"bos_token_id": None, "eos_token_id": None}
    found = {"architectures": ["GPT2LMHeadModel"]} | FIXED | sizes | tokens
    Path(folder).mkdir(parents=True, exist_ok=True)
    named = {f"transformer.{name}": _turn(name, p) for name, p in weights.items()}
    save_file(named, Path(folder) / "model.safetensors", metadata={"format": "pt"})
    text = json.dumps(found, indent=1) + "\n"
    (Path(folder) / "config.json").write_text(text, encoding="utf-8")


def _turn(name: str, p: Tensor) -> Tensor:
    """GPT-2 menyimpan bobot linear sebagai (masuk, keluar), PyTorch sebaliknya."""
    linear = name.endswith(("c_attn.weight", "c_proj.weight", "c_fc.weight"))
    return (p.T if linear else p).contiguous()
