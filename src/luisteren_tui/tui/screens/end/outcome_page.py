"""The part of the end screen that shows the outcome: its times, and beside or below them its notes."""

from collections.abc import Mapping
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from luisteren_tui.export.outcome_wording import people, when
from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.activity_times import draw_time_bars
from luisteren_tui.tui.screens.end import report
from luisteren_tui.tui.screens.end.rehearsal_lessons import (
    RehearsalLessons,
    draw_comparison,
    draw_lessons,
    draw_times,
)

MIN_BESIDE, BETWEEN = 150, 6
"""The width of the window from which times and notes are side by side, and the cells between them."""


class OutcomePage(VerticalScroll, can_focus=False):
    """Shows an outcome, with the `lessons` of a rehearsal, and the `credit` of the workshop."""

    def __init__(self, lessons: RehearsalLessons | None, credit: str, *, id: str) -> None:
        super().__init__(id=id)
        self._lessons, self._credit = lessons, credit
        self._columns = Container(id="end-columns")
        self._times, self._written = Static(id="end-times"), Static(id="end-written")
        self._outcome: Mapping[str, Any] | None = None
        self._private = False

    def compose(self) -> ComposeResult:
        """Lay out the times and the notes."""
        with self._columns:
            yield self._times
            yield self._written

    def show(self, outcome: Mapping[str, Any], *, private: bool) -> None:
        """Show this outcome, with its private notes if `private`."""
        self._outcome, self._private = outcome, private
        self._draw()

    def clear(self) -> None:
        """Show nothing: the room looks on."""
        self._outcome = None
        self._times.update(Content(""))
        self._written.update(Content(""))

    def on_resize(self) -> None:
        """Fit the tables to the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        width = self._columns.content_size.width
        if self._outcome is None or not width:
            return
        written = report.draw_written(self._outcome, private=self._private)
        beside = bool(written) and self.app.size.width >= MIN_BESIDE
        self.set_class(beside, "-beside")
        self._times.update(self.times(self._outcome, (width - BETWEEN) // 2 if beside else width))
        credit = Content.assemble((safe_line(self._credit), "$muted"))
        self._written.update(Content("\n\n").join([*written, credit]))

    def times(self, outcome: Mapping[str, Any], width: int) -> Content:
        """Return what was planned and what it took, in `width` cells."""
        facts = report.draw_facts(outcome, private=self._private)
        day = Content.assemble((f"{when(outcome)} · {people(outcome)}", "$muted"))
        if self._lessons is None:
            bars = draw_time_bars(outcome["activities"][: report.MAX_DRAWN], width)
            parts = [day, Content("\n").join(bars), facts]
        else:
            parts = [Content("\n").join([day, draw_lessons(self._lessons)]), draw_times(self._lessons, width), facts]
            if comparison := draw_comparison(self._lessons, width):
                parts.append(comparison)
        return Content("\n\n").join(parts)


def ended_text(outcome: Mapping[str, Any], *, cut_short: bool) -> str:
    """Return that a session has ended, or that a rehearsal has ended or was `cut_short`."""
    if outcome["kind"] != "rehearsal":
        text = _("“{title}” has ended")
    elif cut_short:
        text = _("The rehearsal of “{title}” was cut short")
    else:
        text = _("The rehearsal of “{title}” has ended")
    return text.format(title=safe_line(str(outcome["workshop"]["title"])))
