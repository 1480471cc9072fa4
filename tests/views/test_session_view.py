"""The session view: time left, margin, alerts, agenda, and when the view next changes."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.events import Clock, Slot
from luisteren_tui.session.projected_end import begin_time, coming_activities, end_time, planned_total, time_left
from luisteren_tui.session.signals import Alert, until_signal
from luisteren_tui.session.state import begin, run_time, track
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.session_view import Ask, Coming, Row, SlotView, Status, View, activity_label, project
from luisteren_tui.workshop.model import (
    Activity,
    Cue,
    Duration,
    Form,
    Room,
    RoomClock,
    RoomPrompts,
    Signal,
    Step,
    Workshop,
)
from tests.session.sample_sessions import (
    ACTIVITIES,
    ANY,
    BREAK,
    CLOSE,
    EXPLORE,
    LENGTHS,
    MINUTE,
    NOON,
    SECOND,
    SHARE,
    WORKSHOP,
    Move,
    Session,
    activity,
    after,
    along,
    minutes,
    opened,
)

KEYS = {(Ask, "id"), (Ask, "text"), (Row, "id"), (SlotView, "slot")}
"""Keys that are used for lookup and never shown."""
HOSTILE = "\x1b]52;c;eA==\x07[red]\u202ekwaad\u200b\x9b31m\ud800[/"


def seen(session: Session) -> View:
    return project(session.state, session.t)


def at(place: int) -> Session:
    """Return a session in which the activity at `place` runs."""
    session = Session()
    session.do(*[c.Next()] * place, c.Toggle())
    return session


def same(a: View, b: View) -> bool:
    return replace(a, next_change=0) == replace(b, next_change=0)


@given(ANY, LENGTHS, st.data())
def test_view_stays_the_same_until_its_next_change(moves: list[Move], ms: int, data: st.DataObject) -> None:
    session = after(moves)
    t = session.t + ms
    now = project(session.state, t)
    assert now.next_change > t
    for between in (now.next_change - 1, data.draw(st.integers(t, now.next_change - 1))):
        then = project(session.state, between)
        assert same(now, then)
        assert then.next_change == now.next_change
    assert not same(now, project(session.state, now.next_change))


@given(ANY, LENGTHS, st.integers(1, 999), st.sampled_from(["now", "own", "end", "margin"]))
def test_view_stays_the_same_until_its_next_change_just_before_a_minute_ends(
    moves: list[Move], ms: int, before: int, what: str
) -> None:
    session = after(moves)
    session.t += ms
    state = session.state
    own = max(0, session.track(session.at).allotted - run_time(state, session.t))
    names = list(state.activities)
    rest = own + sum(time_left(state, state.activities[name]) for name in names[names.index(session.at) + 1 :])
    margin = rest - planned_total(state) - (begin_time(state) or 0)
    ahead = {"now": 0, "own": own, "end": rest, "margin": margin}[what]
    t = session.t + MINUTE - before + -(session.t + ahead) % MINUTE
    now = project(state, t)
    assert same(now, project(state, now.next_change - 1))
    assert not same(now, project(state, now.next_change))


def late() -> Session:
    session = Session()
    session.t = 18_300
    session.do(c.Toggle())
    return session.wait(15)


def early() -> Session:
    """Return a session that is paused in the second activity, with 1:41 to spare."""
    session = Session()
    session.t = 18_300
    session.do(c.Toggle(), c.Next())
    session.t += 3_400
    session.do(c.Previous())
    session.t += 799_100
    session.do(c.Next(), c.Toggle())
    return session


def begun_twice() -> Session:
    """Return a session that is paused in the first activity, after the second has used some of its time."""
    session = Session()
    session.t = 18_300
    session.do(c.Toggle(), c.Next())
    session.t += 3_400
    session.do(c.Previous())
    session.t += 7_700
    session.do(c.Toggle())
    return session


@pytest.mark.parametrize("session", [late(), early(), begun_twice()], ids=["late", "early", "begun twice"])
def test_view_changes_only_at_its_next_change(session: Session) -> None:
    start, stop = session.t, session.t + 3 * MINUTE
    moments = [
        t + ms for t in range(start, stop, 100) for ms in (0, 1)
    ]  # everything in this test happens at these moments
    views = [project(session.state, t) for t in moments]
    looked = [t for t, (a, b) in zip(moments[1:], pairwise(views), strict=True) if not same(a, b)]
    named, t = [], views[0].next_change
    while t <= moments[-1]:
        named.append(t)
        t = project(session.state, t).next_change
    assert named == looked


@given(ANY, LENGTHS, st.sampled_from([0.1, 0.5, 1.5, 3.0, 7.0, 60.0]), st.data())
def test_view_stays_the_same_until_its_next_change_in_a_fast_rehearsal(
    moves: list[Move], ms: int, rate: float, data: st.DataObject
) -> None:
    session = after(moves)
    session.happens(Clock(session.t, NOON + 12_345, 5000, "boot", rate))
    t = session.t + ms
    now = project(session.state, t)
    assert same(now, project(session.state, data.draw(st.integers(t, now.next_change - 1))))
    assert same(now, project(session.state, now.next_change - 1))
    assert not same(now, project(session.state, now.next_change))


@given(ANY, LENGTHS, LENGTHS)
def test_view_is_the_same_when_an_earlier_one_is_given(moves: list[Move], ms: int, more: int) -> None:
    session = after(moves)
    earlier, t = project(session.state, session.t + ms), session.t + ms + more
    assert project(session.state, t, earlier) == project(session.state, t)


@given(ANY, LENGTHS)
def test_seconds_left_are_rounded_up(moves: list[Move], ms: int) -> None:
    session = after(moves)
    t = session.t + ms
    left = session.track(session.at).allotted - run_time(session.state, t)
    assert project(session.state, t).clock.left_s == ceil(left / SECOND)


def test_countdown_does_not_drift_in_two_hours() -> None:
    session = at(0)
    session.t = 137
    session.do(c.Toggle(), c.Toggle())
    changes = 0
    while session.t < 2 * 60 * MINUTE:
        view = seen(session)
        assert view.clock.left_s == ceil((15 * MINUTE - session.t) / SECOND)
        session.t = view.next_change
        changes += 1
    assert session.t == 2 * 60 * MINUTE
    assert 7200 <= changes <= 7300  # the seconds, and the minutes of the end between them


def test_margin_is_unknown_before_the_start() -> None:
    session = Session()
    view = seen(session.wait(5))
    assert (view.begun, view.header.margin, view.clock.since_s) == (False, None, 300)
    assert view.header.end == NOON + (5 + 72) * MINUTE
    assert begin_time(session.state) is None
    assert planned_total(session.state) == 72 * MINUTE


def test_end_moves_only_when_time_is_added_lost_or_gained() -> None:
    session = at(0)
    assert seen(session).header.end == NOON + 72 * MINUTE
    assert seen(session.wait(10)).header.end == NOON + 72 * MINUTE
    session.do(c.Minutes(2))
    assert (seen(session).header.end, seen(session).header.margin) == (NOON + 74 * MINUTE, -2)
    session.do(c.Next())
    assert (seen(session).header.end, seen(session).header.margin) == (NOON + 67 * MINUTE, 5)
    session.do(c.Skip())
    assert seen(session).header.margin == 10
    assert time_left(session.state, ACTIVITIES[1]) == 0
    session.do(c.Toggle())
    assert seen(session.wait(11)).header.margin == -1
    assert seen(session).header.end == NOON + (10 + 11 + 52) * MINUTE


@pytest.mark.parametrize(("over", "margin"), [(0, 0), (0.999, 0), (1, -1), (1.999, -1), (2, -2)])
def test_margin_within_a_minute_late_is_zero(over: float, margin: int) -> None:
    session = at(0)
    assert seen(session.wait(15 + over)).header.margin == margin


@pytest.mark.parametrize(("early", "margin"), [(0.999, 0), (1, 1), (1.999, 1)])
def test_margin_within_a_minute_early_is_zero(early: float, margin: int) -> None:
    session = at(0)
    session.wait(15 - early).do(c.Next())
    assert seen(session).header.margin == margin


def test_overtime_counts_on() -> None:
    session = at(0)
    clock = seen(session.wait(15.7)).clock
    assert (clock.left_s, clock.run_s, clock.mode) == (-42, 942, Mode.RUNNING)
    assert clock.end == NOON + 15 * MINUTE
    assert seen(session).header.end == NOON + 72 * MINUTE


@pytest.mark.parametrize(("length", "from_s"), [(25, 120), (15, 120), (13, 117), (10, 90), (5, 45), (1, 9)])
@pytest.mark.parametrize(
    "given", [EXPLORE, BREAK, replace(CLOSE, signal=Signal.QUIET)], ids=["plenary", "break", "quiet"]
)
def test_end_is_near_two_minutes_before_it_or_in_the_last_part_of_a_short_activity(
    length: float, from_s: int, given: Activity
) -> None:
    alone = replace(given, duration=minutes(length), cues=())
    session = Session(apply(begin(opened(replace(WORKSHOP, activities=(alone,)))), Clock(0, NOON, 0, "b")))
    session.do(c.Toggle())
    changes: list[tuple[int, bool]] = []
    for _ in range(alone.duration + 180):
        clock = seen(session).clock
        if clock.ending != (changes[-1][1] if changes else False):
            changes.append((clock.left_s, clock.ending))
        session.t += SECOND
    assert changes == [(from_s, True), (0, False)]


def test_end_of_a_paused_activity_stays_near_and_a_minute_more_takes_it_away() -> None:
    session = at(0)
    session.wait(13.5).do(c.Toggle())
    assert seen(session).clock.ending
    session.wait(5).do(c.Minutes(1))
    assert not seen(session).clock.ending


def test_end_of_what_is_skipped_or_over_is_not_near() -> None:
    session = at(5)
    session.wait(9).do(c.Skip())
    clock = seen(session).clock
    assert (clock.skipped, clock.ending) == (True, False)
    session.do(c.Toggle())
    clock = seen(session).clock
    assert (clock.skipped, clock.ending) == (False, True)
    session.do(c.End())
    assert not seen(session).clock.ending


def test_clock_shows_how_long_it_waits_or_pauses() -> None:
    session = at(0)
    assert seen(session.wait(2)).clock.since_s == 0
    session.do(c.Toggle())
    clock = seen(session.wait(0.5)).clock
    assert (clock.since_s, clock.left_s, clock.end) == (30, 780, NOON + 15 * MINUTE)


def test_only_the_time_of_day_changes_after_the_end() -> None:
    session = at(0)
    session.wait(10).do(c.End())
    then = seen(session)
    later = seen(session.wait(30))
    assert then.header.end == NOON + 10 * MINUTE
    assert same(replace(then, header=replace(then.header, now=later.header.now)), later)
    assert [row.status for row in later.rows if row.id] == [Status.DONE, *[Status.COMING] * 5]


def test_activities_that_never_ran_are_coming_at_the_end() -> None:
    session = Session()
    session.do(c.End())
    assert {row.status for row in seen(session).rows} == {Status.COMING}


def test_step_left_halfway_is_coming() -> None:
    session = at(1)
    session.do(c.Previous())
    assert [row.status for row in seen(session).rows][:4] == [Status.CURRENT, Status.COMING, Status.DONE, Status.COMING]


def test_agenda_has_a_row_for_each_step_activity_and_break() -> None:
    session = at(0)
    session.wait(16).do(c.Next())
    session.wait(5).do(c.Next())
    done, now, coming = Status.DONE, Status.CURRENT, Status.COMING
    assert [(row.id, row.label, row.nested, row.planned_s, row.actual_s, row.status) for row in seen(session).rows] == [
        ("1", "1", False, 900, 960, done),
        ("", "2", False, 1920, None, now),
        ("2a", "2a", True, 300, 300, done),
        ("2b", "2b", True, 900, None, now),
        ("2c", "2c", True, 720, None, coming),
        ("p1", "·", False, 900, None, coming),
        ("3", "3", False, 600, None, coming),
    ]
    assert [row.title for row in seen(session).rows][:3] == ["Verkenning", "Casus", "Lezen"]
    session.do(c.Skip())
    session.wait(4).do(c.Next())
    step = seen(session).rows[1]
    assert (step.status, step.actual_s) == (Status.DONE, 540)


def test_agenda_keeps_a_break_inside_its_step_and_shows_numbers_for_own_ids() -> None:
    inside = (replace(SHARE, id="poster", label="2a"), BREAK, replace(SHARE, id="2b"), replace(BREAK, id="p2"))
    order = (replace(EXPLORE, id="open", label="1"), *inside, replace(CLOSE, id="3a"))
    session = Session(apply(begin(opened(replace(WORKSHOP, activities=order))), Clock(0, NOON, 0, "b")))
    rows = [(row.label, row.nested) for row in seen(session).rows]
    assert rows == [
        ("1", False), ("2", False), ("2a", True), ("·", True), ("2b", True), ("·", False), ("3a", False),
    ]  # fmt: skip


def test_agenda_says_when_each_activity_began_or_will_begin() -> None:
    session = at(0)
    session.wait(16).do(c.Next())
    session.wait(5).do(c.Next())
    session.wait(18).do(c.Toggle())
    view = seen(session)
    rows = {row.id: row for row in view.rows if row.id}
    assert [rows[id].began for id in ("1", "2a", "2b")] == [NOON, NOON + 16 * MINUTE, NOON + 21 * MINUTE]
    # 2b is three minutes over time, and the clock stands still.
    assert view.following == NOON + 39 * MINUTE
    assert [rows[id].ahead_s for id in ("2b", "2c", "p1", "3")] == [None, 0, 720, 1620]
    assert view.header.end == view.following + (1620 + 600) * 1000
    assert seen(session.wait(2)).following == NOON + 41 * MINUTE


def test_agenda_says_when_the_present_activity_will_begin_unless_it_is_left_out() -> None:
    session = at(0)
    session.wait(5).do(c.Next())
    session.wait(2).do(c.Undo())
    session.do(c.Undo())  # the start
    assert session.state.timing.mode == Mode.WAITING
    view = seen(session)
    assert view.following + 1000 * (view.rows[0].ahead_s or 0) == view.header.now
    while session.state.activity.id != "3":
        session.do(c.Next())
    session.do(c.Skip())
    assert seen(session).rows[-1].status == Status.CURRENT
    assert seen(session).rows[-1].ahead_s is None


def test_view_has_the_present_question_and_the_coming_activity() -> None:
    session = Session()
    view = seen(session)
    assert view.ask == Ask(
        id="1",
        label="1",
        title="Verkenning",
        form=Form.PLENARY,
        instruction="Lees het gedicht voor.",
        prompts=("Wat doet dit gedicht met je?", "Welk woord blijft hangen?"),
        chosen=1,
        roles=(),
        options=(),
        tips=("Laat na het voorlezen een halve minuut stil.",),
        text="gedicht",
    )
    assert view.coming == Coming("Lezen", Form.INDIVIDUAL, 300, (), by_itself=False)
    assert view.slot == SlotView(Slot("1", prompt=1), marked=False)
    session.do(c.Show(Slot("1", prompt=2)), c.Mark(Slot("1", prompt=2)))
    assert seen(session).ask.chosen == 2
    assert seen(session).slot == SlotView(Slot("1", prompt=2), marked=True)
    session.do(c.Show(Slot("1")))
    assert seen(session).ask.chosen == 2  # the general slot does not choose another prompt
    session.do(*[c.Next()] * 5)
    assert seen(session).coming is None
    session.do(c.Previous())
    assert (activity_label(BREAK), seen(session).ask.chosen) == ("·", 0)


def test_slot_tells_which_question_the_room_sees_instead() -> None:
    chosen = replace(EXPLORE, room=Room(RoomPrompts.CHOSEN, RoomClock.NONE))
    session = Session(
        apply(begin(opened(replace(WORKSHOP, activities=(chosen, *ACTIVITIES[1:])))), Clock(0, NOON, 0, ""))
    )
    second, private = Slot("1", prompt=2), Slot("1", private=True)
    session.do(c.ShowNote(second))
    assert seen(session).slot == SlotView(second, marked=False, room_sees=1)
    session.do(c.ShowNote(private))
    assert seen(session).slot.room_sees == 1
    session.do(c.Blank(True))
    assert seen(session).slot.room_sees == 0
    session.do(c.Blank(False), c.Show(second))
    assert seen(session).slot.room_sees == 0
    session.do(c.Next(), c.Next(), c.ShowNote(Slot("2b", prompt=2)))
    assert (seen(session).room.prompts, seen(session).slot.room_sees) == (RoomPrompts.ALL, 0)


def alerts(session: Session, minutes: float) -> list[tuple[float, Alert | None]]:
    """Return the minutes of run time at which the alert changed, and to what."""
    found: list[tuple[float, Alert | None]] = []
    stop = session.t + minutes * MINUTE
    while session.t < stop:
        view = seen(session)
        if not found or view.alert != found[-1][1]:
            found.append((run_time(session.state, session.t) / MINUTE, view.alert))
        session.t = view.next_change
    return found


def words(found: list[tuple[float, Alert | None]]) -> list[tuple[float, str, bool]]:
    return [(when, str(alert.sign), alert.room) for when, alert in found if alert is not None]


def test_turn_alerts_are_a_soft_and_a_firm_signal() -> None:
    session = at(2)
    assert words(alerts(session, 3)) == [(2, "begin", False)]
    session.do(c.NextTurn())  # at 3:00, with 11 minutes for two turns: 5:30 each, the soft signal at 5/7 of that
    first = alerts(session, 6)
    assert words(first) == [(pytest.approx(3 + 235 / 60), "soft", False), (8.5, "firm", True)]
    assert seen(session).clock.marks == (180 + 235, 510)


def test_cues_are_for_the_facilitator_and_stay_for_a_minute() -> None:
    session = at(2)
    session.do(c.NextTurn(), c.NextTurn(), c.NextTurn())
    found = alerts(session, 16)
    assert words(found) == [(13, "cue", False), (15, "over", True)]
    assert next(alert.text for _, alert in found if alert) == "Nog twee minuten"
    assert (14, None) in found


def test_each_signal_is_followed_by_the_next_one() -> None:
    session = at(2)
    session.do(c.NextTurn(), c.NextTurn(), c.NextTurn())
    for minute, following in ((0, 13), (13, 15), (15, 15)):
        session.t = minute * MINUTE
        assert until_signal(session.state, session.t) == (following - minute) * MINUTE


def test_announcements_before_the_end_follow_from_the_form() -> None:
    assert words(alerts(at(4), 16)) == [(13, "almost", True), (15, "over", True)]
    assert words(alerts(at(0), 16)) == [(15, "over", False)]
    groups = opened(replace(WORKSHOP, activities=(replace(SHARE, turns=None),)))
    session = Session(apply(begin(groups), Clock(0, NOON, 0, "b")))
    session.do(c.Toggle())
    found = [(when, alert.seconds) for when, alert in alerts(session, 11.9) if alert]
    assert found == [(7, 300), (11, 60)]
    session.do(c.Undo())
    session.do(c.Minutes(-11), c.Toggle())
    assert words(alerts(session, 0.9)) == []  # an activity of one minute has no announcement


def test_pause_gives_no_alert() -> None:
    session = at(0)
    session.wait(16).do(c.Toggle())
    assert seen(session).alert is None


def strings(value: object) -> Iterator[str]:
    """Yield every string in a View except its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if (type(value), name) not in KEYS:
                yield from strings(getattr(value, name))
    else:
        assert value is None or isinstance(value, int)


