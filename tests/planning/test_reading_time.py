from dataclasses import replace
from pathlib import Path

import pytest

from luisteren_tui.planning.pace import halves
from luisteren_tui.planning.reading_time import Spoken, aloud_s, silent_s, slots, words
from luisteren_tui.storage.workshop_file import load
from tests.session.sample_sessions import EXPLORE, READ, SWAP, WORKSHOP

CASE = "woord " * 338


def test_the_shipped_case_has_338_words_and_takes_about_one_and_a_half_of_its_five_minutes() -> None:
    workshop = load(Path(__file__).parents[2] / "content" / "luisteren.yaml").workshop
    assert workshop is not None
    case = workshop.texts["casus"].body or ""
    [reading] = [each for each in slots(workshop, {"casus": case}) if each.activity == "2a"]
    assert (reading.text_words, halves(reading.silent_s), halves(reading.duration_s)) == (338, "1½", "5")


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (" \n", 0), ("plekke – na een uur", 5), ("één\n\ntwee\u00a0drie", 3), ("5-7 minuten", 2)],
)
def test_words_stand_between_white_space(text: str, count: int) -> None:
    assert words(text) == count


def test_aloud_takes_longer_than_in_silence_and_seconds_are_rounded_up() -> None:
    assert (aloud_s("woord " * 165), silent_s("woord " * 238)) == (60, 60)
    assert (aloud_s("woord"), silent_s("woord"), aloud_s("")) == (1, 1, 0)
    assert (aloud_s("a b c", 60), silent_s("a b c", 120)) == (3, 2)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0"), (1, "½"), (44, "½"), (45, "1"), (74, "1"), (75, "1½"), (86, "1½"), (105, "2"), (300, "5"), (615, "10½")],
)
def test_minutes_are_said_in_halves(seconds: int, shown: str) -> None:
    assert halves(seconds) == shown


def test_each_activity_has_what_is_read_against_the_time_there_is() -> None:
    swap = replace(SWAP, text="casus", instruction="Speel een moment.")
    workshop = replace(WORKSHOP, activities=(EXPLORE, READ, swap))
    assert slots(workshop, {"casus": CASE}) == (
        Spoken("1", 900, None, 4, 2, 0, 0, read_before=False),
        Spoken("2a", 300, None, 0, 0, 338, 86, read_before=False),
        Spoken("2b", 900, 120, 3, 2, 338, 86, read_before=True),
    )
    assert [(each.aloud_s, each.silent_s) for each in slots(workshop, {"casus": CASE}, 60, 338)] == [
        (4, 0),
        (0, 60),
        (3, 60),
    ]


def test_without_a_text_nothing_was_read_before() -> None:
    assert not any(each.read_before for each in slots(replace(WORKSHOP, activities=(SWAP, SWAP)), {}))
