"""Reads YAML into plain values, in which every scalar is a string, and keeps the place of each.

The values are built from the events of PyYAML's parser. Its composer and constructors guess types, keep the last of two
equal keys and expand aliases without limit, and the C composer crashes on deep nesting.
"""

import re
from codecs import BOM_UTF8
from typing import Any

import yaml
from msgspec import Struct, field

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.storage.typed_reader import SPLIT
from luisteren_tui.workshop.notation import quoted

Place = tuple[int, int]
"""Line and column, counted from 1."""

MAX_WORKSHOP_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000

TOO_LARGE = N_("This file is larger than {limit} KiB.")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGN = N_("Text that begins with {sign} has to be between quotes.")
_QUESTION = N_("A list in brackets can't contain a question mark. Put each item on its own line after a dash.")
_ESCAPE = N_("A backslash means something special between double quotes. Use single quotes here.")
_DOCUMENTS = N_("Only one workshop fits in a file. Remove this line and what comes after it.")

_AT_END = (
    ("but got '?'", _QUESTION),
    ("escape", _ESCAPE),
    ("document start", _DOCUMENTS),
)
"""Fragments of the messages of both PyYAML parsers, and our message for the place where the parser stopped."""
_AT_START = (
    ("expected ':'", N_("A colon is missing after this key.")),
    ("unexpected end of stream", N_("The quote that opens here is never closed.")),
    ("while parsing a flow", N_("The bracket that opens here is not closed, or a comma is missing.")),
)
"""The same, for the place where the part that the parser could not finish begins."""


class _Stop(Exception):
    """The rest of the file can't be read."""

    def __init__(self, place: Place, message: str, **values: str | int) -> None:
        self.place = place
        self.problem = Problem((), message, values)


