"""Groups, in as many columns as fit, or what people count off to to form them."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.session.view import GroupsView
from luisteren_tui.tui import group_words
from luisteren_tui.workshop.model import Form

BETWEEN = 3
"""Cells between two columns."""


class GroupList(Widget):
    """The groups of `part`; `chosen` is the one person who is pointed at, by the name that is shown."""

    part: reactive[GroupsView | None] = reactive(None, layout=True)
    chosen: reactive[str] = reactive("")

    def render(self) -> Content:
        """Draw them."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes at `width`."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        part = self.part
        if part is None or width <= 0:
            return []
        lines = [line for text in group_words.counting(part) for line in Content.assemble((text, "bold")).wrap(width)]
        if part.count_off or part.changed:
            return lines
        pieces = [self._piece(part, number) for number in range(1, len(part.groups) + 1)]
        widest = max((piece.cell_length for piece in pieces), default=1)
        columns = max(1, min(len(pieces), (width + BETWEEN) // (widest + BETWEEN)))
        if columns == 1:
            return [*lines, *(line for piece in pieces for line in piece.wrap(width))]
        gap = " " * BETWEEN
        for first in range(0, len(pieces), columns):
            row = [Content.assemble(one, " " * (widest - one.cell_length)) for one in pieces[first : first + columns]]
            # Each line is as long as the others, so that they stay below each other where they are centred.
            row += [Content(" " * widest)] * (columns - len(row))
            lines.append(Content(gap).join(row))
        return lines

    def _piece(self, part: GroupsView, number: int) -> Content:
        group = part.groups[number - 1]
        trio = part.form == Form.PAIRS and len(group) == 3
        lead = f"{number:>{len(str(len(part.groups)))}}  " if len(part.groups) > 1 else ""
        names = [
            Content.assemble(
                (f"{letter} " if trio else "", "$accent"), (name, "reverse" if name == self.chosen else "")
            )
            for letter, name in zip("ABC" if trio else " " * len(group), group, strict=True)
        ]
        return Content.assemble((lead, "bold $accent"), Content(" · ").join(names))
