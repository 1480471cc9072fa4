"""Reads a journal while another program writes it, for the room's screen. Notes are never decoded, nor kept in memory."""

import os
from contextlib import suppress
from itertools import chain
from operator import itemgetter
from pathlib import Path

from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.events import Ended, Event, Opened
from luisteren_tui.session.state import State, begin
from luisteren_tui.storage.files import open_read
from luisteren_tui.storage.journal.line import event_of
from luisteren_tui.storage.journal.reader import MAX_LINE_BYTES
from luisteren_tui.system.paths import Folders

ROOM_EVENTS = frozenset(
    {"opened", "clock", "started", "paused", "resumed", "ended"}
    | {"entered", "skipped", "turned", "allotted", "replanned", "undone", "redone"}
    | {"backdated", "gap", "gap_taken_back"}
    | {"focused", "blanked", "text_shown", "line_shown", "parking_shown"}
    | {"gathered", "grouped", "groups_shown"}
)
"""The kinds of events that the room may know of. A new kind stays out until it is added here."""
MAX_READ_BYTES = 2**20
"""The most that one read takes, so that a long journal doesn't block the screen."""
MAX_AGE_S = 60.0
"""A session whose last line is older than this doesn't run any more: a running one writes several a minute."""


class JournalFollower:
    """The `state` of the session in the journal at `path`, without notes and marks.

    It is that of a whole journal: one that is read anew, because its file was replaced, doesn't show how it began.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state: State | None = None
        self._read_state: State | None = None
        self._file: tuple[int, int] | None = None
        self._offset = 0
        # The only place in memory where a note ever is, and only during a read.
        self._buffer = bytearray(MAX_READ_BYTES)
        self._last: Event | None = None

    def read(self) -> None:
        """Read what was added, or everything if the file was replaced. Raise OSError if it can't be read."""
        # Unbuffered, so that what is read is in no other place.
        with open(open_read(self.path), "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if (status.st_dev, status.st_ino) != self._file or status.st_size < self._offset:
                self._file, self._offset = (status.st_dev, status.st_ino), 0
                self._read_state = self._last = None
            file.seek(self._offset)
            size = 0
            try:
                size = file.readinto(self._buffer)
                whole = size < len(self._buffer)
                self._offset += self._follow(size)
            finally:
                self._buffer[:size] = bytes(size)
        if whole:
            self.state = self._read_state

    def _follow(self, size: int) -> int:
        """Apply the lines in the first `size` bytes of the buffer. Return how many bytes need not be read again."""
        start = 0
        while (end := self._buffer.find(b"\n", start, size)) >= 0:
            event = event_of(self._buffer, ROOM_EVENTS, start, end)
            if event is not None and event != self._last:
                self._apply(event)
            start = end + 1
        if start or size < len(self._buffer):
            return start
        if size < MAX_LINE_BYTES:
            self._buffer[:] = bytes(size)
            self._buffer = bytearray(MAX_LINE_BYTES)
            return 0
        return size  # no line is so long

    def end(self) -> None:
        """Note that the session has ended: its journal is gone and there is an outcome."""
        if self._read_state is not None:
            self._apply(Ended(self._read_state.t))
            self.state = self._read_state

    def _apply(self, event: Event) -> None:
        try:
            if isinstance(event, Opened):
                self._read_state = begin(event) if event.workshop.activities else None
            elif self._read_state is not None:
                self._read_state = apply(self._read_state, event)
        except UnfitError:
            return
        self._last = event


def live_journal(folders: Folders, wall: int) -> Path | None:
    """Return the journal of the session or rehearsal that was written last, if that was just before `wall` (ms since 1970)."""
    fresh = []
    for path in chain(folders.sessions.glob("*.jsonl"), folders.rehearsals.glob("*.jsonl")):
        with suppress(OSError):
            written = path.lstat().st_mtime
            # A time in the future comes from a wrong clock, and is no sign of life.
            if abs(wall / 1000 - written) <= MAX_AGE_S:
                fresh.append((written, path))
    return max(fresh, default=(0, None), key=itemgetter(0))[1]
