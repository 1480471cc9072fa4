"""How the times of activities are drawn: as tables with figures in columns, and as bars."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words

MAX_BAR_WIDTH, MIN_BAR_WIDTH = 24, 8
"""Cells for a bar. There are no bars where fewer are left."""
MIN_TITLE_WIDTH, MAX_TITLE_WIDTH = 24, 34
"""Cells for a title before a bar."""
FIGURES_WIDTH = 18
"""Cells for the figures after a bar, and the gaps."""
TAKEN, NOT_NEEDED, OVERRUN = "█", "·", "+"


class TimeTable(NamedTuple):
    """The widths of a table, in cells: of the titles, and of each column of figures."""

    title_width: int
    figure_width: int

    def line(self, title: str, *figures: str, text: str = "", style: str = "") -> Content:
        """Return a line of the table. A title that is too long is cut off; its id stays."""
        name = Content(title).truncate(self.title_width, ellipsis=self.title_width > 3, pad=True)
        columns = "".join(f" {figure:>{self.figure_width}}" for figure in figures)
        line = Content.assemble(name, f"{columns}  {text}".rstrip())
        return line.stylize(style) if style else line


def full_name(id: str, title: str, step: int | None) -> str:
    """Return the id and title of an activity. A break or a custom block, which has no step, gets a dot for its id."""
    return f"{'·' if step is None else safe_line(id):<3} {safe_line(title)}"


def short_name(activity: Mapping[str, Any]) -> str:
    """Return the id of an activity of an outcome, or the title of a break or a custom block."""
    return safe_line(str(activity["title"] if activity["step"] is None else activity["id"]))


def draw_time_bars(activities: Sequence[Mapping[str, Any]], width: int) -> list[Content]:
    """Return the planned and actual time of each activity as bars that can be read without colour, below a legend."""
    longest_s = max([1, *(max(a["planned_s"], a["actual_s"]) for a in activities)])
    bar_width = min(MAX_BAR_WIDTH, width - FIGURES_WIDTH - MIN_TITLE_WIDTH)
    bar_width = bar_width if bar_width >= MIN_BAR_WIDTH else 0
    legend = _("planned → actual, in minutes")
    if bar_width:
        text = _("{used} taken  {left} not needed  {over} over")
        legend += "   " + text.format(used=TAKEN, left=NOT_NEEDED, over=OVERRUN)
    lines = [Content.assemble((legend, "$muted"))]
    return lines + [_time_bar(activity, longest_s, width, bar_width) for activity in activities]


def _time_bar(activity: Mapping[str, Any], longest_s: int, width: int, bar_width: int) -> Content:
    planned_s, actual_s = activity["planned_s"], activity["actual_s"]
    planned, actual = ((seconds * bar_width + longest_s // 2) // longest_s for seconds in (planned_s, actual_s))
    bar = TAKEN * min(planned, actual) + NOT_NEEDED * max(0, planned - actual) + OVERRUN * max(0, actual - planned)
    name = full_name(activity["id"], activity["title"], activity["step"])
    title_width = max(8, min(MAX_TITLE_WIDTH, width - FIGURES_WIDTH - bar_width))
    title = Content(name).truncate(title_width, ellipsis=True, pad=True)
    state = {"skipped": _("skipped"), "unreached": _("not reached")}.get(activity["status"])
    figures = state or f"{words.minutes(planned_s)} → {words.minutes(actual_s)}"
    return Content.assemble(title, "  ", (f"{bar:<{bar_width}}", "$primary"), f"  {figures}")
