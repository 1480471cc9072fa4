"""What the room reads once a session has ended and its journal is gone. A file holds it while the end screen is open."""

import json
from contextlib import suppress
from pathlib import Path

from luisteren_tui.storage import files
from luisteren_tui.storage.typed_reader import decode_exact
from luisteren_tui.workshop.model import Stored


class RoomWords(Stored, frozen=True):
    """The facilitator's own line under the thanks of the `session` with this id, and the parked items if they are shown."""

    session: str
    line: str = ""
    parking: tuple[str, ...] = ()


def write(path: Path, words: RoomWords) -> None:
    """Let the room read `words` from `path` from now on. Raise OSError if that fails."""
    value = {"session": words.session, "line": words.line, "parking": words.parking}
    files.replace_atomically(path, json.dumps(value).encode(), durable=False)


def read(path: Path, session: str) -> RoomWords | None:
    """Return what the room reads after `session` (an id), or None if there is nothing."""
    with suppress(OSError):
        words = decode_exact(RoomWords, files.read_small(path))
        return words if words is not None and words.session == session else None
    return None
