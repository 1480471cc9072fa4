"""Fold events into the state of a session: each event turns one state into the next."""

from collections.abc import Callable, Iterable, Mapping
from math import inf
from typing import Any

from luisteren_tui.people.people import People, has_everyone, is_consistent
from luisteren_tui.session import events as e
from luisteren_tui.session import session_clock as clocks
from luisteren_tui.session import turns
from luisteren_tui.session.backdate import backdated
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.state import (
    Future,
    Past,
    PastPeople,
    State,
    begin,
    run_time,
    shown_slot,
    slot_exists,
    track,
    track_in,
    turn_count,
)
from luisteren_tui.session.timing import Mode, Timing
from luisteren_tui.workshop.model import MAX_PEOPLE, Each


class UnfitError(ValueError):
    """An event that can't be true of this session: it belongs to another workshop, or is out of order."""


def fold(events: Iterable[e.Event]) -> tuple[State, int]:
    """Return the state after all events, and the number of unfit events that were left out.

    Raises UnfitError if the first event does not open a session.
    """
    rest = iter(events)
    opened = next(rest, None)
    if not isinstance(opened, e.Opened) or not opened.workshop.activities:
        raise UnfitError
    state, unfit = begin(opened), 0
    # The notes are kept apart, because nothing else depends on them, and copying them for each note takes ever longer.
    notes = dict(state.notes)
    last: e.Event = opened
    for event in rest:
        try:
            # Every event changes something, so two equal events in a row are a duplicated line.
            if event == last or event.t < last.t:
                raise UnfitError
            if isinstance(event, e.Noted):
                _check_known(state, event.slot.activity)
                notes[event.slot] = event.text
            else:
                state = apply(state, event)
            last = event
        except UnfitError:
            unfit += 1
    return state.with_notes(last.t, notes), unfit


def apply(state: State, event: e.Event) -> State:
    """Return the state after `event`. Raises UnfitError if it can't be true of this session."""
    if event.t < state.t or (type(event) not in _TIMELESS and state.timing.mode == Mode.ENDED):
        raise UnfitError
    kind = type(event)
    if change_timing := _TIMING_CHANGES.get(kind):
        timing = change_timing(state, event)
        past = Past(e.NAMES[kind], state.timing, state.past, event.t, _slot_before(state, event))
        return _without_old_line(state, state.with_timing(event.t, timing, past))
    change = _OTHER_CHANGES.get(kind)
    if change is None:
        raise UnfitError
    return change(state, event)


def settled(state: State, t: int) -> Timing:
    """Return the timing with the stretch that is under way added to its track. A new stretch begins at `t`."""
    timing = state.timing
    now = track(state, timing.activity)
    stretch = max(0, t - timing.since)
    if timing.mode == Mode.RUNNING:
        now = now.with_spent(now.spent + stretch)
    elif timing.mode == Mode.PAUSED:
        now = now.with_paused(now.paused + stretch)
    else:
        return timing.with_since(t)
    return timing.with_track(timing.activity, now).with_since(t)


def _without_old_line(before: State, after: State) -> State:
    """Return `after` without the facilitator's line on the wall if another activity, or the session, began since `before`."""
    if not before.line:
        return after
    moved = after.timing.activity != before.timing.activity
    begun = begin_time(before) is None and begin_time(after) is not None
    return after.with_line(after.t, "") if moved or begun else after


def _check_known(state: State, activity: str) -> None:
    if activity not in state.activities:
        raise UnfitError


def _moved_to(state: State, activity: str, t: int, mode: Mode) -> Timing:
    """Return the settled timing with `activity` in `mode` from `t` on. The activity before it is left."""
    _check_known(state, activity)
    timing = settled(state, t)
    if activity != timing.activity:
        timing = timing.with_track(timing.activity, track_in(state, timing, timing.activity).with_left(t))
    if mode == Mode.RUNNING:
        new = track_in(state, timing, activity)
        timing = timing.with_track(activity, new.with_started(t if new.started is None else new.started))
    return timing.with_mode(activity, mode, t)


def _started_or_paused(state: State, event: e.Started | e.Paused | e.Resumed) -> Timing:
    mode = Mode.PAUSED if isinstance(event, e.Paused) else Mode.RUNNING
    return _moved_to(state, event.activity, event.t, mode)


def _entered(state: State, event: e.Entered | e.Skipped) -> Timing:
    timing = _moved_to(state, event.activity, event.t, Mode.RUNNING if event.running else Mode.WAITING)
    for id in (event.skipped, *event.also) if isinstance(event, e.Skipped) else ():
        _check_known(state, id)
        timing = timing.with_track(id, track_in(state, timing, id).with_skipped(True))
    return timing


