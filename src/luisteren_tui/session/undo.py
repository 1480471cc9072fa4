"""What undo and redo do beside restoring the timing: where the notes go, and how long ago the undone change was."""

from luisteren_tui.session.events import Slot
from luisteren_tui.session.session_clock import real_wall_at
from luisteren_tui.session.state import Past, PastPeople, State, group_of_turn, track_in, turn_count
from luisteren_tui.session.timing import MINUTE_MS, Timing

RECENT_MS = 5 * MINUTE_MS
"""Undo asks before it takes back what is older than this: the facilitator may have something else in mind."""


def age_ms(state: State, past: Past | PastPeople | None, t: int) -> int:
    """Return how long ago, in real time, the change after `past` was made, or 0 if there is none."""
    if past is None:
        return 0
    if state.opened.kind == "rehearsal":
        return max(0, real_wall_at(state, t) - real_wall_at(state, past.t))
    return t - past.t


def slot_after_undo(state: State) -> Slot | None:
    """Return the slot to go back to when the last turn is undone, or None if the notes stay where they are.

    They only go back if they still are where the turn brought them.
    """
    past = state.past
    if past is None or past.slot in (None, state.slot) or state.slot != _slot_of_turn(state, state.timing):
        return None
    return past.slot


def slot_after_redo(state: State) -> Slot | None:
    """Return the slot to which the turn brings the notes when it is redone, or None if they stay where they are."""
    future = state.future
    if future is None or future.slot != state.slot:
        return None
    slot = _slot_of_turn(state, future.timing)
    return slot if slot != state.slot else None


def _slot_of_turn(state: State, timing: Timing) -> Slot | None:
    """Return the slot of the group whose turn it is in `timing`, or None if no group has the turn."""
    activity = state.activities[timing.activity]
    phase = len(track_in(state, timing, activity.id).phases)
    if not 1 <= phase <= turn_count(state, activity):
        return None
    return Slot(activity.id, group=group_of_turn(state, activity, phase))
