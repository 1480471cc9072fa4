"""How long notes stay: asked once, kept in the data folder, and what is too old forgotten."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from luisteren_tui.paths import Folders
from luisteren_tui.storage import files
from luisteren_tui.storage.deletion import Stored, TimesLost, forget_notes
from luisteren_tui.storage.library import LARGEST_OUTCOME

CHOICES = (None, 365, 90, 30)
"""Days that notes can stay, None for ever."""
_LARGEST = 4096
_ID = re.compile(r"(\d{4}-\d\d-\d\d-\d{4}-[\w-]{1,60})\.")


class Retention(NamedTuple):
    """What was answered: the days that notes stay, None for ever."""

    days: int | None


class Forgotten(NamedTuple):
    """How many sessions and rehearsals lost their notes, and the ids of those whose notes could not go."""

    sessions: int
    kept: tuple[str, ...]


def load(folders: Folders) -> Retention | None:
    """Return what was answered, None where nothing was, or where it can't be read: then all stays."""
    try:
        value = json.loads(files.read_bounded(_file(folders), _LARGEST))
        days = value["notes_days"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    # Of more than a century nothing sensible can be said: then all stays.
    return Retention(days) if days is None or (type(days) is int and 0 < days <= 36_500) else None


def save(folders: Folders, days: int | None) -> None:
    """Keep the answer; an OSError when that can't be done."""
    files.make_folder(folders.data)
    text = json.dumps({"format": 1, "notes_days": days})
    files.replace_atomically(_file(folders), f"{text}\n".encode())


def forget(folders: Folders, days: int, now: datetime) -> Forgotten:
    """Let the notes go of what was begun more than `days` before the local time `now`; times stay.

    What has not ended, or is damaged, keeps what it has. Raise an OSError when a folder can't be read.
    """
    limit = f"{now - timedelta(days=days):%Y-%m-%d-%H%M}"
    count, kept = 0, []
    for one in _noted(folders, limit):
        try:
            count += forget_notes(one)
        except (OSError, TimesLost):
            kept.append(one.id)
    return Forgotten(count, tuple(kept))


def _noted(folders: Folders, limit: str) -> Iterator[Stored]:
    """Yield what is older than `limit` and has notes, or files that may have: a folder is listed once."""
    for folder in (folders.sessions, folders.rehearsals):
        found: dict[str, list[Path]] = {}
        for path in folder.iterdir() if folder.is_dir() else ():
            match = _ID.match(path.name)
            if match and match[1][: len(limit)] < limit:
                found.setdefault(match[1], []).append(path)
        for id, paths in sorted(found.items()):
            if _may_have_notes(id, paths):
                yield Stored(id, folder)


def _may_have_notes(id: str, paths: Iterable[Path]) -> bool:
    for path in paths:
        if path.name != f"{id}.json":
            return True
        try:
            outcome = json.loads(files.read_bounded(path, LARGEST_OUTCOME))
            if any(activity["notes"] for activity in outcome["activities"]):
                return True
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            return True
    return False


def _file(folders: Folders) -> Path:
    return folders.data / "retention.json"
