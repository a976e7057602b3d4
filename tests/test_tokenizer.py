"""Hukum tokenizer: kebalikan untuk teks apa pun, dan sama dengan pustaka tokenizers."""

import json
from collections import Counter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from genai_examples import tokenizer
from genai_examples.datasets import desa, tata
from genai_examples.tokenizer import BPETokenizer, CharTokenizer

CORPUS = "\n".join([*tata(800), *desa()[:800]]) + "\nHarga: 17.508 pulau! it's é ꦲꦤ 🙂"
SPECIAL = ("<pad>", "<akhir>")
BPE = BPETokenizer.train(CORPUS, 600, SPECIAL)


def reference(corpus: str, size: int, special: tuple[str, ...] = ()) -> Tokenizer:
    judge = Tokenizer(models.BPE())
    judge.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    judge.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        special_tokens=list(special),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    judge.train_from_iterator([corpus], trainer)
    return judge


JUDGE = reference(CORPUS, 600, SPECIAL)


@settings(deadline=None)
@given(st.text())
def test_bpe_decode_inverts_encode(text: str) -> None:
    assert BPE.decode(BPE.encode(text)) == text


@settings(deadline=None)
@given(st.text())
def test_char_decode_inverts_encode(text: str) -> None:
    chars = CharTokenizer.train(text, SPECIAL)
    ids = chars.encode(text)
    assert chars.decode(ids) == text
    assert len(ids) == len(text)
    assert not len(ids) or len(SPECIAL) <= int(ids.min())


def test_merges_equal_tokenizers() -> None:
    model = json.loads(JUDGE.to_str())["model"]
    assert BPE.merges == [tuple(pair) for pair in model["merges"]]
    assert BPE.vocab == model["vocab"]
    assert len(BPE.merges) == 600 - 256 - 2  # hukum ini tidak boleh hampa


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab '\n", max_size=60))
def test_merges_equal_tokenizers_on_tiny_texts(text: str) -> None:
    """Huruf sedikit berarti banyak seri dan pengulangan seperti aaaa."""
    own = BPETokenizer.train(text, 300)
    judge = reference(text, 300)
    merges = json.loads(judge.to_str())["model"]["merges"]
    assert own.merges == [tuple(pair) for pair in merges]
    assert own.encode(text).tolist() == judge.encode(text).ids


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*" \t\n\r\x1c\x85\xa0\u3000'", "'ll", "a", "9", "²", "½"])
    )
)
def test_pieces_equal_tokenizers(parts: list[str]) -> None:
    text = "".join(parts)
    judged = pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(text)
    assert list(tokenizer.split(text)) == [piece for piece, _ in judged]


@pytest.mark.parametrize("script", ["latin", "jawa", "lain"])
def test_encoding_equals_tokenizers(script: str) -> None:
    text = {
        "latin": CORPUS,
        "jawa": "ꦲꦤꦕꦫꦏ ꧇꧑꧒꧇ ꦥꦢꦗꦪꦚ",
        "lain": "日本語 русский עברית ½ ² ١٢ 🙂🙂 e\u0301 \u200b .. ...",
    }[script]
    assert BPE.encode(text).tolist() == JUDGE.encode(text).ids


def test_first_merges_of_papa_papan() -> None:
    own = BPETokenizer.train("papa papan", 258)
    assert own.merges == [("p", "a"), ("pa", "pa")]
    counts = Counter(zip("papa" + "papan", "apa" + " " + "apan ", strict=True))
    assert counts["p", "a"] == 4


def test_tokenizers_library_reads_the_saved_file(tmp_path) -> None:
    BPE.save(tmp_path / "tokenizer.json")
    read = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    ids = BPE.encode(CORPUS).tolist()
    assert read.encode(CORPUS).ids == ids
    assert read.decode(ids) == CORPUS
    assert read.token_to_id("<akhir>") == BPE.special["<akhir>"] == 1


def test_load_reads_own_and_foreign_files(tmp_path) -> None:
    for name, save in (
        ("own", BPE.save),
        ("judge", lambda path: JUDGE.save(str(path))),
    ):
        path = tmp_path / f"{name}.json"
        save(path)
        read = BPETokenizer.load(path)
        assert (read.vocab, read.merges) == (BPE.vocab, BPE.merges)
        assert read.special == BPE.special
        assert read.vocab_size == BPE.vocab_size == 600
        assert torch.equal(read.encode(CORPUS), BPE.encode(CORPUS))


def test_char_file_round_trip(tmp_path) -> None:
    chars = CharTokenizer.train("lima buah mangga\n", SPECIAL)
    chars.save(tmp_path / "char.json")
    read = CharTokenizer.load(tmp_path / "char.json")
    assert (read.ids, read.special) == (chars.ids, chars.special)
    assert "mangga" not in (tmp_path / "char.json").read_text(encoding="utf-8")


def test_special_tokens_come_only_by_number() -> None:
    text = "<pad>" * 50
    own = BPETokenizer.train(text, 300, SPECIAL)
    ids = own.encode(text)
    assert own.decode(ids) == text
    assert not set(ids.tolist()) & set(own.special.values())
    with_special = torch.cat([torch.tensor([0]), ids, torch.tensor([1])])
    assert own.decode(with_special) == text


def test_invalid_bytes_become_replacement_characters() -> None:
    half = BPE.encode("🙂")[:1]
    assert BPE.decode(half) == "\ufffd"


@pytest.mark.parametrize("own", [BPE, CharTokenizer("abc")])
@pytest.mark.parametrize("bad", [-1, 600])
def test_unknown_ids_are_named(own, bad: int) -> None:
    with pytest.raises(ValueError, match=f"ids: token {bad} tidak dikenal; harus 0 …"):
        own.decode(torch.tensor([0, bad]))


def test_unknown_character_is_named_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"text\[2\]: 'x' harus ada di kosakata"):
        CharTokenizer("abc").encode("abxay")


def test_vocab_size_below_the_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="vocab_size=257: harus minimal 258"):
        BPETokenizer.train("abc", 257, SPECIAL)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"pre_tokenizer": {}}', "\x00"])
@pytest.mark.parametrize("kind", [BPETokenizer, CharTokenizer])
def test_foreign_files_are_refused(tmp_path, kind, content: str) -> None:
    path = tmp_path / "asing.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="bukan berkas tokenizer"):
        kind.load(path)
    with pytest.raises(ValueError, match="bukan berkas tokenizer"):
        kind.load(tmp_path / "tidak-ada.json")


def test_other_pre_tokenizers_are_refused(tmp_path) -> None:
    BPE.save(tmp_path / "tokenizer.json")
    content = json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))
    for change in (
        {"add_prefix_space": True},
        {"use_regex": False},
        {"type": "Metaspace"},
    ):
        altered = content | {"pre_tokenizer": content["pre_tokenizer"] | change}
        (tmp_path / "lain.json").write_text(json.dumps(altered))
        with pytest.raises(ValueError, match="harus pola GPT-2"):
            BPETokenizer.load(tmp_path / "lain.json")
