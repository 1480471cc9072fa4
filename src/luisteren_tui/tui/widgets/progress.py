"""How far the time of an activity has run, with the moments of the two signals on it."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.i18n import _
from luisteren_tui.session.events import Mode
from luisteren_tui.session.view import ClockView
from luisteren_tui.tui import words


class Progress(Widget):
    """A thin line and what it means in figures."""

    part: reactive[ClockView | None] = reactive(None)

    def render(self) -> Content:
        """Draw the line."""
        part = self.part
        if part is None:
            return Content("")
        total = words.minutes_seconds(part.allotted_s)
        tail = _("{run} of {total}").format(run=words.minutes_seconds(part.run_s), total=total)
        width = max(0, self.size.width - len(tail) - 3)
        whole = max(1, part.allotted_s)
        done = min(width, part.run_s * width // whole)
        cells = ["━"] * done + ["─"] * (width - done)
        for mark in part.marks:
            place = mark * width // whole
            if 0 <= place < width:
                cells[place] = "┃" if place < done else "╂"
        style = "$warning" if part.left_s < 0 else "$primary" if part.mode == Mode.RUNNING else "$text-muted"
        return Content.assemble(
            ("".join(cells[:done]), style), ("".join(cells[done:]), "$foreground 40%"), ("   " + tail, "$text-muted")
        )
