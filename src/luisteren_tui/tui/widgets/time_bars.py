"""Planned against actual, as bars that can be read without colour."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words

LENGTH, SHORTEST = 24, 8
"""Cells for a bar at most and at least."""
TITLE, LONGEST = 24, 34
"""Cells for a title at least and at most."""
FIGURES = 18
"""Cells for what stands behind a bar, and between."""
USED, LEFT, OVER = "█", "·", "+"


def bars(activities: Sequence[Mapping[str, Any]], room: int) -> list[Content]:
    """Return a line for each activity of an outcome, in `room` cells, under one that says what the bars mean."""
    longest = max([1, *(max(a["planned_s"], a["actual_s"]) for a in activities)])
    length = min(LENGTH, room - FIGURES - TITLE)
    length = length if length >= SHORTEST else 0
    head = _("planned → actual, in minutes")
    if length:
        head += "   " + _("{used} taken  {left} not needed  {over} over").format(used=USED, left=LEFT, over=OVER)
    lines = [Content.assemble((head, "$text-muted"))]
    return lines + [_bar(activity, longest, room, length) for activity in activities]


def _bar(activity: Mapping[str, Any], longest: int, room: int, length: int) -> Content:
    """Return a line that fits in `room` cells: its bar is left out before the title is cut to little."""
    planned, actual = activity["planned_s"], activity["actual_s"]
    width, used = _cells(planned, longest, length), _cells(actual, longest, length)
    bar = USED * min(width, used) + LEFT * max(0, width - used) + OVER * max(0, used - width)
    name = Content(
        f"{'·' if activity['step'] is None else safe_line(activity['id']):<3} {safe_line(activity['title'])}"
    )
    title = name.truncate(max(8, min(LONGEST, room - FIGURES - length)), ellipsis=True, pad=True)
    state = {"skipped": _("skipped"), "unreached": _("not reached")}.get(activity["status"])
    figures = state or f"{words.minutes(planned)} → {words.minutes(actual)}"
    return Content.assemble(title, "  ", (f"{bar:<{length}}", "$primary"), f"  {figures}")


def _cells(seconds: int, longest: int, length: int) -> int:
    return (seconds * length + longest // 2) // longest
