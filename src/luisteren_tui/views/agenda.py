"""The agenda: what the steps and their activities are, and how far each has come."""

from luisteren_tui.session.state import State, track
from luisteren_tui.session.timing import Mode
from luisteren_tui.text.safe import safe_line
from luisteren_tui.views.session_view import Row, Status
from luisteren_tui.workshop.model import Activity

SECOND = 1000
SEEN = 60
"""Activities on either side of the present one that a screen can show."""


def label(activity: Activity) -> str:
    """Return the name by which the screens call an activity: its id, a dot for a break or an own block."""
    return "·" if activity.step is None else safe_line(activity.id)


def status(state: State, activity: Activity) -> Status:
    """Return how far an activity has come."""
    item = track(state, activity.id)
    if activity.id == state.timing.activity and state.timing.mode != Mode.ENDED:
        return Status.CURRENT
    if item.skipped:
        return Status.SKIPPED
    if item.started is not None:
        return Status.DONE
    return Status.SKIPPED if state.places[activity.id] < state.places[state.timing.activity] else Status.COMING


def rows(state: State) -> tuple[Row, ...]:
    """Return the agenda as far as it can be seen: a line for each step, for each activity of a step with several, and for
    each break."""
    workshop, result = state.opened.workshop, []
    near = _near(state)
    members: dict[int, list[Activity]] = {}
    for activity in near:
        if activity.step is not None:
            members.setdefault(activity.step, []).append(activity)
    seen = set()
    for activity in near:
        number = activity.step
        own = _row(state, activity)
        if number is None:
            result.append(own)
        elif len(members[number]) == 1:
            title = safe_line(workshop.steps[number - 1].title)
            result.append(Row(own.id, str(number), title, False, own.planned_s, own.actual_s, own.status))
        else:
            if number not in seen:
                result.append(_step_row(state, number, members[number]))
            result.append(own)
        seen.add(number)
    return tuple(result)


def _near(state: State) -> tuple[Activity, ...]:
    """Return the present activity and those around it, whole steps: nobody sees a thousand lines."""
    order, place = state.opened.workshop.activities, state.places[state.timing.activity]
    first, last = max(0, place - SEEN), min(len(order), place + SEEN + 1)
    while first > 0 and order[first].step is not None and order[first].step == order[first - 1].step:
        first -= 1
    while last < len(order) and order[last].step is not None and order[last].step == order[last - 1].step:
        last += 1
    return order[first:last]


def _row(state: State, activity: Activity) -> Row:
    item = track(state, activity.id)
    now = status(state, activity)
    actual = item.spent // SECOND if now == Status.DONE else None
    nested = activity.step is not None
    name = label(activity).removeprefix(str(activity.step)) if nested else label(activity)
    return Row(activity.id, name, safe_line(activity.title), nested, item.allotted // SECOND, actual, now)


def _step_row(state: State, number: int, members: list[Activity]) -> Row:
    parts = [_row(state, activity) for activity in members]
    all_of = {part.status for part in parts}
    now = next(part for part in (Status.CURRENT, Status.COMING, Status.DONE, Status.SKIPPED) if part in all_of)
    actual = sum(part.actual_s or 0 for part in parts) if now == Status.DONE else None
    title = safe_line(state.opened.workshop.steps[number - 1].title)
    return Row("", str(number), title, False, sum(part.planned_s for part in parts), actual, now)
