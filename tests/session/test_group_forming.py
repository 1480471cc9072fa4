"""Groups that come from others: the same, joined, or with some who stay, and what happens when people come and leave."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.grouping import count_off, together
from luisteren_tui.people.people import Groups
from luisteren_tui.session import attendance
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.attendance import activity_to_group
from luisteren_tui.session.events import Clock
from luisteren_tui.session.group_forming import with_formed
from luisteren_tui.session.state import begin, group_count, track
from luisteren_tui.tui.wording import slot, turn
from luisteren_tui.views.groups import FindBy, groups_view
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Activity, Duration, Each, Form, Grouping, NumberRange, Turns, Window
from tests.session.sample_sessions import CLOSE, EXPLORE, NOON, WORKSHOP, Session, activity, opened

FOURS = NumberRange(4, 4)


def groups_activity(id: str, grouping: Grouping | None = None, form: Form = Form.SUBGROUPS) -> Activity:
    return replace(activity(id, f"Part {id}", form, 10, 1), groups=grouping)


def table(round: int) -> Activity:
    own = Grouping(size=FOURS, source=f"r-{round - 1}", stay=1) if round > 1 else Grouping(size=FOURS)
    return replace(groups_activity(f"r-{round}", own), repeats="r", round=round, rounds=3)


TWO, SAME = groups_activity("two", form=Form.PAIRS), groups_activity("same", Grouping(source="two"), Form.PAIRS)
FOUR = groups_activity("four", Grouping(source="same", size=FOURS))
STILL = groups_activity("still", Grouping(source="four"))
ROUNDS = tuple(map(table, (1, 2, 3)))
ACTIVITIES = (EXPLORE, TWO, SAME, FOUR, STILL, *ROUNDS, CLOSE)
DERIVED = {id: next(each for each in ACTIVITIES if each.id == id) for id in ("same", "four", "still", "r-2", "r-3")}


def session(participants: int, *, named: bool = False) -> Session:
    start = opened(WORKSHOP.with_activities(ACTIVITIES), participants)
    found = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    if named:
        found.do(c.Gather(attendance.with_names(found.state, [f"n{n}" for n in range(participants)])))
    found.do(c.Toggle())
    return found


def at(id: str, participants: int, *, named: bool = False) -> Session:
    """Return a session in which this activity runs and those before it have run."""
    found = session(participants, named=named)
    while found.at != id:
        found.do(c.Next())
    return found


def rounds_of(participants: int, *rounds: Activity, until: str, named: bool = True) -> Session:
    """Return a session in which these rounds have run until an activity."""
    start = opened(WORKSHOP.with_activities((EXPLORE, *rounds, CLOSE)), participants)
    found = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    names = [f"n{n}" for n in range(participants)] if named else ()
    found.do(c.Gather(attendance.with_names(found.state, names)), c.Toggle())
    while found.at != until:
        found.do(c.Next())
    return found


def groups(found: Session, id: str) -> Groups:
    return found.state.people.groups[id]


def is_made_of(groups: Groups, others: Groups) -> bool:
    """Return whether each of the `others` is whole in one of the groups."""
    return all(any({*other} <= {*group} for group in groups) for other in others)


def check_derived(found: Session, id: str, before: Groups) -> None:
    """Check that the groups of an activity derive from those of its source as they are for the people present."""
    own, grouping, present = groups(found, id), DERIVED[id].groups, {*found.state.people.present}
    assert grouping is not None
    before = tuple(filter(None, (tuple(who for who in group if who in present) for group in before)))
    assert sorted(who for group in own for who in group) == sorted(present)
    if grouping.stay and len(before) > 1:
        assert len(own) == len(before)
        assert all({*a} & {*b} for a, b in zip(before, own, strict=True))
    elif grouping.size:
        assert len(own) == 1 or min(map(len, own)) >= 4
        assert is_made_of(own, before)
    else:
        assert is_made_of(own, before)


FEWER = settings(max_examples=settings.get_profile("steady").max_examples // 2)
"""For properties that walk through all rounds."""


@FEWER
@given(st.integers(1, 20), st.booleans())
def test_groups_derive_from_those_of_an_earlier_activity(count: int, named: bool) -> None:
    found = at("3", count, named=named)
    for id, own in DERIVED.items():
        assert own.groups is not None
        check_derived(found, id, groups(found, own.groups.source))
    assert groups(found, "same") == groups(found, "two")
    assert groups(found, "still") == groups(found, "four")


MOVES = st.lists(
    st.sampled_from(
        ["come", "go", "first", "shuffle", "larger", "smaller", "next", "next", "next", "back", "name", "undo"]
    ),
    max_size=25,
)


@FEWER
@given(st.integers(1, 16), MOVES)
def test_everyone_is_in_one_group_whatever_happens(count: int, moves: list[str]) -> None:
    found = session(count)
    for move in moves:
        state = found.state
        before = state.people
        match move:
            case "come":
                found.do(c.Gather(attendance.with_arrival(state)))
            case "go":
                found.do(c.Gather(attendance.with_departure(state)))
            case "first":
                found.do(c.Gather(attendance.with_departure(state, before.present[0])))
            case "shuffle":
                found.do(c.Group(attendance.with_groups(state, shuffled=True)))
            case "larger" | "smaller":
                found.do(c.Group(attendance.with_other_size(state, 1 if move == "larger" else -1)))
            case "next":
                found.do(c.Next())
            case "back":
                found.do(c.Previous())
            case "name":
                found.do(c.Gather(attendance.with_names(state, [f"n{n}" for n in range(len(before.present))])))
            case "undo":
                found.do(c.UndoPeople())
        people, hand = found.state.people, activity_to_group(found.state)
        if hand is not None and (formed := people.groups.get(hand.id)):
            assert sorted(who for group in formed for who in group) == sorted(people.present)
            assert len(formed) == group_count(found.state, hand)
        if found.at == "two" and {"shuffle", "undo"}.isdisjoint(moves):
            assert groups(found, "two") == people.groups.get("same", groups(found, "two"))
        for id in DERIVED.keys() & people.groups.keys():
            if track(found.state, id).started is None and move != "undo":
                source = DERIVED[id].groups
                assert source is not None
                if source.source in people.groups and move != "shuffle":
                    check_derived(found, id, people.groups[source.source])


def test_tables_meet_new_people_while_that_is_possible() -> None:
    found = rounds_of(20, *ROUNDS, until="3")
    rounds = [together(groups(found, each.id)) for each in ROUNDS]
    assert not rounds[0] & rounds[1]
    assert not (rounds[0] | rounds[1]) & rounds[2]
    stayed = [
        {who for a, b in zip(groups(found, one.id), groups(found, other.id), strict=True) for who in {*a} & {*b}}
        for one, other in pairwise(ROUNDS)
    ]
    assert [len(each) for each in stayed] == [5, 5]
    assert not stayed[0] & stayed[1]  # somebody else stays each time


def test_latecomer_joins_one_group_and_what_derives_from_it_follows() -> None:
    found = at("same", 8)
    before = groups(found, "same")
    found.do(c.Gather(attendance.with_arrival(found.state)))
    joined = groups(found, "same")
    assert sum(a != b for a, b in zip(before, joined, strict=True)) == 1
    assert groups(found, "two") == before  # what has been stays as it was
    found.do(c.Next())
    assert is_made_of(groups(found, "four"), joined)


def test_one_who_leaves_joined_groups_at_work_changes_one() -> None:
    found = at("four", 12)
    before = groups(found, "four")
    found.do(c.Gather(attendance.with_departure(found.state)))
    after = groups(found, "four")
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    found.do(c.Next())
    assert groups(found, "still") == after


@pytest.mark.parametrize("named", [False, True])
def test_those_who_go_back_to_the_same_groups_stay_together(named: bool) -> None:
    found = at("same", 12, named=named)
    for who in (2, 7):
        found.do(c.Gather(attendance.with_departure(found.state, who)))
    now = groups(found, "same")
    assert now != groups(found, "two")
    found.do(c.Previous())
    assert groups(found, "two") == groups(found, "same") == now
    before = found.state.past_people
    found.do(c.UndoPeople())
    assert before is not None
    assert found.state.people.present == before.people.present
    assert groups(found, "two") == groups(found, "same")


def test_undoing_who_left_forms_the_groups_again_that_were_looked_at_since() -> None:
    found = at("two", 11)
    found.do(c.Gather(attendance.with_departure(found.state, 2)))
    found.do(c.Gather(attendance.with_departure(found.state, 4)))
    pairs = groups(found, "two")
    found.do(c.Group(with_formed(found.state, found.state.people, SAME)))
    assert groups(found, "same") == pairs
    found.do(c.UndoPeople(), c.UndoPeople())
    assert groups(found, "same") == groups(found, "two") != pairs


def test_undoing_a_shuffle_forms_the_groups_again_in_which_nobody_has_worked() -> None:
    found = at("two", 12)
    before = groups(found, "two")
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)), c.Toggle(), c.Next())
    assert groups(found, "same") == groups(found, "two") != before
    found.do(c.UndoPeople())
    assert groups(found, "same") == groups(found, "two") == before


def test_groups_that_were_looked_at_ahead_follow_a_change_of_their_source() -> None:
    found = at("two", 12)
    found.do(c.Next())
    found.do(c.Previous())
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)))
    assert groups(found, "same") == groups(found, "two")  # although it has begun
    found = session(12)
    people = found.state.people
    for id in ("two", "same", "four"):
        people = people.with_groups({**people.groups, id: ((*people.present,),)})
    found.do(c.Group(people), c.Group(attendance.with_groups(found.state.with_people(0, people, None), shuffled=True)))
    assert len(groups(found, "two")) == 6
    assert groups(found, "same") == groups(found, "two")
    assert is_made_of(groups(found, "four"), groups(found, "two"))


def test_groups_that_were_looked_at_ahead_follow_a_latecomer() -> None:
    found = at("two", 12)
    people = found.state.people
    for id in ("same", "four"):
        people = people.with_groups({**people.groups, id: (people.present[::-1],)})
    found.do(c.Group(people), c.Gather(attendance.with_arrival(found.state.with_people(0, people, None))))
    assert groups(found, "same") == groups(found, "two")
    assert is_made_of(groups(found, "four"), groups(found, "two"))


def test_source_that_was_left_out_is_made_up() -> None:
    found = session(12)
    found.do(c.GoTo("four"))
    assert "two" not in found.state.people.groups
    pairs = count_off(range(1, 13), 6)
    before = groups(found, "four")
    assert is_made_of(before, pairs)
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)))
    assert {*map(frozenset, groups(found, "four"))} != {*map(frozenset, before)}
    assert is_made_of(groups(found, "four"), pairs)


def test_people_count_off_again_for_groups_whose_source_was_left_out() -> None:
    found = session(12)
    found.do(c.Replan({}, ("two",), None))
    found.do(c.Group(attendance.with_groups(found.state)))
    assert groups(found, "same") == count_off(range(1, 13), 6)
    found.do(c.Gather(attendance.with_arrival(found.state)))
    assert groups(found, "same") == count_off(range(1, 14), 6)


@pytest.mark.parametrize("named", [False, True])
def test_people_move_on_from_the_last_round_that_was_held(named: bool) -> None:
    found = at("r-1", 20, named=named)
    found.do(c.GoTo("r-3"))
    assert "r-2" not in found.state.people.groups
    both = zip(groups(found, "r-1"), groups(found, "r-3"), strict=True)
    assert [len({*before} & {*after}) for before, after in both] == [1] * 5
    view = groups_view(found.state, ROUNDS[2])
    assert view is not None
    assert view.find_by == FindBy.STAY


@pytest.mark.parametrize(
    ("people", "expected"),
    [(12, [(4, 4, 4), (6, 6), (12,), (12,)]), (13, [(5, 4, 4), (7, 6), (13,), (13,)]), (3, [(3,), (3,)])],
)
def test_larger_groups_are_fewer(people: int, expected: list[tuple[int, ...]]) -> None:
    found = at("r-1", people)
    assert [sizes_after(found, 1) if n else sizes(found) for n in range(len(expected))] == expected


@pytest.mark.parametrize(
    ("people", "expected"), [(12, [(4, 4, 4), (3, 3, 3, 3), (2, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2)]), (3, [(3,), (3,)])]
)
def test_smaller_groups_are_more(people: int, expected: list[tuple[int, ...]]) -> None:
    found = at("r-1", people)
    assert [sizes_after(found, -1) if n else sizes(found) for n in range(len(expected))] == expected


def sizes(found: Session) -> tuple[int, ...]:
    return tuple(sorted(map(len, groups(found, found.at)), reverse=True))


def sizes_after(found: Session, by: int) -> tuple[int, ...]:
    found.do(c.Group(attendance.with_other_size(found.state, by)))
    return sizes(found)


@FEWER
@given(st.integers(1, 30), st.lists(st.sampled_from([1, -1, 0]), max_size=6))
def test_each_choice_of_a_size_changes_the_number_of_groups(people: int, moves: list[int]) -> None:
    found = Session(apply(begin(opened(WORKSHOP.with_activities((ROUNDS[0],)), people)), Clock(0, NOON, 5000, "boot")))
    found.do(c.Toggle())
    for by in moves:
        before = len(groups(found, "r-1"))
        if by == 0:
            found.do(c.Gather(attendance.with_arrival(found.state)))
            continue
        larger_exist = (
            before > 1
            if by > 0
            else any(n // size > before for n in (len(found.state.people.present),) for size in range(2, n))
        )
        after = len(sizes_after(found, by))
        assert (before - after) * by > 0 if larger_exist else after == before


def test_size_holds_for_later_rounds_and_can_be_undone() -> None:
    found = rounds_of(12, *(replace(each, groups=Grouping(size=FOURS)) for each in ROUNDS), until="r-1")
    before = found.state.people
    assert sizes_after(found, -1) == (3, 3, 3, 3)
    assert found.state.people.sizes == {"r-1": 3}
    found.do(c.UndoPeople())
    assert found.state.people == before
    sizes_after(found, -1)
    found.do(c.Next())
    assert sizes(found) == (3, 3, 3, 3)
    assert not together(groups(found, "r-1")) & together(groups(found, "r-2"))


def test_size_of_pairs_of_groups_that_are_kept_and_of_those_that_present_is_not_chosen() -> None:
    for id in ("two", "same", "still", "r-2"):
        found = at(id, 12)
        assert attendance.with_other_size(found.state, 1) == found.state.people
    close = replace(CLOSE, turns=Turns(Each.GROUP, Window(Duration(60), Duration(120))))
    start = opened(WORKSHOP.with_activities((ROUNDS[0], close)), 12)
    found = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    found.do(c.Toggle())
    assert attendance.with_other_size(found.state, 1) != found.state.people
    found.do(c.Next())
    assert attendance.with_other_size(found.state, 1) == found.state.people


def test_groups_that_present_and_their_notes_have_the_labels_of_the_workshop() -> None:
    rooms = tuple(
        replace(each, groups=replace(each.groups, labels=("Room A", "Room B"))) if each.groups else each
        for each in ROUNDS
    )
    close = replace(CLOSE, prompts=(), turns=Turns(Each.GROUP, Window(Duration(60), Duration(120))))
    start = opened(WORKSHOP.with_activities((EXPLORE, *rooms, close)), 12)
    found = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    found.do(c.Toggle(), *[c.Next()] * 4)
    seen = []
    for _turn in range(3):
        view = project(found.state, found.t)
        assert view.turn is not None
        seen.append((turn(view.turn), slot(view.slot.slot, view.slot.label)))
        found.wait(1).do(c.NextTurn())
    assert seen == [
        ("Room A · 1 of 3", "Room A"),
        ("Room B · 2 of 3", "Room B"),
        ("group 3 of 3", "group 3"),
    ]
