"""Other files of a journal: what is found at its path instead, and the replacements that killed programs left."""

import itertools
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from luisteren_tui.session.events import Noted, Opened, Slot
from luisteren_tui.storage import files
from luisteren_tui.storage.files import CHANGED, DISK, Disk, Identity, identity, list_names
from luisteren_tui.storage.journal.line import Record, without_text
from luisteren_tui.storage.journal.reader import (
    MAX_JOURNAL_BYTES,
    MAX_LINE_BYTES,
    START_OF_LINE,
    JournalRead,
    read_journal,
)


class Displaced(OSError):
    """The file at the path is not the one that is written. `why` says so in a few words (a message id)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Holds(StrEnum):
    """What a file holds of a journal: its first lines and no more, also with a part of one more, or other lines too."""

    FIRST_LINES = "first lines"
    CUT_OFF = "cut off"
    OTHER_LINES = "other lines"
    NOTHING = "nothing"


def compare(path: Path, lines: Sequence[bytes]) -> tuple[Holds, int]:
    """Return what the file at `path` holds of the journal with these `lines`, and how many of them at its beginning.

    The first line is no other journal's. A line with a text that was replaced since counts as one without it. What
    can't be read holds nothing.
    """
    try:
        file = open(files.open_read(path), "rb")  # noqa: SIM115 - closed below; only opening it may fail
    except OSError:
        return Holds.NOTHING, 0
    with file:
        for number, ours in enumerate(lines):
            theirs = file.readline(MAX_LINE_BYTES)
            if ours in (theirs, _emptied(theirs)):
                continue
            if ours.startswith(theirs) and not theirs.endswith(b"\n"):  # it ends here, or within this line
                return Holds.CUT_OFF if theirs else Holds.FIRST_LINES, number
            return Holds.OTHER_LINES if number else Holds.NOTHING, number
        return Holds.OTHER_LINES if file.read(1) else Holds.FIRST_LINES, len(lines)


class SetAside:
    """Keeps what is found at the path of a journal under another name, once for as long as it is the same."""

    def __init__(self, path: Path, disk: Disk = DISK) -> None:
        self._path, self._disk = path, disk
        self._aside: Path | None = None
        self._apart: bytes | None = None
        self._linked: Identity | None = None

    def take(self) -> Path | None:
        """Return where the last file is that was kept since this was last called."""
        aside, self._aside, self._apart = self._aside, None, None
        return aside

    def keep(self, why: str, lines: Sequence[bytes]) -> None:
        """Keep what is at the path, which is not the journal with these `lines` because of `why` (a message id)."""
        there = self._disk.lstat(self._path)
        holds, _count = compare(self._path, lines)
        if holds is Holds.NOTHING and why == CHANGED:
            self._keep_apart(lines)
        elif holds is Holds.NOTHING and not stat.S_ISREG(there.st_mode):
            self._aside = move_aside(self._path, self._disk)
        elif holds in (Holds.NOTHING, Holds.OTHER_LINES) or why == CHANGED:  # who changes it may still be writing to it
            file = identity(there)
            if file is None or file != self._linked:
                self._aside = self._link(others=holds is Holds.NOTHING)
                self._linked = file

    def _link(self, *, others: bool) -> Path:
        """Give the file a second name, so that the path is never without one. Return that."""
        if not others:
            # It may hold notes of this session, so its name says that it belongs to it and is deleted with it.
            return files.set_aside(self._path, self._disk)
        aside = _free_name(self._path)
        try:
            self._disk.link(self._path, aside)
        except OSError:  # not every file system has links
            return move_aside(self._path, self._disk)
        return aside

    def _keep_apart(self, lines: Sequence[bytes]) -> None:
        """Keep what somebody else wrote to our file, without the lines that we have appended to it since."""
        try:
            data = files.read_bounded(self._path, MAX_JOURNAL_BYTES)
        except OSError:  # it is too large
            self._aside = move_aside(self._path, self._disk)
            return
        ours = {*lines}
        theirs = b"".join(part for part in START_OF_LINE.split(data) if not {part, _emptied(part)} & ours)
        if theirs != self._apart:
            aside = _free_name(self._path)
            files.write_new(aside, theirs, self._disk)
            self._aside, self._apart = aside, theirs


def move_aside(path: Path, disk: Disk = DISK) -> Path:
    """Give what is at `path` another name, which no session has, and return that. It is not opened or followed."""
    aside = _free_name(path)
    files.replace(path, aside, disk)
    return aside


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"other-{path.name}.{number}") for number in itertools.count(1))
    return next(name for name in names if not os.path.lexists(name))


def _emptied(line: bytes) -> bytes:
    return without_text(line[:-1]) + b"\n" if line.endswith(b"\n") else line


# Replacements are taken over where they hold more, and removed where they hold nothing new


def adopt_replacements(folder: Path, disk: Disk = DISK) -> list[Path]:
    """Settle the replacements of the journals in `folder`. One that contradicts its journal stays.

    Return where the damaged journals are kept that were replaced. Raise OSError if the folder can't be read.

    While the disk fails, or the journal is not at its path, the whole journal is written to a new file. A kill before
    that gets its name leaves the old file, which may hold less, or none. A power cut may also leave a part of the new
    one: then what is sound in either counts. Deleting a session removes its journal last, so what is without one was not
    deleted.
    """
    kept = []
    for name in list_names(folder):
        start, middle, end = name.partition(".jsonl.")
        if middle and end.endswith(".new"):
            kept.append(_settle(folder / name, folder / f"{start}.jsonl", disk))
    return [path for path in kept if path]


def _settle(new: Path, journal: Path, disk: Disk) -> Path | None:
    with suppress(OSError):
        found, old = read_journal(new), read_journal(journal) if os.path.lexists(journal) else None
        both = _together(old, found)
        if both is None:
            return None
        if old is not None and both == list(old.records):
            files.remove(new, disk)
            return None
        begun = old is not None and old.records
        if both and isinstance(both[0].event, Opened) and (begun or not os.path.lexists(journal.with_suffix(".json"))):
            kept = None if old is None or old.intact or old.cut_off else files.set_aside(journal, disk)
            if both == list(found.records):
                files.replace(new, journal, disk)
            else:
                whole = new.with_name(f"{new.name}.new")
                files.remove(whole, disk)
                files.write_new(whole, b"".join(record.line + b"\n" for record in both), disk)
                files.replace(whole, journal, disk)
            files.sync_folder(journal.parent, disk)
            files.remove(new, disk)
            return kept
    return None


def _together(old: JournalRead | None, new: JournalRead) -> list[Record] | None:
    """Return the records of a journal and its replacement, or None if they don't seem to be of one session."""
    if new.read_only or (old is not None and old.read_only):
        return None
    records = {record.seq: record for record in (old.records if old else ())}
    more = _records_with_texts(new, old.last_seq if old else 0)
    if records and more and records.keys().isdisjoint(record.seq for record in more):
        return None
    for record in more:
        known = records.setdefault(record.seq, record)
        if not _same(known, record):
            return None
        if len(record.line) > len(known.line):
            records[record.seq] = record
    return [records[seq] for seq in sorted(records)]


def _records_with_texts(new: JournalRead, last: int) -> list[Record]:
    """Return the records of a replacement of a journal up to `last`.

    Where a part of it is missing, a note without a text doesn't count if no later text of it is there: that may be what
    is missing, and the journal may have an earlier one.
    """
    if not new.problems and new.last_seq >= last:
        return list(new.records)
    records, later = list[Record](), set[Slot]()
    for record in reversed(new.records):
        event = record.event
        if isinstance(event, Noted) and event.text:
            later.add(event.slot)
        if not isinstance(event, Noted) or event.slot in later:
            records.append(record)
    return records[::-1]


def _same(one: Record, other: Record) -> bool:
    """Return whether two records are the same, or one without the text that a later one replaced."""
    return one.line == other.line or one.line == without_text(other.line) or without_text(one.line) == other.line
