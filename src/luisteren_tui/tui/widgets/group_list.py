"""Groups, in as many columns as fit, or what people count off to to form them."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.tui import wording as words
from luisteren_tui.views.groups import GroupsView
from luisteren_tui.workshop.model import Form

BETWEEN = 3
"""Cells between two columns."""
NAMES_APART = " · "


class GroupList(Widget):
    """The groups of `part`; `chosen` is the one person who is pointed at, by the name that is shown.

    `now` is the number of the group whose turn it is, 0 for none.

    With a `limit` they take no more lines than that: in more columns, with names that are cut where they must be.
    """

    part: reactive[GroupsView | None] = reactive(None, layout=True)
    chosen: reactive[str] = reactive("")
    now: reactive[int] = reactive(0, layout=True)
    limit: reactive[int | None] = reactive(None, layout=True)

    def render(self) -> Content:
        """Draw them."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes at `width`."""
        return len(self.lines(width))

    def lines(self, width: int) -> list[Content]:
        """Return what is drawn at `width`."""
        part, limit = self.part, self.limit
        if part is None or width <= 0:
            return []
        lines = [
            line for text in words.group_instructions(part) for line in Content.assemble((text, "bold")).wrap(width)
        ]
        if part.count_off or part.changed:
            return lines[:limit]
        pieces = [self._piece(part, number) for number in range(1, len(part.groups) + 1)]
        widest = max((piece.cell_length for piece in pieces), default=1)
        columns = max(1, min(len(pieces), (width + BETWEEN) // (widest + BETWEEN)))
        if limit is not None and pieces:
            room = max(1, limit - len(lines))
            if widest > width or -(-len(pieces) // columns) > room:
                columns = max(1, -(-len(pieces) // room))
                across = max(1, (width + BETWEEN) // columns - BETWEEN)
                pieces = [self._piece(part, number, across) for number in range(1, len(part.groups) + 1)]
                widest = max(piece.cell_length for piece in pieces)
        elif columns == 1:
            return [*lines, *(line for piece in pieces for line in piece.wrap(width))]
        gap = " " * BETWEEN
        for first in range(0, len(pieces), columns):
            row = [Content.assemble(one, " " * (widest - one.cell_length)) for one in pieces[first : first + columns]]
            # Each line is as long as the others, so that they stay below each other where they are centred.
            row += [Content(" " * widest)] * (columns - len(row))
            lines.append(Content(gap).join(row))
        return lines[:limit]

    def _piece(self, part: GroupsView, number: int, width: int | None = None) -> Content:
        group = part.groups[number - 1]
        trio = part.form == Form.PAIRS and len(group) == 3
        letters = [f"{letter} " for letter in "ABC"] if trio else [""] * len(group)
        lead = f"{number:>{len(str(len(part.groups)))}}  " if len(part.groups) > 1 else ""
        if self.now:
            lead = f"{'▶' if number == self.now else ' '} {lead}"
        names: Sequence[str] = group
        if width is not None:
            names = _cut(group, width - len(lead) - len("".join(letters)) - len(NAMES_APART) * (len(group) - 1))
        shown = [
            Content.assemble((letter, "$accent"), (name, "reverse" if own == self.chosen else ""))
            for letter, name, own in zip(letters, names, group, strict=True)
        ]
        return Content.assemble((lead, "bold $accent"), Content(NAMES_APART).join(shown))


def _cut(names: Sequence[str], width: int) -> list[str]:
    """Return the names in `width` cells together, the longest ones cut first."""
    sizes = [cell_len(name) for name in names]
    while sum(sizes) > width and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    return [Content(name).truncate(size, ellipsis=True).plain for name, size in zip(names, sizes, strict=True)]
