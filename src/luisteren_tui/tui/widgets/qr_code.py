"""A link with its QR code."""

from itertools import zip_longest

from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from luisteren_tui.export import qr_code as qr
from luisteren_tui.i18n import _

GAP = 3
"""Cells between the code and the words beside it."""
MIN_WORDS_WIDTH = 12
"""Cells that the words beside the code need at least."""
SETTLED_S = 1.0
"""Seconds after which a window that opens has its final size. Only then a code that does not fit is missed."""
NARROW_BORDER = 2
"""Phones can still read a code with a border of two modules. One is the last resort, and no phone reads one without."""


class LinkCode(Widget):
    """Shows `link` and its QR code, dark on light in every theme, or only the link if the code does not fit.

    When the code takes the whole window, the texts in `beside` stand next to it.
    """

    link: reactive[str] = reactive("")
    beside: reactive[tuple[Content, ...]] = reactive(())
    whole: reactive[bool] = reactive(False)
    settled: reactive[bool] = reactive(False)
    """Whether the link and the size have been the same for a while."""
    _settling: Timer | None = None

    def watch_link(self) -> None:
        """Wait for the size that the link gets."""
        self._settle()

    def on_resize(self) -> None:
        """Wait for the final size."""
        self._settle()

    def _settle(self) -> None:
        self.settled = False
        if self._settling is not None:
            self._settling.stop()
        if self.link:
            self._settling = self.set_timer(SETTLED_S, self._has_settled)

    def _has_settled(self) -> None:
        self.settled = True

    def render(self) -> Content:
        """Draw the code as large as the widget allows."""
        width, height = self.size
        drawn = self.whole_window(width, height) if self.whole else self.below(width, height)
        return Content("\n").join(self._words(width) if drawn is None else drawn)

    def below(self, width: int, height: int) -> list[Content] | None:
        """Return the code with its full border and the link below it, None if they do not fit."""
        rows, link = _rows(self.link, qr.QUIET, width, height), Content(self.link).wrap(max(1, width))
        return [*map(_dark, rows), *link] if rows and len(rows) + len(link) <= height else None

    def whole_window(self, width: int, height: int) -> list[Content] | None:
        """Return the code for a whole window, with as much beside it as fits. None if even the code does not fit."""
        for quiets in ((qr.QUIET, NARROW_BORDER), (1,)):
            found = [rows for quiet in quiets if (rows := _rows(self.link, quiet, width, height))]
            for rows in found:
                if lines := self._beside(rows, width - len(rows[0]) - GAP, height):
                    return lines
            if found:
                return [_dark(row) for row in found[0]]
        return None

    def _beside(self, rows: tuple[str, ...], width: int, height: int) -> list[Content]:
        if width < MIN_WORDS_WIDTH:
            return []
        for count in range(len(self.beside), -1, -1):
            words = [
                line for part in (*self.beside[:count], Content(self.link)) for line in (*part.wrap(width), Content(""))
            ][:-1]
            if len(words) <= height:
                # All lines get the same length, so that they stay aligned when the text is centred.
                words = [Content.assemble(line, " " * (width - line.cell_length)) for line in words]
                both = zip_longest(map(_dark, rows), words)
                blank, gap = Content(" " * len(rows[0])), Content(" " * GAP)
                return [Content.assemble(code or blank, gap, line or Content(" " * width)) for code, line in both]
        return []

    def _words(self, width: int) -> list[Content]:
        link = Content(self.link).wrap(max(1, width))
        if not self.settled or not qr.rows(self.link):
            return link
        text = _("To scan a code, make the letters smaller: Ctrl and -")
        return [*link, Content(""), *Content.assemble((text, "$muted")).wrap(max(1, width))]


def _rows(link: str, quiet: int, width: int, height: int) -> tuple[str, ...]:
    rows = qr.rows(link, quiet)
    return rows if rows and len(rows[0]) <= width and len(rows) <= height else ()


def _dark(row: str) -> Content:
    return Content.assemble((row, f"{qr.DARK} on {qr.LIGHT}"))
