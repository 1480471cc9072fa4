"""Which lines of a YAML file belong to an item of a list, and how such lines are put in and taken out.

Places are numbers of characters from the start of the text.
"""

import re
from typing import NamedTuple

from luisteren_tui.storage.yaml_nodes import Node

_COMMENT = re.compile("( *)#")
_BLANK_LINES = re.compile(r"(?:[ \t\r]*\n)+")
_BLANK_LINES_BEFORE = re.compile(r"\n((?:[ \t\r]*\n)+)\Z")
_LIST_BELOW_KEY = re.compile(
    r"^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- ", re.MULTILINE
)


class ItemLines(NamedTuple):
    """The lines of an item: where the comments right above it begin, where it begins itself, and where it has ended.

    Comments below it that stand further right than its dash are among its lines.
    """

    comments: int
    start: int
    end: int


def item_lines(text: str, around: Node, index: int) -> ItemLines:
    """Return the lines of an item of a list. Raise ValueError if it shares a line with something else."""
    dash = dash_at(text, around, index)
    start = line_start(text, dash)
    if around.flow or text[start:dash].strip():
        raise ValueError("no lines of its own")
    comments = start
    while comments and (match := _COMMENT.match(text, above := line_start(text, comments - 1))):
        if len(match[1]) > around.column:
            break
        comments = above
    end = at = next_line(text, around.items[index].end)
    while at < len(text):
        after = next_line(text, at)
        match = _COMMENT.match(text, at)
        if match and len(match[1]) > around.column:
            end = after
        elif match or text[at:after].strip():
            break
        at = after
    return ItemLines(comments, start, end)


def dash_at(text: str, around: Node, index: int) -> int:
    """Return the place of the dash of an item. Raise ValueError if it can't be found."""
    if index == 0:
        return around.start
    at = next_line(text, around.items[index - 1].end)
    while not text[at : next_line(text, at)].strip() or _COMMENT.match(text, at):
        at = next_line(text, at)
        if at == len(text):
            raise ValueError("no dash")
    return at + around.column


def dash_indent(text: str) -> int:
    """Return how far the dashes of lists stand to the right of their keys in this text."""
    match = _LIST_BELOW_KEY.search(text)
    return 0 if match and len(match[1]) == len(match[2]) else 2


def with_item_lines(text: str, around: Node, index: int, lines: str, *, spaced: bool) -> str:
    """Return the text in which a list has an item with these `lines` at `index`.

    It is separated by an empty line where other items are. A list of one item has none to look at: there `spaced` says
    whether an item like this may be separated, as others in the text are.
    """
    spaced = _is_spaced(text, around) if len(around.items) > 1 else spaced and "\n\n" in text
    gap = "\n" if spaced else ""
    if not index:
        at = item_lines(text, around, 0).comments
        return text[:at] + lines + gap + text[at:]
    at = item_lines(text, around, index - 1).end
    return whole_lines(text[:at]) + gap + lines + text[at:]


def _is_spaced(text: str, around: Node) -> bool:
    """Return whether there is an empty line between items."""
    begins = (item_lines(text, around, index).comments for index in range(1, len(around.items)))
    return any(not text[line_start(text, begin - 1) : begin].strip() for begin in begins)


def without_item_lines(text: str, around: Node, index: int, lines: ItemLines, *, comments: bool) -> str:
    """Return the text without the lines of an item, and without the empty lines that separate it from others.

    The comments right above it go too if `comments` says so.
    """
    before, after = text[: lines.comments if comments else lines.start], text[lines.end :]
    above, below = _BLANK_LINES_BEFORE.search(before), _BLANK_LINES.match(after)
    if above and (below or index == len(around.items) - 1):
        before = before[: above.start(1)]
    elif below and index == 0:
        after = after[below.end() :]
    return before + after


def shifted(lines: str, by: int) -> str:
    """Return lines moved to the right, or to the left if `by` is negative."""
    if by >= 0:
        return re.sub(r"^(?=[^\r\n])", " " * by, lines, flags=re.MULTILINE)
    return re.sub(f"^ {{1,{-by}}}", "", lines, flags=re.MULTILINE)


def whole_lines(text: str) -> str:
    """Return the text with an end to its last line."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def line_start(text: str, at: int) -> int:
    """Return where the line around `at` begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line around `at` ends, before its line break."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def next_line(text: str, at: int) -> int:
    """Return where the line after the one around `at` begins, or the end of the text."""
    return min(len(text), line_end(text, at) + 1)


def indent_at(text: str, line: int) -> int:
    """Return how far the line that begins at `line` is indented."""
    return len(text[line:]) - len(text[line:].lstrip(" "))
