"""Which of the room's signals are to be heard: those that begin while somebody watches the time pass."""

from typing import NamedTuple

from luisteren_tui.session.signals import room_alert
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Timing
from luisteren_tui.views.session_view import Alert, View

LATE = 5
"""Seconds after which a signal comes too late to be heard: the laptop slept, or the program stood still."""


class Heard(NamedTuple):
    """What is known of the room's signal at one moment; `run_s` is how long the activity ran."""

    timing: Timing
    run_s: int
    signal: Alert | None


def heard(state: State, view: View) -> Heard:
    """Return what is known at the moment of `view`."""
    return Heard(state.timing, view.clock.run_s, room_alert(state.activity, view.clock, view.turn))


def begins(before: Heard | None, now: Heard) -> bool:
    """Return whether a signal began since `before` by the time alone: what a command brings about is no signal."""
    if before is None or now.signal is None or now.signal == before.signal:
        return False
    return now.timing == before.timing and now.run_s - before.run_s <= LATE
