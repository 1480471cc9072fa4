"""What a rehearsal teaches: how much of each activity was spoken in real time, and the plan that follows from it."""

from collections.abc import Iterable, Mapping

from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.clocks import session_time
from luisteren_tui.session.events import Clock, Event, Mode, Opened
from luisteren_tui.session.plan import Plan, block, with_seconds
from luisteren_tui.session.state import begin

MINUTE = 60


def passed_over(opened: Opened, events: Iterable[Event]) -> dict[str, int]:
    """Return the ms of each activity that were passed over as silent work, by the clocks of the events."""
    state, jumped = begin(opened), dict[str, int]()
    for event in events:
        if isinstance(event, Clock) and state.clocks and state.timing.mode == Mode.RUNNING:
            last = state.clocks[-1]
            same_boot = event.boot_id == last.boot_id and event.boot >= last.boot
            ahead = event.t - max(state.t, session_time(last, event.boot)) if same_boot else 0
            if ahead > 0:
                jumped[state.timing.activity] = jumped.get(state.timing.activity, 0) + ahead
        try:
            state = apply(state, event)
        except UnfitError:
            continue
    return jumped


def learnt(plan: Plan, taken: Mapping[str, int]) -> Plan:
    """Return the plan with each activity as long as it took, where that was longer; `taken` is in seconds."""
    for id, seconds in taken.items():
        if seconds > block(plan, id).seconds:
            plan = with_seconds(plan, id, -(-seconds // MINUTE) * MINUTE)
    return plan
