"""The history screen: all sessions and rehearsals, to open, compare and delete."""

import asyncio
from asyncio import Future
from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from luisteren_tui.export.session_summary import start_order, when
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.deletion import LATER, TimesLost, delete, forget_notes, put_off
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.session_index import Kind, SessionFiles, SessionRow
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.folding import to_search
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.history.comparison import ComparisonPage
from luisteren_tui.tui.screens.history.session_rows import (
    describe,
    draw_row,
    find_rows,
    read_rows,
    search_text,
)
from luisteren_tui.tui.screens.history.statistics import StatisticsPage
from luisteren_tui.tui.widgets.key_bar import KeyBar
from luisteren_tui.tui.widgets.row_list import RowList
from luisteren_tui.tui.widgets.safe_input import FilterInput

Part = Literal["all", "notes"]
"""What to delete of a session."""
FOOTER = (
    ("open", "enter", N_("open")),
    ("compare", "F2", N_("compare")),
    ("statistics", "F3", N_("times")),
    ("keep_for", "F4", N_("how long")),
    ("delete", "F8", N_("erase")),
    ("close", "escape", N_("back")),
    ("help", "question_mark", N_("help")),
)
HELP = (
    ("a … z", N_("Show only what has this in its name, day, month or state; notes are not searched")),
    ("enter", N_("Look at it")),
    ("F2", N_("Choose this one to compare; on a second one, compare the two")),
    ("F3", N_("How long each activity takes, over all sessions")),
    ("F4", N_("How long notes stay")),
    ("F8", N_("Erase it, or only its notes; asks first")),
    ("↑ ↓", N_("Choose; PgUp and PgDn go further")),
    ("escape", N_("Show all again, then clear the selection, then go back")),
)
BATCH_S = 0.4
"""Seconds of reading before the rows that were read are shown. The first row is shown at once."""


