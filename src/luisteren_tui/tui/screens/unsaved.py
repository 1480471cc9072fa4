"""The dialog that asks what to do when the session can't be saved."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.screens.dialog import Dialog


class UnsavedDialog(Dialog[str]):
    """Offers to stay, to save elsewhere, or to leave. Enter and Escape stay, and saving is tried again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("w", "choose('elsewhere')"),
        ("x", "choose('leave')"),
        ("enter", "cancel"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.title_text = _("Not everything is saved")
        self.keys = (
            ("cancel", "enter", N_("stay; saving is tried again every second")),
            ("choose('elsewhere')", "w", N_("save everything in another place")),
            ("choose('leave')", "x", N_("leave anyway: what is not saved is lost")),
        )

    def body(self) -> Iterable[Widget]:
        """Explain the situation."""
        text = _("The disk does not accept what you wrote. Free up space, or save it in another place.")
        yield Static(Content(text))

    def action_choose(self, choice: str) -> None:
        """Answer with `choice`."""
        self.dismiss(choice)
