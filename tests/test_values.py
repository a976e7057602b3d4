"""Nilai sisipan: dihitung tanpa mengubah apa pun, ditulis cara Indonesia."""

import math

import numpy as np
import pytest
import torch

from hooks.values import evaluate, localize


def shown(expression: str, math: bool = False, **namespace: object) -> str:
    value, text = evaluate(expression, namespace)
    return localize(value, text, math)


@pytest.mark.parametrize(
    ("expression", "prose", "formula"),
    [
        ("0.717:.1%", "71,7%", r"71.7\%"),
        ("3.14159:.2f", "3,14", "3.14"),
        ("16995:,", "16.995", "16{,}995"),
        ("1234567.891:,.1f", "1.234.567,9", "1{,}234{,}567.9"),
        ("-0.5:.1f", "−0,5", "-0.5"),
        ("1.2e-4:.1e", "1,2\u00a0×\u00a010⁻⁴", r"1.2\times 10^{-4}"),
        ("2", "2", "2"),
        ("0.25", "0,25", "0.25"),
        ("7:03d", "007", "007"),
        ("254:x", "fe", "fe"),
        ("3e20:.0e", "3\u00a0×\u00a010²⁰", r"3\times 10^{20}"),
    ],
)
def test_indonesian_in_prose_point_in_formulas(
    expression: str, prose: str, formula: str
) -> None:
    assert shown(expression) == prose
    assert shown(expression, math=True) == formula


def test_tensors_and_arrays_are_numbers_with_full_precision() -> None:
    for third in (torch.tensor(1 / 3, dtype=torch.float64), np.float64(1 / 3)):
        value, text = evaluate("x:.2f", {"x": third})
        assert value == 1 / 3 and text == "0.33"


def test_nested_format_and_conversion() -> None:
    assert shown("x:.{n}f", x=1.0, n=3) == "1,000"
    assert shown("x!r", x="a") == "&#39;a&#39;"


def test_text_cannot_become_markup() -> None:
    assert "<" not in shown("x", x="<b>*|_`$")
    assert "*" not in shown("x", x="<b>*|_`$")


def test_evaluation_leaves_the_namespace_alone() -> None:
    namespace = {"x": [1, 2]}
    evaluate("[y for y in x][0]", namespace)
    assert namespace == {"x": [1, 2]}


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_numbers_must_be_finite(bad: float) -> None:
    with pytest.raises(ValueError, match="terhingga"):
        evaluate("x:.2f", {"x": bad})


def test_none_is_not_shown_to_readers() -> None:
    with pytest.raises(ValueError, match="hasilnya None"):
        evaluate("x", {"x": None})
