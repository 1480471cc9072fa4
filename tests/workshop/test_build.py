from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.workshop.build import build
from luisteren_tui.workshop.checks import MAX_ACTIVITIES
from luisteren_tui.workshop.model import (
    Cue,
    Duration,
    Each,
    Form,
    Room,
    RoomClock,
    RoomPrompts,
    Signal,
    Text,
    Window,
    Workshop,
)
from luisteren_tui.workshop.notation import format_duration, parse_duration, parse_window, quoted
from luisteren_tui.workshop.yaml_keys import (
    ActivityKeys,
    RoomKeys,
    RoundKeys,
    Rounds,
    StepKeys,
    TurnPhaseKeys,
    TurnsKeys,
    WorkshopKeys,
)

MINUTE = 60


def minutes(count: int) -> Duration:
    return Duration(count * MINUTE)


def activity(**given: Any) -> ActivityKeys:
    return ActivityKeys(**{"title": "x", "form": Form.PLENARY, "duration": minutes(10), **given})


def step(**given: Any) -> StepKeys:
    return StepKeys(**{"title": "x", "form": Form.PLENARY, "duration": minutes(10), **given})


def group(*activities: ActivityKeys, **given: Any) -> StepKeys:
    return StepKeys(**{"title": "x", "activities": activities, **given})


def pause(**given: Any) -> StepKeys:
    return StepKeys(**{"break_": "Pauze", "duration": minutes(10), **given})


def built(*steps: StepKeys, **given: Any) -> Workshop:
    workshop, problems = build(WorkshopKeys(**{"title": "x", "steps": steps, **given}), "een-naam")
    assert problems == []
    assert workshop is not None
    return workshop


def problems(*steps: StepKeys, **given: Any) -> list[tuple[tuple[str | int, ...], str]]:
    workshop, found = build(WorkshopKeys(**{"title": "x", "steps": steps, **given}), "een-naam")
    assert workshop is None
    return [(problem.path, problem.message.format(**problem.values)) for problem in found]


def test_default_ids_follow_the_position() -> None:
    workshop = built(
        step(), group(activity(), activity(form=Form.BREAK), activity()), pause(), group(activity()), pause(), step()
    )
    assert [found.id for found in workshop.activities] == ["1", "2a", "p1", "2b", "p2", "3a", "p3", "4"]
    assert [found.step for found in workshop.activities] == [1, 2, None, 2, None, 3, None, 4]
    assert len(workshop.steps) == 4


def test_letters_continue_after_z() -> None:
    ids = [found.id for found in built(group(*[activity()] * 53)).activities]
    assert (ids[25], ids[26], ids[51], ids[52]) == ("1z", "1aa", "1az", "1ba")


def test_break_has_its_title_and_form() -> None:
    rest = built(step(), pause()).activities[1]
    assert (rest.title, rest.form, rest.step) == ("Pauze", Form.BREAK, None)
    other = built(step(), step(title="Thee", form=Form.BREAK)).activities[1]
    assert (other.title, other.form, other.step) == ("Thee", Form.BREAK, None)


@pytest.mark.parametrize(
    ("form", "prompts", "clock", "signal"),
    [
        (Form.INDIVIDUAL, "all", "minutes", "facilitator"),
        (Form.PAIRS, "all", "minutes", "room"),
        (Form.SUBGROUPS, "all", "end", "room"),
        (Form.PLENARY, "chosen", "none", "facilitator"),
        (Form.BREAK, "none", "end", "room"),
    ],
)
def test_defaults_follow_from_the_form(form: Form, prompts: str, clock: str, signal: str) -> None:
    found = built(step(), step(form=form)).activities[1]
    assert (found.room.prompts, found.room.clock, found.signal) == (prompts, clock, signal)


