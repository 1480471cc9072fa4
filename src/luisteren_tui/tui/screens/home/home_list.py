"""The list of home: rows below headings, with the choices of the chosen row in it."""

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from luisteren_tui.i18n import _
from luisteren_tui.tui.screens.home.rows import Choice, Heading, Line, Row
from luisteren_tui.tui.theme import CHIP
from luisteren_tui.tui.widgets.chosen import chosen_row

EDGE, MARGIN = 2, 1
"""Cells at the left of each row, for the bar of the chosen one, and at its right, where a choice ends."""
GAP = "  "
MIN_TITLE = 20
"""Cells that a title keeps. Where there are fewer, the notes are left out, and then the figures."""


class Drawn(NamedTuple):
    """One line on the screen, and the number of the row that it belongs to, None for a heading or a gap."""

    row: int | None
    line: Content


class HomeList(ScrollView, can_focus=True):
    """Rows to choose from with ↑ and ↓, and the choices of a row with ← and →."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "choose"),
        ("up", "move(-1)"),
        ("down", "move(1)"),
        ("left", "other(-1)"),
        ("right", "other(1)"),
        ("home", "move(-100000)"),
        ("end", "move(100000)"),
        ("pageup", "page(-1)"),
        ("pagedown", "page(1)"),
    ]

    pointed: reactive[int | None] = reactive(None)
    """The number of the row under the mouse."""

    class Chosen(Message):
        """One of the choices of a row was made."""

        def __init__(self, kind: str, name: str) -> None:
            super().__init__()
            self.kind, self.name = kind, name

    class Moved(Message):
        """Another row or choice would be made now."""

    def __init__(self, lines: Sequence[Line], *, id: str) -> None:
        super().__init__(id=id)
        self._lines = list(lines)
        self._row = self._nth = 0
        self._drawn: list[Drawn] = []

    @property
    def rows(self) -> list[Row]:
        """The rows, without the headings."""
        return [line for line in self._lines if isinstance(line, Row)]

    @property
    def row(self) -> Row:
        """The chosen row."""
        return self.rows[self._row]

    @property
    def choice(self) -> Choice:
        """The chosen choice of the chosen row."""
        return self.row.choices[self._nth]

    # What is shown

    def show(self, lines: Sequence[Line], *, stay: bool = True, chosen: Collection[str] = ()) -> None:
        """Show these lines. The chosen row is to `stay`, or what is in its place if it is gone; else it is the first.

        If another row has one of the keys in `chosen`, that is chosen instead.
        """
        before, nth = self.row.key, self._nth
        self._lines = list(lines)
        keys = [row.key for row in self.rows]
        if before not in chosen and (found := next((key for key in keys if key in chosen), None)):
            self._select(keys.index(found))
        elif stay and before in keys:
            self._row, self._nth = keys.index(before), nth
            self._draw_again()
        else:
            self._select(min(self._row, len(keys) - 1) if stay else 0)

    def _select(self, row: int, nth: int = 0) -> None:
        self._row, self._nth = row, nth
        self._draw_again()
        self._scroll_to_row()
        self.post_message(self.Moved())

    def _scroll_to_row(self) -> None:
        """Scroll the chosen row into view."""
        shown = [y for y, drawn in enumerate(self._drawn) if drawn.row == self._row]
        # With the heading of the first row, or the list would seem to begin with a row.
        top = shown[0] if self._row else 0
        self.scroll_to_region(Region(0, top, 1, shown[-1] - top + 1), animate=False)

    def _draw_again(self) -> None:
        width, count = self.scrollable_content_region.width, len(self._drawn)
        self._drawn = draw(self._lines, self._row, self._nth, width)
        self.virtual_size = Size(width, len(self._drawn))
        self.refresh(layout=len(self._drawn) != count)

    def on_resize(self) -> None:
        """Fit the lines to the new width, and keep the chosen row in view."""
        self._draw_again()
        self._scroll_to_row()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(draw(self._lines, self._row, self._nth, width))

    def render_line(self, y: int) -> Strip:
        """Return line `y` for the screen."""
        width, number, style = self.scrollable_content_region.width, y + self.scroll_offset.y, self.visual_style
        if number >= len(self._drawn):
            return Strip.blank(width, style.rich_style)
        row, line = self._drawn[number]
        if row is not None and row == self.pointed != self._row:
            line = line.pad_right(max(0, width - line.cell_length)).stylize("on $hover")
        segments = [Segment(text, part.rich_style) for text, part in line.render(style, "")]
        return Strip(segments, line.cell_length).adjust_cell_length(width, style.rich_style)

    # Keys and the mouse

    def action_move(self, by: int) -> None:
        """Choose the row `by` rows further, or the last one there is."""
        number = max(0, min(len(self.rows) - 1, self._row + by))
        if number != self._row:
            self._select(number)

    def action_page(self, pages: int) -> None:
        """Move by about as many rows as are visible."""
        self.action_move(pages * max(1, self.size.height - 4))

    def action_other(self, by: int) -> None:
        """Choose the next choice of this row, or the one before."""
        nth = max(0, min(len(self.row.choices) - 1, self._nth + by))
        if nth != self._nth:
            self._select(self._row, nth)

    def action_choose(self) -> None:
        """Go on with the chosen choice."""
        self.post_message(self.Chosen(self.choice.kind, self.row.name))

    def on_click(self, event: events.Click) -> None:
        """Choose the row that is clicked. A click on the chosen row, or on one of its choices, goes on with it."""
        row = self._row_at(event)
        if row is None:
            return
        nth = event.style.meta.get("choice")
        if row != self._row:
            self._select(row)
            return
        if nth is not None:
            self._select(row, nth)
        self.action_choose()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        self.pointed = self._row_at(event)

    def on_leave(self) -> None:
        """Let nothing stand out once the mouse is elsewhere."""
        self.pointed = None

    def _row_at(self, event: events.MouseEvent) -> int | None:
        number = event.y + self.scroll_offset.y
        return self._drawn[number].row if number < len(self._drawn) else None


def draw(lines: Sequence[Line], chosen: int, nth: int, width: int) -> list[Drawn]:
    """Return `lines` for the screen, with the choices of the row `chosen` in it, the `nth` of them chosen."""
    drawn: list[Drawn] = []
    number = 0
    for heading, rows in _sections(lines):
        if drawn:
            drawn.append(Drawn(None, Content("")))
        columns = _Columns.of(heading, rows, max(1, width - EDGE - MARGIN))
        drawn.append(Drawn(None, _heading(heading, columns).truncate(width, ellipsis=True)))
        for row in rows:
            is_chosen = number == chosen
            for line in _row(
                row, columns._replace(lead=0) if row.without_lead else columns, nth if is_chosen else None
            ):
                shown = chosen_row(line, width) if is_chosen else Content.assemble(" " * EDGE, line)
                drawn.append(Drawn(number, shown.truncate(width)))
            number += 1
    return drawn


def _sections(lines: Sequence[Line]) -> list[tuple[Heading, list[Row]]]:
    sections: list[tuple[Heading, list[Row]]] = []
    for line in lines:
        if isinstance(line, Heading):
            sections.append((line, []))
        else:
            sections[-1][1].append(line)
    return sections


class _Columns(NamedTuple):
    """The cells of the columns of a section beside its titles; 0 for one that is left out. `width` is of a whole row."""

    width: int
    lead: int
    figures: int
    notes: int

    @classmethod
    def of(cls, heading: Heading, rows: Sequence[Row], width: int) -> "_Columns":
        """Return columns as wide as what is in them."""
        lead = _widest(row.lead for row in rows)
        figures, notes = _widest(row.figures for row in rows), _widest(row.notes for row in rows)
        notes = max(notes, _widest([heading.notes])) if notes else 0
        if width - lead - figures - notes < MIN_TITLE:
            notes = 0
        if width - lead - figures < MIN_TITLE:
            figures = 0
        return cls(width, lead, figures, notes)


def _widest(texts: Iterable[str]) -> int:
    return max((cell_len(text) + len(GAP) for text in texts if text), default=0)


def _heading(heading: Heading, columns: _Columns) -> Content:
    title = Content.assemble((heading.title, "bold $primary"))
    figures, notes = heading.figures if columns.figures else "", heading.notes if columns.notes else ""
    right = Content.assemble((f"{figures}{notes.rjust(columns.notes)}", "$muted"))
    width = columns.width + EDGE
    return _spread(title, right, width) if title.cell_length + len(GAP) + right.cell_length <= width else title


def _row(row: Row, columns: _Columns, nth: int | None) -> list[Content]:
    """Return the lines of a row. The chosen one has its choices at the right, below a title that would not stay whole."""
    lead = Content.assemble((row.lead.ljust(columns.lead), "bold $accent" if row.strong else "$muted"))
    more = (f" · {row.more}", "$muted") if row.more else ""
    title = Content.assemble((row.title, "bold" if row.strong else ""), more)
    indent = Content(" " * columns.lead)
    below = Content.assemble(indent, (row.below, "$muted"))
    available = columns.width - columns.lead
    if nth is None:
        right = _right(row, columns) if row.figures or row.notes else Content("")
        line = _spread(lead + title.truncate(available - right.cell_length, ellipsis=True), right, columns.width)
        return [line, below] if row.below else [line]
    right = _choices(row.choices, nth) if len(row.choices) > 1 else _right(row, columns)
    width = columns.width + (MARGIN if len(row.choices) > 1 else 0)
    space = width - columns.lead - title.cell_length - len(GAP) - right.cell_length
    if space >= 0:
        if row.figures and len(row.choices) > 1 and space >= cell_len(row.figures) + len(GAP):
            right = Content.assemble((f"{row.figures}{GAP}", "$muted"), right)
        line = _spread(lead + title, right, width)
        return [line, below] if row.below else [line]
    lines = [(indent if n else lead) + part for n, part in enumerate(title.wrap(max(1, available)))]
    last = _spread(below, right, width)
    return [*lines, last] if last.plain.strip() else lines


def _right(row: Row, columns: _Columns) -> Content:
    figures = row.figures.rjust(columns.figures) if columns.figures else ""
    notes = row.notes.rjust(columns.notes) if columns.notes else ""
    return Content.assemble((figures + notes, "$muted"))


def _spread(left: Content, right: Content, width: int) -> Content:
    """Return one line with `left` at its left and `right` at its right edge."""
    space = max(0, width - left.cell_length - right.cell_length)
    return Content.assemble(left, " " * space, right)


def _choices(choices: Sequence[Choice], nth: int) -> Content:
    return Content.assemble(
        *(
            Content.styled(f" {_(choice.label)} ", CHIP if number == nth else "").stylize(
                Style.from_meta({"choice": number})
            )
            for number, choice in enumerate(choices)
        )
    )
