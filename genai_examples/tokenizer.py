"""Tokenizer: memecah teks menjadi token, lalu mengubah token menjadi nomor.

Dua cara: satu karakter satu token, dan byte-level BPE seperti pada GPT-2, yang mulai
dari 256 byte lalu berulang kali menggabungkan pasangan bertetangga yang paling sering.

Makalah: Sennrich dkk. (2015), arXiv 1508.07909. Bab: bab/ngram.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from heapq import heappop, heappush
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from unicodedata import category

import torch
from jaxtyping import Int64
from torch import Tensor

from genai_examples.language import check_tokens

Merge = tuple[str, str]  # dua token yang digabung
Pair = tuple[int, int]  # nomor keduanya
SPACES = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
BYTE_LEVEL = {"type": "ByteLevel", "add_prefix_space": False}
BYTE_LEVEL |= {"trim_offsets": True, "use_regex": True}


class CharTokenizer:
    """Satu karakter satu token, bernomor menurut urutan dalam `characters`.

    Token khusus (`special`, misalnya `<pad>`) mendapat nomor 0, 1, … sebelum karakter
    pertama; `encode` tidak pernah menghasilkannya dan `decode` melewatinya.
    """

    def __init__(self, characters: str, special: Iterable[str] = ()) -> None:
        self.characters = characters
        self.special = {name: i for i, name in enumerate(special)}
        self.ids = {c: i for i, c in enumerate(characters, len(self.special))}
        self.vocab_size = len(self.special) + len(characters)

    @classmethod
    def train(cls, text: str, special: Iterable[str] = ()) -> "CharTokenizer":
        """Kosakata dari semua karakter yang ada dalam `text`, urut kode Unicode."""
        return cls("".join(sorted(set(text))), special)

    def encode(self, text: str) -> Int64[Tensor, " t"]:
        """Nomor setiap karakter; ValueError bila ada karakter di luar kosakata."""
        if unknown := set(text) - self.ids.keys():
            place = min(map(text.index, unknown))
            raise ValueError(f"text[{place}]: {text[place]!r} harus ada di kosakata")
        return torch.tensor([self.ids[c] for c in text], dtype=torch.int64)

    def decode(self, ids: Int64[Tensor, " t"]) -> str:
        """Teks dari nomor token; kebalikan `encode`."""
        check_tokens("ids", ids, self.vocab_size)
        start = len(self.special)
        return "".join(self.characters[i - start] for i in ids.tolist() if i >= start)

    def save(self, path: str | Path) -> None:
        """Tulis kosakata sebagai JSON."""
        content = {"special": [*self.special], "characters": self.characters}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        Path(path).write_text(text, "utf-8")

    @classmethod
    def load(cls, path: str | Path) -> "CharTokenizer":
        """Baca berkas buatan `save`; ValueError bila isinya bukan itu."""
        with _reading(path, "tokenizer karakter") as content:
            return cls(content["characters"], content["special"])


class BPETokenizer:
    """Byte-level BPE: setiap teks Unicode dapat dikodekan, tanpa token tak dikenal.

    `vocab`: token → nomor; `merges`: pasangan yang digabung, yang pertama dipelajari
    lebih dahulu. Byte ditulis dengan huruf GPT-2: spasi menjadi Ġ.
    """

    def __init__(
        self, vocab: dict[str, int], merges: list[Merge], special: dict[str, int]
    ) -> None:
        self.vocab, self.merges, self.special = vocab, merges, special
        self.vocab_size = max((*vocab.values(), *special.values())) + 1
        self._rank = {  # pasangan nomor → (urutan belajar, nomor hasil gabungannya)
            (vocab[a], vocab[b]): (rank, vocab[a + b])
            for rank, (a, b) in enumerate(merges)
        }
        self._text = {i: token for token, i in vocab.items() if token not in special}
        if absent := sorted(set(byte_letters().values()) - vocab.keys()):
            raise ValueError(f"vocab: huruf byte {absent} tidak ada; harus lengkap 256")
        self._known: dict[str, list[int]] = {}  # potongan yang pernah dikodekan

    @classmethod
    def train(
        cls, text: str, vocab_size: int, special: Iterable[str] = ()
    ) -> "BPETokenizer":
        """Pelajari gabungan dari `text` sampai kosakata berisi `vocab_size` token.

        Pasangan yang sama seringnya dipilih menurut nomor tokennya; pasangan yang
        hanya muncul sekali tidak digabung. Sennrich dkk. (2015), algoritma 1.
        """
        names = {name: i for i, name in enumerate(special)}
        vocab = {t: i for i, t in enumerate([*names, *byte_letters().values()])}
        if vocab_size < len(vocab):
            raise ValueError(f"vocab_size={vocab_size}: harus minimal {len(vocab)}")
        merges = learn_merges(Counter(split(text)), vocab, vocab_size)
        return cls(vocab, merges, names)

    def encode(self, text: str) -> Int64[Tensor, " t"]:
        """Nomor token `text`: setiap potongan digabung menurut urutan belajarnya."""
        ids: list[int] = []
        for piece in split(text):
            if piece not in self._known:
                self._known[piece] = self._join(piece)
            ids += self._known[piece]
        return torch.tensor(ids, dtype=torch.int64)

    def decode(self, ids: Int64[Tensor, " t"]) -> str:
        """Teks dari nomor token; byte yang bukan UTF-8 menjadi �."""
        check_tokens("ids", ids, self.vocab_size)
        letters = {letter: byte for byte, letter in byte_letters().items()}
        text = "".join(self._text.get(i, "") for i in ids.tolist())
        return bytes(letters[c] for c in text).decode("utf-8", errors="replace")

    def save(self, path: str | Path) -> None:
        """Tulis `tokenizer.json` yang juga dibaca pustaka `tokenizers`."""
        flags = dict.fromkeys(["single_word", "lstrip", "rstrip", "normalized"], False)
        flags |= {"special": True}
        added = [{"id": i, "content": t} | flags for t, i in self.special.items()]
        model = {"type": "BPE", "vocab": self.vocab, "merges": self.merges}
        content = {"version": "1.0", "added_tokens": added, "model": model}
        content |= {"pre_tokenizer": BYTE_LEVEL, "decoder": BYTE_LEVEL}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        Path(path).write_text(text, "utf-8")

    @classmethod
    def load(cls, path: str | Path) -> "BPETokenizer":
        """Baca `tokenizer.json` byte-level BPE, misalnya dari folder GPT-2."""
        with _reading(path, "tokenizer byte-level BPE") as content:
            level, model = content["pre_tokenizer"], content["model"]
            known = {"use_regex": True} | level | {"trim_offsets": True}
            if known != BYTE_LEVEL or content.get("normalizer"):
                raise ValueError(f"pre_tokenizer={level}: harus pola GPT-2")
            special = {t["content"]: t["id"] for t in content.get("added_tokens", [])}
            pairs = [m.split() if isinstance(m, str) else m for m in model["merges"]]
            return cls(model["vocab"], [(a, b) for a, b in pairs], special)

    def _join(self, piece: str) -> list[int]:
        tokens = [self.vocab[letter] for letter in piece]
        last = (len(self._rank), -1)
        while len(tokens) > 1:
            first = min(pairwise(tokens), key=lambda pair: self._rank.get(pair, last))
            if first not in self._rank:
                break
            tokens = merge(tokens, first, self._rank[first][1])
        return tokens


@cache
def byte_letters() -> dict[int, str]:
    """Huruf GPT-2 untuk setiap byte: byte tercetak apa adanya, sisanya mulai U+0100."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {b: chr(b) for b in shown} | {b: chr(256 + i) for i, b in enumerate(hidden)}


