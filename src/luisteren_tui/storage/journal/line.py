"""One line of a journal: an event as JSON with its number, its time and a checksum."""

import json
import re
import zlib
from collections.abc import Container

from luisteren_tui.session.events import NAMES, TYPES, Event
from luisteren_tui.storage.typed_reader import dump, read_stored
from luisteren_tui.system.clock import timestamp

JOURNAL_FORMAT = 1
"""The format that is written. A journal in a newer one is read as far as possible and never written."""
_HEAD = re.compile(rb'\{"seq":\d+,"at":"[^"]*","t":-?\d+,"type":"([a-z_]+)"')


def encode(seq: int, wall: int, event: Event) -> bytes:
    """Return the line for `event` at the wall time `wall` (ms since 1970), without the line end."""
    fields = {"seq": seq, "at": timestamp(wall), "t": event.t, "type": NAMES[type(event)], **dump(event)}
    body = json.dumps(fields, separators=(",", ":"))[:-1].encode("ascii")
    return body + checksum(body)


def event_of(line: bytes, allowed: Container[str]) -> Event | None:
    """Return the event of a line without its line end, or None if it is damaged or not of an `allowed` type.

    Of a line of another type only the type is decoded.
    """
    body = line[: line.rfind(b',"crc":')]
    head = _HEAD.match(line)
    if head is None or line != body + checksum(body) or (name := head[1].decode("ascii")) not in allowed:
        return None
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
