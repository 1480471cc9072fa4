"""Changes values in the text of a YAML file and leaves every other character as it is.

Each edit is made at the places of the nodes. Then the text is read again, and must hold exactly the value that was
meant. Where it doesn't, what is around the value is written anew: that may cost a comment, but never a value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.storage.yaml_nodes import Node, node_at, read_nodes
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES, TOO_LARGE, Source, parse
from luisteren_tui.storage.yaml_writing import (
    QUOTES,
    after_dash,
    after_key,
    bracketed,
    entries_text,
    entry_text,
    scalar_text,
)
from luisteren_tui.workshop.value_edits import (
    Edit,
    Insert,
    Move,
    Remove,
    Set,
    Wrap,
    edited,
    value_at,
    with_item,
    with_value,
    without,
)

Change = tuple[int, int, str]
"""The characters from one place to another, and what comes instead of them."""
Attempts = Callable[[str, Path, Any], Iterator[str]]
"""Yields texts that may hold what is meant, the best first, from the text before, the path, and the value of all after."""

MAX_LINE = 120
"""A line with brackets that gets longer than this becomes a line for each item."""
_COMMENT = re.compile(r"([ ]*)#")
_BLANK_LINES_BEFORE = re.compile(r"\n((?:[ \t\r]*\n)+)\Z")
_BLANK_LINES = re.compile(r"(?:[ \t\r]*\n)+")


class NotEdited(Exception):
    """The file can't hold what was meant; `problem` says why."""

    def __init__(self, message: str, **values: int) -> None:
        self.problem = Problem((), message, values)
        super().__init__(message)


def edit_text(text: str, edits: Iterable[Edit], order: Sequence[str] = ()) -> str:
    """Return the text after these edits, one after the other. A new key is put in its place by `order`."""
    edits = [*edits]
    new_ids = [*takewhile(lambda edit: isinstance(edit, Set) and edit.path[-1:] == ("id",), edits)]
    if len(new_ids) > 1 and (new := _with_new_keys(text, new_ids, order)) is not None:
        text, edits = new, edits[len(new_ids) :]
    for edit in edits:
        match edit:
            case Set(path, value):
                text = set_value(text, path, value, order)
            case Remove(path):
                text = remove(text, path)
            case Insert(path, value):
                text = insert(text, path, value)
            case Move(path, target):
                text = move(text, path, target)
            case Wrap(path, first, key):
                text = wrap(text, path, first, key)
    return text


def _with_new_keys(text: str, edits: Sequence[Edit], order: Sequence[str]) -> str | None:
    """Return the text with a new key in several mappings, made at once, or None if one by one is safer."""

    def attempt() -> Iterator[str]:
        root, changes = read_nodes(text), []
        for edit in edits:
            assert isinstance(edit, Set)
            node = node_at(root, edit.path[:-1])[0]
            if node.keys is None or edit.path[-1] in node.names:
                return
            changes.append(_addition(text, node, str(edit.path[-1]), edit.value, order))
        new = text
        for change in sorted(changes, reverse=True):
            new = _changed(new, change)
        yield new

    return _first_that_holds(edited(_value(text), edits), attempt())


