"""What another file at the path of a journal holds, and how that is kept."""

import itertools
import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from luisteren_tui.storage import files
from luisteren_tui.storage.files import DISK, Disk
from luisteren_tui.storage.journal.line import without_text
from luisteren_tui.storage.journal.reader import MAX_LINE_BYTES


class Displaced(OSError):
    """The file at the path is not the one that is written. `why` says so in a few words (a message id)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Holds(StrEnum):
    """What a file holds of a journal: every line and no more, its first lines, some of it and other lines, or none."""

    ALL = "all"
    FIRST_LINES = "first lines"
    OTHER_LINES = "other lines"
    NOTHING = "nothing"


def compare(path: Path, lines: Sequence[bytes]) -> Holds:
    """Return what the file at `path` holds of the journal with these `lines`, whose first one is no other journal's.

    A line with a text that was replaced since counts as one without it. What can't be read holds nothing.
    """
    try:
        file = open(files.open_read(path), "rb")  # noqa: SIM115 - closed below; only opening it may fail
    except OSError:
        return Holds.NOTHING
    with file:
        for number, ours in enumerate(lines):
            theirs = file.readline(MAX_LINE_BYTES)
            if theirs == ours or (theirs.endswith(b"\n") and without_text(theirs[:-1]) + b"\n" == ours):
                continue
            if ours.startswith(theirs) and not theirs.endswith(b"\n"):  # it ends here, or within this line
                return Holds.FIRST_LINES
            return Holds.OTHER_LINES if number else Holds.NOTHING
        return Holds.OTHER_LINES if file.read(1) else Holds.ALL


def move_aside(path: Path, disk: Disk = DISK) -> Path:
    """Give what is at `path` another name, which no session has, and return that. It is not opened or followed."""
    names = (path.with_name(f"other-{path.name}.{number}") for number in itertools.count(1))
    aside = next(name for name in names if not os.path.lexists(name))
    disk.replace(path, aside)
    return aside
