"""A session is a fold: each event makes a new state of the one before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import inf
from typing import Any

from luisteren_tui.people.people import MOST, Gathered, Grouped, GroupsShown
from luisteren_tui.session import session_clock as clocks
from luisteren_tui.session import turns
from luisteren_tui.session.apply_notes import UnfitError as UnfitError
from luisteren_tui.session.apply_notes import (
    blanked,
    focused,
    gathered,
    groups_shown,
    known,
    marked,
    noted,
    possible,
    room_viewed,
    text_shown,
)
from luisteren_tui.session.backdate import backdated
from luisteren_tui.session.events import (
    NAMES,
    Allotted,
    Backdated,
    Clock,
    Ended,
    Entered,
    Event,
    Focused,
    Gap,
    GapTakenBack,
    Marked,
    Noted,
    Opened,
    Paused,
    Replanned,
    Resumed,
    Skipped,
    Started,
    Turned,
    Undone,
)
from luisteren_tui.session.shown import Blanked, RoomViewed, TextShown
from luisteren_tui.session.state import Past, State, begin, run_time, track, track_in, turn_count
from luisteren_tui.session.timing import Mode, Timing, Track


def fold(events: Iterable[Event]) -> tuple[State, int]:
    """Return the state after all events, and how many of them were unfit and left out.

    Raises UnfitError when the first one does not open a session.
    """
    rest = iter(events)
    opened = next(rest, None)
    if not isinstance(opened, Opened) or not opened.workshop.activities:
        raise UnfitError
    state, unfit = begin(opened), 0
    last: Event = opened
    for event in rest:
        try:
            # No event leaves all as it was, so the same one again is a doubled line.
            if event == last:
                raise UnfitError
            state, last = apply(state, event), event
        except UnfitError:
            unfit += 1
    return state, unfit


def apply(state: State, event: Event) -> State:
    """Return the state after `event`. Raises UnfitError for one that cannot be true of this session."""
    if event.t < state.t or (state.timing.mode == Mode.ENDED and not isinstance(event, _TIMELESS)):
        raise UnfitError
    handler = _HANDLERS.get(type(event))
    if handler is None:
        raise UnfitError
    return handler(state, event)


def settled(state: State, t: int) -> Timing:
    """Return the timing with the stretch that is under way added to its track, so that a new one begins at `t`."""
    timing = state.timing
    now = track(state, timing.activity)
    stretch = max(0, t - timing.since)
    if timing.mode == Mode.RUNNING:
        now = replace(now, spent=now.spent + stretch)
    elif timing.mode == Mode.PAUSED:
        now = replace(now, paused=now.paused + stretch)
    else:
        return replace(timing, since=t)
    return replace(timing, since=t, tracks={**timing.tracks, timing.activity: now})


def _changed(state: State, event: Event, timing: Timing) -> State:
    past = Past(NAMES[type(event)], state.timing, state.past)
    return state._replace(t=event.t, timing=timing, past=past)


def _with(timing: Timing, activity: str, new: Track) -> Timing:
    return replace(timing, tracks={**timing.tracks, activity: new})


def _at(state: State, activity: str, t: int, mode: Mode) -> Timing:
    """Return the settled timing, at `activity` in `mode` from `t` on; leaves the activity before where they differ."""
    timing = settled(state, t)
    if activity != timing.activity:
        timing = _with(timing, timing.activity, replace(track_in(state, timing, timing.activity), left=t))
    if mode == Mode.RUNNING:
        new = track_in(state, timing, activity)
        timing = _with(timing, activity, replace(new, started=t if new.started is None else new.started, skipped=False))
    return replace(timing, activity=activity, mode=mode, since=t)


def _clock(state: State, event: Clock) -> State:
    if not 0 < event.rate < inf:
        raise UnfitError
    # Most only say that the session was being watched: they change nothing.
    if state.clocks and clocks.agree(state.clocks[-1], event):
        return state._replace(t=event.t)
    return state._replace(t=event.t, clocks=(*state.clocks, event))


def _run(state: State, event: Started | Resumed) -> State:
    known(state, event.activity)
    return _changed(state, event, _at(state, event.activity, event.t, Mode.RUNNING))


def _paused(state: State, event: Paused) -> State:
    known(state, event.activity)
    return _changed(state, event, _at(state, event.activity, event.t, Mode.PAUSED))


def _entered(state: State, event: Entered | Skipped) -> State:
    known(state, event.activity)
    mode = Mode.RUNNING if event.running else Mode.WAITING
    timing = _at(state, event.activity, event.t, mode)
    if isinstance(event, Skipped):
        known(state, event.skipped)
        timing = _with(timing, event.skipped, replace(track_in(state, timing, event.skipped), skipped=True))
    return _changed(state, event, timing)


def _turned(state: State, event: Turned) -> State:
    known(state, event.activity)
    activity = state.activities[event.activity]
    count = turn_count(state, activity) if event.count is None else event.count
    if activity.turns is None or not 1 <= event.phase <= count + 1 <= MOST + 1:
        raise UnfitError
    old = track(state, event.activity)
    run = run_time(state, event.t) if event.activity == state.timing.activity else old.spent
    before = turns.starts(activity, old)[: event.phase - 1]
    missing = event.phase - 1 - len(before)
    phases = (*before, *(run,) * missing, run)
    return _changed(state, event, _with(state.timing, event.activity, replace(old, phases=phases, turns=count)))


def _allotted(state: State, event: Allotted) -> State:
    known(state, event.activity)
    new = replace(track(state, event.activity), allotted=max(0, event.ms))
    return _changed(state, event, _with(state.timing, event.activity, new))


def _replanned(state: State, event: Replanned) -> State:
    for id in (*event.allotted, *event.skipped):
        known(state, id)
    tracks = dict(state.timing.tracks)
    for id in state.activities:
        old = track(state, id)
        new = replace(old, allotted=max(0, event.allotted.get(id, old.allotted)), skipped=id in event.skipped)
        if new != old:
            tracks[id] = new
    return _changed(state, event, replace(state.timing, tracks=tracks, must_end=event.must_end))


def _backdated(state: State, event: Backdated) -> State:
    known(state, event.activity)
    timing = state.timing
    if timing.activity != event.activity or timing.mode == Mode.PAUSED or event.since > event.t:
        raise UnfitError
    return _changed(state, event, backdated(state, event.since, event.t))


def _gap(state: State, event: Gap) -> State:
    return state._replace(t=event.t, gap=event if event.t > event.since else state.gap)


def _gap_taken_back(state: State, event: GapTakenBack) -> State:
    timing, gap = state.timing, event.until - event.since
    if event.activity != timing.activity or timing.mode != Mode.RUNNING:
        raise UnfitError
    if not timing.since <= event.since <= event.until <= event.t:
        raise UnfitError
    old = track(state, timing.activity)
    spent = old.spent + event.since - timing.since
    phases = tuple(run if run <= spent else max(spent, run - gap) for run in old.phases)
    new = replace(old, spent=spent, paused=old.paused + gap, phases=phases)
    return _changed(state, event, replace(_with(timing, timing.activity, new), since=event.until))


def _undone(state: State, event: Undone) -> State:
    if event.timing.mode == Mode.ENDED or not {event.timing.activity, *event.timing.tracks} <= state.activities.keys():
        raise UnfitError
    if event.people is None:
        return state._replace(t=event.t, timing=event.timing, past=state.past.before if state.past else None)
    past = state.past_people.before if state.past_people else None
    return state._replace(t=event.t, timing=event.timing, people=possible(state, event.people), past_people=past)


def _ended(state: State, event: Ended) -> State:
    timing = settled(state, event.t)
    return state._replace(t=event.t, timing=replace(timing, mode=Mode.ENDED), past=None, past_people=None)


_TIMELESS = (Clock, Gap, Noted, Marked, Focused, Blanked, TextShown)
_HANDLERS: Mapping[type[Event], Callable[[State, Any], State]] = {
    Clock: _clock,
    Started: _run,
    Resumed: _run,
    Paused: _paused,
    Entered: _entered,
    Skipped: _entered,
    Turned: _turned,
    Allotted: _allotted,
    Replanned: _replanned,
    Backdated: _backdated,
    Gap: _gap,
    GapTakenBack: _gap_taken_back,
    Undone: _undone,
    Noted: noted,
    Marked: marked,
    Focused: focused,
    Gathered: gathered,
    Grouped: gathered,
    GroupsShown: groups_shown,
    Blanked: blanked,
    TextShown: text_shown,
    RoomViewed: room_viewed,
    Ended: _ended,
}
