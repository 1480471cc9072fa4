"""The dialog that deletes a session, or only its notes."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.deletion import TimesLost, delete, forget_notes
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.session_index import Kind, SessionFiles, SessionRow
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.screens.history.session_rows import describe

Part = Literal["all", "notes"]
"""What to delete of a session."""


def delete_part(row: SessionRow, part: Part) -> str:
    """Delete `part` of a session and return why that failed, or an empty text."""
    stored = SessionFiles(row.id, row.path.parent)
    try:
        delete(stored) if part == "all" else forget_notes(stored)
    except OSError as error:
        return _("It can't be removed: {why}.").format(why=_(reason(error)))
    except TimesLost as error:
        return _(str(error)).format(id=safe_line(row.id))
    return ""


class DeleteDialog(Dialog[Part]):
    """Says what will be deleted and what stays. Escape deletes nothing."""

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
        self.keys = (("answer('all')", "enter", N_("remove it")), ("cancel", "escape", N_("cancel")))
        self.stacked = self._can_keep_times
        if self._can_keep_times:
            self.keys = (self.keys[0], ("answer('notes')", "a", N_("only its notes; the times stay")), self.keys[1])

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
