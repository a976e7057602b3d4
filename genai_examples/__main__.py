"""Baris perintah: `genai-examples <topik> [isian=nilai …]` melatih satu model.

Setiap topik memakai set data bawaannya. Bobot, sampel, dan gambar masuk ke satu folder;
perintah yang sama yang dijalankan lagi melanjutkan latihan yang terputus. Berjalan juga
di bawah `torchrun --nproc-per-node=2 -m genai_examples gpt …`. CPU memakai satu thread;
`OMP_NUM_THREADS=4` mengubahnya.
"""

import ast
import inspect
import json
import math
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from genai_examples.topics import TOPICS, Result, Task

USAGE = """\
Pemakaian: genai-examples <topik> [isian=nilai …]

Melatih satu model pada set data bawaannya, lalu menyimpan bobot, sampel, dan gambar.
Perintah yang sama melanjutkan latihan yang terputus. Contoh:

  genai-examples vae latent=8 steps=500 folder=hasil/vae8
  genai-examples vae --help
"""
GENERAL = {
    "folder": "hasil/<topik>  # tempat hasilnya",
    "device": "yang tercepat  # cpu, cuda, atau mps",
}
WORDS = {int: "bilangan bulat", float: "bilangan", bool: "True atau False", str: "teks"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Jalankan satu perintah; 0 bila berhasil, 2 bila isiannya keliru, 130 Ctrl+C."""
    for stream in (sys.stdout, sys.stderr):  # cp1252 di Windows tidak punya − dan β
        getattr(stream, "reconfigure", dict)(errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked = [word for word in words if word not in ("-h", "--help")]
    try:
        if not asked:
            print(overview(), flush=True)
            return 0 if words else 2
        name = asked[0]
        check_known("topik", name, TOPICS)
        config_class = import_module(f"genai_examples.{name}").Config
        values, task = parse(config_class, asked[1:]), TOPICS[name]()
        if len(asked) < len(words):
            print(describe(name, config_class, task))
        else:
            train(name, task, values)
        sys.stdout.flush()
    except BrokenPipeError:  # pembacanya, misalnya head, sudah selesai
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141  # seperti program lain yang dihentikan SIGPIPE
    except ValueError as error:  # isian keliru, atau ditolak oleh modulnya
        print(f"genai-examples: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        reason = f"tidak dapat dibaca atau ditulis ({error.strerror})"
        print(f"genai-examples: {error.filename}: {reason}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nBerhenti; perintah yang sama melanjutkannya.", file=sys.stderr)
        return 130
    return 0


def overview() -> str:
    """Pemakaian dan daftar topik."""
    lines = [f"  {name:12} {inspect.getdoc(make)}" for name, make in TOPICS.items()]
    return "\n".join([USAGE, "Topik:", *lines])


def describe(name: str, config_class: type, task: Task) -> str:
    """Satu topik: isian Config dengan bawaan dan keterangan dari sumbernya."""
    source = inspect.getsource(config_class)
    notes = dict(re.findall(r"^    (\w+):[^#\n]*  # (.+)$", source, re.MULTILINE))
    hints, lines = get_type_hints(config_class), []
    for field in fields(config_class):
        value = task.config.get(field.name, field.default)
        if isinstance(value, tuple):
            value = ",".join(map(str, value))
        told = [" / ".join(literals(hints[field.name])), notes.get(field.name)]
        note = "; ".join(filter(None, told))
        lines.append(f"  {field.name}={value}" + (f"  # {note}" if note else ""))
    general = [f"  {key}={text}" for key, text in GENERAL.items()]
    head = [f"Pemakaian: genai-examples {name} [isian=nilai …]", ""]
    head += [str(inspect.getdoc(TOPICS[name])), "", "Isian dan bawaannya:"]
    return "\n".join([*head, *lines, "", "Umum:", *general])


def check_known(kind: str, name: str, names: Iterable[str]) -> None:
    """Tolak nama asing dengan menyebut yang terdekat."""
    if name in names:
        return
    near = get_close_matches(name, list(names), 1)
    hint = f"maksudmu {near[0]}?" if near else f"yang ada: {', '.join(names)}"
    raise ValueError(f"{kind} {name!r} tidak dikenal; {hint}")


def parse(config_class: type, words: Sequence[str]) -> dict[str, Any]:
    """Isian dari kata-kata `nama=nilai`, diperiksa menurut tipe di Config."""
    hints = get_type_hints(config_class)
    values: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise ValueError(f"{word!r}: tulis sebagai isian=nilai, misalnya steps=500")
        check_known("isian", name, [*hints, *GENERAL])
        usual = getattr(config_class, name, None)  # positif: 0 pun tidak masuk akal
        least = 1 if type(usual) is int and usual > 0 else 0
        values[name] = convert(name, text, hints.get(name, str), least)
    return values


def convert(name: str, text: str, hint: Any, least: int = 0) -> Any:
    """Nilai `text` bertipe `hint`, paling sedikit `least`; ValueError bila bukan."""
    try:
        value = text if hint is str else ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = text
    if get_origin(hint) is tuple and not isinstance(value, tuple):
        value = (value,)
    if text and fits(value, hint):
        numbers = value if isinstance(value, tuple) else (value,)
        numbers = [n for n in numbers if isinstance(n, int | float)]
        if not all(least <= n < math.inf for n in numbers):
            raise ValueError(f"{name}={text}: harus berhingga, paling sedikit {least}")
        return value
    near = get_close_matches(text, literals(hint), 1)
    question = f"; maksudmu {near[0]}?" if near else ""
    raise ValueError(f"{name}={text}: harus {in_words(hint)}{question}")


def fits(value: Any, hint: Any) -> bool:
    """Apakah `value` bertipe `hint`: tipe dasar, Literal, tuple, atau gabungannya."""
    kind, parts = get_origin(hint), get_args(hint)
    if kind is Literal:
        return value in parts
    if kind in (Union, UnionType):
        return any(fits(value, part) for part in parts)
    if kind is tuple:
        if not isinstance(value, tuple):
            return False
        wanted = parts[:1] * len(value) if parts[-1] is Ellipsis else parts
        return len(value) == len(wanted) and all(map(fits, value, wanted))
    return type(value) in ((int, float) if hint is float else (hint,))


def literals(hint: Any) -> list[str]:
    """Pilihan sebuah Literal; kosong bila tipenya lain."""
    return [str(c) for c in get_args(hint)] if get_origin(hint) is Literal else []


def in_words(hint: Any) -> str:
    """Tipe dalam kata-kata, untuk pesan galat."""
    kind, parts = get_origin(hint), get_args(hint)
    if kind is Literal:
        return "salah satu dari " + ", ".join(map(str, parts))
    if kind in (Union, UnionType):
        return " atau ".join(in_words(part) for part in parts)
    if kind is tuple:
        count = "beberapa" if parts[-1] is Ellipsis else str(len(parts))
        return f"{count} {in_words(parts[0])} dipisahkan koma"
    return WORDS.get(hint, str(hint))


def train(name: str, task: Task, values: dict[str, Any]) -> None:
    """Latih topik `name`, lalu tulis hasilnya ke folder; di torchrun proses 0 saja."""
    import torch

    from genai_examples import training

    module = import_module(f"genai_examples.{name}")
    folder = Path(values.pop("folder", f"hasil/{name}"))
    device = training.find_device(values.pop("device", None))
    if "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(1)  # untuk model sekecil ini lebih cepat
    rank, world = training.ranks()
    config = module.Config(**(task.config | values))
    folder.mkdir(parents=True, exist_ok=True)
    resume = str(folder / "titik-simpan.safetensors")
    options: Any = {"device": device, "resume": resume, "progress": True}
    model, history = module.train(config, task.data, **options)
    if rank == 0:
        names = write(folder, task, config, model, history)
        print(f"Tersimpan di {folder}: {', '.join(names)}")
    if world > 1:
        torch.distributed.destroy_process_group()


def write(
    folder: Path, task: Task, config: Any, model: Any, history: dict[str, list[float]]
) -> list[str]:
    """Tulis bobot, riwayat, sampel, dan gambar; keluarannya nama-nama berkasnya."""
    import matplotlib.pyplot as plt

    from genai_examples import checkpoints, plots

    plt.switch_backend("agg")
    plots.style()
    state = {"config": asdict(config), "model": task.weights(model)}
    checkpoints.save(folder / "bobot.safetensors", state)
    (folder / "riwayat.json").write_text(json.dumps(history), encoding="utf-8")
    names = ["bobot.safetensors", "riwayat.json", *task.files]
    for name, save in task.files.items():
        save(folder / name)
    if len(history["step"]) > 1:
        loss_curve(history).savefig(folder / "loss.png")
        names.append("loss.png")
    names += write_samples(folder, task.show(model))
    plt.close("all")
    return names


def write_samples(folder: Path, result: Result) -> list[str]:
    """Teks menjadi sampel.txt; tensor menjadi sampel.npy dan gambarnya sampel.png."""
    import numpy as np

    if result.figure is None:
        text = "\n".join(result.values) + "\n"
        (folder / "sampel.txt").write_text(text, encoding="utf-8")
        return ["sampel.txt"]
    np.save(folder / "sampel.npy", result.values.detach().cpu().numpy())
    result.figure.savefig(folder / "sampel.png")
    return ["sampel.npy", "sampel.png"]


def loss_curve(history: dict[str, list[float]]) -> Any:
    """Kurva semua loss dalam riwayat terhadap langkah."""
    from genai_examples import plots

    figure, ax = plots.panels()
    curves = {name: row for name, row in history.items() if name.endswith("loss")}
    plots.curves(ax, history["step"], curves)
    ax.set(xlabel="langkah", ylabel="loss")
    return figure


if __name__ == "__main__":
    sys.exit(main())
