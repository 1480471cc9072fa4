from typing import Any

import pytest

from luisteren_tui.workshop.advice import advise
from luisteren_tui.workshop.model import Cue, Duration, Each, Form, Text, Window
from luisteren_tui.workshop.yaml_keys import ActivityKeys, StepKeys, TurnsKeys, WorkshopKeys

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
    assert found == [(("texts", "b"), "No activity uses this text.")]


def test_unused_material_gets_advice() -> None:
    assert advice(step(), materials=("stiften", "papier")) == []
    found = advice(step(materials=("stiften",)), materials=("stiften", "papier"))
    assert found == [(("materials", 1), "No activity uses this.")]
