"""A finding about a file, as data: its place, a message id and the values to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or advice at `path` (keys and indexes from the root of the file).

    `message` is a message id with `{name}` fields, `values` fills them once it is translated.
    """

    path: Path
    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)
