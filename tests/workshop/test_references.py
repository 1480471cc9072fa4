"""Which earlier activities `needs` and `from` mean, in every way in which activities are repeated."""

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luisteren_tui.workshop.build import build
from luisteren_tui.workshop.model import Duration, Form, Grouping, NumberRange, Workshop
from luisteren_tui.workshop.yaml_keys import ActivityKeys, GroupsKeys, Ids, RoundKeys, Rounds, StepKeys, WorkshopKeys

FIVE = Duration(300)


def subgroups(**given: Any) -> StepKeys:
    return StepKeys(**{"title": "x", "form": Form.SUBGROUPS, "duration": FIVE, **given})


def inside(**given: Any) -> ActivityKeys:
    return ActivityKeys(**{"title": "x", "form": Form.SUBGROUPS, "duration": FIVE, **given})


def step(*activities: ActivityKeys, **given: Any) -> StepKeys:
    return StepKeys(title="x", activities=activities, **given)


def rounds(count: int) -> Rounds:
    return Rounds((RoundKeys(),) * count)


def built(*steps: StepKeys) -> Workshop:
    workshop, problems = build(WorkshopKeys(title="x", steps=steps), "x")
    assert problems == []
    assert workshop is not None
    return workshop


def problems(*steps: StepKeys) -> list[tuple[tuple[str | int, ...], str]]:
    _workshop, found = build(WorkshopKeys(title="x", steps=steps), "x")
    return [(each.path, each.message.format(**each.values)) for each in found]


def sources(workshop: Workshop) -> list[tuple[str, int]]:
    return [(each.groups.source, each.groups.stay) if each.groups else ("", 0) for each in workshop.activities]


def test_groups_come_from_the_last_round_of_what_was_repeated() -> None:
    workshop = built(subgroups(repeat=rounds(3)), subgroups(groups=GroupsKeys(from_="1")))
    assert workshop.activities[-1].groups == Grouping(source="1-3")


def test_groups_can_come_from_one_round() -> None:
    workshop = built(subgroups(repeat=rounds(3)), subgroups(groups=GroupsKeys(from_="1-2")))
    assert workshop.activities[-1].groups == Grouping(source="1-2")


def test_inside_a_repeated_step_a_plain_id_means_the_same_round() -> None:
    second = inside(groups=GroupsKeys(from_="1a"), needs=Ids(("1a",)))
    workshop = built(step(inside(), second, repeat=rounds(2)))
    assert [(each.id, each.needs) for each in workshop.activities] == [
        ("1a-1", ()), ("1b-1", ("1a-1",)), ("1a-2", ()), ("1b-2", ("1a-2",)),
    ]  # fmt: skip
    assert sources(workshop) == [("", 0), ("1a-1", 0), ("", 0), ("1a-2", 0)]


def test_inside_a_repeated_step_the_number_of_a_round_is_refused() -> None:
    message = "Write '1a' here: inside a repeated step that means the one in the same round."
    found = problems(step(inside(), inside(needs=Ids(("1a-1",))), repeat=rounds(2)))
    assert found == [(("steps", 0, "activities", 1, "needs", 0), message)]


def test_first_round_is_new_and_each_later_one_comes_from_the_one_before() -> None:
    stay = GroupsKeys(size=NumberRange(4, 4), stay=1)
    assert sources(built(subgroups(groups=stay, repeat=rounds(3)))) == [("", 0), ("1-1", 1), ("1-2", 1)]
    table = step(inside(groups=stay), inside(form=Form.PLENARY), repeat=rounds(2))
    assert sources(built(table)) == [("", 0), ("", 0), ("1a-1", 1), ("", 0)]


def test_first_round_of_those_who_stay_can_come_from_another_activity() -> None:
    travelling = GroupsKeys(from_="1", stay=1)
    assert sources(built(subgroups(), subgroups(groups=travelling, repeat=rounds(2)))) == [
        ("", 0),
        ("1", 1),
        ("2-1", 1),
    ]


def test_no_round_of_an_activity_can_be_needed_by_itself() -> None:
    message = "An activity can't need itself."
    assert problems(subgroups(repeat=rounds(2), needs=Ids(("1-1",)))) == [(("steps", 0, "needs", 0), message)]


def test_number_by_which_an_activity_is_shown_is_told_from_its_id() -> None:
    message = "What you see as '1' has the id 'open'. Write that."
    assert problems(subgroups(id="open"), subgroups(needs=Ids(("1",)))) == [(("steps", 1, "needs", 0), message)]


OFTEN = (0, 0, 1, 3)


@st.composite
def documents(draw: st.DrawFn) -> tuple[StepKeys, ...]:
    """Return steps whose activities refer to earlier ones, by plain ids and by rounds. Some have the number of another."""
    earlier, grouped, written, own_ids = list[str](), list[str](), list[StepKeys](), iter("abcdefgh")

    def some(place: str, often: int) -> dict[str, Any]:
        id = draw(st.sampled_from([None, None, None, next(own_ids), "1b", "3"]))
        form = draw(st.sampled_from([Form.SUBGROUPS, Form.SUBGROUPS, Form.PLENARY]))
        needs = draw(st.lists(st.sampled_from(earlier), max_size=2)) if earlier else []
        groups = None
        if form is Form.SUBGROUPS and grouped and draw(st.booleans()):
            groups = GroupsKeys(from_=draw(st.sampled_from(grouped)), stay=draw(st.integers(0, 1)))
        names = [id or place, *([f"{id or place}-1"] if often and draw(st.booleans()) else [])]
        earlier.extend(names)
        grouped.extend(names if form is Form.SUBGROUPS else [])
        return {"id": id, "form": form, "needs": Ids(tuple(needs)), "groups": groups}

    for number in range(1, draw(st.integers(2, 4))):
        often = draw(st.sampled_from(OFTEN))
        if draw(st.booleans()):
            written.append(subgroups(**some(str(number), often), repeat=rounds(often)))
        else:
            parts = tuple(inside(**some(f"{number}{letter}", often)) for letter in "ab")
            written.append(step(*parts, repeat=rounds(often)))
    return tuple(written)


@settings(max_examples=2 * settings.get_profile("steady").max_examples)
@given(written=documents())
def test_what_is_built_refers_only_to_earlier_activities(written: tuple[StepKeys, ...]) -> None:
    workshop, found = build(WorkshopKeys(title="x", steps=written), "x")
    assert (workshop is None) == bool(found)
    if workshop is None:
        return
    earlier: dict[str, Form] = {}
    for each in workshop.activities:
        assert {*each.needs} <= earlier.keys()
        if each.groups is not None and each.groups.source:
            assert earlier[each.groups.source] is Form.SUBGROUPS
        if each.groups is not None and each.groups.stay:
            assert each.groups.source
        earlier[each.id] = each.form
    labels = [each.label or each.id for each in workshop.activities]
    assert len({*labels}) == len(labels) == len(earlier)


@given(needed=st.lists(st.sets(st.integers(1, 5), max_size=2), min_size=5, max_size=5))
def test_only_earlier_activities_can_be_needed_and_a_circle_is_one(needed: list[set[int]]) -> None:
    written = [subgroups(needs=Ids(tuple(map(str, sorted(each))))) for each in needed]
    found = problems(*written)
    wrong = sum(other >= own for own, each in enumerate(needed, 1) for other in each)
    assert len(found) == wrong
    for _path, message in found:
        if "→" in message:
            circle = [int(id) for id in message.split(": ")[1].split(". ")[0].split(" → ")]
            assert circle[0] == circle[-1]
            assert all(other in needed[own - 1] for own, other in pairwise(circle))
