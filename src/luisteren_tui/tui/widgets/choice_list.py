"""A list to choose from."""

from typing import Literal

from textual.widgets import OptionList


class ChoiceList(OptionList):
    """Textual's list. A page key that comes before it has lines does nothing, where Textual would raise an error."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)
