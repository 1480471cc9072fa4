"""Writing a workshop file that was edited. Another program may have changed it in the meantime."""

import errno
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from luisteren_tui.storage.files import make_folder, read_bounded, replace_atomically
from luisteren_tui.storage.schema_file import put_schema_beside
from luisteren_tui.storage.yaml_source import MAX_WORKSHOP_BYTES


class FileChanged(Exception):
    """Another program changed the file since it was opened."""


class WorkshopSaving(Struct, frozen=True):
    """The `text` of a workshop and the same as `data` for its file at `path`, which had `known`, or None without a file.

    Files in the folder `own` get their schema beside them.
    """

    path: Path
    text: str
    data: bytes
    known: bytes | None
    own: Path

    def write(self, *, over_other: bool = False) -> Path | None:
        """Write the file. Return where what another program wrote there is kept, or None if that was nothing.

        This may be called in a thread. Raise FileChanged if another program changed the file, unless `over_other`, and
        OSError if it can't be written.
        """
        target = Path(os.path.realpath(self.path))
        there = bytes_at(target)
        changed = there is not None and there not in (self.known, self.data)
        if changed and not over_other:
            raise FileChanged
        make_folder(target.parent)
        mode = target.stat().st_mode & 0o777 if there is not None else None
        if mode is not None and not mode & 0o222:  # a replacement would not ask
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        kept = target.with_name(f"{target.name}.old") if changed else None
        if kept is not None and there is not None:
            replace_atomically(kept, there)
        replace_atomically(target, self.data)
        if mode is not None:
            with suppress(OSError):  # the file is written, only its mode is not what it was
                target.chmod(mode)
        if target.parent == Path(os.path.realpath(self.own)):
            put_schema_beside(target)
        return kept


def bytes_at(path: Path) -> bytes | None:
    """Return what the file at `path` holds, following links, or None if there is none."""
    try:
        return read_bounded(Path(os.path.realpath(path)), MAX_WORKSHOP_BYTES)
    except FileNotFoundError:
        return None
