"""Cues move along with the time of their activity, and each is shown once."""

from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.people import People
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply, fold
from luisteren_tui.session.cues import due_times, of_activity
from luisteren_tui.session.events import Clock
from luisteren_tui.session.signals import Sign, until_signal
from luisteren_tui.session.state import begin
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Activity, Cue, Each, Form, Signal, Turns, Window
from tests.session.sample_sessions import (
    EXPLORE,
    MINUTE,
    NOON,
    SECOND,
    SWAP,
    WORKSHOP,
    Move,
    Session,
    Sleep,
    minutes,
    opened,
    schedules,
)


def with_cues(*at: float, length: float = 15) -> Activity:
    """Return an activity of `length` minutes with cues at these minutes. Each says its number."""
    cues = tuple(Cue(minutes(each), str(number)) for number, each in enumerate(at))
    return replace(SWAP, duration=minutes(length), cues=cues, turns=None)


def session_of(activity: Activity) -> Session:
    """Return a session of this activity, and then another one."""
    start, clock = opened(WORKSHOP.with_activities((activity, EXPLORE))), Clock(0, NOON, 5000, "boot")
    return Session(apply(begin(start), clock), 0, [start, clock])


def said(session: Session) -> str | None:
    """Return what the screen says now."""
    alert = project(session.state, session.t).alert
    return alert.text if alert is not None and alert.sign == Sign.CUE else None


def watched(session: Session, length: float) -> list[tuple[float, str]]:
    """Let `length` minutes pass. Return what the screen said, and after how many minutes each time."""
    seen = []
    for _ in range(round(length * 60)):
        seen.append((session.t / MINUTE, said(session)))
        session.t += SECOND
    return [(next(times)[0], what) for what, times in groupby(seen, key=lambda one: one[1]) if what is not None]


@pytest.mark.parametrize(
    ("length", "at", "allotted", "due"),
    [
        # Two minutes before the end, also when the activity is shorter or longer.
        (15, 13, 10, 8),
        (15, 13, 15, 13),
        (15, 13, 20, 18),
        # In the first half, from the start.
        (25, 10, 30, 10),
        (25, 10, 20, 10),
        # Where it would cross the middle, halfway.
        (25, 10, 16, 8),
        (15, 13, 3, 1.5),
        (10, 5, 20, 5),
        # A cue at the end, or after it.
        (10, 10, 6, 6),
        (10, 12, 6, 8),
    ],
)
def test_cue_moves_along_with_the_nearest_end_of_its_activity(
    length: float, at: float, allotted: float, due: float
) -> None:
    activity = with_cues(at, length=length)
    assert due_times(of_activity(activity), round(allotted * MINUTE)) == (due * MINUTE,)


@given(st.lists(st.integers(0, 1500), max_size=5), st.integers(1, 1500), st.integers(0, 3000))
def test_cues_keep_their_order_and_come_in_time(seconds: list[int], length: int, allotted: int) -> None:
    activity = with_cues(*(each / 60 for each in sorted(seconds)), length=length / 60)
    due = due_times(of_activity(activity), allotted * SECOND)
    assert list(due) == sorted(due)
    assert all(at >= 0 for at in due)
    assert all(
        at <= allotted * SECOND for at, cue in zip(due, activity.cues, strict=True) if cue.at <= activity.duration
    )
    assert due_times(of_activity(activity), activity.duration * SECOND) == tuple(
        cue.at * SECOND for cue in activity.cues
    )


def test_cue_stays_for_a_minute_and_moves_with_minutes_that_are_given_or_taken() -> None:
    session = session_of(with_cues(13))
    session.do(c.Toggle())
    assert watched(session, 15) == [(13, "0")]
    session = session_of(with_cues(13))
    session.do(c.Toggle(), c.Minutes(2))
    assert watched(session, 17) == [(15, "0")]


def test_cue_that_was_shown_is_not_shown_again_after_more_time() -> None:
    session = session_of(with_cues(13))
    session.do(c.Toggle())
    assert watched(session, 13.5) == [(13, "0")]
    session.do(c.Minutes(2))
    assert watched(session, 0.5) == [(13.5, "0")]
    assert watched(session, 5) == []


def test_cue_that_less_time_passes_over_is_shown_now() -> None:
    session = session_of(with_cues(13))
    session.do(c.Toggle())
    assert watched(session, 12) == []
    session.do(c.Minutes(-2))
    assert watched(session, 1) == [(12, "0")]


