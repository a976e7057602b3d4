"""Bunyi balungan: bilah logam dan gong tiruan, dengan numpy dan modul `wave` saja.

Tiap nada adalah jumlah sinus yang meluruh dengan perbandingan frekuensi batang bebas
(1 : 2,76 : 5,40). Laras slendro dibuat berjarak sama 240 sen; pelog berjarak tak sama.
Kedua laras hanya kira-kira: setiap perangkat gamelan punya larasnya sendiri.
"""

import wave
from pathlib import Path

import numpy as np

from genai_examples.datasets._balungan import LARAS, PIN, ladder

_BASE = 270.0  # nada 1 tengah, Hz
_CENTS = {  # jarak setiap nada dari nada 1, sen
    "slendro": {"1": 0, "2": 240, "3": 480, "5": 720, "6": 960},
    "pelog": {"1": 0, "2": 120, "3": 270, "5": 670, "6": 785, "7": 950},
}
_BAR = ((1.0, 1.0, 0.9), (2.76, 0.45, 0.35), (5.40, 0.2, 0.12))  # kali f, keras, detik
_GONG = ((0.25, 1.0, 3.0), (0.253, 0.8, 3.0), (0.5, 0.5, 1.6), (0.78, 0.3, 1.0))
_TAIL = 3.0  # detik setelah ketukan terakhir


def to_wav(piece: str, path: str | Path, tempo: int = 150, rate: int = 16_000) -> None:
    """Tulis `piece` sebagai WAV mono 16 bit; 32 ketukan dan gema, kira-kira 16 detik.

    `tempo` dalam ketukan per menit, `rate` dalam sampel per detik. Gending yang
    melanggar aturan pun dapat didengarkan, asalkan setiap tandanya terbaca.

    Raises:
        ValueError: bila laras atau salah satu nadanya tidak dikenal, atau `tempo` atau
            `rate` di luar batas. Tidak ada berkas yang ditulis.
    """
    if not 20 <= tempo <= 1000:
        raise ValueError(f"tempo={tempo}: harus 20 sampai 1000 ketukan per menit")
    if not 4_000 <= rate <= 96_000:
        raise ValueError(f"rate={rate}: harus 4000 sampai 96000 sampel per detik")
    beats = _read_beats(piece)
    gap = 60 / tempo
    sound = np.zeros(int((len(beats) * gap + _TAIL) * rate))
    for i, (frequency, is_gong) in enumerate(beats):
        rest = sound[int(i * gap * rate) :]
        if frequency > 0:
            _strike(rest, frequency, _BAR, rate)
        if is_gong:
            _strike(rest, frequency, _GONG, rate)
    fade = np.arange(len(sound))[::-1] / rate
    sound *= np.minimum(fade, 1)  # detik terakhir meredup, supaya tidak terputus
    samples = np.int16(sound / max(np.abs(sound).max(), 1e-9) * 0.9 * 32767)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())


def _strike(sound: np.ndarray, frequency: float, partials: tuple, rate: int) -> None:
    """Tambahkan satu pukulan di awal `sound` (di tempat)."""
    t = np.arange(len(sound)) / rate
    for ratio, loudness, decay in partials:
        if frequency * ratio < rate / 2:  # di atas itu nadanya terlipat turun
            wave_form = np.sin(2 * np.pi * frequency * ratio * t)
            sound += loudness * np.exp(-t / decay) * wave_form


def _read_beats(piece: str) -> list[tuple[float, bool]]:
    """Frekuensi (Hz, 0 untuk pin) dan ada tidaknya gong pada setiap ketukan."""
    laras, _, body = piece.partition("\n")
    if laras not in LARAS:
        known = ", ".join(LARAS)
        raise ValueError(f"piece: laras {laras!r} tidak dikenal; yang ada: {known}")
    notes = ladder(laras)
    beats = []
    for i, word in enumerate(body.replace("|", " ").split()):
        note = word.strip("()")
        if note != PIN and note not in notes:
            raise ValueError(
                f"piece: tanda ke-{i + 1} {word!r} bukan nada {laras} "
                f"({' '.join(notes)}) atau pin {PIN!r}"
            )
        beats.append((0.0 if note == PIN else _frequency(laras, note), "(" in word))
    if not beats:
        raise ValueError("piece: tidak memuat satu nada pun")
    return beats


def _frequency(laras: str, note: str) -> float:
    octave = {",": -1, "'": 1}.get(note[1:], 0)
    cents = _CENTS[laras.split()[0]][note[0]]
    return _BASE * 2 ** (octave + cents / 1200)
