"""All sessions and rehearsals read in a thread, and told of a few times a second."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from textual.message import Message

from luisteren_tui.i18n import _
from luisteren_tui.storage import overview
from luisteren_tui.storage.files import reason
from luisteren_tui.storage.overview import Row
from luisteren_tui.system.paths import Folders

EVERY = 0.4
"""Seconds between two times that what was read is told."""


@dataclass
class Read(Message):
    """More of them were read, `of` so many; `complete` with the last."""

    rows: list[Row]
    of: int
    complete: bool = False


@dataclass
class Failed(Message):
    """They can't be read."""

    why: str


def read_all(folders: Folders, post: Callable[[Message], object], cancelled: Callable[[], bool]) -> None:
    """Read all of them, and `post` what was read, until that is `cancelled`."""
    try:
        found = overview.find(folders)
        rest = [*overview.leftovers(folders, found), *overview.foreign(folders)]
    except OSError as error:
        post(Failed(_(reason(error))))
        return
    rows: list[Row] = []
    due = monotonic()
    for one in found:
        rows.append(overview.row(one))
        if monotonic() >= due:
            if cancelled():
                return
            post(Read(rows, len(found)))
            rows, due = [], monotonic() + EVERY
    post(Read([*rows, *rest], len(found), complete=True))