class HistoryScreen(Screen[None]):
    """Lists the newest session first. A thread reads the files, so the list works before it is complete."""

    app = getters.app(BaseApp)
    AUTO_FOCUS = "FilterInput"
    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,ctrl+q", "close"),
        # Priority: these run before the search field gets the keys that were typed after them.
        Binding("enter", "open", priority=True),
        Binding("f2", "compare", priority=True),
        Binding("f3", "statistics", priority=True),
        Binding("f4", "keep_for", priority=True),
        Binding("f8", "delete", priority=True),
        ("up", "move(-1)"),
        ("down", "move(1)"),
        ("pageup", "page(-1)"),
        ("pagedown", "page(1)"),
        ("ctrl+home", "page(-100000)"),
        ("ctrl+end", "page(100000)"),
        ("question_mark", "help"),
    ]

    silences: ClassVar[Mapping[str, float]] = dict.fromkeys(("up", "down", "pageup", "pagedown"), 0)

    def __init__(
        self,
        folders: Folders,
        *,
        open_outcome: Callable[[str], object],
        choose_retention: Callable[[], None],
    ) -> None:
        super().__init__()
        self._folders = folders
        self._open_outcome, self._choose_retention = open_outcome, choose_retention
        self._search_texts: dict[SessionRow, str] = {}
        self._total, self._error, self._message = 0, "", ""
        self._to_compare: SessionRow | None = None
        self.complete = False
        # Kept as attributes: reading can end while the screen is being closed, when a query no longer finds them.
        self._title, self._status = Static(id="history-title"), Static(id="history-message")
        self._search = FilterInput(placeholder=_("type to search"), max_length=60, id="filter")
        self._list: RowList[SessionRow] = RowList(self._draw_row, id="rows")
        self._nothing = Static(id="nothing")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        self._search.cursor_blink = False
        yield self._title
        yield self._search
        yield self._list
        yield self._nothing
        yield self._status
        yield KeyBar(FOOTER, id="keys")

    def on_mount(self) -> None:
        """Start to read."""
        self._show_title()
        self.run_worker(self._read())

    async def _read(self) -> None:
        """Read all sessions in a thread, and show them as they come."""
        try:
            found = await asyncio.to_thread(find_rows, self._folders)
        except OSError as error:
            self._error, self.complete = (
                _("The sessions can't be read: {why}.").format(why=_(write_error_message(error))),
                True,
            )
            self._show_title()
            return
        self._total, seconds = found.total, 0.0
        while rows := await asyncio.to_thread(read_rows, found.unread, seconds):
            self._add_rows(rows)
            seconds = BATCH_S
        await self._put_in_order()
        self.complete = True
        self._add_rows(found.others)

    async def _put_in_order(self) -> None:
        """Sort by when sessions really started: the files are in the order in which they were opened."""
        rows = [*self._search_texts]
        ordered = await asyncio.to_thread(sorted, rows, key=start_order, reverse=True)
        if ordered != rows:
            chosen = self._list.row
            self._search_texts = {row: self._search_texts[row] for row in ordered}
            shown = self._matching(ordered)
            self._list.show(shown, shown.index(chosen) if chosen in shown else 0)

    def _add_rows(self, rows: list[SessionRow]) -> None:
        self._search_texts |= {row: search_text(row) for row in rows}
        self._list.add(self._matching(rows))
        self._show_title()

    def _show_title(self) -> None:
        if not self.complete:
            n = len(self._search_texts)
            count = _("{n} of {of} read …").format(n=n, of=self._total) if self._total else _("reading …")
        elif self._error:
            count = self._error
        else:
            n = sum(row.kind is not Kind.FOREIGN for row in self._search_texts)
            count = ngettext("{n} session or rehearsal", "{n} sessions and rehearsals", n).format(n=n)
        title = Content.assemble((_("Look back"), "bold"), (f"   {count}", "$muted"))
        self._title.update(title)
        self.hint(self._message)

    def hint(self, text: str) -> None:
        """Show `text` above the keys, or the state of the list if `text` is empty."""
        self._message = text
        message = (text, "bold") if text else (self._to_do(), "bold $accent")
        self._status.update(Content.assemble(message))
        nothing = self._list.row is None and self.complete and not self._error
        self.set_class(nothing, "-nothing")
        self._nothing.update(Content(self._why_empty() if nothing else ""))

    def _why_empty(self) -> str:
        """Return why there is no row."""
        typed = self._search.value.strip()
        if not typed or not self._search_texts:
            return _("Nothing is stored here.")
        nothing = _("Nothing found for “{typed}”. Esc shows all again; notes are not searched.")
        return nothing.format(typed=safe_line(typed))

    def _to_do(self) -> str:
        """Return how to go on once a session was chosen to compare."""
        if self._to_compare is None:
            return ""
        text = _("To compare with {name}: choose another, then F2. Esc cancels.")
        return text.format(name=when(self._to_compare))

    # Search

    def _matching(self, rows: Iterable[SessionRow]) -> list[SessionRow]:
        typed = to_search(self._search.value).split()
        return [row for row in rows if all(word in self._search_texts[row] for word in typed)]

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._list.show(self._matching(self._search_texts))
        self.hint("")

    # Choose and open

    def action_move(self, by: int) -> None:
        """Choose another row."""
        self._list.move(by)
        self.hint("")

    def action_page(self, pages: int) -> None:
        """Move one or more pages up or down."""
        self._list.page(pages)
        self.hint("")

    @on(RowList.Moved)
    def _clear_message(self) -> None:
        self.hint("")

    @on(RowList.Opened)
    def action_open(self) -> None:
        """Show the outcome of the chosen session."""
        row = self._list.row
        if row is None:
            return
        if row.kind is Kind.ENDED:
            self._open_outcome(str(row.path))
        elif row.kind is Kind.UNFINISHED:
            self.hint(_("It has not ended: go on with it or end it on the home screen."))
        else:
            text = _("It can't be read. It stays where it is: {path}")
            self.hint(text.format(path=safe_line(str(row.path))))

    def action_compare(self) -> None:
        """Choose the first session to compare, or compare the chosen session with it."""
        row = self._list.row
        if row is None or row.kind is not Kind.ENDED:
            self.hint(_("Only what has ended can be compared."))
            return
        first = self._to_compare
        self._set_to_compare(None if first else row)
        if first is not None and first.path != row.path:
            earlier, later = sorted((first, row), key=lambda one: one.id)
            self.app.push_screen(ComparisonPage(earlier, later))

    def _set_to_compare(self, row: SessionRow | None) -> None:
        self._to_compare = row
        self._list.refresh()
        self.hint("")

    def action_statistics(self) -> None:
        """Show the times over all sessions of the workshop of the chosen session."""
        row = self._list.row
        if row is None or row.kind is not Kind.ENDED:
            self.hint(_("Choose one that has ended: this is about its workshop."))
        else:
            self.app.push_screen(StatisticsPage(self._folders, row))

    def action_keep_for(self) -> None:
        """Ask how long notes may stay."""
        self._choose_retention()

    # Delete

    def action_delete(self) -> None:
        """Ask what to delete of the chosen session, and delete it."""
        row = self._list.row
        if row is None:
            return
        if row.kind is Kind.FOREIGN:
            text = _("This file is not a session, so it is left alone: {path}")
            self.hint(text.format(path=safe_line(str(row.path))))
            return
        dialog = DeleteDialog(row, file_count=len(SessionFiles(row.id, row.path.parent).all()))
        self.run_worker(self._delete(row, self.app.ask(dialog)))

    async def _delete(self, row: SessionRow, asked: "Future[Part | None]") -> None:
        part = await asked
        if part is None:
            return
        # In a thread, which can be patient with another program that holds a file.
        if problem := await asyncio.to_thread(delete_part, row, part):
            self.hint(problem)
            return
        text, left = _("Removed: {name}"), None
        if part == "notes":
            text, left = _("The notes are gone, the times are still there: {name}"), row.without_notes()
        kept = ((left if one == row else one, searched) for one, searched in self._search_texts.items())
        self._search_texts = {one: searched for one, searched in kept if one is not None}
        self._to_compare = left if self._to_compare == row else self._to_compare
        self._list.show(self._matching(self._search_texts), self._list.selected)
        self._message = text.format(name=describe(row))
        self._show_title()

    def action_help(self) -> None:
        """Show all keys."""
        self.app.push_screen(KeyList(HELP))

    def action_close(self) -> None:
        """Clear the search, or else the session to compare, or else go back."""
        if self._search.value:
            self._search.value = ""
        elif self._to_compare is not None:
            self._set_to_compare(None)
        else:
            self.dismiss(None)

    def _draw_row(self, row: SessionRow, width: int) -> Content:
        chosen = self._to_compare is not None and self._to_compare.path == row.path
        return draw_row(row, width, "① " if chosen else "")


