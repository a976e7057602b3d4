"""Bobot untuk peramban: pembulatan, berkas yang kembali sama, dan penolakannya."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from genai_examples import live, vae
from genai_examples.palette import COLORMAPS
from hooks import ROOT

CONFIG = vae.Config(shape=(1, 8, 8), hidden=(16,), classes=3)
INPUTS = torch.tensor([[0.5, -1.0], [2.0, 0.0]]), torch.tensor([0, 2])


@pytest.fixture
def model() -> vae.VAE:
    torch.manual_seed(0)
    return vae.VAE(CONFIG)


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 40), st.integers(0, 99), st.floats(-6, 6))
def test_rounding_errs_by_half_a_step_at_most(
    rows: int, columns: int, seed: int, power: float
) -> None:
    generator = torch.Generator().manual_seed(seed)
    weight = torch.randn(rows, columns, generator=generator) * 10**power
    data, scale = live.quantize(weight)
    error = (live.dequantize(data, scale) - weight).abs().amax(1)
    assert data.abs().max() <= 127
    assert (error <= 0.5001 * scale).all()


def test_a_row_of_zeros_stays_zero() -> None:
    data, scale = live.quantize(torch.zeros(2, 3))
    assert not live.dequantize(data, scale).any()


def test_file_returns_the_very_weights_of_the_golden_numbers(
    model: vae.VAE, tmp_path: Path
) -> None:
    live.export(model, "m", {"decode": INPUTS}, only="decoder.", folder=tmp_path)
    loaded = live.load(tmp_path / "m.js", vae.VAE, vae.Config)
    golden = json.loads((tmp_path / "m.golden.json").read_text("utf-8"))["decode"]
    assert loaded.config == CONFIG
    assert golden["inputs"] == [INPUTS[0].tolist(), INPUTS[1].tolist()]
    with torch.no_grad():
        torch.testing.assert_close(
            loaded.decode(*INPUTS), torch.tensor(golden["outputs"][0])
        )
        assert not torch.equal(loaded.decode(*INPUTS), model.decode(*INPUTS))


def test_export_leaves_the_model_alone(model: vae.VAE, tmp_path: Path) -> None:
    before = {name: value.clone() for name, value in model.state_dict().items()}
    live.export(model, "m", {"decode": INPUTS}, folder=tmp_path)
    for name, value in model.state_dict().items():
        assert torch.equal(value, before[name]), name


def test_same_model_same_bytes(model: vae.VAE, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        live.export(model, "m", {"decode": INPUTS}, folder=tmp_path / name)
    for file in ("m.js", "m.golden.json"):
        one, two = (tmp_path / name / file for name in "ab")
        assert one.read_bytes() == two.read_bytes()


def test_shared_weights_are_written_once(tmp_path: Path) -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embed = nn.Embedding(5, 4)
            self.out = nn.Linear(4, 5, bias=False)
            self.out.weight = self.embed.weight

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.out(x)

    live.export(Tied(), "t", {"forward": (torch.ones(1, 4),)}, folder=tmp_path)
    assert list(live.read(tmp_path / "t.js")["tensors"]) == ["embed.weight"]


def test_buffers_are_not_rounded(tmp_path: Path) -> None:
    norm = nn.Module()
    norm.register_buffer("table", torch.randn(3, 7))
    norm.weight = nn.Parameter(torch.randn(3, 7))
    live.export(norm, "n", {}, folder=tmp_path)
    tensors = live.read(tmp_path / "n.js")["tensors"]
    assert torch.equal(tensors["table"], norm.get_buffer("table"))
    assert not torch.equal(tensors["weight"], norm.get_parameter("weight"))


def test_a_golden_call_may_be_any_function(tmp_path: Path) -> None:
    model = nn.Linear(2, 1)
    calls = {"twice": (lambda m, x: 2 * m(x), torch.ones(1, 2))}
    live.export(model, "m", calls, only=lambda name: name == "weight", folder=tmp_path)
    golden = json.loads((tmp_path / "m.golden.json").read_text("utf-8"))["twice"]
    assert golden["inputs"] == [[[1.0, 1.0]]]
    assert list(live.read(tmp_path / "m.js")["tensors"]) == ["weight"]


def test_unknown_prefix_is_named(model: vae.VAE, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"only='dekoder\.': tidak ada bobot"):
        live.export(model, "m", {}, only="dekoder.", folder=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda text: text[: len(text) // 2], "utuh"),
        (lambda text: text.replace('"format":1', '"format":2'), "format=2"),
        (lambda text: text.replace('"data":"', '"data":"AAAA', 1), "utuh"),
        (lambda text: text.replace('"sha256":"', '"sha256":"0'), "sha256"),
        (lambda text: "var LIVE = 3;", "utuh"),
    ],
)
def test_damaged_file_is_refused(damage, message, model, tmp_path: Path) -> None:
    live.export(model, "m", {"decode": INPUTS}, folder=tmp_path)
    path = tmp_path / "m.js"
    path.write_text(damage(path.read_text("utf-8")), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        live.load(path, vae.VAE, vae.Config)


def test_weights_of_another_model_are_refused(model: vae.VAE, tmp_path: Path) -> None:
    live.export(nn.Sequential(nn.Linear(2, 3)), "m", {}, folder=tmp_path)
    with pytest.raises(ValueError, match=r"bobot '0\.weight' tidak dikenal VAE"):
        live.load(tmp_path / "m.js", vae.VAE, vae.Config)


def test_colors_are_those_of_the_figures() -> None:
    script = (ROOT / "docs/assets/javascripts/live/element.js").read_text("utf-8")
    line = next(x for x in script.splitlines() if x.startswith("const NILA_KREM"))
    tones = [
        [int(tone[i : i + 2], 16) for i in (1, 3, 5)]
        for tone in COLORMAPS["nila_krem"].split()
    ]
    assert json.loads(line.partition(" = ")[2].rstrip(";")) == tones


def test_templates_are_not_nested() -> None:
    """rjsmin mengira templat di dalam templat itu kode, lalu membuang spasinya."""
    for path in (ROOT / "docs/assets/javascripts").rglob("*.js"):
        found = re.search(r"\$\{[^}`]*`", path.read_text("utf-8"))
        assert not found, f"{path.name}: {found and found[0]}"


def absent(reason: str) -> NoReturn:
    """Lewati dengan alasannya; di CI alat itu harus ada."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_browser_arithmetic_equals_pytorch() -> None:
    """`node --test`: mesin, penolakan berkas rusak, dan setiap golden.json."""
    if shutil.which("node") is None:
        absent("tidak ada Node di mesin ini")
    done = subprocess.run(
        ["node", "--test"], cwd=ROOT / "tests/live", capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_scripts_pass_the_type_checker() -> None:
    """tsc --checkJs; dipasang dengan `npm install` di tests/live."""
    tsc = ROOT / "tests/live/node_modules/typescript/bin/tsc"
    if not tsc.is_file():
        absent("tanpa TypeScript: jalankan npm install di tests/live")
    done = subprocess.run(
        ["node", str(tsc), "--project", "jsconfig.json"],
        cwd=ROOT / "tests/live",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
