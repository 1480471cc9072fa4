"""Backdate the start of an activity: the time since then is taken from the activities that it was counted for."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from luisteren_tui.session.state import State, track_in
from luisteren_tui.session.timing import Mode, Timing, Track


class _Stretch(Struct, frozen=True):
    activity: str
    mode: Mode
    ms: int


def backdated(state: State, since: int, t: int) -> Timing:
    """Return the timing at `t` as if the present activity had been running since `since`."""
    timing, name = state.timing, state.timing.activity
    until = timing.since if timing.mode == Mode.RUNNING else t
    stretches = tuple(_backwards(state, since, until))[::-1]
    tracks = dict(timing.tracks)
    for stretch in stretches:
        old = tracks.get(stretch.activity) or track_in(state, timing, stretch.activity)
        tracks[stretch.activity] = _without(old, stretch, since)
    own = tracks.get(name) or track_in(state, timing, name)
    started = since if own.started is None else min(own.started, since)
    phases = _later(track_in(state, timing, name).phases, own.spent, name, stretches)
    tracks[name] = own.with_started(started).with_phases(phases)
    return Timing(name, Mode.RUNNING, since, tracks, timing.must_end)


def _backwards(state: State, since: int, until: int) -> Iterator[_Stretch]:
    """Yield what the clock did between `since` and `until`, the last stretch first."""
    after, past = state.timing, state.past
    if after.since < until:
        yield _Stretch(after.activity, after.mode, until - max(since, after.since))
        until = after.since
    while past and since < until:
        now, name = past.timing, past.timing.activity
        if now.since < until:
            edge = until
            if now.mode == Mode.RUNNING:
                # A gap that was taken back ends a running stretch. From there on it was a pause.
                ran = track_in(state, after, name).spent - track_in(state, now, name).spent
                edge = min(until, now.since + ran)
            if edge < until:
                yield _Stretch(name, Mode.PAUSED, until - max(since, edge))
            if max(since, now.since) < edge:
                yield _Stretch(name, now.mode, edge - max(since, now.since))
            until = now.since
        after, past = now, past.before
    if since < until:  # nothing was recorded before the session was opened
        yield _Stretch(after.activity, Mode.WAITING, until - since)


def _without(old: Track, stretch: _Stretch, since: int) -> Track:
    new = old.with_left(None if old.left is None else min(old.left, since))
    if stretch.mode == Mode.RUNNING:
        spent = max(0, old.spent - stretch.ms)
        return new.with_spent(spent).with_phases(tuple(min(phase, spent) for phase in old.phases))
    return new.with_paused(max(0, old.paused - stretch.ms)) if stretch.mode == Mode.PAUSED else new


def _later(phases: Sequence[int], run: int, name: str, stretches: Sequence[_Stretch]) -> tuple[int, ...]:
    """Return the phases of an activity that now runs through all `stretches`, after running for `run` ms.

    A phase moves later by the length of each stretch before it in which the activity did not run before.
    """
    gained = []
    for stretch in stretches:
        if stretch.activity == name and stretch.mode == Mode.RUNNING:
            run += stretch.ms
        else:
            gained.append((run, stretch.ms))
    return tuple(phase + sum(ms for at, ms in gained if at < phase) for phase in phases)


def waited_ms(state: State, t: int) -> int:
    """Return how long the group has waited for this activity, in ms, or did wait if it has just started."""
    timing, past = state.timing, state.past
    if timing.mode == Mode.RUNNING and past is not None and past.what == "started":
        t, timing = timing.since, past.timing
    begun = any(each.started is not None for each in timing.tracks.values())
    return t - timing.since if begun and timing.mode == Mode.WAITING else 0
