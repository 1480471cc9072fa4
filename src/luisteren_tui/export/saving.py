"""Writing files outside the data folder: under a name that the user chose, or new in a folder of the user's own."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import platformdirs

from luisteren_tui.storage.file_names import is_device_name
from luisteren_tui.storage.files import read_bounded, replace_atomically, write_new
from luisteren_tui.system.paths import Folders

HTML_MARK = b'<meta name="generator" content="luisteren-tui">'
_PDF_MARK = b"/Keywords(luisteren-tui)"
"""Both mark a document as made by this program. document.typ has the keyword of a PDF."""
MAX_SAME_NAME = 1000
"""The maximum number of files whose names differ only in their number."""
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
        error.filename, error.filename2 = str(path), None
        raise


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
    return HTML_MARK in data or _PDF_MARK in data


def save_new_file(name: str, suffix: str, data: bytes) -> Path:
    """Write a new file that only the user can read, and return its path.

    An existing file is never overwritten: the new one gets a number. Raises an OSError if no folder can be written to.
    """
    failed: OSError = FileNotFoundError()
    for folder in _folders():
        for number in range(1, MAX_SAME_NAME):
            path = folder / (f"{name}{suffix}" if number == 1 else f"{name}-{number}{suffix}")
            if os.path.lexists(path) or is_device_name(path.stem):
                continue
            try:
                write_new(path, data)
            except FileExistsError:
                continue
            except OSError as error:
                failed = error
                break
            return path
    raise failed


def _folders() -> Iterator[Path]:
    """Yield the folders for a new file, best first.

    The downloads folder comes first: mail programs look there, and most systems don't copy it to a cloud, as they do
    with the documents folder.
    """
    with suppress(RuntimeError):
        yield from (path for path in (platformdirs.user_downloads_path(), Path.home()) if path.is_dir())
