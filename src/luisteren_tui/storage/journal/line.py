"""One line of a journal: an event as JSON with its number, its time and a checksum."""

import json
import re
import zlib
from collections.abc import Container

import msgspec

from luisteren_tui.session.events import NAMES, TYPES, AnyEvent, Event, Opened
from luisteren_tui.storage.typed_reader import dump, read_stored
from luisteren_tui.system.clock import timestamp

JOURNAL_FORMAT = 1
"""The format that is written. A journal in a newer one is read as far as possible and never written."""
AT = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
"""How `timestamp` writes a time, as a pattern."""

_HEAD = re.compile(rb'\{"seq":([1-9]\d{0,14}),"at":"(%b)",' % AT)
_TYPE = re.compile(rb'\{"seq":\d+,"at":"[^"]*","t":-?\d+,"type":"([a-z_]+)"')
_EVENTS = msgspec.json.Decoder(AnyEvent)


def encode(seq: int, wall: int, event: Event) -> bytes:
    """Return the line for `event` at the wall time `wall` (ms since 1970), without the line end."""
    fields = {"seq": seq, "at": timestamp(wall), "t": event.t, "type": NAMES[type(event)], **dump(event)}
    body = json.dumps(fields, separators=(",", ":"))[:-1].encode("ascii")
    return body + checksum(body)


def decode(body: bytes) -> tuple[int, str, Event] | None:
    """Return the number, the time and the event of a sound line up to its checksum.

    Return None if anything about it is unusual, even if it can be read.
    """
    head = _HEAD.match(body)
    if head is None:
        return None
    try:
        event: Event = _EVENTS.decode(b"{%b}" % body[head.end() :])
    except (ValueError, RecursionError):  # among them a DecodeError
        return None
    seq, opens = int(head[1]), type(event) is Opened
    if opens != (seq == 1) or (isinstance(event, Opened) and event.format > JOURNAL_FORMAT):
        return None
    return seq, head[2].decode("ascii"), event


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


def event_of(line: bytes, allowed: Container[str]) -> Event | None:
    """Return the event of a line without its line end, or None if it is damaged or not of an `allowed` type.

    Of a line of another type only the type is decoded.
    """
    body = line[: line.rfind(b',"crc":')]
    start = _TYPE.match(line)
    if start is None or line != body + checksum(body) or (name := start[1].decode("ascii")) not in allowed:
        return None
    if decoded := decode(body):
        return decoded[2]
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    for bookkeeping in ("seq", "at", "type", "crc"):
        fields.pop(bookkeeping, None)
    kind = TYPES.get(name)
    return None if kind is None else read_stored(kind, fields)[0]


def checksum(body: bytes) -> bytes:
    """Return the checksum of `body` as the end of its line."""
    return b',"crc":%d}' % zlib.crc32(body)
