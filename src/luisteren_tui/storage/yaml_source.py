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
from luisteren_tui.workshop.key_places import PROSE, key_places
from luisteren_tui.workshop.notation import quoted, shortened

Place = tuple[int, int]
"""Line and column, counted from 1."""

MAX_WORKSHOP_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000

TOO_LARGE = N_("This file is larger than {limit} KiB.")
COLON_SPACE = N_("A space is missing after the colon: {example}")
COMMA = N_("A comma splits this text in two. Put it between quotes: {example}")
COMMENT = N_("What follows # is not part of the text. Put the whole text between quotes: {example}")
EMPTY_FILE = N_("This file is empty.")
_NOTHING = ("", "~", "null", "Null", "NULL")
"""What YAML takes for no value."""
_NO_DASH = N_("'{key}' is written twice here. If it begins the next item, put a dash before it: - {key}: ...")
_NO_TEXT_FILE = N_("This file is not text in UTF-8. Save it as UTF-8 in your editor.")
_WORD = N_("This is a document of a word processor. Copy its text into a plain text file.")
_KINDS = (
    (b"PK\3\4", _WORD),
    (b"\xd0\xcf\x11\xe0", _WORD),
    (b"{\\rtf", _WORD),
    (b"%PDF", N_("This is a PDF. A workshop is written in a plain text file.")),
    (b"\x89PNG", _PICTURE := N_("This is a picture. A workshop is written in a plain text file.")),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"<!DOCTYPE", _PAGE := N_("This is a web page. A workshop is written in a plain text file.")),
    (b"<!doctype", _PAGE),
    (b"<html", _PAGE),
)
"""How files begin that are no text, and what to say about them."""
_ODD_BREAKS = "\x0b\x0c\x85\u2028\u2029"
"""The line breaks inside the paragraphs of word processors and web pages."""
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ODD_BREAK = "\ufdd0"
"""Stands for one of these while YAML is read, which would end a line there, or refuse it. No text has this character."""


class _Stop(Exception):
    """The rest of the file can't be read."""

    def __init__(self, place: Place, message: str, **values: str | int) -> None:
        self.place = place
        self.problem = Problem((), message, values)


