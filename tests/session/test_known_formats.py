"""Well-known formats run faithfully from beginning to end, with the groups, the rounds and the turns that they ask for."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from luisteren_tui.people.people import Groups
from luisteren_tui.session import attendance
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock
from luisteren_tui.session.state import begin, turn_count
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.workshop.model import Activity, Workshop
from tests.session.sample_sessions import NOON, Session, opened

DATA, SHIPPED = Path(__file__).parents[1] / "data" / "formats", Path(__file__).parents[2] / "content"
FILES = {path.stem: path for folder in (DATA, SHIPPED) for path in folder.glob("*.yaml")}


def workshop(name: str) -> Workshop:
    loaded = load(FILES[name])
    assert (loaded.errors, {finding.problem.path for finding in loaded.advice} - {("language",)}) == ((), set())
    assert loaded.workshop is not None
    return loaded.workshop


def run(name: str, people: int, *, named: bool = False) -> tuple[Session, dict[str, int]]:
    """Run a workshop from beginning to end, and return the session and the number of turns of each activity."""
    start = opened(workshop(name), people)
    session = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    if named:
        session.do(c.Gather(attendance.with_names(session.state, [f"n{n}" for n in range(people)])))
    session.do(c.Toggle())
    turns = {}
    for each in start.workshop.activities:
        assert session.at == each.id
        session.do(c.Group(attendance.with_groups(session.state)))
        turns[each.id] = turn_count(session.state, each)
        for _turn in range(turns[each.id]):
            session.wait(each.duration / 60 / (turns[each.id] + 1)).do(c.NextTurn())
        session.wait(0.1).do(c.Next())
    session.do(c.End())
    assert session.mode is Mode.ENDED
    return session, {id: count for id, count in turns.items() if count}


def groups(session: Session, id: str) -> Groups:
    return session.state.people.groups[id]


def is_made_of(groups: Groups, others: Groups) -> bool:
    """Return whether each of the `others` is whole in one of the groups."""
    return all(any({*other} <= {*group} for group in groups) for other in others)


def meetings(all: Iterator[Groups]) -> list[frozenset[int]]:
    return [frozenset(pair) for groups in all for group in groups for pair in combinations(group, 2)]


def ends(workshop: Workshop) -> tuple[int, int]:
    assert workshop.participants is not None
    return workshop.participants.low, workshop.participants.high


@pytest.mark.parametrize("name", [name for name in FILES if name != "luisteren"])
def test_known_format_runs_to_its_end_at_both_ends_of_its_number_of_people(name: str) -> None:
    for people in ends(workshop(name)):
        session, _turns = run(name, people)
        formed = session.state.people.groups
        asked: list[Activity] = [each for each in session.state.opened.workshop.activities if each.groups is not None]
        for each in asked:
            assert sorted(who for group in formed[each.id] for who in group) == [*range(1, people + 1)]


@pytest.mark.parametrize(("people", "named"), [(8, False), (23, True)])
def test_fours_of_1_2_4_all_are_made_of_two_pairs_in_each_cycle(people: int, named: bool) -> None:
    session, turns = run("one-two-four-all", people, named=named)
    for cycle in (1, 2):
        pairs, fours = groups(session, f"2b-{cycle}"), groups(session, f"2c-{cycle}")
        assert is_made_of(fours, pairs)
        assert min(map(len, fours)) >= 4
        assert turns[f"2d-{cycle}"] == len(fours)
    first, second = ({frozenset(pair) for pair in groups(session, f"2b-{cycle}")} for cycle in (1, 2))
    assert not first & second


@pytest.mark.parametrize("people", [4, 11])
def test_pairs_and_fours_come_back_where_a_second_cycle_asks_for_the_same(people: int) -> None:
    session, _turns = run("1-2-4-all", people)
    assert is_made_of(groups(session, "four"), groups(session, "two"))
    assert groups(session, "two-again") == groups(session, "two")
    assert groups(session, "four-again") == groups(session, "four")


@pytest.mark.parametrize(("people", "sizes"), [(6, {3: 2}), (8, {4: 2}), (11, {3: 1, 4: 2}), (30, {3: 10})])
def test_each_is_the_client_once_in_threes_and_a_few_fours(people: int, sizes: dict[int, int]) -> None:
    session, turns = run("troika-consulting", people)
    assert Counter(map(len, groups(session, "2"))) == sizes
    assert turns == {"2": 3}


@pytest.mark.parametrize(("name", "round", "people"), [("weltcafe", "runde{}", 60), ("wereldcafe", "2-{}", 33)])
def test_one_host_stays_at_each_table_and_the_others_meet_new_people(name: str, round: str, people: int) -> None:
    session, _turns = run(name, people, named=True)
    tables = [groups(session, round.format(n)) for n in (1, 2, 3)]
    for before, after in pairwise(tables):
        assert [len({*old} & {*new}) for old, new in zip(before, after, strict=True)] == [1] * (people // 4)
    met = meetings(iter(tables))
    assert len(met) - len({*met}) <= 2  # nearly nobody meets twice


def test_experts_of_the_jigsaw_go_home_to_their_own_group() -> None:
    session, turns = run("jigsaw", 16, named=True)
    assert groups(session, "explain") == groups(session, "home")
    assert len(groups(session, "experts")) == 4
    home, experts = groups(session, "home"), groups(session, "experts")
    assert all(len({*one} & {*other}) == 1 for one in home for other in experts)
    assert turns == {"explain": 4}


def test_everybody_talks_with_five_people_and_one_of_each_pair_keeps_the_chair() -> None:
    session, turns = run("kennismaken", 12, named=True)
    met = meetings(groups(session, f"gesprek-{n}") for n in range(1, 6))
    assert len(met) == len({*met}) == 30
    assert turns == {**{f"gesprek-{n}": 2 for n in range(1, 6)}, "2": 12}


def test_topics_of_a_lean_coffee_are_rounds_of_their_own_in_a_right_to_left_language() -> None:
    found = workshop("lean-coffee")
    topics = [each for each in found.activities if each.repeats == "topic"]
    assert (found.language, [each.label for each in topics]) == ("ar", ["4-1", "4-2", "4-3", "4-4"])
    assert len({each.title for each in topics}) == 4


def test_topic_of_a_lean_coffee_can_be_left_out() -> None:
    start = opened(workshop("lean-coffee"), 5)
    session = Session(apply(begin(start), Clock(0, NOON, 5000, "boot")), events=[start])
    while session.at != "topic-1":
        session.do(c.Next())
    session.do(c.Skip())
    assert session.at == "topic-2"


@pytest.mark.parametrize("people", [6, 8, 13, 24])
def test_nobody_has_the_same_partner_in_four_rounds_of_pairs(people: int) -> None:
    session, _turns = run("speed-interviews", people, named=True)
    rounds = [frozenset(meetings(iter([groups(session, f"gesprek-{n}")]))) for n in (1, 2, 3, 4)]
    assert not any(one & other for one, other in combinations(rounds, 2))
    assert is_made_of(groups(session, "vieren"), groups(session, "gesprek-4"))


def test_open_space_has_a_group_in_each_of_its_rooms() -> None:
    session, turns = run("open-space", 20)
    assert [len(groups(session, f"session-{n}")) for n in (1, 2)] == [3, 3]
    assert turns == {"harvest": 3}
