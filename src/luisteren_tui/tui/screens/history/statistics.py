"""The page with times per activity: planned, median, spread, how often skipped, and a picture."""

import asyncio
from collections.abc import Iterator, Sequence

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
from luisteren_tui.tui.screens.activity_times import TimeTable, full_name
from luisteren_tui.tui.screens.page import Page

MAX_WIDTH, MARGIN = 84, 8
"""Cells for the table and the picture, and for the margin beside them."""
MAX_TITLE_WIDTH, FIGURE_WIDTH, SPREAD_WIDTH, SKIPPED_WIDTH = 30, 8, 16, 12
"""Cells of the columns of the table."""
LABEL_WIDTH = 6
"""Cells for the id of an activity beside its line in the picture."""
MIN_WIDE = 64
"""Cells from which the table has a column for how often an activity was skipped."""
MAX_RUNS = 10**9
"""More than anyone has, so all of them count."""
SPREAD, MEDIAN, PLANNED, BOTH = "⠤", "●", "│", "◆"
"""The characters of the picture. BOTH is where the planned time and the median coincide."""
_NO_DOTS = "⠀"
"""What plotille draws where there is nothing."""


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
        super().on_mount()
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
        """Return the table with the picture below it."""
        if self._figures is None:
            return Content(self._about)
        width = min(MAX_WIDTH, self.app.size.width - MARGIN)
        about = Content.assemble((self._about, "$muted"))
        table, lines = _table(self._figures, width), _picture(self._figures, width)
        return Content("\n").join([about, Content(""), *table, Content(""), *lines])


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


def _table(all: Sequence[Figures], width: int) -> Iterator[Content]:
    wide = width >= MIN_WIDE
    title_width = width - 2 * (FIGURE_WIDTH + 1) - 2 - SPREAD_WIDTH - (SKIPPED_WIDTH if wide else 0)
    table = TimeTable(max(6, min(MAX_TITLE_WIDTH, title_width)), FIGURE_WIDTH)

    def behind(spread: str, skipped: str) -> str:
        return f"{spread:<{SPREAD_WIDTH}}{skipped:>{SKIPPED_WIDTH}}" if wide else spread

    yield table.line("", _("planned"), _("median"), text=behind(_("spread"), _("skipped")), style="$muted")
    for one in all:
        median = _("none") if one.median_s is None else words.minutes_seconds(one.median_s)
        spread = ""
        if one.times:
            low, high = map(words.minutes_seconds, (one.times[0], one.times[-1]))
            spread = low if low == high else _("{low} to {high}").format(low=low, high=high)
        skipped = _("{n} ×").format(n=one.skipped) if one.skipped else ""
        name = full_name(one.id, one.title, one.step)
        yield table.line(name, words.minutes_seconds(one.planned_s), median, text=behind(spread, skipped))


def _picture(all: Sequence[Figures], width: int) -> Iterator[Content]:
    legend = _("{spread} shortest to longest   {median} median   {planned} planned   {both} both")
    text = legend.format(spread=SPREAD * 2, median=MEDIAN, planned=PLANNED, both=BOTH)
    yield Content.assemble((text, "$muted"))
    line_width = max(10, width - LABEL_WIDTH)
    for one, line in zip(all, draw_ranges(all, line_width), strict=True):
        name = safe_line(one.title if one.step is None else one.id)
        label = Content(name).truncate(LABEL_WIDTH - 1, ellipsis=True, pad=True)
        yield Content.assemble(label, " ", (line, "$primary"))
    end = _("{n} min").format(n=(_longest_s(all) + 30) // 60)
    yield Content.assemble((f"{'':{LABEL_WIDTH}}0{end:>{line_width - 1}}", "$muted"))


def draw_ranges(all: Sequence[Figures], width: int) -> list[str]:
    """Return a line of `width` characters for each activity, all on one scale from zero to the longest time."""
    from plotille import Canvas  # type: ignore[import-untyped]  # slow to import, and only this page needs it

    lines = []
    for one in all:
        canvas = Canvas(width, 1, 0, 0, _longest_s(all), 4)
        if one.times:
            canvas.line(one.times[0], 1, one.times[-1], 1)
        canvas.text(one.planned_s, 1, PLANNED)
        line = canvas.plot()
        if one.median_s is not None:
            canvas.text(one.median_s, 1, MEDIAN)
            line = canvas.plot()
            if PLANNED not in line:
                line = line.replace(MEDIAN, BOTH)
        lines.append(line.replace(_NO_DOTS, " "))
    return lines


def _longest_s(all: Sequence[Figures]) -> int:
    return max([60, *(max(one.planned_s, *one.times, 0) for one in all)])
