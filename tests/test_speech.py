"""Rumus dalam kata-kata: seperti yang dibaca halaman Notasi."""

import re
from html import unescape

import pytest

from hooks.formulas import to_mathml


def read(tex: str) -> str:
    found = re.search(r' alttext="([^"]*)"', to_mathml(tex, display=False))
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"p(x \mid y)", "p kurung x jika diketahui y tutup kurung"),
        (r"x_t^2 - 0.5", "x indeks t kuadrat kurang 0,5"),
        (r"-\sigma", "minus sigma"),
        (r"a = -1", "a sama dengan minus 1"),
        (r"\tfrac12", "1 per 2"),
        (r"\frac{a+b}{2}", "pecahan a tambah b, per 2, akhir pecahan"),
        (r"\sqrt{1 - \bar\alpha}", "akar dari 1 kurang alfa bar, akhir akar"),
        (r"\hat x", "x topi"),
        (r"x \sim p_\theta", "x diundi dari p indeks teta"),
        (r"\sum_{i=1}^{n} x_i",
         "jumlah untuk i sama dengan 1 sampai n, dari x indeks i"),
        (r"\mathbb{E}_q[x]",
         "nilai harapan menurut q, kurung siku x tutup kurung siku"),
        (r"\mathrm{KL}(q\,\|\,p)", "KL kurung q terhadap p tutup kurung"),
        (r"\lVert x \rVert^2", "norma x tutup norma kuadrat"),
        (r"x_1, \dots, x_n", "x indeks 1, dan seterusnya, x indeks n"),
        (r"\binom{n}{k}", "kurung n pilih k tutup kurung"),
        (r"\underbrace{x}_{\text{ongkos}} + 1", "x, yaitu ongkos, tambah 1"),
        (r"K^\top", "K transpos"),
        (r"D^*", "D bintang"),
        (r"\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}",
         "a sama dengan 1; b sama dengan 2"),
        (r"1.000{,}25", "1.000,25"),
    ],
)  # fmt: skip
def test_formula_in_words(tex: str, words: str) -> None:
    assert read(tex) == words
