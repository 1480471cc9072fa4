"""The file of an outcome: written when a session ends, and read back."""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.session.apply import UnfitError
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage import files
from luisteren_tui.storage.journal.place import adopt_replacements
from luisteren_tui.storage.journal.reader import NO_START, JournalRead, read_journal
from luisteren_tui.storage.outcome.agreement import Worth, replaces, worth_beside
from luisteren_tui.storage.outcome.build import build
from luisteren_tui.storage.outcome.reading import Unreadable, read_outcome
from luisteren_tui.storage.outcome.schema import as_json
from luisteren_tui.storage.session_index import SessionFiles, id_of, list_files
from luisteren_tui.text.safe import safe_json

UNFIT = N_("{count} entries do not fit in this session and were left out.")
MENDED = N_("Part of its file was damaged. A copy with everything was there; the damaged one is kept as {name}.")
OTHER_OUTCOME = N_("There was another outcome of it already. That one is kept as {name}.")
OTHER_JOURNAL = N_("A file from while it ran holds something that the outcome does not have. It is kept as {name}.")
STILL_THERE = N_(
    "The file from while it ran ({name}), which may hold names, could not be removed yet: another program may be using "
    "it. The next start tries again."
)

_TAIL_BYTES = 2**16


class Finished(NamedTuple):
    """A session that got its `outcome`, or was mended, after a crash, and what was wrong with its files."""

    id: str
    outcome: Path
    problems: Sequence[Problem]


def encode(outcome: Mapping[str, Any]) -> str:
    """Return `outcome` as the text of its file. What UTF-8 can't encode is escaped."""
    return safe_json(json.dumps(outcome, indent=2, ensure_ascii=False)) + "\n"


def write(journal: Path, outcome: Mapping[str, Any], disk: files.Disk = files.DISK) -> Path:
    """Write `outcome` beside `journal`, and return its path. Raise OSError if that fails.

    Another outcome in its place is kept under a second name.
    """
    path = journal.with_suffix(".json")
    files.make_folder(path.parent)
    _keep_other(path, outcome, disk)
    files.replace_atomically(path, encode(outcome).encode(), disk)
    return path


def finish(journal: Path, outcome: Mapping[str, Any], disk: files.Disk = files.DISK) -> Path:
    """Write `outcome` beside `journal`, remove the journal, and return the path of the outcome.

    After an OSError the journal is still there.
    """
    path = write(journal, outcome, disk)
    files.remove(journal, disk)
    with suppress(OSError):  # the outcome counts, even if its journal reappears
        files.sync_folder(journal.parent, disk)
    return path


def remove_journal(journal: Path, disk: files.Disk = files.DISK) -> bool:
    """Take away the journal of a session that has ended, if its outcome holds all of it. Return whether it is gone."""
    outcome = journal.with_suffix(".json")
    with suppress(OSError, Unreadable):
        if outcome.is_file() and journal.is_file():
            _settle(journal.stem, outcome, journal, disk)
    return not os.path.lexists(journal)


def _keep_other(path: Path, outcome: Mapping[str, Any], disk: files.Disk) -> Path | None:
    """Set a file at `path` aside unless `outcome` holds everything that it holds. Return its other name."""
    regular = path.is_file() and not path.is_symlink()
    return files.set_aside(path, disk) if regular and not replaces(outcome, path) else None


def finish_ended(folder: Path, disk: files.Disk = files.DISK) -> list[Finished]:
    """Finish what a crash left in `folder`: write the outcomes of sessions that had ended, and remove their journals.

    Nothing is removed that is not held by another file. Raise OSError if writing fails.
    """
    mended = [
        Finished(id_of(kept.name), kept, [Problem((), MENDED, {"name": kept.name})])
        for kept in adopt_replacements(folder, disk)
    ]
    finished = (_finish_late(each, each.journal, disk) for each in list_files(folder) if each.journal)
    return [*mended, *(each for each in finished if each)]


def read_session(path: Path, problems: list[Problem] | None = None) -> dict[str, Any]:
    """Return the outcome in `path`, or the outcome so far if it is a journal. Add what is wrong with it to `problems`.

    Raise Unreadable if the file contains no session, OSError if it can't be read.
    """
    problems = [] if problems is None else problems
    if path.suffix == ".jsonl":
        journal = read_journal(path)
        state, found = _fold(journal)
        problems += found
        return build(state, journal.events, journal.last_seq)
    return as_json(read_outcome(path, problems))


def _finish_late(session: SessionFiles, journal: Path, disk: files.Disk) -> Finished | None:
    try:
        if session.outcome and (found := _settle(session.id, session.outcome, journal, disk)) is not None:
            return found if found.problems else None
        if not _may_have_ended(journal):
            return None
        records = read_journal(journal)
        state, problems = _fold(records)
    except (OSError, Unreadable):
        return None
    if records.read_only or state.timing.mode != Mode.ENDED:
        return None
    if problems and not records.cut_off:
        files.set_aside(journal, disk)
    outcome = build(state, records.events, records.last_seq)
    if other := _keep_other(journal.with_suffix(".json"), outcome, disk):
        problems.append(Problem((), OTHER_OUTCOME, {"name": other.name}))
    path = finish(journal, outcome, disk)
    return Finished(session.id, path, [*problems, *_still_there(journal)])


def _still_there(journal: Path) -> list[Problem]:
    return [Problem((), STILL_THERE, {"name": journal.name})] if os.path.lexists(journal) else []


def _settle(id: str, outcome: Path, journal: Path, disk: files.Disk) -> Finished | None:
    """Take away the journal beside an outcome that counts, and return what to say. Return None if the journal counts."""
    records = read_journal(journal)
    worth = worth_beside(outcome, records)
    if worth is Worth.DOUBTFUL:
        return None
    if worth is Worth.WHOLE:  # the crash came between writing the outcome and this
        files.remove(journal, disk)
        return Finished(id, outcome, _still_there(journal))
    if not records.records or records.read_only:
        return Finished(id, outcome, [])  # it holds nothing of a session, or belongs to a newer version
    aside = files.rename_aside(journal, disk)
    return Finished(id, outcome, [Problem((), OTHER_JOURNAL, {"name": aside.name})])


def _may_have_ended(journal: Path) -> bool:
    """Return whether the end of a journal says that the session ended. Reading all of it would delay the home screen."""
    with open(files.open_read(journal), "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
        return b'"type":"ended"' in file.read()


def _fold(journal: JournalRead) -> tuple[State, list[Problem]]:
    try:
        state, unfit = journal.fold()
    except UnfitError:
        raise Unreadable(NO_START) from None
    return state, [*journal.problems, *([Problem((), UNFIT, {"count": unfit})] if unfit else [])]
