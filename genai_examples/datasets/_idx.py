"""Pembaca berkas IDX, wadah MNIST dan kerabatnya, polos atau dimampatkan gz.

Bentuknya: dua bita nol, satu bita jenis (8 = uint8), satu bita banyaknya dimensi, lalu
panjang tiap dimensi sebagai uint32 *big-endian*, lalu datanya. Isi dibaca sepotong demi
sepotong, jadi kepala yang mengaku raksasa tidak pernah membuat memori dipesan.
"""

import gzip
import math
import struct
import zlib
from io import BufferedReader
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from genai_examples.datasets._files import BadFileError

File = gzip.GzipFile | BufferedReader
_MAX_BYTES = 2**30  # lebih besar dari ini bukan set kecil yang dimaksud
_CHUNK = 2**20


def read_idx(path: str | Path, ndim: int) -> UInt8[np.ndarray, "..."]:
    """Larik uint8 berdimensi `ndim` dari satu berkas IDX, utuh atau tidak sama sekali.

    Posisi dalam pesan galat dihitung dalam bita setelah gz dibuka.

    Raises:
        BadFileError: bila gz terpotong atau rusak, angka ajaibnya lain, ukurannya tidak
            masuk akal, atau isinya lebih pendek atau lebih panjang dari kata kepalanya.
    """
    path = Path(path)
    with _open(path) as file:
        head = _take(file, 4 + 4 * ndim, path, 0)
        shape = _parse_head(head, ndim, path)
        total = math.prod(shape)
        body = _take(file, total + 1, path, len(head))  # satu lebih: ada sisa?
    if len(body) < total:
        raise BadFileError(
            f"{path}: tamat pada bita {len(head) + len(body)}; menurut kepalanya "
            f"harus {len(head) + total} bita ({_times(shape)} setelah kepala)"
        )
    if len(body) > total:
        raise BadFileError(
            f"{path}: masih berisi pada bita {len(head) + total}; menurut kepalanya "
            f"harus tamat di situ ({_times(shape)} setelah kepala)"
        )
    return np.frombuffer(body, np.uint8).reshape(shape)


def _open(path: Path) -> File:
    """Berkas polos atau gz, dikenali dari isinya, bukan dari namanya."""
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
        return gzip.open(path, "rb") if zipped else path.open("rb")
    except OSError as error:
        raise BadFileError(f"{path}: tidak dapat dibuka ({error.strerror})") from error


def _take(file: File, count: int, path: Path, start: int) -> bytes:
    """Paling banyak `count` bita, mulai dari posisi `start`."""
    chunks, got = [], 0
    while got < count:
        try:
            chunk = file.read(min(_CHUNK, count - got))
        except (EOFError, OSError, zlib.error) as error:
            raise BadFileError(
                f"{path}: gz terpotong atau rusak setelah bita {start + got} "
                f"({error}); salin ulang berkas itu"
            ) from error
        if not chunk:
            break
        chunks.append(chunk)
        got += len(chunk)
    return b"".join(chunks)


def _parse_head(head: bytes, ndim: int, path: Path) -> tuple[int, ...]:
    """Panjang tiap dimensi, setelah angka ajaib dan ukurannya diperiksa."""
    magic = bytes([0, 0, 8, ndim])
    if head[:4] != magic:
        raise BadFileError(
            f"{path}, bita 0: angka ajaib 0x{head[:4].hex()}; harus 0x{magic.hex()} "
            f"(uint8, {ndim} dimensi)"
        )
    if len(head) < 4 + 4 * ndim:
        raise BadFileError(
            f"{path}: tamat pada bita {len(head)}; kepalanya saja {4 + 4 * ndim} bita"
        )
    shape = struct.unpack(f">{ndim}I", head[4:])
    if math.prod(shape) > _MAX_BYTES:
        raise BadFileError(
            f"{path}, bita 4: ukuran {_times(shape)} tidak masuk akal; "
            f"paling besar {_MAX_BYTES} bita"
        )
    return shape


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) + " bita"