def test_written_values_override_the_defaults() -> None:
    own = step(room=RoomKeys(clock=RoomClock.END), signal=Signal.QUIET, min=minutes(9))
    found = built(own).activities[0]
    assert found.room == Room(RoomPrompts.CHOSEN, RoomClock.END)
    assert (found.signal, found.min) == (Signal.QUIET, minutes(9))


@pytest.mark.parametrize(("seconds", "shortest"), [(900, 540), (1, 1), (2, 1), (5, 3)])
def test_default_minimum_is_60_percent(seconds: int, shortest: int) -> None:
    assert built(step(duration=Duration(seconds))).activities[0].min == shortest


def test_cues_are_sorted_by_time() -> None:
    late, early = Cue(minutes(8), "laat"), Cue(minutes(1), "vroeg")
    assert built(step(cues=(late, early))).activities[0].cues == (early, late)


@pytest.mark.parametrize(
    ("stem", "name"),
    [("luisteren", "luisteren"), ("Mijn Werkvorm é", "mijn-werkvorm-e"), ("../..", "workshop"), ("日本", "workshop")],
)
def test_workshop_without_id_is_named_after_its_file(stem: str, name: str) -> None:
    workshop, _ = build(WorkshopKeys(title="x", steps=(step(),)), stem)
    assert workshop is not None
    assert workshop.id == name
    assert built(step(), id="eigen").id == "eigen"


HERE: tuple[str | int, ...] = ("steps", 0)
SAFE = "Use small letters, digits and dashes here, 40 at most."
NOTHING = "Zero minutes is not possible here. Write 1m or more."
DAY = "Longer than 24 hours is not possible."
TWO = "Turns for each role need two or more roles. Name them under 'roles'."
ROLES = ("a", "b")
BREAK = "The title of a break is the value of 'break'. Leave out title, form and activities."
NAME = "Write only the name of a file here, such as gedicht.txt."


def turns(low: int, high: int, **given: Any) -> TurnsKeys:
    return TurnsKeys(**{"each": Each.GROUP, "window": Window(Duration(low), Duration(high)), **given})


@pytest.mark.parametrize(
    ("wrong", "path", "message"),
    [
        (step(title=None), (), "'title' is missing here."),
        (step(title=" "), (), "'title' is missing here."),
        (step(form=None), (), "'form' is missing here."),
        (step(duration=None), (), "'duration' is missing here."),
        (step(duration=Duration(0)), ("duration",), NOTHING),
        (step(duration=Duration(86401)), ("duration",), DAY),
        (step(min=Duration(0)), ("min",), NOTHING),
        (step(min=minutes(11)), ("min",), "The shortest time can't be longer than the duration."),
        (step(id="A"), ("id",), SAFE),
        (step(id="../x"), ("id",), SAFE),
        (step(id=""), ("id",), SAFE),
        (step(id="x\n"), ("id",), SAFE),
        (step(id="1-" * 21), ("id",), SAFE),
        (step(text="y"), ("text",), "There is no 'y' among the texts of this workshop."),
        (step(cues=(Cue(Duration(86401), "x"),)), ("cues", 0, "at"), DAY),
        (step(silence=Duration(30)), ("silence",), "A silence follows a text. Name the text under 'text'."),
        (step(needs=("9",)), ("needs", 0), "There is no activity '9'. Write the id of an earlier one."),
        (step(id="a", needs=("a",)), ("needs", 0), "An activity can't need itself."),
        (step(needs=("other",)), ("needs", 0), "'other' comes later. Only an earlier activity can be needed."),
        (step(turns=turns(60, 120, each=Each.ROLE)), ("turns",), TWO),
        (step(turns=turns(60, 120, each=Each.ROLE), roles=("a",)), ("turns",), TWO),
        (step(turns=turns(0, 120)), ("turns", "window"), NOTHING),
        (step(turns=turns(60, 86401)), ("turns", "window"), DAY),
        (
            step(turns=turns(60, 120, prepare=minutes(6), after=minutes(4))),
            ("turns",),
            "'prepare' and 'after' leave no time for the turns.",
        ),
        (group(), ("activities",), "A step needs at least one activity that is not a break."),
        (group(activity(form=Form.BREAK)), ("activities",), "A step needs at least one activity that is not a break."),
        (group(activity(), title=None), (), "'title' is missing here."),
        (
            group(activity(), prompts=("x",)),
            ("prompts",),
            "'prompts' belongs to one of the activities of this step. Move it there.",
        ),
        (group(activity(duration=None)), ("activities", 0), "'duration' is missing here."),
        (pause(title="x"), ("break",), BREAK),
        (pause(form=Form.PAIRS), ("break",), BREAK),
        (pause(activities=(activity(),)), ("break",), BREAK),
        (pause(break_=""), (), "'title' is missing here."),
        (pause(duration=None), (), "'duration' is missing here."),
    ],
)
def test_problem_in_a_step_is_reported(wrong: StepKeys, path: tuple[str | int, ...], message: str) -> None:
    assert problems(wrong, step(id="other")) == [((*HERE, *path), message)]


