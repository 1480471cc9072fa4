"""The list of blocks on the plan screen, with the remarks about the plan below it."""

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from luisteren_tui.tui.screens.plan.block_table import BlockTable, Line

AIRY_HEIGHT = 45
"""The height of the window from which there are empty lines between the steps."""


class BlockList(Vertical):
    """Shows a table of blocks, one of them chosen. The screen has the keys; a click chooses."""

    class Chosen(Message):
        """The block with this `number` (from 0) was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._ruler, self._scroller = Static(id="plan-ruler"), VerticalScroll(id="plan-page", can_focus=False)
        self._blocks, self._remarks = Static(id="plan-blocks"), Static(id="plan-remarks")
        self._table: Callable[[int], BlockTable] | None = None
        self._chosen = 0
        self._lines: Sequence[Line] = ()

    def compose(self) -> ComposeResult:
        """Lay out the list and the remarks."""
        yield self._ruler
        with self._scroller:
            yield self._blocks
            yield self._remarks

    def show(self, table: Callable[[int], BlockTable], chosen: int) -> None:
        """Show the `table` for a width, and scroll to the chosen block."""
        self._table, self._chosen = table, chosen
        self._draw()

    def show_remarks(self, remarks: Sequence[str]) -> None:
        """Show what there is to say about the plan."""
        self._remarks.update(Content("\n").join(Content.assemble((remark, "$muted")) for remark in remarks))

    def page(self, pages: int) -> None:
        """Scroll by pages, to read the remarks."""
        self._scroller.scroll_relative(y=pages * max(1, self._scroller.size.height - 1), animate=False)

    def on_resize(self) -> None:
        """Fit the table to the width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        width = self._scroller.scrollable_content_region.width - 1  # a cell before the scrollbar
        if self._table is None or width < 1:
            return
        table = self._table(width)
        self._lines = table.lines(self._chosen, airy=self.app.size.height >= AIRY_HEIGHT)
        self._ruler.update(table.ruler())
        self._blocks.update(Content("\n").join(line.content for line in self._lines))
        at = next(number for number, line in enumerate(self._lines) if line.block == self._chosen)
        # In the middle, so that what comes before and after it is in sight.
        self._scroller.scroll_to(y=max(0, at - self._scroller.size.height // 2), animate=False)

    def on_click(self, event: events.Click) -> None:
        """Choose the block that is clicked."""
        line = event.get_content_offset(self._blocks)
        number = self._lines[line.y].block if line is not None and line.y < len(self._lines) else None
        if number is not None:
            self.post_message(self.Chosen(number))
