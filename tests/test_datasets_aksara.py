"""aksara: utuh dalam bingkai, latar nol, dan terbaca oleh pengklasifikasi kecil."""

import hashlib
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from genai_examples.datasets import AKSARA_NAMES, aksara
from genai_examples.datasets._aksara import _masters


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENAI_CACHE", "off")


def test_same_damage_in_another_process() -> None:
    code = """
import hashlib, torch
torch.set_num_threads(1)
from genai_examples.datasets import aksara
data = aksara(50, noise="lontar", seed=3, split="val")
print(hashlib.sha256(data.images.numpy().tobytes()).hexdigest())
"""
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True)
    data = aksara(50, noise="lontar", seed=3, split="val")
    mine = hashlib.sha256(data.images.numpy().tobytes()).hexdigest()
    assert run.stdout.strip() == mine, run.stderr


@pytest.mark.usefixtures("untyped")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"letters": "latin"}, "letters='latin': harus 'huruf' atau 'angka'"),
        ({"noise": "kopi"}, "noise='kopi': harus None atau 'lontar'"),
    ],
)
def test_bad_input_is_refused(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        aksara(4, **arguments)


@pytest.mark.parametrize(("letters", "count"), [("huruf", 20), ("angka", 10)])
def test_letters_fill_the_frame_on_a_black_ground(letters: str, count: int) -> None:
    assert len(AKSARA_NAMES[letters]) == count
    for split in ("train", "test"):
        data = aksara(40 * count, letters, split=split)
        images = data.images[:, 0]
        assert data.labels.tolist() == [i % count for i in range(40 * count)]
        assert images.min() == 0 and images.max() <= 1
        assert ((images == 0).float().mean((1, 2)) > 0.3).all()  # latar tepat nol
        assert (images.amax((1, 2)) > 0.9).all()  # ada tinta penuh
        ring = torch.ones(28, 28, dtype=torch.bool)
        ring[1:-1, 1:-1] = False
        assert images[:, ring].max() < 0.7  # tidak terpotong tepi
        wide = (images > 0.3).any(1).sum(1)  # kolom bertinta
        tall = (images > 0.3).any(2).sum(1)
        longest = torch.maximum(wide, tall).float()
        assert longest.min() >= 15 and longest.mean() > 21
        assert ((images > 0.5).float().mean((1, 2)) < 0.5).all()  # tidak mampat


def test_prefix_seed_and_splits() -> None:
    data = aksara(60)
    assert torch.equal(aksara(40).images, data.images[:40])
    sets = [data, aksara(60, seed=1), aksara(60, split="val"), aksara(60, split="test")]
    images = [image.numpy().tobytes() for part in sets for image in part.images]
    assert len(set(images)) == len(images)


def test_lontar_damages_a_copy_of_the_same_letters() -> None:
    plain, damaged = aksara(100), aksara(100, noise="lontar")
    assert plain.clean is plain.images
    assert torch.equal(damaged.clean, plain.images)
    assert damaged.images.min() >= 0 and damaged.images.max() <= 1
    error = (damaged.images - damaged.clean).flatten(1)
    assert (error.square().mean(1) > 0.005).all()  # setiap gambar rusak
    pairs = torch.stack([damaged.images.flatten(), damaged.clean.flatten()])
    assert torch.corrcoef(pairs)[0, 1] > 0.6  # tetapi hurufnya masih ada


def test_masters_and_licence_are_shipped() -> None:
    assert _masters().shape == (30, 4, 96, 96)
    ink = _masters().mean((0, 2, 3))
    assert (ink.diff() > 0).all()  # 400 < 500 < 600 < 700
    notice = files("genai_examples.datasets") / "data" / "aksara.OFL.txt"
    assert "SIL OPEN FONT LICENSE Version 1.1" in notice.read_text("utf-8")


@pytest.mark.parametrize("letters", ["huruf", "angka"])
def test_small_classifier_reads_the_held_out_weight(letters: str) -> None:
    train, test = aksara(4000, letters), aksara(800, letters, split="test")
    count = len(AKSARA_NAMES[letters])
    net = nn.Sequential(
        nn.Conv2d(1, 24, 5, stride=2, padding=2),
        nn.ReLU(),
        nn.Conv2d(24, 48, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(48 * 49, count),
    )
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    for _ in range(7 if letters == "huruf" else 3):
        for rows in torch.randperm(4000).split(50):
            loss = F.cross_entropy(net(train.images[rows]), train.labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    right = (net(test.images).argmax(1) == test.labels).float()
    assert right.mean() >= 0.9, right.mean()
    each = np.array([right[test.labels == k].mean() for k in range(count)])
    assert each.min() > 0.6, dict(zip(AKSARA_NAMES[letters], each, strict=True))
