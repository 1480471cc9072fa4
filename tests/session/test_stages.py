"""The stages of a turn: how long each takes, the soft signal between them, and minutes for the one that is on."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply, fold
from luisteren_tui.session.events import Clock
from luisteren_tui.session.signals import Alert, Sign, StageView, until_signal
from luisteren_tui.session.stages import stage_at, stage_ends, stage_lengths
from luisteren_tui.session.state import begin, run_time, turn_count
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.turns import ends_of_stages, starts
from luisteren_tui.views.room_view import RoomView, room_view
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Activity, Duration, Each, Form, Signal, TurnPhase, Turns, Window
from tests.session.sample_sessions import (
    CLOCKWORK,
    EXPLORE,
    MINUTE,
    NOON,
    SECOND,
    WORKSHOP,
    Move,
    Session,
    Sleep,
    activity,
    minutes,
    opened,
    schedules,
)


def phased(*phases: tuple[str, float, float], each: Each = Each.ROLE, prepare: float = 0) -> Turns:
    """Return turns with these phases: what is said, the minutes, and the fewest minutes."""
    made = tuple(TurnPhase(say, minutes(length), minutes(least)) for say, length, least in phases)
    low, high = sum(one.min for one in made), sum(one.duration for one in made)
    return Turns(each, Window(Duration(low), Duration(high)), prepare=minutes(prepare), phases=made)


TROIKA = phased(("Vertel", 2, 2), ("Vraag door", 3, 2), ("Adviseer", 5, 3))
TRIOS = replace(
    activity("r", "Drie ronden", Form.SUBGROUPS, 30, 1),
    roles=("inbrenger", "adviseur 1", "adviseur 2"),
    turns=TROIKA,
    signal=Signal.ROOM,
)


def session_of(activity: Activity, participants: int = 12) -> Session:
    """Return a session of this activity and then another one, with its clock just started."""
    start, clock = opened(WORKSHOP.with_activities((activity, EXPLORE)), participants), Clock(0, NOON, 5000, "boot")
    session = Session(apply(begin(start), clock), 0, [start, clock])
    session.do(c.Toggle())
    return session


def stage(session: Session) -> StageView:
    view = project(session.state, session.t)
    assert view.turn is not None
    assert view.turn.stage is not None
    return view.turn.stage


def now(session: Session) -> tuple[int, int]:
    """Return the number of the stage that is on, and the seconds left of it."""
    found = stage(session)
    return found.number, found.left_s


def alert(session: Session) -> Alert | None:
    return project(session.state, session.t).alert


def wall(session: Session) -> RoomView:
    return room_view(session.state, project(session.state, session.t))


def ends_of(session: Session) -> tuple[int, ...]:
    """Return when each stage of the present turn ends, in ms from its start."""
    if session.at != "r":
        return ()
    item, count = session.track("r"), turn_count(session.state, TRIOS)
    return ends_of_stages(TRIOS, item, count, len(starts(TRIOS, item)))


def begin_of(session: Session) -> int:
    return starts(TRIOS, session.track("r"))[-1]


@pytest.mark.parametrize(
    ("limit", "ends"),
    [
        (10, (2, 5, 10)),
        # With less time each stage loses its part of what it can lose.
        (8.5, (2, 4.5, 8.5)),
        (7, (2, 4, 7)),
        # With less than the least, all of them get less.
        (3.5, (1, 2, 3.5)),
        (0, (0, 0, 0)),
        # More time than all stages need is for the last one.
        (12, (2, 5, 12)),
    ],
)
def test_stages_share_the_time_of_their_turn(limit: float, ends: tuple[float, ...]) -> None:
    assert stage_ends(TROIKA, round(limit * MINUTE)) == tuple(end * MINUTE for end in ends)


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), min_size=1, max_size=5).filter(
        lambda all_of: sum(low for low, _more in all_of) > 0
    ),
    st.integers(0, 4000 * SECOND),
)
def test_stages_fill_their_turn_and_keep_within_their_limits(lengths: list[tuple[int, int]], limit: int) -> None:
    turns = phased(*(("", (low + more) / 60, low / 60) for low, more in lengths))
    ends = stage_ends(turns, limit)
    assert (len(ends), ends[-1]) == (len(lengths), limit)
    assert all(a <= b for a, b in pairwise((0, *ends)))
    if turns.window.low * SECOND <= limit <= turns.window.high * SECOND:
        for length, (low, more) in zip(stage_lengths(ends), lengths, strict=True):
            assert low * SECOND - SECOND < length < (low + more) * SECOND + SECOND
    for number, end in enumerate(ends, 1):
        assert stage_at(ends, end - 1) <= number
        assert stage_at(ends, end) > number or end == limit


def test_turn_goes_through_its_stages_by_itself() -> None:
    session = session_of(TRIOS)
    assert stage(session) == StageView(1, 3, "Vertel", 120, 120, "Vraag door")
    session.wait(2)
    assert stage(session) == StageView(2, 3, "Vraag door", 180, 180, "Adviseer")
    session.wait(3)
    assert stage(session) == StageView(3, 3, "Adviseer", 300, 300)
    session.wait(6)
    assert now(session) == (3, -60)
    session.do(c.NextTurn())
    # The turns that are left share 19 minutes.
    assert now(session) == (1, 120)
    session.wait(2)
    assert now(session) == (2, 170)


def test_enter_goes_to_the_next_turn_in_any_stage_and_undo_goes_back_into_it() -> None:
    session = session_of(TRIOS)
    session.wait(3).do(c.NextTurn())
    assert now(session) == (1, 120)
    session.wait(1).do(c.Undo())
    assert now(session) == (2, 60)
    session.do(c.Redo())
    assert now(session) == (1, 60)


def test_turn_that_is_prepared_or_looked_back_on_has_no_stage() -> None:
    session = session_of(replace(TRIOS, turns=replace(TROIKA, prepare=minutes(2), after=minutes(1))))
    turn = project(session.state, session.t).turn
    assert turn is not None
    assert (turn.phase, turn.stage) == (0, None)
    session.wait(2).do(c.NextTurn())
    assert now(session) == (1, 120)
    for _ in range(3):
        session.do(c.NextTurn())
    turn = project(session.state, session.t).turn
    assert turn is not None
    assert (turn.phase, turn.stage) == (4, None)


def test_soft_signal_comes_between_stages_and_the_firm_one_at_the_end() -> None:
    session, seen = session_of(TRIOS), list[tuple[float, Alert | None]]()
    while session.t < 11 * MINUTE:
        if not seen or alert(session) != seen[-1][1]:
            seen.append((session.t / MINUTE, alert(session)))
        session.t += SECOND
    assert seen == [
        (0, None),
        (2, Alert(Sign.STAGE, False, "Vraag door")),
        (2.5, None),
        (5, Alert(Sign.STAGE, False, "Adviseer")),
        (5.5, None),
        (8, Alert(Sign.SOFT, False)),  # the last one has had its least
        (10, Alert(Sign.FIRM, True)),
    ]


def test_skipping_silent_work_stops_at_each_stage() -> None:
    session, stops = session_of(TRIOS), []
    while session.t < 10 * MINUTE:
        session.t += until_signal(session.state, session.t)
        stops.append(session.t / MINUTE)
    assert stops == [2, 5, 8, 10]


def test_minutes_are_for_the_stage_that_is_on_and_the_others_keep_theirs() -> None:
    session = session_of(TRIOS)
    session.wait(3).do(c.Minutes(1))
    assert now(session) == (2, 180)
    assert session.track("r").allotted == 31 * MINUTE
    session.wait(3)
    assert now(session) == (3, 300)
    session.do(c.Minutes(-2))
    assert now(session) == (3, 180)
    assert session.track("r").allotted == 29 * MINUTE
    session.do(c.Undo(), c.Undo())
    assert now(session) == (3, 240)
    session.do(c.Redo(), c.Redo())
    assert now(session) == (3, 180)


def test_minute_less_ends_a_stage_now_at_the_earliest() -> None:
    session = session_of(TRIOS)
    session.wait(1.5).do(c.Minutes(-1))
    assert now(session) == (2, 180)
    assert session.track("r").allotted == 29.5 * MINUTE
    session.do(c.Minutes(-1))
    assert now(session) == (2, 120)


def test_minute_after_the_firm_signal_is_for_the_last_stage_from_now() -> None:
    session = session_of(TRIOS)
    session.wait(10.5).do(c.Minutes(1))
    assert now(session) == (3, 60)
    assert (wall(session).signal, wall(session).minutes_to_go) == ("", 1)


def test_wall_shows_what_is_said_and_the_time_of_the_stage() -> None:
    session = session_of(TRIOS)
    session.wait(2.5)
    view = wall(session)
    assert (view.say, view.left, view.end) == ("Vraag door", 3, None)
    assert view.countdown is not None
    assert view.countdown.total_ms == 3 * MINUTE
    assert view.countdown.until == NOON + 5 * MINUTE
    assert view.turn is not None
    assert view.turn.stage == StageView(2, 3, "Vraag door", 0, 0, "Adviseer")
    session.wait(8)
    assert (wall(session).signal, wall(session).left) == ("change", None)


def test_end_of_the_activity_is_not_announced_in_the_middle_of_a_turn() -> None:
    for after, announced in ((0, 0), (2, 1)):
        session = session_of(replace(TRIOS, turns=replace(TROIKA, after=minutes(after)), duration=minutes(30 + after)))
        for _ in range(2):
            session.wait(10).do(c.NextTurn())
        session.wait(5.5)
        assert (project(session.state, session.t).clock.left_s, wall(session).minutes_to_go) == (270 + after * 60, 0)
        session.wait(4.5).do(c.NextTurn())
        session.wait(1)
        assert wall(session).minutes_to_go == announced


def test_wall_shows_what_is_said_where_participants_speak_one_after_the_other() -> None:
    session = session_of(replace(TRIOS, form=Form.PLENARY, roles=(), turns=replace(TROIKA, each=Each.PARTICIPANT)))
    view = wall(session)
    assert (view.say, view.turn) == ("Vertel", None)


CHANGES: st.SearchStrategy[c.Command] = st.one_of(
    CLOCKWORK,
    st.sampled_from([c.TakeBackGap(), c.Undo(), c.Undo(), c.Redo()]),
    st.sampled_from([c.Replan({"r": n * MINUTE}, (), None) for n in (4, 20, 40)]),
    st.integers(1, 6).map(lambda n: c.BeganEarlier(n * MINUTE)),
)


@settings(max_examples=settings.get_profile("steady").max_examples // 2)
@given(schedules(CHANGES, st.just(Sleep())))
def test_stages_fit_in_their_turn_whatever_happens(moves: list[Move]) -> None:
    session = session_of(TRIOS)
    for ms, what in moves:
        if isinstance(what, Sleep):
            session.sleep(ms / MINUTE)
        else:
            session.t += ms
            session.do(what)
        view = project(session.state, session.t)
        turn, picture = view.turn, wall(session)
        if turn is None or turn.stage is None:
            continue
        assert turn.stage.left_s <= turn.stage.limit_s + 1  # what is shown changes with the second of the activity
        assert (turn.stage.left_s > 0) == (turn.left_s > 0)
        assert turn.left_s >= turn.stage.left_s
        assert turn.left_s == turn.stage.left_s if turn.left_s <= 0 or not turn.stage.then else True
        if session.mode == Mode.RUNNING and min(turn.left_s, view.clock.left_s) > 0:
            assert picture.left == -(-turn.stage.left_s // 60)
            assert picture.say == turn.stage.say
    state, unfit = fold(session.events)
    assert (state.timing, state.cued, unfit) == (session.state.timing, session.state.cued, 0)


@settings(max_examples=settings.get_profile("steady").max_examples // 2)
@given(schedules(CHANGES), st.sampled_from([-2, -1, 1, 3]))
def test_minutes_leave_the_other_stages_as_long_as_they_were(moves: list[Move], n: int) -> None:
    session = session_of(TRIOS)
    for ms, what in moves:
        session.t += ms
        session.do(what)  # type: ignore[arg-type]  # there is no sleep among them
    before = ends_of(session)
    begun = run_time(session.state, session.t) > 0 or session.mode != Mode.WAITING
    if not (before and begun and session.do(c.Minutes(n))):
        return
    number = stage_at(before, run_time(session.state, session.t) - begin_of(session)) - 1
    was, lengths = stage_lengths(before), stage_lengths(ends_of(session))
    assert [*was[:number], *was[number + 1 :]] == [*lengths[:number], *lengths[number + 1 :]]
    assert lengths[number] != was[number]