@pytest.mark.parametrize(
    ("given_keys", "path", "message"),
    [
        ({"format": 0}, ("format",), "Write format: 1 here."),
        ({"format": 2}, ("format",), "Write format: 1 here."),
        ({"id": "../x"}, ("id",), SAFE),
        ({"title": ""}, ("title",), "'title' is missing here."),
        ({"language": "Nederlands"}, ("language",), "Write the code of a language here, such as nl."),
        ({"texts": {"x": Text("t")}}, ("texts", "x"), "Give this text a body, or the name of a file."),
        *(
            ({"texts": {"x": Text("t", file=name)}}, ("texts", "x", "file"), NAME)
            for name in ("../x", "a/b", "a\\b", "C:x", "..", ".", "", "x\n", "x\0", "\ud800", "y" * 101)
        ),
    ],
)
def test_problem_in_a_document_is_reported(given_keys: Any, path: tuple[str | int, ...], message: str) -> None:
    assert problems(step(), **given_keys) == [(path, message)]


def test_workshop_of_breaks_alone_is_refused() -> None:
    assert problems() == [(("steps",), "A workshop needs at least one step.")]
    assert problems(pause()) == [(("steps",), "A workshop needs at least one step.")]


def test_duplicate_id_is_refused() -> None:
    message = "Another activity is already called '1'. Give this one its own id."
    assert problems(step(), step(id="1")) == [(("steps", 1, "id"), message)]


def test_needs_may_have_default_ids_of_earlier_activities() -> None:
    workshop = built(step(), pause(), group(activity(needs=("1", "p1")), activity(needs=("2a", "2a"))))
    assert [found.needs for found in workshop.activities] == [(), (), ("1", "p1"), ("2a",)]


def test_activities_that_need_each_other_are_refused_as_a_circle() -> None:
    circle = "These activities need each other: 1 → 3 → 2 → 1. Only an earlier one can be needed."
    later = "'4' comes later. Only an earlier activity can be needed."
    steps = (step(needs=("3", "4")), step(needs=("1",)), step(needs=("2",)), step())
    assert problems(*steps) == [(("steps", 0, "needs", 0), circle), (("steps", 0, "needs", 1), later)]


def test_what_a_protected_activity_needs_is_protected() -> None:
    workshop = built(step(), step(needs=("1",)), step(), step(needs=("2",), protected=True), step(needs=("3",)))
    assert [found.protected for found in workshop.activities] == [True, True, False, True, False]


def test_silence_follows_a_text() -> None:
    workshop = built(step(text="x", silence=Duration(30)), step(), texts={"x": Text("t", body="y")})
    assert [found.silence for found in workshop.activities] == [30, 0]


