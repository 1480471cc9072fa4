"""Recognizes mistakes that can be seen in the lines of a workshop file: tabs, missing spaces, bullets.

Only a file with an error needs this module.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.storage.yaml_source import COLON_SPACE
from luisteren_tui.workshop.key_places import key_places
from luisteren_tui.workshop.notation import shortened

DASH_SPACE = N_("A space is missing after the dash: {example}")
BULLET = N_("Begin each item of a list with a dash and a space instead of {sign}: {example}")
TAB = N_("There is a tab here. Use spaces instead.")
_SPACE = N_("There is a special space here ({code}), perhaps copied along. Type an ordinary space.")
_COLON = N_("Write a colon and a space here instead of {sign}: {example}")
_INDENT_TEXT = N_("To belong to the text above, this line has to begin with {count} spaces.")

BULLETS = re.compile(r"\s*([–—−‐•·‣◦▪●*]|--|[0-9]{1,3}[.)])\s+(?=\S)")
"""What people begin an item of a list with instead of a dash."""
KEY = re.compile(r"(?:-\s+)*([\w-]+)\s*(?=:)")
_TEXT_BELOW = re.compile(r"((?:-\s+)*)(?:[\w-]+:\s+)?[|>][-+0-9]*\s*(?:#.*)?$")
"""A key or an item with its text on the lines below it."""
_BLANKS = " \t\xa0\xad\u2002\u2003\u2009\u200a\u200b\u202f\u2060\u3000\ufeff"
"""What looks like spaces, or like nothing, at the start of a line."""


class Mistake(NamedTuple):
    """What to say about a place. Line and column count from 0."""

    line: int
    column: int
    message: str
    values: Mapping[str, str | int] = MappingProxyType({})


def in_line(lines: list[str], number: int) -> Mistake | None:
    """Return the mistake that can be seen in one line alone: a tab, a special space, or a missing one."""
    line = lines[number]
    start = len(line) - len(line.lstrip(_BLANKS))
    for column, sign in enumerate(line[:start]):
        if sign != " ":
            return _wrong_space(number, column, sign)
    text = line[start:]
    if match := re.match(r"((?:-\s+)*)([\w-]+)(:)([^\s/].*)", text):
        key, rest = match[2], match[4]
        if key in key_places() or rest[0] in "[{|>'\"":
            return Mistake(number, start + match.end(3), COLON_SPACE, {"example": shortened(f"{key}: {rest}")})
    if match := re.match(r"-(?=[^\s-])", text):
        return Mistake(number, start + 1, DASH_SPACE, {"example": shortened(f"- {text[1:]}")})
    if match := BULLETS.match(text):
        return Mistake(number, start, BULLET, {"sign": match[1], "example": shortened(f"- {text[match.end() :]}")})
    if (match := re.match(r"(?:-\s+)*([\w-]+)(\s*)([：=])\s*", text)) and match[1] in key_places():
        example = shortened(f"{match[1]}: {text[match.end() :]}")
        return Mistake(number, start + match.start(3), _COLON, {"sign": match[3], "example": example})
    if match := re.match(r"(?:-|(?:- +)?[\w-]+:)([^\S ])", text):
        return _wrong_space(number, start + match.start(1), match[1])
    return None


def _wrong_space(line: int, column: int, sign: str) -> Mistake:
    return Mistake(line, column, TAB) if sign == "\t" else Mistake(line, column, _SPACE, {"code": f"U+{ord(sign):04X}"})


def outside_text(lines: list[str], number: int) -> Mistake | None:
    """Return what to say about a line that belongs to the text above it, if it could."""
    own = indent(lines[number])
    key = KEY.match(lines[number].strip())
    if key and key[1] in key_places():
        return None
    dash = lines[number].lstrip().startswith("- ")
    first = 0
    for above in lines_above(lines, number):
        line = lines[above]
        if header := _TEXT_BELOW.match(line.strip()):
            inside = indent(line) + header.end(1)
            next_item = dash and (header[1] or indent(line) != own)
            if next_item or (first and first <= inside):
                return None
            return Mistake(number, own, _INDENT_TEXT, {"count": first or inside + 2})
        if indent(line) <= own:
            return None
        first = indent(line)
    return None


def lines_above(lines: list[str], number: int) -> Iterator[int]:
    """Yield the numbers of the lines above one, nearest first, but for empty lines and comments."""
    for above in range(min(number, len(lines)) - 1, -1, -1):
        if (text := lines[above].strip()) and not text.startswith("#"):
            yield above


def indent(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip())


def first_word(line: str) -> str:
    """Return the word that a line begins with, after the dash of an item."""
    return re.split(r"[^\w-]", line.strip().removeprefix("- "), maxsplit=1)[0]
