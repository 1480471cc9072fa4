"""Lines that go on below their own text, not below what leads them."""

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

NARROW = 16
"""Cells; a text with fewer than these beside what leads it takes the whole width."""


class Hanging(Widget):
    """Shows (lead, text) a line each; where a text is longer, it goes on below its begin."""

    DEFAULT_CSS = "Hanging { width: 1fr; height: auto; }"

    def __init__(self, rows: Iterable[tuple[Content, Content]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = tuple(rows)

    def render(self) -> Content:
        """Draw them."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes at `width`."""
        return len(self.lines(width))

    def lines(self, width: int) -> list[Content]:
        """Return what is drawn at `width`."""
        lines: list[Content] = []
        for lead, text in self._rows:
            beside = width - lead.cell_length
            if beside < NARROW:
                lines += Content.assemble(lead, text).wrap(max(1, width))
                continue
            first, *more = text.wrap(beside) or [Content("")]
            indent = Content(" " * lead.cell_length)
            lines += [Content.assemble(lead, first), *(Content.assemble(indent, part) for part in more)]
        return lines
