"""All sessions and rehearsals, newest first, as far as a list of them needs: no more work than reading the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from luisteren_tui.storage import deletion
from luisteren_tui.storage.outcome.schema import FORMAT, totals
from luisteren_tui.storage.session_index import Entry, Kind, Name, files_of, look, names, others
from luisteren_tui.system.paths import Folders


@dataclass(frozen=True, slots=True)
class Row:
    """A session or `rehearsal`, or a file that is none (its `id` is its name then); times in seconds.

    Where a `newer` version wrote it, it is read as far as it goes. Only an ended one has figures, and is `whole` unless
    it was broken off: then something was not reached. It was `started` at this time (UTC, RFC 3339), in this `timezone`.
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


@dataclass(frozen=True, slots=True)
class Found:
    """A session or a `rehearsal` by the names of its files, not yet read."""

    name: Name
    rehearsal: bool


def find(folders: Folders) -> list[Found]:
    """Return what there is, by the names of files alone, the newest first. Raise an OSError when a folder can't be read."""
    kinds = ((folders.sessions, False), (folders.rehearsals, True))
    found = [Found(name, rehearsal) for folder, rehearsal in kinds for name in names(folder)]
    # Stable: within a minute the order of names() holds.
    return sorted(found, key=lambda one: one.name.id[: len("2026-11-24-1330")], reverse=True)


def foreign(folders: Folders) -> list[Row]:
    """Return the files among the sessions and rehearsals that are none."""
    kinds = ((folders.sessions, False), (folders.rehearsals, True))
    return [Row(path.name, path, Kind.FOREIGN, rehearsal) for folder, rehearsal in kinds for path in others(folder)]


def leftovers(folders: Folders, found: Iterable[Found]) -> list[Row]:
    """Return what is left of sessions that are not `found`: what was set aside, or half written. It may hold notes."""
    known = {(one.name.id, one.rehearsal) for one in found}
    return [
        Row(one.id, files_of(one.id, one.folder)[0], Kind.DAMAGED, one.rehearsal)
        for one in deletion.stored(folders.data)
        if (one.id, one.rehearsal) not in known
    ]


def row(found: Found) -> Row:
    """Read a session; whatever is in its files, it gets a row."""
    return row_of(look(found.name), found.rehearsal)


def row_of(entry: Entry, rehearsal: bool) -> Row:
    """Return the row of what was found of a session or `rehearsal`."""
    bare = Row(entry.id, entry.path, entry.kind, rehearsal)
    if entry.opened is not None:
        workshop = entry.opened.workshop
        return Row(entry.id, entry.path, entry.kind, rehearsal, workshop.id, workshop.title)
    if entry.outcome is None:
        return bare
    try:
        return _ended(bare, entry.outcome)
    except (KeyError, TypeError, ValueError, AttributeError):
        return Row(entry.id, entry.path, Kind.DAMAGED, rehearsal)


def _ended(bare: Row, outcome: Mapping[str, Any]) -> Row:
    workshop, format = outcome["workshop"], outcome["format"]
    if type(workshop["id"]) is not str or type(workshop["title"]) is not str or type(format) is not int:
        raise TypeError
    planned, actual, _paused = totals(outcome["activities"])
    notes = sum(bool(note["text"].strip()) for one in outcome["activities"] for note in one["notes"])
    whole = all(one["status"] != "unreached" for one in outcome["activities"])
    if type(planned) is not int or type(actual) is not int:
        raise TypeError
    newer = format > FORMAT
    return Row(
        bare.id,
        bare.path,
        bare.kind,
        bare.rehearsal,
        workshop["id"],
        workshop["title"],
        newer,
        planned,
        actual,
        notes,
        whole,
        str(outcome.get("started", "")),
        str(outcome.get("timezone", "")),
    )
