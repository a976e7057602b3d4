"""Pemeriksaan berkas milik pembaca: satu jenis galat untuk semua isi yang rusak."""

from pathlib import Path


class BadFileError(ValueError):
    """Isi berkas tidak seperti yang diharapkan; pesannya menyebut berkas dan tempat."""


def need_folder(folder: str | Path) -> Path:
    """Folder yang benar-benar ada.

    Raises:
        FileNotFoundError: bila tidak ada, atau ada tetapi bukan folder.
    """
    path = Path(folder)
    if not path.is_dir():
        raise FileNotFoundError(f"{path}: harus folder yang ada")
    return path


def read_bytes(path: Path) -> bytes:
    """Seluruh isi berkas.

    Raises:
        BadFileError: bila berkas tidak dapat dibaca.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFileError(f"{path}: tidak dapat dibaca ({error.strerror})") from error
