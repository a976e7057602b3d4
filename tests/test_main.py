"""Baris perintah: bantuan, isian, galat yang menolong, hasil, dan torchrun."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import torch

from genai_examples import __main__ as cli
from genai_examples import checkpoints, vae
from genai_examples.datasets import digit8
from genai_examples.topics import TOPICS

ROOT = Path(__file__).parent.parent
TINY = ["hidden=16", "steps=41", "batch_size=8", "device=cpu"]


def run(capsys: Any, *words: str) -> tuple[int, str, str]:
    code = cli.main(words)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_overview_names_every_topic_in_indonesian(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(re.search(rf"^  {topic} +\w", out, re.MULTILINE) for topic in TOPICS)
    assert "Pemakaian:" in out and "usage" not in out
    assert run(capsys)[0] == 2  # tanpa topik: bantuan yang sama, tetapi belum berhasil


@pytest.mark.parametrize("words", [["vae", "--help"], []])
def test_a_reader_that_leaves_early_sees_no_traceback(words):
    command = [sys.executable, "-m", "genai_examples", *words]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": ROOT}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout and process.stderr
        process.stdout.close()  # seperti `| head -3` yang sudah selesai
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize("topic", ["vae", "gan", "diffusion"])
def test_help_lists_the_config_and_its_lines_can_be_typed_back(topic, capsys):
    code, out, _ = run(capsys, topic, "--help")
    assert code == 0
    config_class = import_module(f"genai_examples.{topic}").Config
    names = {field.name for field in fields(config_class)}
    words = re.findall(r"^  (\w+=\S*)", out, re.MULTILINE)
    typed = [word for word in words if word.split("=")[0] in names]
    assert len(typed) == len(names)
    expected = config_class(**TOPICS[topic]().config)
    assert config_class(**cli.parse(config_class, typed)) == expected
    assert "  # " in out
    choices = cli.literals(get_type_hints(config_class)["network"])
    assert f"  network={expected.network}  # {' / '.join(choices)}\n" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["vea"], "topik 'vea' tidak dikenal; maksudmu vae?"),
        (["xyz"], "topik 'xyz' tidak dikenal; yang ada: classifier, autoencoder"),
        (["vae", "latnt=3"], "isian 'latnt' tidak dikenal; maksudmu latent?"),
        (["vae", "qqqq=3"], "isian 'qqqq' tidak dikenal; yang ada: shape, latent"),
        (["vae", "steps"], "'steps': tulis sebagai isian=nilai"),
        (["vae", "--steps=3"], "isian '--steps' tidak dikenal; maksudmu steps?"),
        (["vae", "steps=banyak"], "steps=banyak: harus bilangan bulat"),
        (["vae", "steps=2.5"], "steps=2.5: harus bilangan bulat"),
        (["vae", "steps=True"], "steps=True: harus bilangan bulat"),
        (["vae", "latent=-1"], "latent=-1: harus berhingga, paling sedikit 1"),
        (["vae", "hidden=8,-8"], "hidden=8,-8: harus berhingga, paling sedikit 0"),
        (["vae", "lr=1e400"], "lr=1e400: harus berhingga, paling sedikit 0"),
        (["gan", "discriminator_steps=0"], "harus berhingga, paling sedikit 1"),
        (["transformer", "warmup=0"], "warmup=0: harus berhingga, paling sedikit 1"),
        (["diffusion", "timesteps=0"], "timesteps=0: harus berhingga"),
        (["gpt", "heads=0"], "heads=0: harus berhingga, paling sedikit 1"),
        (["vae", "folder="], "folder=: harus teks"),
        (["vae", "lr=cepat"], "lr=cepat: harus bilangan"),
        (["vae", "stochastic=1"], "stochastic=1: harus True atau False"),
        (["vae", "network=konv"], "harus salah satu dari mlp, conv; maksudmu conv?"),
        (["vae", "shape=8,8"], "shape=8,8: harus 3 bilangan bulat dipisahkan koma"),
        (["vae", "hidden=9,x"], "hidden=9,x: harus beberapa bilangan bulat"),
        (["vae", "device=gpuu"], "device='gpuu': tidak ada di mesin ini"),
        (["vae", "batch_size=0"], "batch_size=0: harus berhingga, paling sedikit 1"),
        (["gpt", "heads=3"], "heads=3: harus membagi width=128"),
    ],
)
def test_wrong_words_get_a_helpful_error(words, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert code == 2
    assert message in err and "Traceback" not in err
    assert out == ""


def test_a_place_that_cannot_hold_results_is_named(capsys, tmp_path):
    (tmp_path / "berkas").touch()
    for folder in (tmp_path / "berkas", tmp_path / "berkas" / "dalam"):
        code, _, err = run(capsys, "ngram", f"folder={folder}")
        assert code == 2
        assert f"{folder}: tidak dapat dibaca atau ditulis" in err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_narrow_terminal_still_gets_the_help(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "genai_examples", "diffusion", "--help"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"timesteps=100" in done.stdout


def test_values_take_the_type_of_their_field():
    words = [
        "hidden=()",
        "hidden=64",
        "hidden=256,128",
        "lr=1",
        "lr=1e-3",
        "network=conv",
    ]
    read = [cli.parse(vae.Config, [word]) for word in words]
    assert [next(iter(value.values())) for value in read] == [
        (), (64,), (256, 128), 1, 0.001, "conv"
    ]  # fmt: skip
    assert cli.convert("x", "None", int | None) is None
    assert cli.convert("x", "3", int | None) == 3
    with pytest.raises(ValueError, match="x=a: harus bilangan bulat atau "):
        cli.convert("x", "a", int | None)


def test_it_trains_saves_and_continues(capsys, tmp_path):
    folder = tmp_path / "hasil" / "vae"
    words = ["vae", *TINY, f"folder={folder}"]
    code, out, err = run(capsys, *words)
    assert code == 0, err
    assert "41/41" in err and "loss=" in err and "langkah/s" in err
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(kept) == {
        "bobot.safetensors", "titik-simpan.safetensors", "riwayat.json", "loss.png",
        "sampel.npy", "sampel.png",
    }  # fmt: skip
    assert all(name in out for name in set(kept) - {"titik-simpan.safetensors"})
    config = vae.Config(hidden=(16,), steps=41, batch_size=8)
    model, history = vae.train(config, digit8().images, device="cpu")
    saved = checkpoints.load(folder / "bobot.safetensors")
    assert vae.Config(**saved["config"]) == config
    for name, weight in model.state_dict().items():
        assert torch.equal(weight, saved["model"][name])
    assert json.loads(kept["riwayat.json"]) == history
    assert run(capsys, *words)[0] == 0  # sudah selesai: hasilnya sama bita demi bita
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept


def test_another_config_does_not_overwrite_a_result(capsys, tmp_path):
    words = ["vae", *TINY, f"folder={tmp_path}"]
    assert run(capsys, *words)[0] == 0
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, _, err = run(capsys, *words, "latent=3")
    assert code == 2
    assert "dilatih dengan latent=2, bukan 3" in err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


def torchrun(*words: str) -> "subprocess.CompletedProcess[str]":
    """`torchrun --nproc-per-node=2 -m genai_examples …`."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node=2", "-m", "genai_examples", *words]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=180
    )


def test_two_processes_train_the_gpt_of_one(capsys, tmp_path):
    sizes = ["context=16", "width=16", "heads=2", "layers=1"]
    words = ["gpt", *sizes, "steps=101", "batch_size=8", "device=cpu"]
    code, _, err = run(capsys, *words, f"folder={tmp_path / 'satu'}")
    assert code == 0, err
    done = torchrun(*words, f"folder={tmp_path / 'dua'}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Tersimpan di") == 1
    assert done.stderr.count("| 0/101 [") == 1  # satu bilah kemajuan
    one, two = (
        json.loads((tmp_path / name / "riwayat.json").read_text("utf-8"))
        for name in ("satu", "dua")
    )
    assert one["step"] == two["step"]
    losses = torch.tensor([one["loss"], two["loss"]])
    torch.testing.assert_close(losses[0], losses[1], atol=1e-4, rtol=0)
    names = [{p.name for p in (tmp_path / n).iterdir()} for n in ("satu", "dua")]
    assert names[0] == names[1]