class Source(Struct, frozen=True):
    """The value of a file, the place of each path in it, the problems and the advice. The value is None if reading stopped.

    The place of an entry is that of its key; the place of an item is its first character. A text below its key also has
    a place as if it were the first item of a list.
    """

    value: object
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[tuple[Place, Problem]] = field(default_factory=list)
    advice: list[tuple[Place, Problem]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Return the place of `path`, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def parse(data: bytes, loader: Any = None) -> Source:
    """Read the bytes of a file. Never raise. The default `loader` is the fastest one in PyYAML."""
    builder = _Builder()
    try:
        _build(builder, _decode(data), loader or getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except _Stop as stop:
        return Source(None, builder.places, [*builder.problems, (stop.place, stop.problem)])
    return Source(builder.value, builder.places, builder.problems, builder.advice, builder.lines)


def _decode(data: bytes) -> str:
    if len(data) > MAX_WORKSHOP_BYTES:
        raise _Stop((1, 1), TOO_LARGE, limit=MAX_WORKSHOP_BYTES // 1024)
    for start, message in _KINDS:
        if data.removeprefix(BOM_UTF8).startswith(start):
            raise _Stop((1, 1), message)
    if encoding := _wide_encoding(data):
        raise _Stop((1, 1), N_("This file is saved as {encoding}. Save it as UTF-8 in your editor."), encoding=encoding)
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        place = _place_of(data[: error.start].decode("utf-8", "replace"))
        raise _Stop(place, _NO_TEXT_FILE) from None
    if _UNPRINTABLE.search(text):
        text = with_breaks_in_text(text)
    if match := _UNPRINTABLE.search(text):
        place, code = _place_of(text[: match.start()]), f"U+{ord(match[0]):04X}"
        raise _Stop(place, N_("The invisible character {code} can't be in this file. Remove it."), code=code)
    return text


def with_breaks_in_text(text: str) -> str:
    """Return `text` to be read as YAML, in which odd line breaks are part of a value. `value_of` brings them back."""
    return re.sub(f"[{_ODD_BREAKS}]", _ODD_BREAK, text)


def value_of(scalar: str) -> str:
    """Return the value of a scalar that was read, with a newline for each odd line break."""
    return scalar.replace(_ODD_BREAK, "\n")


def _wide_encoding(data: bytes) -> str:
    """Return the encoding of a file whose characters take more than one byte each, or an empty text."""
    start = data[:4]
    if start in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") or start[:3] == bytes(3) or start[1:] == bytes(3):
        return "UTF-32"
    return "UTF-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:2] else ""


def _build(builder: "_Builder", text: str, loader: Any) -> None:
    builder.lines = text.splitlines()
    try:
        for event in yaml.parse(text, loader):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        raise _stopped(_mistakes().explain(error, builder.lines, builder.scalar, builder.bracket)) from None
    except _Stop:
        raise
    except Exception:  # noqa: BLE001 - PyYAML lets ValueError, IndexError, RecursionError and more escape
        raise _Stop((1, 1), N_("This file is not readable as YAML.")) from None
    if builder.value is None:
        raise _Stop((1, 1), EMPTY_FILE)


def _mistakes() -> Any:
    from luisteren_tui.storage import yaml_mistakes  # only a file with a mistake needs it

    return yaml_mistakes


def _stopped(mistake: Any) -> _Stop:
    return _Stop((mistake.line + 1, mistake.column + 1), mistake.message, **mistake.values)


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
    doubled: bool = False


class _Builder:
    """Builds the value of one document from its events."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.value: object = None
        self.places: dict[Path, Place] = {}
        self.problems: list[tuple[Place, Problem]] = []
        self.advice: list[tuple[Place, Problem]] = []
        self.documents = 0
        self.scalar: Any = None
        self._open: list[_Open] = []
        self._nodes = 0
        self._passed_over = False

    @property
    def bracket(self) -> str:
        """The bracket that is open, or an empty text."""
        inside = self._open[-1] if self._open else None
        return "" if inside is None or not inside.flow else "{" if isinstance(inside.value, dict) else "["

    def add(self, event: Any) -> None:
        """Add the next event."""
        self.scalar = event if isinstance(event, yaml.ScalarEvent) else None
        place = _place(event.start_mark)
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Stop(place, _mistakes().DOCUMENTS)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, place)

    def _node(self, event: Any, place: Place) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _Stop(place, N_("This file holds more than {limit} values."), limit=MAX_NODES)
        mark = event.start_mark
        # A question mark and a space begin a key of more than a line, which nobody means.
        question = isinstance(event, yaml.MappingStartEvent) and self.lines[mark.line][mark.column :].startswith("? ")
        if question or event.anchor is not None or event.tag is not None:
            raise _stopped(_mistakes().sign_mistake(self.lines, mark.line, mark.column, flow=bool(self.bracket)))
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, place)
            return
        if len(self._open) == MAX_DEPTH:
            raise _Stop(place, N_("This is nested more than {limit} levels deep."), limit=MAX_DEPTH)
        value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self._open.append(_Open(value, self._put(value, place), bool(event.flow_style)))

    def _scalar(self, event: Any, place: Place) -> None:
        text, plain = value_of(event.value), event.implicit[0]
        if _has_surrogate(text):
            raise _Stop(place, _mistakes().ESCAPE)
        if self._passed_over:
            self._passed_over = False
            return
        inside = self._open[-1] if self._open else None
        if inside and inside.flow and plain and "?" in text:
            # The C parser accepts this and the other one doesn't. A file must be valid for both.
            mark = event.start_mark
            raise _stopped(_mistakes().question_mistake(self.lines, mark.line, mark.column, self.bracket))
        if inside and isinstance(inside.value, dict) and inside.key is None:
            if inside.flow and self._rest(event)[:1] in (",", "}"):
                self._without_colon(inside, text, place)
            else:
                self._key(inside, text, place)
            return
        path = self._put(None if plain and text in _NOTHING else text, place)
        if plain:
            self._comment(path, text, event)

    def _rest(self, event: Any) -> str:
        """Return what follows a scalar on its line, without the spaces between."""
        mark = event.end_mark
        return self.lines[mark.line][mark.column :].lstrip() if mark.line < len(self.lines) else ""

    def _without_colon(self, inside: _Open, text: str, place: Place) -> None:
        """Take a key in braces that has no value as what was probably meant, and report it."""
        key, colon, value = text.partition(":")
        before = next(reversed(inside.value), None)
        whole = None if before is None else inside.value[before]
        if colon and key in key_places():
            self._key(inside, key, place)
            self._put(value, place)
            after = place[0], place[1] + len(key) + 1
            example = shortened(f"{key}: {value}")
            self.problems.append((after, Problem((*inside.path, key), COLON_SPACE, {"example": example})))
        elif before is not None and isinstance(whole, str) and text not in key_places():
            inside.value[before] = f"{whole}, {text}"
            example = quoted(shortened(inside.value[before]))
            self.problems.append((place, Problem((*inside.path, before), COMMA, {"example": example})))
        else:
            self._key(inside, text, place)
            return
        self._passed_over = True

    def _comment(self, path: Path, text: str, event: Any) -> None:
        """Report the comment after a text, which its author may take for a part of it."""
        comment = self._rest(event)
        if comment.startswith("#") and any(key in PROSE for key in path[-2:]):
            mark = event.end_mark
            place = mark.line + 1, len(self.lines[mark.line]) - len(comment) + 1
            example = quoted(shortened(f"{text} {comment}"))
            found = self.advice if text else self.problems
            found.append((place, Problem(path, COMMENT, {"example": example})))

    def _key(self, inside: _Open, key: str, place: Place) -> None:
        if key == "<<":
            raise _Stop(place, N_("The key << is not possible here. Write out what it stands for."))
        if key in inside.value and not inside.doubled:
            # Another first key is the first of a new item. Then the keys below it are written twice too.
            inside.doubled = bool(inside.path) and isinstance(inside.path[-1], int) and key == next(iter(inside.value))
            message = _NO_DASH if inside.doubled else N_("'{key}' is written twice here. Keep one of them.")
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
            if place[0] > self.places[path][0]:
                self.places[(*path, 0)] = place
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
