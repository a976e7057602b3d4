"""Ingatan antarbangunan: dihitung sekali, dan tidak pernah menggagalkan bangunan."""

import json
from pathlib import Path

import pytest

from hooks import memo
from hooks.memo import LIMIT, Memory, remembered


class Counter:
    """Fungsi yang menghitung berapa kali ia dipanggil."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, text: str) -> list[str]:
        self.calls += 1
        return [text.upper()]


def test_computed_once_then_read_by_the_next_process(tmp_path: Path) -> None:
    count, path = Counter(), tmp_path / "huruf-1.json"
    first = Memory(path)
    assert [first.get("a", count), first.get("a", count)] == [["A"], ["A"]]
    first.save()
    assert Memory(path).get("a", count) == ["A"]
    assert count.calls == 1
    assert Memory(path).get("b", count) == ["B"]


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"rusak": "\\ud800"'])
def test_damaged_memory_is_made_again(tmp_path: Path, content: str) -> None:
    path = tmp_path / "huruf-1.json"
    path.write_text(content, encoding="utf-8")
    memory = Memory(path)
    assert memory.get("a", Counter()) == ["A"]
    memory.save()
    assert list(json.loads(path.read_text(encoding="utf-8")).values()) == [["A"]]


def test_unwritable_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    memory = Memory(tmp_path / "berkas" / "huruf-1.json")
    assert memory.get("a", Counter()) == ["A"]
    memory.save()


def test_memory_of_changed_code_is_dropped_and_size_stays_bounded(
    tmp_path: Path,
) -> None:
    old = tmp_path / "huruf-0.json"
    old.write_text("{}", encoding="utf-8")
    stored = {str(number): number for number in range(LIMIT)}
    path = tmp_path / "huruf-1.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    memory = Memory(path)
    memory.get("a", Counter())
    memory.save()
    assert not old.exists()
    assert list(json.loads(path.read_text(encoding="utf-8")).values()) == [["A"]]


def test_decorated_function_keeps_its_name_and_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "FOLDER", tmp_path)

    @remembered()
    def length(text: str) -> int:
        """Panjang teks."""
        return len(text)

    assert length("batik") == length("batik") == 5
    assert length.__doc__ == "Panjang teks."
