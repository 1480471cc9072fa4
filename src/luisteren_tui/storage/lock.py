"""Locks on the data folder: one session at a time. The system frees a lock when its process ends, even by a kill."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from luisteren_tui.storage.files import make_folder, open_own, read_json, remove, replace_atomically
from luisteren_tui.system.clock import timestamp

_LOCK = ".lock"
_HOLDER = ".holder.json"
_ROOM = ".room"
_MAX_LENGTH = 200
_TRIES, _PAUSE_S = 25, 0.02


class FolderInUse(Exception):
    """Another program is using the folder: its `pid`, `since` when (UTC, RFC 3339), and `what` it does, if known."""

    def __init__(self, pid: int | None, since: str | None, what: str | None) -> None:
        super().__init__(pid, since, what)
        self.pid = pid
        self.since = since
        self.what = what


@contextmanager
def lock_folder(data: Path, what: str, wall: int) -> Iterator[None]:
    """Lock the folder `data` at the time `wall` (ms since 1970) for `what`, such as "run".

    Raise FolderInUse at once if another program has it, OSError if the folder can't be written.
    """
    make_folder(data)
    fd = open_own(data / _LOCK)
    try:
        if not _lock(fd):
            raise _in_use(data / _HOLDER)
        holder = {"pid": os.getpid(), "since": timestamp(wall), "what": what}
        replace_atomically(data / _HOLDER, json.dumps(holder).encode("ascii"), durable=False)
        try:
            yield
        finally:
            remove(data / _HOLDER)
    finally:
        os.close(fd)


@contextmanager
def mark_room_window(data: Path) -> Iterator[None]:
    """Mark that a window shows the room's screen for `data`. Go on without the mark if it can't be made."""
    with ExitStack() as stack:
        with suppress(OSError):
            make_folder(data)
            fd = open_own(data / _ROOM)
            stack.callback(os.close, fd)
            _lock(fd, shared=True)
        yield


def room_window_is_open(data: Path) -> bool:
    """Return whether a window shows the room's screen for `data`."""
    with ExitStack() as stack, suppress(OSError):
        fd = open_own(data / _ROOM)
        stack.callback(os.close, fd)
        return not _lock(fd)
    return False


if sys.platform == "win32":
    import msvcrt  # it has no shared locks, so a second window makes no mark

    def _lock(fd: int, shared: bool = False) -> bool:
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _lock(fd: int, shared: bool = False) -> bool:
        try:
            # A shared lock waits for the moment in which room_window_is_open has the exclusive one.
            fcntl.flock(fd, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
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
