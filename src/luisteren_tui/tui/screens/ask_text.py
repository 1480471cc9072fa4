"""A line of text to type."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from luisteren_tui.i18n import N_
from luisteren_tui.text import safe_line
from luisteren_tui.tui.screens.dialog import Dialog


class AskText(Dialog[str]):
    """Enter answers with the text, Escape with nothing."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "accept", show=False)]

    def __init__(self, title: str, value: str) -> None:
        super().__init__()
        self.title_text, self._value = title, value
        self.keys = (("accept", "enter", N_("done")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show the line."""
        yield Input(self._value, max_length=120, select_on_focus=True)

    def on_input_submitted(self) -> None:
        """Answer with what was typed."""
        self.action_accept()

    def action_accept(self) -> None:
        """Answer with what was typed."""
        self.dismiss(safe_line(self.query_one(Input).value))
