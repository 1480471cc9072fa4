"""How many cells of a terminal a text takes, and tables and paragraphs that count these."""

import textwrap
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category, east_asian_width

from luisteren_tui.text.clusters import EMOJI_STYLE, ZWJ, clusters, continues, is_picture, is_skin_tone

_WITHOUT_CELLS = ("Mn", "Me", "Mc", "Cf")
_BASES_OF_KEYCAPS = "#*0123456789"


def cells(text: str) -> int:
    """Return the number of cells that a line takes. An East Asian character takes two, an accent of its own none.

    Joined emoji take two together. This is how Textual counts too.
    """
    if text.isascii():
        return len(text)
    if ZWJ in text or EMOJI_STYLE in text:
        return _cells_of_joined(text)
    return sum(map(_cells, text))


def padded(text: str, width: int) -> str:
    """Return a text with spaces up to `width` cells."""
    return text + " " * max(0, width - cells(text))


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Return the lines of a paragraph, none wider than `width` cells if one sign fits beside the `indent`."""
    lines = textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, tabsize=4
    )
    if all(cells(line) <= width for line in lines) and not _splits_a_sign(lines, len(indent)):
        return lines
    space = width - cells(indent)
    return [f"{indent}{part}".rstrip() for part in _parts(" ".join(text.split()), space)]


def _splits_a_sign(lines: list[str], indent: int) -> bool:
    return any(continues(line + after[indent:], len(line)) for line, after in pairwise(lines))


def _parts(text: str, width: int) -> Iterator[str]:
    """Yield parts of at most `width` cells, which end at a space where there is one in the second half."""
    while cells(text) > width:
        end, used = 0, 0
        for sign in clusters(text):
            if end and used + cells(sign) > width:
                break
            used += cells(sign)
            end += len(sign)
        at = text.rfind(" ", end // 2, end + 1)
        end = at if at > 0 else end
        yield text[:end]
        text = text[end:].lstrip()
    if text:
        yield text


def _cells_of_joined(text: str) -> int:
    total, last, joined = 0, "", False
    for character in text:
        if character == EMOJI_STYLE:
            total += bool(last) and (last in _BASES_OF_KEYCAPS or (is_picture(last) and _cells(last) == 1))
            last = ""
        elif not joined and (width := _cells(character)):
            total += width
            last = character
        joined = character == ZWJ and not joined
    return total


def _cells(character: str) -> int:
    if category(character) in _WITHOUT_CELLS or is_skin_tone(character) or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
