"""When the session started, when it should end, and when it will end if nothing more runs over. All in session time."""

from luisteren_tui.session.session_clock import reaches
from luisteren_tui.session.state import State, is_left_out, planned_ms, run_time, track
from luisteren_tui.session.timing import DAY_MS, SECOND_MS, Mode
from luisteren_tui.workshop.model import Activity


def begin_time(state: State) -> int | None:
    """Return the session time at which the first activity started, or None before that."""
    return min((item.started for item in state.timing.tracks.values() if item.started is not None), default=None)


def planned_total(state: State) -> int:
    """Return the planned length of the session in ms, without the activities that its plan leaves out."""
    opened = state.opened
    return sum(seconds for id, seconds in opened.planned.items() if id not in opened.skipped) * SECOND_MS


def due_time(state: State) -> int | None:
    """Return the session time at which the session should be over.

    That is when it must end, else when it ends as planned. Returns None without a fixed end before the start, and on
    another day.
    """
    if state.timing.must_end is not None:
        due = reaches(state, state.t, state.timing.must_end)
        # The session goes on on another day, or the date of the clock was set. The time of day still tells when the room
        # must be empty.
        far = due - state.t > 2 * DAY_MS or state.t - due > DAY_MS // 2
        return state.t + (due - state.t + DAY_MS // 2) % DAY_MS - DAY_MS // 2 if far else due
    begun = begin_time(state)
    if begun is None:
        return None
    planned = begun + planned_total(state)
    return planned if state.t - planned <= DAY_MS // 2 else None


def end_time(state: State, t: int) -> int:
    """Return the session time at which the session will be over, seen at `t`, if nothing more runs over."""
    timing, item = state.timing, track(state, state.timing.activity)
    if timing.mode == Mode.ENDED:
        return timing.since
    own = 0 if item.skipped else max(0, item.allotted - run_time(state, t))
    # Start from the planned total and correct it for the activities that were changed. They are few.
    place = state.places[timing.activity]
    changes = sum(
        time_left(state, each) - planned_ms(state.opened, each)
        for id in timing.tracks.keys() | state.fallen
        if (each := state.activities.get(id)) and state.places[id] > place
    )
    return t + own + state.planned_after[place] + changes


def time_left(state: State, activity: Activity) -> int:
    """Return how much time a coming activity still has, in ms."""
    item = track(state, activity.id)
    return 0 if is_left_out(state, activity.id) else max(0, item.allotted - item.spent)


def coming_activities(state: State) -> tuple[Activity, ...]:
    """Return the activities after the present one."""
    if state.timing.mode == Mode.ENDED:
        return ()
    return state.opened.workshop.activities[state.places[state.timing.activity] + 1 :]