class Source(Struct, frozen=True):
    """The value of a file, the place of each path in it, and the problems. The value is None if reading stopped.

    The place of an entry is that of its key; the place of an item is its first character.
    """

    value: object
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[tuple[Place, Problem]] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Return the place of `path`, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def parse(data: bytes, loader: Any = None) -> Source:
    """Read the bytes of a file. Never raise. The default `loader` is the fastest one in PyYAML."""
    builder = _Builder()
    try:
        text = _decode(data)
        _build(builder, text, loader or getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except _Stop as stop:
        return Source(None, builder.places, [*builder.problems, (stop.place, stop.problem)])
    return Source(builder.value, builder.places, builder.problems)


def _decode(data: bytes) -> str:
    if len(data) > MAX_WORKSHOP_BYTES:
        raise _Stop((1, 1), TOO_LARGE, limit=MAX_WORKSHOP_BYTES // 1024)
    if encoding := _wide_encoding(data):
        raise _Stop((1, 1), N_("This file is saved as {encoding}. Save it as UTF-8 in your editor."), encoding=encoding)
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        place = _place_of(data[: error.start].decode("utf-8", "replace"))
        raise _Stop(place, N_("This file is not text in UTF-8. Save it as UTF-8 in your editor.")) from None
    if match := _UNPRINTABLE.search(text):
        place, code = _place_of(text[: match.start()]), f"U+{ord(match[0]):04X}"
        raise _Stop(place, N_("The invisible character {code} can't be in this file. Remove it."), code=code)
    return text


def _wide_encoding(data: bytes) -> str:
    """Return the encoding of a file whose characters take more than one byte each, or an empty text."""
    start = data[:4]
    if start in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") or start[:3] == bytes(3) or start[1:] == bytes(3):
        return "UTF-32"
    return "UTF-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:2] else ""


def _build(builder: "_Builder", text: str, loader: Any) -> None:
    try:
        for event in yaml.parse(text, loader):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except _Stop:
        raise
    except Exception:  # noqa: BLE001 - PyYAML lets ValueError, IndexError, RecursionError and more escape
        raise _Stop((1, 1), N_("This file is not readable as YAML.")) from None
    if not builder.documents:
        raise _Stop((1, 1), N_("This file is empty."))


def _explained(error: yaml.MarkedYAMLError, text: str) -> _Stop:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return _Stop((1, 1), N_("This file is not readable as YAML."))
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    words = f"{error.context} {error.problem}"
    if "mapping values" in words:
        before, colon, rest = line.partition(": ")
        if colon and mark.column > len(before):
            return _Stop(_place(mark), SPLIT, example=quoted(rest.strip()))
        return _Stop(_place(mark), N_("This key does not fit here. Look at the indentation here and one line up."))
    if "cannot start any token" in words:
        sign = line[mark.column : mark.column + 1]
        if sign == "\t":
            return _Stop(_place(mark), N_("Indent with spaces here, not with a tab."))
        return _Stop(_place(mark), _SIGN, sign=sign)
    for fragment, message in _AT_END:
        if fragment in words:
            return _Stop(_place(mark), message)
    for fragment, message in _AT_START:
        if fragment in words:
            return _Stop(_place(error.context_mark or mark), message)
    return _Stop(_place(mark), N_("This does not fit what is before it. Look at the indentation, dashes and quotes."))


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _place_of(before: str) -> Place:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


class _Open(Struct):
    """A list or mapping that is being filled. `key` is the key that waits for its value."""

    value: Any
    path: Path
    flow: bool
    key: str | None = None


class _Builder:
    """Builds the value of one document from its events."""

    def __init__(self) -> None:
        self.value: object = None
        self.places: dict[Path, Place] = {}
        self.problems: list[tuple[Place, Problem]] = []
        self.documents = 0
        self._open: list[_Open] = []
        self._nodes = 0

    def add(self, event: Any) -> None:
        """Add the next event."""
        place = _place(event.start_mark)
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Stop(place, _DOCUMENTS)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, place)

    def _node(self, event: Any, place: Place) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _Stop(place, N_("This file holds more than {limit} values."), limit=MAX_NODES)
        if event.anchor is not None:
            raise _Stop(place, _SIGN, sign="*" if isinstance(event, yaml.AliasEvent) else "&")
        if event.tag is not None:
            raise _Stop(place, _SIGN, sign="!")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, place)
            return
        if len(self._open) == MAX_DEPTH:
            raise _Stop(place, N_("This is nested more than {limit} levels deep."), limit=MAX_DEPTH)
        value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self._open.append(_Open(value, self._put(value, place), bool(event.flow_style)))

    def _scalar(self, event: Any, place: Place) -> None:
        text, plain = event.value, event.implicit[0]
        if _has_surrogate(text):
            raise _Stop(place, _ESCAPE)
        inside = self._open[-1] if self._open else None
        if inside and inside.flow and plain and "?" in text:
            # The C parser accepts this and the other one doesn't. A file must be valid for both.
            raise _Stop(place, _QUESTION)
        if inside and isinstance(inside.value, dict) and inside.key is None:
            self._key(inside, text, place)
        else:
            self._put(None if plain and not text else text, place)

    def _key(self, inside: _Open, key: str, place: Place) -> None:
        if key == "<<":
            raise _Stop(place, N_("The key << is not possible here. Write out what it stands for."))
        if key in inside.value:
            message = N_("'{key}' is written twice here. Keep one of them.")
            self.problems.append((place, Problem((*inside.path, key), message, {"key": key})))
        inside.key = key
        self.places[(*inside.path, key)] = place

    def _put(self, value: Any, place: Place) -> Path:
        """Put a value into the list or mapping that is open, and return its path."""
        if not self._open:
            self.value = value
            self.places[()] = place
            return ()
        inside = self._open[-1]
        if isinstance(inside.value, list):
            path: Path = (*inside.path, len(inside.value))
            inside.value.append(value)
            self.places[path] = place
        elif inside.key is None:
            raise _Stop(place, N_("A key has to be plain text. Put it between quotes if it begins with a bracket."))
        else:
            path = (*inside.path, inside.key)
            inside.value[inside.key] = value
            inside.key = None
        return path


def _has_surrogate(text: str) -> bool:
    # Compiling a pattern for it would take longer than the rest of a file.
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
