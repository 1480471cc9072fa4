"""The rows of the list of parts, and the line above it."""

import pytest
from msgspec.structs import replace

from luisteren_tui.storage.workshop_file import Severity
from luisteren_tui.storage.workshop_reading import Found, Minutes
from luisteren_tui.tui.screens.editor.part_list import draw_row, part_rows
from luisteren_tui.tui.screens.editor.summary import draw_summary
from luisteren_tui.workshop.model import Form
from luisteren_tui.workshop.parts import Part, PartKind

OPENING = Part(
    path=("steps", 0),
    kind=PartKind.ACTIVITY,
    depth=0,
    label="1",
    id="1",
    title="Opening",
    form=Form.PLENARY,
    seconds=600,
    rounds=1,
    errors=0,
    advice=0,
)
STEP = replace(OPENING, path=("steps", 1), kind=PartKind.STEP, label="2", id="", title="Casus", form=None, seconds=2700)
PAIRS = replace(OPENING, path=("steps", 1, "activities", 0), depth=1, label="2a", title="Tweetallen", seconds=900)
ROUNDS = replace(PAIRS, path=("steps", 1, "activities", 1), label="2b", title="Wereldcafé", seconds=1800, rounds=3)
POEM = replace(
    OPENING, path=("texts", "gedicht"), kind=PartKind.TEXT, label="", id="gedicht", title="Gedicht", seconds=None
)
BREAK = replace(OPENING, path=("steps", 2), kind=PartKind.BREAK, label="", id="p1", title="Pauze", seconds=None)


def shown(*parts: Part, width: int = 50, about: tuple[Found, ...] = ()) -> list[str]:
    return [draw_row(row, width).plain.rstrip() for row in part_rows(parts, about)]


def test_rows_begin_where_the_parts_above_them_end_and_a_heading_takes_no_time_of_its_own() -> None:
    assert shown(OPENING, STEP, PAIRS, ROUNDS, BREAK, POEM) == [
        "About the workshop",
        "   0’ 10  1   Opening",
        "      45  2   Casus",
        "  10’ 15  2a  Tweetallen",
        "  25’ 30  2b  Wereldcafé  3 rounds",
        "  55’  ?      Pauze",
        "      text    Gedicht",
    ]


def test_narrow_rows_leave_out_when_they_begin_and_cut_a_title_before_what_is_wrong() -> None:
    wrong = replace(PAIRS, title="Perspectiefwisseling in tweetallen", errors=1, advice=2)
    found = Found(Severity.ADVICE, "Te lang.", (), "", 1, 1)
    about, row = shown(wrong, width=24, about=(found,))
    assert (about, row) == ("About the workshop     ▲", "15  2a  Perspectief… ✗ ▲")
    assert all(draw_row(each, 24).cell_length == 24 for each in part_rows([wrong], [found]))


def test_part_without_a_title_says_so() -> None:
    assert shown(replace(OPENING, title=" "))[1].endswith("(no title yet)")


@pytest.mark.parametrize(
    ("minutes", "line"),
    [
        (Minutes(3480, 3600, 3600, 12), "58 of 60 min, with 12 people · 2 minutes left to fill"),
        (Minutes(3480, 3000, 3600, 12), "58 of 60 min, with 12 people · ✓ it fits, with 2 min to spare"),
        (Minutes(3600, 3000, 3600, 1), "60 of 60 min, with 1 person · ✓ it fits exactly"),
        (Minutes(3840, 3000, 3600, 12), "64 of 60 min, with 12 people ·  ▲ 4 min too long "),
        (Minutes(None, None, None, 12), "0 min, with 12 people"),
        (Minutes(3600, 3600, 3600, 12, 1), "60 of 60 min, with 12 people · ▲ 1 part has no minutes yet (?)"),
        (Minutes(3840, 3000, 3600, 12, 1), "64 of 60 min, with 12 people ·  ▲ 4 min too long "),
        (Minutes(600, None, None, 12, 2), "10 min, with 12 people · ▲ 2 parts have no minutes yet (?)"),
    ],
)
def test_summary_compares_the_total_with_what_is_meant(minutes: Minutes, line: str) -> None:
    assert draw_summary(minutes).plain == line