def set_value(text: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """Return the text in which the value at `path` is `value`. A new key is put in its place by `order`.

    Only what differs is written: of a list the items that do, of a mapping the keys. Every scalar is a string.
    """
    before = _value(text)
    there = value_at(before, path)
    if there == value:
        return text
    if isinstance(there, dict) and isinstance(value, dict) and there and value:
        for key in [key for key in there if key not in value]:
            text = remove(text, (*path, key))
        for key, item in value.items():
            text = set_value(text, (*path, key), item, order)
        return text
    if isinstance(there, list) and isinstance(value, list) and there and value:
        return _set_items(text, path, there, value, order)
    around = value_at(before, path[:-1]) if path else None
    if path and isinstance(path[-1], str) and not around:
        return set_value(text, path[:-1], {path[-1]: value}, order)
    is_new = isinstance(around, dict) and path[-1] not in around
    return _edited(text, path, with_value(before, path, value), _added(order) if is_new else _replaced)


def remove(text: str, path: Path) -> str:
    """Return the text without the key or item at `path`."""
    return _edited(text, path, without(_value(text), path), _removed)


def insert(text: str, path: Path, value: Any) -> str:
    """Return the text with `value` as an item of a list. The last key of `path` is its index."""

    def inserted(text: str, path: Path, after: Any) -> Iterator[str]:
        into, around = node_at(read_nodes(text), path[:-1])
        index = _index(path)
        if into.flow:
            at, new = _end(into, index - 1) if index else _start(into, 0), bracketed(value)
            change = (at, at, f", {new}" if index else f"{new}, ")
            yield from _in_brackets(text, change, path[: _outermost(around)], after)
        else:
            item = after_dash(value, into.column, dash=_dash(text))
            yield from _with_lines(text, into, index, f"{' ' * into.column}-{item}\n", spaced=isinstance(value, dict))

    return _edited(text, path, with_item(_value(text), path, value), inserted)


def move(text: str, path: Path, target: Path) -> str:
    """Return the text with the item at `path` moved to `target`, a path in what is left without it.

    The comment lines right above the item move with it.
    """
    before = _value(text)
    item, rest = value_at(before, path), without(before, path)

    def moved() -> Iterator[str]:
        source = node_at(read_nodes(text), path)[1][-1]
        first, start, end = _lines_of(text, source, _index(path))
        left = _cut(text, first, end, source, _index(path))
        into = node_at(read_nodes(left), target[:-1])[0]
        chunk = _shifted(_whole_lines(text[first:end]), into.column - _column(text, start))
        yield from _with_lines(left, into, _index(target), chunk, spaced=isinstance(item, dict))

    new = _first_that_holds(with_item(rest, target, item), moved())
    return insert(remove(text, path), target, item) if new is None else new


def wrap(text: str, path: Path, first: Mapping[str, Any], key: str) -> str:
    """Return the text in which the item at `path` is the only one in the list `key` of a new item, which begins with `first`."""
    before = _value(text)

    def wrapped(text: str, path: Path, _after: Any) -> Iterator[str]:
        _first, start, end = _lines_of(text, node_at(read_nodes(text), path)[1][-1], _index(path))
        column, dash = _column(text, start), _dash(text)
        opening = f"{' ' * column}- {entries_text(first, column + 2, dash)}\n{' ' * (column + 2)}{key}:\n"
        yield text[:start] + opening + _shifted(_whole_lines(text[start:end]), 2 + dash) + text[end:]

    return _edited(text, path, with_value(before, path, {**first, key: [value_at(before, path)]}), wrapped)


# Trying


def _edited(text: str, path: Path, after: Any, attempts: Attempts) -> str:
    """Return the first of the attempts that holds `after`, or a text in which more and more around `path` is written anew."""
    if (new := _first_that_holds(after, attempts(text, path, after))) is not None:
        return new
    for length in reversed(range(len(path) + 1)):
        if (new := _first_that_holds(after, _replaced(text, path[:length], after))) is not None:
            return new
    raise NotEdited(N_("This can't be written in the file."))


def _first_that_holds(after: Any, attempts: Iterator[str]) -> str | None:
    try:
        for new in attempts:
            source = _read(new)
            if source.value == after:
                return new
            if any(problem.message == TOO_LARGE for _place, problem in source.problems):
                raise NotEdited(TOO_LARGE, limit=MAX_WORKSHOP_BYTES // 1024)
    except (LookupError, ValueError):  # the text isn't laid out as this attempt expects
        return None
    return None


def _value(text: str) -> Any:
    return _read(text).value


def _read(text: str) -> Source:
    return parse(text.encode("utf-8", "surrogatepass"))


def _set_items(text: str, path: Path, there: list[Any], value: list[Any], order: Sequence[str]) -> str:
    """Return the text with the items of a list changed; equal ones at its start and end stay untouched."""
    shorter = min(len(there), len(value))
    start = next((index for index in range(shorter) if there[index] != value[index]), shorter)
    end = next((n for n in range(shorter - start) if there[-1 - n] != value[-1 - n]), shorter - start)
    old, new = len(there) - end, len(value) - end
    for index in range(start, min(old, new)):
        text = set_value(text, (*path, index), value[index], order)
    for index in reversed(range(new, old)):
        text = remove(text, (*path, index))
    for index in range(old, new):
        text = insert(text, (*path, index), value[index])
    return text


# Attempts


def _replaced(text: str, path: Path, after: Any) -> Iterator[str]:
    """Yield the text with the node at `path` replaced by its value in `after`."""
    node, around = node_at(read_nodes(text), path)
    value = value_at(after, path)
    outer = _outermost(around)
    if outer < len(around):
        new = (
            scalar_text(value, brackets=True, style=node.style)
            if _is_scalar(value) and node.style in QUOTES
            else bracketed(value, key=str(path[-1]))
        )
        yield from _in_brackets(text, (node.start, node.end, new), path[:outer], after)
    elif not around:
        new = bracketed(value) if node.flow or not value else entries_text(value, 0, _dash(text))
        yield text[: node.start] + new + text[node.end :]
    else:
        yield from _replaced_in_block(text, node, around[-1], value)


def _replaced_in_block(text: str, node: Node, around: Node, value: Any) -> Iterator[str]:
    place = next(place for place, each in enumerate(around.items) if each is node)
    if around.keys is None:
        before = _dash_of(text, around, place) + 1
        new = after_dash(value, around.column, style=node.style, dash=_dash(text))
    else:
        key = around.keys[place]
        before = text.index(":", key.end) + 1
        new = after_key(around.names[place], value, key.column, style=node.style, dash=_dash(text))
    space = text[before : node.start]
    if "\n" not in new and not space.strip() and "\n" not in space and node.end > node.start:
        yield text[: node.start] + new.lstrip() + text[node.end :]
    line_end = min(_line_end(text, before), max(node.start, before))
    comment = text[before:line_end].rstrip() if "#" in text[before:line_end] else ""
    head, line_break, rest = new.partition("\n")
    yield text[:before] + head + comment + line_break + rest + text[max(node.end, before) :]
    for style in QUOTES if isinstance(value, str) else ():
        yield f"{text[:before]} {scalar_text(value, style=style)}{comment}{text[max(node.end, before) :]}"


def _added(order: Sequence[str]) -> Attempts:
    def added(text: str, path: Path, after: Any) -> Iterator[str]:
        node, around = node_at(read_nodes(text), path[:-1])
        change = _addition(text, node, str(path[-1]), value_at(after, path), order)
        if node.flow:
            yield from _in_brackets(text, change, path[: _outermost(around)], after)
        else:
            yield _changed(text, change)

    return added


def _addition(text: str, node: Node, key: str, value: Any, order: Sequence[str]) -> Change:
    """Return the change by which a mapping gets a key, in its place by `order`."""
    ranks = {key: rank for rank, key in enumerate(order)}
    rank = ranks.get(key, len(ranks))
    earlier = [place for place, name in enumerate(node.names) if ranks.get(name, len(ranks)) <= rank]
    assert node.keys is not None
    first = node.keys[0]
    if node.flow:
        new = f"{scalar_text(key, brackets=True)}: {bracketed(value, key=key)}"
        return (end := _end(node, earlier[-1]), end, f", {new}") if earlier else (first.start, first.start, f"{new}, ")
    new, indent = entry_text(key, value, first.column, _dash(text)), " " * first.column
    if not earlier:
        return first.start, first.start, f"{new}\n{indent}"
    at = _next_line(text, _end(node, earlier[-1]))
    return at, at, ("" if text[at - 1 : at] == "\n" else "\n") + f"{indent}{new}\n"


def _changed(text: str, change: Change) -> str:
    start, end, new = change
    return text[:start] + new + text[end:]


def _removed(text: str, path: Path, after: Any) -> Iterator[str]:
    node = node_at(read_nodes(text), path[:-1])[0]
    place = node.place_of(path[-1])
    if place is None or len(node.items) < 2:
        return
    if node.flow:
        start, end = _start(node, place), _end(node, place)
        last = place == len(node.items) - 1
        gap = text[_end(node, place - 1) : start] if last else text[end : _start(node, place + 1)]
        if "#" in gap or "\n" in gap:
            comma = 0 if last else gap.index(",") + 1
            yield text[:start] + text[end + comma :]
        else:
            yield text[: start - len(gap)] + text[end:] if last else text[:start] + text[end + len(gap) :]
    elif node.keys is None:
        _first, start, end = _lines_of(text, node, place)
        yield _cut(text, start, end, node, place)
    else:
        yield _without_entry(text, node, place)


def _without_entry(text: str, node: Node, place: int) -> str:
    assert node.keys is not None
    start, end = node.keys[place].start, node.items[place].end
    line = _line_start(text, start)
    if not text[line:start].strip():
        return text[:line] + text[_next_line(text, end) :]
    following = node.keys[place + 1].start  # it stands on the line of a dash, so it is the first one
    return text[:start] + text[end if text[end:following].strip() else following :]


def _with_lines(text: str, into: Node, index: int, lines: str, *, spaced: bool) -> Iterator[str]:
    """Yield the text with the `lines` of an item in a list. `spaced` is whether there may be empty lines between items."""
    spaced = _is_spaced(text, into) if len(into.items) > 1 else spaced and "\n\n" in text
    if index:
        at = _lines_of(text, into, index - 1)[2]
        yield _inserted(text, at, ("\n" if spaced else "") + lines)
    else:
        at = _lines_of(text, into, 0)[0]
        yield _inserted(text, at, lines + ("\n" if spaced else ""))


def _in_brackets(text: str, change: Change, path: Path, after: Any) -> Iterator[str]:
    """Yield the text with a change within the brackets at `path`, which are written as lines if it gets too long."""
    start, changed = change[0], _changed(text, change)
    outer, around = node_at(read_nodes(text), path)
    line = changed[_line_start(changed, start) : _line_end(changed, start)]
    if len(line) > MAX_LINE and around and "#" not in text[outer.start : outer.end]:
        yield from _replaced_in_block(text, outer, around[-1], value_at(after, path))
    yield changed


# The layout of lists


def _lines_of(text: str, node: Node, index: int) -> tuple[int, int, int]:
    """Return where the comment lines right above an item begin, where the item does, and where the lines after it do.

    Comment lines below the item that stand further right than its dash belong to it. Raise ValueError if the item
    shares a line with something else.
    """
    dash = _dash_of(text, node, index)
    start = _line_start(text, dash)
    if node.flow or text[start:dash].strip():
        raise ValueError("no lines of its own")
    first = start
    while first and (match := _COMMENT.match(text, above := _line_start(text, first - 1))):
        if len(match[1]) > node.column:
            break
        first = above
    end = at = _next_line(text, node.items[index].end)
    while at < len(text):
        after = _next_line(text, at)
        match = _COMMENT.match(text, at)
        if match and len(match[1]) > node.column:
            end = after
        elif match or text[at:after].strip():
            break
        at = after
    return first, start, end


def _dash_of(text: str, node: Node, index: int) -> int:
    """Return where the dash of an item is."""
    if index == 0:
        return node.start
    at = _next_line(text, node.items[index - 1].end)
    while not text[at : _next_line(text, at)].strip() or _COMMENT.match(text, at):
        at = _next_line(text, at)
        if at == len(text):
            raise ValueError("no dash")
    return at + node.column


def _dash(text: str) -> int:
    """Return how far the dashes of lists stand to the right of their keys in this text."""
    match = re.search(
        r"^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*( *)- ", text, re.MULTILINE
    )
    return 0 if match and len(match[1]) == len(match[2]) else 2


def _is_spaced(text: str, node: Node) -> bool:
    """Return whether there is an empty line between items."""
    firsts = (_lines_of(text, node, index)[0] for index in range(1, len(node.items)))
    return any(_BLANK_LINES_BEFORE.search(text, 0, first) for first in firsts)


def _cut(text: str, start: int, end: int, node: Node, place: int) -> str:
    """Return the text without the lines of this item, and without the empty lines that separated it from others."""
    before, after = text[:start], text[end:]
    match, blank = _BLANK_LINES_BEFORE.search(before), _BLANK_LINES.match(after)
    if match and (blank or place == len(node.items) - 1):
        before = before[: match.start(1)]
    elif blank and place == 0:
        after = after[blank.end() :]
    return before + after


def _shifted(lines: str, by: int) -> str:
    """Return lines moved to the right, or to the left if `by` is negative."""
    if by >= 0:
        return re.sub(r"^(?=[^\r\n])", " " * by, lines, flags=re.MULTILINE)
    return re.sub(f"^ {{1,{-by}}}", "", lines, flags=re.MULTILINE)


# The layout of lines


def _inserted(text: str, at: int, lines: str) -> str:
    return _whole_lines(text[:at]) + lines + text[at:]


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _next_line(text: str, at: int) -> int:
    return min(len(text), _line_end(text, at) + 1)


def _column(text: str, line: int) -> int:
    """Return how far a line is indented."""
    return len(text[line:]) - len(text[line:].lstrip(" "))


def _outermost(around: Sequence[Node]) -> int:
    """Return the depth of the outermost node that is in brackets."""
    return next((depth for depth, each in enumerate(around) if each.flow), len(around))


def _index(path: Path) -> int:
    index = path[-1]
    assert isinstance(index, int)
    return index


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _start(node: Node, place: int) -> int:
    return (node.keys or node.items)[place].start


def _end(node: Node, place: int) -> int:
    return node.items[place].end
