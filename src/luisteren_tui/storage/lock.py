"""Locks on the data folder and on workshop files: one session, and one editor of a file. The system frees a lock when its process ends, even by a kill."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from luisteren_tui.storage.files import (
    identity_of,
    make_folder,
    open_own,
    read_json,
    remove,
    replace_atomically,
    why_displaced,
)
from luisteren_tui.system.clock import timestamp

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK = ".lock"
_HOLDER = ".holder.json"
_ROOM = ".room"
_ROOM_PAGE = ".room-page"
_MAX_LENGTH = 200
_TRIES, _PAUSE_S = 25, 0.02
_MARKS = 64
"""The most programs that can have a mark on one file."""
_RELEASE_S = 2.0


class FolderInUse(Exception):
    """Another program is using the folder: its `pid`, `since` when (UTC, RFC 3339), and `what` it does, if known."""

    def __init__(self, pid: int | None, since: str | None, what: str | None) -> None:
        super().__init__(pid, since, what)
        self.pid = pid
        self.since = since
        self.what = what


class FolderLock:
    """The lock of this program on the folder `data`, taken for `what` at the time `wall` (ms since 1970).

    Raise FolderInUse at once if another program has it, OSError if the folder can't be written.
    """

    def __init__(self, data: Path, what: str, wall: int) -> None:
        self._data = data
        self._holder = {"pid": os.getpid(), "since": timestamp(wall), "what": what}
        self._guard = Lock()  # of the fields: `keep` is called by another thread
        self._fd: int | None = None
        self._lost = False
        make_folder(data)
        if not self._take():
            raise _in_use(data / _HOLDER)

    def keep(self) -> FolderInUse | None:
        """Lock the folder again if the lock file is gone. Return who took it in the meantime, once, or None."""
        with self._guard:
            path = self._data / _LOCK
            if self._fd is None or why_displaced(path, identity_of(self._fd)) is None:
                return None
            try:
                make_folder(self._data)
                if self._take():
                    return None
            except OSError:
                return None  # something else is in its place: nobody can take the lock there
            taken = _read(self._data / _HOLDER)
            if taken.pid == os.getpid():  # the file only looks different, or its new holder has not said so yet
                return None
            was_lost, self._lost = self._lost, True
            return None if was_lost else taken

    def release(self) -> None:
        """Free the folder. While the disk hangs, only the end of this process does that."""
        if not self._guard.acquire(timeout=_RELEASE_S):
            return
        try:
            if self._fd is not None:
                if not self._lost:  # else it says who holds it now
                    remove(self._data / _HOLDER)
                os.close(self._fd)
                self._fd = None
        finally:
            self._guard.release()

    def _take(self) -> bool:
        """Lock the file at the path and say who holds it. Return whether no other program has it."""
        fd = open_own(self._data / _LOCK)
        try:
            if not _lock(fd):
                os.close(fd)
                return False
            replace_atomically(self._data / _HOLDER, json.dumps(self._holder).encode("ascii"), durable=False)
        except OSError:
            os.close(fd)
            raise
        if self._fd is not None:
            os.close(self._fd)
        self._fd, self._lost = fd, False
        return True


@contextmanager
def lock_folder(data: Path, what: str, wall: int) -> Iterator[FolderLock]:
    """Lock the folder `data` at the time `wall` (ms since 1970) for `what`, such as "run".

    Raise FolderInUse at once if another program has it, OSError if the folder can't be written.
    """
    lock = FolderLock(data, what, wall)
    try:
        yield lock
    finally:
        lock.release()


@contextmanager
def mark_room_window(data: Path) -> Iterator[None]:
    """Mark that a window shows the room's screen for `data`. Go on without the mark if it can't be made."""
    with ExitStack() as stack:
        with suppress(OSError):
            make_folder(data)
            fd = open_own(data / _ROOM)
            stack.callback(os.close, fd)
            _mark(fd)
        yield


def room_window_is_open(data: Path) -> bool:
    """Return whether a window shows the room's screen for `data`."""
    with ExitStack() as stack, suppress(OSError):
        fd = open_own(data / _ROOM)
        stack.callback(os.close, fd)
        return _is_marked(fd)
    return False


