"""What is on paper of a part, as lines for the screen."""

from collections.abc import Iterable, Iterator

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.export import document as doc
from luisteren_tui.i18n import _
from luisteren_tui.runtime.preview import Paper
from luisteren_tui.text.safe import safe_line

RULE = "─"
"""A line to write on."""
LONGEST_TIME = 16
"""Cells for the times of a table."""


class PaperSheet(Widget):
    """What is on `paper` of a part: for the participants, and for the facilitator below it."""

    paper: reactive[Paper] = reactive(Paper(), layout=True)

    def render(self) -> Content:
        """Draw everything."""
        return Content("\n").join(self.lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width`."""
        return len(self.lines(width))

    def lines(self, width: int) -> list[Content]:
        """Return the lines at `width`."""
        readers = ((_("For participants"), self.paper.participants), (_("For you"), self.paper.facilitator))
        lines: list[Content] = []
        for title, blocks in readers:
            shown = on_screen(blocks, width) or [Content.assemble((_("Nothing."), "$muted")), Content("")]
            lines += [Content.assemble((title, "bold $accent")), Content(""), *shown, Content("")]
        return lines[:-2]


def on_screen(blocks: Iterable[doc.Block], width: int) -> list[Content]:
    """Return the lines of `blocks`, none wider than `width` cells."""
    return [
        line
        for block in blocks
        for piece in (*_pieces(block, width), Content(""))
        for line in (piece.wrap(max(1, width)) if piece.plain else [piece])
    ]


def _pieces(block: doc.Block, width: int) -> Iterator[Content]:
    match block:
        case doc.Heading():
            time, aside = (f"{block.time}  " if block.time else ""), (f"  {block.aside}" if block.aside else "")
            yield Content.assemble((time, "$accent"), (block.text, "bold $primary"), (aside, "$muted"))
        case doc.Prose():
            yield from _paragraphs(block.paragraphs, block.label)
        case doc.Question():
            yield Content.assemble((f"▸ {block.text}", "bold"))
            yield from _rules(block.lines, width)
        case doc.Space():
            yield Content.assemble((block.label, "bold"))
            yield from _rules(block.lines, width)
        case doc.Points():
            yield Content.assemble((block.label, "bold"))
            yield from (Content(f"{'☐' if block.tick else '•'} {item}") for item in block.items)
        case doc.Tip():
            yield Content.assemble((f"{block.label} ", "bold italic"), (block.text, "italic"))
        case doc.Passage():
            yield Content.assemble((block.title, "bold $primary"))
            yield from _paragraphs(block.paragraphs)
        case doc.Link():
            yield Content.assemble((block.label, "bold"))
            yield Content(block.shown)
        case doc.Table():
            yield from _rows(block)
        case doc.Picture():
            yield Content(block.caption)


def _paragraphs(paragraphs: tuple[tuple[str, ...], ...], label: str = "") -> Iterator[Content]:
    for place, lines in enumerate(paragraphs):
        if place:
            yield Content("")
        yield Content.assemble((f"{label}: " if label and not place else "", "bold"), "\n".join(lines))


def _rules(count: int, width: int) -> Iterator[Content]:
    yield from [Content.assemble((RULE * width, "$track"))] * count


def _rows(table: doc.Table) -> Iterator[Content]:
    longest = max((Content(row.time).cell_length for row in table.rows), default=0)
    for row in table.rows:
        gap = " " * (min(longest, LONGEST_TIME) - Content(row.time).cell_length + 2)
        aside = f"  {row.aside}" if row.aside else ""
        style = "bold" if row.strong else ""
        yield Content.assemble((row.time, "$accent"), gap, (safe_line(row.text), style), (aside, "$muted"))
