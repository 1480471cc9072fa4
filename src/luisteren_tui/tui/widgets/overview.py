"""Where the session is: the top line, and the agenda beside the activity or, on a narrow screen, as one line."""

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.theme import BADGE
from luisteren_tui.tui.widgets.line_widget import LineWidget, target
from luisteren_tui.views.session_view import NO_NUMBER, Header, Row, Status

SIGNS = {Status.DONE: "✓", Status.CURRENT: "▶", Status.COMING: " ", Status.SKIPPED: "–"}
STYLES = {
    Status.DONE: "$muted",
    Status.CURRENT: "bold",
    Status.COMING: "",
    Status.SKIPPED: "$muted strike",
}
MAX_LABEL = 6
"""Cells of the longest label in the agenda."""
BRIEF_TITLE = 12
"""Cells of the title of a break on the one line."""
WIDE = 70
"""Cells from which the top line shows the title, the step and the end."""


class TopLine(LineWidget):
    """Shows a Header on one line. The step goes where the title needs its space, and beside a badge the end too."""

    part: var[Header | None] = var(None)
    badge: var[str] = var("")

    def watch_part(self) -> None:
        """Draw the line."""
        self.draw()

    def watch_badge(self) -> None:
        """Draw the line."""
        self.draw()

    def lines(self) -> list[Content]:
        """Lay out the line."""
        return [] if self.part is None else [top_line(self.part, self.badge, self.size.width)]


def top_line(part: Header, badge_text: str, width: int) -> Content:
    """Return the badge, the title, the step, the time and the end on a line of `width` cells."""
    step = "" if part.step is None else _("STEP {n} of {count}").format(n=part.step, count=part.steps)
    margin = words.margin(part)
    end = _("done at {time}").format(time=words.clock_time(part.end))
    late = part.start is None and part.margin is not None and part.margin < 0
    margin_style = "bold $warning" if late else "bold" if margin else ""
    wide = width >= WIDE

    def right_part(*, with_step: bool, with_end: bool) -> Content:
        return Content.assemble(
            f"{step}   " if with_step and step else "",
            (words.clock_time(part.now), "bold"),
            f"   {end}" if with_end or not margin else "",
            (f" · {margin}" if with_end and margin else f"   {margin}" if margin else "", margin_style),
        )

    badge = Content.assemble((f" {badge_text} ", BADGE), " ") if badge_text else Content("")
    width -= badge.cell_length
    title = Content(part.title if wide or not step else step)
    right = right_part(with_step=wide, with_end=wide)
    for with_end in ((True, False) if badge_text else (True,)) if wide else ():
        if title.cell_length + 2 + right.cell_length > width:
            right = right_part(with_step=False, with_end=with_end)
    title = title.truncate(max(0, width - right.cell_length - 2), ellipsis=True)
    between = " " * max(1, width - title.cell_length - right.cell_length)
    return Content.assemble(badge, (title.plain, "bold"), between, right)


class ActivityClicked(Message):
    """The activity with this `id` was clicked."""

    def __init__(self, id: str) -> None:
        super().__init__()
        self.id = id


class AgendaPart(NamedTuple):
    """The rows of the agenda. `following` is when what comes after the present activity begins (ms since 1970)."""

    rows: tuple[Row, ...] = ()
    following: int = 0


class Columns(NamedTuple):
    """The cells of a row, and of its label and its minutes."""

    width: int
    label: int
    minutes: int


class Agenda(LineWidget):
    """All rows, each with when it begins and its minutes. It scrolls to keep the current row in view.

    Where there are lines enough, long titles are folded and the steps stand apart.
    """

    part: var[AgendaPart] = var(AgendaPart())

    watch_part = LineWidget.draw

    def lines(self) -> list[Content]:
        """Lay out as many rows as fit, around the current one."""
        return [target(line, id) if id else line for id, line in agenda_lines(self.part, *self.size)]

    def press(self, name: str) -> None:
        """Tell the screen which activity was clicked."""
        self.post_message(ActivityClicked(name))

    def tip(self, name: str) -> str:
        """Say what a click does."""
        return _("look ahead")


