"""The facilitator's own line on the wall, and the parking lot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import fold
from luisteren_tui.session.events import LineShown, Parked, ParkingShown
from luisteren_tui.session.parking import (
    MAX_ITEM_LENGTH,
    MAX_ITEMS,
    MAX_LINE_LENGTH,
    as_items,
    as_text,
    next_number,
    one_line,
)
from luisteren_tui.session.timing import Mode
from tests.session.sample_sessions import ANY, Move, Session, after

LINE = "Terug om 15:05"


def test_line_is_shown_taken_away_and_remembered() -> None:
    session = Session()
    assert session.do(c.ShowLine(f"  {LINE}\n")) == (LineShown(0, LINE),)
    assert session.do(c.ShowLine(LINE)) == ()
    assert session.do(c.ShowLine("")) == (LineShown(0, ""),)
    assert (session.state.line, session.state.last_line) == ("", LINE)


def test_line_has_at_most_80_characters() -> None:
    session = Session()
    session.do(c.ShowLine("a" * 81))
    assert session.state.line == "a" * MAX_LINE_LENGTH == "a" * 80


def test_line_stays_through_a_pause_and_goes_when_the_next_activity_begins() -> None:
    session = Session()
    session.do(c.Toggle(), c.ShowLine(LINE), c.Toggle(), c.Minutes(1), c.Toggle())
    assert session.state.line == LINE
    session.do(c.Next())
    assert (session.state.line, session.state.last_line) == ("", LINE)
    session.do(c.ShowLine(LINE), c.Previous())
    assert session.state.line == ""


def test_line_of_the_welcome_goes_when_the_session_begins() -> None:
    session = Session()
    session.do(c.ShowLine(LINE), c.Toggle())
    assert session.state.line == ""


def test_undo_that_goes_back_to_another_activity_brings_no_line_back() -> None:
    session = Session()
    session.do(c.Toggle(), c.ShowLine(LINE), c.Next(), c.Undo())
    assert session.state.line == ""
    session.do(c.ShowLine(LINE), c.Minutes(1), c.Undo())
    assert session.state.line == LINE
    session.do(c.Undo())
    assert session.state.timing.mode is Mode.WAITING
    assert session.state.line == LINE


def test_no_line_is_shown_after_the_end() -> None:
    session = Session()
    session.do(c.End())
    assert session.do(c.ShowLine(LINE)) == ()


def test_item_is_parked_changed_and_removed() -> None:
    session = Session()
    assert session.do(c.Park(1, " een\ttolk ")) == (Parked(0, 1, "een tolk"),)
    session.do(c.Park(2, "budget"), c.Park(1, "twee tolken"))
    assert as_text(session.state.parking) == "twee tolken\nbudget"
    assert session.do(c.Park(1, "twee tolken")) == ()
    session.do(c.Park(1, ""))
    assert session.state.parking == {2: "budget"}
    session.do(c.Park(1, "toch"))
    assert as_text(session.state.parking) == "toch\nbudget"


@pytest.mark.parametrize("number", [0, 3, -1])
def test_item_can_not_have_a_number_out_of_line(number: int) -> None:
    session = Session()
    session.do(c.Park(1, "een"))
    assert session.do(c.Park(number, "twee")) == ()


def test_parking_lot_is_limited_in_number_and_length() -> None:
    session = Session()
    for number in range(1, MAX_ITEMS + 1):
        session.do(c.Park(number, "x" * (MAX_ITEM_LENGTH + 1)))
    assert len(session.state.parking) == MAX_ITEMS
    assert {*map(len, session.state.parking.values())} == {MAX_ITEM_LENGTH}
    assert session.do(c.Park(MAX_ITEMS + 1, "more")) == ()
    assert session.do(c.Park(1, "changed")) != ()


def test_room_sees_the_items_as_they_are_when_they_are_shown() -> None:
    session = Session()
    session.do(c.Park(1, "een"))
    assert session.do(c.ShowParking(True)) == (ParkingShown(0, ("een",)),)
    assert session.do(c.ShowParking(True)) == ()
    session.do(c.Park(2, "twee"))
    assert session.state.shown_parking == ("een",)
    assert session.do(c.ShowParking(True)) == (ParkingShown(0, ("een", "twee")),)
    assert session.do(c.ShowParking(False)) == (ParkingShown(0, ()),)


def test_items_can_be_parked_after_the_end() -> None:
    session = Session()
    session.do(c.End(), c.Park(1, "een"))
    assert session.state.parking == {1: "een"}


@given(ANY, st.integers(0, 14))
def test_neither_line_nor_parking_lot_changes_the_timing_or_what_undo_does(moves: list[Move], place: int) -> None:
    typed: list[Move] = [(0, c.ShowLine(LINE)), (0, c.Park(1, "een")), (0, c.ShowParking(True))]
    plain, other = after(moves), after([*moves[:place], *typed, *moves[place:]])
    assert (other.state.timing, other.state.past) == (plain.state.timing, plain.state.past)
    assert fold(other.events) == (other.state, 0)


@given(st.text(max_size=300), st.integers(0, 100))
def test_one_line_is_one_line_of_at_most_the_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line == one_line(line, limit)
    assert "\n" not in line


@given(st.lists(st.text(min_size=1, max_size=20)))
def test_items_survive_as_one_text(texts: list[str]) -> None:
    items = {n: line for n, text in enumerate(texts, 1) if (line := one_line(text, MAX_ITEM_LENGTH))}
    assert as_items(as_text(items)) == tuple(items.values())
    assert next_number(items) > max(items, default=0)
