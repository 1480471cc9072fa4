"""A list of any length, of which only the visible rows are drawn."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from luisteren_tui.tui.widgets.chosen import chosen_row

Row = TypeVar("Row")


class RowList(ScrollView, Generic[Row], can_focus=False):
    """Rows with one of them selected, drawn by `draw` in a number of cells. The screen has the keys."""

    pointed: reactive[int] = reactive(-1)
    """The number of the row under the mouse, -1 for none."""

    class Opened(Message):
        """The selected row was clicked."""

    class Moved(Message):
        """Another row was clicked, and is selected now."""

    def __init__(self, draw: Callable[[Row, int], Content], *, id: str) -> None:
        super().__init__(id=id)
        self._draw, self.selected = draw, 0
        self._rows: list[Row] = []

    @property
    def row(self) -> Row | None:
        """The selected row, None in an empty list."""
        return self._rows[self.selected] if self._rows else None

    def show(self, rows: Sequence[Row], selected: int = 0) -> None:
        """Show these rows, with the row `selected`."""
        self._rows = list(rows)
        self._measure()
        self.move_to(selected)

    def add(self, rows: Sequence[Row]) -> None:
        """Add these rows at the end."""
        end_visible = len(self._rows) < self.scroll_offset.y + self.size.height
        self._rows += rows
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        if end_visible:
            self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()

    def on_resize(self) -> None:
        """Fit the lines to the new width, and keep the selected row in view."""
        self._measure()
        self.move(0)

    def move(self, by: int) -> None:
        """Select the row `by` rows further."""
        self.move_to(self.selected + by)

    def move_to(self, number: int) -> None:
        """Select the row `number`, or the nearest one that exists."""
        self.selected = max(0, min(len(self._rows) - 1, number))
        self.scroll_to_region(Region(0, self.selected, 1, 1), animate=False)
        self.refresh()

    def page(self, pages: int) -> None:
        """Move by as many rows as are visible."""
        self.move(pages * max(1, self.scrollable_content_region.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Select the row that is clicked, or open it if it is selected."""
        number = self._row_at(event)
        if number == self.selected and self._rows:
            self.post_message(self.Opened())
        elif 0 <= number < len(self._rows):
            self.move_to(number)
            self.post_message(self.Moved())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        self.pointed = self._row_at(event)

    def on_leave(self) -> None:
        """Let nothing stand out once the mouse is elsewhere."""
        self.pointed = -1

    def _row_at(self, event: events.MouseEvent) -> int:
        """Return the number of the row under the mouse, -1 for none."""
        place = event.get_content_offset(self)
        return -1 if place is None else place.y + self.scroll_offset.y

    def render_line(self, y: int) -> Strip:
        """Return line `y` for the screen."""
        width, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        style = self.visual_style
        if number >= len(self._rows):
            return Strip.blank(width, style.rich_style)
        row = self._draw(self._rows[number], max(1, width - 3))
        line = Content.assemble("  ", row)
        if number == self.selected:
            line = chosen_row(row, width)
        elif number == self.pointed:
            line = line.pad_right(max(0, width - line.cell_length)).stylize("on $hover")
        segments = [Segment(text, part.rich_style) for text, part in line.render(style, "")]
        return Strip(segments, line.cell_length).adjust_cell_length(width, style.rich_style)
