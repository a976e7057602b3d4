"""Pembaca IDX: setiap masukan berakhir sebagai data yang benar atau BadFileError."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from genai_examples.datasets._files import BadFileError
from genai_examples.datasets._idx import read_idx

fixed = settings(derandomize=True, deadline=None, max_examples=100)
ARRAYS = arrays(np.uint8, array_shapes(min_dims=3, max_dims=3, max_side=6))


def packed(content):
    return gzip.compress(content, 1, mtime=0)


def encode(array):
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + (
        array.tobytes()
    )


@pytest.fixture(scope="module")
def write(tmp_path_factory):
    path = tmp_path_factory.mktemp("idx") / "uji-idx3-ubyte"

    def write(content):
        path.write_bytes(content)
        return path

    return write


@fixed
@given(ARRAYS, st.booleans())
def test_what_was_written_is_read(write, array, zipped):
    content = encode(array)
    path = write(packed(content) if zipped else content)
    assert np.array_equal(read_idx(path, ndim=3), array)


@fixed
@given(st.binary(max_size=80), st.integers(1, 3), st.booleans())
def test_any_bytes_end_in_data_or_the_documented_error(write, junk, ndim, zipped):
    path = write(packed(junk) if zipped else junk)
    try:
        array = read_idx(path, ndim)
    except BadFileError as error:
        assert str(path) in str(error) and "bita" in str(error)
    else:
        assert encode(array) == junk


@fixed
@given(st.lists(st.integers(0, 2**32 - 1), min_size=3, max_size=3), st.binary())
def test_any_header_sizes_end_in_data_or_the_documented_error(write, sizes, body):
    path = write(struct.pack(">I3I", 0x803, *sizes) + body)
    try:
        assert read_idx(path, 3).shape == tuple(sizes)
    except BadFileError as error:
        assert str(path) in str(error)


@fixed
@given(ARRAYS, st.data())
def test_every_truncation_and_every_surplus_is_noticed(write, array, data):
    content = encode(array)
    cut = data.draw(st.integers(0, len(content) - 1))
    for damaged in (content[:cut], content + content[cut:]):
        with pytest.raises(BadFileError, match="bita"):
            read_idx(write(damaged), 3)
        with pytest.raises(BadFileError, match="bita"):
            read_idx(write(packed(damaged)), 3)


@fixed
@given(ARRAYS, st.data())
def test_damaged_gz_never_gives_other_data(write, array, data):
    content = bytearray(packed(encode(array)))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        assert np.array_equal(read_idx(write(bytes(content)), 3), array)
    except BadFileError as error:
        assert "uji-idx3-ubyte" in str(error)


@fixed
@given(ARRAYS, st.data())
def test_truncated_gz_is_always_refused(write, array, data):
    content = packed(encode(array))
    cut = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(BadFileError):
        read_idx(write(content[:cut]), 3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "bita 0: angka ajaib 0x; harus 0x00000803 .uint8, 3 dimensi"),
        (struct.pack(">I", 0x801), "bita 0: angka ajaib 0x00000801; harus 0x00000803"),
        (struct.pack(">II", 0x803, 5), "tamat pada bita 8; kepalanya saja 16 bita"),
        (encode(np.zeros((2, 3, 4), np.uint8))[:-1], "tamat pada bita 39; .* 40 bita"),
        (encode(np.zeros((2, 3, 4), np.uint8)) + b"x", "masih berisi pada bita 40"),
        (struct.pack(">I3I", 0x803, *[2**32 - 1] * 3), "bita 4: .* tidak masuk akal"),
        (packed(encode(np.ones((2, 3, 4), np.uint8)))[:-9], "gz terpotong atau rusak"),
    ],
    ids=["empty", "magic", "head", "short", "long", "absurd", "gz"],
)
def test_messages_name_the_place_and_what_was_expected(write, content, message):
    with pytest.raises(BadFileError, match=message):
        read_idx(write(content), 3)


@pytest.mark.parametrize("sizes", [(2**32 - 1,) * 3, (2**20, 32, 32), (1, 28, 28)])
@pytest.mark.parametrize("zipped", [False, True])
def test_no_memory_is_taken_on_the_headers_word(write, sizes, zipped):
    """Kepala yang mengaku 1 GiB (atau gz yang mengembang) tidak memakan memori."""
    content = struct.pack(">I3I", 0x803, *sizes)
    content += b"\0" * (2**25 if sizes == (1, 28, 28) else 10)  # sisa 32 MiB
    path = write(packed(content) if zipped else content)
    tracemalloc.start()
    with pytest.raises(BadFileError):
        read_idx(path, 3)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**22


def test_unreadable_path_is_refused(tmp_path):
    with pytest.raises(BadFileError, match="tidak dapat dibuka"):
        read_idx(tmp_path / "tidak-ada", 3)
