"""Changes values in the text of a YAML file and leaves every other character as it is.

Each edit is made at the places of the nodes. Then the text is read again, and must hold exactly the value that was
meant. Where it doesn't, what is around the value is written anew: that may cost a comment, but never a value.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.storage.yaml_layout import (
    dash_at,
    dash_indent,
    indent_at,
    item_lines,
    line_end,
    line_start,
    next_line,
    shifted,
    whole_lines,
    with_item_lines,
    without_item_lines,
)
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

MAX_LINE = 120
"""A line with brackets that gets longer than this becomes a line for each item."""


class NotEdited(Exception):
    """The file can't hold what was meant; `problem` says why."""

    def __init__(self, message: str, **values: int) -> None:
        self.problem = Problem((), message, values)
        super().__init__(message)


def edit_text(text: str, edits: Iterable[Edit], order: Sequence[str] = ()) -> str:
    """Return the text after these edits, one after the other. A new key is put in its place by `order`."""
    edits = [*edits]
    new_ids = [*takewhile(lambda edit: isinstance(edit, Set) and edit.path[-1:] == ("id",), edits)]
    if len(new_ids) > 1:
        new = _first_that_holds(edited(_value(text), new_ids), _with_new_keys(text, new_ids, order))
        text, edits = (text, edits) if new is None else (new, edits[len(new_ids) :])
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
    after = with_value(before, path, value)
    is_new = isinstance(around, dict) and path[-1] not in around
    return _edited(text, path, after, _added(text, path, after, order) if is_new else _replaced(text, path, after))


def remove(text: str, path: Path) -> str:
    """Return the text without the key or item at `path`."""
    return _edited(text, path, without(_value(text), path), _removed(text, path))


def insert(text: str, path: Path, value: Any) -> str:
    """Return the text with `value` as an item of a list. The last key of `path` is its index."""
    after = with_item(_value(text), path, value)
    return _edited(text, path, after, _inserted(text, path, value, after))


def move(text: str, path: Path, target: Path) -> str:
    """Return the text with the item at `path` moved to `target`, a path in what is left without it.

    The comment lines right above the item move with it.
    """
    before = _value(text)
    item, rest = value_at(before, path), without(before, path)
    new = _first_that_holds(with_item(rest, target, item), _moved(text, path, target))
    return insert(remove(text, path), target, item) if new is None else new


def wrap(text: str, path: Path, first: Mapping[str, Any], key: str) -> str:
    """Return the text in which the item at `path` is the only one in the list `key` of a new item, which begins with `first`."""
    before = _value(text)
    after = with_value(before, path, {**first, key: [value_at(before, path)]})
    return _edited(text, path, after, _wrapped(text, path, first, key))


# Trying


def _edited(text: str, path: Path, after: Any, attempts: Iterator[str]) -> str:
    """Return the first of the attempts that holds `after`, or a text in which more and more around `path` is written anew."""
    if (new := _first_that_holds(after, attempts)) is not None:
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


# Attempts: texts that may hold what is meant, the best first. `after` is the value that the whole file has to have.


def _replaced(text: str, path: Path, after: Any) -> Iterator[str]:
    """Yield the text with the node at `path` replaced by its value in `after`."""
    node, around = node_at(read_nodes(text), path)
    value = value_at(after, path)
    outer = _outermost(around)
    if outer < len(around):
        new = (
            scalar_text(value, brackets=True, style=node.style)
            if node.style in QUOTES and not isinstance(value, dict | list)
            else bracketed(value, key=str(path[-1]))
        )
        yield from _in_brackets(text, (node.start, node.end, new), path[:outer], after)
    elif not around:
        new = bracketed(value) if node.flow or not value else entries_text(value, 0, dash_indent(text))
        yield text[: node.start] + new + text[node.end :]
    else:
        yield from _replaced_in_block(text, node, around[-1], value)


def _replaced_in_block(text: str, node: Node, around: Node, value: Any) -> Iterator[str]:
    place = next(place for place, each in enumerate(around.items) if each is node)
    if around.keys is None:
        before = dash_at(text, around, place) + 1
        new = after_dash(value, around.column, style=node.style, dash=dash_indent(text))
    else:
        key = around.keys[place]
        before = text.index(":", key.end) + 1
        new = after_key(around.names[place], value, key.column, style=node.style, dash=dash_indent(text))
    space, after = text[before : node.start], max(node.end, before)
    if "\n" not in new and not space.strip() and "\n" not in space and node.end > node.start:
        yield text[: node.start] + new.lstrip() + text[node.end :]
    head, line_break, rest = new.partition("\n")
    comments = [
        text[before : min(line_end(text, before), max(node.start, before))],
        text[after : line_end(text, after)],
    ]
    above, behind = (part.rstrip() if part.lstrip().startswith("#") else "" for part in comments)
    if behind and line_break:  # behind text in lines of its own it would become a part of it
        yield text[:before] + head + above + behind + line_break + rest + text[line_end(text, after) :]
    yield text[:before] + head + above + line_break + rest + text[after:]
    for style in QUOTES if isinstance(value, str) else ():
        yield f"{text[:before]} {scalar_text(value, style=style)}{above}{text[after:]}"


