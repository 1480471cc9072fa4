"""What a rehearsal teaches: how much of each activity was spoken in real time, and the plan that follows from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from luisteren_tui.planning.plan import MINUTE, OWN, Plan, plan_of, with_seconds
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.events import Clock, Event, Opened
from luisteren_tui.session.session_clock import session_time
from luisteren_tui.session.state import State, begin, planned_s
from luisteren_tui.session.timing import Mode
from luisteren_tui.workshop.model import Activity

SECOND = 1000
LEAST = 30
"""Seconds over the plan from which there is something to learn."""
FAST = 10
"""Nobody speaks along with a clock that runs faster than so many times as fast."""


def passed_over(opened: Opened, events: Iterable[Event]) -> dict[str, int]:
    """Return the ms of each activity that were passed over as silent work, by the clocks of the events."""
    jumped = dict[str, int]()
    for state, event in _running(opened, events):
        if ahead := _ahead(state, event):
            jumped[state.timing.activity] = jumped.get(state.timing.activity, 0) + ahead
    return jumped


def hurried(opened: Opened, events: Iterable[Event]) -> frozenset[str]:
    """Return the activities that ran for a while at a speed at which nobody can speak along."""
    return frozenset(
        state.timing.activity
        for state, event in _running(opened, events)
        if state.clocks[-1].rate > FAST and event.t - _ahead(state, event) - state.t >= SECOND
    )


def _running(opened: Opened, events: Iterable[Event]) -> Iterator[tuple[State, Event]]:
    """Return each event that found the clock running, and the state before it."""
    state = begin(opened)
    for event in events:
        if state.clocks and state.timing.mode == Mode.RUNNING:
            yield state, event
        try:
            state = apply(state, event)
        except UnfitError:
            continue


def _ahead(state: State, event: Event) -> int:
    """Return the ms that an event put the clock ahead."""
    if not isinstance(event, Clock):
        return 0
    last = state.clocks[-1]
    same_boot = event.boot_id == last.boot_id and event.boot >= last.boot
    return max(0, event.t - max(state.t, session_time(last, event.boot))) if same_boot else 0


def explained(state: State) -> dict[str, int]:
    """Return by how many seconds the instruction of each activity with turns ran over what there is for it."""
    return {
        id: item.phases[0] // SECOND - turns.prepare
        for id, item in state.timing.tracks.items()
        if (turns := state.activities[id].turns) and item.phases and item.phases[0] // SECOND > turns.prepare
    }


def needed(state: State) -> dict[str, int]:
    """Return the seconds that each activity that was done asks of a plan; the end of it all cuts one short.

    That is what it took, so that it can be compared with the clock. Where only its preparation ran over, its turns were
    shortened by that: then it is what was planned, and that much more.
    """
    late, asked_for = explained(state), dict[str, int]()
    for id, item in state.timing.tracks.items():
        if item.started is None or item.skipped:
            continue
        taken, planned = item.spent // SECOND, planned_s(state.opened, state.activities[id])
        asks = _asks(planned, taken, late.get(id, 0))
        if asks > taken or taken >= planned or not _cut(state, id):
            asked_for[id] = asks
    return asked_for


def asked(activity: Activity, planned_s: int, taken_s: int, turns_s: int) -> int:
    """Return the seconds that an earlier rehearsal, of which only its outcome is left, asked for; as `needed` does."""
    if not activity.turns or not turns_s:
        return taken_s
    return _asks(planned_s, taken_s, taken_s - turns_s - activity.turns.prepare - activity.turns.after)


def _asks(planned_s: int, taken_s: int, late_s: int) -> int:
    ran_over = taken_s - planned_s >= LEAST
    return taken_s if ran_over or late_s < LEAST else max(taken_s, planned_s + late_s)


def _cut(state: State, id: str) -> bool:
    """Return whether an activity was the last that was reached, with more to come."""
    return id == state.timing.activity and state.places[id] < len(state.places) - 1


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
    """Return the plan with each activity as long as it took, to the nearest minute, where that was longer.

    `taken` is in seconds.
    """
    for each in plan.blocks:
        seconds = taken.get(each.id, 0)
        if seconds - each.seconds >= LEAST and not each.skipped:
            plan = with_seconds(plan, each.id, (seconds + MINUTE // 2) // MINUTE * MINUTE)
    return plan
