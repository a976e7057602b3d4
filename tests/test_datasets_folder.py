"""Folder milik pembaca: isi yang benar terbaca, yang rusak ditolak dengan nama."""

import builtins
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from genai_examples.datasets import image_folder, text_folder
from genai_examples.datasets._common import split_of
from genai_examples.datasets._files import BadFileError

SPLITS = ("train", "val", "test")


@pytest.fixture
def pictures(tmp_path):
    """60 gambar polos dalam dua kelas; merahnya 200 di `api`, 40 di `air`."""
    for i in range(60):
        kind, red = ("api", 200) if i % 3 else ("air", 40)
        (tmp_path / kind).mkdir(exist_ok=True)
        color = (red, 2 * i, 100)
        image = Image.new("RGB", (40 + i, 30), color)
        image.save(tmp_path / kind / f"{i:02}.{'png' if i % 2 else 'bmp'}")
    (tmp_path / "catatan.md").write_text("bukan gambar", encoding="utf-8")
    return tmp_path


def test_images_labels_and_classes_agree(pictures):
    images, labels, classes = image_folder(pictures, size=16)
    assert images.shape[1:] == (3, 16, 16) and images.dtype == torch.float32
    assert classes == ["air", "api"] and labels.dtype == torch.int64
    red = torch.where(labels == 1, 200 / 255, 40 / 255)
    torch.testing.assert_close(images[:, 0, 8, 8], red)
    torch.testing.assert_close(images.amin((2, 3)), images.amax((2, 3)))  # polos


def test_splits_are_disjoint_and_complete_and_seed_orders(pictures):
    parts = [image_folder(pictures, 8, split=s).images for s in SPLITS]
    assert sum(map(len, parts)) == 60
    assert len(torch.cat(parts).flatten(1).unique(dim=0)) == 60
    assert not torch.equal(image_folder(pictures, 8, seed=1).images, parts[0])
    assert torch.equal(image_folder(pictures, 8).images, parts[0])


def test_the_middle_square_is_kept(tmp_path):
    strip = np.zeros((10, 30, 3), np.uint8)
    strip[:, 10:20] = 255
    Image.fromarray(strip).save(tmp_path / "pita.png")
    split = split_of((tmp_path / "pita.png").read_bytes())
    images, _, classes = image_folder(tmp_path, 10, split=split)
    assert float(images.min()) == 1 and classes == [""]


def test_grey_alpha_and_palette_become_rgb(tmp_path):
    for mode in ("L", "RGBA", "P", "1", "CMYK"):
        (tmp_path / mode).mkdir()
        for i in range(12):
            image = Image.new("L", (9, 9 + i), 255).convert(mode)
            image.save(tmp_path / mode / f"{i}.{'tif' if mode == 'CMYK' else 'png'}")
    images, labels, classes = image_folder(tmp_path, 9)
    assert images.shape[1] == 3 and len(classes) == 5
    assert set(labels.tolist()) == set(range(5))


@pytest.mark.parametrize("damage", ["empty", "text", "half", "huge"])
def test_unreadable_image_is_named_with_its_place(pictures, damage):
    whole = (pictures / "api" / "01.png").read_bytes()
    huge = whole[:16] + (60_000).to_bytes(4, "big") * 2 + whole[24:]
    content = {"empty": b"", "text": b"halo", "half": whole[:60], "huge": huge}[damage]
    for name in ("a", "b", "c", "d", "e", "f"):  # salah satunya pasti di train
        (pictures / "api" / f"{name}.png").write_bytes(content + name.encode())
    match = r"api.[a-f]\.png \(berkas ke-\d+ dari 66\): bukan gambar yang terbaca"
    with pytest.raises(BadFileError, match=match):
        image_folder(pictures, 8)


def test_too_many_pixels_are_refused_before_decoding(tmp_path):
    content = bytearray()
    Image.new("1", (8_000, 8_000)).save(tmp_path / "a.png")
    content += (tmp_path / "a.png").read_bytes()
    with pytest.raises(
        BadFileError, match="8000 × 8000 piksel, paling banyak 50000000"
    ):
        image_folder(tmp_path, split=split_of(bytes(content)))


def test_bad_arguments_and_empty_folders(pictures, tmp_path):
    with pytest.raises(ValueError, match="size=0: harus bilangan bulat positif"):
        image_folder(pictures, 0)
    with pytest.raises(FileNotFoundError, match="harus folder yang ada"):
        image_folder(pictures / "tidak-ada")
    with pytest.raises(FileNotFoundError, match="harus folder yang ada"):
        text_folder(pictures / "catatan.md")
    with pytest.raises(FileNotFoundError, match=r"tidak ada berkas \.txt"):
        text_folder(pictures)
    Image.new("L", (9, 9)).save(tmp_path / "air" / "satu.png")
    alone = tmp_path / "sendiri"
    alone.mkdir()
    (alone / "a.txt").write_text("hanya satu paragraf", encoding="utf-8")
    other = next(s for s in SPLITS if s != split_of("hanya satu paragraf"))
    with pytest.raises(ValueError, match=f"split='{other}': tidak satu pun dari 1 par"):
        text_folder(alone, split=other)


@pytest.mark.parametrize("load", [image_folder, text_folder])
def test_a_file_that_cannot_be_read_is_named(pictures, monkeypatch, load):
    (pictures / "terkunci.txt").write_text("halo", encoding="utf-8")

    def locked(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(BadFileError, match=r"\.(png|bmp|txt): tidak dapat dibaca"):
        load(pictures)


def test_without_pillow_the_error_says_what_to_install(pictures, monkeypatch):
    real = builtins.__import__

    def no_pillow(name, *rest):
        if name == "PIL":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_pillow)
    with pytest.raises(ImportError, match="image_folder memerlukan Pillow: pip"):
        image_folder(pictures, 8)


def test_paragraphs_are_the_items(tmp_path):
    (tmp_path / "dalam").mkdir()
    first = "\ufeffSatu\r\nbaris dua  \r\n\r\n\r\nKedua: aksara ꦲꦤ\r\n"
    (tmp_path / "dalam" / "a.txt").write_bytes(first.encode())
    (tmp_path / "b.TXT").write_bytes(b"Satu\nbaris dua\n \nKetiga")
    (tmp_path / "c.md").write_bytes(b"\xff")  # bukan .txt: tidak dilihat
    found = []
    for split in SPLITS:
        try:
            found += text_folder(tmp_path, split=split)
        except ValueError:
            continue  # pembagian yang kosong
    assert sorted(found) == ["Kedua: aksara ꦲꦤ", "Ketiga", "Satu\nbaris dua"]


@settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=2))
def test_any_texts_lose_nothing_but_blank_space(tmp_path, texts):
    for i in range(2):
        text = texts[i] if i < len(texts) else ""
        (tmp_path / f"{i}.txt").write_text(text, encoding="utf-8")
    found = []
    for split in SPLITS:
        try:
            found += text_folder(tmp_path, split=split)
        except ValueError:
            continue
    assert len(found) == len(set(found)) and all(p.strip() for p in found)
    letters = {c for t in texts for c in t if not c.isspace() and c.isprintable()}
    assert letters <= set("".join(found)) | {"\ufeff"}


def test_non_utf8_is_named_with_byte_and_line(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"baik\n")
    (tmp_path / "b.txt").write_bytes("baris satu\ncafé".encode("latin-1"))
    match = r"b\.txt, bita 14 \(baris 2\): 0xe9 bukan UTF-8"
    with pytest.raises(BadFileError, match=match):
        text_folder(tmp_path)
