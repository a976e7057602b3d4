"""Tata bahasa halaman: setiap aturan dan setiap kegagalan."""

import textwrap

import pytest

from hooks.grammar import parse
from hooks.options import PageError


def page(text: str, path: str = "docs/bab/uji.md"):
    return parse(textwrap.dedent(text).lstrip("\n"), path)


def fails(text: str, line: int, message: str, path: str = "docs/bab/uji.md") -> None:
    with pytest.raises(PageError) as caught:
        page(text, path)
    assert str(caught.value).startswith(f"{path}:{line}: "), str(caught.value)
    assert message in str(caught.value)


def test_block_with_every_option() -> None:
    (block,) = page(
        """
        Teks.

        ```python
        #| figure: laten.svg
        #| alt: "Dua awan: {{ n }} titik"
        #| caption: Awan
        #| files: [a.js, b.wav]
        #| tol: 10%
        #| output: varies
        #| timeout: 300

        n = 1
        ```
        """
    ).blocks
    assert block.code == "n = 1"
    assert (block.figure, block.alt) == ("laten.svg", "Dua awan: {{ n }} titik")
    assert block.files == ("a.js", "b.wav")
    assert (block.tol.amount, block.tol.relative) == (0.1, True)
    assert (block.varies, block.timeout) == (True, 300.0)
    assert block.line == 12


def test_blocks_are_found_under_admonitions_tabs_folds_and_lists() -> None:
    blocks = page(
        """
        !!! tebak "Tebak"
            ```python
            a = 1
            ```
        === "Tab"

            ```python
            if a:
                b = 2
            ```
        - butir

            ```python
            c = 3
            ```
        ??? jawaban "x"

            ??? petunjuk "y"

                ```python
                d = 4
                ```
        """
    ).blocks
    codes = [b.code for b in blocks]
    assert codes == ["a = 1", "if a:\n    b = 2", "c = 3", "d = 4"]


def test_other_fences_and_comments_stay_text() -> None:
    parsed = page(
        """
        ```text
        {{ bukan nilai
        ```

        ````markdown
        ```python
        1/0
        ```
        ````

        <!--
        ```python
        1/0
        ```
        -->
        `{{ x }}` dan `` {{ y }} ``
        """
    )
    assert parsed.blocks == () and parsed.values == ()


def test_values_know_their_block_place_and_tolerance() -> None:
    parsed = page(
        """
        Pratinjau {{ a:.2f ~5% }}.

        ```python
        a = 1.0
        ```

        Rumus $x = {{ a }}$ dan {{ a:, ~0.1 }}.

        $$
        y = {{ a:.1f }}
        $$

        | {{ a }} |
        |---|

        ```python
        #| figure: g.svg
        #| alt: "Nilai {{ a }}"
        #| caption: "Rumus ${{ a }}$"
        b = 2
        ```
        """
    )
    seen = [(v.body, v.after, v.place, v.math) for v in parsed.values]
    assert seen == [
        ("a:.2f", None, "text", False),
        ("a", 0, "text", True),
        ("a:,", 0, "text", False),
        ("a:.1f", 0, "text", True),
        ("a", 0, "text", False),
        ("a", 1, "alt", False),
        ("a", 1, "caption", True),
    ]
    first, third = parsed.values[0].tol, parsed.values[2].tol
    assert first is not None and first.relative and first.amount == 0.05
    assert third is not None and not third.relative and third.amount == 0.1


def test_front_matter_is_not_part_of_the_page() -> None:
    parsed = page("---\ntitle: '{{ x }}'\n---\n```python\na = 1\n```\n")
    assert parsed.values == () and parsed.blocks[0].line == 5


def test_lab_cells_text_and_lines() -> None:
    parsed = page(
        """
        # %% [markdown]
        # # Judul
        # Teks

        # %%
        #| timeout: 9
        a = 1

        # %% [markdown]
        # Akhir
        """,
        "docs/praktik/uji.py",
    )
    (block,) = parsed.blocks
    assert (block.code, block.line, block.timeout) == ("a = 1", 7, 9.0)
    assert parsed.markdown == ((0, "# Judul\nTeks"), (1, "Akhir"))


