"""How many groups there are and how large they are, for each way to form them and any number of people."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.group_sizes import (
    Formation,
    GroupRule,
    Lineage,
    are_kept,
    expected_sizes,
    formations,
    group_labels,
    in_groups,
    join_sizes,
    size_can_change,
    source_of,
    turns_in_group,
    working_groups,
)
from luisteren_tui.workshop.model import Activity, Duration, Each, Form, Grouping, NumberRange, Turns, Window
from tests.session.sample_sessions import WORKSHOP, activity

PEOPLE = st.integers(1, 200)
TWO = activity("two", "In pairs", Form.PAIRS, 10, 1)
FOUR = activity("four", "In subgroups", Form.SUBGROUPS, 10, 1)
ALL = replace(
    activity("all", "Together", Form.PLENARY, 10, 1), turns=Turns(Each.GROUP, Window(Duration(20), Duration(60)))
)


def size(low: int, high: int = 0) -> NumberRange:
    return NumberRange(low, high or low)


def sizes(people: int, *groupings: Grouping | None, form: Form = Form.SUBGROUPS) -> tuple[int, ...]:
    """Return the sizes of the groups of the last of these activities. Each can refer to the one before it by number."""
    activities = activities_with(*groupings, form=form)
    return expected_sizes(WORKSHOP.with_activities(activities), activities[-1], people)


def activities_with(*groupings: Grouping | None, form: Form) -> tuple[Activity, ...]:
    return tuple(replace(FOUR, id=str(n), form=form, groups=each) for n, each in enumerate(groupings, 1))


@pytest.mark.parametrize(
    ("people", "expected"), [(1, 1), (5, 1), (6, 2), (9, 2), (10, 3), (12, 3), (13, 3), (14, 4), (15, 4), (200, 50)]
)
def test_subgroups_have_about_four_people(people: int, expected: int) -> None:
    assert len(sizes(people, None)) == expected


@pytest.mark.parametrize(
    ("asked", "people", "expected"),
    [
        (size(3), 12, (3, 3, 3, 3)),
        (size(3), 14, (4, 4, 3, 3)),
        (size(4), 11, (6, 5)),
        (size(4), 3, (3,)),
        (size(3, 4), 10, (4, 3, 3)),
        (size(5, 7), 12, (6, 6)),
        (size(2, 8), 5, (5,)),
    ],
)
def test_groups_have_the_size_that_is_asked_for(asked: NumberRange, people: int, expected: tuple[int, ...]) -> None:
    assert sizes(people, Grouping(size=asked)) == expected


@given(PEOPLE, st.integers(2, 12))
def test_groups_of_one_size_are_never_smaller_and_as_many_as_can_be(people: int, asked: int) -> None:
    found = sizes(people, Grouping(size=size(asked)))
    assert sum(found) == people
    assert min(found) >= min(asked, people)
    assert max(found) - min(found) <= 1
    assert people // (len(found) + 1) < asked


@given(PEOPLE, st.integers(2, 8), st.integers(1, 4))
def test_groups_of_a_range_are_as_near_to_its_middle_as_they_can_be(people: int, low: int, more: int) -> None:
    found = sizes(people, Grouping(size=size(low, low + more)))
    assert (sum(found), max(found) - min(found) <= 1) == (people, True)
    far = [abs(people / groups - low - more / 2) for groups in range(1, people + 1)]
    assert abs(people / len(found) - low - more / 2) == pytest.approx(min(far))


@given(PEOPLE, st.integers(1, 20))
def test_number_of_groups_is_the_one_that_is_asked_for(people: int, count: int) -> None:
    found = sizes(people, Grouping(count=count))
    assert (len(found), sum(found)) == (min(count, people), people)
    assert sizes(people, Grouping(labels=("Room",) * count)) == found


def test_pairs_have_one_trio_if_the_number_is_odd() -> None:
    assert sizes(7, None, form=Form.PAIRS) == (3, 2, 2)
    assert sizes(1, None, form=Form.PAIRS) == (1,)
    assert sizes(8, None, form=Form.PLENARY) == ()
    assert sizes(0, None) == ()


@pytest.mark.parametrize(
    ("people", "expected"), [(2, (2,)), (4, (4,)), (6, (6,)), (7, (7,)), (8, (4, 4)), (11, (6, 5)), (13, (5, 4, 4))]
)
def test_whole_pairs_are_joined_to_fours(people: int, expected: tuple[int, ...]) -> None:
    workshop = WORKSHOP.with_activities((TWO, replace(FOUR, groups=Grouping(source="two", size=size(4)))))
    assert expected_sizes(workshop, workshop.activities[1], people) == expected


@given(st.lists(st.integers(1, 6), min_size=1, max_size=40), st.integers(2, 9), st.integers(0, 3))
def test_joined_groups_are_whole_and_large_enough(before: list[int], low: int, more: int) -> None:
    joined = join_sizes(before, GroupRule(low, low + more))
    assert sorted(n for places in joined for n in places) == [*range(len(before))]
    assert all(joined)
    assert len(joined) == 1 or all(sum(before[n] for n in places) >= low for places in joined)


@given(st.lists(st.integers(2, 3), min_size=1, max_size=6).filter(lambda sizes: sizes.count(3) < 2))
def test_pairs_make_as_many_fours_as_they_can(before: list[int]) -> None:
    assert len(join_sizes(before, GroupRule(4, 4))) == max(1, len(before) // 2)
    assert len(join_sizes((3, 3, 2, 2, 2), GroupRule(6, 6))) == 2


@given(PEOPLE, st.integers(2, 9), st.sampled_from([Grouping(source="1"), Grouping(source="1", stay=1)]))
def test_groups_from_another_activity_are_as_many(people: int, asked: int, derived: Grouping) -> None:
    before = Grouping(size=size(asked))
    assert sizes(people, before, derived) == sizes(people, before)
    assert sizes(people, before, derived, replace(derived, source="2")) == sizes(people, before)


def test_source_that_is_unknown_later_or_without_groups_is_no_source() -> None:
    for source in ("9", "1", "2"):
        assert sizes(12, Grouping(source=source)) == (4, 4, 4)
    workshop = WORKSHOP.with_activities((ALL, replace(FOUR, groups=Grouping(source="all"))))
    assert expected_sizes(workshop, workshop.activities[1], 12) == (4, 4, 4)


@pytest.mark.parametrize(
    ("grouping", "people", "turns"),
    [
        (None, 11, 4),
        (Grouping(size=size(3)), 11, 3),
        (Grouping(size=size(3)), 2, 2),
        (Grouping(size=size(3, 5)), 13, 5),
        (Grouping(count=5), 12, 3),
    ],
)
def test_turns_of_a_group_are_as_many_as_the_size_that_is_asked_for(
    grouping: Grouping | None, people: int, turns: int
) -> None:
    first, kept = replace(FOUR, groups=grouping), replace(FOUR, id="kept", groups=Grouping(source="four"))
    workshop = WORKSHOP.with_activities((first, kept, ALL))
    assert [turns_in_group(workshop, each, people) for each in (first, kept, ALL)] == [turns, turns, turns]
    assert turns_in_group(WORKSHOP.with_activities((TWO,)), TWO, people) == 2
    assert turns_in_group(WORKSHOP, replace(TWO, form=Form.INDIVIDUAL), people) == 0


def test_size_that_was_chosen_counts_for_what_derives_from_it_too() -> None:
    kept, joined = Grouping(source="four"), Grouping(source="four", size=size(6))
    activities = (
        FOUR,
        *(replace(FOUR, id=id, groups=each) for id, each in (("kept", kept), ("joined", joined))),
    )
    workshop = WORKSHOP.with_activities(activities)
    found = [expected_sizes(workshop, each, 12, {"four": 3}) for each in activities]
    assert found == [(3, 3, 3, 3), (3, 3, 3, 3), (6, 6)]
    assert expected_sizes(workshop, activities[2], 12, {"four": 3, "joined": 9}) == (12,)
    assert [size_can_change(workshop, each) for each in (*activities, TWO)] == [True, False, True, False]


def test_presentation_is_by_the_last_subgroups_before_it() -> None:
    workshop = WORKSHOP.with_activities((replace(FOUR, groups=Grouping(count=5)), TWO, ALL, replace(FOUR, id="later")))
    assert working_groups(workshop, ALL) == workshop.activities[0]
    assert len(expected_sizes(workshop, ALL, 20)) == 5
    assert len(expected_sizes(WORKSHOP.with_activities((ALL,)), ALL, 12)) == 3


def test_groups_keep_the_labels_of_the_groups_they_come_from() -> None:
    rooms = ("Room 1", "Room 2")
    groupings = (
        Grouping(count=2, labels=rooms),
        Grouping(source="1"),
        Grouping(source="2", stay=1),
        Grouping(source="3", size=size(6)),
        Grouping(source="1", labels=("Garden",)),
    )
    activities = (*activities_with(*groupings, form=Form.SUBGROUPS), ALL)
    workshop = WORKSHOP.with_activities(activities)
    found = [group_labels(workshop, each) for each in activities]
    assert found == [rooms, rooms, rooms, (), ("Garden",), ("Garden",)]
    assert group_labels(workshop, replace(FOUR, form=Form.PLENARY)) == ()


@pytest.mark.parametrize("further", [{}, {"size": size(4)}, {"stay": 1}])
def test_groups_can_come_from_one_another_through_the_longest_workshop(further: dict[str, Any]) -> None:
    groupings = (Grouping(size=size(4)), *(Grouping(source=str(n), **further) for n in range(1, 2000)))
    assert sizes(12, *groupings) == (4, 4, 4)


GROUPINGS = st.none() | st.builds(
    Grouping,
    size=st.none() | st.sampled_from([size(2), size(3), size(4, 6)]),
    count=st.integers(0, 3),
    source=st.sampled_from(["", "1", "2", "3", "4", "all"]),
    stay=st.integers(0, 1),
    labels=st.sampled_from([(), ("Room 1", "Room 2")]),
)


@example([None, Grouping(source="1"), Grouping(source="2")], [Form.PAIRS] * 6, 12)
@example([Grouping(count=3, labels=("A",)), Grouping(source="1", size=size(6))], [Form.SUBGROUPS] * 6, 12)
@given(st.lists(GROUPINGS, max_size=6), st.lists(st.sampled_from(Form), min_size=6, max_size=6), st.integers(0, 30))
def test_formations_of_all_activities_are_those_of_each_one(
    groupings: list[Grouping | None], forms: list[Form], people: int
) -> None:
    activities = [replace(FOUR, id=str(n), form=forms[n - 1], groups=each) for n, each in enumerate(groupings, 1)]
    workshop = WORKSHOP.with_activities(tuple(activities))
    lineage = Lineage.of(workshop)
    for each in activities:
        root = each
        while are_kept(root) and (source := source_of(workshop, root)):
            root = source
        assert lineage.root(each) is root
        assert lineage.source(each) is source_of(workshop, each)
    assert formations(workshop, people) == {
        each.id: Formation(
            source_of(workshop, each), expected_sizes(workshop, each, people), group_labels(workshop, each)
        )
        for each in activities
        if in_groups(each)
    }
