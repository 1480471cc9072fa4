"""What a dialog answers, in sight however long it is."""

from textual.content import Content
from textual.widgets import Static


class Said(Static):
    """A text that is scrolled into sight when it is said."""

    DEFAULT_CSS = "Said { height: auto; }"

    def say(self, text: Content) -> None:
        """Show `text`."""
        self.update(text)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def on_resize(self) -> None:
        """Follow a text that takes more lines than the one before."""
        if self.content:
            self.scroll_visible(animate=False)
