"""The top line: what we do, how far, what time it is and whether that is on time."""

from textual.content import Content
from textual.reactive import var

from luisteren_tui.i18n import _
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.line_widget import Lines
from luisteren_tui.views.session_view import Header


class TopLine(Lines):
    """Shows a Header on one line; the title gives way first."""

    part: var[Header | None] = var(None)
    mark: var[str] = var("")

    def watch_part(self) -> None:
        """Draw what changed."""
        self.draw()

    def watch_mark(self) -> None:
        """Draw what changed."""
        self.draw()

    def lines(self) -> list[Content]:
        """Lay out title, step, time and end."""
        part = self.part
        if part is None:
            return []
        width = self.size.width
        step = "" if part.step is None else _("STEP {n} of {count}").format(n=part.step, count=part.steps)
        margin = words.margin(part)
        end = _("done at {time}").format(time=words.clock_time(part.end))
        now = words.clock_time(part.now)
        wide = width >= 70
        right = Content.assemble(
            (f"{step}   " if wide and step else ""),
            (now, "bold"),
            f"   {end}" if wide or not margin else "",
            (f" · {margin}" if wide and margin else f"   {margin}" if margin else "", "bold" if margin else ""),
        )
        mark = Content.assemble((f" {self.mark} ", "bold reverse $accent"), " ") if self.mark else Content("")
        width -= mark.cell_length
        room = width - right.cell_length - 2
        title = Content(part.title if wide or not step else step).truncate(max(0, room), ellipsis=True)
        between = " " * max(1, width - title.cell_length - right.cell_length)
        return [Content.assemble(mark, (title.plain, "bold"), between, right)]
