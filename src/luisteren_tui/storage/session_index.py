"""What is in a folder of sessions: their names at little cost, and what they are on demand."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session.events import Opened
from luisteren_tui.storage.files import read_bounded
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.system.paths import Folders

LARGEST_OUTCOME = 64 * 2**20

_ID = re.compile(r"\d{4}-\d\d-\d\d-\d{4}-[\w-]{1,60}")
_NAME = re.compile(rf"({_ID.pattern})\.jsonl?")


class Kind(StrEnum):
    """What a file of the folder turned out to be."""

    UNFINISHED = "unfinished"
    ENDED = "ended"
    DAMAGED = "damaged"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Name:
    """The files of one session, by their names alone."""

    id: str
    journal: Path | None = None
    outcome: Path | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A session, or a file that is none (its `id` is its name then).

    An ended one has the whole JSON value of its `outcome`, an unfinished one the event that `opened` it. One of a newer
    format is `read_only`.
    """

    id: str
    path: Path
    kind: Kind
    outcome: Mapping[str, Any] | None = None
    opened: Opened | None = None
    read_only: bool = False


class NoSession(LookupError):
    """There is no such session, or what was given can't be the name of one; `problem` says so."""

    def __init__(self, message: str, name: str) -> None:
        self.problem = Problem((), message, {"name": name})
        super().__init__(message, name)


def base_id(started: datetime, workshop: str) -> str:
    """Return the id of a session of `workshop` (its id) that is `started` at this local time."""
    word = re.sub(r"[\W_]+", "-", workshop).strip("-")[:40].rstrip("-") or "sessie"
    return f"{started:%Y-%m-%d-%H%M}-{word}"


def names(folder: Path) -> list[Name]:
    """Return the sessions in `folder` by the names of its files, the newest first; none where there is no folder."""
    return _newest_first(_names(_files(folder)))


def list_sessions(*folders: Path) -> Iterator[Entry]:
    """Yield what each session in `folders` is, read only when asked for, the newest first; foreign files come last."""
    kept = [_files(folder) for folder in folders]
    yield from map(look, _newest_first(chain.from_iterable(map(_names, kept))))
    for path in sorted(chain.from_iterable(map(_others, kept))):
        yield Entry(path.name, path, Kind.FOREIGN)


def others(folder: Path) -> list[Path]:
    """Return the files in `folder` that have the ending of a session's and not the name of one."""
    return sorted(_others(_files(folder)))


def _others(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.suffix in (".json", ".jsonl") and not _NAME.fullmatch(path.name))


def _names(paths: Iterable[Path]) -> list[Name]:
    found: dict[str, dict[str, Path]] = {}
    for path in paths:
        if match := _NAME.fullmatch(path.name):
            found.setdefault(match[1], {})["outcome" if path.suffix == ".json" else "journal"] = path
    return [Name(id, **files) for id, files in found.items()]


def _newest_first(some: Iterable[Name]) -> list[Name]:
    return sorted(some, key=lambda name: _natural(name.id), reverse=True)


def look(name: Name) -> Entry:
    """Read the files of `name` as far as it takes to know what the session is.

    With both files there, after a crash, it has ended if the outcome has all that the journal has.
    """
    outcome = _read_outcome(name.outcome) if name.outcome else None
    journal = _read_journal(name.journal) if name.journal else None
    if name.outcome and outcome and (journal is None or outcome["last_seq"] >= journal.last_seq):
        return Entry(name.id, name.outcome, Kind.ENDED, outcome=outcome)
    if name.journal and journal and journal.opened:
        return Entry(name.id, name.journal, Kind.UNFINISHED, opened=journal.opened, read_only=journal.read_only)
    path = name.journal or name.outcome
    assert path is not None, "a name comes from a file"
    return Entry(name.id, path, Kind.DAMAGED)


def newest_unfinished(data: Path) -> Path | None:
    """Return the journal of the newest session below `data` that can be gone on with, or None."""
    return next(all_unfinished(data), None)


def all_unfinished(data: Path) -> Iterator[Path]:
    """Yield the journals of all sessions below `data` that can be gone on with, read only when asked for, the newest first."""
    return _unfinished(Folders(data).sessions)


def newest_rehearsal(data: Path, workshop: str | None = None) -> Path | None:
    """Return the journal of the newest rehearsal below `data` that can be gone on with, of `workshop` (its id) or of any."""
    return next(_unfinished(Folders(data).rehearsals, workshop), None)


def _unfinished(folder: Path, workshop: str | None = None) -> Iterator[Path]:
    for name in names(folder):
        if name.journal is None:
            continue
        entry = look(name)
        mine = entry.opened is not None and workshop in (None, entry.opened.workshop.id)
        if entry.kind is Kind.UNFINISHED and mine and not entry.read_only:
            yield name.journal


def resolve(session: str, data: Path) -> Path:
    """Return the file of `session`: an id below `data`, "last", or a path, which ends in .json or .jsonl.

    Raise NoSession when there is none.
    """
    if session.endswith((".json", ".jsonl")):
        if (path := Path(session)).is_file():
            return path
        raise NoSession(N_("There is no file {name}."), session)
    folders = Folders(data)
    if session == "last":
        if newest := names(folders.sessions):
            return look(newest[0]).path
        raise NoSession(N_("There are no sessions yet."), session)
    if not _ID.fullmatch(session):
        raise NoSession(N_("{name} is not the name of a session: give its id, its file, or 'last'."), session)
    for folder in (folders.sessions, folders.rehearsals):
        name = Name(session, _existing(folder / f"{session}.jsonl"), _existing(folder / f"{session}.json"))
        if name.journal or name.outcome:
            return look(name).path
    raise NoSession(N_("There is no session {name}."), session)


def files_of(id: str, folder: Path) -> list[Path]:
    """Return every file of a session: also damaged originals that were set aside, and what a killed program left."""
    return [path for path in _files(folder) if path.name.startswith(f"{id}.")]


def _read_outcome(path: Path) -> Mapping[str, Any] | None:
    try:
        outcome = json.loads(read_bounded(path, LARGEST_OUTCOME))
    except (OSError, ValueError, RecursionError):
        return None
    if type(outcome) is not dict or type(outcome.get("last_seq")) is not int or type(outcome.get("id")) is not str:
        return None
    return outcome


def _read_journal(path: Path) -> JournalRead | None:
    try:
        return read_journal(path)
    except OSError:
        return None


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:  # nothing was kept yet
        return []


def _existing(path: Path) -> Path | None:
    return path if os.path.lexists(path) else None


def _natural(id: str) -> tuple[str, list[str | int]]:
    """The order in which -10 comes after -2."""
    # What all ids begin with sorts as it is, and a word without a digit too: with thousands that counts.
    start, rest = id[:15], id[15:]
    if rest.isalpha() or not any(map(str.isdigit, rest)):
        return start, [rest]
    return start, [int(part) if index % 2 else part for index, part in enumerate(re.split("([0-9]+)", rest))]
