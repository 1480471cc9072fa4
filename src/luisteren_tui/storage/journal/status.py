"""How much of a journal is on the disk, and what happened to its file."""

from pathlib import Path
from typing import NamedTuple

from msgspec import Struct


class JournalStatus(Struct, frozen=True):
    """The `seq` of the last event appended, of the last one written, and of the last one synced to the disk.

    `failing` is why writing fails (a message id), from the first failure until it works again.
    `unsynced_since` is the time (`Reading.awake`, ms) of the oldest event that is not on the disk yet: of the key, if it
    was typed.
    """

    appended: int
    written: int
    synced: int
    failing: str | None = None
    unsynced_since: int | None = None


class Mended(NamedTuple):
    """The file was not at its path, and everything was written there anew.

    `why` is what was wrong (a message id). What was at `path` instead is now called `aside`, if it is kept.
    """

    why: str
    path: Path
    aside: Path | None
