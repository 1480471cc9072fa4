"""What a rehearsal teaches: how much of each activity was spoken in real time, and the plan that follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.clocks import session_time
from luisteren_tui.session.events import Clock, Event, Mode, Opened
from luisteren_tui.session.plan import MINUTE, OWN, Plan, plan_of, with_seconds
from luisteren_tui.session.state import State, begin

SECOND = 1000


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


def needed(state: State) -> dict[str, int]:
    """Return the seconds that each activity that was done asks of a plan: what it took.

    Where its turns were shortened by a preparation that took longer than was planned, it asks for that time too.
    """
    found = {}
    for id, item in state.timing.tracks.items():
        if item.started is None or item.skipped:
            continue
        turns, planned = state.activities[id].turns, state.opened.planned.get(id, state.activities[id].duration)
        talked = item.phases[0] // SECOND - turns.prepare if turns and item.phases else 0
        found[id] = max(item.spent // SECOND, planned + talked)
    return found


def plan_rehearsed(opened: Opened) -> Plan:
    """Return the plan that a session or rehearsal was opened with, without its times of day."""
    plan = plan_of(opened.workshop, opened.sha256, opened.participants)
    blocks = tuple(
        replace(
            each,
            seconds=opened.planned.get(each.id, each.seconds),
            skipped=each.id in opened.skipped,
            own=each.id.startswith(OWN),
            text=activity.instruction if each.id.startswith(OWN) else "",
        )
        for each, activity in zip(plan.blocks, opened.workshop.activities, strict=True)
    )
    return replace(plan, blocks=blocks)


def learnt(plan: Plan, taken: Mapping[str, int]) -> Plan:
    """Return the plan with each activity as long as it took, where that was longer; `taken` is in seconds."""
    for each in plan.blocks:
        if taken.get(each.id, 0) > each.seconds:
            plan = with_seconds(plan, each.id, -(-taken[each.id] // MINUTE) * MINUTE)
    return plan
