"""How long each activity takes, over many sessions: figures, and a picture of them in characters."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

from luisteren_tui.storage.past_runs import Run, times

SPREAD, MEDIAN, PLANNED, BOTH = "⠤", "●", "│", "◆"
"""What the picture is made of; the last where what was planned and the median are in one place."""
_EMPTY = "⠀"


class Figures(NamedTuple):
    """An activity over a number of sessions, in seconds; `times` are those in which it was done, shortest first."""

    id: str
    title: str
    step: int | None
    planned_s: int
    times: tuple[int, ...]
    skipped: int

    @property
    def median_s(self) -> int | None:
        """The middle of the times, None where there are none."""
        return round(median(self.times)) if self.times else None


def figures(outcome: Mapping[str, Any], runs: Sequence[Run]) -> list[Figures]:
    """Return the figures of each activity of `outcome`, over `runs`; planned is as it was in that one.

    An activity that was cut off by the end of its session does not count.
    """
    return [_figures(activity, runs) for activity in outcome["activities"]]


def _figures(activity: Mapping[str, Any], runs: Sequence[Run]) -> Figures:
    id, title = activity["id"], activity["title"]
    taken = sorted(time.taken_s for time in times(runs, id, title) if time is not None)
    skipped = sum(took.status == "skipped" for run in runs for took in run.activities if took.id == id)
    return Figures(id, title, activity["step"], activity["planned_s"], tuple(map(round, taken)), skipped)


def picture(all: Sequence[Figures], cells: int) -> list[str]:
    """Return a line of `cells` characters for each, all on one scale from nothing to the longest time."""
    from plotille import Canvas  # type: ignore[import-untyped]

    longest = max([60, *(max(one.planned_s, *one.times, 0) for one in all)])
    lines = []
    for one in all:
        canvas = Canvas(cells, 1, 0, 0, longest, 4)
        if one.times:
            canvas.line(one.times[0], 1, one.times[-1], 1)
        canvas.text(one.planned_s, 1, PLANNED)
        line = canvas.plot()
        if one.median_s is not None:
            canvas.text(one.median_s, 1, MEDIAN)
            line = canvas.plot()
            if PLANNED not in line:
                line = line.replace(MEDIAN, BOTH)
        lines.append(line.replace(_EMPTY, " "))
    return lines


def longest_minutes(all: Sequence[Figures]) -> int:
    """Return the minutes at the right end of the picture."""
    return (max([60, *(max(one.planned_s, *one.times, 0) for one in all)]) + 30) // 60
