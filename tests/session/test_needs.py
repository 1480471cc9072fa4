"""Activities that need others, and going to an activity anywhere."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply, fold
from luisteren_tui.session.events import Clock, Entered, Opened, Skipped
from luisteren_tui.session.moves import falling, left_out_between, missing_for, neighbour
from luisteren_tui.session.projected_end import end_time
from luisteren_tui.session.state import begin, is_left_out, run_time, track
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.session_view import Status, activity_status, project
from tests.session.sample_sessions import (
    ACTIVITIES,
    CLOCKWORK,
    MINUTE,
    NOON,
    REPLANNING,
    REWRITING,
    SLEEP,
    WORKSHOP,
    Move,
    Session,
    Sleep,
    opened,
    schedules,
)

NEEDS = {"2c": ("2b",), "3": ("2c", "1")}
"""Looking back needs what the groups shared, and that needs the swap."""


def opening(needs: dict[str, tuple[str, ...]] = NEEDS, skipped: tuple[str, ...] = ()) -> Opened:
    activities = tuple(replace(each, needs=needs.get(each.id, ())) for each in ACTIVITIES)
    return replace(opened(WORKSHOP.with_activities(activities)), skipped=skipped)


def needing(needs: dict[str, tuple[str, ...]] = NEEDS, skipped: tuple[str, ...] = ()) -> Session:
    """Return a session in which some activities need others."""
    start, clock = opening(needs, skipped), Clock(0, NOON, 5000, "boot")
    return Session(apply(begin(start), clock), 0, [start, clock])


def statuses(session: Session) -> dict[str, Status]:
    return {each.id: activity_status(session.state, each) for each in session.state.opened.workshop.activities}


def left_out(session: Session) -> set[str]:
    return {id for id in session.state.activities if is_left_out(session.state, id)}


def test_skipping_what_is_needed_leaves_out_what_needs_it_and_one_undo_brings_both_back() -> None:
    session = needing()
    session.do(c.Next(), c.Next(), c.Toggle())
    session.wait(1).do(c.Skip())
    assert (session.at, left_out(session)) == ("p1", {"2b", "2c", "3"})
    session.do(c.Undo())
    assert (session.at, left_out(session)) == ("2b", set())


def test_what_ran_for_its_minimum_counts_as_done() -> None:
    session = needing({"2c": ("2b",)})
    session.do(c.Next(), c.Next(), c.Toggle())
    session.wait(8.9)
    assert falling(session.state, ("2b",), session.t) == {"2c"}
    session.wait(0.1)
    assert falling(session.state, ("2b",), session.t) == frozenset()
    session.do(c.Skip())
    assert (session.at, left_out(session)) == ("2c", {"2b"})


def test_going_back_to_what_was_skipped_brings_back_what_needs_it_once_it_runs() -> None:
    session = needing({"2c": ("2b",)})
    session.do(c.Next(), c.Next(), c.Toggle())
    session.wait(1).do(c.Skip(), c.Previous())
    assert (session.at, left_out(session)) == ("2b", set())


def test_going_on_before_the_minimum_leaves_nothing_out() -> None:
    session = needing({"2c": ("2b",)})
    session.do(c.Next(), c.Next(), c.Toggle())
    session.wait(1).do(c.Next())
    assert (session.at, left_out(session)) == ("2c", set())


def test_activity_that_has_started_never_falls_out() -> None:
    session = needing({"2c": ("2b",)})
    session.do(c.Next(), c.Next(), c.Toggle(), c.Next())
    session.wait(1).do(c.Previous(), c.Skip())
    assert left_out(session) == {"2b"}
    assert statuses(session)["2c"] == Status.CURRENT


def test_projected_end_is_without_what_falls_out() -> None:
    session = needing({"2c": ("2b",)})
    session.do(c.Next(), c.Next(), c.Toggle())
    before = end_time(session.state, session.t)
    session.do(c.Skip())
    assert before - end_time(session.state, session.t) == (15 + 12) * MINUTE
    later = needing({"3": ("2b",)})
    later.do(c.Next(), c.Next(), c.Toggle())
    before = end_time(later.state, later.t)
    later.do(c.Skip())
    assert (later.at, before - end_time(later.state, later.t)) == ("2c", (15 + 10) * MINUTE)


def test_session_begins_after_what_the_plan_leaves_out_and_what_needs_that() -> None:
    session = needing({"2a": ("1",)}, skipped=("1",))
    assert (session.at, left_out(session)) == ("2b", {"1", "2a"})


def test_last_activity_stays_the_present_one_when_skipping_leaves_out_all_others() -> None:
    session = needing({"3": ("p1",)})
    session.do(*[c.Next()] * 4)
    assert session.do(c.Skip()) == (Skipped(0, "p1", "p1", False),)
    assert (session.at, left_out(session)) == ("p1", {"p1", "3"})


def test_going_to_an_activity_skips_what_lies_between_and_one_undo_brings_it_back() -> None:
    session = needing({"p1": ("2b",)})
    session.do(c.Toggle())
    session.wait(3)
    assert left_out_between(session.state, "3") == ("2a", "2b", "2c", "p1")
    assert session.do(c.GoTo("3")) == (Skipped(3 * MINUTE, "2a", "3", True, ("2b", "2c", "p1")),)
    assert (session.at, session.mode) == ("3", Mode.RUNNING)
    assert statuses(session)["1"] == Status.DONE
    session.do(c.Undo())
    assert (session.at, left_out(session)) == ("1", set())


def test_going_on_or_back_skips_nothing() -> None:
    session = needing()
    session.do(c.Toggle())
    assert session.do(c.GoTo("2a")) == (Entered(0, "2a", True),)
    session.do(c.Next(), c.Next())
    assert session.do(c.GoTo("1")) == (Entered(0, "1", True),)
    # What has started is not skipped on the way forward.
    assert session.do(c.GoTo("p1")) == (Entered(0, "p1", True),)
    assert left_out(session) == set()


def test_activity_is_out_of_reach_without_what_it_needs() -> None:
    session = needing()
    session.do(c.Toggle())
    assert missing_for(session.state, "2c", session.t) == "2b"
    assert session.do(c.GoTo("2c")) == ()
    assert missing_for(session.state, "3", session.t) == "2c"
    assert session.do(c.GoTo("9")) == session.do(c.GoTo("1")) == ()
    session.do(c.GoTo("2b"))
    session.wait(9)
    assert missing_for(session.state, "2c", session.t) is None


def test_activity_that_the_plan_leaves_out_can_be_gone_to() -> None:
    session = needing({"2c": ("2b",)}, skipped=("2b",))
    session.do(c.Toggle(), c.GoTo("2b"))
    assert (session.at, left_out(session)) == ("2b", {"2a"})


GOING: st.SearchStrategy[c.Command] = st.sampled_from([each.id for each in ACTIVITIES]).map(c.GoTo)
SCHEDULES = schedules(CLOCKWORK, REWRITING, REPLANNING, SLEEP, GOING)
EARLIER = {each.id: [before.id for before in ACTIVITIES[:place]] for place, each in enumerate(ACTIVITIES)}
ANY_NEEDS: st.SearchStrategy[dict[str, tuple[str, ...]]] = st.fixed_dictionaries(
    {}, optional={id: st.lists(st.sampled_from(ids), max_size=2).map(tuple) for id, ids in EARLIER.items() if ids}
)


def played(needs: dict[str, tuple[str, ...]], moves: list[Move]) -> Session:
    session = needing(needs)
    for ms, what in moves:
        if isinstance(what, Sleep):
            session.sleep(ms / MINUTE)
        else:
            session.t += ms
            session.do(what)
    return session


def ran_its_minimum(session: Session, id: str) -> bool:
    state = session.state
    run = run_time(state, session.t) if id == session.at else track(state, id).spent
    return run >= state.activities[id].min * 1000


@given(ANY_NEEDS, SCHEDULES)
def test_nothing_comes_without_what_it_needs(needs: dict[str, tuple[str, ...]], moves: list[Move]) -> None:
    session = played(needs, moves)
    for id in session.state.activities:
        missing = [
            need
            for need in needs.get(id, ())
            if is_left_out(session.state, need) and not ran_its_minimum(session, need)
        ]
        # What runs without its time being watched may have run for less since: an earlier start takes it away.
        started = track(session.state, id).started is not None
        assert not missing or started or is_left_out(session.state, id)
    following = neighbour(session.state, 1)
    assert following is None or following.id not in session.state.fallen


@given(ANY_NEEDS, SCHEDULES, st.sampled_from([*map(c.GoTo, EARLIER), c.Skip()]))
def test_one_undo_takes_back_a_skip_or_going_anywhere(
    needs: dict[str, tuple[str, ...]], moves: list[Move], command: c.Command
) -> None:
    session = played(needs, moves)
    before = session.state
    assume(session.do(command))
    session.do(c.Undo())
    assert (session.state.timing, session.state.fallen) == (before.timing, before.fallen)


@given(ANY_NEEDS, SCHEDULES, st.sampled_from([*EARLIER]))
def test_going_to_an_activity_enters_it_or_says_what_is_missing(
    needs: dict[str, tuple[str, ...]], moves: list[Move], id: str
) -> None:
    session = played(needs, moves)
    here, mode, out = session.at, session.mode, left_out(session)
    missing = missing_for(session.state, id, session.t)
    between = {*left_out_between(session.state, id)}
    events = session.do(c.GoTo(id))
    assert bool(events) == (id != here and missing is None)
    if events:
        assert session.at == id
        assert session.mode == (Mode.RUNNING if mode == Mode.RUNNING else Mode.WAITING)
        # Going there brings back what needs it, and takes away what lies between and what needs that.
        assert {each for each in between if each not in session.state.fallen} <= left_out(session)
        assert left_out(session) - out <= between | session.state.fallen
        assert id not in session.state.fallen


@given(ANY_NEEDS, SCHEDULES)
def test_needs_are_the_same_after_reading_the_events_again(
    needs: dict[str, tuple[str, ...]], moves: list[Move]
) -> None:
    session = played(needs, moves)
    state, unfit = fold(session.events)
    assert (state.timing, state.fallen, unfit) == (session.state.timing, session.state.fallen, 0)
    assert project(state, session.t) == project(session.state, session.t)


@pytest.mark.parametrize("circle", [{"2a": ("2b",), "2b": ("2a",)}, {"2a": ("2a",)}])
def test_needs_in_a_circle_of_a_damaged_journal_do_no_harm(circle: dict[str, tuple[str, ...]]) -> None:
    session = needing(circle, skipped=("2b",))
    assert left_out(session) == ({"2a", "2b"} if len(circle) > 1 else {"2b"})
