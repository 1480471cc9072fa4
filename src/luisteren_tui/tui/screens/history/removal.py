"""What is to go of a session: all of it, or its notes alone."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.deletion import Stored, TimesLost, delete, forget_notes
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.overview import Row
from luisteren_tui.storage.session_index import Kind
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.screens.history.rows import said

What = Literal["all", "notes"]


def remove(row: Row, what: What) -> str:
    """Remove it, and return what kept that from being done, empty where nothing did."""
    one = Stored(row.id, row.path.parent)
    try:
        delete(one) if what == "all" else forget_notes(one)
    except OSError as error:
        return _("It can't be removed: {why}.").format(why=_(reason(error)))
    except TimesLost as error:
        return _(str(error)).format(id=safe_line(row.id))
    return ""


class RemoveDialog(Dialog[What]):
    """Says what goes and what stays, and asks; Escape leaves all as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer('all')", show=False),
        Binding("a", "answer('notes')", show=False),
        # `n` is no.
        Binding("q,n", "cancel", show=False),
    ]

    def __init__(self, row: Row, files: int) -> None:
        super().__init__()
        self._row, self._files = row, files
        self._notes = row.kind is Kind.ENDED and not row.newer
        self.title_text = _("Remove {name}?").format(name=said(row))
        self.keys = (("answer('all')", "enter", N_("remove it")), ("cancel", "escape", N_("cancel")))
        self.stacked = self._notes
        if self._notes:
            self.keys = (self.keys[0], ("answer('notes')", "a", N_("only its notes; the times stay")), self.keys[1])

    def body(self) -> Iterable[Widget]:
        """Say what it means."""
        text = ngettext(
            "Its notes and times go for good ({n} file). What you exported or copied stays.",
            "Its notes and times go for good ({n} files). What you exported or copied stays.",
            self._files,
        ).format(n=self._files)
        parts = [text]
        if self._row.kind is Kind.UNFINISHED:
            parts.append(_("Then you can't go on with it."))
        elif self._row.kind is Kind.DAMAGED:
            parts.append(_("There may be notes in it that can be read."))
        yield Static(Content("\n".join(parts)))

    def action_answer(self, what: What) -> None:
        """Answer what is to go."""
        if what == "all" or self._notes:
            self.dismiss(what)
