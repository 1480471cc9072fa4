"""Deleting sessions: all of their files, or only their notes. Copies kept by the system or the disk are out of reach."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from luisteren_tui.i18n import N_
from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.storage.file_names import MINUTE_LENGTH
from luisteren_tui.storage.files import (
    DISK,
    Disk,
    list_names,
    read_json,
    replace_atomically,
    sync_folder,
    unlink,
    write_new,
)
from luisteren_tui.storage.outcome.outcome_file import encode, read_session
from luisteren_tui.storage.outcome.reading import Unreadable
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, OUTCOME_FORMAT, PARKING
from luisteren_tui.storage.session_index import DELETE, FORGET, Kind, SessionFiles, id_of

NOT_ENDED = N_("{id} has not ended: its times can't be kept without its notes.")
UNKEPT = N_("{id} is damaged, or was written by a newer version: its times can't be kept without its notes.")
LATER = N_("What is left of it is removed when the program next starts.")


class TimesLost(ValueError):
    """The times can't be kept without the notes. The text of the error is a message id with an {id}."""


def begun_before(found: Iterable[SessionFiles], limit: datetime) -> list[SessionFiles]:
    """Return the sessions that began before the local time `limit`, according to their ids."""
    return [files for files in found if files.id[:MINUTE_LENGTH] < f"{limit:%Y-%m-%d-%H%M}"]


def delete(files: SessionFiles, disk: Disk = DISK) -> bool:
    """Delete every file of a session. Return whether there was any.

    After an OSError its outcome or journal is still there, so that deleting can be tried again.
    """
    main = {path for path in (files.journal, files.outcome) if path}
    rest = {*files.all()} - main
    marks = {path for path in rest if path.suffix in (DELETE, FORGET)}
    others = rest - marks
    _remove([*others], disk)  # also for the disk itself: a replacement without a journal would be taken for one
    _remove([*main], disk)
    _remove([*marks], disk)
    return bool(others or main or marks)


def forget_notes(files: SessionFiles, disk: Disk = DISK) -> bool:
    """Delete the notes and the parking lot of an ended session and keep its times. Return whether it had any.

    The titles of custom blocks and the name of the plan are deleted too, because they may name people. Raise TimesLost,
    and change nothing, if the times can't be kept.
    """
    path, outcome = _outcome_to_keep(files)
    others = [other for other in files.all() if other != path]
    stored = read_json(path, MAX_OUTCOME_BYTES)
    had_words = any(map(has_words, stored["activities"])) or bool(stored.get("parking_lot"))
    for key in (*PARKING, "plan"):
        outcome.pop(key, None)
    for activity in outcome["activities"]:
        activity["notes"] = []
        if _is_custom(activity):
            activity["title"] = ""
    text = encode(_with_unknown_figures(outcome, stored))
    if had_words or others or stored != json.loads(text):
        # The journal first: beside an outcome without notes it would count, since it holds more.
        journal = [other for other in others if other == files.journal]
        _remove(journal, disk)
        replace_atomically(path, text.encode(), disk)
        _remove([other for other in others if other not in journal], disk)
    return had_words or bool(others)


def put_off(files: SessionFiles, *, notes_only: bool, disk: Disk = DISK) -> bool:
    """Let the next start delete what could not be deleted now. Return whether it will.

    An empty file beside those of the session says so, and is deleted with them.
    """
    mark = files.folder / f"{files.id}{FORGET if notes_only else DELETE}"
    try:
        with suppress(FileExistsError):
            write_new(mark, b"", disk)
    except OSError:
        return False
    return True


def delete_what_was_put_off(folder: Path, disk: Disk = DISK) -> list[str]:
    """Delete what could not be deleted before. Return the ids of the sessions of which that still fails."""
    failed = []
    for name in sorted(list_names(folder)):
        id, suffix = name[: name.rfind(".")], name[name.rfind(".") :]
        if suffix in (DELETE, FORGET) and id_of(name) == id:
            files = SessionFiles(id, folder)
            try:
                delete(files, disk) if suffix == DELETE else forget_notes(files, disk)
            except OSError:
                failed.append(id)
            except TimesLost:  # the session was resumed in the meantime, or is damaged now: its notes stay
                _remove([folder / name], disk)
    return failed


def has_words(activity: Mapping[str, Any]) -> bool:
    """Return whether an activity of an outcome has notes or a title of the facilitator's own."""
    return bool(activity.get("notes")) or (_is_custom(activity) and bool(activity["title"]))


def can_keep_times(files: SessionFiles) -> bool:
    """Return whether the notes of a session can be deleted without its times."""
    try:
        _outcome_to_keep(files)
    except (OSError, TimesLost):
        return False
    return True


def _is_custom(activity: Mapping[str, Any]) -> bool:
    return str(activity["id"]).startswith(CUSTOM_ID)


def _with_unknown_figures(known: Any, stored: Any) -> Any:
    """Return `known` with those unknown fields of `stored` that hold no text: unknown text may be what people said."""
    if isinstance(known, list) and isinstance(stored, list) and len(known) == len(stored):
        return [_with_unknown_figures(*pair) for pair in zip(known, stored, strict=True)]
    if not (isinstance(known, dict) and isinstance(stored, dict)):
        return known
    unknown = {key: value for key, value in stored.items() if key not in known and _is_figures(value)}
    return {key: _with_unknown_figures(value, stored.get(key)) for key, value in known.items()} | unknown


def _is_figures(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_figures, value))
    return value is None or isinstance(value, int | float)


def _outcome_to_keep(files: SessionFiles) -> tuple[Path, dict[str, Any]]:
    """Return the path and the content of an ended session's outcome. Raise TimesLost if it has none to keep."""
    path, kind = files.outcome, files.kind
    if kind is not Kind.ENDED or path is None:
        raise TimesLost(NOT_ENDED if kind is Kind.UNFINISHED else UNKEPT)
    try:
        outcome = read_session(path)
    except Unreadable:
        raise TimesLost(UNKEPT) from None
    if outcome["format"] > OUTCOME_FORMAT:
        raise TimesLost(UNKEPT)
    return path, outcome


def _remove(paths: list[Path], disk: Disk) -> None:
    for path in paths:
        unlink(path, disk)
    if paths:
        sync_folder(paths[0].parent, disk)
