"""A workshop file that is read again each time it is saved."""

import os
from pathlib import Path

from luisteren_tui.storage.workshop_file import LoadedWorkshop, load

State = tuple[int, int, int]
"""What tells one content of a file from another without reading it: its time (ns), its size and its inode."""


class WatchedWorkshop:
    """Reads the file at `path` when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: State | None = None
        self._gone = 0

    def read(self) -> LoadedWorkshop | None:
        """Return what the file holds now, or None if it hasn't changed since the last call.

        Many editors take a file away for a moment when they save it: only at the second call is it gone.
        """
        now = self._state()
        if now is None:
            self._gone += 1
            if self._gone != 2 and self._seen is not None:
                return None
            self._seen = None
            return load(self._path) if self._gone <= 2 else None
        self._gone = 0
        if now == self._seen:
            return None
        self._seen = now
        return load(self._path)

    def _state(self) -> State | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - Path.stat() raises for a path with a NUL
        except (OSError, ValueError):
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
