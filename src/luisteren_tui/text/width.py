"""How many cells of a terminal a text takes, and tables and paragraphs that count these."""

import textwrap
from collections.abc import Iterator
from unicodedata import category, east_asian_width

_WITHOUT_CELLS = ("Mn", "Me", "Cf")


def cells(text: str) -> int:
    """Return the number of cells that a line takes. An East Asian character takes two, an accent of its own none."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def padded(text: str, width: int) -> str:
    """Return a text with spaces up to `width` cells."""
    return text + " " * max(0, width - cells(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph, none wider than `width` cells if one character fits beside the `indent`."""
    lines = textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, tabsize=4
    )
    if all(cells(line) <= width for line in lines):
        return lines
    space = width - cells(indent)
    return [f"{indent}{part}".rstrip() for part in _parts(" ".join(text.split()), space)]


def _parts(text: str, width: int) -> Iterator[str]:
    """Yield parts of at most `width` cells, which end at a space where there is one in the second half."""
    while cells(text) > width:
        end, used = 0, 0
        while end < len(text) and (end == 0 or used + _cells(text[end]) <= width):
            used += _cells(text[end])
            end += 1
        at = text.rfind(" ", end // 2, end + 1)
        end = at if at > 0 else end
        yield text[:end]
        text = text[end:].lstrip()
    if text:
        yield text


def _cells(character: str) -> int:
    if category(character) in _WITHOUT_CELLS:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
