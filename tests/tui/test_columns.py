"""Emoji that a terminal counts otherwise than Textual: what stands beside them keeps its column."""

import re
from collections.abc import Callable
from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from luisteren_tui.text.clusters import clusters
from luisteren_tui.tui.columns import hold_columns
from tests.text.samples import HEALTH_WORKER, HINDI, PERSIAN, RAINBOW, SCOTLAND

EMOJI = (HEALTH_WORKER, RAINBOW, SCOTLAND, "👍🏽", "❤\ufe0f", "1\ufe0f\u20e3", "🇳🇱", "👩\u200d👩\u200d👧\u200d👦")
PIECE = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[[?\d;]*[a-zA-Z]|([^\x1b]+)")
WIDTH, OLD = 20, "#"


def each_character(sign: str) -> int:
    """The cells of a sign on a terminal that knows no joiners."""
    return sum(
        0 if combining(one) or one in "\u200c\u200d\ufe0f" else 2 if east_asian_width(one) == "W" else 1 for one in sign
    )


def first_character(sign: str) -> int:
    """The cells of a sign on a terminal that joins, and goes by the first character."""
    return each_character(sign[0])


def cells_of(frame: str, width_of: Callable[[str], int]) -> list[str]:
    """Return what is in each cell of a line that was full on a terminal in which a sign takes as many cells as `width_of` says."""
    line, at = [OLD] * WIDTH, 0
    for _row, column, text in PIECE.findall(frame):
        at = int(column) - 1 if column else at
        for sign in clusters(text):
            width = width_of(sign)
            for cell in range(at, at + width):
                line[min(cell, WIDTH - 1)] = sign if cell == at else ""
            at = min(at + width, WIDTH)
    return line


@pytest.mark.parametrize("width_of", [each_character, first_character, cell_len])
@given(signs=st.lists(st.sampled_from((*EMOJI, "a", "傾")), max_size=8), column=st.integers(1, 3))
def test_letters_are_where_textual_expects_them(width_of: Callable[[str], int], signs: list[str], column: int) -> None:
    frame = f"\x1b[1;{column}H\x1b[1m{''.join(signs)}\x1b[0m"
    places = [column - 1 + cell_len("".join(signs[:number])) for number, sign in enumerate(signs) if sign == "a"]
    line = cells_of(hold_columns(frame), width_of)
    assert [place for place, sign in enumerate(line) if sign == "a"] == places
    assert OLD not in line[column - 1 : column - 1 + cell_len("".join(signs))]


def test_other_text_is_written_as_it_is() -> None:
    frame = f"\x1b[1;1Ha\x1b[31mé傾{PERSIAN} {HINDI} 😀\x1b[2;3Hb\n"
    assert hold_columns(frame) == frame


def test_line_that_has_no_place_is_written_as_it_is() -> None:
    assert hold_columns(RAINBOW) == RAINBOW
