"""Replacements of journals that killed programs left: taken over where they hold more, removed where they hold nothing new."""

import os
from contextlib import suppress
from pathlib import Path

from luisteren_tui.storage import files
from luisteren_tui.storage.files import DISK, Disk, list_names
from luisteren_tui.storage.journal.line import Record, without_text
from luisteren_tui.storage.journal.reader import JournalRead, read_journal


def adopt_replacements(folder: Path, disk: Disk = DISK) -> list[Path]:
    """Settle the replacements of the journals in `folder`. One that contradicts its journal stays.

    Return where the damaged journals are kept that were replaced. Raise OSError if the folder can't be read.

    While the disk fails, or the journal is not at its path, the whole journal is written to a new file. A kill before
    that gets its name leaves the old file, which may hold less, or none. Deleting a session removes its journal last, so
    what is without one was not deleted.
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
        if old is not None and _holds_all(old, found):
            files.remove(new, disk)
            return None
        begun = old is not None and old.records
        if found.opened and (begun or not os.path.lexists(journal.with_suffix(".json"))) and _holds_all(found, old):
            kept = None if old is None or old.intact or old.cut_off else files.set_aside(journal, disk)
            disk.replace(new, journal)
            files.sync_folder(journal.parent, disk)
            return kept
    return None


def _holds_all(more: JournalRead, less: JournalRead | None) -> bool:
    if less is None:
        return True
    there = {record.seq: record for record in more.records}
    return all(record.seq in there and _same(there[record.seq], record) for record in less.records)


def _same(one: Record, other: Record) -> bool:
    """Return whether two records are the same, or one without the text that a later one replaced."""
    return one.line == other.line or one.line == without_text(other.line) or without_text(one.line) == other.line