def agenda_lines(part: AgendaPart, width: int, height: int) -> list[tuple[str, Content]]:
    """Return lines for the agenda, each with the id of its activity, empty where there is none."""
    rows = part.rows
    label, minutes = (max((len(text(row)) for row in rows), default=0) for text in (_label, _minutes))
    columns = Columns(width, label, minutes)
    blocks = [_row_lines(row, _begins(part, row), columns) for row in rows]
    spare = height - sum(map(len, blocks))
    if spare < 0:
        blocks = [
            block if _is_present(row) else _row_lines(row, _begins(part, row), columns, fold=False)
            for row, block in zip(rows, blocks, strict=True)
        ]
    apart = spare >= sum(not row.nested for row in rows) - 1
    lines: list[tuple[str, Content]] = []
    current = 0
    for row, block in zip(rows, blocks, strict=True):
        if apart and lines and not row.nested:
            lines.append(("", Content("")))
        if _is_present(row):
            current = len(lines)
        lines += [(row.id, line) for line in block]
    first = max(0, min(current - height // 2, len(lines) - height))
    return lines[first : first + height]


@lru_cache(256)
def _row_lines(row: Row, begins: str, columns: Columns, *, fold: bool = True) -> list[Content]:
    """Return the lines of a row: when it begins, its title, folded or else cut, and at the right its minutes."""
    current, style = _is_present(row), STYLES[row.status]
    minutes = _minutes(row)
    if row.id:
        lead, label = f" {SIGNS[row.status]} {begins:5} ", f"{_label(row):{columns.label}} "
    else:
        lead, label = " ", f"{row.label}  "
    width, indent = columns.width, len(lead) + cell_len(label)
    space = max(1, width - indent - columns.minutes - 2)
    if fold:
        titles = _folded(row.title, space, width - indent - 1)
    else:
        titles = [Content(row.title).truncate(space, ellipsis=True)]
    lines = []
    for number, title in enumerate(titles):
        if number:
            lead, label, minutes = " " * len(lead), " " * cell_len(label), ""
        gap = " " * max(1, width - indent - title.cell_length - len(minutes) - 1)
        line = Content.assemble(
            (lead, "" if current else "$muted"),
            (label + title.plain, style),
            (f"{gap}{minutes} ", "" if current else "$muted"),
        )
        lines.append(line.stylize("bold on $chosen") if current else line)
    return lines


def _begins(part: AgendaPart, row: Row) -> str:
    """Return when an activity began or will begin, empty for one that is left out."""
    if row.began is not None:
        return words.clock_time(row.began)
    return "" if row.ahead_s is None else words.clock_time(part.following + row.ahead_s * 1000)


@lru_cache(256)
def _folded(title: str, first: int, others: int) -> list[Content]:
    """Return `title` in lines: the first of `first` cells, the others of `others`."""
    line = Content(title).wrap(max(8, first))[0].rstrip()
    rest = title[len(line.plain) :].strip()
    return [line, *(Content(rest).wrap(max(8, others)) if rest else [])]


def _is_present(row: Row) -> bool:
    """Return whether this is the present activity. Its step is current too."""
    return bool(row.id) and row.status == Status.CURRENT


def _label(row: Row) -> str:
    return "" if row.label == NO_NUMBER or not row.id else Content(row.label).truncate(MAX_LABEL, ellipsis=True).plain


def _minutes(row: Row) -> str:
    """Return the planned minutes, and after an arrow the actual ones if they differ."""
    planned, actual = words.minutes(row.planned_s), words.minutes(row.actual_s or 0)
    return planned if row.actual_s is None or actual == planned else f"{planned}→{actual}"


class FoldedRow(NamedTuple):
    """An activity on the one line."""

    id: str
    label: str
    status: Status


class FoldedAgenda(LineWidget):
    """The activities on one line, each with its sign."""

    part: var[tuple[FoldedRow, ...]] = var(())

    watch_part = LineWidget.draw

    def lines(self) -> list[Content]:
        """Lay out the line."""
        return [folded_line(self.part, self.size.width)]

    def press(self, name: str) -> None:
        """Tell the screen which activity was clicked."""
        self.post_message(ActivityClicked(name))

    def tip(self, name: str) -> str:
        """Say what a click does."""
        return _("look ahead")


def folded_line(rows: tuple[FoldedRow, ...], width: int) -> Content:
    """Return the sign and the label of each activity, from the first one that leaves the present one in view."""
    pieces, present = [], 0
    for number, (id, name, status) in enumerate(rows):
        sign = SIGNS[status].strip()
        if status == Status.CURRENT:
            present = number
        style = "bold on $chosen" if status == Status.CURRENT else STYLES[status]
        pieces.append(target(Content.styled(f" {sign} {name} " if sign else f" {name} ", style), id))
    first, needed = 0, sum(piece.cell_length for piece in pieces[: present + 2])
    while first < present and needed > width - 2:
        needed -= pieces[first].cell_length
        first += 1
    before = Content.styled(" …", "$muted") if first else Content("")
    return Content.assemble(before, *pieces[first:]).truncate(width, ellipsis=True)


def _brief(title: str) -> str:
    return Content(title).truncate(BRIEF_TITLE, ellipsis=True).plain


def folded(rows: tuple[Row, ...]) -> tuple[FoldedRow, ...]:
    """Return what the one line shows of the activities. It changes less often than the minutes of the rows."""
    # A break and a custom block have no number, so the title is used, cut short.
    return tuple(
        FoldedRow(row.id, _brief(row.title) if row.label == NO_NUMBER else row.label, row.status)
        for row in rows
        if row.id
    )
