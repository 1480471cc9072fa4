"""What people read to find their group, for each way in which groups are formed, and after someone came or left."""

import pytest
from msgspec.structs import replace

from luisteren_tui.people.group_sizes import Lineage
from luisteren_tui.session import attendance
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock
from luisteren_tui.session.state import State, begin
from luisteren_tui.views.group_wording import find_group, group_instructions, group_name
from luisteren_tui.views.groups import (
    FIND_GROUP_MS,
    FindBy,
    GroupsView,
    Regrouped,
    are_names_waiting,
    groups_view,
    room_groups,
)
from luisteren_tui.workshop.model import Form, Grouping, NumberRange
from tests.session.sample_sessions import NOON, WORKSHOP, Session, opened
from tests.session.test_group_forming import FOURS, ROUNDS, at, rounds_of

ROLES = ("Nadia", "hulpverlener")


def view_of(state: State, id: str) -> GroupsView:
    found = groups_view(state, state.activities[id])
    assert found is not None
    return found


def told(found: Session, id: str = "") -> list[str]:
    """Return what people are told about the groups of an activity, by default of the present one."""
    return group_instructions(view_of(found.state, id or found.at))


@pytest.mark.parametrize(
    ("people", "id", "expected"),
    [
        (12, "two", ["Count off to 6.", "Same number, same pair."]),
        (12, "same", ["Stay in the same pair."]),
        (12, "four", ["Find another pair and go on together."]),
        (13, "four", ["Find another pair and go on together."]),
        (10, "four", ["Find another pair and go on together.", "Is a pair left over? It joins another group."]),
        (6, "four", ["All of you form one group now."]),
        (12, "still", ["Stay in the same group."]),
        (12, "r-1", ["Count off to 3.", "Same number, same group."]),
        (
            12,
            "r-2",
            [
                "One of each group stays: choose who.",
                "The others move on to other groups, to people they have not met yet.",
            ],
        ),
        (8, "r-3", ["One of each group stays: choose who.", "The others move on to the other group."]),
        (5, "r-2", []),
    ],
)
def test_people_without_names_find_their_group_from_the_one_before(people: int, id: str, expected: list[str]) -> None:
    found = at(id, people)
    assert told(found) == expected
    assert view_of(found.state, id).to_look_up is None
    assert find_group(view_of(found.state, id)) == next(iter(expected), "")


@pytest.mark.parametrize(("people", "shown"), [(12, True), (6, True), (3, False)])
def test_room_sees_by_itself_how_groups_are_joined_also_to_one(people: int, shown: bool) -> None:
    found = at("four", people)
    assert (room_groups(found.state, 0) is not None) == shown
    assert room_groups(at("two", 3).state, 0) is None


def test_names_wait_while_people_look_for_a_group_that_the_room_does_not_show() -> None:
    found = at("two", 12, named=True)
    assert are_names_waiting(found.state, 0)
    assert not are_names_waiting(found.state, FIND_GROUP_MS)
    found.do(c.ShowGroups("two"))
    assert not are_names_waiting(found.state, 0)
    assert not are_names_waiting(at("two", 12).state, 0)
    assert not are_names_waiting(at("two", 3, named=True).state, 0)


def test_groups_of_a_while_ago_are_named_by_their_title() -> None:
    found = at("four", 12)
    people = found.state.people
    found.do(c.Group(people.with_groups({**people.groups, "r-1": groups_of_four(found)})))
    found.do(c.GoTo("still"))
    again = replace(found.state.activities["still"], groups=Grouping(source="two"), form=Form.PAIRS)
    activities = {**found.state.activities, "still": again}
    workshop = found.state.opened.workshop.with_activities(tuple(activities.values()))
    people = found.state.people
    state = replace(
        found.state,
        activities=activities,
        lineage=Lineage.of(workshop),
        opened=replace(found.state.opened, workshop=workshop),
        people=people.with_groups({**people.groups, "still": people.groups["same"]}),
    )
    assert group_instructions(view_of(state, "still")) == ["The same pairs as in “Part same”."]


def groups_of_four(found: Session) -> tuple[tuple[int, ...], ...]:
    return found.state.people.groups["four"]


def test_people_with_names_are_told_who_stays() -> None:
    found = at("r-2", 12, named=True)
    assert told(found) == ["Whoever is named first stays. The others come to them."]
    shown, before = view_of(found.state, "r-2"), view_of(found.state, "r-1")
    assert shown.to_look_up == shown
    assert all(now[0] in then for now, then in zip(shown.groups, before.groups, strict=True))
    found = at("four", 12, named=True)
    assert told(found) == []


