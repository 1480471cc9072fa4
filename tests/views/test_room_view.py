"""The room's signals: which ones there are by form, and which of them are played."""

import pytest
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.attendance import with_arrival, with_groups, with_names
from luisteren_tui.session.events import Clock, Gap
from luisteren_tui.session.signals import RoomSignal, Sign, is_new_signal, room_signal
from luisteren_tui.session.state import begin
from luisteren_tui.views.room_view import Countdown, RoomView, Scene, room_view
from luisteren_tui.views.room_wording import minutes_to_go
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Activity, Cue, Form, Room, RoomClock, RoomPrompts, Signal
from tests.session.sample_sessions import (
    BREAK,
    CLOSE,
    EXPLORE,
    MINUTE,
    NOON,
    READ,
    SECOND,
    SHARE,
    SWAP,
    WORKSHOP,
    Session,
    minutes,
    opened,
)

GROUPS = replace(SHARE, turns=None)


def running(activity: Activity) -> Session:
    """Return a session of this activity and a next one, with its clock just started."""
    session = Session(apply(begin(opened(replace(WORKSHOP, activities=(activity, EXPLORE)))), Clock(0, NOON, 0, "b")))
    session.do(c.Toggle())
    return session


def room(session: Session) -> RoomView:
    return room_view(session.state, project(session.state, session.t))


def seen(session: Session, length: float) -> list[tuple[float, str | int]]:
    """Return the minutes at which the room's signal changed, and to what."""
    found: list[tuple[float, str | int]] = [(0, "")]
    stop = session.t + length * MINUTE
    while session.t < stop:
        view = room(session)
        if (said := view.minutes_to_go or view.signal) != found[-1][1]:
            found.append((session.t / MINUTE, said))
        session.t = project(session.state, session.t).next_change
    return found[1:]


def sounds(session: Session, length: float) -> list[float]:
    """Return the minutes at which a signal is played, when looking every second."""
    found, before, stop = [], None, session.t + length * MINUTE
    while session.t < stop:
        view = project(session.state, session.t)
        now = room_signal(session.state, view.clock, view.turn)
        if is_new_signal(before, now):
            found.append(session.t / MINUTE)
        before = now
        session.t += SECOND
    return found


@pytest.mark.parametrize(
    ("activity", "signals"),
    [
        (GROUPS, [(7, 5), (8, ""), (11, 1), (12, "over"), (13, "")]),
        (BREAK, [(13, 2), (14, ""), (15, "over"), (16, "")]),
        (READ, []),
        (CLOSE, []),
        (replace(CLOSE, signal=Signal.ROOM), [(10, "over"), (11, "")]),
        (replace(GROUPS, signal=Signal.FACILITATOR), []),
        (replace(GROUPS, signal=Signal.QUIET), []),
    ],
)
def test_room_signals_follow_from_the_form(activity: Activity, signals: list[tuple[float, str | int]]) -> None:
    assert seen(running(activity), 20) == signals
    assert sounds(running(activity), 20) == [when for when, what in signals if what]


def test_room_shows_only_the_firm_signal_of_a_turn() -> None:
    session = running(SWAP)
    session.wait(2).do(c.NextTurn())
    assert seen(session, 11) == [(8, "change")]
    session = running(SWAP)
    session.wait(2).do(c.NextTurn())
    assert sounds(session, 11) == [8]


@pytest.mark.parametrize("clock", [RoomClock.MINUTES, RoomClock.SECONDS])
def test_room_sees_no_time_once_a_round_is_over(clock: RoomClock) -> None:
    session = running(replace(SWAP, room=Room(RoomPrompts.ALL, clock)))
    session.wait(2).do(c.NextTurn())
    session.wait(5)
    assert room(session).left == (1 if clock == RoomClock.MINUTES else 60)
    session.wait(1)
    assert (room(session).signal, room(session).left, room(session).end) == ("change", None, None)


def test_room_counts_the_minutes_of_a_turn_that_all_groups_have_although_it_sees_only_when_other_work_is_done() -> None:
    only_end = Room(RoomPrompts.ALL, RoomClock.END)
    session = running(replace(SWAP, form=Form.SUBGROUPS, room=only_end))
    assert (room(session).clock, room(session).left) == (RoomClock.END, None)
    session.wait(2).do(c.NextTurn())
    assert (room(session).clock, room(session).left, room(session).end) == (RoomClock.MINUTES, 6, None)
    session = running(replace(SHARE, room=only_end))
    assert (room(session).clock, room(session).left) == (RoomClock.END, None)


