"""Whether the file at a path is still the one that was opened."""

import os
import stat
from pathlib import Path

from luisteren_tui.i18n import N_
from luisteren_tui.storage.files import DISK, Disk

GONE = N_("the file is gone")
REPLACED = N_("another program replaced the file")
CHANGED = N_("another program changed the file")

Identity = tuple[int, int]
"""The device and the inode of a file."""


def identity(status: os.stat_result) -> Identity | None:
    """Return which file this is, or None on a file system that doesn't tell."""
    return (status.st_dev, status.st_ino) if status.st_ino else None


def identity_of(fd: int, disk: Disk = DISK) -> Identity | None:
    """Return which file is open as `fd`, or None if the system doesn't tell."""
    try:
        return identity(disk.fstat(fd))
    except OSError:
        return None


def unchanged(before: os.stat_result, after: os.stat_result) -> bool:
    """Return whether these are of the same file, with the same content as far as they tell."""
    return all(getattr(before, name) == getattr(after, name) for name in ("st_dev", "st_ino", "st_size", "st_mtime_ns"))


def why_displaced(path: Path, known: Identity | None, disk: Disk = DISK) -> str | None:
    """Return why the file at `path` is not the `known` one (a message id), or None if it is or if nobody can tell.

    Raise OSError if the path can't be looked at. Nothing is followed or opened.
    """
    try:
        there = disk.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return GONE
    found = identity(there)
    same = known is None or found is None or found == known
    return None if same and stat.S_ISREG(there.st_mode) else REPLACED
