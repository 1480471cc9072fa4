"""Texts in cells of a terminal, for tables that hold in every script."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from luisteren_tui.text.clusters import clusters
from luisteren_tui.text.width import cells, padded, wrapped
from tests.text.samples import HEALTH_WORKER, JOINED, RAINBOW, SCOTLAND

PLAIN = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]))
SCRIPTS = st.lists(st.sampled_from([*"ab 1é傾聴と話。ナ상담สุขعليאב😀🇳", "e\u0301", *JOINED]), max_size=120).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("", 0), ("Pauze", 5), ("é", 1), ("e\u0301", 1), ("傾聴", 4), ("قهوة", 4), ("ｱ", 1), ("。", 2), ("हिन्दी", 3)),
        *(("👍🏽", 2), ("1\ufe0f\u20e3", 2), ("❤", 1), ("❤\ufe0f", 2), ("🇳🇱", 2)),
        *((HEALTH_WORKER, 2), (RAINBOW, 2), (SCOTLAND, 2)),
    ],
)
def test_cells_are_those_of_a_terminal(text: str, expected: int) -> None:
    assert cells(text) == expected == cell_len(text)


@given(SCRIPTS)
def test_any_text_takes_the_cells_that_textual_counts(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_padded_text_takes_the_width_or_more() -> None:
    assert [padded("傾聴", width) for width in (3, 4, 6)] == ["傾聴", "傾聴", "傾聴  "]


@given(PLAIN, st.integers(1, 40))
def test_narrow_text_is_wrapped_as_usual(text: str, width: int) -> None:
    assert wrapped(text, width) == textwrap.wrap(text, width, break_on_hyphens=False, tabsize=4)


@given(SCRIPTS, st.integers(6, 40), st.sampled_from(["", "    "]))
def test_wrapped_text_fits_and_loses_nothing_but_spaces(text: str, width: int, indent: str) -> None:
    lines = wrapped(text, width, indent)
    assert all(cells(line) <= width and line.startswith(indent) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    signs = [sign for word in text.split() for sign in clusters(word)]
    assert [sign for line in lines for word in line.split() for sign in clusters(word)] == signs


def test_line_breaks_at_a_space_where_there_is_one_in_its_second_half() -> None:
    assert wrapped("傾聴 対話と相談", 10) == ["傾聴", "対話と相談"]
    assert wrapped("傾聴と対話と相談", 10) == ["傾聴と対話", "と相談"]


def test_lines_of_wide_and_narrow_words_are_filled() -> None:
    assert wrapped("傾聴 word und noch 対話 word und noch", 20) == ["傾聴 word und noch", "対話 word und noch"]
