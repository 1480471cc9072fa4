"""A translatable finding about a file: where it is, a message id and the values to fill in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from luisteren_tui.i18n import _
from luisteren_tui.text.clusters import cut

Path = tuple[str | int, ...]
_MAX_VALUE_LENGTH = 60


class Problem(NamedTuple):
    """An error or advice at `path` (keys and indexes from the root of the file).

    `message` is a message id with `{name}` fields. `values` fills them in after translation.
    """

    path: Path
    message: str
    values: Mapping[str, str | int] = MappingProxyType({})


def problem_message(problem: Problem) -> str:
    """Return the message in the current language with long values cut short. It is not safe to show yet."""
    return _(problem.message).format(**{name: _shorten(value) for name, value in problem.values.items()})


def _shorten(value: str | int) -> str | int:
    if isinstance(value, str) and len(value) > _MAX_VALUE_LENGTH:
        return cut(value, _MAX_VALUE_LENGTH - 1) + "…"
    return value
