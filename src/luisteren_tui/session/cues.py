"""When the cues of an activity and of its turns are shown: each once, however the time changes. All times are ms.

Those of an activity count from its start, in run time, and those of a turn from the start of that turn.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from luisteren_tui.session.timing import SECOND_MS
from luisteren_tui.workshop.model import Activity, Cue

SHOWN_MS = 60 * SECOND_MS
"""How long a cue asks for attention, unless the next one comes."""
LEAST_MS = 20 * SECOND_MS
"""The least time for which it does. Cues that are due at the same time come one after the other, this far apart."""

Shown = Mapping[int, tuple[int, ...]]
"""When the first cues were shown, by the number of their turn, from 1, or 0 for those of the activity itself."""


class Cues(Struct, frozen=True):
    """Cues in order, of something that takes `usual` ms by the workshop file."""

    cues: tuple[Cue, ...]
    usual: int


class Watched(Struct, frozen=True):
    """How far an activity was when it had run for `run` ms of the `allotted` ones.

    With a `turn` its turn of this number began at the run time `begin` and may take `limit` ms.
    """

    run: int
    allotted: int
    begun: bool
    turn: int = 0
    begin: int = 0
    limit: int = 0


def has_cues(activity: Activity) -> bool:
    """Return whether an activity has cues, of its own or in its turns."""
    return bool(activity.cues or (activity.turns is not None and activity.turns.cues))


def of_activity(activity: Activity) -> Cues:
    """Return the cues of the activity itself."""
    return Cues(activity.cues, activity.duration * SECOND_MS)


def of_turn(activity: Activity) -> Cues:
    """Return the cues of each of its turns."""
    turns = activity.turns
    return Cues((), 0) if turns is None else Cues(turns.cues, turns.window.high * SECOND_MS)


def due_times(cues: Cues, allotted: int) -> tuple[int, ...]:
    """Return when each cue is due if there are `allotted` ms, in order.

    A cue in the first half counts from the start, and one in the second half from the end. With so much less time that
    it would cross the middle, it comes halfway.
    """
    half = min(cues.usual, allotted) // 2
    times = (cue.at * SECOND_MS for cue in cues.cues)
    return tuple(at if at <= half else max(half, allotted - (cues.usual - at)) for at in times)


def shown_times(cues: Cues, allotted: int, shown: Sequence[int]) -> tuple[int, ...]:
    """Return when each cue is shown: the first ones were `shown` at these times, and the others come when they are due."""
    times = list(shown)
    for at in due_times(cues, allotted)[len(times) :]:
        times.append(max(at, times[-1] + LEAST_MS) if times else at)
    return tuple(times)


def said_at(activity: Activity, now: Watched, shown: Shown) -> list[tuple[int, str]]:
    """Return at which run times the cues of an activity and its present turn are shown, in order, and what to say."""
    found = [*zip(shown_times(of_activity(activity), now.allotted, shown.get(0, ())), activity.cues, strict=True)]
    if now.turn:
        cues = of_turn(activity)
        times = shown_times(cues, now.limit, shown.get(now.turn, ()))
        own = [(now.begin + at, cue) for at, cue in zip(times, cues.cues, strict=True)]
        found = sorted([*found, *own], key=lambda one: one[0]) if found else own
    said: list[tuple[int, str]] = []
    for at, cue in found:
        said.append((max(at, said[-1][0] + LEAST_MS) if said else at, cue.say))
    return said


def shown_after(activity: Activity, shown: Shown, before: Watched, after: Watched) -> Shown:
    """Return when the cues of an activity were shown after a change from `before` to `after`.

    What was shown stays shown, as long ago as before. What the change passed over is shown now. After its start was
    undone, an activity is new, and so is a turn.
    """
    if not after.begun:
        return {}
    own = of_activity(activity)
    found = {0: _shown_after(own, shown.get(0, ()), (before.allotted, before.run), (after.allotted, after.run))}
    found |= {turn: times for turn, times in shown.items() if 0 < turn <= after.turn}
    if before.turn and before.turn <= after.turn:
        seen = before.limit, before.run - before.begin
        now = (after.limit, after.run - after.begin) if before.turn == after.turn else seen
        found[before.turn] = _shown_after(of_turn(activity), shown.get(before.turn, ()), seen, now)
    return found


def _shown_after(cues: Cues, shown: Sequence[int], before: tuple[int, int], after: tuple[int, int]) -> tuple[int, ...]:
    """Return when the first cues were shown. Both times are how much there was and how much of that had passed."""
    (allotted, seen), (now_allotted, run) = before, after
    kept = [at + run - seen for at in shown_times(cues, allotted, shown) if at <= seen]
    for at in due_times(cues, now_allotted)[len(kept) :]:
        if at > run:
            break
        kept.append(max(run, kept[-1] + LEAST_MS) if kept else run)
    return tuple(kept)
