"""Hukum set imbuhan: aturan k-p-s-t pada akar yang tak ada di daftar, kekecualian."""

import subprocess
import sys
from itertools import chain

import pytest

from genai_examples.datasets import awalan_men, imbuhan
from genai_examples.datasets._common import SPLITS, split_of
from genai_examples.datasets._imbuhan import KEPT, MELTING, VOWELS, _roots

# bentuk baku yang ditulis dengan tangan; tidak satu pun akarnya ada di daftar set
UNSEEN = """
    pikir memikir, tanya menanya, kunjung mengunjung, sebrang menyebrang,
    kasih mengasih, percaya memercaya, tafsir menafsir, sanksi menyanksi,
    lupa melupa, rokok merokok, minat meminat, nasihat menasihat, wakil mewakil,
    yakin meyakin, ngaji mengaji, buku membuku, forsir memforsir,
    vokal memvokal, dansa mendansa, cinta mencinta, juang menjuang, zalim menzalim,
    gosip menggosip, harga mengharga, anak menganak, impas mengimpas, unggul mengunggul,
    erat mengerat, obat mengobat, cas mengecas, lis mengelis, dor mengedor,
    krim mengekrim, kristal mengkristal, prakarsa memprakarsa, transmisi mentransmisi,
    spesifikasi menspesifikasi, swasta menswasta, khianat mengkhianat,
    syukur mensyukur
"""
PAIRS = [tuple(entry.split()) for entry in UNSEEN.split(",")]


@pytest.mark.parametrize(("root", "form"), PAIRS)
def test_rule_on_unseen_roots(root: str, form: str):
    assert root not in _roots()
    assert awalan_men(root) == form


@pytest.mark.parametrize(
    ("root", "form"),
    [
        ("kaji", "mengkaji"),
        ("perbarui", "memperbarui"),
        ("perkuat", "memperkuat"),
        ("perintah", "memerintah"),  # bukan per- + intah: luluh seperti biasa
        ("peras", "memeras"),
    ],
)
def test_exceptions_are_kept_and_lookalikes_melt(root: str, form: str):
    assert awalan_men(root) == form


def test_every_form_ends_with_its_root_or_melts_one_letter():
    for root in _roots():
        form = awalan_men(root)
        whole = form.endswith(root)
        melted = form.endswith(root[1:]) and root[0] in MELTING and root[1] in VOWELS
        assert form.startswith("me") and (whole or melted)
        assert not (whole and melted) or root in KEPT or len(root) < 5


def test_root_list_is_clean_and_uses_every_exception():
    roots = _roots()
    assert len(roots) == len(set(roots)) > 800
    assert set(roots) >= KEPT


def test_splits_partition_the_list():
    sizes = {s: sum(split_of(r) == s for r in _roots()) for s in SPLITS}
    parts = {s: [root for root, _ in imbuhan(sizes[s], split=s)] for s in SPLITS}
    assert sorted(chain(*parts.values())) == sorted(_roots())
    with pytest.raises(ValueError, match=f"hanya mempunyai {sizes['val']} akar"):
        imbuhan(sizes["val"] + 1, split="val")


def test_seed_decides_everything():
    assert imbuhan(60) == imbuhan(60) == imbuhan(90)[:60]
    assert imbuhan(60) != imbuhan(60, seed=1)
    code = "from genai_examples.datasets import imbuhan; print(imbuhan(60, seed=2))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip() == str(imbuhan(60, seed=2))


@pytest.mark.parametrize("root", ["", "Ajar", "tulis ulang", "ktp", "xilem", "é"])
def test_bad_roots(root: str):
    with pytest.raises(ValueError, match="root="):
        awalan_men(root)


def test_bad_n():
    with pytest.raises(ValueError, match="n=0: harus bilangan bulat positif"):
        imbuhan(0)
