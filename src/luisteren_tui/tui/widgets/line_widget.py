"""A widget that builds its lines one by one, so that only the lines that changed are painted."""

from abc import abstractmethod

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class LineWidget(Widget):
    """Shows one Content a line, none of them wider than the widget. A text that wraps would cost several times as much."""

    _shown: tuple[Content, ...] = ()
    _missed = False
    """Whether there was something to draw while the widget was hidden."""

    @abstractmethod
    def lines(self) -> list[Content]:
        """Return the lines to show at the present size, from the top down."""

    def draw(self) -> None:
        """Paint the lines that changed. A hidden widget does so when it is shown again."""
        self._missed = not self.display
        if self._missed:
            return
        before, self._shown = self._shown, tuple(self.lines())
        count = max(len(before), len(self._shown))
        pairs = zip(_padded(before, count), _padded(self._shown, count), strict=True)
        # Compare the spans too: to Textual two Contents with the same text are equal.
        changed = [y for y, (old, new) in enumerate(pairs) if old.plain != new.plain or old.spans != new.spans]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def on_resize(self) -> None:
        """Lay the lines out for the new size."""
        self.draw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines in `crop` for the screen."""
        if self._missed:
            self.draw()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return line `y` for the screen."""
        style = self.visual_style
        line = self._shown[y] if y < len(self._shown) else Content("")
        segments = [Segment(text, part.rich_style) for text, part in line.render(style, "")]
        return Strip(segments, line.cell_length).adjust_cell_length(self.size.width, style.rich_style)


def _padded(lines: tuple[Content, ...], count: int) -> tuple[Content, ...]:
    return lines + (Content(""),) * (count - len(lines))
