"""The palette of commands."""

from textual.command import CommandPalette
from textual.widgets import OptionList


class Palette(CommandPalette):
    """Textual's own, which fails on a key that moves in a list that is still empty: a clicker's page keys do."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing move in an empty list."""
        moves = action in ("cursor_down", "command_list")
        if moves and not self.query_one(OptionList).option_count:
            return False
        return super().check_action(action, parameters)
