"""The ended sessions and rehearsals of one workshop: what was planned and how long it took."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any

from luisteren_tui.planning.statistics import ActivityTime, PastRun
from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
from luisteren_tui.storage.outcome.schema import real_seconds, totals
from luisteren_tui.storage.session_index import Kind, Name, base_id, look, names
from luisteren_tui.system.paths import Folders

NEWEST = 200
"""How many runs are read: older ones say little about the next."""

HURRIED = 2
"""A rehearsal that took so many times less than it says tells nothing of how long people talk."""

_SLACK = 60
_MINUTE = len("2026-11-24-1330")


def runs(
    folders: Iterable[Path], workshop_id: str, newest: int = NEWEST, left_out: list[Kind] | None = None
) -> list[PastRun]:
    """Return the ended runs of a workshop in `folders`, the newest first and at most `newest`.

    Foreign files are passed over, and so are those that have not ended or are damaged: what those are is added to
    `left_out`. Raise an OSError when a folder can't be read.
    """
    word = base_id(datetime(2000, 1, 1, tzinfo=UTC), workshop_id)[_MINUTE:]
    found = merge(*(names(folder) for folder in folders), key=lambda name: name.id[:_MINUTE], reverse=True)
    # By the name first, so that no file of another workshop is opened.
    mine = (name for name in found if f"{name.id[_MINUTE:]}-".startswith(f"{word}-"))
    return list(islice(_read(mine, workshop_id, left_out), newest))


def spoken_runs(folders: Folders, workshop_id: str) -> list[PastRun]:
    """Return the past sessions of a workshop, and the rehearsals in which there was time to talk.

    Raises OSError if they can't be read.
    """
    return [run for run in runs((folders.sessions, folders.rehearsals), workshop_id) if not run.hurried]


def _read(found: Iterable[Name], workshop_id: str, left_out: list[Kind] | None) -> Iterator[PastRun]:
    without: list[Kind] = [] if left_out is None else left_out
    for name in found:
        if name.outcome is None and left_out is None:
            continue  # nobody asks what it is
        if name.outcome is None or name.journal:
            entry = look(name)
            if entry.kind is not Kind.ENDED:
                if entry.opened is None or entry.opened.workshop.id == workshop_id:
                    without.append(entry.kind)
                continue
        assert name.outcome is not None, "it has ended"
        try:
            outcome = read_session(name.outcome)
        except (OSError, Unreadable):
            without.append(Kind.DAMAGED)
            continue
        if outcome["workshop"]["id"] == workshop_id and not outcome["ended"]:
            without.append(Kind.UNFINISHED)
        elif outcome["workshop"]["id"] == workshop_id:
            took = tuple(
                ActivityTime(
                    each["id"],
                    each["planned_s"],
                    each["actual_s"],
                    each["status"],
                    each["title"],
                    sum(turn["actual_s"] for turn in each["turns"]),
                )
                for each in outcome["activities"]
            )
            sha256, hurried = outcome["workshop"]["sha256"], _hurried(outcome)
            yield PastRun(name.id, outcome["started"], outcome["kind"], took, sha256, hurried)


def _hurried(outcome: Mapping[str, Any]) -> bool:
    """Return whether it was a rehearsal at speed, or one that was for the most part passed over."""
    real = real_seconds(outcome)
    _planned, actual, paused = totals(outcome["activities"])
    return outcome["kind"] == "rehearsal" and real is not None and actual + paused > HURRIED * real + _SLACK
