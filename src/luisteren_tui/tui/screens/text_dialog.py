"""A line of text to type."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.widgets.answer_text import Said
from luisteren_tui.tui.widgets.safe_input import Line


class AskText(Dialog[str]):
    """Enter answers with the text, Escape with nothing. `wrong` says what is wrong with a text, and then it stays.

    A `hint` stands above the line.
    """

    AUTO_FOCUS = "Line"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "accept", show=False)]

    def __init__(self, title: str, value: str, wrong: Callable[[str], str] = lambda _text: "", hint: str = "") -> None:
        super().__init__()
        self.title_text, self._value, self._wrong, self._hint = title, value, wrong, hint
        self.keys = (("accept", "enter", N_("done")), ("cancel", "escape", N_("cancel")))

    def body(self) -> Iterable[Widget]:
        """Show the line."""
        if self._hint:
            yield Static(Content(safe(self._hint)), classes="dialog-hint")
        yield Line(self._value, max_length=120)
        yield Said(classes="dialog-wrong")

    def on_input_submitted(self) -> None:
        """Answer with what was typed."""
        self.action_accept()

    def action_accept(self) -> None:
        """Answer with what was typed, once nothing is wrong with it."""
        text = safe_line(self.query_one(Line).value)
        if wrong := self._wrong(text):
            self.query_one(Said).say(Content(safe(wrong)))
        else:
            self.dismiss(text)
