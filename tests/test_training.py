"""Hukum pelatihan: mati mendadak tanpa bekas, berkas utuh, dua proses = satu proses.

Modul ini juga program: `python -m tests.test_training latih …` melatih satu model
perlahan-lahan agar sempat dibunuh; `dua …` dijalankan oleh torchrun.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from genai_examples import checkpoints, gan, training, vae
from genai_examples.training import Run, as_tensors, minibatch, seeded

ROOT = Path(__file__).parent.parent
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Config:
    """Jaringan kecil ber-dropout dengan jadwal laju belajar."""

    dropout: float = 0.3
    steps: int = 300
    batch_size: int = 16
    seed: int = 0


class Net(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        drop = nn.Dropout(config.dropout)
        self.layers = nn.Sequential(nn.Linear(4, 16), nn.GELU(), drop, nn.Linear(16, 4))

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def train(
    config: Config, data: Tensor, resume: str | None = None, progress: bool = False
) -> tuple[Net, dict[str, list[float]]]:
    """Perulangan yang sama bunyinya dengan modul model, termasuk baris `parallel`."""
    device = training.find_device("cpu")
    tensors = as_tensors(data, device)
    with seeded(config.seed) as generator:
        model = Net(config).to(device)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, fused=True)
        decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, config.steps)
        parallel = training.parallel(model)
        parts = {"model": model, "optimizer": optimizer, "decay": decay}
        run = Run(resume, generator, **parts)
        for step in run.steps(config.steps, progress):
            (x,) = minibatch(tensors, config.batch_size, generator)
            loss = F.mse_loss(parallel(x), x)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            decay.step()
            if step % 20 == 0:
                run.log(loss=loss)
    return model.eval(), run.history


def cases() -> dict[str, Callable[[str | None], nn.Module]]:
    """Tiga pelatihan: VAE, GAN dengan dua pengoptimal, dan jaringan ber-dropout."""
    rng = torch.Generator().manual_seed(1)
    images = torch.rand(64, 1, 4, 4, generator=rng)
    points = torch.randn(64, 2, generator=rng)
    v = vae.Config(shape=(1, 4, 4), hidden=(16,), steps=300, batch_size=16)
    g = gan.Config(hidden=(16,), steps=300, batch_size=16, r1=0.1)
    return {
        "vae": lambda path: vae.train(v, images, device="cpu", resume=path)[0],
        "gan": lambda path: gan.train(g, points, device="cpu", resume=path)[0],
        "dropout": lambda path: train(
            Config(), torch.randn(64, 4, generator=rng), path
        )[0],
    }


def bits(model: nn.Module) -> bytes:
    return b"".join(t.numpy().tobytes() for t in model.state_dict().values())


def launch(*arguments: str, torchrun: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m"]
    if torchrun:
        command += ["torch.distributed.run", "--standalone"]
        command += [f"--nproc-per-node={torchrun}", "-m"]
    command += ["tests.test_training", *arguments]
    pipes: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=ROOT, text=True, **pipes)


@pytest.mark.parametrize("case", ["vae", "gan", "dropout"])
def test_killed_and_resumed_ends_with_the_bits_of_an_undisturbed_run(case, tmp_path):
    path = tmp_path / "simpan"
    process = launch("latih", case, str(path))
    while not path.exists():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.005)
    time.sleep(random.uniform(0, 1))
    process.kill()  # kill -9
    process.communicate()
    assert process.returncode != 0
    assert 100 <= checkpoints.load(path)["step"] < 300
    whole, resumed = cases()[case](None), cases()[case](str(path))
    assert bits(whole) == bits(resumed)


def slowly(case: str, path: str) -> None:
    """Latih dengan jeda sesudah titik simpan pertama; angkanya tidak berubah."""
    draw = training.minibatch

    def wait(*arguments: Any) -> tuple[Tensor, ...]:
        time.sleep(0.02 if Path(path).exists() else 0)
        return draw(*arguments)

    torch.set_num_threads(1)
    training.minibatch = globals()["minibatch"] = wait
    cases()[case](path)


def test_a_run_continues_history_and_schedule(tmp_path):
    data, path = torch.randn(64, 4), str(tmp_path / "simpan")
    config = Config(steps=100)
    _, whole = train(config, data)
    train(config, data, path)
    model, again = train(config, data, path)  # sudah selesai: tidak ada langkah baru
    assert (
        again == whole == {"step": [0.0, 20.0, 40.0, 60.0, 80.0], "loss": again["loss"]}
    )
    assert not model.training


def test_a_checkpoint_of_another_config_or_model_is_refused(tmp_path):
    path, data = tmp_path / "simpan", torch.randn(64, 4)
    config = Config(steps=10)
    train(config, data, str(path))
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"dilatih dengan dropout=0\.3, bukan 0\.1"):
        train(replace(config, dropout=0.1), data, str(path))
    with pytest.raises(ValueError, match="dilatih dengan dropout"):
        Run(path, torch.Generator(), model=nn.Linear(2, 2))
    assert path.read_bytes() == before
    Run(other := tmp_path / "lain", torch.Generator(), net=nn.Linear(3, 3))._save(other)
    for parts in ({"net": nn.Linear(2, 2)}, {"neural": nn.Linear(3, 3)}):
        with pytest.raises(ValueError, match=r"dari model lain.*hapus berkas itu"):
            Run(other, torch.Generator(), every=100, **parts)


def test_a_missing_folder_is_noticed_before_training(tmp_path):
    with pytest.raises(ValueError, match="foldernya harus sudah ada"):
        train(Config(), torch.randn(8, 4), str(tmp_path / "tidak" / "ada"))


def test_seeded_leaves_the_global_state_alone_and_repeats():
    before = torch.get_rng_state()
    draws = []
    for _ in range(2):
        with seeded(3) as generator:
            draws.append((torch.rand(3), torch.rand(3, generator=generator)))
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(draws[0][0], draws[1][0])
    assert torch.equal(draws[0][1], draws[1][1])


def test_minibatch_keeps_rows_together_and_covers_all():
    tensors = torch.arange(10), torch.arange(10) * 2
    a, b = minibatch(tensors, 500, torch.Generator().manual_seed(0))
    assert torch.equal(a * 2, b)
    assert a.unique().tolist() == list(range(10))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (torch.zeros(0, 3), r"data: panjang tensornya \[0\]; harus .* lebih dari nol"),
        ((torch.zeros(2), torch.zeros(3)), r"panjang tensornya \[2, 3\]; harus sama"),
        ((), r"panjang tensornya \[\]"),
        (torch.tensor([1.0, float("nan")]), r"data: tensor \(2,\) harus tanpa NaN"),
        (torch.tensor([1.0, float("inf")]), "harus tanpa NaN dan ∞"),
        (torch.tensor(1.0), r"data: tensor\(1\.\); harus tensor"),
    ],
)
def test_bad_data_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        as_tensors(data, CPU)


def test_bad_batch_sizes_and_step_counts_are_refused():
    for size in (0, -3):
        with pytest.raises(ValueError, match=f"batch_size={size}: harus .* positif"):
            minibatch((torch.zeros(4),), size, torch.Generator())
    with pytest.raises(ValueError, match="steps=-1: harus paling sedikit 0"):
        next(Run(None, torch.Generator()).steps(-1))


def test_progress_shows_loss_speed_and_time_left(capsys):
    train(Config(steps=60), torch.randn(64, 4), progress=True)
    shown = capsys.readouterr().err
    assert all(word in shown for word in ("60/60", "langkah/s", "loss=", "<00:00"))


def test_two_processes_follow_the_curve_of_one(tmp_path):
    process = launch("dua", str(tmp_path), torchrun=2)
    output = process.communicate(timeout=120)[0]
    assert process.returncode == 0, output
    alone, history = train(Config(dropout=0.0, steps=100), fixed_data())
    files = {path.name: path for path in tmp_path.iterdir()}
    assert set(files) == {"0.json", "1.json", "simpan"}
    results = [json.loads(files[f"{rank}.json"].read_text()) for rank in (0, 1)]
    assert results[0]["bits"] == results[1]["bits"] == results[0]["resumed"]
    assert results[0]["history"] == results[1]["history"]
    for name, curve in history.items():
        both = results[0]["history"][name]
        torch.testing.assert_close(
            torch.tensor(both), torch.tensor(curve), atol=1e-4, rtol=0
        )
    assert results[0]["masks"] != results[1]["masks"]  # dropout tiap proses berbeda
    assert results[0]["rows"] + results[1]["rows"] == rows()  # batch yang sama, terbagi
    assert len(results[0]["rows"]) == len(results[1]["rows"])
    assert "batch_size=15: harus bilangan bulat positif kelipatan 2" in output
    assert "model ini berlatih satu proses; jalankan tanpa torchrun" in output
    stored = checkpoints.load(files["simpan"])["parts"]["model"]
    for name, weight in alone.state_dict().items():
        torch.testing.assert_close(stored[name], weight, atol=1e-4, rtol=0)


def fixed_data() -> Tensor:
    return torch.randn(64, 4, generator=torch.Generator().manual_seed(5))


def rows() -> list[int]:
    generator = torch.Generator().manual_seed(8)
    return minibatch((torch.arange(100),), 8, generator)[0].tolist()


def together(folder: str) -> None:
    """Dijalankan oleh torchrun: latih, lanjutkan, dan laporkan apa yang dilihat."""
    config, data = Config(dropout=0.0, steps=100), fixed_data()
    path = str(Path(folder, "simpan"))
    model, history = train(config, data, path)
    rank = training.ranks()[0]
    resumed, _ = train(config, data, path)
    result = {"bits": bits(model).hex(), "resumed": bits(resumed).hex()}
    with seeded(0) as generator:
        Run(None, generator)
        result |= {"history": history, "masks": torch.rand(4).tolist()}
    result["rows"] = rows()
    Path(folder, f"{rank}.json").write_text(json.dumps(result))
    for wrong in (
        lambda: train(replace(config, batch_size=15), data),
        lambda: next(Run(None, torch.Generator(), model=Net(config)).steps(1)),
    ):
        try:
            wrong()
        except ValueError as error:
            print(error)
    torch.distributed.destroy_process_group()


if __name__ == "__main__":
    {"latih": slowly, "dua": together}[sys.argv[1]](*sys.argv[2:])


def test_double_precision_data_from_numpy_becomes_single():
    x, y = as_tensors((torch.rand(3, 2).double(), torch.arange(3)), torch.device("cpu"))
    assert (x.dtype, y.dtype) == (torch.float32, torch.int64)
