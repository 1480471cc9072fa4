"""The page with times per activity: planned, median, spread, how often skipped, and a picture."""

import asyncio
from collections.abc import Sequence

from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.statistics import Figures, figures
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.past_runs import runs
from luisteren_tui.storage.session_index import Kind, SessionRow
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.activity_times import (
    BOTH,
    Range,
    bars_in_table,
    draw_ranges,
    draw_signs,
    fit_table,
    full_name,
)
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.tui.widgets.bars import LIGHT, Mark

MAX_WIDTH, MARGIN = 150, 8
"""Cells for the table and the picture, and for the margin beside them."""
FIGURE_WIDTH, SPREAD_WIDTH, SKIPPED_WIDTH = 7, 15, 13
"""Cells of the columns of the table."""
MIN_WIDE = 64
"""Cells from which the table has a column for how often activities were skipped, if any was."""
MAX_RUNS = 10**9
"""More than anyone has, so all of them count."""
MEDIAN, PLANNED = Mark("●", "$primary"), Mark("│", "$foreground")
"""The marks in the picture."""


class StatisticsPage(Page):
    """Shows the times over all sessions of the workshop of `row`, or over all its rehearsals if `row` is one."""

    def __init__(self, folders: Folders, row: SessionRow) -> None:
        super().__init__()
        self._folders, self._row = folders, row
        self.title_text = _("Times · {title}").format(title=safe_line(row.title))
        self._figures: list[Figures] | None = None
        self._about = _("reading …")
        """What the figures cover, or why there are none."""

    def on_mount(self) -> None:
        """Read the sessions in a thread."""
        self.run_worker(self._read(), group="figures")

    async def _read(self) -> None:
        try:
            self._figures, self._about = await asyncio.to_thread(read_figures, self._folders, self._row)
        except (OSError, Unreadable):
            self._about = _("This outcome can't be read.")
        self.on_resize()

    def on_resize(self) -> None:
        """Fit the table to the width."""
        self.renew()
        super().on_resize()

    def content(self) -> Content:
        """Return the table with its picture."""
        if self._figures is None:
            return Content(self._about)
        width = min(MAX_WIDTH, self.app.size.width - MARGIN)
        about = Content.assemble((self._about, "$muted"))
        return Content("\n").join([about, Content(""), *draw_figures(self._figures, width)])


def read_figures(folders: Folders, row: SessionRow) -> tuple[list[Figures], str]:
    """Return the figures over all sessions of the workshop of `row`, and which sessions they cover. This blocks."""
    other_folders = [folders.sessions, folders.rehearsals]
    own_folder = other_folders.pop(row.rehearsal)
    left_out: list[Kind] = []
    outcome = read_session(row.path)
    past = runs((own_folder,), row.workshop, MAX_RUNS, left_out)
    n = len(past)
    lines = [
        (
            ngettext("over {n} rehearsal", "over {n} rehearsals", n)
            if row.rehearsal
            else ngettext("over {n} session", "over {n} sessions", n)
        ).format(n=n)
    ]
    if n := sum(not run.whole for run in past):
        text = ngettext(
            "{n} of them was cut short: only what was completed counts.",
            "{n} of them were cut short: only what was completed counts.",
            n,
        )
        lines.append(text.format(n=n))
    if n := sum(run.sha256 != outcome["workshop"]["sha256"] for run in past):
        text = ngettext(
            "{n} of them had another version of the workshop.", "{n} of them had another version of the workshop.", n
        )
        lines.append(text.format(n=n))
    if any(each.status == "done" and not run.teaches(each) for run in past for each in run.activities):
        lines.append(_("What was too fast to speak along does not count."))
    not_counted = []
    if n := left_out.count(Kind.UNFINISHED):
        not_counted.append(ngettext("{n} that has not ended", "{n} that have not ended", n).format(n=n))
    if n := left_out.count(Kind.DAMAGED):
        not_counted.append(ngettext("{n} that is damaged", "{n} that are damaged", n).format(n=n))
    if n := len(runs(other_folders, row.workshop, MAX_RUNS)):
        text = (
            ngettext("{n} session", "{n} sessions", n)
            if row.rehearsal
            else ngettext("{n} rehearsal", "{n} rehearsals", n)
        )
        not_counted.append(text.format(n=n))
    if not_counted:
        lines.append(_("Not counted: {what}.").format(what=", ".join(not_counted)))
    return figures(outcome, past), "\n".join(lines)


def draw_figures(all: Sequence[Figures], width: int) -> list[Content]:
    """Return the table of `width` cells, with the picture in its last column, or below it if that leaves too little."""
    names = [full_name(one.label, one.title) for one in all]
    with_skipped = width >= MIN_WIDE and any(one.skipped for one in all)
    text_width = SPREAD_WIDTH + (SKIPPED_WIDTH if with_skipped else 0)
    table, left = fit_table(names, width, columns=2, figure_width=FIGURE_WIDTH, text_width=text_width)
    ranges = [*map(_range, all)]
    scale, bars = bars_in_table(ranges, left)

    def behind(spread: str, skipped: str) -> str:
        return f"{spread:<{SPREAD_WIDTH}}{skipped:>{SKIPPED_WIDTH}}" if with_skipped else spread

    text = behind(_("spread"), _("skipped"))
    lines = [table.line(table.head, _("planned"), _("median"), text=text, bar=scale, style="$muted")]
    for name, one, bar in zip(names, all, bars, strict=True):
        median = _("none") if one.median_s is None else words.minutes_seconds(one.median_s)
        spread = words.spread(one.times[0], one.times[-1]) if one.times else ""
        skipped = _("{n} ×").format(n=one.skipped) if one.skipped else ""
        planned = words.minutes_seconds(one.planned_s)
        lines.append(table.line(name, planned, median, text=behind(spread, skipped), bar=bar))
    below = draw_ranges(ranges, width) if scale is None else ()
    return [*lines, Content(""), _legend(), *below]


def _legend() -> Content:
    text = _("{spread} shortest to longest   {median} median   {planned} planned   {both} both")
    signs = {LIGHT.whole: "$track", MEDIAN.sign: MEDIAN.style, PLANNED.sign: PLANNED.style, BOTH: MEDIAN.style}
    text = text.format(spread=LIGHT.whole * 2, median=MEDIAN.sign, planned=PLANNED.sign, both=BOTH)
    return draw_signs(text, signs)


def _range(one: Figures) -> Range:
    low_s, high_s = (one.times[0], one.times[-1]) if one.times else (0, 0)
    median = () if one.median_s is None else ((one.median_s, MEDIAN),)
    return Range(safe_line(one.label or one.title), low_s, high_s, ((one.planned_s, PLANNED), *median))
