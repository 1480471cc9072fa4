"""What is wrong with groups, rounds, phases and the number of participants."""

from typing import Any

import pytest

from luisteren_tui.workshop.build import build
from luisteren_tui.workshop.checks import MAX_ACTIVITIES
from luisteren_tui.workshop.model import Cue, Duration, Each, Form, NumberRange, Window
from luisteren_tui.workshop.yaml_keys import (
    MAX_ROUNDS,
    ActivityKeys,
    GroupsKeys,
    RoundKeys,
    Rounds,
    StepKeys,
    TurnPhaseKeys,
    TurnsKeys,
    WorkshopKeys,
)

Problems = list[tuple[str, str]]
FIVE = Duration(300)
TWICE = Rounds((RoundKeys(), RoundKeys()))

NUMBER = "Write a number from {} to {} here.".format
EMPTY = "This is empty. Fill it in, or leave it out."
NOT_HERE = "There are groups only in pairs and subgroups. Write form: subgroups, or leave this out."
HOW = "Write how the groups are formed: with size, count, labels or from."
PAIR = "A pair has two people. Write form: subgroups for other groups."
SIZE_OR_COUNT = "Write 'size' or 'count', not both."
NO_COUNT = "With 'from' the groups are there already. Leave out 'count'."
NO_SIZE = "With 'from' and 'stay' the groups keep their size. Leave out 'size'."
NOBODY = "Nobody is in a group yet. Write with 'from' where the groups come from, or repeat this activity."
BAD_MIN = "The shortest time can't be longer than the duration."
NOTHING = "Zero minutes is not possible here. Write 1m or more."
DAY = "Longer than 24 hours is not possible."


def subgroups(**given: Any) -> StepKeys:
    return StepKeys(**{"title": "x", "form": Form.SUBGROUPS, "duration": FIVE, **given})


def inside(**given: Any) -> ActivityKeys:
    return ActivityKeys(**{"title": "x", "form": Form.SUBGROUPS, "duration": FIVE, **given})


def step(*activities: ActivityKeys, **given: Any) -> StepKeys:
    return StepKeys(title="x", activities=activities, **given)


def problems(*steps: StepKeys, **given: Any) -> Problems:
    """Return what is wrong, with its path from the last step in dots."""
    _workshop, found = build(WorkshopKeys(title="x", steps=steps, **given), "x")
    last = ("steps", len(steps) - 1)
    paths = [each.path[2:] if each.path[:2] == last else each.path for each in found]
    return [
        (".".join(map(str, path)), each.message.format(**each.values)) for path, each in zip(paths, found, strict=True)
    ]


def of_groups(form: Form = Form.SUBGROUPS, **given: Any) -> Problems:
    """Return what is wrong with groups after pairs (1), subgroups of three (2) and a plenary activity (3)."""
    before = (
        subgroups(form=Form.PAIRS), subgroups(groups=GroupsKeys(size=NumberRange(3, 3))), subgroups(form=Form.PLENARY),
    )  # fmt: skip
    return problems(*before, subgroups(form=form, groups=GroupsKeys(**given)))


@pytest.mark.parametrize(
    ("participants", "wrong"), [((1, 200), False), ((12, 12), False), ((0, 12), True), ((8, 201), True)]
)
def test_number_of_participants_is_one_to_two_hundred(participants: tuple[int, int], wrong: bool) -> None:
    found = problems(subgroups(), participants=NumberRange(*participants))
    assert found == ([("participants", NUMBER(1, 200))] if wrong else [])


@pytest.mark.parametrize(
    "given",
    [
        {"size": NumberRange(3, 5)}, {"count": 5}, {"count": 2, "labels": ("a", "b")}, {"labels": ("a", "b")},
        {"from_": "1"}, {"from_": "1", "size": NumberRange(4, 4)}, {"from_": "1", "stay": 1}, {"from_": "2", "stay": 2},
    ],
)  # fmt: skip
def test_groups_can_be_formed_in_these_ways(given: dict[str, Any]) -> None:
    assert of_groups(**given) == []


