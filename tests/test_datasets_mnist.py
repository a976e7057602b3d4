"""MNIST dan Fashion-MNIST: pembagian, pasangan gambar-label, dan set aslinya."""

import gzip
import os
import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from genai_examples.datasets import FASHION_CLASSES, fashion_mnist, mnist
from genai_examples.datasets._files import BadFileError

DEBIAN = "/usr/share/datasets/fashion-mnist"  # paket dataset-fashion-mnist


def write_idx(path, array):
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    content = head + array.tobytes()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


@pytest.fixture
def folder(tmp_path):
    """400 gambar latih dan 50 gambar uji; piksel pertama menyimpan labelnya."""
    rng = np.random.default_rng(0)
    for part, n, suffix in [("train", 400, ".gz"), ("t10k", 50, "")]:
        images = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        labels = rng.integers(0, 10, n, dtype=np.uint8)
        images[:, 0, 0] = labels
        write_idx(tmp_path / f"{part}-images-idx3-ubyte{suffix}", images)
        write_idx(tmp_path / f"{part}-labels-idx1-ubyte{suffix}", labels)
    return tmp_path


def test_plain_and_gz_files_give_the_same_types(folder):
    for split in ("train", "val", "test"):
        images, labels = mnist(folder, split=split)
        assert images.shape[1:] == (1, 28, 28) and images.dtype == torch.float32
        assert labels.dtype == torch.int64
        assert images.min() >= 0 and images.max() <= 1
        # label tetap pada gambarnya, walaupun urutannya diacak
        assert torch.equal((images[:, 0, 0, 0] * 255).round().long(), labels)


def test_splits_are_disjoint_and_complete(folder):
    parts = {s: mnist(folder, split=s) for s in ("train", "val", "test")}
    sizes = {s: len(p.images) for s, p in parts.items()}
    assert sizes["train"] + sizes["val"] == 400 and sizes["test"] == 50
    assert 0.7 < sizes["train"] / 400 < 0.9
    every = torch.cat([p.images for p in parts.values()]).flatten(1)
    assert len(every.unique(dim=0)) == 450


def test_seed_decides_the_order_only(folder):
    a, b, c = mnist(folder), mnist(folder), mnist(folder, seed=1)
    assert torch.equal(a.images, b.images)
    assert not torch.equal(a.images, c.images)
    assert torch.equal(a.labels.bincount(), c.labels.bincount())


def test_twins_never_part(folder):
    twins = np.zeros((100, 28, 28), np.uint8)
    write_idx(folder / "train-images-idx3-ubyte.gz", twins)
    write_idx(folder / "train-labels-idx1-ubyte.gz", np.zeros(100, np.uint8))
    sizes = {len(mnist(folder, split=s).images) for s in ("train", "val")}
    assert sizes == {0, 100}


def test_bad_pairs_are_refused_with_both_names(folder):
    labels = folder / "train-labels-idx1-ubyte.gz"
    write_idx(labels, np.zeros(399, np.uint8))
    with pytest.raises(BadFileError, match=r"400 gambar, .*labels.* 399 label"):
        mnist(folder)
    write_idx(labels, np.array([0] * 17 + [10] * 383, np.uint8))
    with pytest.raises(BadFileError, match=r"labels.*bita 25: label 10; harus 0 "):
        mnist(folder)
    write_idx(labels, np.zeros(0, np.uint8))
    write_idx(folder / "train-images-idx3-ubyte.gz", np.zeros((0, 28, 28), np.uint8))
    with pytest.raises(BadFileError, match="lebih dari nol"):
        mnist(folder)
    write_idx(folder / "train-images-idx3-ubyte.gz", np.zeros((5, 32, 28), np.uint8))
    with pytest.raises(BadFileError, match="bita 8: ukuran gambar 32 × 28; harus 28"):
        mnist(folder)


def test_swapped_files_are_refused(folder):
    images = folder / "t10k-images-idx3-ubyte"
    images.write_bytes((folder / "t10k-labels-idx1-ubyte").read_bytes())
    with pytest.raises(BadFileError, match="angka ajaib 0x00000801; harus 0x00000803"):
        mnist(folder, split="test")
    assert len(mnist(folder).images) > 0  # bagian lain tetap terbaca


def test_missing_folder_or_file_is_named(folder, tmp_path):
    with pytest.raises(FileNotFoundError, match="harus folder yang ada"):
        mnist(tmp_path / "tidak-ada")
    (folder / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError, match="tidak ada berkas t10k-labels-idx1"):
        fashion_mnist(folder, split="test")


def test_the_real_set_has_70000_images():
    """Set aslinya dari paket Debian; `FASHION_MNIST` yang diisi tidak boleh meleset."""
    folder = Path(os.environ.get("FASHION_MNIST", DEBIAN))
    if not folder.is_dir() and "FASHION_MNIST" not in os.environ:
        pytest.skip(
            "Fashion-MNIST tidak ada: apt-get install dataset-fashion-mnist, "
            "atau isi FASHION_MNIST dengan foldernya"
        )
    counts, total = torch.zeros(10, dtype=torch.int64), 0
    for split in ("train", "val", "test"):
        images, labels = fashion_mnist(folder, split=split)
        counts += labels.bincount(minlength=10)
        total += len(images)
        means = torch.stack([images[labels == c].mean() for c in range(10)])
        assert means.argmax() in (4, 2) and means.argmin() == 5  # sandal: paling hitam
    assert total == 70_000
    assert counts.tolist() == [7_000] * len(FASHION_CLASSES)
