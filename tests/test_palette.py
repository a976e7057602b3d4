"""Gaya rumah: angka Indonesia, palet, dan rcParams yang tidak berubah-ubah."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex, to_rgb

from genai_examples.palette import (
    COLORMAPS,
    COLORS,
    DASHES,
    MARKERS,
    SERIES,
    assign,
    legend_below,
    number,
    panels,
    style,
)


@pytest.fixture(autouse=True)
def house():
    with mpl.rc_context():
        style()
        yield
        plt.close("all")


def luminance(tone: str) -> float:
    rgb = np.array(to_rgb(tone))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a: str, b: str) -> float:
    low, high = sorted([luminance(a), luminance(b)])
    return (high + 0.05) / (low + 0.05)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_number_can_be_read_back(x, digits):
    text = number(x, digits)
    assert "-" not in text
    back = text.replace(".", "").replace(",", ".").replace("−", "-")
    assert float(back) == pytest.approx(x, abs=0.5 * 10**-digits, rel=1e-12)


def test_number_the_indonesian_way():
    assert number(1797, 0) == "1.797"
    assert number(-12345.678, 2) == "−12.345,68"


def test_ticks_have_decimal_commas_true_minus_and_no_trailing_zeros():
    fig, ax = panels()
    ax.plot([-0.5, 0.5], [-20000, 20000])
    fig.canvas.draw()
    x = [t.get_text() for t in ax.get_xticklabels()]
    y = [t.get_text() for t in ax.get_yticklabels()]
    assert {"−0,25", "0", "0,25", "0,5"} <= set(x)
    assert {"−20.000", "0", "20.000"} <= set(y)


@settings(max_examples=20, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e6))
def test_tick_labels_differ_and_name_their_place(low, width):
    fig, ax = panels()
    ax.set_xlim(low, low + width)
    labels = [t.get_text() for t in ax.get_xticklabels()]
    read = [
        float(t.replace(".", "").replace(",", ".").replace("−", "-")) for t in labels
    ]
    assert read == pytest.approx(ax.get_xticks(), abs=width / 50)
    assert len(set(labels)) == len(labels)
    plt.close(fig)


def test_style_twice_is_style_once():
    once = dict(mpl.rcParams)
    style()
    assert dict(mpl.rcParams) == once


def test_no_warning_about_missing_fonts(caplog):
    fig, ax = panels()
    ax.set_title("Galat −0,5 × β̂ → μ")
    fig.canvas.draw()
    assert "findfont" not in caplog.text


def test_every_series_has_its_own_marker_and_dash():
    assert len({str(DASHES[s]) for s in SERIES}) == len(set(MARKERS.values())) == 7


@pytest.mark.parametrize("name", SERIES)
def test_series_are_visible_on_paper(name):
    assert contrast(COLORS[name], COLORS["kertas"]) >= 3


@pytest.mark.parametrize("name", SERIES)
def test_middle_tones_are_visible_on_light_and_dark_cards(name):
    for card in ("#FFFFFF", "#1B2130"):
        assert contrast(COLORS[f"{name}_tengah"], card) >= 3


def test_sequential_map_is_monotone_and_diverging_map_is_symmetric():
    steps = np.linspace(0, 1, 101)
    rise = [luminance(to_hex(mpl.colormaps["nila_krem"](s))) for s in steps]
    assert all(a < b for a, b in zip(rise, rise[2:], strict=False))
    bend = [luminance(to_hex(mpl.colormaps["nila_sogan"](s))) for s in steps]
    assert int(np.argmax(bend)) == 50
    assert set(COLORMAPS) <= set(mpl.colormaps)


def test_assign_keeps_wishes_and_fills_in_order():
    assert assign(["a", "b", "c"], {"b": "nila"}) == {
        "a": "sogan",
        "b": "nila",
        "c": "tarum",
    }
    with pytest.raises(ValueError, match="paling banyak 7"):
        assign([str(i) for i in range(8)])


@pytest.mark.parametrize("words", [("ya", "tidak"), ("kata yang panjang sekali",) * 6])
def test_legend_below_always_fits(words: tuple[str, ...]) -> None:
    fig, ax = panels()
    for height, word in enumerate(words):
        ax.plot([0, 1], [height, height], label=f"{word} {height}")
    legend_below(ax)
    (legend,) = fig.legends
    assert legend.get_window_extent().width <= fig.bbox.width
    assert len(legend.get_texts()) == len(words)
    plt.close(fig)
