"""How the times of activities are drawn: as tables with figures in columns, as bars, and as ranges on one scale."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.planning.statistics import label_of
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.bars import DOUBLE, HEAVY, LIGHT, Mark, Piece, draw_bar

MAX_BAR_WIDTH, MIN_BAR_WIDTH = 40, 8
"""Cells for a bar. There are no bars where fewer are left."""
MIN_FOLDED_WIDTH = 20
"""Cells from which a title that is too long is folded: a long word fits. In fewer it is cut off, and its id stays."""
FIGURES_WIDTH, DIFFERENCE_WIDTH = 14, 17
"""Cells for the minutes, or the state of an activity that was not done, and for the difference in words, with a gap."""
MIN_BAR_BESIDE_WORDS = 24
"""Cells for a bar beside the difference in words. Where fewer are left, there are no words."""
GAP = "  "
BOTH = "◆"
MIN_RANGE_WIDTH, MAX_RANGE_WIDTH = 24, 72
"""Cells for a range beside a table. Where fewer are left, the ranges are below it, at most MAX_BELOW_WIDTH wide."""
MAX_BELOW_WIDTH = 96
LABEL_WIDTH = 6
"""Cells for the id of an activity beside its range."""

Activity = Mapping[str, Any]


class Name(NamedTuple):
    """The id and title of an activity, or only a title."""

    label: str
    title: str

    def lines(self, width: int, label_width: int) -> list[Content]:
        """Return the name in `width` cells, on as many lines as it needs. Its label has a column of its own."""
        lead = f"{self.label:<{label_width}} " if self.label else ""
        left = width - len(lead)
        if left < MIN_FOLDED_WIDTH:
            return [Content(lead + self.title).truncate(width, ellipsis=width > 3)]
        first, *more = Content(self.title).wrap(left)
        return [Content(lead) + first, *(Content(" " * len(lead)) + line for line in more)]


def _name_widths(names: Iterable[Name]) -> tuple[int, int]:
    """Return the cells of the longest name on one line, and those of the column for their labels."""
    names = list(names)
    label = words.label_width(name.label for name in names)
    leads = (max(label, len(name.label)) + 1 if name.label else 0 for name in names)
    titles = (Content(name.title).cell_length for name in names)
    return max(map(sum, zip(leads, titles, strict=True)), default=0), label


class TimeTable(NamedTuple):
    """The widths of a table, in cells: of names and their labels, of each column of figures, and of the text before a bar."""

    name_width: int
    label_width: int
    figure_width: int
    text_width: int = 0

    def line(self, name: Name, *figures: str, text: str = "", bar: Content | None = None, style: str = "") -> Content:
        """Return a line of the table, and one more for each line that the name is folded on.

        A text comes after the figures, and a bar after that.
        """
        first, *more = name.lines(self.name_width, self.label_width)
        columns = "".join(f" {figure:>{self.figure_width}}" for figure in figures)
        text = f"{GAP}{text:<{self.text_width}}" if text or self.text_width else ""
        tail = Content.assemble(columns, text, *(() if bar is None else (GAP, bar)))
        line = Content.assemble(first, " " * (self.name_width - first.cell_length), tail).rstrip()
        line = Content("\n").join([line, *more])
        return line.stylize(style) if style else line

    @property
    def head(self) -> Name:
        """The name on the line above the columns."""
        return Name("", "")


def fit_table(
    names: Iterable[Name], width: int, *, columns: int, figure_width: int, text_width: int = 0
) -> tuple[TimeTable, int]:
    """Return a table of at most `width` cells with so many columns, and the cells that are left for a bar."""
    others = columns * (figure_width + 1) + (len(GAP) + text_width if text_width else 0)
    longest, label_width = _name_widths(names)
    name_width = max(3, min(longest, width - others))
    return TimeTable(name_width, label_width, figure_width, text_width), width - others - name_width - len(GAP)


def full_name(label: str, title: str) -> Name:
    """Return the name of an activity. A break or a custom block, which has no label, gets a dot."""
    return Name(safe_line(label) or "·", safe_line(title))


def name_of(activity: Activity) -> Name:
    """Return the name of an activity of an outcome."""
    return full_name(label_of(activity), str(activity["title"]))


def short_name(activity: Activity) -> str:
    """Return the number of an activity of an outcome, or the title of a break or a custom block."""
    return safe_line(label_of(activity) or str(activity["title"]))


def longest_s(activities: Iterable[Activity]) -> int:
    """Return the longest time that one of the activities was planned for or took."""
    return max([1, *(int(max(each["planned_s"], each["actual_s"])) for each in activities)])


def draw_time_bar(activity: Activity, longest_s: int, width: int) -> Content:
    """Return a bar of `width` cells: the time taken, what was not needed of the plan, and what came on top of it."""
    planned_s, actual_s = activity["planned_s"], activity["actual_s"]
    pieces = (
        Piece(0, min(planned_s, actual_s), HEAVY, "$primary"),
        Piece(actual_s, planned_s, LIGHT, "$track"),
        Piece(planned_s, actual_s, DOUBLE, "$warning"),
    )
    return draw_bar(pieces, longest_s / width, width)


def draw_legend() -> Content:
    """Return what the lines of a bar mean, in their colours."""
    text = _("{used} taken  {left} not needed  {over} over").format(
        used=HEAVY.whole * 2, left=LIGHT.whole * 2, over=DOUBLE.whole * 2
    )
    return draw_signs(text, {HEAVY.whole: "$primary", LIGHT.whole: "$track", DOUBLE.whole: "$warning"})


def draw_time_bars(activities: Sequence[Activity], width: int) -> list[Content]:
    """Return the planned and actual time of each activity, with bars that can be read without colour, below a legend."""
    names = [name_of(each) for each in activities]
    (longest, label_width), left = _name_widths(names), width - FIGURES_WIDTH
    name_width = max(1, min(longest, left - len(GAP) - MIN_BAR_WIDTH))
    in_words = left - name_width - DIFFERENCE_WIDTH - len(GAP) >= MIN_BAR_BESIDE_WORDS
    bar_width = min(MAX_BAR_WIDTH, left - name_width - (DIFFERENCE_WIDTH if in_words else 0) - len(GAP))
    if bar_width < MIN_BAR_WIDTH or name_width < MIN_FOLDED_WIDTH + 4:
        name_width, bar_width = max(8, min(longest, left)), 0
    scale_s = longest_s(activities)
    lines = [Content.assemble((_("planned → actual, in minutes"), "$muted"))]
    if bar_width and (legend := Content.assemble(lines[0], "   ", draw_legend())).cell_length <= width:
        lines = [legend]
    elif bar_width:
        lines.append(draw_legend())
    for name, activity in zip(names, activities, strict=True):
        first, *more = name.lines(name_width, label_width)
        figures, difference = _figures(activity), Content(GAP) + _difference(activity)
        columns = [
            first.pad_right(name_width - first.cell_length),
            figures.pad_left(max(0, FIGURES_WIDTH - figures.cell_length)),
        ]
        if in_words:
            columns.append(difference.pad_right(max(0, DIFFERENCE_WIDTH - difference.cell_length)))
        if bar_width:
            columns += [Content(GAP), draw_time_bar(activity, scale_s, bar_width)]
        lines += [Content("").join(columns).rstrip(), *more]
    return lines


def _figures(activity: Activity) -> Content:
    state = {"skipped": _("skipped"), "unreached": _("not reached")}.get(activity["status"])
    if state:
        return Content.assemble((state, "$muted"))
    return Content.assemble(
        (f"{words.minutes(activity['planned_s'])} → ", "$muted"), words.minutes(activity["actual_s"])
    )


def _difference(activity: Activity) -> Content:
    """Return how much longer or shorter than planned an activity took, in whole minutes."""
    if activity["status"] in ("skipped", "unreached"):
        return Content("")
    n = int(words.minutes(activity["actual_s"])) - int(words.minutes(activity["planned_s"]))
    if n > 0:
        return Content.assemble((_("{n} min longer").format(n=n), "$warning"))
    return Content.assemble((_("{n} min shorter").format(n=-n) if n else "", "$muted"))


class Range(NamedTuple):
    """A line from `low_s` to `high_s` on a scale of time, with marks at some times. The label names its activity."""

    label: str
    low_s: float
    high_s: float
    marks: Sequence[tuple[float, Mark]]


class RangeBars:
    """Ranges on one scale from zero to the longest time, in `width` cells."""

    def __init__(self, ranges: Sequence[Range], width: int) -> None:
        self._ranges, self._width = ranges, max(10, width)
        times = (time for each in ranges for time in (each.high_s, *(at for at, _mark in each.marks)))
        self._longest_s = max([60.0, *times])

    def bars(self) -> list[Content]:
        """Return a bar for each range. Where two marks coincide, BOTH takes their place."""
        unit, bars = self._longest_s / (self._width - 1), []
        for each in self._ranges:
            marks: dict[int, Mark] = {}
            for at, mark in each.marks:
                place = round(at / unit)
                marks[place] = Mark(BOTH, mark.style) if place in marks else mark
            bars.append(draw_bar((Piece(each.low_s, each.high_s, LIGHT, "$track"),), unit, self._width, marks))
        return bars

    def scale(self) -> Content:
        """Return the begin and the end of the scale."""
        end = _("{n} min").format(n=round(self._longest_s / 60))
        return Content.assemble((f"0{end:>{self._width - 1}}", "$muted"))


def bars_in_table(ranges: Sequence[Range], width: int) -> tuple[Content | None, Sequence[Content | None]]:
    """Return the scale and a bar for each range, for a column of a table; None for each if `width` is too little."""
    if width < MIN_RANGE_WIDTH:
        return None, [None] * len(ranges)
    drawn = RangeBars(ranges, min(width, MAX_RANGE_WIDTH))
    return drawn.scale(), drawn.bars()


def draw_ranges(ranges: Sequence[Range], width: int) -> Iterator[Content]:
    """Yield a line of at most `width` cells for each range, with its label, and the scale below them."""
    ranges = [each for each in ranges if each.marks]
    drawn = RangeBars(ranges, min(width, MAX_BELOW_WIDTH) - LABEL_WIDTH)
    for each, bar in zip(ranges, drawn.bars(), strict=True):
        label = Content(each.label).truncate(LABEL_WIDTH - 1, ellipsis=True, pad=True)
        yield Content.assemble(label, " ", bar)
    yield Content.assemble(" " * LABEL_WIDTH, drawn.scale())


def draw_signs(text: str, signs: Mapping[str, str]) -> Content:
    """Return a legend in which the signs have their styles."""
    legend = Content.assemble((text, "$muted"))
    for sign, style in signs.items():
        legend = legend.highlight_regex(f"{re.escape(sign)}+", style=style)
    return legend
