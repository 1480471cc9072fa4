"""How long each activity of a workshop takes: planned, median, spread, how often it was skipped, and a picture."""

from collections.abc import Iterator, Sequence

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.paths import Folders
from luisteren_tui.report.figures import BOTH, MEDIAN, PLANNED, SPREAD, Figures, figures, longest_minutes, picture
from luisteren_tui.storage.history import runs
from luisteren_tui.storage.outcome import Unreadable, read_session
from luisteren_tui.storage.overview import Row
from luisteren_tui.text import safe_line
from luisteren_tui.tui import words
from luisteren_tui.tui.screens.pages import Page

TITLE, LABEL, FIGURE, SPREADS, SKIPPED, MARGIN = 30, 6, 8, 16, 12, 8
"""Cells for a title at most, an id, a figure, the spread, how often it was skipped, and beside it all."""
WIDE = 64
"""Cells from which on how often it was skipped has a column."""
ALL = 10**9


class FiguresScreen(Page):
    """Over all sessions of the workshop of `row`; over its rehearsals where that is one."""

    class Read(Message):
        """All has been read: what was `found` over `count` runs, None where it can't be read."""

        def __init__(self, found: list[Figures] | None, count: int) -> None:
            super().__init__()
            self.found, self.count = found, count

    def __init__(self, folders: Folders, row: Row) -> None:
        super().__init__()
        self._folders, self._row = folders, row
        self.title_text = _("Times · {title}").format(title=safe_line(row.title))
        self._figures: list[Figures] | None = None
        self._runs, self._wrong = 0, False

    def on_mount(self) -> None:
        """Read what there is, in a thread."""
        super().on_mount()
        self.run_worker(self._read, thread=True, group="figures")

    def _read(self) -> None:
        folder = self._folders.rehearsals if self._row.rehearsal else self._folders.sessions
        try:
            past = runs((folder,), self._row.workshop, ALL)
            found = figures(read_session(self._row.path), past)
        except (OSError, Unreadable):
            self.post_message(self.Read(None, 0))
        else:
            self.post_message(self.Read(found, len(past)))

    @on(Read)
    def _there(self, event: Read) -> None:
        self._figures, self._runs, self._wrong = event.found, event.count, event.found is None
        self._renew()

    def _renew(self) -> None:
        self.query_one("#page-text", Static).update(self.content())
        self.call_after_refresh(self.show_left)

    def on_resize(self) -> None:
        """Fit it to the width."""
        self._renew()

    def content(self) -> Content:
        """Return the table, and below it the picture."""
        if self._wrong:
            return Content(_("This outcome can't be read."))
        if self._figures is None:
            return Content(_("reading …"))
        n = self._runs
        over = (
            ngettext("over {n} rehearsal", "over {n} rehearsals", n)
            if self._row.rehearsal
            else ngettext("over {n} session", "over {n} sessions", n)
        ).format(n=n)
        room = min(84, self.app.size.width - MARGIN)
        parts = [Content.assemble((over, "$text-muted")), Content(""), *_table(self._figures, room)]
        return Content("\n").join([*parts, Content(""), *_picture(self._figures, room)])


def _table(all: Sequence[Figures], room: int) -> Iterator[Content]:
    yield _line("", (_("planned"), _("median")), _("spread"), _("skipped"), room).stylize("$text-muted")
    for one in all:
        title = f"{'·' if one.step is None else safe_line(one.id):<3} {safe_line(one.title)}"
        middle = "–" if one.median_s is None else words.minutes_seconds(one.median_s)
        spread = ""
        if one.times:
            low, high = map(words.minutes_seconds, (one.times[0], one.times[-1]))
            spread = low if low == high else _("{low} to {high}").format(low=low, high=high)
        skipped = _("{n} ×").format(n=one.skipped) if one.skipped else ""
        yield _line(title, (words.minutes_seconds(one.planned_s), middle), spread, skipped, room)


def _line(title: str, figures: Sequence[str], spread: str, skipped: str, room: int) -> Content:
    behind = f"  {spread:<{SPREADS}}" + (f"{skipped:>{SKIPPED}}" if room >= WIDE else "")
    cells = max(6, min(TITLE, room - len(figures) * (FIGURE + 1) - len(behind)))
    name = Content(title).truncate(cells, ellipsis=True, pad=True)
    return Content.assemble(name, "".join(f" {figure:>{FIGURE}}" for figure in figures), behind.rstrip())


def _picture(all: Sequence[Figures], room: int) -> Iterator[Content]:
    legend = _("{spread} shortest to longest   {median} median   {planned} planned   {both} both")
    said = legend.format(spread=SPREAD * 2, median=MEDIAN, planned=PLANNED, both=BOTH)
    yield Content.assemble((said, "$text-muted"))
    cells = max(10, room - LABEL)
    for one, line in zip(all, picture(all, cells), strict=True):
        name = safe_line(one.title if one.step is None else one.id)
        label = Content(name).truncate(LABEL - 1, ellipsis=True, pad=True)
        yield Content.assemble(label, " ", (line, "$primary"))
    end = _("{n} min").format(n=longest_minutes(all))
    yield Content.assemble((f"{'':{LABEL}}0{end:>{cells - 1}}", "$text-muted"))