@pytest.mark.parametrize(
    ("given", "place", "message"),
    [
        ({}, "groups", HOW),
        ({"size": NumberRange(1, 3)}, "groups.size", NUMBER(2, 200)),
        ({"size": NumberRange(2, 201)}, "groups.size", NUMBER(2, 200)),
        ({"count": 1}, "groups.count", NUMBER(2, 200)),
        ({"count": 0}, "groups.count", NUMBER(2, 200)),
        ({"count": 3, "size": NumberRange(3, 3)}, "groups.count", SIZE_OR_COUNT),
        ({"count": 3, "from_": "1"}, "groups.count", NO_COUNT),
        ({"form": Form.PAIRS, "size": NumberRange(3, 3)}, "groups.size", PAIR),
        ({"form": Form.PAIRS, "count": 3}, "groups.count", PAIR),
        ({"form": Form.PAIRS, "labels": ("a", "b")}, "groups.labels", "Pairs have no names of their own. Leave this out."),
        ({"form": Form.PLENARY, "count": 3}, "groups", NOT_HERE),
        ({"form": Form.BREAK, "count": 3}, "groups", NOT_HERE),
        ({"labels": ("a", " ")}, "groups.labels.1", EMPTY),
        ({"labels": ("a", "a")}, "groups.labels.1", "Another group is already called 'a'. Give each its own name."),
        ({"labels": ("a", "b"), "count": 3}, "groups.labels", "Name each of the 3 groups: there are 2 names here."),
        ({"from_": "9"}, "groups.from", "There is no activity '9'. Write the id of an earlier one."),
        ({"from_": "4"}, "groups.from", "An activity can't take its own groups. Write the id of an earlier one."),
        ({"from_": "3"}, "groups.from", "There are no groups in '3'. Write the id of an activity in pairs or subgroups."),
        ({"from_": "2", "form": Form.PAIRS}, "groups.from", "'2' has subgroups, not pairs. Write form: subgroups here too."),
        ({"stay": 1}, "groups.stay", NOBODY),
        ({"stay": 1, "from_": "1", "size": NumberRange(4, 4)}, "groups.size", NO_SIZE),
        ({"stay": 3, "from_": "2"}, "groups.stay", NUMBER(1, 2)),
        ({"stay": 2, "from_": "1"}, "groups.stay", NUMBER(1, 1)),
        ({"stay": -1, "from_": "2"}, "groups.stay", NUMBER(1, 2)),
    ],
)  # fmt: skip
def test_groups_that_cannot_be_are_refused(given: dict[str, Any], place: str, message: str) -> None:
    assert of_groups(**given) == [(place, message)]


def test_groups_come_from_an_earlier_activity() -> None:
    later = "'2' comes later. Groups come from an earlier activity."
    found = problems(subgroups(groups=GroupsKeys(from_="2")), subgroups())
    assert found == [("steps.0.groups.from", later)]


def test_those_who_stay_were_in_a_group_of_the_round_before() -> None:
    stay = GroupsKeys(size=NumberRange(4, 4), stay=1)
    assert problems(subgroups(groups=stay, repeat=TWICE)) == []
    assert problems(step(inside(groups=stay), repeat=TWICE)) == []
    assert problems(subgroups(groups=stay)) == [("groups.stay", NOBODY)]
    everybody = GroupsKeys(size=NumberRange(4, 4), stay=4)
    assert problems(subgroups(groups=everybody, repeat=TWICE)) == [("groups.stay", NUMBER(1, 3))]


@pytest.mark.parametrize(
    ("wrong", "place", "message"),
    [
        (
            StepKeys(break_="Thee", duration=FIVE, repeat=TWICE), "repeat",
            "A break can't be repeated by itself. Put it into a step that is repeated.",
        ),
        (
            step(inside(repeat=TWICE), repeat=TWICE), "activities.0.repeat",
            "The step of this activity is repeated already. Leave this out.",
        ),
        (
            step(inside(), inside(), repeat=Rounds((RoundKeys(), RoundKeys(title="y")))), "repeat",
            "This step has several activities. Write only how often: repeat: 2.",
        ),
        (subgroups(repeat=Rounds((RoundKeys(title=" "),))), "repeat.0.title", EMPTY),
        (step(inside(), repeat=Rounds((RoundKeys(title=""),))), "repeat.0.title", EMPTY),
    ],
)  # fmt: skip
def test_rounds_that_cannot_be_are_refused(wrong: StepKeys, place: str, message: str) -> None:
    assert problems(subgroups(), wrong) == [(place, message)]


def test_round_cannot_have_the_id_of_another_activity() -> None:
    message = "Another activity is already called 'a-2'. Give this one its own id."
    assert problems(subgroups(id="a", repeat=TWICE), subgroups(id="a-2")) == [("id", message)]
    assert problems(subgroups(id="a-2"), subgroups(id="a", repeat=TWICE)) == [("id", message)]


def test_every_round_counts_as_an_activity() -> None:
    most = [inside(repeat=Rounds((RoundKeys(),) * MAX_ROUNDS)) for _ in range(MAX_ACTIVITIES // MAX_ROUNDS)]
    assert problems(step(*most)) == []
    assert problems(step(*most, inside())) == [("steps", f"More than {MAX_ACTIVITIES} activities is too many.")]


@pytest.mark.parametrize(
    ("given", "place", "message"),
    [
        ({}, "turns", "Write how long a turn takes: 'window', such as 5m-7m, or its 'phases'."),
        ({"window": Window(FIVE, FIVE), "phases": (TurnPhaseKeys("a", FIVE),)}, "turns.phases", "Write 'window' or 'phases', not both."),
        ({"phases": (TurnPhaseKeys("a", Duration(0)),)}, "turns.phases.0.duration", NOTHING),
        ({"phases": (TurnPhaseKeys("a", Duration(86401)),)}, "turns.phases.0.duration", DAY),
        ({"phases": (TurnPhaseKeys("a", FIVE, Duration(0)),)}, "turns.phases.0.min", NOTHING),
        ({"phases": (TurnPhaseKeys("a", FIVE, Duration(301)),)}, "turns.phases.0.min", BAD_MIN),
        ({"window": Window(FIVE, FIVE), "cues": (Cue(Duration(86401), "x"),)}, "turns.cues.0.at", DAY),
    ],
)  # fmt: skip
def test_turns_that_cannot_be_are_refused(given: dict[str, Any], place: str, message: str) -> None:
    assert problems(subgroups(turns=TurnsKeys(Each.PARTICIPANT, **given))) == [(place, message)]