@contextmanager
def lock_room_page(data: Path, *, patiently: bool = True) -> Iterator[bool]:
    """Yield whether this program may write the page for the room in `data`, which no other one does meanwhile.

    Whoever writes it waits `patiently` for a program that only tidies up, which takes a moment. Raise OSError if the
    folder can't be written.
    """
    make_folder(data)
    fd = open_own(data / _ROOM_PAGE)
    try:
        mine = _lock(fd)
        for _ in range(_TRIES if patiently else 0):
            if mine:
                break
            time.sleep(_PAUSE_S)
            mine = _lock(fd)
        yield mine
    finally:
        os.close(fd)


class EditingLock:
    """The lock of this program on the workshop file at `path`, so that no other one edits it meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f".{path.name}.editing")
        self._fd: int | None = None

    def take(self) -> bool:
        """Take the lock, and return whether no other program has it. Where that can't be told, none does."""
        try:
            make_folder(self._path.parent)
            while self._fd is None:
                fd = open_own(self._path)
                if not _lock(fd):
                    os.close(fd)
                    return False
                if why_displaced(self._path, identity_of(fd)) is None:
                    self._fd = fd
                else:  # who had it removed the file just now
                    os.close(fd)
        except OSError:
            pass
        return True

    def release(self) -> None:
        """Free the file, and leave nothing behind."""
        if self._fd is not None:
            if sys.platform == "win32":  # an open file can't be removed there, and one of another program neither
                os.close(self._fd)
                remove(self._path)
            else:
                remove(self._path)
                os.close(self._fd)
            self._fd = None


def is_edited(path: Path) -> bool:
    """Return whether a program edits the workshop file at `path`."""
    if not os.path.lexists(path.with_name(f".{path.name}.editing")):
        return False
    lock = EditingLock(path)
    try:
        return not lock.take()
    finally:
        lock.release()


def hold_file(fd: int) -> bool:
    """Let no other program hold the open file until it is closed here. Return False if one does already.

    Where that can't be told, no program does. On Windows a held file could not be read by the room's window.
    """
    if sys.platform == "win32":
        return True
    try:
        return _lock(fd)
    except OSError:
        return True


def _lock(fd: int) -> bool:
    """Lock the open file until it is closed. Return False if another program has a lock or a mark on it."""
    if sys.platform == "win32":
        return _lock_bytes(fd, 0, 1)
    else:  # noqa: RET505 - mypy looks at one of the branches only
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _mark(fd: int) -> None:
    """Put a mark on the open file until it is closed, beside those of other programs."""
    if sys.platform == "win32":
        # There are no shared locks here, so each program locks a byte of its own. None may be free for the moment in
        # which _is_marked has them all.
        for _ in range(_TRIES):
            if any(_lock_bytes(fd, at, 1) for at in range(_MARKS)):
                return
            time.sleep(_PAUSE_S)
    else:
        fcntl.flock(fd, fcntl.LOCK_SH)  # it waits for the moment in which _is_marked has the exclusive lock


def _is_marked(fd: int) -> bool:
    """Return whether a program has a mark on the open file."""
    if sys.platform == "win32":
        if not _lock_bytes(fd, 0, _MARKS):
            return True
        # Closing the file frees them too, but not always at once.
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, _MARKS)
        return False
    return not _lock(fd)


def _lock_bytes(fd: int, at: int, count: int) -> bool:
    """Lock `count` bytes from `at`, which need not be there. Return False if another program has locked any of them."""
    if sys.platform == "win32":
        os.lseek(fd, at, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, count)
        except PermissionError:
            return False
    return True


def _in_use(holder: Path) -> FolderInUse:
    # The new holder may not have written its file yet, and a killed one may have left its own.
    for _ in range(_TRIES):
        in_use = _read(holder)
        if in_use.pid is not None and _runs(in_use.pid):
            return in_use
        time.sleep(_PAUSE_S)
    return FolderInUse(None, None, None)


def _read(holder: Path) -> FolderInUse:
    fields: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        found = read_json(holder, 10_000)
        fields = found if isinstance(found, dict) else {}
    pid, since, what = fields.get("pid"), fields.get("since"), fields.get("what")
    return FolderInUse(
        pid if type(pid) is int else None,
        since[:_MAX_LENGTH] if type(since) is str else None,
        what[:_MAX_LENGTH] if type(what) is str else None,
    )


def _runs(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # os.kill would end the process there
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return pid > 0
