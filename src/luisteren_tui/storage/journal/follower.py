"""The running session as the room follows it: its journal as it grows, of which notes are never decoded."""

import os
from pathlib import Path

from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.events import Ended, Event, Opened
from luisteren_tui.session.state import State, begin
from luisteren_tui.storage.files import open_read
from luisteren_tui.storage.journal.line import event_of
from luisteren_tui.storage.journal.reader import LONGEST_LINE
from luisteren_tui.system.paths import Folders

ALLOWED = frozenset(
    {
        "opened",
        "clock",
        "started",
        "paused",
        "resumed",
        "entered",
        "skipped",
        "turned",
        "allotted",
        "replanned",
        "backdated",
        "gap",
        "gap_taken_back",
        "undone",
        "focused",
        "gathered",
        "grouped",
        "groups_shown",
        "blanked",
        "text_shown",
        "ended",
    }
)
"""The events that the room's screen may know of; a new one is not among them until somebody puts it here."""
MOST = 2**20
"""Bytes that are read at once: a long journal does not keep the screen waiting."""
FRESH = 60.0
"""Seconds since the last line of a session that still runs; one that does writes several a minute."""


class Follower:
    """One journal: its state as far as it was read, without notes and marks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state: State | None = None
        self._file: tuple[int, int] | None = None
        self._offset = 0
        self._rest = b""
        self._last: Event | None = None

    def read(self) -> None:
        """Read what was added; all of it anew when the file was replaced. An OSError when it can't be read."""
        with open(open_read(self.path), "rb") as file:
            status = os.fstat(file.fileno())
            if (status.st_dev, status.st_ino) != self._file or status.st_size < self._offset:
                self._file, self._offset, self._rest = (status.st_dev, status.st_ino), 0, b""
                self.state = self._last = None
            file.seek(self._offset)
            added = file.read(MOST)
        self._offset += len(added)
        *lines, rest = (self._rest + added).split(b"\n")
        self._rest = rest if len(rest) <= LONGEST_LINE else b""
        for line in lines:
            event = event_of(line, ALLOWED)
            if event is not None and event != self._last:
                self._take(event)

    def end(self) -> None:
        """Take it that the session is over: its journal has gone, and there is an outcome."""
        if self.state is not None:
            self._take(Ended(self.state.t))

    def _take(self, event: Event) -> None:
        try:
            if isinstance(event, Opened):
                self.state = begin(event) if event.workshop.activities else None
            elif self.state is not None:
                self.state = apply(self.state, event)
        except UnfitError:
            return
        self._last = event


def running_journal(folders: Folders, wall: int) -> Path | None:
    """Return the journal, of a session or a rehearsal, that was written last, if that was just before `wall` (ms since 1970)."""
    newest: tuple[float, Path] | None = None
    for folder in (folders.sessions, folders.rehearsals):
        for path in folder.glob("*.jsonl"):
            try:
                written = path.lstat().st_mtime
            except OSError:
                continue
            # Of a time to come it can't be: then a clock was wrong.
            if abs(wall / 1000 - written) <= FRESH and (newest is None or written > newest[0]):
                newest = written, path
    return newest[1] if newest else None
