"""Which characters a PDF has, compared with the fonts in Typst's wheel and with what it draws."""

from itertools import pairwise
from unicodedata import category

import pytest

from luisteren_tui.text.font_coverage import COVERED, named, uncovered
from tools.pdf_fonts import characters, ranges, refused


def test_coverage_is_that_of_the_fonts_in_the_wheel() -> None:
    assert " ".join(COVERED.split()) == ranges(characters())


def test_typst_draws_nothing_that_is_not_covered() -> None:
    spans = [[int(end, 16) for end in each.split("-")] for each in COVERED.split()]
    beside = {code for left, right in pairwise(spans) for code in (left[-1] + 1, right[0] - 1)}
    sample = [chr(code) for code in sorted({*beside, *range(0x3041, 0x30000, 0x101)})]
    others = uncovered("".join(each for each in sample if category(each)[0] in "LNPS"))
    assert len(others) > 300
    assert refused(others) == set(others)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("crème brûlée – “ja”, ‘nee’ … € ½ ☐ ▸ → ✓ \t\n\u00a0\u202f", ""),
        ("Тихо ήχος שָׁלוֹם سلام नमस्ते", ""),
        ("می\u200cخواهم क्\u200dष \u2068a\u2069 \u00ad\u200b\u2060\ufeff", ""),
        ("傾聴, 傾", "傾聴"),
        ("ሰላም", "ሰላም"),
        ("❤\ufe0f ☺", ""),
        ("👩\u200d⚕\ufe0f 👍🏽 🏴\U000e0067\U000e007f", "👩👍🏽🏴"),
        ("1\ufe0f\u20e3", "\u20e3"),
        ("\ue000\uf0fc", "\ue000\uf0fc"),
    ],
)
def test_characters_without_a_glyph_are_found_once(text: str, expected: str) -> None:
    assert uncovered(text) == tuple(expected)


def test_at_most_six_characters_are_named() -> None:
    assert named("傾\u0e31") == "傾 (U+50BE), ◌\u0e31 (U+0E31)"
    assert named("傾😀") == "傾 (U+50BE), 😀 (U+1F600)"
    assert named("ሀሁሂሃሄህሆሇ").endswith("ህ (U+1205) +2")
