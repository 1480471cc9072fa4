"""The sessions and rehearsals on disk: which there are, and what each one is.

What lists a folder raises OSError if it can't be read. A missing folder is empty.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session.events import Opened
from luisteren_tui.storage.file_names import MINUTE_LENGTH, SESSION_FILE, SESSION_ID, list_names, natural, newest_ids
from luisteren_tui.storage.files import read_json
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, OUTCOME_FORMAT, totals
from luisteren_tui.system.paths import Folders

_ANY_NAME = re.compile(rf"({SESSION_ID.pattern})\.")


class Kind(StrEnum):
    """What the files of a session turned out to be, or a file that belongs to none."""

    UNFINISHED = "unfinished"
    ENDED = "ended"
    DAMAGED = "damaged"
    FOREIGN = "foreign"


class SessionFiles(NamedTuple):
    """The files of one session or rehearsal in `folder`. Nothing is read; each property looks at the folder again."""

    id: str
    folder: Path

    @property
    def journal(self) -> Path | None:
        """The journal, if there is one."""
        return _existing(self.folder / f"{self.id}.jsonl")

    @property
    def outcome(self) -> Path | None:
        """The outcome, if there is one."""
        return _existing(self.folder / f"{self.id}.json")

    @property
    def rehearsal(self) -> bool:
        """Whether it is a rehearsal."""
        return self.folder.name == "rehearsals"

    @property
    def kind(self) -> Kind:
        """The kind of session. If it has neither a journal nor an outcome, what remains of it counts as damaged."""
        return read_entry(self).kind

    def all(self) -> list[Path]:
        """Return every file, also damaged originals that were set aside and what a killed program left."""
        return [path for path in _list(self.folder) if path.name.startswith(f"{self.id}.")]


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session. An ended one has the JSON value of its `outcome`, an unfinished one the event that `opened` it.

    One of a newer format is `read_only`.
    """

    id: str
    path: Path
    kind: Kind
    outcome: Mapping[str, Any] | None = None
    opened: Opened | None = None
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class SessionRow:
    """What a list shows of a session, rehearsal or foreign file (its `id` is its name). Times are in seconds.

    A `newer` one was written in a newer format. Only an ended one has figures and `started` (UTC, RFC 3339). One that
    was cut short before everything was reached is not `whole`.
    """

    id: str
    path: Path
    kind: Kind
    rehearsal: bool
    workshop: str = ""
    title: str = ""
    newer: bool = False
    planned_s: int = 0
    actual_s: int = 0
    notes: int = 0
    whole: bool = True
    started: str = ""
    timezone: str = ""


class NoSession(LookupError):
    """No session has the given name; `problem` says why."""

    def __init__(self, message: str, name: str) -> None:
        self.problem = Problem((), message, {"name": name})
        super().__init__(message, name)


def list_files(*folders: Path) -> list[SessionFiles]:
    """Return the sessions in `folders` that have a journal or an outcome, newest first."""
    ids = (
        (match[1], folder)
        for folder in folders
        for path in _list(folder)
        if (match := SESSION_FILE.fullmatch(path.name))
    )
    found = dict.fromkeys(SessionFiles(*pair) for pair in ids)
    return sorted(found, key=lambda files: natural(files.id), reverse=True)


def list_with_leftovers(data: Path) -> list[SessionFiles]:
    """Return the sessions and rehearsals in `data` that still have any file, newest first."""
    folders = (Folders(data).sessions, Folders(data).rehearsals)
    ids = ((id_of(path), folder) for folder in folders for path in _list(folder))
    return sorted({SessionFiles(id, folder) for id, folder in ids if id}, reverse=True)


def list_for_rows(folders: Folders) -> list[SessionFiles]:
    """Return the sessions and rehearsals in the order of the history: newest first, sessions first within a minute."""
    found = chain(list_files(folders.sessions), list_files(folders.rehearsals))
    return sorted(found, key=lambda files: files.id[:MINUTE_LENGTH], reverse=True)


def id_of(path: Path) -> str:
    """Return the id of the session that a file belongs to, or an empty text. Set aside and half-written files count."""
    match = _ANY_NAME.match(path.name)
    return match[1] if match else ""


def read_entry(files: SessionFiles) -> SessionEntry:
    """Read as much as it takes to know what a session is.

    If both files are there, after a crash, it has ended if the outcome holds all that the journal holds.
    """
    outcome_path, journal_path = files.outcome, files.journal
    outcome = _read_outcome(outcome_path) if outcome_path else None
    journal = None
    with suppress(OSError):
        journal = read_journal(journal_path) if journal_path else None
    if outcome_path and outcome and (journal is None or outcome["last_seq"] >= journal.last_seq):
        return SessionEntry(files.id, outcome_path, Kind.ENDED, outcome=outcome)
    if journal_path and journal and journal.opened:
        opened, read_only = journal.opened, journal.read_only
        return SessionEntry(files.id, journal_path, Kind.UNFINISHED, opened=opened, read_only=read_only)
    return SessionEntry(files.id, journal_path or outcome_path or files.folder / f"{files.id}.json", Kind.DAMAGED)


