"""Writing files outside the data folder, under names that a user chose."""

import errno
import os
from pathlib import Path

from luisteren_tui.export import html, pdf
from luisteren_tui.storage.files import read_bounded, replace_atomically
from luisteren_tui.system.paths import Folders

MAX_CHECKED_SIZE = 256 * 2**20
"""The largest file, in bytes, that is searched for our mark."""


def write_export(path: Path, data: bytes) -> None:
    """Write all of `data` to `path` or leave it as it was; an OSError names `path`.

    What is not a regular file, such as a terminal or a pipe, is written to directly.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            replace_atomically(path, data)
    except OSError as error:  # it may name the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error


def among_sessions(path: Path, folders: Folders) -> bool:
    """Return whether `path` is in a folder of sessions, where a file could replace one."""
    return path.absolute().resolve().parent in (folders.sessions.resolve(), folders.rehearsals.resolve())


def may_overwrite(path: Path) -> bool:
    """Return whether nothing is at `path`, or a document that this program made."""
    if not os.path.lexists(path):
        return True
    try:
        data = read_bounded(path, MAX_CHECKED_SIZE)
    except OSError:
        return False  # a folder, a link, or a file that this user may not read
    return html.MARK in data or pdf.MARK in data
