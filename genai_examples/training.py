"""Perkakas pelatihan yang dipakai bersama: perangkat, benih, batch, titik simpan.

Modul model memperlihatkan perulangan latihnya sendiri; di sini hanya hal-hal yang
akan sama bunyinya di setiap modul.

Di bawah peluncur PyTorch, misalnya `torchrun --nproc-per-node=2 …`, setiap proses
mengerjakan bagiannya dari batch yang sama, gradiennya dirata-ratakan oleh
DistributedDataParallel, dan hanya proses 0 yang menulis.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, cast
from weakref import WeakSet

import torch
import torch.distributed as dist
from torch import Tensor, nn
from tqdm.auto import tqdm

from genai_examples import checkpoints

Data = Tensor | tuple[Tensor, ...]
Module = TypeVar("Module", bound=nn.Module)
_PARALLEL: WeakSet[nn.Module] = WeakSet()  # model yang gradiennya disamakan


def find_device(device: str | torch.device | None = None) -> torch.device:
    """Perangkat yang diminta, atau yang tercepat yang ada: cuda, mps, lalu cpu.

    Di bawah torchrun, proses ini sekaligus masuk ke kelompoknya dan memakai GPU-nya
    sendiri; mps tidak dapat bekerja berkelompok, jadi gantinya cpu.
    """
    if device is None:
        mps = torch.backends.mps.is_available()
        device = "cuda" if torch.cuda.is_available() else "mps" if mps else "cpu"
    try:
        device = torch.device(device)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        raise ValueError(f"device={str(device)!r}: tidak ada di mesin ini") from error
    if not (dist.is_available() and dist.is_torchelastic_launched()):
        return device
    if device.type == "cuda":
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(device)
    if not dist.is_initialized():
        on_gpu = device.type == "cuda"
        dist.init_process_group("cpu:gloo,cuda:nccl" if on_gpu else "gloo")
    return torch.device("cpu") if device.type == "mps" else device


def ranks() -> tuple[int, int]:
    """Nomor proses ini dan banyaknya proses: (0, 1) bila bukan di bawah torchrun."""
    if dist.is_available() and dist.is_initialized():
        return dist.get_rank(), dist.get_world_size()
    return 0, 1


def parallel(model: Module) -> Module:
    """Bungkus yang menyamakan gradien antarproses; `model` itu sendiri bila sendirian.

    Hanya `parallel(model)(x)` yang menyamakan gradien, bukan metode lain. Simpan dan
    latih bobot `model` seperti biasa: bobot keduanya sama.
    """
    if ranks()[1] == 1:
        return model
    _PARALLEL.add(model)
    return cast(Module, nn.parallel.DistributedDataParallel(model))


@contextmanager
def seeded(seed: int) -> Iterator[torch.Generator]:
    """Jalankan isi blok dengan benih tetap, lalu pulihkan keadaan acak global.

    Inisialisasi bobot dan dropout memakai keadaan global yang dicabangkan; sisanya
    memakai Generator yang diberikan. Kode pemanggil tidak merasakan apa-apa.
    """
    with torch.random.fork_rng(range(torch.cuda.device_count())):
        torch.manual_seed(seed)
        yield torch.Generator().manual_seed(seed)


def as_tensors(data: Data, device: torch.device) -> tuple[Tensor, ...]:
    """Data sebagai tuple tensor sama panjang di `device`; pecahan menjadi float32.

    Raises:
        ValueError: bila bukan tensor, kosong, panjangnya berbeda, atau ada NaN.
    """
    tensors = (data,) if isinstance(data, Tensor) else tuple(data)
    for t in tensors:
        if not isinstance(t, Tensor) or t.ndim == 0:
            raise ValueError(f"data: {t!r:.60}; harus tensor (n, …) atau tuple tensor")
    lengths = [len(t) for t in tensors]
    if not lengths or min(lengths) == 0 or len(set(lengths)) > 1:
        raise ValueError(
            f"data: panjang tensornya {lengths}; harus sama dan lebih dari nol"
        )
    for t in tensors:  # aminmax meneruskan NaN, dan 20× lebih cepat dari isfinite
        if t.numel() and not torch.stack(t.aminmax()).isfinite().all():
            raise ValueError(f"data: tensor {tuple(t.shape)} harus tanpa NaN dan ∞")
    return tuple(
        t.to(device, torch.float32 if t.is_floating_point() else None) for t in tensors
    )


def minibatch(
    tensors: tuple[Tensor, ...], size: int, generator: torch.Generator
) -> tuple[Tensor, ...]:
    """`size` baris acak (dengan pengembalian), indeks yang sama untuk setiap tensor.

    Di bawah torchrun setiap proses mendapat bagiannya dari `size` baris yang sama.
    """
    rank, world = ranks()
    if size < 1 or size % world:
        multiple = f" kelipatan {world} (banyaknya proses)" if world > 1 else ""
        raise ValueError(f"batch_size={size}: harus bilangan bulat positif{multiple}")
    rows = torch.randint(len(tensors[0]), (size,), generator=generator)
    rows = rows.chunk(world)[rank]
    return tuple(t.index_select(0, rows.to(t.device)) for t in tensors)


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
        self.bar: tqdm | None = None
        if rank := ranks()[0]:
            torch.manual_seed(torch.initial_seed() + rank)  # dropout tiap proses beda
        if self.path is not None and self.path.exists():
            self._load(self.path)
        elif self.path is not None and not self.path.parent.is_dir():
            raise ValueError(f"resume={resume!r}: foldernya harus sudah ada")

    def steps(self, total: int, progress: bool = False) -> Iterator[int]:
        """Nomor langkah yang tersisa, dari langkah tersimpan sampai `total`."""
        if ranks()[1] > 1 and self.parts.get("model") not in _PARALLEL:
            raise ValueError("model ini berlatih satu proses; jalankan tanpa torchrun")
        if total < self.step:
            raise ValueError(f"steps={total}: harus paling sedikit {self.step}")
        show = progress and ranks()[0] == 0
        look: Any = {"initial": self.step, "total": total, "unit": " langkah"}
        self.bar = tqdm(range(self.step, total), disable=not show, **look)
        for step in self.bar:
            yield step
            self.step = step + 1
            if self.path and (self.step % self.every == 0 or self.step == total):
                self._save(self.path)

    def log(self, **values: float | Tensor) -> None:
        """Catat nilai langkah ini (rata-rata semua proses) ke `history`."""
        plain = [v.detach() if isinstance(v, Tensor) else v for v in values.values()]
        numbers = torch.tensor([float(v) for v in plain], dtype=torch.float64)
        if ranks()[1] > 1:
            dist.all_reduce(numbers)
            numbers /= ranks()[1]
        row = dict(zip(values, numbers.tolist(), strict=True))
        for name, value in {"step": float(self.step), **row}.items():
            self.history.setdefault(name, []).append(value)
        if self.bar is not None:
            self.bar.set_postfix(row, refresh=False)

    def _save(self, path: Path) -> None:
        state = {
            "step": self.step,
            "config": self._config(),
            "history": self.history,
            "generator": self.generator.get_state(),
            "global": [_gather(get()) for get, _ in _random_states()],
            "parts": {name: part.state_dict() for name, part in self.parts.items()},
        }
        if ranks()[0] == 0:
            checkpoints.save(path, state)

    def _load(self, path: Path) -> None:
        hint = "; pilih berkas lain, atau hapus berkas itu untuk melatih dari awal"
        try:
            state = checkpoints.load(path)
            changed = _changed(state["config"], self._config())
            if not changed:
                for name, part in self.parts.items():
                    part.load_state_dict(state["parts"][name])
        except ValueError as error:
            raise ValueError(f"resume={error}{hint}") from error
        except (KeyError, TypeError, RuntimeError) as error:
            raise ValueError(f"resume={str(path)!r}: dari model lain{hint}") from error
        if changed:
            raise ValueError(f"resume={str(path)!r}: dilatih dengan {changed}{hint}")
        self.step, self.history = state["step"], state["history"]
        self.generator.set_state(state["generator"])
        for rows, (_, restore) in zip(state["global"], _random_states(), strict=False):
            if ranks()[0] < len(rows):
                restore(rows[ranks()[0]].clone())  # torch 2.13 mati bila diberi irisan

    def _config(self) -> dict[str, Any]:
        config = getattr(self.parts.get("model"), "config", None)
        if is_dataclass(config) and not isinstance(config, type):
            return asdict(config)
        return {}


def _changed(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Isian Config pertama yang berbeda, atau teks kosong."""
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            return f"{name}={old.get(name)}, bukan {new.get(name)}"
    return ""


def _random_states() -> list[tuple[Callable[[], Tensor], Callable[[Tensor], None]]]:
    """Pembaca dan pemulih keadaan acak global: CPU dan, bila ada, GPU proses ini."""
    states: list[Any] = [(torch.get_rng_state, torch.set_rng_state)]
    if torch.accelerator.is_available():
        gpu = torch.get_device_module(torch.accelerator.current_accelerator())
        states.append((gpu.get_rng_state, gpu.set_rng_state))
    return states


def _gather(state: Tensor) -> Tensor:
    """Satu baris untuk setiap proses."""
    rows = [torch.empty_like(state) for _ in range(ranks()[1])]
    if len(rows) == 1:
        return state[None]
    dist.all_gather(rows, state)
    return torch.stack(rows)
