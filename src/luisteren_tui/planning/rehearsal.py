"""What a rehearsal teaches: which parts were spoken in real time, and the plan that follows from their times."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import mean

from luisteren_tui.planning.plan import CUSTOM_ID, MINUTE_S, Plan, plan_of, same_rounds, whole_minutes, with_seconds
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.events import Clock, Event, Opened
from luisteren_tui.session.session_clock import session_time
from luisteren_tui.session.state import State, begin, planned_s
from luisteren_tui.session.timing import SECOND_MS, Mode
from luisteren_tui.workshop.model import Activity

MIN_OVERRUN_S = 30
"""An activity must run over by this many seconds before its plan changes."""
MAX_SPOKEN_RATE = 2
"""The highest rate at which one can speak along with the clock."""


def skipped_silence_ms(opened: Opened, events: Iterable[Event]) -> dict[str, int]:
    """Return the ms of silent work that were skipped in each activity, according to the clock events."""
    jumped = dict[str, int]()
    for state, event in _while_running(opened, events):
        if ahead := _ahead(state, event):
            jumped[state.timing.activity] = jumped.get(state.timing.activity, 0) + ahead
    return jumped


def hurried_activities(opened: Opened, events: Iterable[Event]) -> frozenset[str]:
    """Return the activities that ran for at least a second too fast to speak along. Their times teach nothing."""
    return frozenset(
        state.timing.activity
        for state, event in _while_running(opened, events)
        if state.clocks[-1].rate > MAX_SPOKEN_RATE and event.t - _ahead(state, event) - state.t >= SECOND_MS
    )


def _while_running(opened: Opened, events: Iterable[Event]) -> Iterator[tuple[State, Event]]:
    """Yield each event that came while the clock ran, and the state before it."""
    state = begin(opened)
    for event in events:
        if state.clocks and state.timing.mode == Mode.RUNNING:
            yield state, event
        try:
            state = apply(state, event)
        except UnfitError:
            continue


def _ahead(state: State, event: Event) -> int:
    """Return the ms by which an event moved the clock ahead."""
    if not isinstance(event, Clock):
        return 0
    last = state.clocks[-1]
    same_boot = event.boot_id == last.boot_id and event.boot >= last.boot
    return max(0, event.t - max(state.t, session_time(last, event.boot))) if same_boot else 0


def instruction_overrun_s(state: State) -> dict[str, int]:
    """Return by how many seconds the instruction of each activity with turns overran its time."""
    return {
        id: item.phases[0] // SECOND_MS - turns.prepare
        for id, item in state.timing.tracks.items()
        if (turns := state.activities[id].turns) and item.phases and item.phases[0] // SECOND_MS > turns.prepare
    }


def needed_s(state: State) -> dict[str, int]:
    """Return the seconds that a plan should have for each activity that was done.

    That is what the activity took. But if only its preparation ran over, its turns were shortened by that. Then it is
    the planned time plus the overrun. An activity that was cut short by the end is left out.
    """
    late, needed = instruction_overrun_s(state), dict[str, int]()
    for id, item in state.timing.tracks.items():
        if item.started is None or item.skipped:
            continue
        taken, planned = item.spent // SECOND_MS, planned_s(state.opened, state.activities[id])
        seconds = _needed_s(planned, taken, late.get(id, 0))
        cut_short = id == state.timing.activity and state.places[id] < len(state.places) - 1
        if seconds > taken or taken >= planned or not cut_short:
            needed[id] = seconds
    return needed


def needed_in_outcome_s(activity: Activity, planned_s: int, taken_s: int, turns_s: int) -> int:
    """Return what `needed_s` returns for an activity of an earlier rehearsal, of which only the outcome is left."""
    if not activity.turns or not turns_s:
        return taken_s
    return _needed_s(planned_s, taken_s, taken_s - turns_s - activity.turns.prepare - activity.turns.after)


def _needed_s(planned_s: int, taken_s: int, late_s: int) -> int:
    ran_over = taken_s - planned_s >= MIN_OVERRUN_S
    return taken_s if ran_over or late_s < MIN_OVERRUN_S else max(taken_s, planned_s + late_s)


def plan_of_session(opened: Opened) -> Plan:
    """Return the plan that a session or rehearsal was opened with, without its times of day."""
    plan = plan_of(opened.workshop, opened.sha256, opened.participants)
    blocks = []
    for each, activity in zip(plan.blocks, opened.workshop.activities, strict=True):
        own = each.with_text(each.title, activity.instruction) if each.id.startswith(CUSTOM_ID) else each
        planned = opened.planned.get(each.id, each.seconds)
        blocks.append(own.with_seconds(planned).with_skipped(each.id in opened.skipped))
    return plan.with_blocks(tuple(blocks))


def with_learned_times(plan: Plan, taken: Mapping[str, int]) -> Plan:
    """Return the plan with each activity that took longer extended to what it took, to the nearest minute.

    `taken` has the seconds by activity id. Rounds all get what one of them took on average.
    """
    for each in plan.blocks:
        rounds = [taken[one.id] for one in same_rounds(plan, each) if one.id in taken]
        seconds = round(mean(rounds)) if rounds else 0
        if seconds - each.seconds >= MIN_OVERRUN_S and not each.skipped:
            plan = with_seconds(plan, each.id, whole_minutes(seconds) * MINUTE_S)
    return plan