def _turned(state: State, event: e.Turned) -> Timing:
    _check_known(state, event.activity)
    activity = state.activities[event.activity]
    count = turn_count(state, activity) if event.count is None else event.count
    if activity.turns is None or not 1 <= event.phase <= count + 1 <= MAX_PEOPLE + 1:
        raise UnfitError
    old = track(state, event.activity)
    run = run_time(state, event.t) if event.activity == state.timing.activity else old.spent
    before = turns.starts(activity, old)[: event.phase - 1]
    missing = event.phase - 1 - len(before)
    phases = (*before, *(run,) * missing, run)
    return state.timing.with_track(event.activity, old.with_phases(phases).with_turns(count))


def _allotted(state: State, event: e.Allotted) -> Timing:
    _check_known(state, event.activity)
    new = track(state, event.activity).with_allotted(max(0, event.ms)).with_given(event.given)
    return state.timing.with_track(event.activity, new)


def _replanned(state: State, event: e.Replanned) -> Timing:
    for id in (*event.allotted, *event.skipped):
        _check_known(state, id)
    tracks = dict(state.timing.tracks)
    for id in state.activities:
        old = track(state, id)
        allotted = max(0, event.allotted.get(id, old.allotted))
        new = old.with_allotted(allotted).with_skipped(id in event.skipped)
        if new != old:
            tracks[id] = new
    return state.timing.with_plan(tracks, event.must_end)


def _backdated(state: State, event: e.Backdated) -> Timing:
    timing = state.timing
    if timing.activity != event.activity or timing.mode == Mode.PAUSED or event.since > event.t:
        raise UnfitError
    return backdated(state, event.since, event.t)


def _gap_taken_back(state: State, event: e.GapTakenBack) -> Timing:
    timing, gap = state.timing, event.until - event.since
    if event.activity != timing.activity or timing.mode != Mode.RUNNING:
        raise UnfitError
    if not timing.since <= event.since <= event.until <= event.t:
        raise UnfitError
    old = track(state, timing.activity)
    spent = old.spent + event.since - timing.since
    phases = tuple(run if run <= spent else max(spent, run - gap) for run in old.phases)
    new = old.with_spent(spent).with_paused(old.paused + gap).with_phases(phases)
    return timing.with_track(timing.activity, new).with_since(event.until)


def _clock(state: State, event: e.Clock) -> State:
    if not 0 < event.rate < inf:
        raise UnfitError
    # Most clock events only record that the session was watched. They change nothing.
    if state.clocks and clocks.agree(state.clocks[-1], event):
        return state.with_time(event.t)
    return state.with_clock(event.t, event)


def _gap(state: State, event: e.Gap) -> State:
    return state.with_gap(event.t, event) if event.t > event.since else state.with_time(event.t)


def _slot_before(state: State, event: e.Event) -> e.Slot | None:
    """Return the slot that was shown before the turn of a group began, or None for any other event."""
    if not isinstance(event, e.Turned):
        return None
    activity = state.activities[event.activity]
    return shown_slot(state, activity) if activity.turns and activity.turns.each == Each.GROUP else None


def _check_timing(state: State, timing: Timing) -> None:
    if timing.mode == Mode.ENDED or not {timing.activity, *timing.tracks} <= state.activities.keys():
        raise UnfitError


def _undone(state: State, event: e.Undone) -> State:
    _check_timing(state, event.timing)
    past = state.past
    if event.people is None:
        future = Future(event.what, state.timing, state.future, past.slot if past else None)
        undone = state.with_timing(event.t, event.timing, past.before if past else None, future)
        return _without_old_line(state, undone)
    _check_people(state, event.people)
    past_people = state.past_people.before if state.past_people else None
    restored = state.with_timing(event.t, event.timing, past, state.future)
    return restored.with_people(event.t, event.people, past_people)


def _redone(state: State, event: e.Redone) -> State:
    _check_timing(state, event.timing)
    future = state.future
    past = Past(event.what, state.timing, state.past, event.t, future.slot if future else None)
    redone = state.with_timing(event.t, event.timing, past, future.after if future else None)
    return _without_old_line(state, redone)


def _ended(state: State, event: e.Ended) -> State:
    timing = settled(state, event.t)
    ended = timing.with_mode(timing.activity, Mode.ENDED, timing.since)
    return state.with_timing(event.t, ended, None).with_people(event.t, state.people, None)


