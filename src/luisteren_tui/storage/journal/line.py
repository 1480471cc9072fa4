"""The lines of a journal: each is an event as JSON with its number, its time and a checksum."""

import json
import re
import zlib
from collections.abc import Container
from functools import cache

from msgspec import Struct
from msgspec.json import Decoder

from luisteren_tui.session.events import NAMES, TYPES, AnyEvent, Event, Noted, Opened, Slot
from luisteren_tui.storage.typed_reader import dump, read_stored
from luisteren_tui.system.clock import timestamp

JOURNAL_FORMAT = 1
"""The format that is written. A journal in a newer one is read as far as possible and never written."""
AT = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
"""How `timestamp` writes a time, as a pattern."""
SHORT_LINE = 256
"""A line of at most this many bytes keeps its text: there is little to gain."""

_LINE = re.compile(rb'((\{"seq":([1-9]\d{0,14}),"at":"(%b)",(.*)),"crc":(0|[1-9]\d{0,9})\})\n' % AT)
_TYPE = re.compile(rb'\{"seq":\d+,"at":"[^"]*","t":-?\d+,"type":"([a-z_]+)"')


class Record(Struct, frozen=True, gc=False):
    """An event as it was written: its number, its time (UTC, RFC 3339), and its `line` without the line end."""

    seq: int
    at: str
    event: Event
    line: bytes


def encode(seq: int, wall: int, event: Event) -> bytes:
    """Return the line for `event` at the wall time `wall` (ms since 1970), without the line end."""
    fields = {"seq": seq, "at": timestamp(wall), "t": event.t, "type": NAMES[type(event)], **dump(event)}
    body = json.dumps(fields, separators=(",", ":"))[:-1].encode("ascii")
    return body + checksum(body)


def decode(block: bytes) -> list[Record]:
    """Return the records of a block of lines, each with its line end.

    Return none if anything about one of the lines is unusual, even if it can be read.
    """
    found = _LINE.findall(block)
    if not found:
        return []
    lines, bodies, numbers, times, fields, checksums = zip(*found, strict=True)
    if b"\n".join([*lines, b""]) != block or [*map(zlib.crc32, bodies)] != [*map(int, checksums)]:
        return []
    try:
        # No value can go on after a line end, so one event a line means that each line is one event.
        events = _events().decode_lines(b"{%b}" % b"}\n{".join(fields))
    except (ValueError, RecursionError):  # among them a DecodeError
        return []
    if len(events) != len(lines):
        return []
    seqs = [*map(int, numbers)]
    if 1 in seqs or Opened in map(type, events):
        opened = [(seq, event.format) for seq, event in zip(seqs, events, strict=True) if isinstance(event, Opened)]
        if opened != [(1, JOURNAL_FORMAT)] * seqs.count(1):
            return []
    return [*map(Record, seqs, b"\n".join(times).decode("ascii").split("\n"), events, lines)]


@cache
def _events() -> Decoder[Event]:
    # Made when it is needed: a new session shows its first picture without it.
    return Decoder(AnyEvent)


def without_text(line: bytes) -> bytes:
    """Return the sound line of a note with an empty text, or `line` itself if it is anything else."""
    head, start, text = line.partition(b',"text":"')
    end = text.rfind(b'",')
    # Within a text, quotes are escaped. An unknown field after it would come after an unescaped one.
    if not start or b'","' in text[:end] or b',"type":"noted"' not in head:
        return line
    body = line[: line.rfind(b',"crc":')]
    if line != body + checksum(body) or len(body) != len(head) + len(start) + end + 1:
        return line
    emptied = head + start + b'"'
    return emptied + checksum(emptied)


def event_of(line: bytes | bytearray, allowed: Container[str], start: int = 0, end: int | None = None) -> Event | None:
    """Return the event of a line without its line end, or None if it is damaged or not of an `allowed` type.

    The line is what is between `start` and `end`. Nothing of it is copied unless it is sound and allowed.
    """
    end = len(line) if end is None else end
    begins = _TYPE.match(line, start, end)
    if begins is None or (name := begins[1].decode("ascii")) not in allowed:
        return None
    at = line.rfind(b',"crc":', start, end)
    with memoryview(line) as view:
        ends = checksum(view[start:at])
    if at < 0 or at + len(ends) != end or not line.startswith(ends, at):
        return None
    if records := decode(bytes(line[start:end]) + b"\n"):
        return records[0].event
    try:
        fields = json.loads(line[start:end])
    except (ValueError, RecursionError):
        return None
    for bookkeeping in ("seq", "at", "type", "crc"):
        fields.pop(bookkeeping, None)
    kind = TYPES.get(name)
    return None if kind is None else read_stored(kind, fields)[0]


def checksum(body: bytes | memoryview) -> bytes:
    """Return the checksum of `body` as the end of its line."""
    return b',"crc":%d}' % zlib.crc32(body)


class Lines:
    """The lines of a journal, each with its line end.

    A line whose text a later one replaces stays, without its text, so that the numbers have no hole.
    """

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._noted: dict[Slot, int] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, line: bytes, event: Event) -> None:
        """Add the `line` of `event`, and let go of the text that it replaces."""
        if isinstance(event, Noted):
            before = self._noted.get(event.slot)
            if before is not None and len(self._lines[before]) > SHORT_LINE:
                self._lines[before] = without_text(self._lines[before][:-1]) + b"\n"
            self._noted[event.slot] = len(self._lines)
        self._lines.append(line)

    def first(self, count: int) -> list[bytes]:
        """Return the first `count` lines."""
        return self._lines[:count]

    def after(self, count: int) -> list[bytes]:
        """Return the lines that follow the first `count`."""
        return self._lines[count:]
