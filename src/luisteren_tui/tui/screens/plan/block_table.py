"""The blocks of a plan below each other, with the steps as headings: when they begin, how long they take, and a bar."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from textual.content import Content

from luisteren_tui.export.plan_formats import marks
from luisteren_tui.i18n import _
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.plan import MINUTE_S, Block, Plan, block_label, whole_minutes
from luisteren_tui.planning.plan_dates import available_on, time_of_day
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.widgets.bars import HEAVY, LIGHT, Mark, Piece, draw_bar
from luisteren_tui.workshop.model import Form

MAX_BAR_WIDTH, MIN_BAR_WIDTH = 110, 12
"""Cells for a bar. There are no bars where fewer are left."""
MIN_TITLE_WIDTH = 24
"""Cells for a title before a bar."""
MAX_TEXT_LINES = 2
"""Lines for the text of a custom block; its dialog shows all of it."""
TIME_WIDTH, ARROW, GAP = 5, " → ", 2
"""A line begins with a gap, where the chosen one gets its bar."""


class Line(NamedTuple):
    """A line of the table, and the index of the block that it belongs to; None for a heading and an empty line."""

    content: Content
    block: int | None = None


class Columns(NamedTuple):
    """The widths of the columns, in cells: they depend on the plan and the width of the table, and not on what is chosen."""

    minutes: int
    label: int
    title: int
    bar: int
    """Zero where there is no place for bars."""

    @property
    def before_label(self) -> int:
        """The cells before the label."""
        return GAP + TIME_WIDTH + GAP + 2 * self.minutes + len(ARROW) + GAP


class Scale(NamedTuple):
    """What the bars show: the plan takes `total_s`, and may take `limit_s` if it has a start and an end."""

    total_s: int
    limit_s: int | None
    width: int
    """The cells for the longer of both. The mark of the limit may need one more."""

    @property
    def too_long(self) -> bool:
        """Whether the plan takes longer than it may."""
        return self.limit_s is not None and self.total_s > self.limit_s

    @property
    def unit(self) -> float:
        """The seconds that a cell stands for."""
        return max(MINUTE_S, self.total_s, self.limit_s or 0) / self.width

    def bar(self, begin_s: int, end_s: int, *, thin: bool) -> Content:
        """Return a bar, and the mark of the limit. What lies beyond that has the colour of a warning."""
        line, limit_s = LIGHT if thin else HEAVY, self.total_s if self.limit_s is None else self.limit_s
        pieces = Piece(begin_s, min(end_s, limit_s), line), Piece(max(begin_s, limit_s), end_s, line, "$warning")
        return draw_bar(pieces, self.unit, self.width + 1, self._mark())

    def empty(self) -> Content:
        """Return only the mark of the limit."""
        return draw_bar((), self.unit, self.width + 1, self._mark())

    def ruler(self, begin: str, end: str, limit: str) -> Content:
        """Return the times of the begin, the end and the limit above the bars, as far as they don't overlap."""
        at = self._limit_cell()
        if at is None:
            return Content.assemble((f"{begin}{end:>{self.width - len(begin)}}", "$muted"))
        label, end_at = f"{limit} ┐", round(self.total_s / self.unit) - len(end)
        left = max(0, at + 1 - len(label))
        line = Content.assemble((" " * left, ""), (label, f"bold {self._limit_style}"))
        if left > len(begin):
            line = Content.assemble((begin, "$muted"), line[len(begin) :])
        if end_at > line.cell_length:
            line = Content.assemble(line, " " * (end_at - line.cell_length), (end, self._limit_style))
        return line

    @property
    def free_width(self) -> int:
        """The cells before the mark."""
        return max(0, (self._limit_cell() or self.width) - 1)

    def _limit_cell(self) -> int | None:
        return None if self.limit_s is None else round(self.limit_s / self.unit)

    @property
    def _limit_style(self) -> str:
        return "$warning" if self.too_long else "$muted"

    def _mark(self) -> Mapping[int, Mark]:
        at = self._limit_cell()
        return {} if at is None else {at: Mark("│", self._limit_style)}


