"""A widget that builds its lines one by one, so that only the lines that changed are painted."""

from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property, lru_cache

from rich.segment import Segment
from textual import events
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.widget import Widget

from luisteren_tui.tui.widgets.mouse_tip import MouseTip

TARGET = "target"
"""In the style of what can be clicked."""


def target(content: Content, name: str) -> Content:
    """Return `content` as one thing to click, which a LineWidget knows by `name`."""
    return content.stylize(_target_style(name))


@lru_cache(512)
def _target_style(name: str) -> VisualStyle:
    return VisualStyle.from_meta({TARGET: name})


class LineWidget(Widget):
    """Shows one Content a line, none of them wider than the widget. A text that wraps would cost several times as much.

    A `target` in a line lights up as a whole under the mouse.
    """

    pointed: var[str] = var("")
    """The name of the target under the mouse."""

    _shown: tuple[Content, ...] = ()
    _missed = False
    """Whether there was something to draw while the widget was hidden."""
    _drawn_at = Size(0, 0)
    """The outer size of the widget when its lines were laid out."""

    @cached_property
    def _mouse_tip(self) -> MouseTip:
        return MouseTip(self)

    @abstractmethod
    def lines(self) -> list[Content]:
        """Return the lines to show at the present size, from the top down."""

    def press(self, name: str) -> None:
        """Do what a click on the target `name` is for."""

    def tip(self, name: str) -> str:
        """Return what to say beside the mouse about the target `name`."""
        return ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up what is under the mouse."""
        self.pointed = event.style.meta.get(TARGET, "")

    def on_leave(self) -> None:
        """Let nothing stand out once the mouse is elsewhere."""
        self.pointed = ""

    def on_click(self, event: events.Click) -> None:
        """Press the target that is clicked."""
        if name := event.style.meta.get(TARGET, ""):
            self.press(name)

    def watch_pointed(self, pointed: str) -> None:
        """Draw the target in its other look, and say what it is for."""
        self._mouse_tip.show(self.tip(pointed) if pointed else "")
        self.draw()

    def draw(self) -> None:
        """Paint the lines that changed. A hidden widget does so when it is shown again."""
        self._missed = not self.display
        if self._missed:
            return
        before, self._shown, self._drawn_at = self._shown, tuple(self.lines()), self.outer_size
        if self.pointed:
            self._shown = tuple(_lit(line, self.pointed) for line in self._shown)
        count = max(len(before), len(self._shown))
        pairs = zip(_padded(before, count), _padded(self._shown, count), strict=True)
        # Compare the spans too: to Textual two Contents with the same text are equal.
        changed = [y for y, (old, new) in enumerate(pairs) if old.plain != new.plain or old.spans != new.spans]
        if changed:
            # With the padding: Textual would cut a line for the screen piece by piece to leave that out.
            left, width = -self.styles.gutter.left, self.outer_size.width
            self.refresh(*(Region(left, y, width, 1) for y in changed))

    def on_resize(self) -> None:
        """Lay the lines out for the new size."""
        self.draw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines in `crop` for the screen. They may be asked for before the message of a new size comes."""
        if self._missed or self._drawn_at != self.outer_size:
            self.draw()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return line `y` for the screen."""
        style, theme = self.visual_style, self.app.theme
        line = self._shown[y] if y < len(self._shown) else Content("")
        segments = [part for text, spans in _pieces(line) for part in _segments(text, spans, style, theme)]
        return Strip(segments, line.cell_length).adjust_cell_length(self.size.width, style.rich_style)


def _lit(line: Content, name: str) -> Content:
    """Return the line with the target `name` lit up."""
    spans = (span for span in line.spans if isinstance(span.style, VisualStyle) and span.style.meta.get(TARGET) == name)
    return line.add_spans([Span(span.start, span.end, "on $hover") for span in spans])


def _pieces(line: Content) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the parts of a line that have no span in common, each with its own spans. Most of them are shown again soon."""
    text, spans, done = line.plain, sorted(enumerate(line.spans), key=lambda item: item[1].start), 0
    while spans:
        start, end, _ = spans[0][1]
        count = 1
        while count < len(spans) and spans[count][1].start < end:
            end = max(end, spans[count][1].end)
            count += 1
        if start > done:
            yield text[done:start], ()
        together = sorted(spans[:count]) if count > 1 else spans[:1]  # of two spans, the later one wins
        yield text[start:end], tuple(Span(span.start - start, span.end - start, span.style) for _, span in together)
        del spans[:count]
        done = end
    if done < len(text):
        yield text[done:], ()


@lru_cache(512)
def _segments(text: str, spans: tuple[Span, ...], style: VisualStyle, _theme: str) -> tuple[Segment, ...]:
    # The colours that the spans name depend on the theme.
    parts = Content(text, list(spans)).render(style, "")
    return tuple(Segment(part, part_style.rich_style) for part, part_style in parts)


def _padded(lines: tuple[Content, ...], count: int) -> tuple[Content, ...]:
    return lines + (Content(""),) * (count - len(lines))
