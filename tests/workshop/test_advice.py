from typing import Any

import pytest

from luisteren_tui.workshop.advice import advise
from luisteren_tui.workshop.model import Cue, Duration, Each, Form, NumberRange, RoomPrompts, Text, Window
from luisteren_tui.workshop.yaml_keys import (
    ActivityKeys,
    GroupsKeys,
    RoomKeys,
    RoundKeys,
    Rounds,
    StepKeys,
    TurnPhaseKeys,
    TurnsKeys,
    WorkshopKeys,
)

Advice = list[tuple[tuple[str | int, ...], str]]


def minutes(count: int) -> Duration:
    return Duration(count * 60)


def step(**given: Any) -> StepKeys:
    return StepKeys(**{"title": "x", "form": Form.PLENARY, "duration": minutes(15), **given})


def advice(*steps: StepKeys, **given: Any) -> Advice:
    found = advise(WorkshopKeys(**{"title": "x", "steps": steps, **given}))
    return [(problem.path, problem.message.format(**problem.values)) for problem in found]


@pytest.mark.parametrize(("said", "expected"), [(15, False), (None, False), (14, True), (16, True)])
def test_step_that_differs_from_its_activities_gets_advice(said: int | None, expected: bool) -> None:
    activities = tuple(ActivityKeys(title="x", duration=minutes(count)) for count in (5, 10))
    found = advice(StepKeys(title="x", activities=activities, duration=None if said is None else minutes(said)))
    message = f"The activities of this step take 15m together, not {said}m."
    assert found == ([(("steps", 0, "duration"), message)] if expected else [])


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(30, 30, False), (20, 40, False), (31, 40, True), (20, 29, True)]
)
def test_total_outside_the_indication_gets_advice(low: int, high: int, expected: bool) -> None:
    pause = StepKeys(break_="Pauze", duration=minutes(15))
    found = advice(step(), pause, indication=Window(minutes(low), minutes(high)))
    message = f"Everything together takes 30m, which is outside {low}m-{high}m."
    assert found == ([(("indication",), message)] if expected else [])


@pytest.mark.parametrize(
    ("each", "roles", "duration", "least"),
    [
        (Each.ROLE, "ab", 13, None), (Each.ROLE, "ab", 12, 13), (Each.ROLE, "abc", 17, 18), (Each.ROLE, "abc", 18, None),
        (Each.GROUP, "", 13, None), (Each.GROUP, "", 12, 13), (Each.PARTICIPANT, "", 12, 13),
    ],
)  # fmt: skip
def test_turns_that_do_not_fit_at_their_shortest_get_advice(
    each: Each, roles: str, duration: int, least: int | None
) -> None:
    turns = TurnsKeys(each, Window(minutes(5), minutes(70)), minutes(2), minutes(1))
    found = advice(step(turns=turns, roles=tuple(roles), duration=minutes(duration)))
    message = f"The turns take at least {least}m and do not fit in {duration}m."
    assert found == ([(("steps", 0, "turns"), message)] if least else [])


def test_cue_after_the_end_gets_advice() -> None:
    found = advice(step(cues=(Cue(minutes(14), "x"), Cue(minutes(15), "x"))))
    assert found == [(("steps", 0, "cues", 1), "This cue comes when the activity is over.")]


def test_unused_text_gets_advice() -> None:
    found = advice(step(text="a"), texts={"a": Text("t", "b"), "b": Text("t", "b")})
    assert found == [(("texts", "b"), "No activity uses the text 'b'.")]


def test_unused_material_gets_advice() -> None:
    assert advice(step(), materials=("stiften", "papier")) == []
    found = advice(step(materials=("stiften",)), materials=("stiften", "papier"))
    assert found == [(("materials", 1), "No activity has 'papier' among its materials.")]


def test_total_is_compared_with_one_length_or_with_two() -> None:
    exact, range_ = (advice(step(), indication=Window(minutes(60), minutes(high))) for high in (60, 90))
    assert exact == [(("indication",), "Everything together takes 15m, not 1h.")]
    assert range_ == [(("indication",), "Everything together takes 15m, which is outside 1h-1h30m.")]


def test_rounds_count_in_the_sums() -> None:
    twice = Rounds((RoundKeys(), RoundKeys()))
    once = ActivityKeys(title="x", duration=minutes(5), form=Form.PLENARY)
    again = ActivityKeys(title="x", duration=minutes(5), form=Form.PLENARY, repeat=twice)
    assert advice(StepKeys(title="x", activities=(once, again), duration=minutes(15))) == []
    for said in (minutes(5), minutes(10)):
        assert advice(StepKeys(title="x", activities=(once,), duration=said, repeat=twice)) == []
    whole = Window(minutes(25), minutes(25))
    assert advice(StepKeys(title="x", activities=(once,), repeat=twice), step(), indication=whole) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"id": "a"}, None),
        ({"id": "1"}, None),
        ({"id": "2b"}, "'2b' reads like a place, but this is 1. Leave out the id, or give it a name."),
        ({"id": "1-2"}, "'1-2' reads like a place, but this is 1. Leave out the id, or give it a name."),
    ],
)
def test_id_that_reads_like_another_place_gets_advice(given: dict[str, Any], message: str | None) -> None:
    assert advice(step(**given)) == ([(("steps", 0, "id"), message)] if message else [])


