"""Workshops that suit a number of people and a length come first."""

from luisteren_tui.workshop.model import Activity, Duration, Form, NumberRange, Workshop
from luisteren_tui.workshop.suitability import by_suitability


def workshop(id: str, people: NumberRange | None, minutes: int) -> Workshop:
    duration = Duration(minutes * 60)
    return Workshop(
        id=id,
        title=id,
        language="en",
        participants=people,
        activities=(Activity("1", "x", 1, Form.PLENARY, duration, duration),),
    )


WORKSHOPS = [
    workshop("small", NumberRange(4, 8), 60),
    workshop("large", NumberRange(20, 40), 60),
    workshop("short", NumberRange(8, 20), 20),
    workshop("any", None, 90),
]


def ids(people: int, minutes: int) -> list[str]:
    return [found.id for found in by_suitability(WORKSHOPS, people=people, seconds=minutes * 60)]


def test_number_of_people_counts_before_the_length() -> None:
    assert ids(6, 60) == ["small", "any", "short", "large"]
    assert ids(12, 60) == ["any", "short", "small", "large"]
    assert ids(30, 60)[:2] == ["large", "any"]


def test_nearest_length_comes_first_among_those_for_as_many_people() -> None:
    assert ids(12, 15)[0] == "short"
    assert ids(12, 120)[0] == "any"
