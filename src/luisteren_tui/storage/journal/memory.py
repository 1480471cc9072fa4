"""What a journal says of itself, and a journal in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from luisteren_tui.session.events import Event
from luisteren_tui.storage import files
from luisteren_tui.storage.journal.line import encode


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


class MemoryJournal:
    """A journal in memory, for a draft that is never stored. It has the methods of a JournalFile."""

    def __init__(self) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.on_mended: Callable[[Mended], None] = lambda mended: None
        self.each_second: Callable[[], None] = lambda: None
        self.soon: Callable[[Callable[[], None]], object] = lambda sync: sync()
        self.events: list[Event] = []
        self._lines: list[bytes] = []

    @property
    def status(self) -> JournalStatus:
        return JournalStatus(len(self.events), len(self.events), len(self.events))

    def append(self, event: Event, wall: int, age_ms: int = 0) -> int:
        self._lines.append(encode(len(self.events) + 1, wall, event) + b"\n")
        self.events.append(event)
        return len(self.events)

    def copy_to(self, path: Path) -> None:
        files.write_new(path, b"".join(self._lines))

    def close(self, timeout: float) -> bool:
        return self.status.synced == len(self.events)

    def remove(self, *, keep: bool = False) -> bool:
        return True