@cache
def splitter() -> re.Pattern[str]:
    r"""Pola GPT-2: kata, angka, dan tanda baca bersama satu spasi di depannya.

    Modul `re` tidak mengenal \p{L} dan \p{N}; kelas itu disusun dari data Unicode.
    """
    ranges: dict[str, str] = defaultdict(str)
    for major, run in groupby(range(sys.maxunicode + 1), lambda c: category(chr(c))[0]):
        codes = list(run)
        if major in "LN":
            ranges[major] += f"{chr(codes[0])}-{chr(codes[-1])}"
    L, N, S = ranges["L"], ranges["N"], SPACES
    return re.compile(
        rf"'(?:[sdmt]|ll|ve|re)| ?[{L}]+| ?[{N}]+| ?[^{S}{L}{N}]+"
        rf"|[{S}]+(?![^{S}])|[{S}]+"
    )


def split(text: str) -> Iterator[str]:
    """Potongan-potongan `text`, byte UTF-8-nya ditulis dengan huruf GPT-2."""
    letters = byte_letters()
    for piece in splitter().finditer(text):
        yield "".join(letters[byte] for byte in piece[0].encode())


def merge(tokens: list[int], pair: Pair, new: int) -> list[int]:
    """Ganti setiap kemunculan `pair`, dari kiri ke kanan, dengan token `new`."""
    merged: list[int] = []
    i = 0
    while i < len(tokens):
        found = tuple(tokens[i : i + 2]) == pair
        merged.append(new if found else tokens[i])
        i += 2 if found else 1
    return merged


def learn_merges(words: Counter[str], vocab: dict[str, int], size: int) -> list[Merge]:
    """Gabungan terpilih; `vocab` bertambah di tempat sampai berisi `size` token."""
    text = {i: token for token, i in vocab.items()}
    tokens = {word: [vocab[letter] for letter in word] for word in words}
    counts: Counter[Pair] = Counter()
    homes: dict[Pair, set[str]] = defaultdict(set)  # kata-kata yang memuat pasangan itu

    def count(word: str, sign: int) -> set[Pair]:
        for pair in pairwise(tokens[word]):
            counts[pair] += sign * words[word]
            homes[pair].add(word)
        return set(pairwise(tokens[word]))

    for word in words:
        count(word, 1)
    queue = sorted((-n, pair) for pair, n in counts.items())  # paling sering dahulu
    merges: list[Merge] = []
    while queue and queue[0][0] <= -2 and len(vocab) < size:
        negative, best = heappop(queue)
        a, b = text[best[0]], text[best[1]]
        if counts[best] != -negative or a + b in vocab:
            continue  # cacahnya sudah berubah, atau namanya milik token khusus
        new = len(vocab)
        vocab[a + b], text[new] = new, a + b
        merges.append((a, b))
        changed: set[Pair] = set()
        for word in homes.pop(best):
            changed |= count(word, -1)
            tokens[word] = merge(tokens[word], best, new)
            changed |= count(word, 1)
        for pair in changed:
            heappush(queue, (-counts[pair], pair))
    return merges


@contextmanager
def _reading(path: str | Path, what: str) -> Iterator[dict[str, Any]]:
    try:
        yield json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{str(path)!r}: bukan berkas {what} ({error!r})") from error
