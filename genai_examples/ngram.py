"""N-gram karakter: peluang huruf berikutnya dari cacah n − 1 huruf sebelumnya.

Setiap teks adalah satu dokumen yang berakhir dengan simbol END; END juga mengisi
konteks di awal dokumen, jadi tidak ada konteks yang melintasi dua dokumen.

Makalah: Shannon (1948), "A Mathematical Theory of Communication". Bab: bab/ngram.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float64
from torch import Tensor

from genai_examples import checks

END = "\x03"  # karakter kendali Unicode "end of text"


@dataclass(frozen=True)
class Config:
    """Panjang n-gram dan penghalusannya; mencacah tidak memakai `seed`."""

    order: int = 2  # n: 1 unigram, 2 bigram, 3 trigram, …
    add: float = 0.1  # k: cacah semu tambahan untuk setiap simbol
    interpolate: bool = False  # bagikan cacah semu menurut model n − 1, bukan merata
    seed: int = 0


class NGram:
    """Peluang p(simbol | konteks) dari cacah; `symbols` urut dan memuat END."""

    def __init__(self, config: Config, symbols: str) -> None:
        self.config = config
        self.symbols = symbols
        self.index = {symbol: i for i, symbol in enumerate(symbols)}
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)  # menurut konteks

    def probs(self, context: str) -> Float64[Tensor, " v"]:
        """Peluang setiap simbol sesudah `context`; hanya n − 1 huruf akhirnya berarti.

        p = (N(h, c) + k V p'(c)) / (N(h) + k V), dengan p' merata (tambah-k) atau
        p' = model n − 1 (interpolasi). Tanpa cacah sama sekali, p = p'.
        """
        padded = END * (self.config.order - 1) + context
        return torch.tensor(self._probs(padded[len(context) :]), dtype=torch.float64)

    def _probs(self, context: str) -> list[float]:
        size = len(self.symbols)
        lower = [1 / size] * size
        if self.config.interpolate and context:
            lower = self._probs(context[1:])
        counts = self.counts.get(context, {})
        extra = self.config.add * size
        total = sum(counts.values()) + extra
        if total == 0:
            return lower
        return [
            (counts.get(symbol, 0) + extra * p) / total
            for symbol, p in zip(self.symbols, lower, strict=True)
        ]


def windows(texts: Sequence[str], order: int) -> Iterator[tuple[str, str]]:
    """Pasangan (konteks, simbol) untuk setiap huruf dan END di setiap dokumen."""
    for text in texts:
        padded = END * (order - 1) + text + END
        for i in range(len(text) + 1):
            yield padded[i : i + order - 1], padded[i + order - 1]


def train(
    config: Config,
    data: Sequence[str],
    *,
    device: str | torch.device | None = None,
    resume: str | None = None,
    progress: bool = False,
) -> tuple[NGram, dict[str, list[float]]]:
    """Cacah n-gram dalam dokumen-dokumen `data`; satu kali lewat sudah selesai.

    `device`, `resume`, dan `progress` ada agar seragam dengan modul lain dan tidak
    berpengaruh. Riwayat memuat step dan loss (nat per karakter pada `data`).

    Raises:
        ValueError: bila order < 1, add < 0, data kosong, atau END ada di dalamnya.
    """
    if config.order < 1 or config.add < 0:
        raise ValueError(
            f"order={config.order}, add={config.add}: harus order ≥ 1 dan add ≥ 0"
        )
    if isinstance(data, str) or not data or any(END in text for text in data):
        raise ValueError(f"data: harus daftar dokumen, tidak kosong, tanpa {END!r}")
    model = NGram(config, "".join(sorted(set(END).union(*data))))
    for order in range(1 if config.interpolate else config.order, config.order + 1):
        for context, symbol in windows(data, order):
            model.counts[context][symbol] += 1
    return model, {"step": [1.0], "loss": [cross_entropy(model, data)]}


def cross_entropy(model: NGram, texts: Sequence[str]) -> float:
    """Entropi silang dalam nat per karakter, END ikut dihitung; ∞ bila ada p = 0.

    Raises:
        ValueError: bila `texts` kosong atau memuat karakter di luar kosakata.
    """
    if not texts:
        raise ValueError("texts: kosong; harus paling sedikit satu dokumen")
    _check_known("texts", model, *texts)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for context, symbol in windows(texts, model.config.order):
        counts[context][symbol] += 1
    total = 0.0
    for context, symbols in counts.items():
        log_p = model.probs(context).log().tolist()
        total -= sum(n * log_p[model.index[s]] for s, n in symbols.items())
    return total / sum(symbols.total() for symbols in counts.values())


def entropy(model: NGram, tolerance: float = 1e-12) -> float:
    """Entropi model itu sendiri, dalam nat per karakter: H = Σ π(h) H(p(· | h)).

    Konteks membentuk rantai Markov; π, sebaran konteksnya dalam jangka panjang, dicari
    dengan iterasi pangkat. Shannon (1948), teorema 5. Perlu memori V^n angka.
    """
    V, states = len(model.symbols), len(model.symbols) ** (model.config.order - 1)
    P = torch.stack([model.probs(_context(model, s)) for s in range(states)])  # (S, V)
    end = model.index[END]
    start = sum(end * V**i for i in range(model.config.order - 1))
    pi = torch.zeros(states, dtype=P.dtype)
    pi[start] = 1.0
    change = math.inf
    while change > tolerance and states > 1:
        flow = (pi[:, None] * P).view(V, states // V, V).sum(0)  # (S/V, V)
        ended = flow[:, end].sum()
        flow[:, end] = 0
        following = flow.flatten()  # (S,): huruf tertua dilupakan, huruf baru masuk
        following[start] += ended  # dokumen baru mulai dari konteks kosong
        change = float((following - pi).abs().sum())
        pi = (pi + following) / 2  # rata-rata: konvergen juga bila rantainya berkala
    return float(-(pi[:, None] * torch.xlogy(P, P)).sum())


def _check_known(name: str, model: NGram, *texts: str) -> None:
    unknown = sorted(set().union(*texts) - set(model.symbols))
    if unknown:
        raise ValueError(f"{name}: karakter {unknown} harus ada di data latih")


def _context(model: NGram, state: int) -> str:
    """Konteks ke-`state`: n − 1 digit berbasis V, huruf tertua paling depan."""
    letters = ""
    for _ in range(model.config.order - 1):
        state, i = divmod(state, len(model.symbols))
        letters = model.symbols[i] + letters
    return letters


def sample(
    model: NGram,
    n: int = 16,
    *,
    prompt: str = "",
    longest: int = 200,
    temperature: float = 1.0,
    seed: int = 0,
    device: str | torch.device | None = None,
) -> list[str]:
    """`n` dokumen baru yang dimulai dengan `prompt`, satu huruf demi satu huruf.

    Berhenti pada END atau `longest` huruf. Temperatur mengubah p menjadi p^(1/T) yang
    dinormalkan lagi; `device` ada agar seragam dan tidak berpengaruh.
    """
    checks.check_counts(n=n, longest=longest)
    if not 0 < temperature < math.inf:
        raise ValueError(f"temperature={temperature}: harus lebih dari nol, berhingga")
    _check_known("prompt", model, prompt)
    generator = torch.Generator().manual_seed(seed)
    texts = []
    for _ in range(n):
        text = prompt
        while len(text) < longest:
            weights = torch.softmax(model.probs(text).log() / temperature, dim=0)
            drawn = int(torch.multinomial(weights, 1, generator=generator))
            if model.symbols[drawn] == END:
                break
            text += model.symbols[drawn]
        texts.append(text)
    return texts
