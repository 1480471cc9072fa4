"""Advice on turns and names of groups at the number of people that a workshop expects."""

from typing import Any

import pytest

from luisteren_tui.planning.people_advice import people_advice
from luisteren_tui.workshop.build import build
from luisteren_tui.workshop.model import Duration, Each, Form, NumberRange, Window
from luisteren_tui.workshop.yaml_keys import (
    ActivityKeys,
    GroupsKeys,
    RoundKeys,
    Rounds,
    StepKeys,
    TurnsKeys,
    WorkshopKeys,
)

MINUTE = Duration(60)
TEN = Duration(600)


def advice(people: tuple[int, int] | None, each: Each | None, **given: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Return the advice on ten minutes, for turns of one or two minutes, if any, after an activity in subgroups."""
    turns = TurnsKeys(each, Window(MINUTE, Duration(120))) if each else None
    before = ActivityKeys(title="x", form=Form.SUBGROUPS, duration=TEN)
    talk = ActivityKeys(**{"title": "x", "form": Form.PLENARY, "duration": TEN, "turns": turns, **given})
    document = WorkshopKeys(
        title="x",
        steps=(StepKeys(title="x", activities=(before, talk)),),
        participants=NumberRange(*people) if people else None,
    )
    workshop, problems = build(document, "x")
    assert problems == []
    assert workshop is not None
    return [(each.path, each.message.format(**each.values)) for each in people_advice(document, workshop)]


@pytest.mark.parametrize("people", [None, (4, 10), (10, 10)])
def test_turns_that_fit_at_the_most_people_get_no_advice(people: tuple[int, int] | None) -> None:
    assert advice(people, Each.PARTICIPANT) == []


def test_turns_that_do_not_fit_at_the_most_people_get_advice() -> None:
    message = "With 12 people there are 12 turns, which take at least 12m; there is 10m for them."
    assert advice((4, 12), Each.PARTICIPANT) == [(("steps", 0, "activities", 1, "turns"), message)]


def test_turns_of_groups_count_the_groups() -> None:
    assert advice((4, 40), Each.GROUP) == []
    message = "With 60 people there are 15 turns, which take at least 15m; there is 10m for them."
    assert [text for _path, text in advice((4, 60), Each.GROUP)] == [message]


def test_turns_in_several_rounds_get_advice_once() -> None:
    assert len(advice((4, 12), Each.PARTICIPANT, repeat=Rounds((RoundKeys(), RoundKeys())))) == 1


@pytest.mark.parametrize(("most", "expected"), [(11, []), (12, ["12 people there are 3 groups, and 2 names"])])
@pytest.mark.parametrize("rounds", [Rounds(()), Rounds((RoundKeys(), RoundKeys()))])
def test_groups_without_a_name_at_the_most_people_get_advice_once(
    most: int, expected: list[str], rounds: Rounds
) -> None:
    groups = GroupsKeys(size=NumberRange(4, 4), labels=("Garden", "Hall"))
    found = advice((4, most), None, form=Form.SUBGROUPS, groups=groups, repeat=rounds)
    place = ("steps", 0, "activities", 1, "groups", "labels")
    assert found == [(place, f"With {text}. Those without a name are called by their number.") for text in expected]
