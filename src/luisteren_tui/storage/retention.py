"""How long notes stay: asked once, kept in the data folder, and what is too old forgotten."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.storage import files
from luisteren_tui.storage.deletion import Stored, TimesLost, forget_notes, has_words, id_of, times_stay
from luisteren_tui.storage.session_index import LARGEST_OUTCOME
from luisteren_tui.system.paths import Folders

CHOICES = (None, 365, 90, 30)
"""Days that notes can stay, None for ever."""
LEAP = timedelta(days=31)
"""After so long without a look at what is old, a clock that is wrong is as likely as a long absence: it is asked first."""
_LARGEST = 4096


class Retention(NamedTuple):
    """What was answered: the `days` that notes stay, None for ever; and the day on which they were last `seen` to."""

    days: int | None
    seen: date | None = None


class Due(NamedTuple):
    """What is too old and has notes, or may have: those whose notes can go, and those whose notes are `stuck`."""

    ready: tuple[Stored, ...]
    stuck: tuple[Stored, ...]


class Forgotten(NamedTuple):
    """How many sessions and rehearsals lost their notes, and the ids of those that keep them.

    Where the disk kept some from going, `why` says that (a message id).
    """

    sessions: int
    kept: tuple[str, ...]
    why: str = ""


def load(folders: Folders) -> Retention | None:
    """Return what was answered, None where nothing was, or where it can't be read: then all stays."""
    value = _stored(folders)
    if "notes_days" not in value:
        return None
    days = value["notes_days"]
    # Of more than a century nothing sensible can be said: then all stays.
    sensible = days is None or (type(days) is int and 0 < days <= 36_500)
    return Retention(days, _day(value.get("seen"))) if sensible else None


def save(folders: Folders, days: int | None, seen: date | None = None) -> None:
    """Keep the answer, and when notes were last `seen` to; an OSError when that can't be done."""
    files.make_folder(folders.data)
    answer = {"format": 1, "notes_days": days, "seen": None if seen is None else seen.isoformat()}
    # Fields of another version stay.
    text = json.dumps({**answer, **{key: value for key, value in _stored(folders).items() if key not in answer}})
    files.replace_atomically(_file(folders), f"{text}\n".encode())


def leapt(kept: Retention, today: date) -> bool:
    """Return whether what is old is to be asked about first: the first time, and when the clock made a leap since."""
    return kept.seen is None or today - kept.seen > LEAP


def first_day(days: int, today: date) -> date:
    """Return the first day of which the notes stay; at least the first that there is."""
    return date.fromordinal(max(1, today.toordinal() - days))


def due(folders: Folders, days: int, today: date) -> Due:
    """Return what was begun more than `days` before `today` (the local day), and has not ended within them.

    Raise an OSError when a folder can't be read.
    """
    found = list(_noted(folders, first_day(days, today).isoformat(), today.isoformat()))
    ready = {one for one in found if times_stay(one)}
    return Due(tuple(one for one in found if one in ready), tuple(one for one in found if one not in ready))


def forget(old: Due) -> Forgotten:
    """Let the notes go of what is ready for that; times stay. What has not ended, or is damaged, keeps what it has."""
    count, kept, why = 0, [one.id for one in old.stuck], ""
    for one in old.ready:
        try:
            count += forget_notes(one)
        except TimesLost:
            kept.append(one.id)
        except OSError as error:
            why = files.reason(error)
    return Forgotten(count, tuple(kept), why)


def _noted(folders: Folders, first: str, today: str) -> Iterator[Stored]:
    """Yield what is older than the day `first` and has notes, or files that may have: a folder is listed once."""
    # In UTC today may be tomorrow.
    tomorrow = date.fromordinal(min(date.fromisoformat(today).toordinal() + 1, date.max.toordinal())).isoformat()
    for folder in (folders.sessions, folders.rehearsals):
        found: dict[str, list[Path]] = {}
        for path in folder.iterdir() if folder.is_dir() else ():
            if (id := id_of(path)) and id[: len(first)] < first:
                found.setdefault(id, []).append(path)
        for id, paths in sorted(found.items()):
            outcome = _outcome(folder / f"{id}.json")
            # One that was gone on with later, and has ended since, is no older than its end.
            if not first <= _ended(outcome) <= tomorrow and _may_have_notes(id, paths, outcome):
                yield Stored(id, folder)


def _outcome(path: Path) -> Any:
    try:
        return json.loads(files.read_bounded(path, LARGEST_OUTCOME))
    except (OSError, ValueError, RecursionError):
        return None


def _ended(outcome: Any) -> str:
    """Return the day on which it ended (in UTC: it may be a day off), empty where that can't be told."""
    ended = outcome.get("ended") if isinstance(outcome, dict) else None
    return ended[:10] if isinstance(ended, str) else ""


def _may_have_notes(id: str, paths: Iterable[Path], outcome: Any) -> bool:
    try:
        noted = any(map(has_words, outcome["activities"]))
    except (KeyError, TypeError, AttributeError):
        return True
    return noted or any(path.name != f"{id}.json" for path in paths)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _stored(folders: Folders) -> dict[str, Any]:
    try:
        value = json.loads(files.read_bounded(_file(folders), _LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _file(folders: Folders) -> Path:
    return folders.data / "retention.json"
