"""Two sessions side by side: how long each activity took in the one and in the other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textual.content import Content

from luisteren_tui.export.session_summary import name
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.plan import OWN
from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
from luisteren_tui.storage.outcome.schema import totals
from luisteren_tui.storage.overview import Row
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.course import course, cut_short
from luisteren_tui.tui.screens.page import Page

TITLE, FIGURE, DIFFERENCE, MARGIN = 34, 12, 22, 8
"""Cells for a title at most, a figure, what stands behind them, and beside it all."""

_Json = Mapping[str, Any]


class CompareScreen(Page):
    """The earlier one first; what differs, and what can't be compared, is said in words."""

    def __init__(self, earlier: Row, later: Row) -> None:
        super().__init__()
        self._rows = earlier, later
        self.title_text = _("Two compared")

    def content(self) -> Content:
        """Return the table."""
        try:
            a, b = (read_session(row.path) for row in self._rows)
        except (OSError, Unreadable):
            return Content(_("This outcome can't be read."))
        names = [
            Content.assemble((sign, "bold $accent"), f"  {name(row)}", *(f"\n   {said}" for said in course(outcome)))
            for sign, row, outcome in zip("AB", self._rows, (a, b), strict=True)
        ]
        room = min(84, self.app.size.width - MARGIN)
        return Content("\n").join([*names, *_remarks(a, b), Content(""), *_table(a, b, room)])

    def on_resize(self) -> None:
        """Fit the table to the width."""
        from textual.widgets import Static

        self.query_one("#page-text", Static).update(self.content())
        super().on_resize()


def _remarks(a: _Json, b: _Json) -> Iterator[Content]:
    if _differ(a, b):
        yield Content.assemble((_("Two different workshops: what has the same name is side by side."), "bold"))
    elif a["workshop"]["sha256"] != b["workshop"]["sha256"]:
        yield Content.assemble((_("The workshop was changed in between."), "bold"))


def _differ(a: _Json, b: _Json) -> bool:
    return bool(a["workshop"]["id"] != b["workshop"]["id"])


def _table(a: _Json, b: _Json, room: int) -> Iterator[Content]:
    differ = _differ(a, b)
    first, second = ({_key(one, differ): one for one in outcome["activities"]} for outcome in (a, b))
    cut = [cut_short(outcome["activities"]) for outcome in (a, b)]
    yield _line("", (_("A took"), _("B took")), "", room, "$text-muted")
    both: list[tuple[_Json, _Json]] = []
    # The order of the later one, then what only the earlier one has.
    for key in [*second, *(key for key in first if key not in second)]:
        pair = first.get(key), second.get(key)
        known = pair[1] or pair[0]
        assert known is not None
        lead = "·" if known["step"] is None else safe_line(known["id"])
        took = [_took(one, short) for one, short in zip(pair, cut, strict=True)]
        figures = [_figure(one, short) for one, short in zip(pair, cut, strict=True)]
        if pair[0] and pair[1] and None not in took:
            both.append((pair[0], pair[1]))
        yield _line(f"{lead:<3} {safe_line(known['title'])}", figures, difference(*took), room)
    if both:
        total, later = (totals(some).actual_s for some in zip(*both, strict=True))
        figures = [words.minutes_seconds(total), words.minutes_seconds(later)]
        yield _line(_("In all"), figures, difference(total, later), room, "bold")
    if len(both) < len({*first, *second}):
        n = len(both)
        said = ngettext(
            "In all: over the {n} activity that was done to its end in both.",
            "In all: over the {n} activities that were done to their end in both.",
            n,
        ).format(n=n)
        yield Content.assemble((said if n else _("No activity was done to its end in both."), "$text-muted"))


def _key(activity: _Json, differ: bool) -> tuple[str, str]:
    """Return what an activity is known by; the ids of own blocks, and those of another workshop, may be another's."""
    id = str(activity["id"])
    return id, str(activity["title"]) if differ or id.startswith(OWN) else ""


def _took(activity: _Json | None, cut: str | None) -> int | None:
    """Return the seconds that an activity took, None where it was not done, or cut short by the end."""
    if activity is None or activity["status"] != "done" or activity["id"] == cut:
        return None
    return int(activity["actual_s"])


def _figure(activity: _Json | None, cut: str | None) -> str:
    if activity is None:
        return _("not in it")
    if (seconds := _took(activity, cut)) is not None:
        return words.minutes_seconds(seconds)
    states = {"skipped": _("skipped"), "unreached": _("not reached"), "done": _("broken off")}
    return states.get(activity["status"], _("not ended"))


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


def _line(title: str, figures: Sequence[str], text: str, room: int, style: str = "") -> Content:
    narrow = room < 60
    cells = max(6, min(TITLE, room - 2 * (FIGURE + 1) - (0 if narrow else DIFFERENCE)))
    name = Content(title).truncate(cells, ellipsis=True, pad=True)
    line = Content.assemble(name, "".join(f" {figure:>{FIGURE}}" for figure in figures), "" if narrow else f"  {text}")
    return line.stylize(style) if style else line
