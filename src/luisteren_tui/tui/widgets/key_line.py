"""A line of text with keys in it, such as at the bottom of a page. A click on a key presses it."""

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.tui.keymap import KEY_NAMES, key_name
from luisteren_tui.tui.textual_internals import character_to_key
from luisteren_tui.tui.widgets.line_widget import LineWidget, target


class KeyLine(LineWidget):
    """Shows one line, which may hold what `key_with_label` returns."""

    _line = Content("")

    def update(self, line: Content) -> None:
        """Show `line`."""
        self._line = line
        self.draw()

    def lines(self) -> list[Content]:
        """Return as much of the line as fits."""
        return [self._line.truncate(self.size.width, ellipsis=True)]

    def press(self, name: str) -> None:
        """Press the key that is clicked."""
        self.app.simulate_key(name)


def key_with_label(key: str, label: str) -> Content:
    """Return a key and what it does. Of several keys at once, such as "↑ ↓", a click would not tell which one is meant."""
    piece = Content.assemble((_(key_name(key)), "bold $accent"), f" {label}")
    if key in KEY_NAMES:
        return target(piece, key)
    return target(piece, character_to_key(key)) if len(key) == 1 and key.isascii() else piece