class BlockTable:
    """A plan for its `day`, drawn in `width` cells.

    `step_titles` has the title of each step. `short_turns` has how short the turns of a block are, by its id.
    """

    def __init__(
        self, plan: Plan, day: date, width: int, *, step_titles: Sequence[str], short_turns: Mapping[str, str]
    ) -> None:
        self._plan, self._day, self._short_turns = plan, day, short_turns
        self._step_titles = step_titles
        self._columns = self._measure(width)
        self._scale = Scale(p.total(plan), available_on(plan, day), self._columns.bar)

    def _measure(self, width: int) -> Columns:
        blocks = self._plan.blocks
        minutes = max(2, *(len(str(whole_minutes(max(each.seconds, each.original)))) for each in blocks))
        label = max(len(block_label(each)) for each in blocks) + 1
        left = width - Columns(minutes, label, 0, 0).before_label - label
        # A remark may have at most half of the table; one that needs more goes below its title, and the bars keep theirs.
        longest = max(_title(each).cell_length for each in blocks)
        longest = max(longest, min(left // 2, max(self._name(each).cell_length for each in blocks)))
        title = max(MIN_TITLE_WIDTH, min(longest, left - GAP - MIN_BAR_WIDTH - 1))
        bar = min(MAX_BAR_WIDTH, left - title - GAP - 1)
        return (
            Columns(minutes, label, title, bar)
            if bar >= MIN_BAR_WIDTH
            else Columns(minutes, label, max(2, left - 1), 0)
        )

    def ruler(self) -> Content:
        """Return the line above the bars, empty without bars."""
        plan, columns = self._plan, self._columns
        if not columns.bar:
            return Content("")
        total_s, start = p.total(plan), plan.start
        begin, end = (time_of_day(start, s, self._day) or _minute(s) for s in (0, total_s))
        before = columns.before_label + columns.label + columns.title + GAP
        return Content.assemble(" " * before, self._scale.ruler(begin, end, time_of_day(plan.must_end) or ""))

    def lines(self, *, airy: bool) -> list[Line]:
        """Return the lines of all blocks. An `airy` table has an empty line between the steps."""
        blocks, parts, lines = self._plan.blocks, Counter(each.step for each in self._plan.blocks), list[Line]()
        headed = set[int | None]()
        for number, (block, times) in enumerate(zip(blocks, p.block_times(self._plan), strict=True)):
            nested = block.step is not None and parts[block.step] > 1
            new = not nested or block.step not in headed
            if airy and lines and new:
                lines.append(Line(self._row(Content(" "), self._empty_bar())))
            if nested and block.step not in headed:
                headed.add(block.step)
                lines += map(Line, self._heading(block.step or 0))
            lines += (Line(line, number) for line in self._block(block, *times, nested=nested))
        return lines

    def _heading(self, step: int) -> Iterator[Content]:
        title = safe_line(self._step_titles[step - 1]) if step <= len(self._step_titles) else ""
        seconds = sum(each.seconds for each in self._plan.blocks if each.step == step and not each.skipped)
        total = _("{count} min").format(count=whole_minutes(seconds))
        first, *more = self._over_bars(Content.assemble((title, "bold"), (f"  {total}", "$muted")))
        label = f"{'':{self._columns.before_label}}{step:<{self._columns.label}}"
        yield self._row(Content.assemble((label, "bold"), first), self._empty_bar())
        yield from map(self._indented, more)

    def _block(self, block: Block, begin_s: int, end_s: int, *, nested: bool) -> Iterator[Content]:
        columns, skipped = self._columns, block.skipped
        time = "–" if skipped else time_of_day(self._plan.start, begin_s, self._day) or _minute(begin_s)
        now, before = whole_minutes(block.seconds), whole_minutes(block.original)
        changed = before not in (0, now)
        was = f"{before:>{columns.minutes}}{ARROW}" if changed else " " * (columns.minutes + len(ARROW))
        left = Content.assemble(
            (f"{'':{GAP}}{time:>{TIME_WIDTH}}{'':{GAP}}{was}", "$muted"),
            (f"{now:>{columns.minutes}}", "$muted" if skipped else "bold" if changed else ""),
            (f"{'':{GAP}}{block_label(block):<{columns.label}}", "$muted" if nested or skipped else "bold"),
        )
        bar = self._scale.bar(begin_s, end_s, thin=block.form == Form.BREAK) if columns.bar else Content("")
        first, *more = self._folded_name(block)
        yield self._row(Content.assemble(left, first), bar)
        yield from map(self._indented, more)
        if text := safe_line(block.text):
            folded = self._over_bars(Content.assemble((text, "italic $muted")))
            if len(folded) > MAX_TEXT_LINES:
                folded[MAX_TEXT_LINES - 1] = Content.assemble(folded[MAX_TEXT_LINES - 1], ("…", "$muted"))
            yield from map(self._indented, folded[:MAX_TEXT_LINES])

    def _name(self, block: Block) -> Content:
        """Return the title of a block and its remarks."""
        title, remarks = _title(block), self._remarks(block)
        return Content.assemble(title, "  ", remarks) if remarks else title

    def _remarks(self, block: Block) -> Content:
        remarks, short = " · ".join(marks(self._plan, block)), self._short_turns.get(block.id)
        return Content.assemble(
            (remarks, "$muted"), "  " if remarks and short else "", (f"▲ {short}" if short else "", "bold $warning")
        )

    def _folded_name(self, block: Block) -> list[Content]:
        """Return the name of a block in the column of titles. What is below the title may go on over the bars."""
        name, title, width = self._name(block), _title(block), self._columns.title
        if title.cell_length <= width < name.cell_length:
            return [title, *self._over_bars(self._remarks(block))]
        return name.wrap(width)

    def _over_bars(self, text: Content) -> list[Content]:
        """Fold `text` on lines without a bar: it may go on up to the mark."""
        columns = self._columns
        return text.wrap(columns.title + GAP + self._scale.free_width if columns.bar else columns.title)

    def _row(self, text: Content, bar: Content) -> Content:
        """Return a line with `text` on top of the bar."""
        columns = self._columns
        at = columns.before_label + columns.label + columns.title + GAP
        if not columns.bar:
            return text
        return Content.assemble(text, " " * (at - text.cell_length), bar[max(0, text.cell_length - at) :])

    def _indented(self, text: Content) -> Content:
        left = " " * (self._columns.before_label + self._columns.label)
        return self._row(Content.assemble(left, text), self._empty_bar())

    def _empty_bar(self) -> Content:
        return self._scale.empty() if self._columns.bar else Content("")


def _title(block: Block) -> Content:
    return Content.assemble((safe_line(block.title), "$muted strike" if block.skipped else ""))


def _minute(seconds: int) -> str:
    return f"{seconds // MINUTE_S}’"
