"""How long notes are kept: the user's answer, and deleting the notes that are older."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.storage import files
from luisteren_tui.storage.deletion import TimesLost, can_keep_times, forget_notes, has_words
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, Outcome
from luisteren_tui.storage.session_index import SessionFiles, id_of
from luisteren_tui.storage.typed_reader import decode_exact
from luisteren_tui.system.paths import Folders

CHOICES = (None, 365, 90, 30)
"""The days that notes can be kept; None keeps them for ever."""
LEAP = timedelta(days=31)
"""After this long without a look at old notes, the clock may well be wrong, so the user is asked first."""
_MAX_DAYS = 36_500


class Retention(NamedTuple):
    """The answer: the `days` that notes are kept (None for ever), and the day of the last look at old notes."""

    days: int | None
    seen: date | None = None


class OldNotes(NamedTuple):
    """The old sessions with notes: `ready` to lose them, or `stuck` because they are unfinished or damaged."""

    ready: tuple[SessionFiles, ...]
    stuck: tuple[SessionFiles, ...]


class Forgotten(NamedTuple):
    """How many sessions lost their notes, and the ids of those that kept them.

    If the disk refused, `why` says so (a message id).
    """

    sessions: int
    kept: tuple[str, ...]
    why: str = ""


def load(folders: Folders) -> Retention | None:
    """Return the answer, or None if there is none or it can't be read. All notes are kept then."""
    stored = files.read_answers(_file(folders))
    if "notes_days" not in stored:
        return None
    days = stored["notes_days"]
    sensible = days is None or (type(days) is int and 0 < days <= _MAX_DAYS)
    return Retention(days, _day(stored.get("seen"))) if sensible else None


def save(folders: Folders, days: int | None, seen: date | None = None) -> None:
    """Save the answer and the day of the last look at old notes. Raise OSError if that fails."""
    files.make_folder(folders.data)
    answer = {"format": 1, "notes_days": days, "seen": None if seen is None else seen.isoformat()}
    # Fields of another version stay.
    text = json.dumps(
        {**answer, **{key: value for key, value in files.read_answers(_file(folders)).items() if key not in answer}}
    )
    files.replace_atomically(_file(folders), f"{text}\n".encode())


def must_ask_first(retention: Retention, today: date, old: OldNotes) -> bool:
    """Return whether to ask before `old` notes are deleted: the first time, and after a leap of the clock.

    Also when some were too old at the last look already, but were not there: their session ran while the clock was
    wrong, or was put back.
    """
    if retention.days is None or retention.seen is None or today - retention.seen > LEAP:
        return True
    first = first_day(retention.days, retention.seen).isoformat()
    return any(each.id < first for each in old.ready)


def first_day(days: int, today: date) -> date:
    """Return the first day whose notes are kept."""
    return date.fromordinal(max(1, today.toordinal() - days))


def find_old_notes(folders: Folders, days: int, today: date) -> OldNotes:
    """Return the sessions that began more than `days` before `today` (the local day) and did not end within them.

    Raise OSError if a folder can't be read.
    """
    found = list(_old_with_notes(folders, first_day(days, today), today))
    ready = tuple(filter(can_keep_times, found))
    return OldNotes(ready, tuple(each for each in found if each not in ready))


def forget_old_notes(old: OldNotes) -> Forgotten:
    """Delete the notes of the sessions that are ready for it and keep their times."""
    count, kept, why = 0, [each.id for each in old.stuck], ""
    for each in old.ready:
        try:
            count += forget_notes(each)
        except TimesLost:
            kept.append(each.id)
        except OSError as error:
            why = files.write_error_message(error)
    return Forgotten(count, tuple(kept), why)


def _old_with_notes(folders: Folders, first: date, today: date) -> Iterator[SessionFiles]:
    """Yield the sessions from before the day `first` that have notes or may have them. Each folder is listed once."""
    # An end is stored in UTC, where today may be tomorrow.
    tomorrow = date.fromordinal(min(today.toordinal() + 1, date.max.toordinal()))
    for folder in (folders.sessions, folders.rehearsals):
        found: dict[str, list[str]] = {}
        for name in files.list_names(folder) if folder.is_dir() else ():
            if name[: len("2026-11-24")] < first.isoformat() and (id := id_of(name)):
                found.setdefault(id, []).append(name)
        for id, names in sorted(found.items()):
            each = SessionFiles(id, folder)
            ended, noted = _end_and_notes(each)
            # A session that was resumed much later is as old as its end.
            ended_lately = first.isoformat() <= ended[: len("2026-11-24")] <= tomorrow.isoformat()
            if not ended_lately and (noted or names != [f"{id}.json"]):
                yield each


def _end_and_notes(session: SessionFiles) -> tuple[str, bool]:
    """Return when a session ended, as its outcome says, and whether that has notes, something parked, or can't be read."""
    try:
        data = files.read_bounded(session.text_path(".json"), MAX_OUTCOME_BYTES)
        if (exact := decode_exact(Outcome, data)) is not None:
            words = any(each.notes or (each.title and each.id.startswith(CUSTOM_ID)) for each in exact.activities)
            return str(exact.ended), words or bool(exact.parking_lot)
        outcome = files.parse_json(data)
    except (OSError, ValueError):
        outcome = None
    outcome = outcome if isinstance(outcome, dict) else {}
    try:
        noted = any(map(has_words, outcome["activities"])) or bool(outcome.get("parking_lot"))
    except (KeyError, TypeError, AttributeError):
        noted = True
    return str(outcome.get("ended")), noted


def _day(text: object) -> date | None:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(text)  # type: ignore[arg-type]  # it came from a file
    return None


def _file(folders: Folders) -> Path:
    return folders.data / "retention.json"