@pytest.mark.parametrize("activity", [SWAP, SHARE], ids=["pairs", "gallery"])
def test_minute_after_the_firm_signal_takes_it_from_the_room(activity: Activity) -> None:
    session = running(activity)
    session.wait(2).do(c.NextTurn())
    session.wait(8)
    assert room(session).signal == "change"
    before = listened(session)
    session.do(c.Minutes(1))
    assert (room(session).signal, room(session).minutes_to_go) == ("", 1)
    assert not is_new_signal(before, listened(session))
    assert seen(session, 2) == [(10, 1), (11, "change")]
    session.do(c.Toggle())
    assert (room(session).signal, room(session).minutes_to_go) == ("", 0)


def test_room_is_told_of_the_last_minute_only_of_a_turn_that_got_other_time() -> None:
    session = running(SWAP)
    session.wait(2).do(c.NextTurn(), c.Minutes(1))
    assert seen(session, 11) == [(8, 1), (9, "change")]
    quiet = running(replace(SWAP, signal=Signal.QUIET))
    quiet.wait(2).do(c.NextTurn(), c.Minutes(1))
    assert seen(quiet, 11) == []


def test_line_of_the_facilitator_is_with_everything_but_an_empty_wall() -> None:
    session = Session()
    session.do(c.ShowLine("Terug \x1b[31m om 15:05"))
    assert (room(session).scene, room(session).line) == (Scene.WELCOME, "Terug ␛[31m om 15:05")
    session.do(c.Toggle(), c.ShowLine("Terug om 15:05"))
    assert (room(session).scene, room(session).line) == (Scene.ACTIVITY, "Terug om 15:05")
    session.do(c.ShowText("gedicht"))
    assert (room(session).scene, room(session).line) == (Scene.TEXT, "Terug om 15:05")
    session.do(c.Blank(True))
    assert (room(session).scene, room(session).line) == (Scene.BLANK, "")
    session.do(c.Blank(False), c.End())
    assert (room(session).scene, room(session).line) == (Scene.THANKS, "")


def test_parking_lot_stands_before_the_text_and_the_groups_while_it_is_shown() -> None:
    session = Session()
    session.do(c.Park(1, "een \x1b tolk"), c.Toggle(), c.ShowText("gedicht"))
    assert room(session).parking == ()
    session.do(c.ShowParking(True), c.Park(2, "nog niet getoond"))
    assert (room(session).scene, room(session).parking) == (Scene.PARKING, ("een ␛ tolk",))
    session.do(c.Blank(True))
    assert (room(session).scene, room(session).parking) == (Scene.BLANK, ())
    session.do(c.Blank(False), c.ShowParking(False))
    assert room(session).scene == Scene.TEXT


def test_signal_is_shown_with_the_parking_lot() -> None:
    session = running(GROUPS)
    session.do(c.Park(1, "een"), c.ShowParking(True))
    session.wait(7)
    assert (room(session).scene, room(session).minutes_to_go) == (Scene.PARKING, 5)


def test_cue_for_the_facilitator_does_not_hide_the_room_signal() -> None:
    cues = tuple(Cue(minutes(at), "Nog twee minuten") for at in (7, 11))
    session = running(replace(GROUPS, cues=cues))
    assert seen(session, 11.5) == [(7, 5), (8, ""), (11, 1)]
    # The soft signal of a turn does not hide it either.
    session = running(SHARE)
    session.wait(9.5).do(c.NextTurn(), c.NextTurn())
    session.wait(2)
    alert = project(session.state, session.t).alert
    assert alert is not None
    assert alert.sign == Sign.SOFT
    assert room(session).minutes_to_go == 1


def test_quiet_activity_has_only_cues() -> None:
    session = running(replace(SWAP, signal=Signal.QUIET))
    session.do(c.NextTurn())
    found = []
    while session.t < 17 * MINUTE:
        alert = project(session.state, session.t).alert
        if alert is not None and alert.sign not in found:
            found.append(alert.sign)
        session.t += SECOND
    assert found == [Sign.CUE]
    session = running(replace(SWAP, signal=Signal.QUIET))
    session.do(c.NextTurn())
    assert seen(session, 17) == []


def listened(session: Session) -> RoomSignal:
    view = project(session.state, session.t)
    return room_signal(session.state, view.clock, view.turn)


def test_signal_caused_by_a_command_is_not_played() -> None:
    session = running(GROUPS)
    session.wait(6.99)
    before = listened(session)
    session.do(c.Minutes(-1))
    assert listened(session).alert is not None
    assert not is_new_signal(before, listened(session))
    # The same is true when the clock is resumed after the time was up.
    session = running(GROUPS)
    session.wait(12.2).do(c.Toggle())
    before = listened(session)
    session.do(c.Toggle())
    assert listened(session).alert is not None
    assert not is_new_signal(before, listened(session))


