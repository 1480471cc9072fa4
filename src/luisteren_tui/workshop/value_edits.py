"""Edits of a plain value: lists and mappings in which every scalar is a string, as they stand in a workshop file."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from luisteren_tui.i18n.problem import Path


class Set(Struct, frozen=True):
    """Write `value` at `path`. The key is new if nothing is there yet."""

    path: Path
    value: Any


class Remove(Struct, frozen=True):
    """Take away the key or item at `path`."""

    path: Path


class Insert(Struct, frozen=True):
    """Put `value` into a list. The last key of `path` is its index."""

    path: Path
    value: Any


class Move(Struct, frozen=True):
    """Move the item at `path` to `target`, a path in what is left without it."""

    path: Path
    target: Path


class Wrap(Struct, frozen=True):
    """Replace the item at `path` by a mapping that begins with `first` and has the item in a list under `key`."""

    path: Path
    first: dict[str, Any]
    key: str


Edit = Set | Remove | Insert | Move | Wrap


def edited(value: Any, edits: Iterable[Edit]) -> Any:
    """Return `value` after these edits, one after the other. The original stays as it is."""
    for edit in edits:
        match edit:
            case Set(path, new):
                value = with_value(value, path, new)
            case Remove(path):
                value = without(value, path)
            case Insert(path, new):
                value = with_item(value, path, new)
            case Move(path, target):
                value = with_item(without(value, path), target, value_at(value, path))
            case Wrap(path, first, key):
                value = with_value(value, path, {**first, key: [value_at(value, path)]})
    return value


def value_at(value: Any, path: Path) -> Any:
    """Return what is at `path`, or None if nothing is."""
    for key in path:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def with_value(value: Any, path: Path, new: Any) -> Any:
    """Return `value` with `new` at `path`."""
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        return [with_value(item, rest, new) if index == key else item for index, item in enumerate(value)]
    around = value if isinstance(value, dict) else {}
    return {**around, key: with_value(around.get(key), rest, new)}


def without(value: Any, path: Path) -> Any:
    """Return `value` without what is at `path`."""
    around = value_at(value, path[:-1])
    if isinstance(around, list):
        left: Any = [item for index, item in enumerate(around) if index != path[-1]]
    else:
        left = {key: item for key, item in around.items() if key != path[-1]}
    return with_value(value, path[:-1], left)


def with_item(value: Any, path: Path, new: Any) -> Any:
    """Return `value` with `new` as an item of a list. The last key of `path` is its index."""
    around, index = value_at(value, path[:-1]) or [], path[-1]
    assert isinstance(index, int)
    return with_value(value, path[:-1], [*around[:index], new, *around[index:]])
