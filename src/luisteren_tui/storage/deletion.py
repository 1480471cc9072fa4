"""How sessions go: all of their files, or the notes alone. What the system or the disk itself still keeps is out of reach."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.planning.plan import CUSTOM_ID
from luisteren_tui.storage.files import DISK, Disk, read_bounded, replace_atomically, sync_folder
from luisteren_tui.storage.outcome.outcome_file import Unreadable, encode, read_session
from luisteren_tui.storage.outcome.schema import FORMAT
from luisteren_tui.storage.session_index import LARGEST_OUTCOME, Kind, Name, files_of, look
from luisteren_tui.system.paths import Folders

NOT_ENDED = N_("{id} has not ended: its times can't be kept without its notes.")
UNKEPT = N_("{id} is damaged, or was written by a newer version: its times can't be kept without its notes.")

_ID = re.compile(r"(\d{4}-\d\d-\d\d-\d{4}-[\w-]{1,60})\.")


class Stored(NamedTuple):
    """The files of one session or rehearsal in its `folder`; whole ones, damaged ones and leftovers."""

    id: str
    folder: Path

    @property
    def name(self) -> Name:
        """Its outcome and journal, as far as they are there."""
        journal, outcome = (self.folder / f"{self.id}{suffix}" for suffix in (".jsonl", ".json"))
        return Name(
            self.id, journal if os.path.lexists(journal) else None, outcome if os.path.lexists(outcome) else None
        )

    @property
    def rehearsal(self) -> bool:
        """Whether it is a rehearsal."""
        return self.folder.name == "rehearsals"

    @property
    def kind(self) -> Kind:
        """What it is; what is left without an outcome or a journal is damaged."""
        name = self.name
        return look(name).kind if name.journal or name.outcome else Kind.DAMAGED


class TimesLost(ValueError):
    """The times can't be kept without the notes; its text is a message id, with an {id}."""


def stored(data: Path) -> list[Stored]:
    """Return all sessions and rehearsals below `data` of which there is any file, the newest first."""
    folders = Folders(data)
    found = {
        Stored(id, folder)
        for folder in (folders.sessions, folders.rehearsals)
        if folder.is_dir()
        for path in folder.iterdir()
        if (id := id_of(path))
    }
    return sorted(found, reverse=True)


def id_of(path: Path) -> str:
    """Return the id of the session or rehearsal that a file is of, also one that was set aside; empty for another file."""
    match = _ID.match(path.name)
    return match[1] if match else ""


def begun_before(found: Iterable[Stored], limit: datetime) -> list[Stored]:
    """Return those that were begun before the local time `limit`, as their ids say."""
    return [one for one in found if one.id[:15] < f"{limit:%Y-%m-%d-%H%M}"]


def delete(one: Stored, disk: Disk = DISK) -> bool:
    """Remove every file of it, and return whether there was any.

    After an OSError its outcome or journal is still there, so that it can be tried again.
    """
    main = {path for path in (one.name.journal, one.name.outcome) if path}
    others = set(files_of(one.id, one.folder)) - main
    _remove([*others, *main], disk)
    return bool(others or main)


def forget_notes(one: Stored, disk: Disk = DISK) -> bool:
    """Let the outcome of an ended session keep its times alone; return whether there was anything to forget.

    Titles of own blocks go with its notes: they may be called after anyone. Raise TimesLost where that can't be: then nothing changes.
    """
    outcome, value = _kept(one)
    others = set(files_of(one.id, one.folder)) - {outcome}
    kept = json.loads(read_bounded(outcome, LARGEST_OUTCOME))
    worded = any(map(has_words, kept["activities"]))
    wordless = {**value, "activities": [_without_words(activity) for activity in value["activities"]]}
    text = encode(_with_unknown_figures(wordless, kept))
    if worded or others or kept != json.loads(text):
        replace_atomically(outcome, text.encode(), disk)
        _remove(list(others), disk)
    return worded or bool(others)


def has_words(activity: Mapping[str, Any]) -> bool:
    """Return whether an activity of an outcome has notes, or a title that is not the workshop's."""
    return bool(activity.get("notes")) or (str(activity["id"]).startswith(CUSTOM_ID) and bool(activity["title"]))


def _without_words(activity: Mapping[str, Any]) -> dict[str, Any]:
    own = str(activity["id"]).startswith(CUSTOM_ID)
    return {**activity, "notes": [], **({"title": ""} if own else {})}


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


def times_stay(one: Stored) -> bool:
    """Return whether its notes can go without its times."""
    try:
        _kept(one)
    except (OSError, TimesLost):
        return False
    return True


def _kept(one: Stored) -> tuple[Path, dict[str, Any]]:
    """Return where the outcome of an ended session is, and what it holds; raise TimesLost where there is none to keep."""
    outcome, kind = one.name.outcome, one.kind
    if kind is not Kind.ENDED or outcome is None:
        raise TimesLost(NOT_ENDED if kind is Kind.UNFINISHED else UNKEPT)
    try:
        value = read_session(outcome)
    except Unreadable:
        raise TimesLost(UNKEPT) from None
    if value["format"] > FORMAT:
        raise TimesLost(UNKEPT)
    return outcome, value


def _remove(paths: list[Path], disk: Disk) -> None:
    for path in paths:
        disk.unlink(path)
    if paths:
        sync_folder(paths[0].parent, disk)
