"""Balungan dan `_balungan_wav`: buatan sah, rusak dikenali, bunyi sesuai notasi."""

import re
import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genai_examples.datasets import balungan, check_balungan, is_balungan, to_wav
from genai_examples.datasets._balungan import _GATRAS, _SHAPES, LARAS, RULES, ladder
from genai_examples.datasets._common import split_of

PIECE = (
    "slendro\n2 1 2 3 | . 1 . 2 | 3 5 3 2 | 5 3 2 (1)\n"
    "2 1 2 3 | 5 5 . 6 | 5 6 5 3 | 2 3 2 (1)"
)


def random_piece(rng):
    """Bentuknya benar, nadanya acak: pembanding yang jujur bagi pemeriksa."""
    laras = list(LARAS)[rng.integers(3)]
    notes = [*ladder(laras), "."]
    words = [notes[i] for i in rng.integers(len(notes), size=32)]
    words[15], words[31] = f"({words[15]})", f"({words[31]})"
    bars = [" ".join(words[i : i + 4]) for i in range(0, 32, 4)]
    return f"{laras}\n{' | '.join(bars[:4])}\n{' | '.join(bars[4:])}"


def test_every_piece_is_valid_unique_and_in_its_split():
    for split, n in (("train", 400), ("val", 40), ("test", 40)):
        pieces = balungan(n, split=split)
        assert all(is_balungan(piece) for piece in pieces)
        assert len(set(pieces)) == n
        assert all(split_of(piece) == split for piece in pieces)


def test_seed_decides_the_pieces_and_shorter_is_a_prefix():
    assert balungan(30) == balungan(60)[:30]
    assert not set(balungan(60)) & set(balungan(60, seed=1))


def test_every_laras_pattern_and_note_is_used():
    pieces = balungan(1500)
    assert {p.split("\n")[0] for p in pieces} == set(LARAS)
    used = {
        (laras, note)
        for laras, _, body in (p.partition("\n") for p in pieces)
        for note in re.findall(r"[1-7][,']?", body)
    }
    assert used == {(laras, note) for laras in LARAS for note in ladder(laras)}
    assert len(_SHAPES) == 30
    shapes = {
        tuple(None if s is None else s - (gatra[3] or 0) for s in gatra)
        for gatras in _GATRAS.values()
        for gatra in gatras
    }
    assert shapes == _SHAPES


def test_the_rules_are_far_from_free():
    """Nada acak hampir tak pernah sah, jadi bagian yang sah sungguh mengukur."""
    rng = np.random.default_rng(0)
    checks = [check_balungan(random_piece(rng)) for _ in range(1000)]
    share = {rule: np.mean([c[rule] for c in checks]) for rule in RULES}
    assert share["bentuk"] == 1 and share["laras"] == 1
    assert share["gong"] < 0.2 and share["langkah"] < 0.05
    assert share["pola"] == 0


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        ("slendro", "pelog", RULES),  # laras tidak dikenal
        (" | 3 5 3 2", "", RULES),  # gatra hilang
        ("5 5 . 6", "5 5 6", RULES),  # ketukan hilang
        ("5 5 . 6", "5  5 . 6", RULES),  # spasi ganda
        ("5 3 2 (1)", "5 3 2 1", RULES),  # gong hilang
        ("2 3 2 (1)", "2 3 2 (1)\n", RULES),  # baris lebih
        ("5 5 . 6", "4 4 . 6", ["laras", "pola", "langkah"]),  # 4 bukan nada slendro
        ("5 5 . 6", "5 (5) . 6", ["laras", "pola", "langkah"]),  # gong di tengah
        ("5 5 . 6", "5 6 . 6", ["pola"]),
        ("5 5 . 6", "5 5 6 .", ["pola"]),  # seleh tidak boleh pin
        ("5 3 2 (1)", "6 5 3 (2)", ["gong"]),
        ("5 5 . 6", "2' 2' . 1'", ["langkah"]),  # dari 3 melompat ke 2'
        ("slendro", "pelog nem", []),
        ("5 6 5 3", "1 1 . 2", ["langkah"]),
    ],
)
def test_each_rule_notices_its_own_damage(old, new, broken):
    assert is_balungan(PIECE)
    assert PIECE.count(old) == 1
    check = check_balungan(PIECE.replace(old, new))
    assert [rule for rule in RULES if not check[rule]] == broken


