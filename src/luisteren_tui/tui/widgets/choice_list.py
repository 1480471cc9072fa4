"""A list to choose from."""

from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import OptionList

from luisteren_tui.tui.textual_internals import lines_of
from luisteren_tui.tui.widgets.chosen import BAR


class ChoiceList(OptionList):
    """Textual's list, with our look of the chosen row.

    A page key that comes before it has lines does nothing, where Textual would raise an error.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice-list--bar"}

    def render_line(self, y: int) -> Strip:
        """Return line `y` for the screen, with a bar if it belongs to the chosen option."""
        strip, lines, number = super().render_line(y), lines_of(self), self.scroll_offset.y + y
        if number >= len(lines) or lines[number][0] != self.highlighted:
            return strip
        style = self.get_visual_style("option-list--option", "option-list--option-highlighted", "choice-list--bar")
        # Whatever else the style of the edge has, such as which option a click chooses, stays.
        edge = [Segment(BAR, Style.combine([part.style or Style(), style.rich_style])) for part in strip.crop(0, 1)]
        return Strip.join([Strip(edge, 1), strip.crop(1)])

    def on_resize(self) -> None:
        """Keep the chosen option in view. Textual's own handler, which runs after this one, forgets where the lines are."""
        self.call_after_refresh(self.scroll_to_highlight)

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)
