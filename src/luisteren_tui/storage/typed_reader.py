"""The typed reader: turns plain values from YAML or JSON into records, guided by their type hints.

Stored JSON is decoded by msgspec. Only where that fails it is read here, to say everything that is wrong and where.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.storage.files import parse_json
from luisteren_tui.workshop.model import Duration, NumberRange, Real, Whole, Window
from luisteren_tui.workshop.notation import (
    meant_duration,
    meant_range,
    meant_window,
    parse_duration,
    parse_range,
    parse_window,
    quoted,
)
from luisteren_tui.workshop.yaml_keys import MAX_ROUNDS, Ids, RoundKeys, Rounds

T = TypeVar("T")
Decoder = Callable[[Any], Any]

SPLIT = N_("A colon splits this text in two. Put it between quotes: {example}")
"""The advice for an unquoted `Casus: dialoog`."""

_INTEGER = re.compile(r"([-+]?[0-9]{1,15})(?:\.0{1,15})?")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
"""What YAML takes for true and false."""
MEANT = N_("'{key}' is not known here. Did you mean '{hint}'?")
UNKNOWN_KEY = N_("'{key}' is not known here. Possible keys: {keys}.")
MISSING = N_("'{key}' is missing here.")
NOT_TEXT = N_("Write text here.")
NOT_LIST = N_("Write a list here, each item on its own line after a dash.")
NOT_KEYS = N_("Write keys with their values here.")
NOT_BOOLEAN = N_("Write true or false here.")
NOT_CHOICE = N_("{given} is not one of these: {choices}.")
NOT_WHOLE = N_("Write a whole number here.")
_NOT_DURATION = N_("{given} is not a duration. Write {example}, for instance.")
_NOT_RANGE = N_("{given} is not a number of people. Write {example}, for instance.")
NOT_ROUNDS = N_("Write how often: a number from 1 to {limit}, or a list with what differs in each round.")
_NOT_WINDOW = N_("{given} is not a span of time. Write {example}, for instance.")


class _Refused(Exception):
    """A value doesn't fit. The paths of the problems are relative to it; `under` puts a key before them."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems

    def under(self, key: str | int) -> list[Problem]:
        return [Problem((key, *problem.path), problem.message, problem.values) for problem in self.problems]


def _refused(message: str, **values: str | int) -> _Refused:
    return _Refused(Problem((), message, values))


def read(kind: type[T], value: object, *, scalars: bool = False) -> tuple[T | None, list[Problem]]:
    """Return `value` as a `kind`, or None and all that is wrong with it.

    With `scalars` every scalar is a string, as authors write it. Without, a Duration is an int and a Window an object.
    """
    try:
        return _decoder(cast(Any, kind), scalars)(value), []
    except _Refused as refused:
        return None, list(refused.problems)


def read_stored(kind: type[T], value: Any, *, wrong_too: bool = False) -> tuple[T | None, list[Problem]]:
    """Return `value`, which any version may have written, as a `kind`, and a problem for each field that was left out.

    Unknown fields are removed from `value`. With `wrong_too` so are values that don't fit, and their defaults hold.
    Return None and what is wrong if `value` still doesn't fit.
    """
    with suppress(ValueError):  # a ValidationError, or a lone surrogate that msgspec fails to name
        return msgspec.convert(value, kind), []
    found, problems = read(kind, value)
    left_out = [problem for problem in problems if wrong_too or problem.message in (MEANT, UNKNOWN_KEY)]
    if not left_out:
        return found, problems
    for problem in left_out:
        _remove(value, problem.path)
    found, wrong = read(kind, value)
    return found, wrong or left_out


def decode_stored(kind: type[T], data: bytes, *, wrong_too: bool = False) -> tuple[T | None, list[Problem]]:
    """Return the JSON in `data`, which any version may have written, as `read_stored` does. Raise ValueError if it isn't JSON."""
    if (found := decode_exact(kind, data)) is not None:
        return found, []
    return read_stored(kind, parse_json(data), wrong_too=wrong_too)