def newest_unfinished(folder: Path, workshop: str | None = None) -> Path | None:
    """Return the first of `find_unfinished`, or None."""
    return next(find_unfinished(folder, workshop), None)


def find_unfinished(folder: Path, workshop: str | None = None) -> Iterator[Path]:
    """Yield the journals in `folder` that can be resumed, newest first: of the workshop with this id, or of any.

    Each is read when it is asked for.
    """
    for id in newest_ids(list_names(folder), ".jsonl"):
        entry = read_entry(SessionFiles(id, folder))
        wanted = entry.opened is not None and workshop in (None, entry.opened.workshop.id)
        if entry.kind is Kind.UNFINISHED and wanted and not entry.read_only:
            yield entry.path


def find_session(session: str, data: Path) -> Path:
    """Return the file of `session`: an id in `data`, "last", or a path that ends in .json or .jsonl.

    Raise NoSession if there is none.
    """
    if session.endswith((".json", ".jsonl")):
        if (path := Path(session)).is_file():
            return path
        raise NoSession(N_("There is no file {name}."), session)
    folders = Folders(data)
    if session == "last":
        if newest := list_files(folders.sessions):
            return read_entry(newest[0]).path
        raise NoSession(N_("There are no sessions yet."), session)
    if not SESSION_ID.fullmatch(session):
        raise NoSession(N_("{name} is not the name of a session: give its id, its file, or 'last'."), session)
    for folder in (folders.sessions, folders.rehearsals):
        files = SessionFiles(session, folder)
        if files.journal or files.outcome:
            return read_entry(files).path
    raise NoSession(N_("There is no session {name}."), session)


def read_row(files: SessionFiles) -> SessionRow:
    """Read a session for a list. Whatever its files hold, it gets a row."""
    entry = read_entry(files)
    row = SessionRow(entry.id, entry.path, entry.kind, files.rehearsal)
    if entry.opened is not None:
        return replace(row, workshop=entry.opened.workshop.id, title=entry.opened.workshop.title)
    if entry.outcome is None:
        return row
    try:
        return _with_figures(row, entry.outcome)
    except (KeyError, TypeError, ValueError, AttributeError):
        return replace(row, kind=Kind.DAMAGED)


def foreign_rows(folders: Folders) -> list[SessionRow]:
    """Return the files in the folders of sessions and rehearsals that have the suffix of a session but not the name."""
    return [
        SessionRow(path.name, path, Kind.FOREIGN, folder == folders.rehearsals)
        for folder in (folders.sessions, folders.rehearsals)
        for path in sorted(_list(folder))
        if path.suffix in (".json", ".jsonl") and not SESSION_FILE.fullmatch(path.name)
    ]


def leftover_rows(folders: Folders, found: Iterable[SessionFiles]) -> list[SessionRow]:
    """Return what remains of sessions that are not `found`: files set aside or half written, which may hold notes."""
    known = {*found}
    return [
        SessionRow(files.id, files.all()[0], Kind.DAMAGED, files.rehearsal)
        for files in list_with_leftovers(folders.data)
        if files not in known
    ]


def _with_figures(row: SessionRow, outcome: Mapping[str, Any]) -> SessionRow:
    workshop, format = outcome["workshop"], outcome["format"]
    planned, actual, _paused = totals(outcome["activities"])
    texts, numbers = (workshop["id"], workshop["title"]), (format, planned, actual)
    if not all(type(text) is str for text in texts) or not all(type(number) is int for number in numbers):
        raise TypeError
    return replace(
        row,
        workshop=workshop["id"],
        title=workshop["title"],
        newer=format > OUTCOME_FORMAT,
        planned_s=planned,
        actual_s=actual,
        notes=sum(bool(note["text"].strip()) for one in outcome["activities"] for note in one["notes"]),
        whole=all(one["status"] != "unreached" for one in outcome["activities"]),
        started=str(outcome.get("started", "")),
        timezone=str(outcome.get("timezone", "")),
    )


def _read_outcome(path: Path) -> Mapping[str, Any] | None:
    with suppress(OSError, ValueError):
        outcome = read_json(path, MAX_OUTCOME_BYTES)
        if type(outcome) is dict and type(outcome.get("last_seq")) is int and type(outcome.get("id")) is str:
            return outcome
    return None


def _list(folder: Path) -> list[Path]:
    return [folder / name for name in list_names(folder)]


def _existing(path: Path) -> Path | None:
    return path if os.path.lexists(path) else None
