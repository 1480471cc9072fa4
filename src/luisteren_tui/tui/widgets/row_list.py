"""A list of any length: only the rows that are seen are drawn."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

Row = TypeVar("Row")


class RowList(ScrollView, Generic[Row], can_focus=False):
    """Rows that `draw` makes a line of, in so many cells; one of them is at hand. The screen has its keys."""

    class Opened(Message):
        """The row at hand was clicked."""

    class Moved(Message):
        """Another row was clicked: that is at hand now."""

    def __init__(self, draw: Callable[[Row, int], Content], *, id: str) -> None:
        super().__init__(id=id)
        self._draw, self.at = draw, 0
        self._rows: list[Row] = []

    @property
    def row(self) -> Row | None:
        """The row at hand, None where there is none."""
        return self._rows[self.at] if self._rows else None

    def show(self, rows: Sequence[Row], at: int = 0) -> None:
        """Show these rows, with `at` at hand."""
        self._rows = list(rows)
        self._measure()
        self.move_to(at)

    def add(self, rows: Sequence[Row]) -> None:
        """Show these rows after those that are shown."""
        seen = len(self._rows) < self.scroll_offset.y + self.size.height
        self._rows += rows
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        if seen:
            self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self._measure()

    def move(self, by: int) -> None:
        """Have the row that is `by` further at hand."""
        self.move_to(self.at + by)

    def move_to(self, at: int) -> None:
        """Have the row `at` at hand, the last for one too far."""
        self.at = max(0, min(len(self._rows) - 1, at))
        self.scroll_to_region(Region(0, self.at, 1, 1), animate=False)
        self.refresh()

    def page(self, pages: int) -> None:
        """Move by as many rows as are seen."""
        self.move(pages * max(1, self.scrollable_content_region.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Have what is clicked at hand; a second time opens it."""
        at = event.y + self.scroll_offset.y
        if at == self.at and self._rows:
            self.post_message(self.Opened())
        elif at < len(self._rows):
            self.move_to(at)
            self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """Return a line as it goes to the screen."""
        width, at = self.scrollable_content_region.width, y + self.scroll_offset.y
        style = self.visual_style
        if at >= len(self._rows):
            return Strip.blank(width, style.rich_style)
        line = Content.assemble("▸ " if at == self.at else "  ", self._draw(self._rows[at], max(1, width - 2)))
        if at == self.at:
            line = line.stylize("bold")
        segments = [Segment(text, part.rich_style) for text, part in line.render(style, "")]
        return Strip(segments, line.cell_length).adjust_cell_length(width, style.rich_style)
