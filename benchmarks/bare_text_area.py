"""A bare Textual app with a text area that holds the text of a file, to compare with."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class BareTextArea(App[None]):
    """Edit a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        """Show the text, without a border."""
        yield TextArea(self.text, soft_wrap=True, compact=True)

    def on_mount(self) -> None:
        """Put the cursor at the end of the text."""
        area = self.query_one(TextArea)
        area.cursor_blink = False  # a blink would look like the frame of a key
        area.focus()
        area.move_cursor(area.document.end)


if __name__ == "__main__":
    BareTextArea(Path(sys.argv[1]).read_text("utf-8")).run()