def decode_exact(kind: type[T], data: bytes) -> T | None:
    """Return the JSON in `data` as a `kind`, or None if it has anything that this version wouldn't write."""
    try:
        found: T = _json_decoder(kind).decode(data)  # type: ignore[arg-type]  # a type of records is hashable
        return found
    except (ValueError, RecursionError):  # among them a DecodeError
        return None


@cache
def _json_decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _remove(value: Any, path: Sequence[str | int]) -> None:
    """Remove the item at `path` from `value` if it is the value of a key."""
    for key in path[:-1]:
        value = value[key]
    if path and isinstance(value, dict):
        value.pop(path[-1], None)


def dump(value: object) -> Any:
    """Return `value` as a JSON value, from which `read` makes an equal one."""
    kind: Any = type(value)
    if kind in (str, int, bool, NoneType, float):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    if isinstance(value, Mapping):
        return {key: dump(item) for key, item in value.items()}
    names = zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    left_out = getattr(kind, "left_out_if_empty", ())
    return {key: dump(item) for name, key in names if (item := getattr(value, name)) or name not in left_out}


@cache
def _decoder(hint: Any, scalars: bool) -> Decoder:
    leaves = _WRITTEN if scalars else _JSON
    if hint in leaves:
        return leaves[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union):
        # Nothing after a key is a mistake of the author, who fills it in or leaves the key out.
        return _decoder(args[0], scalars) if scalars else partial(_optional, _decoder(args[0], scalars))
    if origin is tuple:
        return partial(_sequence, _decoder(args[0], scalars))
    if origin is Mapping:
        return partial(_mapping, _decoder(args[1], scalars))
    if issubclass(hint, msgspec.Struct):
        return _record(hint, scalars)
    if issubclass(hint, StrEnum):
        return partial(_choice, {member.value: member for member in hint})
    raise TypeError(f"no decoder for {hint!r}")


def _record(kind: Any, scalars: bool) -> Decoder:
    hints = get_type_hints(kind)
    fields = msgspec.structs.fields(kind)
    table = [(field.name, field.encode_name, _decoder(hints[field.name], scalars)) for field in fields]
    required = [field for field in fields if field.required]

    def decode(value: Any) -> Any:
        if type(value) is not dict:
            raise _refused(NOT_KEYS)
        given = {}
        problems: list[Problem] = []
        for name, key, decoder in table:
            if key in value:
                try:
                    given[name] = decoder(value[key])
                except _Refused as refused:
                    problems += refused.under(key)
                    given[name] = None
        if len(given) != len(value):
            problems += _unknown(value, [key for _, key, _ in table])
        if len(given) != len(table):
            missing = [field.encode_name for field in required if field.name not in given]
            problems += [Problem((), MISSING, {"key": key}) for key in missing]
        if problems:
            raise _Refused(*problems)
        try:
            return kind(**given)
        except ValueError as error:
            raise _refused(str(error)) from None

    return decode


def _unknown(value: Mapping[str, Any], keys: list[str]) -> list[Problem]:
    problems = []
    for key in value:
        if key in keys:
            continue
        # Half of the letters are often the same by accident.
        near = get_close_matches(key, keys, n=1, cutoff=0.75)
        hint = {"hint": near[0]} if near else {"keys": ", ".join(keys)}
        problems.append(Problem((key,), MEANT if near else UNKNOWN_KEY, {"key": key, **hint}))
    return problems


def _optional(decoder: Decoder, value: Any) -> Any:
    return None if value is None else decoder(value)


def _sequence(decoder: Decoder, value: Any) -> tuple[Any, ...]:
    if type(value) is not list:
        raise _refused(NOT_LIST)
    return tuple(_each(decoder, enumerate(value)).values())


