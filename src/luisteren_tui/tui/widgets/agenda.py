"""The agenda: beside the activity where there is room, else as one line."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.tui import wording as words
from luisteren_tui.views.session_view import Row, Status

SIGNS = {Status.DONE: "✓", Status.CURRENT: "▶", Status.COMING: " ", Status.SKIPPED: "–"}
STYLES = {
    Status.DONE: "$text-muted",
    Status.CURRENT: "bold $text",
    Status.COMING: "$text",
    Status.SKIPPED: "$text-muted strike",
}


def _time(row: Row) -> str:
    planned = words.minutes(row.planned_s)
    return planned if row.actual_s is None else f"{planned} → {words.minutes(row.actual_s)}"


class Agenda(Widget):
    """All rows, each with its minutes: as planned, and as they were. Scrolls to keep the present one in view."""

    part: reactive[tuple[Row, ...]] = reactive(())

    def render(self) -> Content:
        """Draw as many rows as fit, around the present one."""
        width, height = self.size.width, self.size.height
        current = next((n for n, row in enumerate(self.part) if row.id and row.status == Status.CURRENT), 0)
        first = max(0, min(current - height // 2, len(self.part) - height))
        lines = [self._line(row, width) for row in self.part[first : first + height]]
        return Content("\n").join(lines)

    def _line(self, row: Row, width: int) -> Content:
        # Indented by what it belongs to; the minutes at the right.
        lead = f"{SIGNS[row.status]} {'  ' if row.nested else ''}{row.label:<3}"
        time = _time(row)
        room = max(0, width - len(lead) - len(time) - 1)
        title = Content(row.title).truncate(room, ellipsis=True)
        gap = " " * max(1, width - len(lead) - title.cell_length - len(time))
        return Content.assemble((f"{lead}{title.plain}{gap}{time}", STYLES[row.status]))


class FoldedAgenda(Widget):
    """The activities on one line: what is done, where we are."""

    part: reactive[tuple[tuple[str, Status], ...]] = reactive(())

    def render(self) -> Content:
        """Draw a mark and the label of each activity."""
        pieces: list[tuple[str, str]] = []
        for name, status in self.part:
            mark = SIGNS[status].strip()
            style = "bold reverse" if status == Status.CURRENT else STYLES[status]
            pieces.append((f" {mark} {name} " if mark else f" {name} ", style))
        return Content.assemble(*pieces).truncate(self.size.width, ellipsis=True)


def folded(rows: tuple[Row, ...]) -> tuple[tuple[str, Status], ...]:
    """Return the label and status of each activity of an agenda, which change less often than its minutes."""
    step, result = "", []
    for row in rows:
        if not row.nested:
            step = row.label
        if row.id:
            # A break and a block of one's own have no number: their names, cut short.
            name = row.title[:12] if row.label == "·" else row.label
            result.append((f"{step}{row.label}" if row.nested else name, row.status))
    return tuple(result)
