from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.i18n.languages import ReadingSpeed
from luisteren_tui.planning.forecast import Estimate
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.planning.reading_time import (
    ActivityReading,
    activity_readings,
    half_minutes,
    reading_s,
)
from luisteren_tui.planning.remarks import remarks
from luisteren_tui.storage.workshop_file import load
from tests.session.sample_sessions import EXPLORE, READ, SWAP, WORKSHOP, minutes

CASE = "woord " * 338


def test_shipped_case_has_338_words_and_takes_about_one_and_a_half_minutes() -> None:
    workshop = load(Path(__file__).parents[2] / "content" / "luisteren.yaml").workshop
    assert workshop is not None
    case = workshop.texts["casus"].body or ""
    [reading] = [each for each in activity_readings(workshop, {"casus": case}, ReadingSpeed()) if each.activity == "2a"]
    assert (reading.text_words, half_minutes(reading.silent_s)) == (338, "1½")


def test_reading_time_is_rounded_up_to_seconds() -> None:
    assert (reading_s("woord " * 165, 165), reading_s("woord " * 238, 238)) == (60, 60)
    assert (reading_s("woord", 165), reading_s("", 165), reading_s("a b c", 60), reading_s("a b c", 120)) == (
        1,
        0,
        3,
        2,
    )


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0"), (1, "½"), (44, "½"), (45, "1"), (74, "1"), (75, "1½"), (86, "1½"), (105, "2"), (300, "5"), (615, "10½")],
)
def test_half_minutes_rounds_to_the_nearest_half(seconds: int, shown: str) -> None:
    assert half_minutes(seconds) == shown


def test_each_activity_has_its_reading_and_the_time_for_it() -> None:
    swap = replace(SWAP, text="casus", instruction="Speel een moment.")
    workshop = replace(WORKSHOP, activities=(EXPLORE, READ, swap))
    assert activity_readings(workshop, {"casus": CASE}, ReadingSpeed()) == (
        ActivityReading(
            activity="1",
            prepare_s=None,
            instruction_words=4,
            aloud_s=2,
            text_words=0,
            silent_s=0,
            read_before=False,
        ),
        ActivityReading(
            activity="2a",
            prepare_s=None,
            instruction_words=0,
            aloud_s=0,
            text_words=338,
            silent_s=86,
            read_before=False,
        ),
        ActivityReading(
            activity="2b",
            prepare_s=120,
            instruction_words=3,
            aloud_s=2,
            text_words=338,
            silent_s=86,
            read_before=True,
        ),
    )
    assert [
        (each.aloud_s, each.silent_s) for each in activity_readings(workshop, {"casus": CASE}, ReadingSpeed(60, 338))
    ] == [
        (4, 0),
        (0, 60),
        (3, 60),
    ]


def test_activities_without_a_text_read_nothing_before() -> None:
    assert not any(
        each.read_before for each in activity_readings(replace(WORKSHOP, activities=(SWAP, SWAP)), {}, ReadingSpeed())
    )


def said(words: int, spoken: int) -> list[str]:
    """Return the remarks on five minutes with a text of so many words and a spoken instruction, at a word a second."""
    each = replace(READ, duration=minutes(5), instruction="woord " * spoken)
    workshop = replace(WORKSHOP, activities=(each,))
    texts, speed = {"casus": "woord " * words}, ReadingSpeed(aloud_wpm=60, silent_wpm=60)
    return remarks(workshop, plan_of(workshop, ""), Estimate(0, 0, 0), texts, speed, date(2026, 11, 24))


def test_reading_is_remarked_when_it_takes_over_half_of_the_time() -> None:
    assert not any("go to reading" in line for line in said(150, 0))
    assert any("of its 5 minutes, 2½ go to reading" in line for line in said(151, 0))
    assert any("go to reading" in line for line in said(121, 30))


def test_half_a_minute_of_reading_does_not_read_as_half_of_the_time() -> None:
    assert any("takes about half a minute of its 5 minutes" in line for line in said(20, 0))
    assert any("takes about 1½ of its 5 minutes" in line for line in said(90, 0))


def test_instruction_is_remarked_when_it_takes_over_half_a_minute() -> None:
    assert said(0, 30)[-1] == "Reading each instruction aloud takes half a minute at most."
    assert "the instruction takes half a minute of its 5 minutes" in said(0, 31)[-1]