def _noted(state: State, event: e.Noted) -> State:
    _check_known(state, event.slot.activity)
    return state.with_notes(event.t, {**state.notes, event.slot: event.text})


def _marked(state: State, event: e.Marked) -> State:
    _check_known(state, event.slot.activity)
    marks = state.marks | {event.slot} if event.on else state.marks - {event.slot}
    return state.with_marks(event.t, marks)


def _focused(state: State, event: e.Focused) -> State:
    if not slot_exists(state, event.slot):
        raise UnfitError
    slot = event.slot
    if slot.prompt is not None and not event.notes_only:
        state = state.with_prompt(event.t, slot.activity, slot.prompt)
    return state.with_focus(event.t, slot)


def _check_people(state: State, people: People) -> None:
    known = {*people.groups, *people.three, *people.first, *people.sizes} <= state.activities.keys()
    if not known or not is_consistent(people):
        raise UnfitError


def _bring_up_to_date(state: State, people: People) -> bool:
    """Return whether `people` differ because someone had left the groups that there were, or was not in them yet."""
    before = state.people
    changed = (id for id, groups in before.groups.items() if people.groups.get(id) != groups)
    # The groups that derive from the first may have had everyone.
    first = min(changed, key=state.places.__getitem__, default=None)
    return first is not None and not has_everyone(before, before.groups[first])


def _gathered(state: State, event: e.Gathered | e.Grouped) -> State:
    people, past = event.people, state.past_people
    _check_people(state, people)
    # Forming groups for the first time can't be undone: it takes nothing away. Nor can bringing them up to date.
    if isinstance(event, e.Gathered) or not (
        people.groups.keys() > state.people.groups.keys() or _bring_up_to_date(state, people)
    ):
        past = PastPeople(e.NAMES[type(event)], state.people, past, event.t)
    return state.with_people(event.t, people, past)


def _groups_shown(state: State, event: e.GroupsShown) -> State:
    if event.activity is not None:
        _check_known(state, event.activity)
    return state.with_shown_groups(event.t, event.activity)


def _blanked(state: State, event: e.Blanked) -> State:
    return state.with_room_content(event.t, state.room_content.with_blank(event.on))


def _text_shown(state: State, event: e.TextShown) -> State:
    if (event.text is not None and event.text not in state.opened.workshop.texts) or event.page < 0:
        raise UnfitError
    return state.with_room_content(event.t, state.room_content.with_text(event.text, event.page))


def _line_shown(state: State, event: e.LineShown) -> State:
    return state.with_line(event.t, event.text)


def _parked(state: State, event: e.Parked) -> State:
    items = {**state.parking, event.number: event.text}
    return state.with_parking(event.t, {number: items[number] for number in sorted(items) if items[number]})


def _parking_shown(state: State, event: e.ParkingShown) -> State:
    return state.with_shown_parking(event.t, event.items)


def _room_viewed(state: State, event: e.RoomViewed) -> State:
    return state.with_room_view(event.t, event.on)


_TIMELESS = frozenset({e.Clock, e.Gap, e.Noted, e.Marked, e.Focused, e.Blanked, e.TextShown, e.Parked, e.ParkingShown})
"""The events that can follow the end of a session."""
_TIMING_CHANGES: Mapping[type[e.Event], Callable[[State, Any], Timing]] = {
    e.Started: _started_or_paused,
    e.Resumed: _started_or_paused,
    e.Paused: _started_or_paused,
    e.Entered: _entered,
    e.Skipped: _entered,
    e.Turned: _turned,
    e.Allotted: _allotted,
    e.Replanned: _replanned,
    e.Backdated: _backdated,
    e.GapTakenBack: _gap_taken_back,
}
"""What each event that can be undone makes of the timing."""
_OTHER_CHANGES: Mapping[type[e.Event], Callable[[State, Any], State]] = {
    e.Clock: _clock,
    e.Gap: _gap,
    e.Undone: _undone,
    e.Redone: _redone,
    e.Noted: _noted,
    e.Marked: _marked,
    e.Focused: _focused,
    e.Gathered: _gathered,
    e.Grouped: _gathered,
    e.GroupsShown: _groups_shown,
    e.Blanked: _blanked,
    e.TextShown: _text_shown,
    e.LineShown: _line_shown,
    e.Parked: _parked,
    e.ParkingShown: _parking_shown,
    e.RoomViewed: _room_viewed,
    e.Ended: _ended,
}
