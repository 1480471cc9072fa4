"""Well-known formats, written as workshops in tests/data/workshops/, run from beginning to end as their makers mean them."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from luisteren_tui.people.grouping import together
from luisteren_tui.people.people import Groups, People
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.attendance import with_groups
from luisteren_tui.session.events import Clock
from luisteren_tui.session.state import begin, turn_count
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.views.room_view import room_view
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Workshop
from tests.session.sample_sessions import NOON, Session, opened

FORMATS = Path(__file__).parents[1] / "data" / "workshops"
NAMED = (False, True)


@cache
def format_of(name: str) -> Workshop:
    workshop = load(FORMATS / f"{name}.yaml").workshop
    assert workshop is not None
    return workshop


def begun(name: str, people: int, *, named: bool = False) -> Session:
    """Return a session of this format that has begun."""
    first = opened(format_of(name), people)
    session = Session(apply(begin(first), Clock(0, NOON, 5000, "boot")), events=[first])
    if named:
        session.do(c.Gather(People(session.state.people.present, tuple(f"P{n}" for n in range(people)))))
    session.do(c.Toggle())
    return session


def run_through(session: Session) -> Iterator[str]:
    """Run each activity to its end, every turn included, and yield its id once it is over."""
    while True:
        activity = session.state.activity
        session.do(c.Group(with_groups(session.state)))
        length = session.track(activity.id).allotted // 60_000
        while session.do(c.NextTurn()):
            session.wait(1)
            room_view(session.state, project(session.state, session.t))
        session.wait(max(0, length - 1))
        yield activity.id
        if not session.do(c.Next()):
            return


def groups_of(name: str, people: int, *, named: bool) -> dict[str, Groups]:
    """Return the groups that were formed in a whole session, by activity."""
    session = begun(name, people, named=named)
    assert [*run_through(session)] == [activity.id for activity in format_of(name).activities]
    session.do(c.End())
    assert session.mode == Mode.ENDED
    return dict(session.state.people.groups)


def are_whole(groups: Groups, parts: Groups) -> bool:
    """Return whether each of `parts` is within one of the groups."""
    return all(any({*part} <= {*group} for group in groups) for part in parts)


@pytest.mark.parametrize("name", sorted(path.stem for path in FORMATS.glob("*.yaml")))
def test_format_has_no_errors_and_no_advice_but_on_its_language(name: str) -> None:
    loaded = load(FORMATS / f"{name}.yaml")
    assert loaded.errors == ()
    assert {finding.problem.path for finding in loaded.advice} <= {("language",)}


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("people", [4, 8, 11, 24])
def test_fours_are_made_of_whole_pairs_and_come_back_in_the_second_cycle(people: int, named: bool) -> None:
    groups = groups_of("1-2-4-all", people, named=named)
    assert are_whole(groups["four"], groups["two"])
    assert min(map(len, groups["four"])) >= 4
    assert (groups["two-again"], groups["four-again"]) == (groups["two"], groups["four"])


@pytest.mark.parametrize(("people", "sizes"), [(6, {3: 2}), (8, {4: 2}), (11, {3: 1, 4: 2}), (30, {3: 10})])
def test_everyone_is_the_client_once_in_threes_and_a_few_fours(people: int, sizes: dict[int, int]) -> None:
    session = begun("troika", people)
    session.do(c.Next())
    assert Counter(map(len, session.state.people.groups["r"])) == sizes
    assert turn_count(session.state, session.state.activity) == 3
    assert [*run_through(session)] == ["r", "debrief"]
    assert len(session.track("r").phases) == 3


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("people", [12, 16, 23, 60])
def test_one_host_of_each_table_stays_and_the_others_move_on(people: int, named: bool) -> None:
    rounds = [groups_of("weltcafe", people, named=named)[f"runde-{n}"] for n in (1, 2, 3)]
    for before, after in pairwise(rounds):
        assert len(after) == len(before)
        assert [len({*old} & {*new}) for old, new in zip(before, after, strict=True)] == [1] * len(before)


@pytest.mark.parametrize("people", [16, 60])
def test_travellers_meet_nobody_twice_in_a_world_cafe(people: int) -> None:
    rounds = [groups_of("weltcafe", people, named=True)[f"runde-{n}"] for n in (1, 2, 3)]
    met = Counter(pair for groups in rounds for pair in together(groups))
    assert met.most_common(1)[0][1] == 1


@pytest.mark.parametrize("people", [6, 8, 12, 13, 24])
def test_nobody_has_the_same_partner_in_four_rounds_of_short_interviews(people: int) -> None:
    groups = groups_of("speed-interviews", people, named=True)
    rounds = [together(groups[f"gesprek-{n}"]) for n in (1, 2, 3, 4)]
    assert not any(one & other for one, other in combinations(rounds, 2))
    assert are_whole(groups["vieren"], groups["gesprek-4"])


def test_open_space_has_a_group_in_each_of_its_rooms() -> None:
    groups = groups_of("open-space", 20, named=False)
    assert [len(groups[f"session-{n}"]) for n in (1, 2)] == [3, 3]


def test_topic_of_a_lean_coffee_can_be_left_out_and_the_others_go_on() -> None:
    session = begun("lean-coffee", 5)
    while session.at != "t-1":
        session.do(c.Next())
    session.do(c.Skip())
    assert [*run_through(session)] == ["t-2", "t-3", "t-4", "close"]