def hostile(known: Workshop) -> Workshop:
    return replace(
        known,
        title=HOSTILE,
        steps=tuple(Step(HOSTILE) for _ in known.steps),
        activities=tuple(
            replace(
                each,
                title=HOSTILE,
                instruction=HOSTILE,
                prompts=(HOSTILE,),
                tips=(HOSTILE,),
                roles=(HOSTILE, HOSTILE),
                options=(HOSTILE,),
                materials=(HOSTILE,),
                cues=(Cue(Duration(each.duration // 2), HOSTILE),),
            )
            for each in known.activities
        ),
    )


@pytest.mark.parametrize("place", range(len(ACTIVITIES)))
def test_text_in_a_view_is_safe_and_complete(place: int) -> None:
    session = Session(apply(begin(opened(hostile(WORKSHOP))), Clock(0, NOON, 0, "b")))
    session.do(*[c.Next()] * place, c.Toggle())
    session.wait(2).do(c.NextTurn())
    session.t = ACTIVITIES[place].duration // 2 * SECOND
    view = seen(session)
    assert view.alert is not None
    assert view.alert.text
    shown = list(strings(view))
    assert len([text for text in shown if "[red]" in text and "kwaad" in text]) >= 12
    for text in shown:
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs")]


def test_label_is_safe() -> None:
    assert activity_label(activity("\x1b[2J", "x", Form.PLENARY, 1, 1)) == "␛[2J"
    assert activity_label(CLOSE) == "3"
    assert activity_label(replace(CLOSE, label="2c")) == "2c"


def test_run_time_is_never_negative() -> None:
    session = at(1)
    session.wait(0.003).sleep(20.0085)
    session.wait(0.0007).do(c.Minutes(1), c.TakeBackGap())
    assert seen(session).clock.run_s == 0


def test_agenda_of_a_large_workshop_shows_the_rows_around_the_present_one() -> None:
    many = tuple(replace(EXPLORE, id=f"a{n}", step=n // 5 + 1) for n in range(1000))
    large = replace(WORKSHOP, activities=many, steps=tuple(Step(str(n)) for n in range(200)))
    session = Session(apply(begin(opened(large)), Clock(0, NOON, 5000, "boot")))
    session.do(c.Toggle(), *[c.Next()] * 500)
    shown = seen(session)
    ids = [row.id for row in shown.rows if row.id]
    assert session.at in ids
    assert len(ids) < 150
    assert [row.label for row in shown.rows if not row.nested] == [str(n) for n in range(89, 114)]
    assert (ids[0], ids[-1]) == ("a440", "a564")
    assert end_time(session.state, session.t) == session.t + 15 * MINUTE * 500


@given(ANY)
def test_end_time_is_the_sum_of_the_time_left(moves: list[Move]) -> None:
    for session in along(moves):
        state, t = session.state, session.t
        if state.timing.mode == Mode.ENDED:
            continue
        item = track(state, state.timing.activity)
        own = 0 if item.skipped else max(0, item.allotted - run_time(state, t))
        assert end_time(state, t) == t + own + sum(time_left(state, each) for each in coming_activities(state))


def planned(minutes: float) -> Session:
    """Return a session that begins in `minutes` by its plan, and must be over 90 minutes after that."""
    start = NOON + round(minutes * MINUTE)
    return Session(
        apply(begin(replace(opened(), planned_start=start, must_end=start + 90 * MINUTE)), Clock(0, NOON, 0, "b"))
    )


def test_before_the_planned_start_the_end_counts_from_there() -> None:
    session = planned(12)
    header = seen(session).header
    assert (header.minutes_to_start, header.end) == (12, NOON + 12 * MINUTE + planned_total(session.state))
    assert seen(session).following == NOON + 27 * MINUTE
    session.t += 16 * MINUTE
    header = seen(session).header
    assert (header.minutes_to_start, header.end) == (-4, NOON + 16 * MINUTE + planned_total(session.state))


def test_minutes_to_the_start_change_exactly_on_the_minute() -> None:
    session, found = planned(3.5), []
    while session.t < 6 * MINUTE:
        found.append((session.t, seen(session).header.minutes_to_start))
        session.t = seen(session).next_change
    assert len(found) <= 6 * 60 + 3  # one each second, and one when the margin falls below a whole minute
    changes = [later for (_, before), later in pairwise(found) if later[1] != before]
    assert [(t, left) for t, left in changes] == [
        (MINUTE, 2), (2 * MINUTE, 1), (3 * MINUTE, 0), (4 * MINUTE, -1), (5 * MINUTE, -2)
    ]  # fmt: skip


def test_planned_start_of_yesterday_says_nothing() -> None:
    session = planned(-12 * 60)
    assert seen(session).header.minutes_to_start == -12 * 60
    assert seen(planned(-12 * 60 - 1)).header.minutes_to_start is None


def test_planned_start_is_gone_once_the_session_has_begun() -> None:
    session = planned(12)
    session.do(c.Toggle())
    assert seen(session).header.minutes_to_start is None
    assert seen(session).header.margin is not None
