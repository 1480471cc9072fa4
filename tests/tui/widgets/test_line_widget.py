"""A widget that paints only what changed."""

from typing import Any, Self

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region
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
