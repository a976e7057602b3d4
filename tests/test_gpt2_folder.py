"""Hukum folder GPT-2: dibaca dan ditulis sama seperti oleh pustaka transformers."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel

from genai_examples import gpt, gpt2_folder
from genai_examples.gpt import GPT, Config
from genai_examples.lora import add_lora

SMALL = Config(vocab=11, context=16, width=24, heads=3, layers=2)


def random_model(config: Config = SMALL) -> GPT:
    """Semua bobot acak, juga bias dan skala yang biasanya mulai dari 0 atau 1."""
    model = GPT(config).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.add_(torch.randn_like(p) * 0.2)
    return model


def tokens(*shape: int) -> torch.Tensor:
    return torch.randint(SMALL.vocab, shape)


def reference(activation: str) -> GPT2LMHeadModel:
    c = SMALL
    judge = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=c.vocab,
            n_positions=c.context,
            n_embd=c.width,
            n_head=c.heads,
            n_layer=c.layers,
            activation_function=activation,
            bos_token_id=None,
            eos_token_id=None,
        )
    ).eval()
    with torch.no_grad():
        for p in judge.parameters():
            p.add_(torch.randn_like(p) * 0.2)
    return judge


@pytest.mark.parametrize("activation", ["gelu", "gelu_new"])
@torch.no_grad()
def test_reads_a_folder_written_by_transformers(tmp_path, activation: str) -> None:
    judge = reference(activation)
    judge.save_pretrained(tmp_path)
    own = gpt.from_pretrained(tmp_path)
    assert own.config.activation == activation
    x = tokens(3, 16)
    own_logits, logits = own.double()(x), judge.double()(x).logits
    torch.testing.assert_close(own_logits, logits, atol=1e-5, rtol=0)
    assert logits.std() > 0.1  # hukum ini tidak boleh hampa


@pytest.mark.parametrize("activation", ["gelu", "gelu_new"])
@torch.no_grad()
def test_transformers_reads_a_folder_written_here(tmp_path, activation: str) -> None:
    own = random_model(dataclasses.replace(SMALL, activation=activation))
    gpt.save_pretrained(own, tmp_path / "baru" / "gpt2")
    loaded: Any = AutoModelForCausalLM.from_pretrained(
        tmp_path / "baru" / "gpt2", output_loading_info=True, local_files_only=True
    )
    judge, report = loaded
    assert not report["missing_keys"] and not report["unexpected_keys"]
    x = tokens(3, 16)
    logits = judge.eval().double()(x).logits
    torch.testing.assert_close(own.double()(x), logits, atol=1e-5, rtol=0)
    again = gpt.from_pretrained(tmp_path / "baru" / "gpt2")
    assert again.config == dataclasses.replace(Config(), **sizes(own.config))
    for p, q in zip(own.parameters(), again.parameters(), strict=True):
        assert torch.equal(p.float(), q)


def sizes(config: Config) -> dict:
    return {name: getattr(config, name) for name in gpt2_folder.SIZES}


def test_half_precision_weights_become_float32(tmp_path) -> None:
    judge = reference("gelu").half()
    judge.save_pretrained(tmp_path)
    own = gpt.from_pretrained(tmp_path)
    assert {p.dtype for p in own.parameters()} == {torch.float32}
    assert torch.equal(own.wte.weight, judge.transformer.wte.weight.float())
    assert all(p.requires_grad for p in own.parameters())


@pytest.fixture
def folder(tmp_path) -> Path:
    gpt.save_pretrained(random_model(), tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_missing_and_damaged_files_are_named(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for content in (b"", whole[: len(whole) // 2], b"\x80\x04pickle", b"[]"):
        (folder / name).write_bytes(content)
        with pytest.raises(ValueError, match=name.replace(".", r"\.") + ": bukan"):
            gpt.from_pretrained(folder)
    (folder / name).unlink()
    with pytest.raises(ValueError, match=name.replace(".", r"\.") + ": bukan"):
        gpt.from_pretrained(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_embd": None}, "n_embd=None; harus 1 …"),
        ({"n_layer": 0}, "n_layer=0; harus 1 …"),
        ({"n_embd": 10**6, "n_head": 1}, r"harus \(11, 1000000\)"),
        ({"n_embd": 10**9}, "n_embd=1000000000; harus 1 … 1048576"),
        ({"n_layer": 3}, r"bobot h\.2\.attn\.c_attn\.bias, .* tidak ada"),
        ({"vocab_size": 12}, r"wte\.weight berbentuk \(11, 24\); harus \(12, 24\)"),
        ({"model_type": "llama"}, "model_type='llama'; harus 'gpt2'"),
        ({"n_inner": 99}, "n_inner=99; harus None"),
        ({"activation_function": "relu"}, "activation_function='relu'; harus"),
        ({"tie_word_embeddings": False}, "tie_word_embeddings=False; harus True"),
    ],
)
def test_unsuitable_folders_are_refused(folder: Path, change, message: str) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ValueError, match=message):
        gpt.from_pretrained(folder)


def test_lora_must_be_merged_before_saving(tmp_path) -> None:
    with pytest.raises(ValueError, match="memuat LoRA"):
        gpt.save_pretrained(add_lora(random_model()), tmp_path)
