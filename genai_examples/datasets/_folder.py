"""Data milik pembaca sendiri: folder gambar dan folder teks.

Butir yang isinya sama selalu jatuh ke pembagian yang sama, sebab pembagian ditentukan
sha256 isinya. Berkas yang rusak menghentikan pembacaan; tidak ada yang dilewati
diam-diam.
"""

import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float, Int64
from torch import Tensor

from genai_examples.datasets._common import Split, split_of, stream
from genai_examples.datasets._files import BadFileError, need_folder, read_bytes

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff")
_MAX_PIXELS = 50_000_000


class ImageFolder(NamedTuple):
    """Gambar RGB dalam [0, 1], label, dan nama kelas untuk setiap label."""

    images: Float[Tensor, "n 3 size size"]
    labels: Int64[Tensor, " n"]
    classes: list[str]


def image_folder(
    path: str | Path, size: int = 32, seed: int = 0, split: Split = "train"
) -> ImageFolder:
    """Semua gambar di dalam `path`, dipotong persegi di tengah lalu diubah ke `size`.

    Kelasnya nama subfolder tingkat pertama, berurutan abjad; gambar yang terletak
    langsung di `path` berkelas "". Berkas tanpa akhiran gambar tidak dilihat. Urutan
    hasilnya diacak `seed`.

    Raises:
        FileNotFoundError: bila `path` bukan folder atau tidak memuat gambar.
        BadFileError: bila ada gambar yang tidak terbaca atau lebih dari 50 juta piksel.
        ValueError: bila `size` tidak positif, atau `split` tidak kebagian gambar.
        ImportError: bila Pillow tidak terpasang.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size <= 0:
        raise ValueError(f"size={size!r}: harus bilangan bulat positif (piksel)")
    folder, rng = need_folder(path), stream("image_folder", seed, split)
    files = _list_files(folder, IMAGE_SUFFIXES)
    owners = [
        f.relative_to(folder).parts[0] if f.parent != folder else "" for f in files
    ]
    classes = sorted(set(owners))
    images, labels = [], []
    for row in rng.permutation(len(files)):
        content = read_bytes(files[row])
        if split_of(content) == split:
            place = f"{files[row]} (berkas ke-{row + 1} dari {len(files)})"
            images.append(_decode(content, size, place))
            labels.append(classes.index(owners[row]))
    _need_some(len(images), len(files), "gambar", folder, split)
    pixels = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2)  # (n, 3, H, W)
    return ImageFolder(pixels.float() / 255, torch.tensor(labels), classes)


def _decode(content: bytes, size: int, place: str) -> np.ndarray:
    """Piksel uint8 (size, size, 3) dari isi satu berkas gambar."""
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise ImportError(
            "image_folder memerlukan Pillow: pip install pillow"
        ) from error
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            if width * height > _MAX_PIXELS:  # sebelum pikselnya dibuka
                raise ValueError(
                    f"{width} × {height} piksel, paling banyak {_MAX_PIXELS}"
                )
            upright = ImageOps.exif_transpose(image).convert("RGB")
            square = ImageOps.fit(upright, (size, size), Image.Resampling.BICUBIC)
            return np.asarray(square)
    except Exception as error:  # Pillow melempar banyak jenis galat
        raise BadFileError(f"{place}: bukan gambar yang terbaca ({error})") from error


def text_folder(path: str | Path, seed: int = 0, split: Split = "train") -> list[str]:
    """Paragraf dari semua berkas `.txt` (UTF-8) di dalam `path`, diacak `seed`.

    Butirnya paragraf, yaitu potongan yang dipisah baris kosong; yang kembar hanya
    diambil sekali. Akhir baris disamakan menjadi `\\n`.

    Raises:
        FileNotFoundError: bila `path` bukan folder atau tidak memuat berkas `.txt`.
        BadFileError: bila ada berkas yang bukan UTF-8.
        ValueError: bila `split` tidak kebagian paragraf.
    """
    folder, rng = need_folder(path), stream("text_folder", seed, split)
    texts = [_decode_text(file) for file in _list_files(folder, (".txt",))]
    paragraphs = [p for text in texts for p in _paragraphs(text)]
    unique = list(dict.fromkeys(paragraphs))
    mine = [p for p in unique if split_of(p) == split]
    _need_some(len(mine), len(unique), "paragraf", folder, split)
    return [mine[i] for i in rng.permutation(len(mine))]


def _decode_text(file: Path) -> str:
    content = read_bytes(file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFileError(
            f"{file}, bita {error.start} (baris {line}): 0x{content[error.start]:02x} "
            "bukan UTF-8; simpan ulang berkas itu sebagai UTF-8"
        ) from error


def _paragraphs(text: str) -> list[str]:
    """Kelompok baris berisi yang berurutan, tanpa spasi di ujung baris."""
    lines = [line.rstrip() for line in text.splitlines()]
    blocks = "\n".join(lines).split("\n\n")
    return [block.strip("\n") for block in blocks if block.strip()]


def _list_files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Berkas berakhiran `suffixes` di dalam folder, berurutan menurut jalurnya."""
    found = [
        file
        for file in sorted(folder.rglob("*"), key=lambda f: f.as_posix())
        if file.suffix.lower() in suffixes and file.is_file()
    ]
    if not found:
        raise FileNotFoundError(f"{folder}: tidak ada berkas {', '.join(suffixes)}")
    return found


def _need_some(mine: int, total: int, kind: str, folder: Path, split: str) -> None:
    if mine == 0:
        raise ValueError(
            f"split={split!r}: tidak satu pun dari {total} {kind} dalam {folder} jatuh "
            f"ke pembagian ini; tambahkan {kind}"
        )
