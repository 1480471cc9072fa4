"""The command palette."""

from textual.command import CommandPalette
from textual.widgets import OptionList


class Palette(CommandPalette):
    """Textual's palette, which can also take the page keys of a clicker while its list is empty."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return False for actions that move in an empty list, where Textual would raise an error."""
        moves = action in ("cursor_down", "command_list")
        if moves and not self.query_one(OptionList).option_count:
            return False
        return super().check_action(action, parameters)