def _mapping(decoder: Decoder, value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise _refused(NOT_KEYS)
    return _each(decoder, value.items())


def _each(decoder: Decoder, items: Any) -> dict[Any, Any]:
    done = {}
    problems: list[Problem] = []
    for key, item in items:
        try:
            done[key] = decoder(item)
        except _Refused as refused:
            problems += refused.under(key)
    if problems:
        raise _Refused(*problems)
    return done


def _choice(members: Mapping[str, StrEnum], value: Any) -> StrEnum:
    if type(value) is str and value in members:
        return members[value]
    given = quoted(value) if type(value) is str else ""
    message = NOT_CHOICE if given else N_("Write one of these here: {choices}.")
    raise _refused(message, given=given, choices=", ".join(members))


def _fitting(kind: Any, message: str, value: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except ValueError:  # see read_stored
        raise _refused(message) from None


def _written_text(value: Any) -> str:
    if type(value) is str:
        return value
    if type(value) is dict and len(value) == 1:
        ((key, rest),) = value.items()
        raise _refused(SPLIT, example=quoted(f"{key}: {rest if type(rest) is str else '...' if rest else ''}".strip()))
    raise _refused(NOT_TEXT)


def _written_ids(value: Any) -> Ids:
    return Ids((value,) if type(value) is str and "," not in value else _sequence(_written_text, value))


def _written_integer(value: Any) -> int:
    if (number := _integer(value)) is None:
        raise _refused(NOT_WHOLE)
    return number


def _integer(value: Any) -> int | None:
    match = _INTEGER.fullmatch(value) if type(value) is str else None
    return int(match[1]) if match else None


def _written_boolean(value: Any) -> bool:
    if type(value) is str and value in _BOOLEANS:
        return _BOOLEANS[value]
    raise _refused(NOT_BOOLEAN)


def _written_duration(value: Any) -> Duration:
    text = value if type(value) is str else ""
    if (seconds := parse_duration(text)) is None:
        raise _refused(_NOT_DURATION, given=quoted(text), example=meant_duration(text))
    return seconds


def _written_window(value: Any) -> Window:
    text = value if type(value) is str else ""
    try:
        window = parse_window(text)
    except ValueError as error:
        raise _refused(str(error)) from None
    if window is None:
        raise _refused(_NOT_WINDOW, given=quoted(text), example=meant_window(text))
    return window


def _written_range(value: Any) -> NumberRange:
    text = value if type(value) is str else ""
    try:
        found = parse_range(text)
    except ValueError as error:
        raise _refused(str(error)) from None
    if found is None:
        raise _refused(_NOT_RANGE, given=quoted(text), example=meant_range(text))
    return found


def _written_rounds(value: Any) -> Rounds:
    if type(value) is list and 1 <= len(value) <= MAX_ROUNDS:
        return Rounds(_sequence(_decoder(RoundKeys, scalars=True), value))
    count = _integer(value)
    if count is None or not 1 <= count <= MAX_ROUNDS:
        raise _refused(NOT_ROUNDS, limit=MAX_ROUNDS)
    return Rounds((RoundKeys(),) * count)


_JSON: Mapping[Any, Decoder] = {
    str: partial(_fitting, str, NOT_TEXT),
    int: partial(_fitting, Whole, NOT_WHOLE),
    float: partial(_fitting, Real, N_("Write a number here.")),
    bool: partial(_fitting, bool, NOT_BOOLEAN),
    Duration: partial(_fitting, Duration, N_("Write a number of whole seconds here.")),
    Ids: partial(_sequence, partial(_fitting, str, NOT_TEXT)),
    Rounds: lambda value: _sequence(_decoder(RoundKeys, scalars=False), value),
}
_WRITTEN: Mapping[Any, Decoder] = {
    str: _written_text, int: _written_integer, bool: _written_boolean,
    Duration: _written_duration, Window: _written_window, Ids: _written_ids,
    NumberRange: _written_range, Rounds: _written_rounds,
}  # fmt: skip
