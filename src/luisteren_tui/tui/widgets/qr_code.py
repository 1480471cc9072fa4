"""A link that a phone can read."""

from itertools import zip_longest

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from luisteren_tui.export import qr_code as qr
from luisteren_tui.i18n import _

BETWEEN = 3
"""Cells between the code and what stands beside it."""
BESIDE = 12
"""Cells that words need to stand beside the code."""
NARROWER = 2
"""The width in modules of a border that phones read as well; that of one is the last resort, and none is not read."""


class LinkCode(Widget):
    """Shows `link` and its QR code, in the same dark on light in every theme; where that does not fit, the link alone.

    What stands `about` it goes beside the code where that takes the whole of the window.
    """

    link: reactive[str] = reactive("")
    about: reactive[tuple[Content, ...]] = reactive(())
    whole: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """Draw the code in the room that there is."""
        width, height = self.size
        drawn = self.whole_window(width, height) if self.whole else self.below(width, height)
        return Content("\n").join(self._words(width) if drawn is None else drawn)

    def below(self, width: int, height: int) -> list[Content] | None:
        """Return the code with all of its border and the link below it, None where it does not fit."""
        rows, link = _rows(self.link, qr.QUIET, width, height), Content(self.link).wrap(max(1, width))
        return [*map(_dark, rows), *link] if rows and len(rows) + len(link) <= height else None

    def whole_window(self, width: int, height: int) -> list[Content] | None:
        """Return the code as it takes a whole window, with as much beside it as fits; None where even it does not fit."""
        for quiets in ((qr.QUIET, NARROWER), (1,)):
            found = [rows for quiet in quiets if (rows := _rows(self.link, quiet, width, height))]
            for rows in found:
                if lines := self._beside(rows, width - len(rows[0]) - BETWEEN, height):
                    return lines
            if found:
                return [_dark(row) for row in found[0]]
        return None

    def _beside(self, rows: tuple[str, ...], width: int, height: int) -> list[Content]:
        if width < BESIDE:
            return []
        for count in range(len(self.about), -1, -1):
            words = [
                line for part in (*self.about[:count], Content(self.link)) for line in (*part.wrap(width), Content(""))
            ][:-1]
            if len(words) <= height:
                # As long as each other, so that they stay below each other where they are centred.
                words = [Content.assemble(line, " " * (width - line.cell_length)) for line in words]
                both = zip_longest(map(_dark, rows), words)
                blank, gap = Content(" " * len(rows[0])), Content(" " * BETWEEN)
                return [Content.assemble(code or blank, gap, line or Content(" " * width)) for code, line in both]
        return []

    def _words(self, width: int) -> list[Content]:
        link = Content(self.link).wrap(max(1, width))
        if not qr.rows(self.link):
            return link
        text = _("Make the letters smaller for a code to scan: Ctrl and -")
        return [*link, Content(""), *Content.assemble((text, "$text-muted")).wrap(max(1, width))]


def _rows(link: str, quiet: int, width: int, height: int) -> tuple[str, ...]:
    rows = qr.rows(link, quiet)
    return rows if rows and len(rows[0]) <= width and len(rows) <= height else ()


def _dark(row: str) -> Content:
    return Content.assemble((row, f"{qr.DARK} on {qr.LIGHT}"))