def test_signal_is_played_when_a_prompt_changes_at_that_moment() -> None:
    session = running(SWAP)
    session.do(c.NextTurn())
    session.wait(7)
    session.t -= SECOND
    before = listened(session)
    session.t += SECOND
    session.do(c.Show(replace(session.state.slot, prompt=2)))
    assert is_new_signal(before, listened(session))


def test_late_signal_is_not_played() -> None:
    session = running(GROUPS)
    session.wait(6)
    before = listened(session)
    session.wait(1.1)
    session.state = apply(session.state, Gap(session.t, session.t - 66 * SECOND, "sleep"))
    assert listened(session).alert is not None
    assert not is_new_signal(before, listened(session))
    # The first look after a start or resume plays nothing.
    assert not is_new_signal(None, listened(session))


@pytest.mark.parametrize(
    ("minutes", "left", "shown"),
    [(45, None, True), (11, None, True), (10, 10, True), (1, 1, True), (0, None, False), (-20, None, False)],
)
def test_welcome_counts_the_last_ten_minutes_to_the_planned_start(minutes: int, left: int | None, shown: bool) -> None:
    start = NOON + minutes * MINUTE
    session = Session(apply(begin(replace(opened(), planned_start=start)), Clock(0, NOON, 0, "b")))
    view = room(session)
    assert (view.scene, view.left, view.end) == (Scene.WELCOME, left, start if shown else None)


def test_welcome_without_a_planned_start_has_no_time() -> None:
    assert (room(Session()).left, room(Session()).end) == (None, None)


def test_countdown_of_an_activity_ends_when_its_time_is_up() -> None:
    session = running(replace(GROUPS, room=Room(RoomPrompts.ALL, RoomClock.END)))
    session.wait(2.5)
    assert room(session).countdown == Countdown(12 * MINUTE, until=NOON + 12 * MINUTE)
    session.do(c.Toggle())
    session.wait(1)
    assert room(session).countdown == Countdown(12 * MINUTE, left_ms=round(9.5 * MINUTE))
    session.do(c.Toggle(), c.Minutes(1))
    assert room(session).countdown == Countdown(13 * MINUTE, until=NOON + 14 * MINUTE)


def test_countdown_of_a_round_is_that_of_the_round() -> None:
    session = running(SWAP)
    session.wait(2)
    assert room(session).countdown == Countdown(15 * MINUTE, until=NOON + 15 * MINUTE)
    session.do(c.NextTurn())
    session.wait(1)
    assert room(session).countdown == Countdown(6 * MINUTE, until=NOON + 8 * MINUTE)
    session.wait(6)
    assert room(session).countdown is None


def test_countdown_of_a_rehearsal_knows_its_speed() -> None:
    rehearsal = begin(replace(opened(replace(WORKSHOP, activities=(GROUPS,))), kind="rehearsal"))
    session = Session(apply(rehearsal, Clock(0, NOON, 0, "b", rate=10.0)))
    session.do(c.Toggle())
    assert room(session).countdown == Countdown(12 * MINUTE, until=NOON + round(1.2 * MINUTE), rate=10.0)


def test_whole_minutes_are_left_whatever_the_clock_of_the_room_says() -> None:
    session = running(replace(GROUPS, room=Room(RoomPrompts.ALL, RoomClock.END)))
    session.wait(2.5)
    assert (room(session).left, room(session).minutes_left) == (None, 10)
    assert minutes_to_go(room(session)) == "10 minutes to go"
    session.do(c.Toggle())
    assert minutes_to_go(room(session)) == ""
    session.do(c.Toggle())
    session.wait(8.5)
    assert (room(session).minutes_to_go, minutes_to_go(room(session))) == (1, "")
    session.wait(3)
    assert room(session).minutes_left == 0
    rounds = running(SWAP)
    rounds.wait(2).do(c.NextTurn())
    rounds.wait(1)
    assert (room(rounds).left, room(rounds).minutes_left) == (5, 5)


def test_room_that_sees_no_time_has_no_countdown() -> None:
    assert (room(Session()).countdown, room(Session()).minutes_left) == (None, None)
    assert room(running(replace(CLOSE, room=Room(RoomPrompts.CHOSEN, RoomClock.NONE)))).countdown is None


def test_names_and_newcomers_are_called_as_the_room_reads_it() -> None:
    session = running(SWAP)
    people = with_names(session.state, ("Anna", "Bo", "Chris"))
    session.do(c.Gather(people))
    session.do(c.Gather(with_arrival(session.state)))
    session.do(c.Group(with_groups(session.state)))
    session.do(c.ShowGroups(SWAP.id))
    shown = room(session)
    assert shown.language == session.state.opened.workshop.language == "nl"
    assert shown.groups is not None
    assert "nieuw" in {name for group in shown.groups.groups for name in group}