def test_groups_that_present_are_not_told_to_find_each_other() -> None:
    found = at("r-3", 12)
    found.do(c.Next())
    shown = view_of(found.state, "r-3")
    assert (found.at, group_instructions(shown), shown.to_look_up) == ("3", [], None)
    labelled = replace(shown, labels=("Room A", "Room B", "Garden")).to_look_up
    assert labelled is not None
    assert labelled.groups == (("Room A",), ("Room B",), ("Garden",))


def test_of_pairs_one_stays_and_the_other_moves_on() -> None:
    pairs = tuple(
        replace(each, form=Form.PAIRS, groups=replace(each.groups, size=None) if each.groups else None)
        for each in ROUNDS
    )
    found = rounds_of(8, *pairs, until="r-2", named=False)
    assert told(found) == [
        "One of each pair stays: choose who.",
        "The others move on to someone they have not met yet.",
    ]
    assert [len(group) for group in view_of(found.state, "r-2").groups] == [2, 2, 2, 2]


def test_shuffled_groups_are_not_said_to_be_the_same() -> None:
    found = at("same", 12)
    found.do(c.Group(attendance.with_groups(found.state, shuffled=True)))
    assert told(found) == ["Count off to 12 and remember your number."]
    assert view_of(found.state, "same").to_look_up is not None


def test_groups_of_a_part_that_was_left_out_are_found_by_counting_off() -> None:
    found = at("1", 12)
    found.do(c.GoTo("same"))
    assert told(found) == ["Count off to 6.", "Same number, same pair."]


@pytest.mark.parametrize(
    ("people", "form", "expected"),
    [
        (12, Form.SUBGROUPS, ["Form new groups of 4, with people you have not met yet."]),
        (13, Form.SUBGROUPS, ["Form new groups of 4 or 5, with people you have not met yet."]),
        (6, Form.PAIRS, ["Find someone with whom you have not made a pair yet."]),
        (
            7,
            Form.PAIRS,
            [
                "Find someone with whom you have not made a pair yet.",
                "Whoever is left over joins a pair, which becomes a trio.",
            ],
        ),
    ],
)
def test_rounds_without_names_bring_new_people_together(people: int, form: Form, expected: list[str]) -> None:
    size = FOURS if form == Form.SUBGROUPS else NumberRange(2, 2)
    rounds = (replace(each, form=form, groups=Grouping(size=size)) for each in ROUNDS)
    found = rounds_of(people, *rounds, until="r-2", named=False)
    assert told(found) == expected


@pytest.mark.parametrize(
    ("find_by", "named", "who"),
    [
        (FindBy.COUNT, False, "Whoever says the number first is A."),
        (FindBy.KEEP, False, "Agree who is A."),
        (FindBy.NUMBERS, False, "Whoever is named first is A."),
        (FindBy.KEEP, True, "Whoever is named first is A."),
    ],
)
def test_pairs_know_who_begins_in_which_role(find_by: FindBy, named: bool, who: str) -> None:
    view = GroupsView("", Form.PAIRS, (("1", "2"), ("3", "4")), named, find_by, roles=ROLES)
    assert group_instructions(view)[-2:] == [who, "A begins as Nadia, B as hulpverlener."]


LABELLED = GroupsView(
    "", Form.SUBGROUPS, (("1", "4"), ("2", "5"), ("3",)), False, FindBy.COUNT, labels=("Room A", "Room B", "Garden")
)


def test_labels_stand_where_the_numbers_of_groups_do() -> None:
    assert [group_name(LABELLED, n) for n in (1, 3)] == ["Room A", "Garden"]
    assert group_name(replace(LABELLED, labels=()), 2) == "2"
    by_number = LABELLED.to_look_up
    assert by_number is not None
    assert (by_number.groups, by_number.labels) == ((("Room A",), ("Room B",), ("Garden",)), ())
    assert replace(LABELLED, labels=()).to_look_up is None
    assert replace(LABELLED, labels=("Table 1", "Table 2", "Table 3")).to_look_up is None
    joined = replace(LABELLED, find_by=FindBy.JOIN, joined=(2, 2, 2), source_form=Form.SUBGROUPS)
    assert group_instructions(joined) == [
        "Find another group and go on together.",
        "Each group takes a place: Room A, Room B, Garden.",
    ]
    newcomer = Regrouped(1, 4, 3, (3,))
    assert group_instructions(replace(LABELLED, changed=newcomer)) == ["The newcomer joins Garden."]
    unknown = replace(LABELLED, changed=newcomer, labels=(), numbered=False)
    assert group_instructions(unknown) == ["The newcomer joins one of the smallest groups."]


