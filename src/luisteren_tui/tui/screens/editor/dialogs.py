"""The dialogs of the editor: which part to add, and what to do with changes that are not saved."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.screens.dialog import Dialog


class Leave(StrEnum):
    """What to do with changes that are not saved."""

    SAVE = "save"
    LATER = "later"
    DISCARD = "discard"


class LeaveDialog(Dialog[Leave]):
    """Asks what to do with changes that are not saved. With `errors` they can't be saved now, and wait for another time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "usual"),
        ("d", "answer('later')"),
        ("x", "answer('discard')"),
    ]

    def __init__(self, errors: int) -> None:
        super().__init__()
        self._errors = errors
        self.title_text = _("Your changes are not saved yet")
        later = N_("go on another time: your draft stays")
        first = (
            (("usual", "enter", later),)
            if errors
            else (("usual", "enter", N_("save")), ("answer('later')", "d", later))
        )
        self.keys = (
            *first,
            ("answer('discard')", "x", N_("throw the changes away")),
            ("cancel", "escape", N_("back to the workshop")),
        )

    def body(self) -> Iterable[Widget]:
        """Say why they can't be saved now."""
        if self._errors:
            yield Static(Content(_("Something still has to be filled in or put right before it can be saved.")))

    def action_usual(self) -> None:
        """Save, or wait where that is not possible."""
        self.dismiss(Leave.LATER if self._errors else Leave.SAVE)

    def action_answer(self, answer: str) -> None:
        """Answer, with the value of a Leave."""
        self.dismiss(Leave(answer))


class OutdatedDraftDialog(Dialog[bool]):
    """Asks whether to go on with a draft (True) or with the file, which was changed later."""

    BINDINGS: ClassVar[list[BindingType]] = [("enter", "dismiss(True)"), ("d", "dismiss(False)")]

    def __init__(self) -> None:
        super().__init__()
        self.title_text = _("The file was changed after your draft")
        self.keys = (
            ("dismiss(True)", "enter", N_("go on with the draft")),
            ("dismiss(False)", "d", N_("go on with the file; the draft is thrown away")),
            ("cancel", "escape", N_("cancel")),
        )
