"""The list of blocks on the plan screen, with the remarks about the plan below it."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.planning.plan import Plan
from luisteren_tui.tui.screens.plan.block_table import GAP, BlockTable, Line
from luisteren_tui.tui.widgets.chosen import chosen_row

AIRY_HEIGHT = 45
"""The height of the window from which there are empty lines between the steps."""


class BlockList(Vertical):
    """Shows a table of blocks, one of them chosen. The screen has the keys; a click chooses."""

    pointed: var[int | None] = var(None)
    """The number of the block under the mouse."""

    class Chosen(Message):
        """The block with this `number` (from 0) was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, step_titles: Sequence[str], *, id: str) -> None:
        super().__init__(id=id)
        self._step_titles = step_titles
        self._ruler, self._scroller = Static(id="plan-ruler"), VerticalScroll(id="plan-page", can_focus=False)
        self._blocks, self._remarks = Static(id="plan-blocks"), Static(id="plan-remarks")
        self._plan: Plan | None = None
        self._day, self._chosen = date.min, 0
        self._short_turns: Mapping[str, str] = {}
        self._lines: Sequence[Line] = ()
        self._drawn: tuple[object, ...] = ()
        """What the lines were drawn for."""

    def compose(self) -> ComposeResult:
        """Lay out the list and the remarks."""
        yield self._ruler
        with self._scroller:
            yield self._blocks
            yield self._remarks

    def show(self, plan: Plan, day: date, short_turns: Mapping[str, str], chosen: int) -> None:
        """Show the blocks of a plan for its `day`, and scroll to the chosen one. `short_turns` is as for a BlockTable."""
        self._plan, self._day, self._short_turns, self._chosen = plan, day, short_turns, chosen
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
        if self._plan is None or width < 1:
            return
        airy = self.app.size.height >= AIRY_HEIGHT
        if (drawn := (self._plan, self._day, self._short_turns, width, airy)) != self._drawn:
            self._drawn = drawn
            table = BlockTable(
                self._plan, self._day, width, step_titles=self._step_titles, short_turns=self._short_turns
            )
            self._lines = table.lines(airy=airy)
            self._ruler.update(table.ruler())
        self._show_lines()
        at = [number for number, line in enumerate(self._lines) if line.block == self._chosen]
        top, height = self._scroller.scroll_offset.y, self._scroller.size.height
        # Away from the edges the list stays where it is: what was clicked does not move away.
        if not top < at[0] <= at[-1] < top + height - 1:
            middle = (at[0] + at[-1]) // 2
            self._scroller.scroll_to(y=max(0, min(at[0], middle - height // 2)), animate=False)

    def _show_lines(self) -> None:
        """Show the lines: the chosen block stands out, and the one under the mouse lights up."""
        width = self._scroller.scrollable_content_region.width - 1

        def shown(line: Line) -> Content:
            if line.block is None:
                return line.content
            if line.block == self._chosen:
                return chosen_row(line.content[GAP:], width)
            return line.content.stylize("on $hover") if line.block == self.pointed else line.content

        self._blocks.update(Content("\n").join(map(shown, self._lines)))

    def watch_pointed(self) -> None:
        """Light up the block under the mouse, and say what a click does."""
        self._blocks.tooltip = None if self.pointed is None else _("choose this part")
        self._show_lines()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        self.pointed = self._block_at(event)

    def on_leave(self) -> None:
        """Let nothing stand out once the mouse is elsewhere."""
        self.pointed = None

    def on_click(self, event: events.Click) -> None:
        """Choose the block that is clicked."""
        number = self._block_at(event)
        if number is not None:
            self.post_message(self.Chosen(number))

    def _block_at(self, event: events.MouseEvent) -> int | None:
        """Return the number of the block under the mouse, None for no block."""
        place = event.get_content_offset(self._blocks)
        return self._lines[place.y].block if place is not None and place.y < len(self._lines) else None