def _added(text: str, path: Path, after: Any, order: Sequence[str]) -> Iterator[str]:
    """Yield the text in which the mapping around `path` has a new key."""
    node, around = node_at(read_nodes(text), path[:-1])
    change = _addition(text, node, str(path[-1]), value_at(after, path), order)
    if node.flow:
        yield from _in_brackets(text, change, path[: _outermost(around)], after)
    else:
        yield _changed(text, change)


def _with_new_keys(text: str, edits: Sequence[Edit], order: Sequence[str]) -> Iterator[str]:
    """Yield the text in which several mappings have a new key, made at once, unless one of them has it already."""
    root, changes = read_nodes(text), []
    for edit in edits:
        assert isinstance(edit, Set)
        node = node_at(root, edit.path[:-1])[0]
        if node.keys is None or edit.path[-1] in node.names:
            return
        changes.append(_addition(text, node, str(edit.path[-1]), edit.value, order))
    for change in sorted(changes, reverse=True):
        text = _changed(text, change)
    yield text


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
    new, indent = entry_text(key, value, first.column, dash_indent(text)), " " * first.column
    if not earlier:
        return first.start, first.start, f"{new}\n{indent}"
    at = next_line(text, _end(node, earlier[-1]))
    return at, at, ("" if text[at - 1 : at] == "\n" else "\n") + f"{indent}{new}\n"


def _changed(text: str, change: Change) -> str:
    start, end, new = change
    return text[:start] + new + text[end:]


def _removed(text: str, path: Path) -> Iterator[str]:
    """Yield the text without the key or item at `path`, unless it is the only one."""
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
        yield without_item_lines(text, node, place, item_lines(text, node, place), comments=False)
    else:
        yield _without_entry(text, node, place)


def _without_entry(text: str, node: Node, place: int) -> str:
    assert node.keys is not None
    start, end = node.keys[place].start, node.items[place].end
    line = line_start(text, start)
    if not text[line:start].strip():
        return text[:line] + text[next_line(text, end) :]
    following = node.keys[place + 1].start  # it stands on the line of a dash, so it is the first one
    return text[:start] + text[end if text[end:following].strip() else following :]


def _inserted(text: str, path: Path, value: Any, after: Any) -> Iterator[str]:
    """Yield the text in which the list around `path` has a new item."""
    into, around = node_at(read_nodes(text), path[:-1])
    index = _index(path)
    if into.flow:
        at, new = _end(into, index - 1) if index else _start(into, 0), bracketed(value)
        change = (at, at, f", {new}" if index else f"{new}, ")
        yield from _in_brackets(text, change, path[: _outermost(around)], after)
    else:
        lines = f"{' ' * into.column}-{after_dash(value, into.column, dash=dash_indent(text))}\n"
        yield with_item_lines(text, into, index, lines, spaced=isinstance(value, dict))


def _moved(text: str, path: Path, target: Path) -> Iterator[str]:
    """Yield the text in which the lines of an item stand in another place."""
    item, around = node_at(read_nodes(text), path)
    own = item_lines(text, around[-1], _index(path))
    left = without_item_lines(text, around[-1], _index(path), own, comments=True)
    into = node_at(read_nodes(left), target[:-1])[0]
    lines = shifted(whole_lines(text[own.comments : own.end]), into.column - indent_at(text, own.start))
    yield with_item_lines(left, into, _index(target), lines, spaced=item.keys is not None)


def _wrapped(text: str, path: Path, first: Mapping[str, Any], key: str) -> Iterator[str]:
    """Yield the text in which the lines of an item stand in a list of a new item."""
    own = item_lines(text, node_at(read_nodes(text), path)[1][-1], _index(path))
    column, dash = indent_at(text, own.start), dash_indent(text)
    opening = f"{' ' * column}- {entries_text(first, column + 2, dash)}\n{' ' * (column + 2)}{key}:\n"
    lines = shifted(whole_lines(text[own.start : own.end]), 2 + dash)
    yield text[: own.start] + opening + lines + text[own.end :]


def _in_brackets(text: str, change: Change, path: Path, after: Any) -> Iterator[str]:
    """Yield the text with a change within the brackets at `path`, which are written as lines if it gets too long."""
    start, changed = change[0], _changed(text, change)
    outer, around = node_at(read_nodes(text), path)
    line = changed[line_start(changed, start) : line_end(changed, start)]
    if len(line) > MAX_LINE and around and "#" not in text[outer.start : outer.end]:
        yield from _replaced_in_block(text, outer, around[-1], value_at(after, path))
    yield changed


def _outermost(around: Sequence[Node]) -> int:
    """Return the depth of the outermost node that is in brackets."""
    return next((depth for depth, each in enumerate(around) if each.flow), len(around))


def _index(path: Path) -> int:
    index = path[-1]
    assert isinstance(index, int)
    return index


def _start(node: Node, place: int) -> int:
    return (node.keys or node.items)[place].start


def _end(node: Node, place: int) -> int:
    return node.items[place].end
