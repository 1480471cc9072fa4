"""How far the time of an activity has run, with the moments of the two signals on it."""

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.session.signals import ClockView
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words


def progress(part: ClockView, whole_width: int) -> Content:
    """Return a thin line and what it means in figures, `whole_width` cells in all."""
    total = words.minutes_seconds(part.allotted_s)
    tail = _("{run} of {total}").format(run=words.minutes_seconds(part.run_s), total=total)
    width = max(0, whole_width - len(tail) - 3)
    whole = max(1, part.allotted_s)
    done = min(width, part.run_s * width // whole)
    cells = ["━"] * done + ["─"] * (width - done)
    for mark in part.marks:
        place = mark * width // whole
        if 0 <= place < width:
            cells[place] = "┃" if place < done else "╂"
    style = "$warning" if part.left_s < 0 else "$primary" if part.mode == Mode.RUNNING else "$text-muted"
    return Content.assemble(
        ("".join(cells[:done]), style), ("".join(cells[done:]), "$foreground 55%"), ("   " + tail, "$text-muted")
    )
