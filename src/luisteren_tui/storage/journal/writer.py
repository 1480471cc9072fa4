"""Writes a journal, each line immediately. A thread syncs it to the disk, so that no key press has to wait."""

import errno
import itertools
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from luisteren_tui.session.events import Event, Opened
from luisteren_tui.storage import files
from luisteren_tui.storage.files import (
    CHANGED,
    DISK,
    GONE,
    REPLACED,
    Disk,
    Identity,
    identity,
    identity_of,
    list_names,
    unchanged,
    why_displaced,
)
from luisteren_tui.storage.journal import place
from luisteren_tui.storage.journal.line import Lines, encode
from luisteren_tui.storage.journal.memory import JournalStatus, MemoryJournal, Mended
from luisteren_tui.storage.journal.place import Displaced, Holds, SetAside
from luisteren_tui.storage.journal.reader import JournalRead
from luisteren_tui.storage.lock import hold_file
from luisteren_tui.system.clock import Clock

RETRY_S = 1.0
"""The time between attempts to rewrite the journal while writing fails."""
CHECK_S = 1.0
"""The longest time between checks that the file is still at its path."""
COMPACT_BYTES = 16 * 2**20
"""The size at which a journal is first rewritten without the texts of notes that were replaced."""


class JournalFile:
    """The journal in the file `path`, written by one process.

    `on_change` is called after a change of `synced` or `failing`, and `on_mended` after the file was written anew at
    its path. `each_second` is called at least that often. They are called from any thread and must not wait for one.
    `soon` runs what it is given soon, or not at all: it can put off the sync of what was appended, by a second at most.
    """

    # The lock guards the fields and is never held during a sync. Only the thread closes `_fd`.

    def __init__(self, path: Path, lines: Lines, last: int, clock: Clock, disk: Disk, retry: float) -> None:
        """Call `create` or `reopen` instead."""
        self.path = path
        self.on_change: Callable[[], None] = lambda: None
        self.on_mended: Callable[[Mended], None] = lambda mended: None
        self.each_second: Callable[[], None] = lambda: None
        self.soon: Callable[[Callable[[], None]], object] = lambda sync: sync()
        self._lines = lines
        self._before = last - len(lines)  # not 0 if lines were lost
        self._clock = clock
        self._disk = disk
        self._retry = retry
        self._fd: int | None = None
        self._identity: Identity | None = None  # of the file that was last open
        self._size = 0
        self._torn = False  # the file may end within a line, so nothing more is written to it
        self._damaged = False  # the file stays beside the one that replaces it
        self._named = False  # the name of the file is synced
        self._written = self._synced = self._checked = 0  # these count lines
        self._compact_at = COMPACT_BYTES
        self._failing: str | None = None
        self._displaced: str | None = None  # why the file was not at its path, until it is again
        self._aside = SetAside(path, disk)  # what was there instead
        self._new = files.temporary(path)
        while os.path.lexists(self._new):  # left by a killed process with the same number
            self._new = self._new.with_name(f"{self._new.name}.new")
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
        names = list_names(folder)
        for number in itertools.count(1):
            id = base if number == 1 else f"{base}-{number}"
            path = folder / f"{id}.jsonl"
            if any(name.startswith(f"{id}.") for name in names):  # also what is left of a session of that minute
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
        lines = Lines()
        lines.add(line, opened)
        journal = cls(path, lines, 1, clock, disk, retry)
        journal._adopt(fd, len(line))
        journal._start()
        return journal, opened

    @classmethod
    def reopen(cls, path: Path, found: JournalRead, clock: Clock, disk: Disk = DISK, retry: float = RETRY_S) -> Self:
        """Continue the journal `path`. `found` is what was read from it after this process got the lock.

        A damaged journal is first replaced by a sound one, and the original is kept as `….jsonl.damaged-1`. If only the
        last line is cut off, no original is kept: that line can't be recovered, and it may contain names.

        Raise OSError with EBUSY if another program writes to it. Other errors are tried again, as when writing fails.
        """
        if found.read_only or found.opened is None:
            raise ValueError("this journal can be read only")
        lines = Lines()
        size = 0
        for record in found.records:
            lines.add(record.line + b"\n", record.event)
            size += len(record.line) + 1
        journal = cls(path, lines, found.last_seq, clock, disk, retry)
        journal._damaged = not (found.intact or found.cut_off)
        try:
            fd = files.open_append(path, disk)
        except OSError as error:
            # The thread writes it anew, and must know then whether it is still this file that it replaces.
            with suppress(OSError):
                journal._identity = identity(disk.lstat(path))
            journal._fail(error)
        else:
            if not hold_file(fd):
                disk.close(fd)
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
            journal._adopt(fd, size)
            if not found.intact:
                journal._torn, journal._written = True, 0
                try:
                    journal._rewrite()
                except OSError as error:
                    journal._fail(error)
        journal._start()
        return journal

    @property
    def status(self) -> JournalStatus:
        """How much is written and synced."""
        with self._lock:
            appended, written, synced = (
                self._before + count if count else 0 for count in (len(self._lines), self._written, self._synced)
            )
            return JournalStatus(appended, written, synced, self._failing, self._since)

    def append(self, event: Event, wall: int, age_ms: int = 0) -> int:
        """Append `event` with the wall time `wall` (ms since 1970), try to write it, and return its seq. Never raise OSError.

        What led to it came `age_ms` ago.
        """
        now = self._clock.read().awake - age_ms
        failed = None
        with self._lock:
            if self._closing:
                raise ValueError("append to a closed journal")
            seq = self._before + len(self._lines) + 1
            line = encode(seq, wall, event) + b"\n"
            self._lines.add(line, event)
            self._since = now if self._since is None else self._since
            self._next_since = now if self._next_since is None else self._next_since
            if self._fd is not None and not self._torn:
                try:
                    files.write_all(self._fd, line, self._disk)
                    self._written = len(self._lines)
                    self._size += len(line)
                except OSError as error:
                    self._torn = True
                    failed = error
        if failed:
            self._fail(failed)
        self.soon(self._wake.set)
        return seq

    def copy_to(self, path: Path) -> None:
        """Copy the journal, without the texts that were replaced, to the new file `path`. Raise OSError if that fails."""
        with self._lock:
            lines = self._lines.after(0)
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

    def remove(self, *, keep: bool = False) -> bool:
        """Remove the file of a closed journal, or `keep` it under another name, as is another file there.

        Return whether that was possible.
        """
        try:
            why = self._why_displaced()
            if why is None and keep:
                files.rename_aside(self.path, self._disk)
            elif why is None:
                files.unlink(self.path, self._disk)
            elif why != GONE:
                place.move_aside(self.path, self._disk)
        except OSError:
            return False
        return True

    def _start(self) -> None:
        if not self._safe():
            self._since = self._clock.read().awake
        self._wake.set()
        self._thread.start()

    def _safe(self) -> bool:
        with self._lock:
            return self._synced == len(self._lines) and self._failing is None

    def _serve(self) -> None:
        closing = False
        while not (closing and (self._abandoned or self._safe())):
            self._wake.wait(self._retry if self._failing else CHECK_S)
            self._wake.clear()
            closing = self._closing  # everything is looked at once more after that
            try:
                if self._failing:
                    self._rewrite()
                else:
                    self._sync()
                    self._compact()
            except Displaced as error:
                self._displaced = error.why
                if not self._failing:
                    self._wake.set()  # mend it at once, and if that fails only now and then
                self._fail(error)
            except Exception as error:  # noqa: BLE001 - a fault of the program is an alarm too, and it is tried again
                self._fail(error)
            _tell(self.each_second)
        with self._lock:
            self._close_file()

    def _sync(self) -> None:
        with self._lock:
            fd, count = self._fd, self._written
            behind = count != self._synced
            if behind:
                self._next_since = None
        if fd is None:
            return
        if behind:
            self._disk.sync(fd)
        if not self._check() or not behind:
            return
        if not self._named:
            files.sync_folder(self.path.parent, self._disk)
            self._named = True
        self._done(count)

    def _check(self) -> bool:
        """Return whether the file is at its path and unchanged, or False after going on in a copy. Else raise Displaced."""
        with self._lock:
            count = self._written
        why = self._why_displaced()
        if why is None:
            self._checked = count
            return True
        if why == REPLACED and self._go_on_in_copy():
            return False
        raise Displaced(why)

    def _why_displaced(self) -> str | None:
        """Return why the file at the path is not the one that is written, or why that changed. None if all is well."""
        why, fd = why_displaced(self.path, self._identity, self._disk), self._fd
        if why is None and fd is not None and self._has_other_size(lambda: self._disk.fstat(fd)):
            why = CHANGED
        # Without an identity, only this tells whether what is written arrives at the path.
        unknown = why is None and self._identity is None and self._size > 0
        return REPLACED if unknown and self._has_other_size(lambda: self._disk.lstat(self.path)) else why

    def _has_other_size(self, look: Callable[[], os.stat_result]) -> bool:
        with self._lock:
            least = self._size
        try:
            size = look().st_size
        except OSError:
            return False
        with self._lock:  # what was appended in the meantime may be counted in `size` or not
            return not (self._torn or least <= size <= self._size)

    def _go_on_in_copy(self) -> bool:
        """Write to the file at the path from now on, if it has every line of the last check. Return whether it has."""
        with self._lock:
            lines = self._lines.first(self._written)
            self._next_since = None
        fd = None
        try:
            there = self._disk.lstat(self.path)
            holds, count = place.compare(self.path, lines)
            if self._torn or holds != Holds.FIRST_LINES or count < self._checked:
                return False
            fd = files.open_append(self.path, self._disk)
            if not unchanged(there, self._disk.fstat(fd)) or not hold_file(fd):
                raise OSError(errno.EAGAIN, "it was replaced again, or another program writes to it")
            files.make_private(fd)
            self._disk.sync(fd)
            files.sync_folder(self.path.parent, self._disk)
            with self._lock:
                rest = b"".join(self._lines.after(count))
                files.write_all(fd, rest, self._disk)
                self._close_file()
                self._adopt(fd, there.st_size + len(rest))
        except OSError:
            if fd is not None:
                with suppress(OSError):
                    self._disk.close(fd)
            return False
        self._checked = count
        self._done(count)
        self._wake.set()  # for the rest
        return True

    def _compact(self) -> None:
        """Rewrite a long journal without the texts that were replaced. If that fails, the file stays as it is for now."""
        if self._size <= self._compact_at:
            return
        try:
            self._rewrite()
        except OSError:
            if self._fd is None:
                raise
        self._compact_at = max(COMPACT_BYTES, 2 * self._size)

    def _rewrite(self) -> None:
        # After a failed sync, the system may treat lost pages as written, so only a new file can be trusted.
        with self._lock:
            lines = self._lines.after(0)
            self._next_since = None
        files.make_folder(self.path.parent)
        new = self._new
        files.remove(new, self._disk)
        files.write_new(new, b"".join(lines), self._disk)
        count = len(lines)
        try:
            self._keep_what_is_there(lines)
            files.patiently(lambda: self._move_to(new, lines), self._disk)
        except Exception:
            files.remove(new, self._disk)
            raise
        files.sync_folder(self.path.parent, self._disk)
        self._named = True
        self._done(count if self._check() else self._synced, works=True)
        self._report_mended()

    def _keep_what_is_there(self, lines: list[bytes]) -> None:
        """Keep what is at the path, if there is anything in it that `lines` don't have."""
        why = self._why_displaced()
        self._displaced = self._displaced or why
        if why is None and self._damaged:
            files.set_aside(self.path, self._disk)
        elif why is not None and why != GONE:
            self._aside.keep(why, lines)
        self._damaged = False

    def _report_mended(self) -> None:
        if self._displaced is not None and self._failing is None:
            mended = Mended(self._displaced, self.path, self._aside.take())
            self._displaced = None
            _tell(lambda: self.on_mended(mended))

    def _move_to(self, new: Path, lines: list[bytes]) -> None:
        """Add what came after `lines` to `new` and to them, name it as the journal, and write there from now on."""
        with self._lock:
            if rest := self._lines.after(len(lines)):
                fd = files.open_append(new, self._disk)
                try:
                    files.write_all(fd, b"".join(rest), self._disk)
                finally:
                    self._disk.close(fd)
                lines += rest
            sound = self._fd is not None and not self._torn and self._failing is None
            self._close_file()  # Windows can't replace an open file
            try:
                self._disk.replace(new, self.path)
            except OSError:
                if sound:  # nothing was wrong with it: what is typed until the next attempt goes there
                    self._adopt(files.open_append(self.path, self._disk), self._size)
                raise
            self._named = False  # until the folder is synced, a power cut brings the old file back
            self._adopt(files.open_append(self.path, self._disk), sum(map(len, lines)))

    def _adopt(self, fd: int, size: int) -> None:
        """Write to `fd` from now on: a file of `size` bytes with every line."""
        hold_file(fd)
        self._fd = fd
        self._identity = identity_of(fd, self._disk)
        with suppress(OSError):
            # On some network drives a file looks different each time, and has no identity then.
            if why_displaced(self.path, self._identity, self._disk) is not None:
                self._identity = None
        self._size = size
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
        _tell(self.on_change)

    def _fail(self, error: Exception) -> None:
        with self._lock:
            why = error.why if isinstance(error, Displaced) else files.write_error_message(error)
            changed, self._failing = why != self._failing, why
        if changed:
            _tell(self.on_change)


def _tell(callback: Callable[[], None]) -> None:
    with suppress(Exception):  # the screen may be gone, and nothing that it does may end the saving
        callback()


Journal = JournalFile | MemoryJournal
