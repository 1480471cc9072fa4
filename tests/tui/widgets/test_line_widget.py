"""A widget that paints only what changed."""

from typing import Any, Self

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.strip import Strip

from luisteren_tui.tui.widgets.line_widget import LineWidget


class Two(LineWidget):
    """Two lines that a test can change."""

    said: tuple[Content, ...] = (Content("one"), Content("two"))

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[tuple[Region, ...]] = []
        self.rendered: list[list[str]] = []

    def lines(self) -> list[Content]:
        return list(self.said)

    def refresh(self, *regions: Region, **how: Any) -> Self:
        self.painted.append(regions)
        return super().refresh(*regions, **how)

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = super().render_lines(crop)
        self.rendered.append([strip.text.strip() for strip in strips])
        return strips


class Small(App[None]):
    def compose(self) -> ComposeResult:
        yield Two()


async def test_only_changed_lines_are_painted() -> None:
    app = Small()
    async with app.run_test(size=(20, 4)) as pilot:
        two = app.query_one(Two)
        two.painted.clear()
        two.draw()
        assert two.painted == []
        two.said = (Content("one"), Content.assemble(("two", "bold")))
        two.draw()
        assert two.painted == [(Region(0, 1, 20, 1),)]
        two.said = (Content("one"),)
        two.draw()
        await pilot.pause()
        assert [strip.text.strip() for strip in two.render_lines(Region(0, 0, 20, 4))] == ["one", "", "", ""]


async def test_changed_line_is_painted_with_its_padding() -> None:
    app = Small()
    async with app.run_test(size=(20, 4)) as pilot:
        two = app.query_one(Two)
        two.styles.padding = (1, 3, 0, 2)
        await pilot.pause()
        two.painted.clear()
        two.said = (Content("one"), Content("three"))
        two.draw()
        (region,) = two.painted[0]
        assert region.translate(two.content_offset) == Region(0, 2, 20, 1)  # from one edge to the other


async def test_hidden_widget_draws_its_lines_when_it_is_shown_again() -> None:
    app = Small()
    async with app.run_test(size=(20, 4)) as pilot:
        two = app.query_one(Two)
        two.display = False
        await pilot.pause()
        two.painted.clear()
        two.rendered.clear()
        two.said = (Content("three"), Content(""))
        two.draw()
        assert two.painted == []
        two.display = True
        await pilot.pause()
        assert two.rendered[0][:2] == ["three", ""]


async def test_line_has_the_styles_of_its_spans() -> None:
    app = Small()
    async with app.run_test(size=(20, 4)):
        two = app.query_one(Two)
        spans = [Span(0, 6, "bold red"), Span(3, 9, "italic blue"), Span(9, 11, "$accent"), Span(10, 12, "reverse")]
        for order in (spans, spans[::-1], spans[1:3], spans[2:]):
            line = Content("some words here", order)
            two.said = (line,)
            two.draw()
            shown = Strip(two.render_lines(Region(0, 0, 20, 1))[0]).simplify()
            styled = [Segment(text, style.rich_style) for text, style in line.render(two.visual_style, "")]
            expected = Strip(styled).adjust_cell_length(20, two.visual_style.rich_style).simplify()
            assert list(shown) == list(expected)


async def test_line_follows_the_theme_of_its_spans() -> None:
    app = Small()
    async with app.run_test(size=(20, 4)) as pilot:
        two = app.query_one(Two)
        two.styles.color, two.styles.background = "white", "black"  # the same in each theme
        two.said = (Content.styled("word", "$accent"),)
        styles = []
        for theme in ("textual-dark", "gruvbox"):
            app.theme = theme
            await pilot.pause()
            two.draw()
            first, *_rest = two.render_lines(Region(0, 0, 20, 1))[0]
            styles.append(first.style)
        assert styles[0] != styles[1]


async def test_lines_fit_a_new_size_before_its_message_comes() -> None:
    app = Small()
    async with app.run_test(size=(20, 4)):
        two, size = app.query_one(Two), Size(10, 4)
        two.said = (Content("narrow"),)
        two._size_updated(size, size, size)
        assert [strip.text for strip in two.render_lines(Region(0, 0, 10, 1))] == ["narrow    "]