def groups(low: int, high: int | None = None) -> GroupsKeys:
    return GroupsKeys(size=NumberRange(low, high or low))


@pytest.mark.parametrize(
    ("given", "roles", "sizes"),
    [
        ({"form": Form.PAIRS}, "ab", None),
        ({"form": Form.PAIRS}, "abc", ""),
        ({"form": Form.SUBGROUPS}, "abc", None),
        ({"form": Form.SUBGROUPS}, "abcdef", "3-5"),
        ({"form": Form.SUBGROUPS}, "a", None),
        ({"form": Form.SUBGROUPS, "groups": groups(3)}, "abc", None),
        ({"form": Form.SUBGROUPS, "groups": groups(3)}, "abcd", "3"),
        ({"form": Form.SUBGROUPS, "groups": groups(4, 6)}, "abc", "4-6"),
        ({"form": Form.SUBGROUPS, "groups": GroupsKeys(count=4)}, "abc", None),
        ({"form": Form.SUBGROUPS, "groups": GroupsKeys(from_="1")}, "abc", "2"),
        ({"form": Form.SUBGROUPS, "groups": GroupsKeys(from_="1", size=NumberRange(4, 4))}, "abcd", None),
        ({"form": Form.PLENARY}, "abc", None),
    ],
)
def test_roles_that_do_not_match_the_groups_get_advice(given: dict[str, Any], roles: str, sizes: str | None) -> None:
    found = advice(step(form=Form.PAIRS), step(roles=tuple(roles), **given))
    message = f"There are {len(roles)} roles in groups of {sizes}. Write groups: {{size: {len(roles)}}}, for instance."
    if sizes == "":
        message = "A pair has two roles, and there are 3. Write form: subgroups and groups: {size: 3}."
    assert found == ([] if sizes is None else [(("steps", 1, "roles"), message)])


@pytest.mark.parametrize(
    ("words", "prompts", "expected"),
    [(100, None, False), (101, None, True), (200, RoomPrompts.ALL, True), (200, RoomPrompts.NONE, False)],
)
def test_instruction_too_long_for_the_wall_gets_advice(words: int, prompts: RoomPrompts | None, expected: bool) -> None:
    text, room = "lees " * words, RoomKeys(prompts=prompts)
    message = (
        f"This instruction has {words} words, too many to read from the wall. "
        "Write what people do, and put the rest into a text or the tips."
    )
    assert advice(step(instruction=text, room=room)) == ([(("steps", 0, "instruction"), message)] if expected else [])
    rounds = Rounds((RoundKeys(), RoundKeys(instruction=text)))
    place = ("steps", 0, "repeat", 1, "instruction")
    assert advice(step(repeat=rounds, room=room)) == ([(place, message)] if expected else [])


@pytest.mark.parametrize("length", [100, 101])
def test_phase_too_long_to_read_at_a_glance_gets_advice(length: int) -> None:
    phases = (TurnPhaseKeys("Tell", minutes(1)), TurnPhaseKeys("x" * length, minutes(1)))
    message = (
        f"This phase has {length} characters, too many to read at a glance. "
        "Say it in 100 at most, and put the rest into the instruction or the tips."
    )
    expected = [(("steps", 0, "turns", "phases", 1, "say"), message)] if length > 100 else []
    assert advice(step(form=Form.PAIRS, turns=TurnsKeys(Each.PARTICIPANT, phases=phases))) == expected


def test_cue_after_the_end_of_a_turn_gets_advice() -> None:
    turns = TurnsKeys(Each.GROUP, Window(minutes(1), minutes(2)), cues=(Cue(minutes(1), "x"), Cue(minutes(2), "x")))
    assert advice(step(turns=turns)) == [(("steps", 0, "turns", "cues", 1), "This cue comes when the turn is over.")]


def test_size_of_groups_is_known_through_the_longest_workshop() -> None:
    first = step(id="g0", form=Form.SUBGROUPS, groups=GroupsKeys(size=NumberRange(2, 2)))
    others = (step(id=f"g{n}", form=Form.SUBGROUPS, groups=GroupsKeys(from_=f"g{n - 1}")) for n in range(1, 1999))
    last = step(id="last", form=Form.SUBGROUPS, groups=GroupsKeys(from_="g1998"), roles=("a", "b", "c"))
    message = "There are 3 roles in groups of 2. Write groups: {size: 3}, for instance."
    assert advice(first, *others, last) == [(("steps", 1999, "roles"), message)]
