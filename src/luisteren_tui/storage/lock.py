"""Who is at work in a data folder: one session at a time. The system frees a lock when its holder is gone, however it went."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from luisteren_tui.storage.files import make_folder, open_own, read_bounded, remove, replace_atomically
from luisteren_tui.storage.journal.line import timestamp

_LOCK = ".lock"
_HOLDER = ".holder.json"
_ROOM = ".room"
_LONGEST = 200
_LOOKS, _PAUSE = 25, 0.02


class FolderInUse(Exception):
    """Another program holds the folder: its `pid`, `since` when (UTC, RFC 3339) and `what` it does, as far as known."""

    def __init__(self, pid: int | None, since: str | None, what: str | None) -> None:
        super().__init__(pid, since, what)
        self.pid = pid
        self.since = since
        self.what = what


@contextmanager
def hold(data: Path, what: str, wall: int) -> Iterator[None]:
    """Hold the folder `data` from `wall` (ms since 1970) for `what`: the id of a session, say.

    Raise FolderInUse at once when another program has it, and an OSError when the folder can't be written.
    """
    make_folder(data)
    fd = open_own(data / _LOCK)
    try:
        if not _lock(fd):
            raise _held(data / _HOLDER)
        holder = {"pid": os.getpid(), "since": timestamp(wall), "what": what}
        replace_atomically(data / _HOLDER, json.dumps(holder).encode("ascii"), durable=False)
        try:
            yield
        finally:
            remove(data / _HOLDER)
    finally:
        os.close(fd)


@contextmanager
def look_on(data: Path) -> Iterator[None]:
    """Let it be known that a window shows the room what goes on in `data`; where that can't be, nobody knows."""
    fd = None
    with suppress(OSError):
        make_folder(data)
        fd = open_own(data / _ROOM)
        _lock(fd, shared=True)
    try:
        yield
    finally:
        if fd is not None:
            os.close(fd)


def somebody_looks_on(data: Path) -> bool:
    """Return whether a window shows the room what goes on in `data`."""
    try:
        fd = open_own(data / _ROOM)
    except OSError:
        return False
    try:
        return not _lock(fd)
    except OSError:
        return False
    finally:
        os.close(fd)


if sys.platform == "win32":

    def _lock(fd: int, shared: bool = False) -> bool:
        import msvcrt  # which has no shared locks: a second window does without

        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:

    def _lock(fd: int, shared: bool = False) -> bool:
        import fcntl

        try:
            # Who looks on waits for the moment in which somebody asks whether anybody does.
            fcntl.flock(fd, fcntl.LOCK_SH if shared else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _held(holder: Path) -> FolderInUse:
    # The holder may be just about to write it; until then what a killed one wrote may be there.
    for _ in range(_LOOKS):
        held = _read(holder)
        if held.pid is not None and _lives(held.pid):
            return held
        time.sleep(_PAUSE)
    return FolderInUse(None, None, None)


def _read(holder: Path) -> FolderInUse:
    try:
        found = json.loads(read_bounded(holder, 10_000))
    except (OSError, ValueError, RecursionError):
        found = None
    fields: dict[str, Any] = found if isinstance(found, dict) else {}
    pid, since, what = fields.get("pid"), fields.get("since"), fields.get("what")
    return FolderInUse(
        pid if type(pid) is int else None,
        since[:_LONGEST] if type(since) is str else None,
        what[:_LONGEST] if type(what) is str else None,
    )


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # a signal there ends a process
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return pid > 0
