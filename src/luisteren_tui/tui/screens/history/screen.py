"""All sessions and rehearsals: to open, to compare, to remove."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from luisteren_tui.export.session_summary import when
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.storage.overview import Row
from luisteren_tui.storage.session_index import Kind
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.messages import AllSeen, KeepFor, LookBack
from luisteren_tui.tui.screens.history.keys import FOOTER
from luisteren_tui.tui.screens.history.reader import Failed, Read, read_all
from luisteren_tui.tui.screens.history.rows import found_by, line, said
from luisteren_tui.tui.widgets.filter_line import FilterLine
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from luisteren_tui.tui.screens.history.removal import What


class HistoryScreen(Screen[None]):
    """The newest first, read by a thread: what was read can be chosen while the rest is."""

    AUTO_FOCUS = "FilterLine"
    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+q", "close", show=False),
        Binding("enter", "open", show=False, priority=True),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("ctrl+home", "page(-100000)", show=False),
        Binding("ctrl+end", "page(100000)", show=False),
        Binding("f2", "compare", show=False),
        Binding("f3", "figures", show=False),
        Binding("f4", "keep_for", show=False),
        Binding("f8", "remove", show=False),
        Binding("question_mark", "help", show=False),
    ]

    def __init__(self, folders: Folders) -> None:
        super().__init__()
        self._folders = folders
        self._rows: dict[Row, str] = {}
        self._first: Row | None = None
        self._of, self._wrong, self._told = 0, "", ""
        self.complete = False
        self._list: RowList[Row] = RowList(self._line, id="rows")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(id="history-title")
        filter = FilterLine(placeholder=_("type to search"), max_length=60, id="filter")
        filter.cursor_blink = False
        yield filter
        yield self._list
        yield Static(id="history-said")
        yield KeyBar(FOOTER, terse=True, id="keys")

    def on_mount(self) -> None:
        """Begin to read, in a thread."""
        self._show_title()
        reading = partial(read_all, self._folders, self.post_message, lambda: get_current_worker().is_cancelled)
        self.run_worker(reading, thread=True, group="read")

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._wrong, self.complete = _("The sessions can't be read: {why}.").format(why=event.why), True
        self._show_title()

    @on(Read)
    def _add(self, event: Read) -> None:
        self._rows |= {row: found_by(row) for row in event.rows}
        self._of, self.complete = event.of, event.complete
        self._list.add(self._wanted(event.rows))
        self._show_title()

    def _show_title(self) -> None:
        if not self.complete:
            count = _("{n} of {of} read …").format(n=len(self._rows), of=self._of) if self._of else _("reading …")
        elif self._wrong:
            count = self._wrong
        else:
            n = sum(row.kind is not Kind.FOREIGN for row in self._rows)
            count = ngettext("{n} session or rehearsal", "{n} sessions and rehearsals", n).format(n=n)
        title = Content.assemble((_("Look back"), "bold"), (f"   {count}", "$text-muted"))
        self.query_one("#history-title", Static).update(title)
        self.say(self._told)

    def say(self, text: str) -> None:
        """Say `text`; without any, what holds for as long as nothing changes."""
        self._told = text
        said = (text, "bold") if text else (self._standing(), "bold $accent")
        self.query_one("#history-said", Static).update(Content.assemble(said))

    def _standing(self) -> str:
        """Return that nothing is found, or else what is chosen to be compared."""
        typed = self.query_one(FilterLine).value.strip()
        if self._list.row is None and self.complete and not self._wrong:
            nothing = _("Nothing found with “{typed}”. Esc shows all again; notes are not searched.")
            return nothing.format(typed=safe_line(typed)) if typed and self._rows else _("Nothing is kept here.")
        if self._first is None:
            return ""
        return _("To compare with {name}: choose another, then F2. Esc lets go of it.").format(name=when(self._first))

    # What is searched for

    def _wanted(self, rows: Iterable[Row]) -> list[Row]:
        typed = self.query_one(FilterLine).value.casefold().split()
        return [row for row in rows if all(word in self._rows[row] for word in typed)]

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._list.show(self._wanted(self._rows))
        self.say("")

    # What is chosen

    def action_move(self, by: int) -> None:
        """The next one, or the one before."""
        self._list.move(by)
        self.say("")

    def action_page(self, pages: int) -> None:
        """A page up or down."""
        self._list.page(pages)
        self.say("")

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.say("")

    @on(RowList.Opened)
    def action_open(self) -> None:
        """Look at the one at hand."""
        row = self._list.row
        if row is None:
            return
        if row.kind is Kind.ENDED:
            self.post_message(LookBack(str(row.path)))
        elif row.kind is Kind.UNFINISHED:
            self.say(_("It has not ended: go on with it, or round it off, at home."))
        else:
            self.say(_("It can't be read. It stays where it is: {path}").format(path=safe_line(str(row.path))))

    def action_compare(self) -> None:
        """Choose the one at hand to be compared; with another chosen before, compare the two."""
        from luisteren_tui.tui.screens.history.comparison import CompareScreen

        row = self._list.row
        if row is None or row.kind is not Kind.ENDED:
            self.say(_("Only what has ended can be compared."))
            return
        first = self._first
        self._choose(None if first else row)
        if first is not None and first.path != row.path:
            earlier, later = sorted((first, row), key=lambda one: one.id)
            self.app.push_screen(CompareScreen(earlier, later))

    def _choose(self, row: Row | None) -> None:
        self._first = row
        self._list.refresh()
        self.say("")

    def action_figures(self) -> None:
        """How long each activity takes, over all sessions of the workshop at hand, or all its rehearsals."""
        from luisteren_tui.tui.screens.history.statistics import FiguresScreen

        row = self._list.row
        if row is None or row.kind is not Kind.ENDED:
            self.say(_("Choose one that has ended: its workshop is what this is about."))
        else:
            self.app.push_screen(FiguresScreen(self._folders, row))

    def action_keep_for(self) -> None:
        """Ask how long notes stay."""
        self.post_message(KeepFor())

    def action_remove(self) -> None:
        """Remove the one at hand, with all its files, once that is agreed to."""
        from luisteren_tui.storage.session_index import files_of
        from luisteren_tui.tui.screens.history.removal import RemoveDialog

        row = self._list.row
        if row is None:
            return
        if row.kind is Kind.FOREIGN:
            text = _("This file is not a session: it is left alone. It is {path}")
            self.say(text.format(path=safe_line(str(row.path))))
            return

        def answered(what: "What | None") -> None:
            if what is not None:
                self._remove(row, what)

        self.app.push_screen(RemoveDialog(row, len(files_of(row.id, row.path.parent))), answered)

    def _remove(self, row: Row, what: "What") -> None:
        from luisteren_tui.tui.screens.history.removal import remove

        if problem := remove(row, what):
            self.say(problem)
            return
        text, left = _("Removed: {name}"), None
        if what == "notes":
            text, left = _("The notes are gone, the times are there: {name}"), replace(row, notes=0)
        rows = ((left if one == row else one, words) for one, words in self._rows.items())
        self._rows = {one: words for one, words in rows if one is not None}
        self._first = left if self._first == row else self._first
        self._list.show(self._wanted(self._rows), self._list.at)
        self._told = text.format(name=said(row))
        self._show_title()

    def action_help(self) -> None:
        """All the keys."""
        from luisteren_tui.tui.screens.help import KeyList
        from luisteren_tui.tui.screens.history.keys import HELP

        self.app.push_screen(KeyList(HELP))

    def action_close(self) -> None:
        """All of them again, and nothing chosen; then back."""
        filter = self.query_one(FilterLine)
        if filter.value:
            filter.value = ""
        elif self._first is not None:
            self._choose(None)
        else:
            self.workers.cancel_group(self, "read")
            self.post_message(AllSeen())

    def _line(self, row: Row, cells: int) -> Content:
        chosen = self._first is not None and self._first.path == row.path
        return line(row, cells, "① " if chosen else "")
