"""Something is not on the disk: what now?"""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.screens.dialog import Dialog


class UnsavedDialog(Dialog[str]):
    """Escape waits and tries again, which is the safe answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "choose('elsewhere')", show=False),
        Binding("x", "choose('leave')", show=False),
        Binding("enter", "cancel", show=False),
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
        """Say what can be done."""
        text = _("The disk does not accept what you wrote. Free up space, or save it in another place.")
        yield Static(Content(text))

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.dismiss(choice)
