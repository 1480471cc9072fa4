"""Writes a journal, each line immediately. A thread syncs it to the disk, so that no key press has to wait."""

import itertools
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self

from msgspec import Struct

from luisteren_tui.session.events import Event, Opened
from luisteren_tui.storage import files
from luisteren_tui.storage.files import DISK, Disk
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.reader import JournalRead
from luisteren_tui.system.clock import Clock

RETRY_S = 1.0
"""The time between attempts to rewrite the journal while writing fails."""


class JournalStatus(Struct, frozen=True):
    """The `seq` of the last event appended, of the last one written, and of the last one synced to the disk.

    `failing` is why writing fails (a message id), from the first failure until it works again.
    `unsynced_since` is the time (`Reading.awake`, ms) of the oldest event that is not on the disk yet.
    """

    appended: int
    written: int
    synced: int
    failing: str | None = None
    unsynced_since: int | None = None


class MemoryJournal:
    """A journal in memory, for a draft that is never stored. It has the methods of a JournalFile."""

    def __init__(self) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.events: list[Event] = []
        self._lines: list[bytes] = []

    @property
    def status(self) -> JournalStatus:
        return JournalStatus(len(self.events), len(self.events), len(self.events))

    def append(self, event: Event, wall: int) -> int:
        self._lines.append(encode(len(self.events) + 1, wall, event) + b"\n")
        self.events.append(event)
        return len(self.events)

    def copy_to(self, path: Path) -> None:
        files.write_new(path, b"".join(self._lines))

    def close(self, timeout: float) -> bool:
        return self.status.synced == len(self.events)


def base_id(started: datetime, workshop: str) -> str:
    """Return the id of a session of `workshop` (its id) that starts at this local time: 2026-11-24-1330-luisteren."""
    word = re.sub(r"[\W_]+", "-", workshop).strip("-")[:40].rstrip("-") or "sessie"
    return f"{started:%Y-%m-%d-%H%M}-{word}"


