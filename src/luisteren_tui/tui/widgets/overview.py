"""Where the session is: the top line, and the agenda beside the activity or, on a narrow screen, as one line."""

from textual.content import Content
from textual.reactive import reactive, var
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.line_widget import LineWidget
from luisteren_tui.views.session_view import Header, Row, Status

SIGNS = {Status.DONE: "✓", Status.CURRENT: "▶", Status.COMING: " ", Status.SKIPPED: "–"}
STYLES = {
    Status.DONE: "$muted",
    Status.CURRENT: "bold",
    Status.COMING: "",
    Status.SKIPPED: "$muted strike",
}
WIDE = 70
"""Cells from which the top line shows the title, the step and the end."""


class TopLine(LineWidget):
    """Shows a Header on one line. The title is the first to be cut, but never for the badge: then other parts go."""

    part: var[Header | None] = var(None)
    badge: var[str] = var("")

    def watch_part(self) -> None:
        """Draw the line."""
        self.draw()

    def watch_badge(self) -> None:
        """Draw the line."""
        self.draw()

    def lines(self) -> list[Content]:
        """Lay out the badge, the title, the step, the time and the end."""
        part = self.part
        if part is None:
            return []
        width = self.size.width
        step = "" if part.step is None else _("STEP {n} of {count}").format(n=part.step, count=part.steps)
        margin = words.margin(part)
        end = _("done at {time}").format(time=words.clock_time(part.end))
        wide = width >= WIDE

        def right_part(*, with_step: bool, with_end: bool) -> Content:
            return Content.assemble(
                f"{step}   " if with_step and step else "",
                (words.clock_time(part.now), "bold"),
                f"   {end}" if with_end or not margin else "",
                (f" · {margin}" if with_end and margin else f"   {margin}" if margin else "", "bold" if margin else ""),
            )

        badge = Content.assemble((f" {self.badge} ", "bold reverse $accent"), " ") if self.badge else Content("")
        width -= badge.cell_length
        title = Content(part.title if wide or not step else step)
        right = right_part(with_step=wide, with_end=wide)
        for with_end in (True, False) if self.badge and wide else ():
            if title.cell_length + 2 + right.cell_length > width:
                right = right_part(with_step=False, with_end=with_end)
        title = title.truncate(max(0, width - right.cell_length - 2), ellipsis=True)
        between = " " * max(1, width - title.cell_length - right.cell_length)
        return [Content.assemble(badge, (title.plain, "bold"), between, right)]


class Agenda(LineWidget):
    """All rows, each with its planned and actual minutes. It scrolls to keep the current row in view."""

    part: var[tuple[Row, ...]] = var(())

    watch_part = LineWidget.draw

    def lines(self) -> list[Content]:
        """Lay out as many rows as fit, around the current one."""
        width, height = self.size.width, self.size.height
        current = next((n for n, row in enumerate(self.part) if row.id and row.status == Status.CURRENT), 0)
        first = max(0, min(current - height // 2, len(self.part) - height))
        return [self._line(row, width) for row in self.part[first : first + height]]

    def _line(self, row: Row, width: int) -> Content:
        """Return a row, indented if it belongs to a step, with the minutes at the right."""
        lead = f"{SIGNS[row.status]} {'  ' if row.nested else ''}{row.label:<3}"
        planned = words.minutes(row.planned_s)
        minutes = planned if row.actual_s is None else f"{planned} → {words.minutes(row.actual_s)}"
        title = Content(row.title).truncate(max(0, width - len(lead) - len(minutes) - 1), ellipsis=True)
        gap = " " * max(1, width - len(lead) - title.cell_length - len(minutes))
        return Content.assemble((f"{lead}{title.plain}{gap}{minutes}", STYLES[row.status]))


class FoldedAgenda(Widget):
    """The activities on one line, each with its sign."""

    part: reactive[tuple[tuple[str, Status], ...]] = reactive(())

    def render(self) -> Content:
        """Draw the sign and the label of each activity."""
        pieces: list[tuple[str, str]] = []
        for name, status in self.part:
            sign = SIGNS[status].strip()
            style = "bold reverse" if status == Status.CURRENT else STYLES[status]
            pieces.append((f" {sign} {name} " if sign else f" {name} ", style))
        return Content.assemble(*pieces).truncate(self.size.width, ellipsis=True)


def folded(rows: tuple[Row, ...]) -> tuple[tuple[str, Status], ...]:
    """Return the label and status of each activity. They change less often than the minutes of the rows."""
    step, result = "", []
    for row in rows:
        if not row.nested:
            step = row.label
        if row.id:
            # A break and a custom block have no number, so the title is used, cut short.
            name = row.title[:12] if row.label == "·" else row.label
            result.append((f"{step}{row.label}" if row.nested else name, row.status))
    return tuple(result)
