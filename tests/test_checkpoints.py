"""Hukum titik simpan: utuh pulang-pergi, utuh atau tidak sama sekali, tanpa kode."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from genai_examples import checkpoints
from genai_examples.training import Run


def test_a_failed_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "simpan"
    checkpoints.save(path, {"x": torch.arange(3)})

    def fail(*_: object) -> None:
        raise OSError("disk penuh")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk penuh"):
        checkpoints.save(path, {"x": torch.zeros(9)})
    assert checkpoints.load(path)["x"].tolist() == [0, 1, 2]


def test_any_state_survives_the_round_trip(tmp_path):
    tensors = [torch.randn(2, 3).T, torch.tensor(2.5), torch.ones(4).bfloat16()]
    tensors += [torch.zeros(0, 2), torch.tensor([True]), torch.ones(1).expand(3)]
    state = {
        "tensors": tensors,
        0: {"lr": 0.1, 1: None},
        "history": [0.1 + 0.2, 1e-300],
    }
    checkpoints.save(tmp_path / "s", state)
    loaded = checkpoints.load(tmp_path / "s")
    for a, b in zip(tensors, loaded.pop("tensors"), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)
    del state["tensors"]
    assert loaded == state
    once = (tmp_path / "s").read_bytes()
    checkpoints.save(tmp_path / "s", checkpoints.load(tmp_path / "s"))
    assert (tmp_path / "s").read_bytes() == once  # isi sama, bita sama


def test_tied_weights_and_optimizer_scalars_are_restored(tmp_path):
    first, second = nn.Linear(3, 3), nn.Linear(3, 3)
    second.weight = first.weight
    model = nn.Sequential(first, second)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.125, momentum=0.5)
    model(torch.randn(5, 3)).sum().backward()
    optimizer.step()
    checkpoints.save(
        tmp_path / "s", {"m": model.state_dict(), "o": optimizer.state_dict()}
    )
    loaded = checkpoints.load(tmp_path / "s")
    assert str(loaded["o"]) == str(optimizer.state_dict())
    assert torch.equal(loaded["m"]["1.weight"], first.weight)


def damaged(whole: bytes) -> dict[str, bytes]:
    """Berkas yang tidak boleh diterima, dari yang terpotong sampai yang berkode."""
    flipped = bytearray(whole)
    flipped[-100] ^= 1  # satu bit di dalam bobot
    changed = whole.replace(b"0.01", b"0.02")  # laju belajar di dalam JSON

    class Code:
        def __reduce__(self) -> Any:
            return exec, ("raise SystemExit('kode dijalankan')",)

    return {
        "terpotong": whole[:-50],
        "kepala terpotong": whole[:30],
        "kosong": b"",
        "bit terbalik": bytes(flipped),
        "json berubah": changed,
        "pickle": pickle.dumps(Code()),
        "teks": b"bukan titik simpan",
    }


def run(path: Path) -> Run:
    """Satu pelatihan dengan model, pengoptimal, dan riwayat yang sudah melangkah."""
    model = nn.Linear(30, 4)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    resumed = Run(path, torch.Generator(), every=2, model=model, optimizer=optimizer)
    for _ in resumed.steps(4):
        model(torch.ones(2, 30)).sum().backward()
        optimizer.step()
    return resumed


@pytest.mark.parametrize("kind", damaged(b"0" * 200))
def test_damaged_and_foreign_files_are_refused_and_kept(kind, tmp_path):
    path = tmp_path / "simpan"
    run(path)
    assert run(path).step == 4
    content = damaged(path.read_bytes())[kind]
    assert content != path.read_bytes()
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"resume='.*simpan': .*hapus berkas itu"):
        run(path)
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["simpan"]


def test_a_plain_safetensors_file_is_refused(tmp_path):
    save_file({"weight": torch.zeros(2)}, tmp_path / "asing")
    with pytest.raises(ValueError, match="bukan titik simpan"):
        checkpoints.load(tmp_path / "asing")


def test_names_that_meet_keep_their_own_tensors(tmp_path):
    state = {"a.b": torch.zeros(1), "a": {"b": torch.ones(1)}}
    checkpoints.save(tmp_path / "x", state)
    found = checkpoints.load(tmp_path / "x")
    assert found == {"a.b": torch.zeros(1), "a": {"b": torch.ones(1)}}


def test_an_absent_file_is_not_called_truncated(tmp_path):
    with pytest.raises(ValueError, match="tidak terbaca"):
        checkpoints.load(tmp_path / "tidak-ada")
