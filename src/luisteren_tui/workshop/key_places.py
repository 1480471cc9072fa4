"""Where each key of a workshop file stands, read from the records of its keys."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from luisteren_tui.workshop.model import NumberRange, Window
from luisteren_tui.workshop.yaml_keys import WorkshopKeys

PROSE = frozenset({
    "title", "theme", "goal", "credit", "introduction", "materials", "instruction", "prompts", "tips", "roles",
    "options", "labels", "say", "body", "break", "source",
})  # fmt: skip
"""The keys whose values are for people to read. They may hold any sign."""


_SCALARS = (NumberRange, Window)


@cache
def key_places() -> dict[str, tuple[str, ...]]:
    """Return every key with the keys that it may stand under; the empty text is the top of the file."""
    places: dict[str, tuple[str, ...]] = {}
    seen = set[tuple[Any, str]]()
    waiting: list[tuple[Any, str]] = [(WorkshopKeys, "")]
    for kind, parent in waiting:
        if (kind, parent) in seen:
            continue
        seen.add((kind, parent))
        hints = get_type_hints(kind)
        for own in fields(kind):
            key = own.encode_name
            if parent not in places.get(key, ()):
                places[key] = (*places.get(key, ()), parent)
            waiting += [(inner, key) for inner in _records(hints[own.name])]
    return places


def _records(hint: Any) -> Iterator[Any]:
    hint = getattr(hint, "__supertype__", hint)
    if isinstance(hint, type) and issubclass(hint, Struct) and hint not in _SCALARS:
        yield hint
    for inner in get_args(hint):
        yield from _records(inner)
