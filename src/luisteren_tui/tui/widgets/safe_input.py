"""Where text is typed or pasted: a clipboard or a file can hold what steers a terminal."""

from textual import events
from textual.widgets import Input, TextArea

from luisteren_tui.i18n import _
from luisteren_tui.text.safe import safe, safe_line

LONGEST = 100_000
"""Characters in a text that is written by hand; a journal keeps the whole of it at each change."""


class Pane(TextArea):
    """Text of any length, made safe as it comes in."""

    def __init__(self, text: str = "", *, id: str, compact: bool = False) -> None:
        super().__init__(safe(text), id=id, soft_wrap=True, show_line_numbers=False, compact=compact)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Make what is pasted safe, and no more than fits. TextArea's handler comes after."""
        text = safe(event.text)
        event.text = text[: max(0, LONGEST - len(self.text))]
        if event.text != text:
            self.notify(_("That was too long: only its first part is there."), severity="warning", markup=False)


class Line(Input):
    """One line of text, made safe as it comes in."""

    def __init__(self, text: str, *, max_length: int, id: str | None = None, compact: bool = False) -> None:
        super().__init__(safe_line(text), max_length=max_length, select_on_focus=True, compact=compact, id=id)

    def on_paste(self, event: events.Paste) -> None:
        """Make what is pasted safe. Input's handler comes after."""
        event.text = safe(event.text)
