"""The sessions and rehearsals on disk: which there are, and what each one is.

What lists a folder raises OSError if it can't be read. A missing folder is empty.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session.events import Opened
from luisteren_tui.storage.file_names import MINUTE_LENGTH, SESSION_FILE, SESSION_ID, natural, newest_ids
from luisteren_tui.storage.files import list_names, parse_json, read_bounded, read_small, scan
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.storage.outcome.schema import MAX_OUTCOME_BYTES, OUTCOME_FORMAT, Outcome, totals
from luisteren_tui.storage.typed_reader import decode_exact
from luisteren_tui.system.paths import Folders

DELETE, FORGET = ".delete", ".forget"
"""The suffixes of the empty file that says that a session, or its notes, could not be deleted yet."""
_ANY_NAME = re.compile(rf"({SESSION_ID.pattern})\.")


class Kind(StrEnum):
    """What the files of a session turned out to be, or a file that belongs to none."""

    UNFINISHED = "unfinished"
    ENDED = "ended"
    DAMAGED = "damaged"
    FOREIGN = "foreign"


class SessionFiles(Struct, frozen=True, order=True):
    """The files of one session or rehearsal in `folder`. Nothing is read; each property looks at the folder again."""

    id: str
    folder: Path

    def text_path(self, suffix: str) -> str:
        """Return the path of the file with this suffix as text, whether or not it is there."""
        # Making a Path for each of thousands of sessions takes a while.
        return f"{self.folder}{os.sep}{self.id}{suffix}"

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
        return _holds_rehearsals(self.folder)

    @property
    def kind(self) -> Kind:
        """The kind of session. If it has neither a journal nor an outcome, what remains of it counts as damaged."""
        return read_entry(self).kind

    def all(self) -> list[Path]:
        """Return every file, also damaged originals that were set aside and what a killed program left."""
        return [self.folder / name for name in list_names(self.folder) if name.startswith(f"{self.id}.")]


class SessionEntry(Struct, frozen=True):
    """A session, and the `name` of the file that counts.

    An ended one has its `outcome`: a JSON value if it isn't exactly what this version would write. An unfinished one has
    the event that `opened` it. One of a newer format is `read_only`.
    """

    files: SessionFiles
    name: str
    kind: Kind
    outcome: Outcome | Mapping[str, Any] | None = None
    opened: Opened | None = None
    read_only: bool = False

    @property
    def path(self) -> Path:
        """The file that counts."""
        return self.files.folder / self.name


class SessionRow(Struct, frozen=True):
    """What a list shows of a session, rehearsal or foreign file (its `id` is its name). Times are in seconds.

    A `newer` one was written in a newer format. Only an ended one has figures and `started` (UTC, RFC 3339). One that
    was cut short before everything was reached is not `whole`.
    """

    id: str
    folder: Path
    name: str
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

    @property
    def path(self) -> Path:
        """The file that it is read from."""
        return self.folder / self.name

    def without_notes(self) -> "SessionRow":
        """Return the row after its notes were deleted."""
        return replace(self, notes=0)


class Listing(NamedTuple):
    """What folders hold. None of the files is opened.

    `files` are the sessions that have a journal or an outcome, newest first, and `journals` the ids of those with a
    journal. `unusual` are those and the ids of sessions with an outcome that isn't a regular file. `others` are the
    paths of all other files, in the order of `folders`.
    """

    files: list[SessionFiles]
    journals: frozenset[str]
    unusual: frozenset[str]
    others: list[Path]

    @classmethod
    def read(cls, *folders: Path) -> "Listing":
        """List `folders`."""
        files: list[SessionFiles] = []
        journals: set[str] = set()
        unusual: set[str] = set()
        others: list[Path] = []
        for folder in folders:
            ids: set[str] = set()
            rest: list[Path] = []
            for entry in scan(folder):
                if match := SESSION_FILE.fullmatch(entry.name):
                    ids.add(match[1])
                    if entry.name.endswith("l"):
                        journals.add(match[1])
                    elif not entry.is_file(follow_symlinks=False):
                        unusual.add(match[1])
                else:
                    rest.append(folder / entry.name)
            others += sorted(rest)
            files += [SessionFiles(id, folder) for id in ids]
        # Few sessions share a minute, so the order of the texts is almost the natural one, and is found sooner.
        files.sort(key=attrgetter("id"), reverse=True)
        if len({each.id[:MINUTE_LENGTH] for each in files}) < len(files):
            files.sort(key=lambda each: natural(each.id), reverse=True)
        return cls(files, frozenset(journals), frozenset(journals | unusual), others)

    def by_minute(self) -> list[SessionFiles]:
        """Return the sessions in the order of the history: newest first, and sessions before rehearsals of that minute."""
        return sorted(self.files, key=lambda files: (files.id[:MINUTE_LENGTH], not files.rehearsal), reverse=True)

    def read_entry(self, files: SessionFiles) -> SessionEntry:
        """Read as much as it takes to know what one of `files` is."""
        return read_entry(files, maybe_journal=files.id in self.journals)

    def read_row(self, files: SessionFiles, *, figures: bool = True) -> SessionRow:
        """Read one of `files` for a list. Without `figures`, its times and its number of notes may be 0."""
        if files.id not in self.unusual and (outcome := _read_usual(files.text_path(".json"))):
            return _exact_row(files, outcome, figures=figures)
        return _row(self.read_entry(files))

    def foreign_rows(self) -> list[SessionRow]:
        """Return the files that have the suffix of a session but not the name."""
        return [
            SessionRow(path.name, path.parent, path.name, Kind.FOREIGN, _holds_rehearsals(path.parent))
            for path in self.others
            if path.suffix in (".json", ".jsonl")
        ]

    def leftover_rows(self) -> list[SessionRow]:
        """Return what remains of sessions that have neither: files set aside or half written, which may hold notes."""
        ids = {SessionFiles(id, path.parent) for path in self.others if (id := id_of(path.name))}
        return [
            SessionRow(files.id, files.folder, files.all()[0].name, Kind.DAMAGED, files.rehearsal)
            for files in sorted(ids - {*self.files} if ids else ids, reverse=True)
        ]


class NoSession(LookupError):
    """No session has the given name; `problem` says why."""

    def __init__(self, message: str, name: str) -> None:
        self.problem = Problem((), message, {"name": name})
        super().__init__(message, name)


def list_files(*folders: Path) -> list[SessionFiles]:
    """Return the sessions in `folders` that have a journal or an outcome, newest first."""
    return Listing.read(*folders).files


def list_with_leftovers(data: Path) -> list[SessionFiles]:
    """Return the sessions and rehearsals in `data` that still have any file, newest first."""
    folders = (Folders(data).sessions, Folders(data).rehearsals)
    ids = ((match[1], folder) for folder in folders for name in list_names(folder) if (match := _ANY_NAME.match(name)))
    return sorted({SessionFiles(*pair) for pair in ids}, reverse=True)


def id_of(name: str) -> str:
    """Return the id of the session that the file called `name` belongs to, or an empty text.

    Set aside and half-written files count.
    """
    match = _ANY_NAME.match(name)
    return match[1] if match else ""


def read_entry(files: SessionFiles, *, maybe_journal: bool = True) -> SessionEntry:
    """Read as much as it takes to know what a session is.

    If both files are there, after a crash, it has ended if the outcome is sound and not older than the journal.
    """
    outcome_name, journal_name = f"{files.id}.json", f"{files.id}.jsonl"
    outcome = _read_outcome(files.text_path(".json"))
    if outcome is not None and not maybe_journal:
        return SessionEntry(files, outcome_name, Kind.ENDED, outcome=outcome)
    journal_path, journal = files.journal if maybe_journal else None, None
    with suppress(OSError):
        journal = read_journal(journal_path) if journal_path else None
    if outcome is not None and (journal is None or _counts_beside(files.folder / outcome_name, journal)):
        return SessionEntry(files, outcome_name, Kind.ENDED, outcome=outcome)
    if journal and journal.opened:
        opened, read_only = journal.opened, journal.read_only
        return SessionEntry(files, journal_name, Kind.UNFINISHED, opened=opened, read_only=read_only)
    return SessionEntry(files, journal_name if journal_path else outcome_name, Kind.DAMAGED)


def _counts_beside(outcome: Path, journal: JournalRead) -> bool:
    """Return whether the outcome counts, not the journal beside it."""
    # Lazy: only a crash leaves both.
    from luisteren_tui.storage.outcome.agreement import Worth, worth_beside

    return journal.opened is None or worth_beside(outcome, journal) is not Worth.DOUBTFUL


def newest_unfinished(folder: Path, workshop: str | None = None) -> Path | None:
    """Return the first of `find_unfinished`, or None."""
    return next(find_unfinished(folder, workshop), None)


def find_unfinished(folder: Path, workshop: str | None = None) -> Iterator[Path]:
    """Yield the journals in `folder` that can be resumed, newest first: of the workshop with this id, or of any.

    Each is read when it is asked for. One that is to be deleted can't be resumed.
    """
    for id in newest_ids(list_names(folder), ".jsonl"):
        if os.path.lexists(folder / f"{id}{DELETE}"):
            continue
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
        if rehearsals := list_files(folders.rehearsals):
            text = N_("There are no sessions yet. The last rehearsal is {name}.")
            raise NoSession(text, rehearsals[0].id)
        raise NoSession(N_("There are no sessions yet."), session)
    if not SESSION_ID.fullmatch(session):
        raise NoSession(N_("{name} is not the name of a session: give its id, its file, or 'last'."), session)
    for folder in (folders.sessions, folders.rehearsals):
        files = SessionFiles(session, folder)
        if files.journal or files.outcome:
            return read_entry(files).path
    raise NoSession(N_("There is no session {name}."), session)


def later_rehearsal(session: Path, data: Path) -> str | None:
    """Return the id of the newest rehearsal in `data` if it is newer than the `session` there, else None."""
    newest = next(iter(list_files(Folders(data).rehearsals)), None)
    later = newest is not None and newest.id[:MINUTE_LENGTH] > session.name[:MINUTE_LENGTH]
    return newest.id if newest is not None and later else None


def read_row(files: SessionFiles) -> SessionRow:
    """Read a session for a list. Whatever its files hold, it gets a row."""
    return _row(read_entry(files))


def _row(entry: SessionEntry) -> SessionRow:
    files, outcome = entry.files, entry.outcome
    if isinstance(outcome, Outcome):
        return _exact_row(files, outcome)
    if outcome is not None:
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            return _tolerant_row(files, entry.name, outcome)
    kind = Kind.DAMAGED if entry.kind is Kind.ENDED else entry.kind
    workshop, title = (entry.opened.workshop.id, entry.opened.workshop.title) if entry.opened else ("", "")
    return SessionRow(files.id, files.folder, entry.name, kind, files.rehearsal, workshop, title)


def _exact_row(files: SessionFiles, outcome: Outcome, *, figures: bool = True) -> SessionRow:
    planned = actual = notes = 0
    whole = True
    for activity in outcome.activities:
        if activity.status == "unreached":
            whole = False
        if figures:
            planned += activity.planned_s
            actual += activity.actual_s
            for note in activity.notes:
                if note.text.strip():
                    notes += 1
    return SessionRow(
        id=files.id,
        folder=files.folder,
        name=f"{files.id}.json",
        kind=Kind.ENDED,
        rehearsal=files.rehearsal,
        workshop=outcome.workshop.id,
        title=outcome.workshop.title,
        newer=outcome.format > OUTCOME_FORMAT,
        planned_s=planned,
        actual_s=actual,
        notes=notes,
        whole=whole,
        started=outcome.started,
        timezone=outcome.timezone,
    )


def _tolerant_row(files: SessionFiles, name: str, outcome: Mapping[str, Any]) -> SessionRow:
    """Return the row of an outcome of another version or one that was edited. Only what the row needs has to be right."""
    workshop, format = outcome["workshop"], outcome["format"]
    planned, actual, _paused = totals(outcome["activities"])
    texts, numbers = (workshop["id"], workshop["title"]), (format, planned, actual)
    if not all(type(text) is str for text in texts) or not all(type(number) is int for number in numbers):
        raise TypeError
    return SessionRow(
        id=files.id,
        folder=files.folder,
        name=name,
        kind=Kind.ENDED,
        rehearsal=files.rehearsal,
        workshop=workshop["id"],
        title=workshop["title"],
        newer=format > OUTCOME_FORMAT,
        planned_s=planned,
        actual_s=actual,
        notes=sum(bool(note["text"].strip()) for one in outcome["activities"] for note in one.get("notes", ())),
        whole=all(one["status"] != "unreached" for one in outcome["activities"]),
        started=str(outcome.get("started", "")),
        timezone=str(outcome.get("timezone", "")),
    )


def _read_usual(path: str) -> Outcome | None:
    """Return the outcome in the regular file `path`, or None if that is large or not exactly what this version would write."""
    try:
        return decode_exact(Outcome, read_small(path))
    except OSError:
        return None


def _read_outcome(path: str) -> Outcome | Mapping[str, Any] | None:
    """Return the outcome in `path`: as a JSON value if it isn't exactly what this version would write, None if it is none."""
    try:
        data = read_bounded(path, MAX_OUTCOME_BYTES)
        if (exact := decode_exact(Outcome, data)) is not None:
            return exact
        outcome = parse_json(data)
    except (OSError, ValueError):
        return None
    sound = type(outcome) is dict and type(outcome.get("last_seq")) is int and type(outcome.get("id")) is str
    return outcome if sound else None


def _holds_rehearsals(folder: Path) -> bool:
    return folder.name == "rehearsals"


def _existing(path: Path) -> Path | None:
    return path if os.path.lexists(path) else None