def test_cues_of_the_same_moment_come_one_after_the_other() -> None:
    session = session_of(with_cues(5, 5, 5.1))
    session.do(c.Toggle())
    shown = watched(session, 8)
    assert [what for _at, what in shown] == ["0", "1", "2"]
    assert [round(at * 60) for at, _what in shown] == [300, 320, 340]


def test_cue_at_the_end_comes_before_the_time_is_up() -> None:
    session = session_of(with_cues(14, 15))
    session.do(c.Toggle())
    assert watched(session, 15.3) == [(14, "0"), (15, "1")]
    alert = project(session.wait(0.2).state, session.t).alert
    assert alert is not None
    assert alert.sign == Sign.OVER


def test_cue_that_nobody_could_see_is_shown_when_the_lid_opens() -> None:
    session = session_of(with_cues(13))
    session.do(c.Toggle())
    assert watched(session, 12) == []
    session.sleep(2)
    assert watched(session, 1) == [(14, "0")]
    session.do(c.TakeBackGap())
    assert watched(session, 5) == []


def test_cue_is_shown_although_its_activity_was_shortened_while_another_one_ran() -> None:
    session = session_of(with_cues(1.25))
    session.do(c.Toggle())
    assert watched(session, 1) == []
    session.do(c.Next(), c.Replan({"2b": 0}, (), None), c.Previous())
    assert watched(session, 2) == [(1, "0")]


def test_undone_start_shows_the_cues_again() -> None:
    session = session_of(with_cues(2))
    session.do(c.Toggle())
    assert watched(session, 4) == [(2, "0")]
    session.do(c.Undo(), c.Toggle())
    assert watched(session, 4) == [(6, "0")]


def test_skipping_silent_work_stops_at_a_moved_cue() -> None:
    session = session_of(replace(with_cues(13), signal=Signal.QUIET))
    session.do(c.Toggle(), c.Minutes(-5))
    session.wait(1)
    assert until_signal(session.state, session.t) == 7 * MINUTE


CHANGES: st.SearchStrategy[c.Command] = st.one_of(
    st.sampled_from([c.Toggle(), c.Toggle(), c.Next(), c.Previous(), c.NextTurn(), c.TakeBackGap(), c.Redo()]),
    st.sampled_from([c.Replan({"2b": n * MINUTE}, (), None) for n in (0, 4, 11, 26)]),
    st.integers(-4, 4).map(c.Minutes),
    st.integers(1, 6).map(lambda n: c.BeganEarlier(n * MINUTE)),
    st.just(c.Undo()),
)
LOOK_MS = 15 * SECOND
"""How long between two looks: no cue is shown for less."""
TIMES = st.lists(st.integers(0, 16 * 4).map(lambda n: n / 4), min_size=1, max_size=4).map(sorted)