def delete_part(row: SessionRow, part: Part) -> str:
    """Delete `part` of a session and return why that failed, or an empty text."""
    stored = SessionFiles(row.id, row.path.parent)
    try:
        delete(stored) if part == "all" else forget_notes(stored)
    except OSError as error:
        problem = _("It can't be removed: {why}.").format(why=_(write_error_message(error)))
        return f"{problem} {_(LATER)}" if put_off(stored, notes_only=part != "all") else problem
    except TimesLost as error:
        return _(str(error)).format(id=safe_line(row.id))
    return ""


class DeleteDialog(Dialog[Part]):
    """Says what will be deleted and what stays. Escape deletes nothing."""

    danger = True

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "answer('all')"),
        ("a", "answer('notes')"),
        # `n` means no, so the notes have another key.
        ("q,n", "cancel"),
    ]

    def __init__(self, row: SessionRow, file_count: int) -> None:
        super().__init__()
        self._row, self._file_count = row, file_count
        self._can_keep_times = row.kind is Kind.ENDED and not row.newer
        self.title_text = _("Remove {name}?").format(name=describe(row))
        only_notes = (("answer('notes')", "a", N_("only its notes; the times stay")),) if self._can_keep_times else ()
        self.keys = (("answer('all')", "enter", N_("remove it")), *only_notes, ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show the consequences."""
        text = ngettext(
            "Its notes and times are deleted for good ({n} file). What you exported or copied stays.",
            "Its notes and times are deleted for good ({n} files). What you exported or copied stays.",
            self._file_count,
        ).format(n=self._file_count)
        parts = [text]
        if self._row.kind is Kind.UNFINISHED:
            parts.append(_("Then you can't go on with it."))
        elif self._row.kind is Kind.DAMAGED:
            parts.append(_("There may be notes in it that can be read."))
        yield Static(Content("\n".join(parts)))

    def action_answer(self, part: Part) -> None:
        """Answer with the part to delete."""
        if part == "all" or self._can_keep_times:
            self.dismiss(part)
