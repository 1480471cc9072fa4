"""People come and leave: turns and slots follow, the timing stays the same, and every change can be undone."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.grouping import together
from luisteren_tui.people.people import Groups, People
from luisteren_tui.session import attendance
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, apply, fold
from luisteren_tui.session.attendance import activity_to_group
from luisteren_tui.session.events import NAMES, Clock, Event, Gathered, Grouped, GroupsShown, Slot, Undone
from luisteren_tui.session.signals import Sign, TurnView
from luisteren_tui.session.state import begin, slots
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.reader import MAX_LINE_BYTES
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.typed_reader import dump, read
from luisteren_tui.system.clock import timestamp
from luisteren_tui.tui.wording import group_instructions
from luisteren_tui.views.groups import (
    TOGETHER_MS,
    FindBy,
    GroupsView,
    Regrouped,
    groups_view,
    people_labels,
    room_groups,
)
from luisteren_tui.views.room_view import room_view
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import (
    MAX_PEOPLE,
    Activity,
    Duration,
    Each,
    Form,
    Grouping,
    NumberRange,
    Turns,
    Window,
)
from tests.counting import calls
from tests.session.sample_sessions import (
    ACTIVITIES,
    ANY,
    CLOCKWORK,
    CLOSE,
    EXPLORE,
    MINUTE,
    NOON,
    REWRITING,
    SHARE,
    SWAP,
    WORKSHOP,
    Move,
    Session,
    along,
    opened,
    schedules,
)

NAMED = ("Anna", "Bo", "Chris", "Dirk", "Els")
AGAIN = replace(SWAP, id="2d", title="Nog eens in tweetallen")
ROUND = replace(CLOSE, turns=Turns(Each.PARTICIPANT, Window(Duration(60), Duration(90))))
PRESENTING = replace(
    EXPLORE, id="3b", step=2, prompts=(), turns=Turns(Each.GROUP, Window(Duration(240), Duration(360)))
)
PLAY = replace(SWAP, instruction="Speel een moment uit de casus.")
LONGER = replace(WORKSHOP, activities=(*ACTIVITIES[:2], PLAY, SHARE, PRESENTING, AGAIN, ROUND))


def session(participants: int = 12) -> Session:
    started = apply(begin(opened(LONGER, participants)), Clock(0, NOON, 5000, "boot"))
    return Session(started, events=[opened(LONGER, participants)])


def at(activity: str, participants: int = 12) -> Session:
    """Return a session in which this activity runs with its groups formed."""
    found = session(participants)
    found.do(c.Toggle())
    while found.at != activity:
        found.do(c.Next())
    found.do(c.Group(attendance.with_groups(found.state)))
    return found


def come(found: Session, times: int = 1) -> None:
    for _ in range(times):
        found.do(c.Gather(attendance.with_arrival(found.state)))


def go(found: Session, times: int = 1) -> None:
    for _ in range(times):
        found.do(c.Gather(attendance.with_departure(found.state)))


def present(found: Session) -> list[int]:
    return [*found.state.people.present]


def groups(found: Session, activity: str) -> Groups:
    return found.state.people.groups[activity]


def turn(found: Session) -> TurnView:
    view = project(found.state, found.t).turn
    assert view is not None
    return view


MOVES = st.lists(st.sampled_from(["come", "go", "first", "shuffle", "form", "name", "three", "undo", "next", "wait"]))


@given(st.integers(1, 30), MOVES)
def test_everyone_is_in_one_group_after_people_come_and_leave(count: int, moves: list[str]) -> None:
    found = session(count)
    found.do(c.Toggle())
    for move in moves:
        state = found.state
        before, timing = state.people, state.timing
        match move:
            case "come":
                found.do(c.Gather(attendance.with_arrival(state)))
                assert len(found.state.people.present) == len(before.present) + 1
            case "go":
                found.do(c.Gather(attendance.with_departure(state)))
                assert len(found.state.people.present) == max(1, len(before.present) - 1)
            case "first":
                found.do(c.Gather(attendance.with_departure(state, before.present[0])))
            case "shuffle":
                found.do(c.Group(attendance.with_groups(state, shuffled=True)))
            case "form":
                found.do(c.Group(attendance.with_groups(state)))
            case "name":
                found.do(c.Gather(attendance.with_names(state, [f"n{n}" for n in range(len(before.present))])))
            case "three":
                found.do(c.Group(attendance.with_trio_turns(state)))
            case "undo":
                found.do(c.UndoPeople())
            case "next":
                found.do(c.Next())
            case "wait":
                found.wait(1)
        if move != "next":
            assert found.state.timing == timing
        people, hand = found.state.people, activity_to_group(found.state)
        if hand is not None and (formed := people.groups.get(hand.id)):
            assert sorted(who for group in formed for who in group) == sorted(people.present)
            view = groups_view(found.state, hand)
            assert view is not None
            assert sum(map(len, view.groups)) == len(set(people_labels(people).values())) == len(people.present)
        if people != before and move in ("come", "go", "first", "name", "shuffle") and "three" not in moves:
            undone = apply(found.state, Undone(found.t, "gathered", found.state.timing, before))
            assert undone.people == before


@given(ANY)
def test_changing_people_never_changes_the_timing(moves: list[Move]) -> None:
    for found in along(moves):
        view = project(found.state, found.t)
        for command in (
            c.Gather(attendance.with_arrival(found.state)),
            c.Group(attendance.with_groups(found.state, shuffled=True)),
            c.ShowGroups("2c"),
        ):
            other = Session(found.state, found.t, [])
            other.do(command)
            assert other.state.timing == found.state.timing
            now = project(other.state, other.t)
            assert (now.header, now.rows) == (view.header, view.rows)
            assert replace(now.clock, marks=()) == replace(view.clock, marks=())


@given(schedules(CLOCKWORK, REWRITING), st.booleans())
def test_undoing_people_changes_nothing_else(moves: list[Move], shuffle: bool) -> None:
    *_, found = along(moves)
    if shuffle:
        found.do(c.Group(attendance.with_groups(found.state)))
    before = found.state
    command = (
        c.Group(attendance.with_groups(before, shuffled=True)) if shuffle else c.Gather(attendance.with_arrival(before))
    )
    if found.do(command):
        (undone,) = found.do(c.UndoPeople())
        assert isinstance(undone, Undone)
        assert undone.what == ("grouped" if shuffle else "gathered")
        assert replace(found.state, t=before.t) == before


def test_forming_the_first_groups_cannot_be_undone() -> None:
    found = session()
    found.do(c.Toggle(), c.Minutes(1), c.Group(attendance.with_groups(found.state)))
    assert "2b" in found.state.people.groups
    (undone,) = found.do(c.Undo())
    assert isinstance(undone, Undone)
    assert (undone.what, undone.people) == ("allotted", None)
    assert "2b" in found.state.people.groups


def test_time_and_people_are_undone_separately() -> None:
    found = session()
    found.do(c.Toggle(), c.Minutes(1), c.Gather(attendance.with_names(found.state, NAMED)), c.Next())
    people = found.state.people
    assert [found.do(c.Undo())[0].what for _ in range(3)] == ["entered", "allotted", "started"]  # type: ignore[attr-defined]
    assert found.do(c.Undo()) == ()
    assert found.state.people == people
    timing = found.state.timing
    (undone,) = found.do(c.UndoPeople())
    assert isinstance(undone, Undone)
    assert (undone.what, len(present(found)), found.state.timing) == ("gathered", 12, timing)
    assert found.do(c.UndoPeople()) == ()


@pytest.mark.parametrize("change", [come, go])
def test_undoing_people_keeps_groups_that_were_formed_since(change: Callable[[Session], None]) -> None:
    found = session()
    change(found)
    found.do(c.Group(attendance.with_groups(found.state)))
    found.do(c.UndoPeople())
    assert present(found) == [*range(1, 13)]
    assert sorted(who for group in groups(found, "2b") for who in group) == present(found)


def test_activity_to_group_is_the_present_or_the_next_one_with_groups() -> None:
    found = session()
    expected = {"1": "2b", "2a": "2b", "2b": "2b", "2c": "2c", "3b": "2c", "2d": "2d", "3": None}
    for id, source in expected.items():
        hand = activity_to_group(found.state)
        assert (found.at, hand and hand.id) == (id, source)
        found.do(c.Next())


def test_pairs_of_a_later_activity_repeat_no_partner() -> None:
    found = at("2b")
    first = groups(found, "2b")
    while found.at != "2d":
        found.do(c.Next())
    found.do(c.Group(attendance.with_groups(found.state)))
    assert not together(first) & together(groups(found, "2d"))


def test_subgroups_with_names_separate_earlier_pairs() -> None:
    found = session()
    found.do(
        c.Gather(attendance.with_names(found.state, [f"naam {n}" for n in range(12)])), c.Toggle(), c.Next(), c.Next()
    )
    found.do(c.Group(attendance.with_groups(found.state)), c.Next())
    found.do(c.Group(attendance.with_groups(found.state)))
    assert not together(groups(found, "2b")) & together(groups(found, "2c"))


def test_people_without_names_count_off() -> None:
    found = at("2c", 15)
    view = groups_view(found.state, SHARE)
    assert view is not None
    assert (view.find_by, len(view.groups), view.named, view.groups[0]) == (
        FindBy.COUNT,
        4,
        False,
        ("1", "5", "9", "13"),
    )
    come(found)
    assert groups(found, "2c")[3] == (4, 8, 12, 16)
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)))
    view = groups_view(found.state, SHARE)
    assert view is not None
    assert view.find_by == FindBy.NUMBERS


def test_people_count_off_again_until_the_activity_starts() -> None:
    found = session(12)
    found.do(c.Group(attendance.with_groups(found.state)))
    come(found)
    view = groups_view(found.state, SWAP)
    assert view is not None
    assert (view.find_by, len(view.groups), view.groups[0]) == (FindBy.COUNT, 6, ("1", "7", "13"))
    go(found, 3)
    view = groups_view(found.state, SWAP)
    assert view is not None
    assert (view.find_by, len(view.groups)) == (FindBy.COUNT, 5)
    found = at("2b", 12)
    go(found)
    view = groups_view(found.state, SWAP)
    assert view is not None
    assert (view.find_by, view.groups[1]) == (FindBy.NUMBERS, ("2", "8"))


def test_shuffle_forms_the_best_number_of_groups_for_the_people_present() -> None:
    found = at("2c", 12)
    come(found, 3)
    assert sorted(map(len, groups(found, "2c"))) == [5, 5, 5]
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)))
    assert sorted(map(len, groups(found, "2c"))) == [3, 4, 4, 4]


def test_groups_of_past_activities_do_not_change() -> None:
    found = at("2b")
    before = groups(found, "2b")
    found.do(c.Next())
    found.do(c.Group(attendance.with_groups(found.state)))
    go(found)
    assert groups(found, "2b") == before
    assert sum(map(len, groups(found, "2c"))) == 11


def test_groups_depend_on_the_session_only() -> None:
    one, same = at("2b"), at("2b")
    assert attendance.with_groups(one.state, shuffled=True) == attendance.with_groups(same.state, shuffled=True)
    other = replace(one.state, opened=replace(one.state.opened, id="another"))
    assert attendance.with_groups(one.state, shuffled=True) != attendance.with_groups(other, shuffled=True)


def test_latecomer_in_a_closing_round_gets_a_turn() -> None:
    found = at("3", 11)
    found.do(*[c.NextTurn()] * 4)
    assert (turn(found).phase, turn(found).of, turn(found).limit_s) == (5, 11, 85)
    come(found)
    assert (turn(found).phase, turn(found).of, turn(found).limit_s) == (5, 12, 75)
    go(found, 2)
    assert turn(found).of == 10


def test_turns_by_group_match_the_groups_that_were_formed() -> None:
    found = at("2c", 15)
    assert turn(found).of == 4
    go(found, 2)
    found.do(c.Next())
    assert (len(found.state.people.present), turn(found).of) == (13, 4)  # the others keep their groups
    go(found, 2)
    assert turn(found).of == 3


def begin_with(found: Session, group: int) -> tuple[Event, ...]:
    """Choose the group that begins."""
    return found.do(c.Group(attendance.with_first_group(found.state, group)))


def test_turns_go_around_from_the_group_that_was_chosen_to_begin() -> None:
    found = at("2c", 15)
    found.do(c.Next())
    assert (found.at, turn(found).group, found.state.slot.group) == ("3b", 1, 1)
    begin_with(found, 3)
    seen = []
    for _turn in range(4):
        seen.append((turn(found).phase, turn(found).group, found.state.slot.group))
        found.wait(4).do(c.NextTurn())
    assert seen == [(1, 3, 3), (2, 4, 4), (3, 1, 1), (4, 2, 2)]
    found.do(c.End())
    outcome = build(found.state, [], 0)
    (presented,) = [one for one in outcome["activities"] if one["id"] == "3b"]
    assert [one["who"] for one in presented["turns"]] == ["3", "4", "1", "2"]
    assert read(People, dump(found.state.people)) == (found.state.people, [])
    assert fold(found.events)[0].people == found.state.people


def test_who_begins_is_chosen_ahead_or_in_the_first_turn_and_not_later() -> None:
    found = at("2c", 15)
    assert attendance.activity_to_order(found.state) == SHARE
    found.do(c.NextTurn())
    assert attendance.activity_to_order(found.state) is None
    assert begin_with(found, 2) == ()
    found.do(c.Next())
    assert attendance.activity_to_order(found.state) == PRESENTING
    assert begin_with(found, 5) == ()
    begin_with(found, 2)
    found.do(c.NextTurn())
    assert begin_with(found, 1) == ()
    found = at("3", 15)
    assert attendance.activity_to_order(found.state) is None
    workshop = replace(LONGER, activities=(replace(SHARE, turns=None), PRESENTING))
    found = Session(apply(begin(opened(workshop, 15)), Clock(0, NOON, 5000, "boot")))
    assert attendance.activity_to_order(found.state) == PRESENTING
    begin_with(found, 4)
    found.do(c.Toggle(), c.Next())
    assert (turn(found).group, found.state.slot.group) == (4, 4)


def test_undoing_who_begins_brings_back_the_note_of_the_first_group() -> None:
    found = at("2c", 15)
    found.do(c.Next())
    begin_with(found, 3)
    found.do(c.Write(found.state.slot, "van drie"))
    found.do(c.UndoPeople())
    assert (turn(found).group, found.state.slot.group) == (1, 1)
    found.do(c.Show(Slot("3b", group=2)), c.Show(Slot("3b", group=1)))
    begin_with(found, 3)
    assert (turn(found).group, found.state.slot.group) == (3, 3)
    # A facilitator who writes elsewhere stays there.
    found.do(c.Show(Slot("3b", private=True)))
    begin_with(found, 2)
    assert found.state.slot.private
    assert found.state.notes == {Slot("3b", group=3): "van drie"}


def test_group_that_begins_is_another_one_once_it_is_gone() -> None:
    found = at("2c", 15)
    found.do(c.Next())
    begin_with(found, 3)
    go(found)
    assert (turn(found).of, turn(found).group) == (4, 3)
    begin_with(found, 4)
    go(found, 4)
    assert (turn(found).of, turn(found).group) == (3, 1)


def test_slots_follow_the_groups_and_keep_every_note() -> None:
    found = at("2c", 15)
    assert [slot.group for slot in slots(found.state, SHARE)] == [1, 2, 3, 4, None, None]
    found.do(c.Write(slots(found.state, SHARE)[3], "van vier"))
    go(found, 4)
    assert [slot.group for slot in slots(found.state, SHARE)] == [1, 2, 3, 4, None, None]
    found.do(c.Write(slots(found.state, SHARE)[3], ""))
    assert [slot.group for slot in slots(found.state, SHARE)] == [1, 2, 3, None, None]
    come(found, 3)
    assert len(slots(found.state, PRESENTING)) == len(groups(found, "2c")) + 2


def test_trio_has_two_turns_unless_three_are_asked_for() -> None:
    found = at("2b", 11)
    assert (turn(found).of, turn(found).trio) == (2, True)
    assert sorted(map(len, groups(found, "2b"))) == [2, 2, 2, 2, 3]
    found.do(c.NextTurn())
    assert turn(found).limit_s == 420
    found.do(c.Group(attendance.with_trio_turns(found.state)))
    assert (turn(found).of, turn(found).limit_s) == (3, 280)
    come(found)
    assert (turn(found).of, turn(found).trio) == (2, False)
    go(found)
    found.do(c.Group(attendance.with_trio_turns(found.state)))
    assert turn(found).of == 2


@pytest.mark.parametrize(("people", "trio"), [(1, False), (2, False), (3, True), (4, False), (7, True), (9, True)])
def test_every_odd_number_of_people_but_one_has_a_trio(people: int, trio: bool) -> None:
    assert turn(at("2b", people)).trio == trio


def test_outcome_keeps_the_number_of_turns_when_people_leave_later() -> None:
    found = at("2c", 15)
    found.wait(1).do(c.NextTurn())
    found.wait(1).do(c.NextTurn())
    found.wait(1).do(c.NextTurn())
    found.wait(1).do(c.Next())
    go(found, 8)
    outcome = build(found.state, [], 9)
    assert len(outcome["activities"][3]["turns"]) == 4
    assert outcome["participants"] == 7
    found.do(c.UndoPeople(), c.ShowGroups("2c"), c.Group(attendance.with_groups(found.state, shuffled=True)))
    events = [(timestamp(NOON), event) for event in found.events]
    assert {one["type"] for one in build(found.state, events, 9)["adjustments"]} == {"started", "entered", "turned"}


def test_latecomer_adds_no_turn_after_the_last_one() -> None:
    found = at("2b", 11)
    found.wait(1).do(c.NextTurn())
    found.wait(1).do(c.NextTurn())
    found.wait(1).do(c.NextTurn())
    found.do(c.Group(attendance.with_trio_turns(found.state)))
    assert len(build(found.state, [], 9)["activities"][2]["turns"]) == 2


def test_the_last_person_cannot_leave_and_the_lowest_number_is_given_again() -> None:
    found = session(2)
    go(found)
    assert present(found) == [1]
    assert attendance.with_departure(found.state) == found.state.people
    assert attendance.with_departure(found.state, 1) == found.state.people
    come(found, 2)
    found.do(c.Gather(attendance.with_departure(found.state, 1)))
    assert present(found) == [2, 3]
    come(found)
    assert present(found) == [2, 3, 1]


def test_names_beyond_the_maximum_are_dropped_when_all_stay() -> None:
    found = session(120)
    found.do(c.Gather(attendance.with_names(found.state, [f"hier {n}" for n in range(120)])))
    people = attendance.with_names(found.state, [f"nieuw {n}" for n in range(100)], all_stay=True)
    assert people.names == (*(f"nieuw {n}" for n in range(MAX_PEOPLE - 120)), *(f"hier {n}" for n in range(120)))


def test_names_are_matched_with_the_people_present() -> None:
    found = session(3)
    found.do(c.Gather(attendance.with_names(found.state, NAMED)))
    assert present(found) == [1, 2, 3, 4, 5]
    found.do(
        c.Group(attendance.with_groups(found.state)),
        c.Gather(attendance.with_names(found.state, ("Els", "Dirk", "Bo", "Anna"))),
    )
    assert present(found) == [5, 4, 2, 1]
    found.do(c.Gather(attendance.with_names(found.state, ("Els", "Dirk", "Beau", "Anna"))))
    assert present(found) == [5, 4, 2, 1]  # a corrected name is the same person
    come(found)
    assert present(found)[-1] == 6
    assert people_labels(found.state.people)[6] == "new"
    found.do(c.Gather(attendance.with_names(found.state, ("Els", "Dirk", "Beau"))))
    assert (present(found), found.state.people.names[3:]) == (
        [5, 4, 2, 6],
        ("",),
    )  # a person without a name can't be left out
    found.do(c.Gather(attendance.with_names(found.state, ("Els", "Dirk", "Beau", "Fem", "Gijs"))))
    assert present(found) == [5, 4, 2, 6, 7]
    found.do(c.Gather(attendance.with_names(found.state, ())))
    assert (found.state.people.names, len(present(found))) == ((), 5)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anna, Bo;Chris\tDirk", ("Anna", "Bo", "Chris", "Dirk")),
        ("\n Anna \r\n\r\nBo\rChris,\n", ("Anna", "Bo", "Chris")),
        ("Anna\nAnna", ("Anna", "Anna")),
        (" ,\n;", ()),
    ],
)
def test_names_are_separated_by_lines_or_commas(text: str, names: tuple[str, ...]) -> None:
    assert attendance.parse_names(text) == names


def test_names_are_limited_to_the_maximum_of_people() -> None:
    assert len(attendance.parse_names("x\n" * 5000)) == 200
    assert attendance.parse_names("x" * 5_000_000) == ("x" * 100,)
    named = session(3)
    named.do(c.Gather(attendance.with_names(named.state, NAMED)), c.Gather(attendance.with_arrival(named.state)))
    named.do(
        c.Gather(
            attendance.with_names(
                named.state, attendance.parse_names("\U0001f600" * 5000 + "\n" + "\U0001f600,\n" * 250)
            )
        )
    )
    assert len(named.state.people.present) == 200
    named.do(c.Group(attendance.with_groups(named.state)), c.UndoPeople())
    assert all(len(encode(n, NOON, event)) < MAX_LINE_BYTES for n, event in enumerate(named.events, 1))
    found = session(200)
    assert attendance.with_arrival(found.state) == found.state.people


def test_labels_are_safe_short_and_different() -> None:
    called = people_labels(People((1, 2, 3, 4, 5), ("Anna", "anna", "\x1b[31m\u202e", "x" * 50, " ")))
    assert [*called.values()] == ["Anna (1)", "anna (2)", "␛[31m�", "x" * 23 + "…", "new"]


@pytest.mark.parametrize(
    "people",
    [
        People(()),
        People((1, 1)),
        People((1, 2), ("Anna",)),
        People((1, 2), groups={"9": ((1, 2),)}),
        People((1, 2), groups={"2b": ((1, 2), (2,))}),
        People((1, 2), groups={"2b": ((),)}),
        People((1, 2), three=("9",)),
        People(tuple(range(201))),
    ],
)
def test_inconsistent_people_are_refused(people: People) -> None:
    for event in (Gathered(1, people), Grouped(1, people)):
        with pytest.raises(UnfitError):
            apply(Session().state, event)
    timing = Session().state.timing
    with pytest.raises(UnfitError):
        apply(Session().state, Undone(1, "gathered", timing, people))
    with pytest.raises(UnfitError):
        apply(Session().state, GroupsShown(1, "9"))


def test_views_survive_the_groups_of_a_hostile_journal() -> None:
    odd = People((1, 2, 3), groups={"2b": ((9,), (1, 2, 3, 4, 5, 6)), "2c": ((7,), (8,))})
    for activity in ("1", "2b", "2c", "3b"):
        found = at(activity)
        found.happens(Gathered(found.t, odd))
        for people in (
            attendance.with_arrival(found.state),
            attendance.with_departure(found.state),
            attendance.with_groups(found.state, shuffled=True),
            attendance.with_names(found.state, NAMED),
        ):
            assert people.present
        found.do(c.ShowGroups("2b"))
        project(found.state, found.t)


def test_names_are_in_the_journal_and_not_in_the_outcome() -> None:
    found = session(3)
    found.do(c.Gather(attendance.with_names(found.state, ("Geheim", "Bo", "Chris"))), c.Toggle())
    found.do(
        c.Group(attendance.with_groups(found.state)),
        c.ShowGroups("2b"),
        c.Group(attendance.with_groups(found.state, shuffled=True)),
        c.UndoPeople(),
        c.End(),
    )
    lines = [encode(n, NOON, event).decode() for n, event in enumerate(found.events, 1)]
    assert any("Geheim" in line for line in lines)
    for line, event in zip(lines, found.events, strict=True):
        fields = json.loads(line)
        again, wrong = read(type(event), {k: v for k, v in fields.items() if k not in ("seq", "at", "type", "crc")})
        assert (again, wrong, fields["type"]) == (event, [], NAMES[type(event)])
    outcome = build(found.state, [], 9)
    assert outcome["participants"] == 3
    assert "Geheim" not in json.dumps(outcome)
    assert "Geheim" not in json.dumps(dump(project(found.state, found.t)))


def test_room_shows_groups_only_when_asked_and_while_they_are_needed() -> None:
    found = session(4)
    found.do(c.Gather(attendance.with_names(found.state, ("Geheim", "Bo", "Chris", "Dirk"))), c.Toggle())
    found.do(c.Group(attendance.with_groups(found.state)))
    assert room_view(found.state, project(found.state, found.t)).groups is None
    assert "Geheim" not in str(project(found.state, found.t))
    found.do(c.ShowGroups("2b"))
    for activity in ("1", "2a", "2b"):
        assert found.at == activity
        seen = room_view(found.state, project(found.state, found.t)).groups
        if activity == "2a":
            assert seen is None
        else:
            assert seen is not None
            assert (seen.form, seen.named, "Geheim" in str(seen)) == (Form.PAIRS, True, True)
        told = room_view(found.state, project(found.state, found.t)).instruction
        assert (told == ("Speel een moment uit de casus.",)) == (activity == "2b")
        found.do(c.Next())
    found.do(c.Group(attendance.with_groups(found.state)))
    assert room_groups(found.state, 0) is None
    assert "Geheim" not in str(project(found.state, found.t))
    found.do(c.Previous(), c.ShowGroups(None))
    assert room_groups(found.state, 0) is None
    assert room_view(found.state, project(found.state, found.t)).instruction == ("Speel een moment uit de casus.",)
    found.do(c.ShowGroups("2b"), c.End())
    assert project(found.state, found.t).groups is None


def test_groups_leave_the_wall_when_the_activity_that_presents_begins() -> None:
    found = at("2c", 15)
    found.wait(5).do(c.NextTurn(), c.ShowGroups("2c"))
    assert on_the_wall(found) is not None
    found.do(c.Next())
    assert (found.at, on_the_wall(found)) == ("3b", None)
    found.do(c.ShowGroups("2c"))
    assert on_the_wall(found) is not None
    found.do(c.Previous())
    assert on_the_wall(found) is not None
    found.do(c.Next(), c.Next())
    shown = on_the_wall(found)
    assert (shown and shown.title, shown and shown.by_itself) == (AGAIN.title, True)  # how people find their next pair
    # After a resume nothing is shown that was shown before it.
    found.do(c.ShowGroups(None), c.Previous())
    assert on_the_wall(found) is None


def on_the_wall(found: Session) -> GroupsView | None:
    return room_view(found.state, project(found.state, found.t)).groups


def found_by_counting(found: Session) -> list[str]:
    """Return what the wall says by itself about how people find their group."""
    groups = on_the_wall(found)
    return [] if groups is None else group_instructions(groups)


def test_wall_says_by_itself_how_to_count_off_until_the_first_turn() -> None:
    found = session(11)
    found.do(c.Toggle(), c.Next())
    assert found_by_counting(found) == []
    found.do(c.Next())
    for _minute in range(4):
        assert found_by_counting(found) == [
            "Count off to 5, number 1 is the trio.",
            "Same number, same pair.",
            "Whoever says the number first is A.",
            "A begins as Nadia, B as hulpverlener.",
            "In the trio, C looks on first.",
        ]
        found.wait(1)
    found.do(c.Toggle())
    assert found_by_counting(found) != []
    found.do(c.Toggle(), c.NextTurn())
    assert found_by_counting(found) == []
    found.do(c.Undo())
    assert found_by_counting(found) != []


def test_wall_says_how_to_count_off_for_a_while_where_no_time_is_given_for_it() -> None:
    workshop = replace(LONGER, activities=(EXPLORE, replace(SHARE, turns=None), CLOSE))
    found = Session(apply(begin(opened(workshop)), Clock(0, NOON, 5000, "boot")))
    found.do(c.Next())
    assert project(found.state, found.t).groups is None  # the wall says welcome
    found.do(c.Toggle())
    assert found_by_counting(found) == ["Count off to 3.", "Same number, same group."]
    come(found, 2)
    assert found_by_counting(found) == ["The newcomers join groups 1, 2."]
    found.wait(2)
    assert found_by_counting(found) == []


@pytest.mark.parametrize("start", [c.Toggle(), c.BeganEarlier(MINUTE)])
def test_groups_of_the_first_activity_are_formed_when_it_starts_or_turns_out_to_have_started(start: c.Command) -> None:
    workshop = replace(LONGER, activities=(SWAP, CLOSE))
    found = Session(apply(begin(opened(workshop, 11)), Clock(0, NOON, 5000, "boot")))
    found.do(start)
    assert found_by_counting(found)[0] == "Count off to 5, number 1 is the trio."


@pytest.mark.parametrize("people", [1, 3, 5])
def test_wall_says_nothing_about_counting_off_where_there_is_one_group(people: int) -> None:
    found = session(people)
    found.do(c.Toggle(), c.Next(), c.Next(), c.Next())
    assert on_the_wall(found) is None


def test_names_are_not_on_the_wall_by_themselves() -> None:
    found = session(5)
    found.do(c.Gather(attendance.with_names(found.state, NAMED)), c.Toggle(), c.Next(), c.Next())
    assert found.at == "2b"
    assert on_the_wall(found) is None
    found.do(c.Group(attendance.with_groups(found.state)))
    assert on_the_wall(found) is None
    found.do(c.ShowGroups("2b"))
    assert found_by_counting(found)[0] == "Whoever is named first is A."
    found.do(c.NextTurn())
    assert found_by_counting(found) == []
    assert on_the_wall(found) is not None


def test_pairs_that_met_are_told_to_remember_their_number() -> None:
    found = session(4)
    found.do(c.Toggle())
    while found.at != "2d":
        found.do(c.Next())
    assert found_by_counting(found)[:2] == ["Count off to 4 and remember your number.", "Whoever is named first is A."]


def test_room_does_not_show_the_turns_of_a_closing_round() -> None:
    found = at("3", 11)
    found.wait(2)
    view = project(found.state, found.t)
    assert view.turn is not None
    assert (view.turn.each, view.alert and view.alert.sign) == (Each.PARTICIPANT, Sign.FIRM)
    assert view.alert is not None
    assert not view.alert.room
    seen = room_view(found.state, view)
    assert (seen.turn, seen.signal) == (None, "")


def test_room_shows_turns_by_group_and_by_role() -> None:
    found = at("3b", 15)
    seen = room_view(found.state, project(found.state, found.t)).turn
    assert seen is not None
    assert (seen.phase, seen.of, seen.left_s, seen.limit_s) == (1, 4, 0, 0)
    found = at("2b", 11)
    for phase in range(4):
        view = room_view(found.state, project(found.state, found.t))
        assert view.turn is not None
        assert (view.turn.phase, view.turn.of, view.turn.trio, view.roles) == (phase, 2, True, SWAP.roles)
        found.wait(1).do(c.NextTurn())
    assert found.t == 4 * MINUTE


SOME = st.lists(st.sampled_from("abcdefgh"), max_size=8).map(tuple)


@given(st.integers(1, 8), SOME, SOME)
def test_new_names_remove_nobody_when_all_stay(count: int, before: tuple[str, ...], names: tuple[str, ...]) -> None:
    found = session(count)
    found.do(c.Gather(attendance.with_names(found.state, before)))
    people = found.state.people
    after = attendance.with_names(found.state, names, all_stay=True)
    if names:
        assert {*people.present} <= {*after.present}
        assert not {*people.names} - {*after.names} - {""}
        assert {*names} <= {*after.names}
    fewer = len(people.present) - len(attendance.with_names(found.state, names).present)
    assert attendance.departures_by_names(found.state, names) == max(0, fewer)


def changed(found: Session, activity: Activity = SWAP) -> Regrouped | None:
    view = groups_view(found.state, activity)
    assert view is not None
    return view.changed


def later(found: Session) -> None:
    found.wait(TOGETHER_MS / MINUTE + 0.1)


@given(st.integers(4, 24), st.lists(st.booleans(), min_size=1, max_size=6))
def test_instructions_for_people_without_names_lead_to_the_new_pairs(count: int, moves: list[bool]) -> None:
    found = at("2b", count)
    sizes = sorted(map(len, groups(found, "2b")))
    for comes in moves:
        later(found)
        trio = 3 in sizes
        (come if comes else go)(found)
        now = changed(found)
        if len(sizes) < 2:
            break
        assert now is not None
        assert (now.came, now.people % 2 == 1, now.groups) == (1 if comes else -1, trio, len(sizes))
        # Someone leaves the trio, or joins a pair if there is no trio. It does not matter who left.
        sizes = [2] * (len(found.state.people.present) // 2)
        if not trio:
            sizes[-1] += 1
        assert sorted(map(len, groups(found, "2b"))) == sorted(sizes)


def test_arrivals_within_a_minute_are_one_change() -> None:
    found = at("2b")
    later(found)
    come(found, 2)
    assert changed(found) == Regrouped(2, 12, 6, (7,))
    later(found)
    come(found)
    assert changed(found) == Regrouped(1, 14, 7, (1,))
    found.do(c.UndoPeople())
    assert changed(found) == Regrouped(2, 12, 6, (7,))
    come(found)
    go(found)
    assert changed(found) == Regrouped(2, 12, 6, (7,))
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)))
    assert changed(found) is None


def test_no_change_is_reported_before_the_start_or_with_names() -> None:
    found = session()
    found.do(c.Toggle(), c.Group(attendance.with_groups(found.state)))
    come(found)
    assert changed(found) is None
    found.wait(1)
    found.do(c.Next(), c.Next())
    assert changed(found) is None  # the latecomer was counted off with the others
    found.do(c.Gather(attendance.with_names(found.state, [f"n{n}" for n in range(13)])))
    come(found)
    assert changed(found) is None


def test_change_says_which_subgroup_a_latecomer_joins() -> None:
    found = at("2c", 15)
    later(found)
    come(found)
    assert changed(found, SHARE) == Regrouped(1, 15, 4, (4,))
    later(found)
    come(found, 4)
    assert changed(found, SHARE) == Regrouped(4, 16, 4, (1, 2, 3, 4))
    later(found)
    come(found)
    assert changed(found, SHARE) == Regrouped(1, 20, 4, (5,))
    later(found)
    go(found, 7)
    assert changed(found, SHARE) == Regrouped(-7, 21, 5, ())


@pytest.mark.parametrize("back", [c.Previous(), c.Undo()])
def test_pairs_of_an_earlier_activity_have_everyone_present_when_they_go_back(back: c.Command) -> None:
    found = at("2b")
    found.do(c.Next())
    assert found.state.activity.id != "2b"
    go(found, 3)
    while found.state.activity.id != "2b":
        found.do(back)
    assert sorted(who for pair in groups(found, "2b") for who in pair) == present(found)
    found.do(c.UndoPeople())
    assert len(present(found)) == 10
    assert sorted(who for pair in groups(found, "2b") for who in pair) == sorted(present(found))


@pytest.mark.parametrize("source", ["", "0", "the one before"])
def test_work_for_a_latecomer_grows_with_the_number_of_activities_with_groups(source: str) -> None:
    def work(count: int) -> int:
        fours = replace(SHARE, id="0", turns=None, groups=Grouping(size=NumberRange(4, 4)))
        kept = [
            replace(
                fours,
                id=str(n),
                groups=Grouping(source=str(n - 1) if source[1:] else source) if source else fours.groups,
            )
            for n in range(1, count)
        ]
        state = begin(opened(WORKSHOP.with_activities((fours, *kept)), 12))
        formed = attendance.with_groups(state).groups["0"]
        state = replace(state, people=state.people.with_groups({str(n): formed for n in range(count)}))
        changed: list[People] = []
        number = calls(lambda: changed.append(attendance.with_arrival(state)))
        assert all(13 in groups[0] for groups in changed[0].groups.values())
        assert len(changed[0].groups) == count
        return number

    work(2)  # what is looked up once
    assert work(80) < 2.2 * work(40)
