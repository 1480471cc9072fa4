"""How long each activity of a workshop takes: planned, median, spread, how often it was skipped, and a picture."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.statistics import BOTH, MEDIAN, PLANNED, SPREAD, Figures, figures, longest_minutes, picture
from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
from luisteren_tui.storage.overview import Row
from luisteren_tui.storage.past_runs import runs
from luisteren_tui.storage.session_index import Kind
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.page import Page

TITLE, LABEL, FIGURE, SPREADS, SKIPPED, MARGIN = 30, 6, 8, 16, 12, 8
"""Cells for a title at most, an id, a figure, the spread, how often it was skipped, and beside it all."""
WIDE = 64
"""Cells from which on how often it was skipped has a column."""
ALL = 10**9


class Over(NamedTuple):
    """How many runs there were (`rehearsals`, or sessions), and of those what is to be known.

    `changed` ones had another version of the workshop. Not counted are those that were `unended` or `damaged`, and the
    `others`: the rehearsals where these are sessions, and the other way round.
    """

    rehearsals: bool
    runs: int
    broken: int
    changed: int
    unended: int
    damaged: int
    others: int


class FiguresScreen(Page):
    """Over all sessions of the workshop of `row`; over its rehearsals where that is one."""

    class Read(Message):
        """All has been read: what was `found`, None where it can't be read, and over what."""

        def __init__(self, found: list[Figures] | None, over: "Over | None" = None) -> None:
            super().__init__()
            self.found, self.over = found, over

    def __init__(self, folders: Folders, row: Row) -> None:
        super().__init__()
        self._folders, self._row = folders, row
        self.title_text = _("Times · {title}").format(title=safe_line(row.title))
        self._figures: list[Figures] | None = None
        self._over: Over | None = None
        self._wrong = False

    def on_mount(self) -> None:
        """Read what there is, in a thread."""
        super().on_mount()
        self.run_worker(self._read, thread=True, group="figures")

    def _read(self) -> None:
        folders = [self._folders.sessions, self._folders.rehearsals]
        mine = folders.pop(self._row.rehearsal)
        left_out: list[Kind] = []
        try:
            outcome = read_session(self._row.path)
            past = runs((mine,), self._row.workshop, ALL, left_out)
            others = len(runs(folders, self._row.workshop, ALL))
        except (OSError, Unreadable):
            self.post_message(self.Read(None))
            return
        broken = sum(not run.whole for run in past)
        changed = sum(run.sha256 != outcome["workshop"]["sha256"] for run in past)
        opened, damaged = left_out.count(Kind.UNFINISHED), left_out.count(Kind.DAMAGED)
        over = Over(self._row.rehearsal, len(past), broken, changed, opened, damaged, others)
        self.post_message(self.Read(figures(outcome, past), over))

    @on(Read)
    def _there(self, event: Read) -> None:
        self._figures, self._over, self._wrong = event.found, event.over, event.found is None
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
        if self._figures is None or self._over is None:
            return Content(_("reading …"))
        room = min(84, self.app.size.width - MARGIN)
        parts = [
            Content.assemble(("\n".join(_said(self._over)), "$text-muted")),
            Content(""),
            *_table(self._figures, room),
        ]
        return Content("\n").join([*parts, Content(""), *_picture(self._figures, room)])


def _said(over: Over) -> Iterator[str]:
    """Yield over what the figures are, and what does not count in them."""
    n = over.runs
    yield (
        ngettext("over {n} rehearsal", "over {n} rehearsals", n)
        if over.rehearsals
        else ngettext("over {n} session", "over {n} sessions", n)
    ).format(n=n)
    if n := over.broken:
        text = ngettext(
            "{n} of them was broken off: of that counts what was done to its end.",
            "{n} of them were broken off: of those counts what was done to its end.",
            n,
        )
        yield text.format(n=n)
    if n := over.changed:
        text = ngettext(
            "{n} of them had another version of the workshop.", "{n} of them had another version of the workshop.", n
        )
        yield text.format(n=n)
    n = over.others
    parts = (
        (over.unended, ngettext("{n} that has not ended", "{n} that have not ended", over.unended)),
        (over.damaged, ngettext("{n} that is damaged", "{n} that are damaged", over.damaged)),
        (
            n,
            ngettext("{n} session", "{n} sessions", n)
            if over.rehearsals
            else ngettext("{n} rehearsal", "{n} rehearsals", n),
        ),
    )
    if left_out := ", ".join(text.format(n=n) for n, text in parts if n):
        yield _("Not counted: {what}.").format(what=left_out)


def _table(all: Sequence[Figures], room: int) -> Iterator[Content]:
    yield _line("", (_("planned"), _("median")), _("spread"), _("skipped"), room).stylize("$text-muted")
    for one in all:
        title = f"{'·' if one.step is None else safe_line(one.id):<3} {safe_line(one.title)}"
        middle = _("none") if one.median_s is None else words.minutes_seconds(one.median_s)
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