BLOCK = "```python\n{}\n```\n"
OPTION = BLOCK.format("#| figure: a.svg\n#| alt: Teks yang cukup\n{}\na = 1")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n\n~~~python\nx\n~~~\n", 3, "~~~"),
        ("> ```python\n> a\n> ```\n", 1, "kutipan"),
        ("- ```python\n  a = 1\n  ```\n", 1, "barisnya sendiri"),
        ('```python title="x"\na = 1\n```\n', 1, "tulis ```python saja"),
        ("```py\na = 1\n```\n", 1, "tulis ```python saja"),
        ("```{.python}\na = 1\n```\n", 1, "tulis ```python saja"),
        ("```Python\na = 1\n```\n", 1, "tulis ```python saja"),
        ("```python3\na = 1\n```\n", 1, "tulis ```python saja"),
        ("```pycon\n>>> 1\n1\n```\n", 1, "tulis ```python saja"),
        ("```python\na = 1\n", 1, "tidak ditutup"),
        ("```python\na = 1\n\nProsa.\n\n```python\nb = 1\n```\n", 1, "baris 6"),
        ("a\n\n<!-- lupa\n\n```python\na = 1\n```\n", 3, "komentar <!--"),
        ("    ```python\n  a = 1\n    ```\n", 2, "menjorok kurang"),
        (BLOCK.format(""), 1, "kosong"),
        (BLOCK.format("a = = 1"), 2, "tidak sah"),
        (BLOCK.format("a = 1\nreturn a"), 3, "tidak sah"),
        (BLOCK.format("a = 1\na"), 3, "cetak dengan print"),
        (BLOCK.format("#| figure: a.svg\na = 1"), 1, "tanpa alt"),
        (BLOCK.format("#| figure: a.jpg\n#| alt: x\na = 1"), 1, ".svg, .webp"),
        (BLOCK.format("#| figure: ../a.svg\n#| alt: x\na = 1"), 1, ".svg, .webp"),
        (BLOCK.format("#| figure: Garis.svg\n#| alt: x\na = 1"), 1, "huruf kecil"),
        (BLOCK.format("#| tol: 1%\n#| tol: 2%\na = 1"), 3, "tol dua kali"),
        (BLOCK.format("#| files: record.json\na = 1"), 1, "milik pelari"),
        (BLOCK.format("#| alt: x\na = 1"), 1, "hanya untuk blok dengan figure"),
        (BLOCK.format("#| gambar: a.svg\na = 1"), 1, "tidak dikenal"),
        (BLOCK.format("#| alt: a #1\na = 1"), 2, "memotong"),
        (OPTION.format("#| caption: a: b: c"), 4, "YAML"),
        (OPTION.format("#| caption: {{ a }} b"), 4, "YAML"),
        (BLOCK.format("#| files: [../x]\na = 1"), 1, "files"),
        (BLOCK.format("#| tol: banyak\na = 1"), 1, "tol"),
        (BLOCK.format("#| timeout: -1\na = 1"), 1, "timeout"),
        (BLOCK.format("#| timeout: .inf\na = 1"), 1, "timeout"),
        (BLOCK.format("#| timeout: .nan\na = 1"), 1, "timeout"),
        (BLOCK.format("#| output: sama\na = 1"), 1, "varies"),
        (BLOCK.format("#| source: a.py:B\na = 1"), 1, "source harus kosong"),
        (BLOCK.format("#| files: ['{{ a }}']\na = 1"), 1, "files"),
        ("{{a}}\n", 1, "satu spasi"),
        ("x\n{{ a\n", 2, "tanpa }}"),
        ("{{ a + }}\n", 1, "f-string"),
        ("{{ (b := 1) }}\n", 1, "mengubah nama"),
        ("{{ a \\ b }}\n", 1, "tidak dipakai"),
        ("{{ a= }}\n", 1, "satu ekspresi"),
        ("| {{ a | b }} |\n", 1, "sel tabel"),
    ],
)
def test_every_failure_names_file_and_line(text: str, line: int, message: str) -> None:
    fails(text, line, message)


def test_lab_without_cells_fails() -> None:
    fails("a = 1\n", 1, "tanpa sel", "docs/praktik/uji.py")


def test_code_outside_the_cells_of_a_lab_fails() -> None:
    fails("# kop\nimport os\n# %%\na = 1\n", 2, "# %%", "docs/praktik/uji.py")
    text = "# %% [markdown]\n# Teks\na = 1\n# %%\nb = 1\n"
    fails(text, 3, "baris sel teks", "docs/praktik/uji.py")


def test_byte_order_mark_of_windows_is_not_part_of_the_page() -> None:
    assert (
        len(page("\ufeff# %%\na = 1\n# %%\nb = 1\n", "docs/praktik/uji.py").blocks) == 2
    )
    assert page("\ufeff---\ntitle: '{{ a }}'\n---\nprosa\n").values == ()
