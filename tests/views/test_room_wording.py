"""The time of the room in words."""

import pytest
from msgspec.structs import replace

from luisteren_tui.session.signals import TurnView
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.room_wording import time_text
from luisteren_tui.views.wording import clock_time, others, players
from luisteren_tui.workshop.model import Each, RoomClock
from tests.export.room_views import MINUTE, NOON, views

END = clock_time(NOON + 12 * MINUTE)


@pytest.mark.parametrize(
    ("name", "words", "figures"),
    [
        ("pairs", "6 minutes in this round", "6"),
        ("paused", "3 minutes · pause", "3"),
        ("seconds", f"5:50 · done at {END}", "5:50"),
        ("break", f"back at {END}", END),
        ("question", "", ""),
    ],
)
def test_time_is_said_once_with_its_unit(name: str, words: str, figures: str) -> None:
    assert time_text(views()[name]) == (words, figures)


def test_seconds_of_a_pause_stand_apart_from_it() -> None:
    assert time_text(replace(views()["seconds"], mode=Mode.PAUSED, end=None)) == ("5:50 · pause", "5:50")


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        (TurnView(Each.PARTICIPANT, 1, 3, "", 0, 0, in_groups=True), ""),
        (TurnView(Each.PARTICIPANT, 1, 3, "", 0, 0, in_groups=True, larger=4), "group of 4: one looks on"),
        (TurnView(Each.PARTICIPANT, 1, 3, "", 0, 0, in_groups=True, larger=5), "group of 5: 2 look on"),
        (TurnView(Each.PARTICIPANT, 3, 4, "", 0, 0, in_groups=True, smaller=(3,)), ""),
        (
            TurnView(Each.PARTICIPANT, 4, 4, "", 0, 0, in_groups=True, smaller=(3,)),
            "group of 3: everyone has had a turn",
        ),
        (
            TurnView(Each.PARTICIPANT, 4, 4, "", 0, 0, in_groups=True, smaller=(2, 3)),
            "group of 3: everyone has had a turn",
        ),
        (TurnView(Each.PARTICIPANT, 0, 2, "", 0, 0, True, in_groups=True), "trio: one looks on each turn"),
        (TurnView(Each.PARTICIPANT, 2, 2, "", 0, 0, True, in_groups=True), "trio: it is B's turn, A looks on"),
        (TurnView(Each.PARTICIPANT, 3, 3, "", 0, 0, True, in_groups=True), "trio only: it is C's turn, B looks on"),
        (TurnView(Each.ROLE, 3, 3, "", 0, 0, True), "trio only: B and C play, A looks on"),
    ],
)
def test_group_of_another_size_reads_what_it_does(turn: TurnView, said: str) -> None:
    assert others(turn) == said
    assert players(turn, (), swapping=False) == ([said] if said else [])


def test_group_that_is_done_reads_so_when_the_others_change() -> None:
    view = TurnView(Each.PARTICIPANT, 2, 3, "", 0, 0, in_groups=True, smaller=(2,))
    assert players(view, (), swapping=True) == ["group of 2: everyone has had a turn"]


def test_time_of_a_phase_and_of_a_turn_in_groups_have_their_own_words() -> None:
    view = views()["phase of a turn"]
    assert time_text(view)[0] == "6 minutes in this phase"
    assert time_text(replace(view, say=""))[0] == "6 minutes in this turn"
    assert time_text(replace(view, say="", clock=RoomClock.SECONDS))[0] == "0:06 in this turn"
