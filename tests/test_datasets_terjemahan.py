"""Hukum set terjemahan: dua sisi sejalan, kata sifat tersembunyi, he/she seimbang."""

import re
import subprocess
import sys
from functools import cache

import pytest

from genai_examples.datasets import terjemahan
from genai_examples.datasets._common import SPLITS, split_of
from genai_examples.datasets._terjemahan import _corpus
from genai_examples.datasets._terjemahan_kamus import load

WORDS = {
    "dua": "two", "tiga": "three", "empat": "four", "lima": "five", "enam": "six",
    "tujuh": "seven", "delapan": "eight", "sembilan": "nine", "sepuluh": "ten",
    "sebelas": "eleven",
}  # fmt: skip
COUNTS = [*WORDS.values(), "twelve", "fifteen", "twenty", "several"]


@cache
def everything() -> list[tuple[str, str]]:
    return [pair for split in SPLITS for pair in _corpus()[split]]


@cache
def dictionary() -> dict[str, str]:
    return dict(everything())


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("lima buah mangga merah", "five red mangoes"),
        ("seekor kucing abu-abu", "a gray cat"),
        ("sebuah apel manis", "a sweet apple"),
        ("sebuah topi lama", "an old hat"),
        ("dua gelas susu cokelat", "two glasses of chocolate milk"),
        ("telur cokelat itu", "that brown egg"),
        ("tiga ekor ikan kecil", "three small fish"),
        ("seorang bayi lucu", "a cute baby"),
        ("sebuah cerita lucu", "a funny story"),
        ("Ada beberapa cangkir teh hangat di atas meja.",
         "There are several cups of warm tea on the table."),
        ("Anjing hitam itu sedang berlari di pantai.",
         "That black dog is running on the beach."),
    ],
)  # fmt: skip
def test_examples_by_hand(source: str, target: str):
    assert dictionary()[source] == target


def test_there_are_enough_unique_pairs():
    sources = [source for source, _ in everything()]
    assert len(set(sources)) == len(sources)
    assert len(_corpus()["train"]) >= 50_000
    assert len(set(terjemahan(50_000))) == 50_000


def test_splits_hold_out_sentences_and_noun_adjective_pairs():
    sources = {split: {s for s, _ in _corpus()[split]} for split in SPLITS}
    assert not sources["train"] & sources["val"]
    keys = [f"{n.word} {a}" for n in load().nouns.values() for a in n.adjectives]
    hidden = [key for key in keys if split_of(key) == "test"]
    assert 0.05 < len(hidden) / len(keys) < 0.15
    pattern = re.compile(rf"\b({'|'.join(hidden)})\b")
    assert all(pattern.search(s.lower()) for s in sources["test"])
    assert not any(pattern.search(s.lower()) for s in sources["train"])
    assert not any(pattern.search(s.lower()) for s in sources["val"])


def test_he_and_she_are_used_evenly():
    targets = [t for s, t in everything() if re.search(r"\bdia\b", s.lower())]
    she = sum(bool(re.search(r"\b(she|She)\b", t)) for t in targets)
    he = sum(bool(re.search(r"\b(he|He)\b", t)) for t in targets)
    assert he + she == len(targets) > 2_000
    assert abs(she - he) < 4 * len(targets) ** 0.5
    assert not any(
        re.search(r"\b[Ss]?[Hh]e\b", t)
        for s, t in everything()
        if "dia" not in s.lower()
    )


def test_english_articles_and_numbers_agree():
    nouns = load().nouns.values()
    plurals = {n.plural for n in nouns if n.plural != "-"}
    plurals |= {many for _, many in load().measures.values()}
    singulars = {n.singular for n in nouns}
    counts = rf"\b({'|'.join(COUNTS)})\b"
    many = re.compile(rf"{counts}.* ({'|'.join(plurals)})\b")
    one = re.compile(rf"\b({'|'.join(singulars)})\b")
    for _, target in everything():
        assert not re.search(r"\b[Aa] [aeiou]|\b[Aa]n [^aeiou]", target)
        lower = target.lower()
        assert (many if re.search(counts, lower) else one).search(lower), target


def test_english_verbs_agree_with_their_subject():
    wrong = re.compile(
        r"\bI (is|are|has|wants)\b|\b(you|we|they|children|farmers) (is|am|has|wants)\b"
        r"|\b(he|she|father|mother|sister|brother|Siti) (am|are|have|want)\b"
        r"|\bThere (is (two|three|several)|are an? )",
        re.IGNORECASE,
    )
    answers = {"Has": 0, "Have": 0}
    for source, target in everything():
        assert not wrong.search(re.sub(r"^(Have|Has) .*", "", target)), target
        if source.endswith("?"):
            assert target.endswith("?")
            answers[target.split()[0]] += 1
    assert min(answers.values()) > 100


def test_classifiers_vanish_and_numbers_stay():
    """Kata bilangan di kiri harus muncul di kanan, penggolongnya tidak."""
    for source, target in everything():
        for word in set(source.lower().split()) & set(WORDS):
            followed = re.search(rf"\b{word} (belas|puluh)\b", source.lower())
            assert followed or WORDS[word] in target.lower().split()
        assert not {"buah", "ekor", "orang", "lembar"} & set(target.split())


def test_words_are_spelled_with_plain_letters():
    text = " ".join(s + " " + t for s, t in everything())
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -.,?")
    assert "  " not in text and "@" not in text


def test_seed_decides_everything():
    assert terjemahan(40) == terjemahan(40) == terjemahan(60)[:40]
    assert terjemahan(40) != terjemahan(40, seed=1)
    code = "from genai_examples.datasets import terjemahan as t; print(t(40, seed=2))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == str(terjemahan(40, seed=2))


def test_bad_n():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        terjemahan(0)
    most = len(_corpus()["val"])
    with pytest.raises(ValueError, match=f"hanya mempunyai {most} pasangan"):
        terjemahan(most + 1, split="val")
