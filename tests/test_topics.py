"""Setiap topik baris perintah: datanya cocok dengan modulnya dan hasilnya tertulis."""

from importlib import import_module
from typing import Any

import pytest

from genai_examples import __main__ as cli
from genai_examples import checkpoints
from genai_examples.topics import TOPICS

SMALLER: dict[str, list[str]] = {
    "transformer": ["width=16", "heads=2", "layers=1", "hidden=16"],
    "gpt": ["width=16", "heads=2", "layers=1"],
}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_short_run_leaves_weights_samples_and_figures(topic, capsys, tmp_path):
    module: Any = import_module(f"genai_examples.{topic}")
    words = [*SMALLER.get(topic, []), f"folder={tmp_path}", "device=cpu"]
    if topic != "ngram":
        words += ["steps=21", "batch_size=8"]
    assert cli.main([topic, *words]) == 0, capsys.readouterr().err
    names = {path.name for path in tmp_path.iterdir()}
    assert {"bobot.safetensors", "riwayat.json"} <= names
    assert "sampel.txt" in names or {"sampel.npy", "sampel.png"} <= names
    assert "loss.png" in names or topic == "ngram"
    assert all(path.stat().st_size > 0 for path in tmp_path.iterdir())
    saved = checkpoints.load(tmp_path / "bobot.safetensors")
    config = module.Config(**saved["config"])
    assert config.seed == 0
    assert str(TOPICS[topic].__doc__).endswith(").")


def test_saved_ngram_counts_rebuild_the_model(tmp_path):
    from genai_examples import ngram

    assert cli.main(["ngram", f"folder={tmp_path}", "order=2"]) == 0
    saved = checkpoints.load(tmp_path / "bobot.safetensors")
    config = ngram.Config(**saved["config"])
    model = ngram.NGram(config, saved["model"]["symbols"])
    model.counts.update(saved["model"]["counts"])
    assert (
        ngram.sample(model, 64)
        == (tmp_path / "sampel.txt").read_text().split("\n")[:-1]
    )


def test_the_figure_of_the_islands_carries_the_notice_of_its_source():
    from genai_examples import diffusion
    from genai_examples.datasets import PULAU_NOTICE

    model = diffusion.Diffusion(diffusion.Config(hidden=(4,), timesteps=2))
    assert TOPICS["diffusion"]().show(model).figure.get_supxlabel() == PULAU_NOTICE
