"""Moving from one activity to another: to a neighbour, past one that is skipped, or to any other one."""

from itertools import islice

from luisteren_tui.session import events as e
from luisteren_tui.session.needs import fallen_out, is_gone
from luisteren_tui.session.state import State, is_left_out, run_time, track
from luisteren_tui.session.timing import Mode, Track
from luisteren_tui.workshop.model import Activity


def neighbour(state: State, distance: int) -> Activity | None:
    """Return the activity `distance` places further, or None beyond either end.

    An activity that was skipped before it was entered is passed over. One that was skipped while it ran is not.
    """
    return _neighbour(state, distance, state.fallen)


def _neighbour(state: State, distance: int, fallen: frozenset[str]) -> Activity | None:
    order = state.opened.workshop.activities
    place = state.places[state.timing.activity]
    candidates = order[place + 1 :] if distance > 0 else order[:place][::-1]
    tracks = ((each, track(state, each.id)) for each in candidates if each.id not in fallen)
    found = (each for each, item in tracks if not item.skipped or item.left is not None)
    return next(islice(found, abs(distance) - 1, None), None)


def enter_neighbour(state: State, distance: int, t: int) -> tuple[e.Event, ...]:
    """Return what happens when the facilitator goes on, or back if `distance` is negative."""
    to = neighbour(state, distance)
    return () if to is None else (e.Entered(t, to.id, state.timing.mode == Mode.RUNNING),)


def skip_activity(state: State, t: int) -> tuple[e.Event, ...]:
    """Return what happens when the present activity is skipped."""
    here = state.timing.activity
    to = _neighbour(state, 1, state.fallen | falling(state, (here,), t))
    if to is not None:
        return (e.Skipped(t, here, to.id, state.timing.mode == Mode.RUNNING),)
    # The last activity is skipped once and stays the present one.
    return () if track(state, here).skipped else (e.Skipped(t, here, here, False),)


def falling(state: State, skipped: tuple[str, ...], t: int) -> frozenset[str]:
    """Return the activities that fall out when those in `skipped` are skipped at `t`."""
    if not state.needing:
        return frozenset()
    return fallen_out(state.needing, state.activities, _tracks_without(state, skipped, t)) - state.fallen


def left_out_between(state: State, id: str) -> tuple[str, ...]:
    """Return what is left out by going to an activity: those between that have not started. Going back leaves out none."""
    order = state.opened.workshop.activities
    between = order[state.places[state.timing.activity] + 1 : state.places[id]]
    unstarted = [each.id for each in between if track(state, each.id).started is None]
    return tuple(id for id in unstarted if not is_left_out(state, id))


def missing_for(state: State, id: str, t: int) -> str | None:
    """Return the first activity without which one can't be entered, or None if nothing that it needs is missing."""
    tracks = _tracks_without(state, left_out_between(state, id), t)
    fallen = fallen_out(state.needing, state.activities, tracks)
    return next((need for need in state.activities[id].needs if is_gone(need, state.activities, tracks, fallen)), None)


def go_to(state: State, id: str, t: int) -> tuple[e.Event, ...]:
    """Return what happens when the facilitator goes to an activity anywhere: what lies between is skipped."""
    if id not in state.activities or id == state.timing.activity or missing_for(state, id, t):
        return ()
    running = state.timing.mode == Mode.RUNNING
    first, *more = left_out_between(state, id) or ("",)
    return (e.Skipped(t, first, id, running, tuple(more)),) if first else (e.Entered(t, id, running),)


def _tracks_without(state: State, skipped: tuple[str, ...], t: int) -> dict[str, Track]:
    here = state.timing.activity
    now = {here: track(state, here).with_spent(run_time(state, t))}
    tracks = {**state.timing.tracks, **now}
    return tracks | {id: (tracks.get(id) or track(state, id)).with_skipped(True) for id in skipped}