class JournalFile:
    """The journal in the file `path`, written by one process.

    `on_change` is called after a change of `synced` or `failing`, from any thread. It must not wait for a thread.
    """

    # The lock guards the fields and is never held during a sync. Only the thread closes `_fd`.

    def __init__(self, path: Path, lines: list[bytes], last: int, clock: Clock, disk: Disk, retry: float) -> None:
        """Call `create` or `reopen` instead."""
        self.path = path
        self.on_change: Callable[[], None] = lambda: None
        self._lines = lines
        self._before = last - len(lines)  # not 0 if lines were lost
        self._clock = clock
        self._disk = disk
        self._retry = retry
        self._fd: int | None = None
        self._torn = False  # the file may end within a line, so nothing more is written to it
        self._damaged = False  # the file stays beside the one that replaces it
        self._named = False  # the name of the file is synced
        self._written = self._synced = 0  # these count lines
        self._failing: str | None = None
        self._since: int | None = None
        self._next_since: int | None = None  # the same for events that the current sync doesn't cover
        self._closing = self._abandoned = False
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="journal", daemon=True)

    @classmethod
    def create(
        cls, folder: Path, base: str, opened: Opened, wall: int, clock: Clock, disk: Disk = DISK, retry: float = RETRY_S
    ) -> tuple[Self, Opened]:
        """Create a journal in `folder` that begins with `opened`, at the time `wall`, and return both.

        The session's id is `base`, or that with -2, -3, ... if it is taken. Raise OSError if the journal can't be written.
        """
        files.make_folder(folder)
        for number in itertools.count(1):
            id = base if number == 1 else f"{base}-{number}"
            path = folder / f"{id}.jsonl"
            if os.path.lexists(folder / f"{id}.json"):
                continue
            with suppress(FileExistsError):
                fd = files.open_new(path, disk)
                break
        opened = opened.with_id(id)
        line = encode(1, wall, opened) + b"\n"
        try:
            files.write_all(fd, line, disk)
        except OSError:
            with suppress(OSError):
                disk.close(fd)
            files.remove(path, disk)
            raise
        journal = cls(path, [line], 1, clock, disk, retry)
        journal._start(fd)
        return journal, opened

    @classmethod
    def reopen(cls, path: Path, found: JournalRead, clock: Clock, disk: Disk = DISK, retry: float = RETRY_S) -> Self:
        """Continue the journal `path`. `found` is what was read from it after this process got the lock.

        A damaged journal is first replaced by a sound one, and the original is kept as `….jsonl.damaged-1`. If only the
        last line is cut off, no original is kept: that line can't be recovered, and it may contain names.
        """
        if found.read_only or found.opened is None:
            raise ValueError("this journal can be read only")
        files.remove_leftovers(path, disk)
        journal = cls(path, [record.line + b"\n" for record in found.records], found.last_seq, clock, disk, retry)
        fd = None
        try:
            if found.intact:
                fd = files.open_append(path, disk)
            else:
                journal._damaged = not found.cut_off
                journal._rewrite()
        except OSError as error:
            journal._fail(error)
        journal._start(fd)
        return journal

    @property
    def status(self) -> JournalStatus:
        """How much is written and synced."""
        with self._lock:
            appended, written, synced = (
                self._before + count if count else 0 for count in (len(self._lines), self._written, self._synced)
            )
            return JournalStatus(appended, written, synced, self._failing, self._since)

    def append(self, event: Event, wall: int) -> int:
        """Append `event` with the wall time `wall` (ms since 1970), try to write it, and return its seq. Never raise OSError."""
        now = self._clock.read().awake
        failed = None
        with self._lock:
            if self._closing:
                raise ValueError("append to a closed journal")
            seq = self._before + len(self._lines) + 1
            line = encode(seq, wall, event) + b"\n"
            self._lines.append(line)
            self._since = now if self._since is None else self._since
            self._next_since = now if self._next_since is None else self._next_since
            if self._fd is not None and not self._torn:
                try:
                    files.write_all(self._fd, line, self._disk)
                    self._written = len(self._lines)
                except OSError as error:
                    self._torn = True
                    failed = error
        if failed:
            self._fail(failed)
        self._wake.set()
        return seq

    def copy_to(self, path: Path) -> None:
        """Copy the journal to the new file `path` and sync it. Raise OSError if that fails."""
        with self._lock:
            lines = list(self._lines)
        files.write_new(path, b"".join(lines))
        files.sync_folder(path.parent)

    def close(self, timeout: float) -> bool:
        """Close the journal within `timeout` seconds and return whether all of it is on the disk."""
        with self._lock:
            self._closing = True
        self._wake.set()
        self._thread.join(timeout)
        self._abandoned = True
        self._wake.set()
        return self._safe()

    def _start(self, fd: int | None) -> None:
        if fd is not None:
            self._fd = fd
            self._written = len(self._lines)
        if not self._safe():
            self._since = self._clock.read().awake
        self._wake.set()
        self._thread.start()

    def _safe(self) -> bool:
        with self._lock:
            return self._synced == len(self._lines) and self._failing is None

    def _serve(self) -> None:
        while not (self._closing and (self._abandoned or self._safe())):
            self._wake.wait(self._retry if self._failing else None)
            self._wake.clear()
            try:
                if self._failing:
                    self._rewrite()
                else:
                    self._sync()
            except OSError as error:
                self._fail(error)
        with self._lock:
            self._close_file()

    def _sync(self) -> None:
        with self._lock:
            fd, count = self._fd, self._written
            if fd is None or count == self._synced:
                return
            self._next_since = None
        self._disk.sync(fd)
        if not self._named:
            files.sync_folder(self.path.parent, self._disk)
            self._named = True
        self._done(count)

    def _rewrite(self) -> None:
        # After a failed sync, the system may treat lost pages as written, so only a new file can be trusted.
        with self._lock:
            lines = list(self._lines)
            self._next_since = None
        new = files.temporary(self.path)
        files.remove(new, self._disk)
        files.write_new(new, b"".join(lines), self._disk)
        try:
            if self._damaged:
                files.set_aside(self.path, self._disk)
                self._damaged = False
            with self._lock:
                self._move_to(new, len(lines))
        except OSError:
            files.remove(new, self._disk)
            raise
        files.sync_folder(self.path.parent, self._disk)
        self._named = True
        self._done(len(lines), works=True)

    def _move_to(self, new: Path, count: int) -> None:
        """Add the lines after the first `count` to `new`, give it the name of the journal, and write there from now on."""
        if rest := self._lines[count:]:
            fd = files.open_append(new, self._disk)
            try:
                files.write_all(fd, b"".join(rest), self._disk)
            finally:
                self._disk.close(fd)
        self._close_file()  # Windows can't replace an open file
        self._disk.replace(new, self.path)
        self._fd = files.open_append(self.path, self._disk)
        self._torn = False
        self._written = len(self._lines)

    def _close_file(self) -> None:
        if self._fd is not None:
            with suppress(OSError):
                self._disk.close(self._fd)
        self._fd = None

    def _done(self, count: int, *, works: bool = False) -> None:
        with self._lock:
            self._synced = count
            self._since = self._next_since
            if works and not self._torn:
                self._failing = None
        self.on_change()

    def _fail(self, error: OSError) -> None:
        with self._lock:
            why = files.write_error_message(error)
            changed, self._failing = why != self._failing, why
        if changed:
            self.on_change()


Journal = JournalFile | MemoryJournal