def test_repeated_activity_runs_once_for_each_round() -> None:
    rounds = Rounds((RoundKeys(), RoundKeys(title="y", prompts=("q",))))
    workshop = built(step(id="poster", repeat=rounds), step(needs=("poster",)), step(needs=("poster-1",)))
    first, second, needing_all, needing_one = workshop.activities
    assert [(each.id, each.title, each.label, each.round) for each in (first, second)] == [
        ("poster-1", "x (1/2)", "1-1", 1),
        ("poster-2", "y", "1-2", 2),
    ]
    assert (first.repeats, first.rounds, second.prompts) == ("poster", 2, ("q",))
    assert (needing_all.needs, needing_one.needs) == (("poster-1", "poster-2"), ("poster-1",))


def test_repeated_step_runs_its_activities_together_in_each_round() -> None:
    inside = (activity(), activity(form=Form.BREAK), activity(needs=("1a",)))
    workshop = built(group(*inside, repeat=Rounds((RoundKeys(),) * 2)))
    assert [each.id for each in workshop.activities] == ["1a-1", "p1-1", "1b-1", "1a-2", "p1-2", "1b-2"]
    assert [each.title for each in workshop.activities][:3] == ["x (1/2)", "x", "x (1/2)"]
    assert workshop.activities[-1].needs == ("1a-2",)


def test_window_of_turns_with_phases_is_what_the_phases_take() -> None:
    phases = (TurnPhaseKeys("a", minutes(2)), TurnPhaseKeys("b", minutes(3), min=minutes(1)))
    workshop = built(step(turns=TurnsKeys(Each.PARTICIPANT, phases=phases)))
    found = workshop.activities[0].turns
    assert found is not None
    assert (found.window, found.phases[0].min) == (Window(minutes(3), minutes(5)), minutes(2))


def test_own_id_is_no_label() -> None:
    steps = (step(id="open"), group(activity(id="2a"), activity(form=Form.BREAK), activity(id="poster")))
    assert [(each.id, each.label) for each in built(*steps).activities] == [
        ("open", "1"),
        ("2a", ""),
        ("p1", ""),
        ("poster", "2b"),
    ]


def test_label_is_never_the_id_of_another_activity() -> None:
    steps = (step(id="open"), step(id="1"), group(activity(id="poster"), activity(id="3a")))
    assert [each.label for each in built(*steps).activities] == ["1a", "", "3b", ""]
    twice = step(id="open", repeat=Rounds((RoundKeys(),) * 2))
    assert [each.label for each in built(twice, step(id="1-2")).activities] == ["1a-1", "1a-2", ""]


def test_too_many_activities_are_refused() -> None:
    assert len(built(group(*[activity()] * MAX_ACTIVITIES)).activities) == MAX_ACTIVITIES
    found = problems(group(*[activity()] * (MAX_ACTIVITIES + 1)))
    assert found == [(("steps",), "More than 2000 activities is too many.")]


def test_all_problems_are_reported_at_once() -> None:
    assert len(problems(step(title=None), group(activity(form=None), activity(text="y")), format=3)) == 4


def test_text_file_name_may_have_spaces_and_accents() -> None:
    assert replace(built(step(), texts={"x": Text("t", file="Het gedicht é.txt")})).texts["x"].file


@given(st.integers(0, 24 * 3600))
def test_formatted_duration_parses_to_the_same_value(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds
    assert parse_window(f"{format_duration(seconds)}-{format_duration(seconds)}") == Window(
        Duration(seconds), Duration(seconds)
    )


@pytest.mark.parametrize(
    ("seconds", "spelled"),
    [(0, "0m"), (90, "90s"), (60, "1m"), (120, "2m"), (150, "2m30s"), (900, "15m"), (5400, "1h30m"), (3600, "1h")],
)
def test_format_duration_uses_the_shortest_notation(seconds: int, spelled: str) -> None:
    assert format_duration(seconds) == spelled


def test_quoted_doubles_quotes() -> None:
    assert quoted("Nadia's: x") == "'Nadia''s: x'"
