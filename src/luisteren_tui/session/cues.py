"""When the cues of an activity are shown: each once, however its time changes. All times are ms of run time."""

from collections.abc import Sequence

from luisteren_tui.session.timing import SECOND_MS
from luisteren_tui.workshop.model import Activity

SHOWN_MS = 60 * SECOND_MS
"""How long a cue asks for attention, unless the next one comes."""
LEAST_MS = 20 * SECOND_MS
"""The least time for which it does. Cues that are due at the same time come one after the other, this far apart."""


def due_times(activity: Activity, allotted: int) -> tuple[int, ...]:
    """Return when each cue of an activity is due if it has `allotted` ms, in order.

    A cue in the first half counts from the start, and one in the second half from the end. When the activity is so much
    shorter that it would cross the middle, it comes halfway.
    """
    duration = activity.duration * SECOND_MS
    half = min(duration, allotted) // 2
    times = (cue.at * SECOND_MS for cue in activity.cues)
    return tuple(at if at <= half else max(half, allotted - (duration - at)) for at in times)


def shown_times(activity: Activity, allotted: int, shown: Sequence[int]) -> tuple[int, ...]:
    """Return when each cue is shown: the first ones were `shown` at these times, and the others come when they are due."""
    times = list(shown)
    for at in due_times(activity, allotted)[len(times) :]:
        times.append(max(at, times[-1] + LEAST_MS) if times else at)
    return tuple(times)


def shown_after(
    activity: Activity, allotted: int, shown: Sequence[int], seen: int, now_allotted: int, run: int
) -> tuple[int, ...]:
    """Return when the first cues were shown, after a change at which the activity had been watched for `seen` ms.

    From then on it has `now_allotted` ms and has run for `run` ms. What was shown stays shown, as long ago as before.
    What the change passed over is shown now.
    """
    kept = [at + run - seen for at in shown_times(activity, allotted, shown) if at <= seen]
    for at in due_times(activity, now_allotted)[len(kept) :]:
        if at > run:
            break
        kept.append(max(run, kept[-1] + LEAST_MS) if kept else run)
    return tuple(kept)
