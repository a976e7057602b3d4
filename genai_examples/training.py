"""Perkakas pelatihan yang dipakai bersama: perangkat, benih, batch, titik simpan.

Modul model memperlihatkan perulangan latihnya sendiri; di sini hanya hal-hal yang
akan sama bunyinya di setiap modul.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from tqdm.auto import tqdm

Data = Tensor | tuple[Tensor, ...]


def find_device(device: str | torch.device | None = None) -> torch.device:
    """Perangkat yang diminta, atau yang tercepat yang ada: cuda, mps, lalu cpu."""
    if device is not None:
        return torch.device(device)
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


@contextmanager
def seeded(seed: int) -> Iterator[torch.Generator]:
    """Jalankan isi blok dengan benih tetap, lalu pulihkan keadaan acak global.

    Inisialisasi bobot dan dropout memakai keadaan global yang dicabangkan; sisanya
    memakai Generator yang diberikan. Kode pemanggil tidak merasakan apa-apa.
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield torch.Generator().manual_seed(seed)


def as_tensors(data: Data, device: torch.device) -> tuple[Tensor, ...]:
    """Data sebagai tuple tensor sama panjang di `device`.

    Raises:
        ValueError: bila kosong atau panjangnya berbeda-beda.
    """
    tensors = (data,) if isinstance(data, Tensor) else tuple(data)
    lengths = [len(t) for t in tensors]
    if not lengths or min(lengths) == 0 or len(set(lengths)) > 1:
        raise ValueError(
            f"data: panjang tensornya {lengths}; harus sama dan lebih dari nol"
        )
    return tuple(t.to(device) for t in tensors)


def minibatch(
    tensors: tuple[Tensor, ...], size: int, generator: torch.Generator
) -> tuple[Tensor, ...]:
    """`size` baris acak (dengan pengembalian), indeks yang sama untuk setiap tensor."""
    rows = torch.randint(len(tensors[0]), (size,), generator=generator)
    return tuple(t[rows.to(t.device)] for t in tensors)


class Run:
    """Satu pelatihan yang dapat dihentikan kapan saja dan dilanjutkan tanpa bekas.

    `parts` adalah benda ber-`state_dict` (model, pengoptimal). Bila `resume` menunjuk
    sebuah berkas, keadaan disimpan ke sana setiap `every` langkah dan dimuat dari sana
    bila sudah ada: bobot akhirnya sama bit demi bit dengan pelatihan yang tak terputus.
    """

    def __init__(
        self,
        resume: str | Path | None,
        generator: torch.Generator,
        *,
        every: int = 100,
        **parts: Any,
    ) -> None:
        self.path = Path(resume) if resume is not None else None
        self.generator = generator
        self.every = every
        self.parts = parts
        self.step = 0
        self.history: dict[str, list[float]] = {"step": []}
        if self.path is not None and self.path.exists():
            self._load(self.path)

    def steps(self, total: int, progress: bool = False) -> Iterator[int]:
        """Nomor langkah yang tersisa, dari langkah tersimpan sampai `total`."""
        remaining = range(self.step, total)
        for step in tqdm(
            remaining, initial=self.step, total=total, disable=not progress
        ):
            yield step
            self.step = step + 1
            if self.path and (self.step % self.every == 0 or self.step == total):
                self._save(self.path)

    def log(self, **values: float | Tensor) -> None:
        """Catat nilai langkah ini ke `history`."""
        self.history["step"].append(float(self.step))
        for name, value in values.items():
            if isinstance(value, Tensor):
                value = value.detach()
            self.history.setdefault(name, []).append(float(value))

    def _save(self, path: Path) -> None:
        state = {
            "step": self.step,
            "history": self.history,
            "generator": self.generator.get_state(),
            "global": torch.get_rng_state(),
            "parts": {name: part.state_dict() for name, part in self.parts.items()},
        }
        partial = path.with_name(path.name + ".sebagian")
        torch.save(state, partial)
        os.replace(partial, path)  # utuh atau tidak sama sekali

    def _load(self, path: Path) -> None:
        try:  # weights_only: memuat bobot tidak boleh menjalankan kode
            state = torch.load(path, map_location="cpu", weights_only=True)
            missing = {"step", "history", "generator", "global", "parts"} - set(state)
            if missing or set(state["parts"]) != set(self.parts):
                raise ValueError("isinya bukan titik simpan pelatihan ini")
            for name, part in self.parts.items():
                part.load_state_dict(state["parts"][name])
        except Exception as error:
            raise ValueError(
                f"resume={str(path)!r}: titik simpan tidak dapat dibaca ({error}); "
                "hapus berkas itu untuk melatih dari awal"
            ) from error
        self.step, self.history = state["step"], state["history"]
        self.generator.set_state(state["generator"])
        torch.set_rng_state(state["global"])
