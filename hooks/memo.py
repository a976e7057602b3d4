"""Hasil murni yang mahal, diingat antarbangunan di `.cache/ingatan/`.

Hanya untuk fungsi teks → JSON yang hasilnya ditentukan teksnya dan kode modulnya
saja. Ingatan boleh dihapus kapan pun; yang rusak dibuat lagi.
"""

import atexit
import hashlib
import inspect
import json
import os
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from hooks import ROOT

FOLDER = ROOT / ".cache" / "ingatan"
LIMIT = 4000  # lebih dari ini: yang tidak dipakai pada jalan ini dibuang
Result = TypeVar("Result")


def remembered(
    version: str = "",
) -> Callable[[Callable[[str], Result]], Callable[[str], Result]]:
    """Penghias: ingat hasil fungsi; `version` menyebut pustaka yang ikut menentukan."""

    def decorate(function: Callable[[str], Result]) -> Callable[[str], Result]:
        code = Path(inspect.getfile(function)).read_text(encoding="utf-8")
        name = f"{function.__name__.strip('_')}-{_key(version + code)[:12]}.json"
        memory = Memory(FOLDER / name)

        @wraps(function)
        def recall(text: str) -> Result:
            return memory.get(text, function)

        return recall

    return decorate


class Memory:
    """Satu berkas ingatan: sidik teks → hasil; ditulis saat proses selesai."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Any] | None = None
        self.fresh: dict[str, Any] = {}  # yang dipakai pada jalan ini
        self.changed = False

    def get(self, text: str, function: Callable[[str], Result]) -> Result:
        """Hasil `function(text)`, dihitung hanya bila belum diingat."""
        if self.known is None:
            self.known = self._read()
            atexit.register(self.save)
        key = _key(text)
        if key not in self.fresh:
            self.changed |= key not in self.known
            found = self.known.get(key)
            self.fresh[key] = function(text) if found is None else found
        return self.fresh[key]

    def save(self) -> None:
        """Tulis ingatan secara utuh; gagal menulis bukan kesalahan pembangunan."""
        if not self.changed:
            return
        entries = (self.known or {}) | self.fresh
        entries = self.fresh if len(entries) > LIMIT else entries
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for old in self.path.parent.glob(f"{self.path.name.rpartition('-')[0]}-*"):
                if old.name != self.path.name:  # dari kode yang sudah berubah
                    old.unlink(missing_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.path.parent, suffix=".baru")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(entries, file)
            os.replace(draft, self.path)
        except OSError:
            return
        self.changed = False

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