def test_groups_beyond_the_labels_of_the_workshop_go_by_their_number() -> None:
    rule = Grouping(NumberRange(4, 4), labels=("Room A", "Room B"))
    start = opened(WORKSHOP.with_activities((replace(ROUNDS[0], groups=rule),)), 12)
    found = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    found.do(c.Group(attendance.with_groups(found.state)))
    looked_up = view_of(found.state, found.at).to_look_up
    assert looked_up is not None
    assert looked_up.groups == (("Room A",), ("Room B",), ("group 3",))


@pytest.mark.parametrize(
    ("joined", "form", "expected"),
    [
        ((3, 3), Form.PAIRS, ["Find 2 other pairs and go on together."]),
        (
            (2, 3),
            Form.SUBGROUPS,
            ["Find another group and go on together.", "Is a group left over? It joins another one."],
        ),
        ((1, 2), Form.SUBGROUPS, ["Groups that are too small join another one."]),
    ],
)
def test_groups_join_as_many_as_it_takes(joined: tuple[int, ...], form: Form, expected: list[str]) -> None:
    view = GroupsView("", Form.SUBGROUPS, (("1",), ("2",)), False, FindBy.JOIN, joined=joined, source_form=form)
    assert group_instructions(view) == expected


@pytest.mark.parametrize(
    ("people", "came", "sentence"),
    [
        (12, 2, "The newcomers make a pair."),
        (12, 4, "The newcomers make 2 pairs."),
        (12, 3, "The newcomers make a pair. Whoever is left over joins a pair, which becomes a trio."),
        (11, 3, "The newcomers make a pair. Whoever is left over pairs up with someone from the trio."),
        (12, -2, "Anyone who is alone now pairs up with someone else who is, or joins a pair."),
    ],
)
def test_pairs_get_instructions_when_several_people_come_or_leave(people: int, came: int, sentence: str) -> None:
    groups = (("1", "2"),) * ((people + came) // 2)
    view = GroupsView(
        title="",
        form=Form.PAIRS,
        groups=groups,
        named=False,
        changed=Regrouped(came, people, people // 2, ()),
    )
    assert group_instructions(view) == [sentence]


@pytest.mark.parametrize(
    ("changed", "sizes", "sentence"),
    [
        (Regrouped(1, 11, 3, (3,)), (4, 4, 4), "The newcomer joins group 3."),
        (Regrouped(2, 10, 3, (2, 3)), (4, 4, 4), "The newcomers join groups 2, 3."),
        (
            Regrouped(1, 15, 3, (4,)),
            (4, 4, 4, 4),
            "A new group of 4 forms: the newcomers, with others from the largest groups.",
        ),
        (Regrouped(-1, 9, 3, ()), (4, 4), "The smallest group is divided among the others."),
        (Regrouped(-1, 6, 2, ()), (5,), "All of you form one group now."),
        (
            Regrouped(-1, 12, 3, ()),
            (4, 4, 3),
            "Does a group have fewer than 3 left? Then someone from the largest group joins it.",
        ),
    ],
)
def test_subgroups_get_instructions_when_people_come_or_leave(
    changed: Regrouped, sizes: tuple[int, ...], sentence: str
) -> None:
    groups = tuple(("x",) * size for size in sizes)
    assert group_instructions(
        GroupsView(title="", form=Form.SUBGROUPS, groups=groups, named=False, changed=changed, least=3)
    ) == [sentence]


@pytest.mark.parametrize(
    ("least", "sentence"),
    [
        (4, "Does a group have fewer than 4 left? Then someone from the largest group joins it."),
        (2, "Is someone alone now? Then someone from the largest group joins them."),
        (0, "Is one group two smaller than another? Then someone from the largest group joins it."),
    ],
)
def test_one_who_leaves_has_others_move_by_the_rule_of_the_groups(least: int, sentence: str) -> None:
    assert group_instructions(replace(LABELLED, changed=Regrouped(-1, 6, 3, ()), least=least)) == [sentence]
