"""A link with its QR code, dark on light in every theme."""

from itertools import zip_longest

from textual.content import Content

from luisteren_tui.export import qr_code as qr
from luisteren_tui.i18n import _

GAP = 3
"""Cells between the code and the words beside it."""
MIN_WORDS_WIDTH = 12
"""Cells that the words beside the code need at least."""
NARROW_BORDER = 2
"""Phones can still read a code with a border of two modules. One is the last resort, and no phone reads one without."""


def code_below(link: str, width: int, height: int) -> list[Content] | None:
    """Return the code with its full border and the link below it, None if they do not fit."""
    rows, text = _rows(link, qr.QUIET, width, height), Content(link).wrap(max(1, width))
    return [*map(_dark, rows), *text] if rows and len(rows) + len(text) <= height else None


def code_beside(link: str, texts: list[Content], width: int, height: int) -> list[Content] | None:
    """Return the code for a whole window, with as much of `texts` beside it as fits. None if even the code does not fit."""
    for quiets in ((qr.QUIET, NARROW_BORDER), (1,)):
        found = [rows for quiet in quiets if (rows := _rows(link, quiet, width, height))]
        for rows in found:
            if lines := _beside(rows, [*texts, Content(link)], width - len(rows[0]) - GAP, height):
                return lines
        if found:
            return [_dark(row) for row in found[0]]
    return None


def _beside(rows: tuple[str, ...], texts: list[Content], width: int, height: int) -> list[Content]:
    """Return the code with the last one of `texts` beside it, and as many of the others as fit."""
    if width < MIN_WORDS_WIDTH:
        return []
    *others, last = texts
    for count in range(len(others), -1, -1):
        words = [line for part in (*others[:count], last) for line in (*part.wrap(width), Content(""))][:-1]
        if len(words) <= height:
            # All lines get the same length, so that they stay aligned when the text is centred.
            words = [Content.assemble(line, " " * (width - line.cell_length)) for line in words]
            both = zip_longest(map(_dark, rows), words)
            blank, gap = Content(" " * len(rows[0])), Content(" " * GAP)
            return [Content.assemble(code or blank, gap, line or Content(" " * width)) for code, line in both]
    return []


def only_link(link: str, width: int, *, ask_for_space: bool) -> list[Content]:
    """Return the link without its code, and how to get the code if there could be one."""
    lines = Content(link).wrap(max(1, width))
    if not ask_for_space or not qr.rows(link):
        return lines
    text = _("To scan a code, make the letters smaller: Ctrl and -")
    return [*lines, Content(""), *Content.assemble((text, "$muted")).wrap(max(1, width))]


def _rows(link: str, quiet: int, width: int, height: int) -> tuple[str, ...]:
    rows = qr.rows(link, quiet)
    return rows if rows and len(rows[0]) <= width and len(rows) <= height else ()


def _dark(row: str) -> Content:
    return Content.assemble((row, f"{qr.DARK} on {qr.LIGHT}"))
