"""Two sessions side by side: how long each activity took in the one and in the other."""

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.storage.outcome import Unreadable, read_session
from luisteren_tui.storage.overview import Row
from luisteren_tui.text import safe_line
from luisteren_tui.tui import words
from luisteren_tui.tui.screens.home import session_name
from luisteren_tui.tui.screens.pages import Page

TITLE, FIGURE, DIFFERENCE, MARGIN = 34, 12, 22, 8
"""Cells for a title at most, a figure, what stands behind them, and beside it all."""


class CompareScreen(Page):
    """The earlier one first; what differs is said in words."""

    def __init__(self, earlier: Row, later: Row) -> None:
        super().__init__()
        self._rows = earlier, later
        self.title_text = _("Two compared")

    def content(self) -> Content:
        """Return the table."""
        try:
            pair = [read_session(row.path) for row in self._rows]
        except (OSError, Unreadable):
            return Content(_("This outcome can't be read."))
        names = [
            Content.assemble((sign, "bold $accent"), f"  {session_name(row.id)}{_kind(row)}")
            for sign, row in zip("AB", self._rows, strict=True)
        ]
        room = min(84, self.app.size.width - MARGIN)
        return Content("\n").join([*names, Content(""), *_table(pair[0], pair[1], room)])

    def on_resize(self) -> None:
        """Fit the table to the width."""
        from textual.widgets import Static

        self.query_one("#page-text", Static).update(self.content())
        super().on_resize()


def _kind(row: Row) -> str:
    return f" · {_('rehearsal')}" if row.rehearsal else ""


def _table(a: Mapping[str, Any], b: Mapping[str, Any], room: int) -> Iterator[Content]:
    first, second = ({one["id"]: one for one in outcome["activities"]} for outcome in (a, b))
    yield _line("", _("A took"), _("B took"), "", room, "$text-muted")
    # The order of the later one, then what only the earlier one has.
    for id in [*second, *(id for id in first if id not in second)]:
        one, other = first.get(id), second.get(id)
        known = other or one
        assert known is not None
        lead = "·" if known["step"] is None else safe_line(known["id"])
        title = f"{lead:<3} {safe_line(known['title'])}"
        took = [None if each is None or each["status"] != "done" else int(each["actual_s"]) for each in (one, other)]
        yield _line(title, _figure(one, took[0]), _figure(other, took[1]), difference(took[0], took[1]), room)
    total, later = (sum(each["actual_s"] for each in outcome["activities"]) for outcome in (a, b))
    figures = words.minutes_seconds(total), words.minutes_seconds(later)
    yield _line(_("In all"), figures[0], figures[1], difference(total, later), room, "bold")


def _figure(activity: Mapping[str, Any] | None, seconds: int | None) -> str:
    if activity is None:
        return "–"
    if seconds is None:
        return _("skipped") if activity["status"] == "skipped" else "–"
    return words.minutes_seconds(seconds)


def difference(a: int | None, b: int | None) -> str:
    """Return in words by how many minutes `b` took longer than `a` (seconds); empty where one of them was not done."""
    if a is None or b is None:
        return ""
    n = (abs(b - a) + 30) // 60
    if not n:
        return _("the same")
    if b > a:
        return ngettext("B {n} minute longer", "B {n} minutes longer", n).format(n=n)
    return ngettext("B {n} minute shorter", "B {n} minutes shorter", n).format(n=n)


def _line(title: str, a: str, b: str, text: str, room: int, style: str = "") -> Content:
    narrow = room < 60
    cells = max(6, min(TITLE, room - 2 * (FIGURE + 1) - (0 if narrow else DIFFERENCE)))
    name = Content(title).truncate(cells, ellipsis=True, pad=True)
    line = Content.assemble(name, f" {a:>{FIGURE}} {b:>{FIGURE}}", "" if narrow else f"  {text}")
    return line.stylize(style) if style else line
