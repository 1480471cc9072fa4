"""Files that leave the data folder, by the name that somebody gave them."""

import errno
import os
from pathlib import Path

from luisteren_tui.storage.files import replace_atomically
from luisteren_tui.system.paths import Folders


def write_export(path: Path, data: bytes) -> None:
    """Let the file that somebody named have `data`, all of it or nothing; an OSError names `path`.

    What is no file, such as a terminal or a pipe, gets it as it is.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            replace_atomically(path, data)
    except OSError as error:  # it may name the file that was to become this one
        raise OSError(error.errno, error.strerror, str(path)) from error


def among_sessions(path: Path, folders: Folders) -> bool:
    """Return whether a file of this name would be among the sessions themselves, and could take the place of one."""
    return path.absolute().resolve().parent in (folders.sessions.resolve(), folders.rehearsals.resolve())
