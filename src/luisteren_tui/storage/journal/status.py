"""What a session needs of its journal, wherever that is kept, and one that is kept in memory alone."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from luisteren_tui.session.events import Event
from luisteren_tui.storage.files import write_new
from luisteren_tui.storage.journal.line import encode


@dataclass(frozen=True, slots=True)
class Status:
    """How far the journal is: the `seq` of the last event that was given, written, and surely on the disk.

    `failing` is the message id of why writing fails, from the first failure until it works again.
    `unsynced_since` is when (`Reading.awake`, ms) the oldest event was given that is not on the disk yet.
    """

    appended: int
    written: int
    synced: int
    failing: str | None = None
    unsynced_since: int | None = None


class AnyJournal(Protocol):
    """A journal that takes events.

    `on_change` is called when `synced` or `failing` changed, from any thread; it must not wait for another.
    """

    on_change: Callable[[], None]

    @property
    def status(self) -> Status:
        """How far it is."""

    def append(self, event: Event, wall: int) -> int:
        """Take `event`, given at the wall time `wall` (ms since 1970), and return its seq."""

    def copy_to(self, path: Path) -> None:
        """Write all of it to the new file `path`, on the disk itself; an OSError when that can't be done."""

    def close(self, timeout: float) -> bool:
        """Stop within `timeout` seconds, and return whether all of it is on the disk."""


def nothing() -> None:
    """Do nothing: the `on_change` of a journal that nobody watches."""


class MemoryJournal:
    """A journal that keeps `events` in memory and reports the `status` it is told to, else that all is well."""

    def __init__(self) -> None:
        self.on_change: Callable[[], None] = nothing
        self.events: list[Event] = []
        self.reported: Status | None = None
        self._lines: list[bytes] = []

    @property
    def status(self) -> Status:
        """How far it is."""
        return self.reported or Status(len(self.events), len(self.events), len(self.events))

    def report(self, status: Status | None) -> None:
        """Report `status` from now on; with None, that all is well."""
        self.reported = status
        self.on_change()

    def append(self, event: Event, wall: int) -> int:
        """Take `event`, and return its seq."""
        self._lines.append(encode(len(self.events) + 1, wall, event) + b"\n")
        self.events.append(event)
        return len(self.events)

    def copy_to(self, path: Path) -> None:
        """Write all of it to the new file `path`."""
        write_new(path, b"".join(self._lines))

    def close(self, timeout: float) -> bool:
        """Return whether all of it would be on the disk."""
        return self.status.synced == len(self.events)