@settings(derandomize=True, deadline=None)
@given(st.text("slendro pelog nem barang1234567.,'()| \n", max_size=160))
def test_any_text_gets_an_answer(text):
    assert list(check_balungan(text)) == RULES
    assert not is_balungan(text)


def read(path):
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return frames.astype(float), file.getframerate()


def pitch(sound, rate, low, high):
    """Frekuensi terkuat di antara `low` dan `high`, Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**18))
    hertz = np.fft.rfftfreq(2**18, 1 / rate)
    window = (hertz >= low) & (hertz <= high)
    return hertz[window][spectrum[window].argmax()]


def play(tmp_path, text, **kwargs):
    to_wav(text, tmp_path / "a.wav", **kwargs)
    return read(tmp_path / "a.wav")


def test_a_piece_becomes_sixteen_seconds_of_small_wav(tmp_path):
    sound, rate = play(tmp_path, PIECE)
    assert len(sound) / rate == pytest.approx(32 * 0.4 + 3, abs=0.01)
    assert (tmp_path / "a.wav").stat().st_size <= 600_000
    assert 20_000 < np.abs(sound).max() < 32_767  # keras, tetapi tidak terpotong
    assert np.abs(sound[-rate // 50 :]).max() < 0.01 * np.abs(sound).max()


@pytest.mark.parametrize(
    ("laras", "note", "cents"),
    [
        ("slendro", "2", 240),
        ("slendro", "1'", 1200),
        ("slendro", "6,", -240),
        ("pelog nem", "3", 270),
        ("pelog barang", "7,", -250),
    ],
)
def test_pitch_is_the_tuning(tmp_path, laras, note, cents):
    sound, rate = play(tmp_path, f"{laras}\n{note}")
    assert pitch(sound, rate, 150, 600) == pytest.approx(
        270 * 2 ** (cents / 1200), rel=1e-3
    )


def test_notes_fall_on_their_beats_and_pins_are_silent(tmp_path):
    sound, rate = play(tmp_path, "slendro\n. . 1 .", tempo=60)
    assert np.abs(sound[: 2 * rate]).max() == 0
    assert np.abs(sound[2 * rate : 2 * rate + 400]).max() > 1000


def test_the_gong_adds_low_sound(tmp_path):
    plain, rate = play(tmp_path, "slendro\n1")
    gong, _ = play(tmp_path, "slendro\n(1)")

    def low_share(sound):
        power = np.abs(np.fft.rfft(sound)) ** 2
        return power[np.fft.rfftfreq(len(sound), 1 / rate) < 150].sum() / power.sum()

    assert low_share(plain) < 0.02 and low_share(gong) > 0.5


def test_same_piece_same_bytes_and_broken_rules_still_sound(tmp_path):
    first = play(tmp_path, PIECE.replace("5 5 . 6", "6, 2' 6, 2'"))[0]
    again = play(tmp_path, PIECE.replace("5 5 . 6", "6, 2' 6, 2'"))[0]
    assert np.array_equal(first, again)


@pytest.mark.parametrize(
    ("piece", "options", "message"),
    [
        ("madenda\n1 2", {}, "laras 'madenda' tidak dikenal; yang ada: slendro"),
        ("slendro\n1 2 7", {}, "tanda ke-3 '7' bukan nada slendro"),
        ("slendro\n", {}, "tidak memuat satu nada pun"),
        ("slendro\n1", {"tempo": 0}, "tempo=0: harus 20 sampai 1000"),
        ("slendro\n1", {"rate": 10}, "rate=10: harus 4000 sampai 96000"),
    ],
)
def test_bad_input_writes_nothing(tmp_path, piece, options, message):
    with pytest.raises(ValueError, match=message):
        to_wav(piece, tmp_path / "a.wav", **options)
    assert not list(tmp_path.iterdir())


def test_bad_n_is_refused():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        balungan(0)
