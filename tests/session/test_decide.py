"""Timing commands: moving, skipping, minutes, backdating, gaps and undo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.people import People
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.backdate import waited_ms
from luisteren_tui.session.decide import MAX_NOTE_LENGTH, decide, next_note, next_prompt, note_space
from luisteren_tui.session.events import (
    Allotted,
    Backdated,
    Clock,
    Entered,
    Focused,
    GapTakenBack,
    Grouped,
    Marked,
    Noted,
    Paused,
    Redone,
    Resumed,
    Skipped,
    Slot,
    Started,
    TextShown,
    Undone,
)
from luisteren_tui.session.state import State, begin, gap_on_offer, run_time, slots
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.undo import age_ms
from luisteren_tui.views.session_view import Status, View, activity_status, project
from tests.session.sample_sessions import (
    ANY,
    CLOCKWORK,
    LENGTHS,
    MINUTE,
    NOON,
    REPLANNING,
    REWRITING,
    SLEEP,
    Move,
    Session,
    Sleep,
    after,
    opened,
    schedules,
)

MOVES = [c.Next(), c.Previous(), c.Skip()]
AROUND: list[c.Command | Sleep] = [
    Sleep(),
    c.Write(Slot("3"), "stil"),
    c.Mark(Slot("2b")),
    c.Show(Slot("1", prompt=2)),
    c.Gather(People(tuple(range(1, 10)))),
    c.Blank(True),
]
"""What a session does beside its timing."""


def running() -> Session:
    """Return a session in which 2a has run for a minute."""
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
def test_moving_while_running_keeps_the_clock_running(move: c.Command) -> None:
    session = running()
    session.do(move)
    assert session.at != "2a"
    assert session.mode == Mode.RUNNING


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("waiting", [True, False], ids=["waiting", "paused"])
def test_moving_never_resumes_the_clock(move: c.Command, waiting: bool) -> None:
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


def test_activity_that_never_ran_is_skipped_and_one_that_ran_is_done() -> None:
    session = running()
    session.do(c.Next())
    known = session.state.activities
    assert [activity_status(session.state, known[name]) for name in ("1", "2a", "2b", "2c")] == [
        Status.SKIPPED,
        Status.DONE,
        Status.CURRENT,
        Status.COMING,
    ]


def test_skipped_activity_stays_skipped_until_it_runs() -> None:
    session = running()
    assert session.do(c.Skip())[0] == Skipped(MINUTE, "2a", "2b", True)
    read = session.state.activities["2a"]
    assert activity_status(session.state, read) == Status.SKIPPED
    session.do(c.Toggle(), c.Previous())
    assert activity_status(session.state, read) == Status.CURRENT
    session.do(c.Next())
    assert activity_status(session.state, read) == Status.SKIPPED
    session.do(c.Previous(), c.Toggle(), c.Next())
    assert activity_status(session.state, read) == Status.DONE


def test_last_activity_is_skipped_once_and_stays_present() -> None:
    session = Session()
    session.do(*[c.Next()] * 5, c.Toggle())
    assert session.wait(1).do(c.Skip()) == (Skipped(MINUTE, "3", "3", False),)
    assert session.do(c.Skip()) == ()
    view = project(session.state, session.t)
    assert view.header.end == view.header.now
    session.do(c.Toggle())
    assert not session.track("3").skipped


def test_minutes_event_has_the_total_time() -> None:
    session = running()
    assert session.do(c.Minutes(2)) == (Allotted(MINUTE, "2a", 7 * MINUTE),)
    assert session.do(c.Minutes(-1)) == (Allotted(MINUTE, "2a", 6 * MINUTE),)


def test_minute_more_in_overtime_counts_from_now() -> None:
    session = running()
    session.wait(6.7).do(c.Minutes(1))
    assert project(session.state, session.t).clock.left_s == 60


def test_minute_less_never_takes_used_time() -> None:
    session = running()
    session.wait(3.5).do(c.Minutes(-1))
    assert session.track("2a").allotted == 4.5 * MINUTE
    assert session.do(c.Minutes(-1)) == ()
    session.wait(2)
    assert session.do(c.Minutes(-1)) == ()


def test_at_least_a_minute_is_left_before_the_start() -> None:
    session = Session()
    session.do(c.Minutes(-20))
    assert session.track("1").allotted == MINUTE


def test_backdating_turns_waiting_into_running() -> None:
    session = Session()
    session.wait(10)
    assert session.do(c.BeganEarlier(4 * MINUTE)) == (Backdated(10 * MINUTE, "1", 6 * MINUTE),)
    assert session.mode == Mode.RUNNING
    assert run_time(session.state, session.t) == 4 * MINUTE
    assert session.track("1").started == 6 * MINUTE


def test_the_group_waits_between_activities_and_after_that_is_told_how_long() -> None:
    session = Session()
    session.wait(3)
    assert waited_ms(session.state, session.t) == 0  # the session has not begun
    session.do(c.Toggle())
    session.wait(1)
    assert waited_ms(session.state, session.t) == 0
    session.do(c.Toggle(), c.Next())
    since = session.t
    session.wait(2)
    assert waited_ms(session.state, session.t) == session.t - since == 2 * MINUTE
    session.do(c.Toggle())
    session.wait(1)
    assert waited_ms(session.state, session.t) == 2 * MINUTE  # it did wait before it just started
    session.do(c.Minutes(1))
    assert waited_ms(session.state, session.t) == 0
    session.do(c.Toggle())
    session.wait(1)
    assert waited_ms(session.state, session.t) == 0  # a pause is no waiting


def test_only_texts_of_the_workshop_are_shown() -> None:
    session = Session()
    assert session.do(c.ShowText("poem")) == ()
    assert session.do(c.ShowText("gedicht", -1)) == ()
    assert session.do(c.ShowText("gedicht", 1)) == (TextShown(0, "gedicht", 1),)
    assert session.do(c.ShowText("gedicht", 1)) == ()
    assert session.do(c.ShowText(None)) == (TextShown(0, None),)


def test_backdating_takes_time_from_the_previous_activity() -> None:
    session = running()
    session.wait(9).do(c.Next())
    session.wait(1).do(c.BeganEarlier(3 * MINUTE))
    assert session.track("2a").spent == 7 * MINUTE
    assert session.track("2a").left == session.track("2b").started == 7 * MINUTE
    assert run_time(session.state, session.t) == 4 * MINUTE


def test_backdating_shortens_a_pause_and_takes_nothing_from_waiting() -> None:
    session = Session()
    session.do(c.Toggle())
    session.wait(10).do(c.Toggle())  # paused at 10
    session.wait(5).do(c.Next())  # 2a waits from 15
    session.wait(2).do(c.BeganEarlier(4 * MINUTE))  # since 13
    assert (session.track("1").spent, session.track("1").paused) == (10 * MINUTE, 3 * MINUTE)
    assert run_time(session.state, session.t) == 4 * MINUTE


def test_backdating_after_a_forgotten_resume_shortens_the_pause() -> None:
    session = Session()
    session.do(c.Toggle())
    session.wait(5).do(c.Toggle())
    session.wait(5).do(c.Toggle(), c.BeganEarlier(2 * MINUTE))
    assert session.track("1").paused == 3 * MINUTE
    assert run_time(session.state, session.t) == 7 * MINUTE


def test_backdating_shortens_the_pause_of_a_gap_that_was_taken_back() -> None:
    session = running()
    session.sleep(10)
    session.wait(1).do(c.TakeBackGap(), c.BeganEarlier(2 * MINUTE))
    assert session.track("2a").paused == 8 * MINUTE
    assert run_time(session.state, session.t) == 4 * MINUTE


def test_backdated_activity_is_no_longer_skipped() -> None:
    session = Session()
    session.do(c.Skip(), c.Previous())
    session.wait(5).do(c.BeganEarlier(MINUTE))
    assert not session.track("1").skipped


def test_backdating_is_refused_while_paused_and_beyond_a_day() -> None:
    session = running()
    assert session.do(c.BeganEarlier(0)) == ()
    assert session.do(c.BeganEarlier(24 * 60 * MINUTE + 1)) == ()
    session.do(c.Toggle())
    assert session.do(c.BeganEarlier(MINUTE)) == ()


def test_gap_while_running_can_become_a_pause() -> None:
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
def test_gap_is_offered_only_while_its_stretch_runs(command: c.Command) -> None:
    session = running()
    session.sleep(10)
    assert project(session.state, session.t).gap is not None
    session.do(command)
    assert project(session.state, session.t).gap is None
    assert session.do(c.TakeBackGap()) == ()
    session.do(c.Undo())
    assert project(session.state, session.t).gap is not None


@pytest.mark.parametrize("paused", [True, False])
def test_gap_without_a_running_clock_is_not_offered(paused: bool) -> None:
    session = running() if paused else Session()
    if paused:
        session.do(c.Toggle())
    session.sleep(10)
    assert gap_on_offer(session.state) is None
    session.do(c.Toggle())
    assert gap_on_offer(session.state) is None


def test_breather_pauses_and_does_nothing_while_paused() -> None:
    session = running()
    assert session.do(c.Breathe()) == (Paused(MINUTE, "2a"),)
    assert session.do(c.Breathe()) == ()


def test_forward_goes_through_the_turns_and_then_to_the_next_activity() -> None:
    session = Session()
    session.do(c.Next(), c.Next(), c.Toggle())
    for _ in range(3):
        session.wait(1).do(c.Forward())
    assert session.at == "2b"
    assert len(session.track("2b").phases) == 3
    assert session.do(c.NextTurn()) == ()
    assert session.do(c.Forward())[0] == Entered(3 * MINUTE, "2c", True)


def test_next_turn_does_nothing_while_paused() -> None:
    session = Session()
    session.do(c.Next(), c.Next())
    assert session.do(c.NextTurn()) == ()


def test_undo_names_the_undone_event_and_stops_at_the_first() -> None:
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


def test_notes_can_be_written_after_the_end() -> None:
    session = running()
    session.do(c.End())
    for command in (c.Toggle(), c.Next(), c.Skip(), c.Minutes(1), c.BeganEarlier(MINUTE), c.Undo(), c.End()):
        assert session.wait(1).do(command) == ()
    assert session.do(c.Write(Slot("1"), "mooi")) == (Noted(session.t, Slot("1"), "mooi"),)
    assert session.do(c.Mark(Slot("1"))) == (Marked(session.t, Slot("1"), True),)
    assert session.do(c.Mark(Slot("1"))) == (Marked(session.t, Slot("1"), False),)
    assert session.track("2a").spent == MINUTE


@pytest.mark.parametrize(
    ("length", "replaced", "space"),
    [
        (0, 0, 20_000),
        (19_999, 0, 1),
        (20_000, 0, 0),
        (20_000, 5, 5),
        (30_000, 0, 0),
        (30_000, 5, 5),
        (30_000, 30_000, 30_000),
        (19_990, 15, 25),
    ],
)
def test_note_holds_20_000_characters_and_a_longer_one_does_not_grow(length: int, replaced: int, space: int) -> None:
    assert note_space(length, replaced) == space


@given(st.integers(0, 100_000), st.data())
def test_note_that_fits_is_never_longer_than_the_limit_or_than_it_was(length: int, data: st.DataObject) -> None:
    replaced = data.draw(st.integers(0, length))
    longest = length - replaced + note_space(length, replaced)
    assert longest == max(MAX_NOTE_LENGTH, length)


def test_notes_of_earlier_versions_stay_as_long_as_they_are() -> None:
    session, long = Session(), "woord " * 16_000
    session.do(c.Write(Slot("1"), long))
    assert session.state.notes[Slot("1")] == long
    assert session.do(c.Write(Slot("1"), long[:-1])) == (Noted(session.t, Slot("1"), long[:-1]),)
    assert session.state.notes[Slot("1")] == long[:-1]


def test_commands_without_effect_give_no_events() -> None:
    session = Session()
    assert session.do(c.Show(Slot("1", prompt=1))) == ()
    assert session.do(c.Write(Slot("1"), "")) == ()
    assert session.do(c.Show(Slot("2b", prompt=2))) != ()
    assert session.do(c.Show(Slot("2b", prompt=2))) == ()
    for slot in (Slot("9"), Slot("1", prompt=3), Slot("1", prompt=0)):
        assert session.do(c.Show(slot)) == session.do(c.Write(slot, "x")) == session.do(c.Mark(slot)) == ()


def test_next_prompt_stays_within_the_prompts() -> None:
    session = Session()
    assert session.do(next_prompt(session.state, -1)) == ()
    assert session.do(next_prompt(session.state, 1)) == (Focused(0, Slot("1", prompt=2)),)
    assert next_prompt(session.state, 9) == c.Show(Slot("1", prompt=2))
    session.do(c.Show(Slot("1", private=True)))
    assert project(session.state, 0).ask.chosen == 2
    assert session.do(next_prompt(session.state, 1)) == (Focused(0, Slot("1", prompt=2)),)
    session.do(c.Next(), c.Next(), c.Next())
    assert (session.state.activity.prompts, session.do(next_prompt(session.state, 1))) == ((), ())


def test_next_note_goes_round_the_slots_and_leaves_the_prompt() -> None:
    session = Session()
    all_slots = slots(session.state, session.state.activity)
    assert len(all_slots) == 4
    shown = []
    for _ in all_slots:
        (event,) = session.do(next_note(session.state, 1))
        assert event == Focused(0, session.state.slot, notes_only=True)
        shown.append(session.state.slot)
        view = project(session.state, 0)
        assert (view.ask.chosen, view.slot.slot) == (1, session.state.slot)
    assert shown == [*all_slots[1:], all_slots[0]]
    session.do(next_note(session.state, -1))
    assert session.state.slot == all_slots[-1]


def test_prompt_whose_note_is_shown_can_still_be_chosen() -> None:
    session = Session()
    session.do(c.ShowNote(Slot("1", prompt=2)))
    assert session.do(c.ShowNote(Slot("1", prompt=2))) == ()
    assert session.do(c.Show(Slot("1", prompt=2))) == (Focused(0, Slot("1", prompt=2)),)
    assert session.do(c.Show(Slot("1", prompt=2))) == ()
    assert project(session.state, 0).ask.chosen == 2


@given(ANY, CLOCKWORK | REWRITING | REPLANNING, LENGTHS)
def test_timing_command_gives_one_event_that_fits(moves: list[Move], command: c.Command, ms: int) -> None:
    session = after(moves)
    events = decide(session.state, command, session.t + ms)
    # The turn of a group also shows its note, and an activity in groups also forms them.
    timing = [event for event in events if not isinstance(event, Focused | Grouped)]
    assert len(timing) == len(events[:1])
    for event in timing:
        assert event.t == session.t + ms
        changed = apply(session.state, event)
        assert changed != session.state.with_time(event.t)


@given(
    ANY,
    CLOCKWORK | REPLANNING | LENGTHS.filter(bool).map(c.BeganEarlier) | st.just(c.TakeBackGap()),
    st.lists(
        st.tuples(LENGTHS, st.sampled_from([Sleep(), c.Write(Slot("3"), "stil"), c.Mark(Slot("2b"))])), max_size=3
    ),
    LENGTHS,
)
def test_undone_command_has_no_effect_on_the_state(
    moves: list[Move], command: c.Command, between: list[Move], later: int
) -> None:
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
    assert lasting(given_.state) == lasting(never.state)
    assert timed(given_.state, given_.t + later) == timed(never.state, given_.t + later)


@given(ANY, st.integers(1, 4), st.lists(LENGTHS, min_size=8, max_size=8), LENGTHS)
def test_redone_commands_have_the_effect_that_they_had(
    moves: list[Move], count: int, waits: list[int], later: int
) -> None:
    session, never = after(moves), after(moves)
    undone = 0
    for ms in waits[:count]:
        session.t += ms
        undone += bool(session.do(c.Undo()))
    for ms in waits[4 : 4 + undone]:
        session.t += ms
        assert isinstance(session.do(c.Redo())[0], Redone)
    assert session.state.timing == never.state.timing
    assert session.state.focus == never.state.focus
    assert session.state.future == never.state.future
    assert timed(session.state, session.t + later) == timed(never.state, session.t + later)
    steps = [session.state.past, never.state.past]
    while steps[0] and steps[1]:  # undo goes back as it did before
        assert (steps[0].what, steps[0].timing, steps[0].slot) == (steps[1].what, steps[1].timing, steps[1].slot)
        steps = [each.before for each in steps if each]
    assert steps == [None, None]


def lasting(state: State) -> State:
    """Return a state without what undo leaves: its moment, what can be redone, formed groups, shown cues and the line."""
    people = state.people.with_groups({})
    return replace(state, t=0, future=None, people=people, cued={}, line="", last_line="")


def timed(state: State, t: int) -> View:
    """Return what the screens show, without formed groups, cues and the line."""
    return replace(project(state, t), groups=None, alert=None, line="")


def test_redo_counts_the_time_since_the_undo() -> None:
    session = running()
    session.do(c.Next())
    session.wait(2).do(c.Undo())
    (event,) = session.wait(3).do(c.Redo())
    assert isinstance(event, Redone)
    assert (event.what, session.at) == ("entered", "2b")
    assert run_time(session.state, session.t) == 5 * MINUTE
    assert session.track("2a").spent == MINUTE
    assert session.do(c.Redo()) == ()


@given(ANY, CLOCKWORK | REPLANNING | LENGTHS.filter(bool).map(c.BeganEarlier), st.sampled_from(AROUND))
def test_only_another_change_of_time_takes_redo_away(
    moves: list[Move], command: c.Command, between: c.Command | Sleep
) -> None:
    session = after(moves)
    if not session.do(c.Undo()):
        return
    if isinstance(between, Sleep):
        session.sleep(0.5)
    else:
        session.do(between)
    assert session.state.future is not None
    if session.do(command):
        assert session.do(c.Redo()) == ()


def test_undo_knows_how_long_ago_the_change_was() -> None:
    session = Session()
    assert age_ms(session.state, session.state.past, session.t) == 0
    session.do(c.Toggle())
    session.wait(6).do(c.Minutes(1))
    session.wait(2)
    assert age_ms(session.state, session.state.past, session.t) == 2 * MINUTE
    session.do(c.Undo())
    assert age_ms(session.state, session.state.past, session.t) == 8 * MINUTE
    session.do(c.Redo())  # that is what undo takes back now, and it was just done
    assert age_ms(session.state, session.state.past, session.t) == 0


def test_undo_in_a_rehearsal_counts_real_time() -> None:
    session = Session()
    session.state = begin(replace(opened(), kind="rehearsal"))
    session.happens(Clock(0, NOON, 0, "boot", 60.0))
    session.do(c.Toggle())
    session.wait(10)
    assert age_ms(session.state, session.state.past, session.t) == MINUTE / 6


def showing(session: Session) -> Slot:
    return session.state.slot


def sharing(*after: c.Command) -> Session:
    """Return a session in which the first group has the turn."""
    session = Session()
    session.do(c.Next(), c.Next(), c.Next(), c.Toggle(), *after)
    return session.wait(1)


def test_undo_of_a_turn_shows_the_note_of_the_group_whose_turn_it_is_again() -> None:
    session = sharing()
    session.do(c.NextTurn())
    assert showing(session) == Slot("2c", group=2)
    assert session.wait(1).do(c.Undo())[1:] == (Focused(session.t, Slot("2c", group=1)),)
    assert session.wait(1).do(c.Redo())[1:] == (Focused(session.t, Slot("2c", group=2)),)
    session.do(c.NextTurn(), c.Undo(), c.Undo())
    assert showing(session) == Slot("2c", group=1)
    session.do(c.Redo(), c.Redo())
    assert showing(session) == Slot("2c", group=3)


def test_undo_of_a_turn_goes_back_to_what_was_shown_before_it() -> None:
    session = sharing(c.Show(Slot("2c")))
    session.do(c.NextTurn(), c.Undo())
    assert showing(session) == Slot("2c")
    session.do(c.Redo())
    assert showing(session) == Slot("2c", group=2)


@pytest.mark.parametrize("chosen", [Slot("2c", private=True), Slot("2c", group=3)])
def test_undo_of_a_turn_leaves_a_note_that_was_chosen_since(chosen: Slot) -> None:
    session = sharing(c.NextTurn(), c.Show(chosen))
    assert len(session.do(c.Undo())) == 1
    assert showing(session) == chosen
    assert len(session.do(c.Redo())) == 1
    assert showing(session) == chosen


def test_undo_of_anything_else_leaves_the_notes_where_they_are() -> None:
    session = sharing(c.NextTurn(), c.Minutes(1))
    session.do(c.Undo())
    assert showing(session) == Slot("2c", group=2)
    session.do(c.Redo())
    assert showing(session) == Slot("2c", group=2)


def time_left(session: Session, name: str) -> int:
    item = session.track(name)
    return item.allotted - (run_time(session.state, session.t) if name == session.at else item.spent)


@given(ANY, schedules(CLOCKWORK, SLEEP))
def test_time_left_rises_only_on_command(moves: list[Move], more: list[Move]) -> None:
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
def test_backdating_never_gives_an_activity_more_time(moves: list[Move], ms: int) -> None:
    session = after(moves)
    before = time_left(session, session.at)
    session.do(c.BeganEarlier(ms))
    assert time_left(session, session.at) <= before


@given(schedules(CLOCKWORK, REWRITING, SLEEP))
def test_every_moment_counts_once(moves: list[Move]) -> None:
    session, first = after(moves), 0
    for event in session.events:
        first = min(first, event.since) if isinstance(event, Backdated) else first
    session.do(c.End())
    tracks = session.state.timing.tracks.values()
    assert sum(item.spent + item.paused for item in tracks) <= session.t - first
