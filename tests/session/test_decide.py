"""What the keys do to the time: moving, skipping, minutes, beginning earlier, gaps and undo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.decide import decide, next_slot
from luisteren_tui.session.events import (
    Allotted,
    Backdated,
    Entered,
    Focused,
    GapTakenBack,
    Marked,
    Noted,
    Paused,
    Resumed,
    Skipped,
    Slot,
    Started,
    Undone,
)
from luisteren_tui.session.state import gap_on_offer, run_time
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.session_view import Status, activity_status, project
from tests.session.sample_sessions import (
    ANY,
    CLOCKWORK,
    LENGTHS,
    MINUTE,
    REPLANNING,
    REWRITING,
    SLEEP,
    Move,
    Session,
    Sleep,
    after,
    schedules,
)

MOVES = [c.Next(), c.Previous(), c.Skip()]


def running() -> Session:
    """The group reads (2a), since a minute."""
    session = Session()
    session.do(c.Next(), c.Toggle())
    return session.wait(1)


def test_toggle_starts_pauses_and_resumes() -> None:
    session = Session()
    assert session.do(c.Toggle()) == (Started(0, "1"),)
    assert session.wait(1).do(c.Toggle()) == (Paused(MINUTE, "1"),)
    assert session.wait(1).do(c.Toggle()) == (Resumed(2 * MINUTE, "1"),)
    assert (session.track("1").spent, session.track("1").paused) == (MINUTE, MINUTE)


@pytest.mark.parametrize("move", MOVES)
def test_moving_while_running_keeps_running(move: c.Command) -> None:
    session = running()
    session.do(move)
    assert session.at != "2a"
    assert session.mode == Mode.RUNNING


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("waiting", [True, False], ids=["waiting", "paused"])
def test_moving_never_unpauses(move: c.Command, waiting: bool) -> None:
    session = running()
    session.do(c.Toggle(), *([c.Next()] if waiting else []))
    before = session.at
    session.wait(1).do(move)
    assert session.at != before
    assert session.mode == Mode.WAITING


def test_moving_stops_at_both_ends() -> None:
    session = Session()
    assert session.do(c.Previous()) == ()
    session.do(*[c.Next()] * 5)
    assert session.at == "3"
    assert session.do(c.Next()) == ()


def test_an_activity_that_is_passed_without_running_is_skipped_and_one_that_ran_is_done() -> None:
    session = running()
    session.do(c.Next())
    known = session.state.activities
    assert [activity_status(session.state, known[name]) for name in ("1", "2a", "2b", "2c")] == [
        Status.SKIPPED,
        Status.DONE,
        Status.CURRENT,
        Status.COMING,
    ]


def test_a_skipped_activity_stays_so_until_it_runs() -> None:
    session = running()
    assert session.do(c.Skip()) == (Skipped(MINUTE, "2a", "2b", True),)
    read = session.state.activities["2a"]
    assert activity_status(session.state, read) == Status.SKIPPED
    session.do(c.Toggle(), c.Previous())
    assert activity_status(session.state, read) == Status.CURRENT
    session.do(c.Next())
    assert activity_status(session.state, read) == Status.SKIPPED
    session.do(c.Previous(), c.Toggle(), c.Next())
    assert activity_status(session.state, read) == Status.DONE


def test_the_last_activity_is_skipped_where_it_stands_and_once() -> None:
    session = Session()
    session.do(*[c.Next()] * 5, c.Toggle())
    assert session.wait(1).do(c.Skip()) == (Skipped(MINUTE, "3", "3", False),)
    assert session.do(c.Skip()) == ()
    view = project(session.state, session.t)
    assert view.header.end == view.header.now
    session.do(c.Toggle())
    assert not session.track("3").skipped


def test_minutes_state_the_whole_time() -> None:
    session = running()
    assert session.do(c.Minutes(2)) == (Allotted(MINUTE, "2a", 7 * MINUTE),)
    assert session.do(c.Minutes(-1)) == (Allotted(MINUTE, "2a", 6 * MINUTE),)


def test_in_overtime_a_minute_more_is_one_from_now() -> None:
    session = running()
    session.wait(6.7).do(c.Minutes(1))
    assert project(session.state, session.t).clock.left_s == 60


def test_a_minute_less_never_takes_back_what_was_used() -> None:
    session = running()
    session.wait(3.5).do(c.Minutes(-1))
    assert session.track("2a").allotted == 4.5 * MINUTE
    assert session.do(c.Minutes(-1)) == ()
    session.wait(2)
    assert session.do(c.Minutes(-1)) == ()


def test_before_the_start_a_minute_is_the_least() -> None:
    session = Session()
    session.do(c.Minutes(-20))
    assert session.track("1").allotted == MINUTE


def test_it_began_earlier_fills_in_the_waiting_time() -> None:
    session = Session()
    session.wait(10)
    assert session.do(c.BeganEarlier(4 * MINUTE)) == (Backdated(10 * MINUTE, "1", 6 * MINUTE),)
    assert session.mode == Mode.RUNNING
    assert run_time(session.state, session.t) == 4 * MINUTE
    assert session.track("1").started == 6 * MINUTE


def test_it_takes_its_time_from_the_activity_before() -> None:
    session = running()
    session.wait(9).do(c.Next())
    session.wait(1).do(c.BeganEarlier(3 * MINUTE))
    assert session.track("2a").spent == 7 * MINUTE
    assert session.track("2a").left == session.track("2b").started == 7 * MINUTE
    assert run_time(session.state, session.t) == 4 * MINUTE


def test_it_takes_pause_from_a_pause_and_nothing_from_waiting() -> None:
    session = Session()
    session.do(c.Toggle())
    session.wait(10).do(c.Toggle())  # paused at 10
    session.wait(5).do(c.Next())  # 2a waits from 15
    session.wait(2).do(c.BeganEarlier(4 * MINUTE))  # since 13
    assert (session.track("1").spent, session.track("1").paused) == (10 * MINUTE, 3 * MINUTE)
    assert run_time(session.state, session.t) == 4 * MINUTE


def test_forgetting_to_resume_is_mended_out_of_the_pause() -> None:
    session = Session()
    session.do(c.Toggle())
    session.wait(5).do(c.Toggle())
    session.wait(5).do(c.Toggle(), c.BeganEarlier(2 * MINUTE))
    assert session.track("1").paused == 3 * MINUTE
    assert run_time(session.state, session.t) == 7 * MINUTE


def test_after_a_gap_was_taken_back_it_is_taken_from_that_pause() -> None:
    session = running()
    session.sleep(10)
    session.wait(1).do(c.TakeBackGap(), c.BeganEarlier(2 * MINUTE))
    assert session.track("2a").paused == 8 * MINUTE
    assert run_time(session.state, session.t) == 4 * MINUTE


def test_what_was_skipped_and_turns_out_to_run_is_not_skipped() -> None:
    session = Session()
    session.do(c.Skip(), c.Previous())
    session.wait(5).do(c.BeganEarlier(MINUTE))
    assert not session.track("1").skipped


def test_it_cannot_have_begun_earlier_while_paused_or_a_day_ago() -> None:
    session = running()
    assert session.do(c.BeganEarlier(0)) == ()
    assert session.do(c.BeganEarlier(24 * 60 * MINUTE + 1)) == ()
    session.do(c.Toggle())
    assert session.do(c.BeganEarlier(MINUTE)) == ()


def test_a_gap_that_ran_can_be_taken_back_as_a_pause() -> None:
    session = running()
    session.sleep(10)
    assert run_time(session.state, session.t) == 11 * MINUTE
    session.wait(1)
    assert session.do(c.TakeBackGap()) == (GapTakenBack(12 * MINUTE, "2a", MINUTE, 11 * MINUTE),)
    assert run_time(session.state, session.t) == 2 * MINUTE
    assert session.track("2a").paused == 10 * MINUTE
    assert session.do(c.TakeBackGap()) == ()
    session.do(c.Undo())
    assert run_time(session.state, session.t) == 12 * MINUTE
    assert gap_on_offer(session.state) is not None


@pytest.mark.parametrize("command", [c.Toggle(), c.Next()])
def test_a_gap_is_on_offer_only_while_the_stretch_runs_that_it_is_in(command: c.Command) -> None:
    session = running()
    session.sleep(10)
    assert project(session.state, session.t).gap is not None
    session.do(command)
    assert project(session.state, session.t).gap is None
    assert session.do(c.TakeBackGap()) == ()
    session.do(c.Undo())
    assert project(session.state, session.t).gap is not None


@pytest.mark.parametrize("paused", [True, False])
def test_a_gap_in_which_nothing_ran_is_not_on_offer(paused: bool) -> None:
    session = running() if paused else Session()
    if paused:
        session.do(c.Toggle())
    session.sleep(10)
    assert gap_on_offer(session.state) is None
    session.do(c.Toggle())
    assert gap_on_offer(session.state) is None


def test_a_breather_pauses_and_is_nothing_while_paused() -> None:
    session = running()
    assert session.do(c.Breathe()) == (Paused(MINUTE, "2a"),)
    assert session.do(c.Breathe()) == ()


def test_a_clicker_goes_through_the_turns_and_on() -> None:
    session = Session()
    session.do(c.Next(), c.Next(), c.Toggle())
    for _ in range(3):
        session.wait(1).do(c.Forward())
    assert session.at == "2b"
    assert len(session.track("2b").phases) == 3
    assert session.do(c.NextTurn()) == ()
    assert session.do(c.Forward()) == (Entered(3 * MINUTE, "2c", True),)


def test_while_paused_there_is_no_next_turn() -> None:
    session = Session()
    session.do(c.Next(), c.Next())
    assert session.do(c.NextTurn()) == ()


def test_undo_names_what_it_undoes_and_stops_at_the_beginning() -> None:
    session = Session()
    assert session.do(c.Undo()) == ()
    session.do(c.Toggle(), c.Next())
    (event,) = session.do(c.Undo())
    assert isinstance(event, Undone)
    assert event.what == "entered"
    assert session.at == "1"
    session.do(c.Undo())
    assert session.mode == Mode.WAITING
    assert session.do(c.Undo()) == ()


def test_after_the_end_time_stands_still_and_notes_go_on() -> None:
    session = running()
    session.do(c.End())
    for command in (c.Toggle(), c.Next(), c.Skip(), c.Minutes(1), c.BeganEarlier(MINUTE), c.Undo(), c.End()):
        assert session.wait(1).do(command) == ()
    assert session.do(c.Write(Slot("1"), "mooi")) == (Noted(session.t, Slot("1"), "mooi"),)
    assert session.do(c.Mark(Slot("1"))) == (Marked(session.t, Slot("1"), True),)
    assert session.do(c.Mark(Slot("1"))) == (Marked(session.t, Slot("1"), False),)
    assert session.track("2a").spent == MINUTE


def test_what_is_there_already_or_nowhere_leads_to_nothing() -> None:
    session = Session()
    assert session.do(c.Show(Slot("1", prompt=1))) == ()
    assert session.do(c.Write(Slot("1"), "")) == ()
    assert session.do(c.Show(Slot("2b", prompt=2))) != ()
    assert session.do(c.Show(Slot("2b", prompt=2))) == ()
    for slot in (Slot("9"), Slot("1", prompt=3), Slot("1", prompt=0)):
        assert session.do(c.Show(slot)) == session.do(c.Write(slot, "x")) == session.do(c.Mark(slot)) == ()


def test_slots_follow_each_other_and_stay_within() -> None:
    session = Session()
    assert session.do(next_slot(session.state, -1)) == ()
    assert session.do(next_slot(session.state, 1)) == (Focused(0, Slot("1", prompt=2)),)
    assert next_slot(session.state, 9) == c.Show(Slot("1", private=True))
    session.do(c.Show(Slot("1", private=True)))
    assert project(session.state, 0).ask.chosen == 2


@given(ANY, CLOCKWORK | REWRITING | REPLANNING, LENGTHS)
def test_a_timing_command_is_one_event_that_fits(moves: list[Move], command: c.Command, ms: int) -> None:
    session = after(moves)
    events = decide(session.state, command, session.t + ms)
    assert len(events) <= 1
    for event in events:
        assert event.t == session.t + ms
        changed = apply(session.state, event)
        assert changed != session.state._replace(t=event.t)


@given(
    ANY,
    CLOCKWORK | REPLANNING | LENGTHS.filter(bool).map(c.BeganEarlier) | st.just(c.TakeBackGap()),
    st.lists(
        st.tuples(LENGTHS, st.sampled_from([Sleep(), c.Write(Slot("3"), "stil"), c.Mark(Slot("2b"))])), max_size=3
    ),
    LENGTHS,
)
def test_undo_equals_never_given(moves: list[Move], command: c.Command, between: list[Move], later: int) -> None:
    given_, never = after(moves), after(moves)
    if not given_.do(command):
        return
    for ms, what in between:
        for session in (given_, never):
            if isinstance(what, Sleep):
                session.sleep(ms / MINUTE)
            else:
                session.t += ms
                session.do(what)
    given_.do(c.Undo())
    assert given_.state._replace(t=0) == never.state._replace(t=0)
    assert project(given_.state, given_.t + later) == project(never.state, given_.t + later)


def time_left(session: Session, name: str) -> int:
    item = session.track(name)
    return item.allotted - (run_time(session.state, session.t) if name == session.at else item.spent)


@given(ANY, schedules(CLOCKWORK, SLEEP))
def test_time_left_never_rises_unasked(moves: list[Move], more: list[Move]) -> None:
    session = after(moves)
    for ms, what in more:
        before = {name: time_left(session, name) for name in session.state.activities}
        session.t += ms
        if isinstance(what, Sleep):
            session.sleep(0.5)
        elif not isinstance(what, c.Minutes):
            session.do(what)
        assert all(time_left(session, name) <= left for name, left in before.items())


@given(ANY, LENGTHS)
def test_beginning_earlier_never_gives_the_activity_more_time(moves: list[Move], ms: int) -> None:
    session = after(moves)
    before = time_left(session, session.at)
    session.do(c.BeganEarlier(ms))
    assert time_left(session, session.at) <= before


@given(schedules(CLOCKWORK, REWRITING, SLEEP))
def test_no_moment_counts_twice(moves: list[Move]) -> None:
    session, first = after(moves), 0
    for event in session.events:
        first = min(first, event.since) if isinstance(event, Backdated) else first
    session.do(c.End())
    tracks = session.state.timing.tracks.values()
    assert sum(item.spent + item.paused for item in tracks) <= session.t - first
