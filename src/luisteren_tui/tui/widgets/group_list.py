"""The groups in columns, or how people form them by counting off."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.tui import wording as words
from luisteren_tui.tui.theme import CHIP
from luisteren_tui.views.groups import GroupsView
from luisteren_tui.workshop.model import Form

COLUMN_GAP = 3
"""Cells between two columns."""
NAME_SEPARATOR = " · "


class GroupList(Widget):
    """The groups of `part`, with the person `chosen` highlighted and the group whose turn it is marked.

    `chosen` is a name as it is shown, `current` the number of a group or 0. With `max_lines` the list uses more columns
    and cuts names where it must.
    """

    part: reactive[GroupsView | None] = reactive(None, layout=True)
    chosen: reactive[str] = reactive("")
    current: reactive[int] = reactive(0, layout=True)
    max_lines: reactive[int | None] = reactive(None, layout=True)

    def render(self) -> Content:
        """Draw the groups."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self.lines(width))

    def lines(self, width: int) -> list[Content]:
        """Return the lines at `width`."""
        part, chosen, current = self.part, self.chosen, self.current
        return [] if part is None else group_lines(part, width, self.max_lines, chosen=chosen, current=current)


def group_lines(
    view: GroupsView,
    width: int,
    max_lines: int | None = None,
    *,
    columns: int | None = None,
    chosen: str = "",
    current: int = 0,
) -> list[Content]:
    """Return how people find their group, and the groups in `columns` or fewer, by default as many as fit in `width`.

    With `max_lines` there are more columns, and names that are cut, where it must be so.
    """
    if width <= 0:
        return []
    lines = [line for text in words.group_instructions(view) for line in Content.assemble((text, "bold")).wrap(width)]
    shown = view.to_look_up
    if shown is None:
        return lines[:max_lines]

    def pieces_in(width: int | None = None) -> list[Content]:
        return [_piece(shown, number, width, chosen, current) for number in range(1, len(shown.groups) + 1)]

    pieces = pieces_in()
    widest = max((piece.cell_length for piece in pieces), default=1)
    across = max(1, min(len(pieces), columns or len(pieces), (width + COLUMN_GAP) // (widest + COLUMN_GAP)))
    if max_lines is not None and pieces:
        height = max(1, max_lines - len(lines))
        if widest > width or -(-len(pieces) // across) > height:
            across = max(1, -(-len(pieces) // height))
            pieces = pieces_in(max(1, (width + COLUMN_GAP) // across - COLUMN_GAP))
            widest = max(piece.cell_length for piece in pieces)
    elif across == 1:
        return [*lines, *(line for piece in pieces for line in piece.wrap(width))]
    gap = " " * COLUMN_GAP
    for first in range(0, len(pieces), across):
        row = [Content.assemble(one, " " * (widest - one.cell_length)) for one in pieces[first : first + across]]
        # All lines get the same length, so that the columns stay straight when the text is centred.
        row += [Content(" " * widest)] * (across - len(row))
        lines.append(Content(gap).join(row))
    return lines[:max_lines]


def _piece(view: GroupsView, number: int, width: int | None, chosen: str, current: int) -> Content:
    """Return a group with its label or number, with its names cut to `width` cells if given."""
    group = view.groups[number - 1]
    trio = view.form == Form.PAIRS and len(group) == 3
    letters = [f"{letter} " for letter in "ABC"] if trio else [""] * len(group)
    lead = _lead(view, number) if len(view.groups) > 1 else ""
    if current:
        lead = f"{'▶' if number == current else ' '} {lead}"
    names: Sequence[str] = group
    if width is not None:
        names = _cut(group, width - cell_len(lead) - len("".join(letters)) - len(NAME_SEPARATOR) * (len(group) - 1))
    shown = [
        Content.assemble((letter, "$accent"), (name, CHIP if own == chosen else ""))
        for letter, name, own in zip(letters, names, group, strict=True)
    ]
    return Content.assemble((lead, "bold $accent"), Content(NAME_SEPARATOR).join(shown))


def _lead(view: GroupsView, number: int) -> str:
    """Return the label or the number of a group, as wide as the widest of them."""
    names = [words.group_name(view, n) for n in range(1, len(view.groups) + 1)]
    gap = " " * (max(map(cell_len, names)) - cell_len(names[number - 1]))
    return f"{names[number - 1]}{gap}  " if view.labels else f"{gap}{names[number - 1]}  "


def _cut(names: Sequence[str], width: int) -> list[str]:
    """Return the names cut to `width` cells in all, the longest ones first."""
    sizes = [cell_len(name) for name in names]
    while sum(sizes) > width and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    return [Content(name).truncate(size, ellipsis=True).plain for name, size in zip(names, sizes, strict=True)]