@settings(max_examples=40)
@given(TIMES, schedules(CHANGES, st.just(Sleep())), st.sampled_from([None, SWAP.turns]))
def test_each_cue_is_shown_once_whatever_happens_to_the_time(
    times: list[float], moves: list[Move], turns: Turns | None
) -> None:
    session = session_of(replace(with_cues(*times), turns=turns))
    session.do(c.Toggle())
    seen: list[str | None] = []

    def watch(ms: int) -> None:
        for _ in range(ms // LOOK_MS):
            seen.append(said(session))
            session.t += LOOK_MS
        session.t += ms % LOOK_MS
        seen.append(said(session))

    for ms, what in moves:
        if isinstance(what, Sleep):
            session.sleep(ms / MINUTE)
        else:
            watch(ms)
            undoes_the_start = isinstance(what, c.Undo) and session.state.past and session.state.past.what == "started"
            if not undoes_the_start:
                session.do(what)
        seen.append(said(session))
    if session.at != "2b":
        session.do(c.Previous())
    if session.mode != Mode.RUNNING:
        session.do(c.Toggle())
    watch(60 * MINUTE)
    shown = [what for what, _times in groupby(what for what in seen if what is not None)]
    assert shown == [str(number) for number in range(len(times))]
    assert all(seen.count(number) <= 1 + 60 * SECOND // LOOK_MS + 2 * len(moves) for number in shown)
    state, _unfit = fold(session.events)
    assert state.cued == session.state.cued
    for each in session.state.cued.values():
        assert all(after - before >= 20 * SECOND for times in each.values() for before, after in pairwise(times))


def turning(*at: float) -> Activity:
    """Return an activity of 15 minutes in two turns of at most 6 minutes, with cues in each turn at these minutes."""
    assert SWAP.turns is not None
    cues = tuple(Cue(minutes(each), str(number)) for number, each in enumerate(at))
    window = Window(minutes(5), minutes(6))
    return replace(SWAP, cues=(), turns=Turns(Each.ROLE, window, minutes(2), minutes(1), cues=cues))


def turns_session(*at: float) -> Session:
    """Return a session in which the first of these turns just began, after two minutes."""
    session = session_of(turning(*at))
    session.do(c.Toggle())
    session.wait(2).do(c.NextTurn())
    return session


def test_cue_of_turns_is_shown_once_in_each() -> None:
    session = turns_session(1, 5)
    assert watched(session, 6) == [(3, "0"), (7, "1")]
    session.do(c.NextTurn())
    assert watched(session, 6) == [(9, "0"), (13, "1")]
    session.do(c.NextTurn())
    assert watched(session, 1) == []


def test_cue_of_turns_moves_along_with_minutes_for_its_turn() -> None:
    session = turns_session(1, 5)
    session.do(c.Minutes(-2))
    assert watched(session, 4) == [(3, "0"), (5, "1")]
    session = turns_session(1, 5)
    assert watched(session, 5.5) == [(3, "0"), (7, "1")]
    session.do(c.Minutes(3))
    assert watched(session, 0.5) == [(7.5, "1")]  # it goes on for the rest of its minute
    assert watched(session, 5) == []


def test_undone_turn_shows_its_cues_again_and_the_turn_before_it_does_not() -> None:
    session = turns_session(1)
    assert watched(session, 4) == [(3, "0")]
    session.do(c.NextTurn())
    assert watched(session, 0.5) == []
    session.do(c.Undo())
    assert watched(session, 1) == []
    session.do(c.NextTurn())
    assert watched(session, 2) == [(8.5, "0")]


def test_cue_of_turns_is_shown_once_although_people_leave_and_the_turns_get_longer() -> None:
    plenary = replace(turning(1, 5), form=Form.PLENARY, duration=minutes(48), roles=())
    assert plenary.turns is not None
    window = Window(minutes(5), minutes(6))
    session = session_of(replace(plenary, turns=Turns(Each.PARTICIPANT, window, cues=plenary.turns.cues)))
    session.do(c.Gather(People((1, 2, 3, 4, 5, 6, 7, 8, 9))), c.Toggle())
    seen = watched(session, 5.4)
    assert [(round(at * 60), what) for at, what in seen] == [(60, "0"), (260, "1")]
    session.do(c.Gather(People((1, 2, 3, 4, 5, 6, 7, 8))))  # now it would be due after 300 seconds
    assert watched(session, 6) == []


def test_two_cues_that_are_due_together_come_one_after_the_other() -> None:
    session = session_of(replace(turning(1), cues=(Cue(minutes(3), "own"),)))
    session.do(c.Toggle())
    session.wait(2).do(c.NextTurn())
    shown = watched(session, 3)
    assert [what for _at, what in shown] == ["own", "0"]
    assert shown[1][0] - shown[0][0] == pytest.approx(1 / 3, abs=0.02)


def test_firm_signal_comes_before_a_cue_that_was_seen() -> None:
    session = turns_session(5.5)
    assert watched(session, 6)[0] == (7.5, "0")
    alert = project(session.state, session.t).alert
    assert alert is not None
    assert alert.sign == Sign.FIRM


def test_skipping_silent_work_stops_at_a_cue_of_a_turn() -> None:
    session = turns_session(1, 5)
    assert until_signal(session.state, session.t) == MINUTE


@settings(max_examples=settings.get_profile("steady").max_examples // 4)
@given(TIMES, schedules(CHANGES, st.just(Sleep())))
def test_each_cue_of_a_turn_is_shown_once_in_it_whatever_happens_to_the_time(
    times: list[float], moves: list[Move]
) -> None:
    session = session_of(turning(*(time / 3 for time in times)))
    session.do(c.Toggle(), c.NextTurn())
    seen: list[tuple[int, str]] = []

    def look() -> None:
        view = project(session.state, session.t)
        if view.turn is not None and (what := said(session)) is not None and (view.turn.phase, what) not in seen[-1:]:
            seen.append((view.turn.phase, what))

    undone = False
    for ms, what in [*moves, (40 * MINUTE, c.Toggle())]:
        for _ in range(ms // LOOK_MS):
            look()
            session.t += LOOK_MS
        look()
        if isinstance(what, Sleep):
            session.sleep((ms % LOOK_MS) / MINUTE)
        else:
            # A turn that is begun again after it was undone is new.
            undone = undone or isinstance(what, c.Undo | c.Redo)
            session.do(what)
    assert undone or len(seen) == len({*seen})
    assert all(what in map(str, range(len(times))) for _turn, what in seen)
    state, _unfit = fold(session.events)
    assert state.cued == session.state.cued
