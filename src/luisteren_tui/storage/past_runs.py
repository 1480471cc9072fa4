"""The ended sessions and rehearsals of one workshop: what was planned and how long it took."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import Any

from luisteren_tui.i18n import _
from luisteren_tui.planning.forecast import Time
from luisteren_tui.planning.plan import OWN
from luisteren_tui.storage.outcome.outcome_file import Unreadable, read_session
from luisteren_tui.storage.outcome.schema import NAMELESS, real_seconds, totals
from luisteren_tui.storage.session_index import Kind, Name, base_id, look, names

NEWEST = 200
"""How many runs are read: older ones say little about the next."""

HURRIED = 2
"""A rehearsal that took so many times less than it says tells nothing of how long people talk."""

_SLACK = 60
_MINUTE = len("2026-11-24-1330")
_DONE, _UNREACHED = "done", "unreached"


@dataclass(frozen=True, slots=True)
class Took:
    """What an activity was planned to take and took, in seconds; its `status` is done, skipped or unreached.

    `turns_s` is what its turns took together.
    """

    id: str
    planned_s: int
    actual_s: int
    status: str
    title: str
    turns_s: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """An ended session or rehearsal (its `kind`), `started` at this time (UTC, RFC 3339).

    `sha256` is that of its workshop's file, as it was then. One that was `hurried` went much faster than people talk.
    """

    id: str
    started: str
    kind: str
    activities: tuple[Took, ...]
    sha256: str = ""
    hurried: bool = False

    @property
    def whole(self) -> bool:
        """Whether it came to its end: it was not broken off, though something may have been skipped."""
        return all(each.status != _UNREACHED for each in self.activities)


def runs(
    folders: Iterable[Path], workshop_id: str, newest: int = NEWEST, left_out: list[Kind] | None = None
) -> list[Run]:
    """Return the ended runs of a workshop in `folders`, the newest first and at most `newest`.

    Foreign files are passed over, and so are those that have not ended or are damaged: what those are is added to
    `left_out`. Raise an OSError when a folder can't be read.
    """
    word = base_id(datetime(2000, 1, 1, tzinfo=UTC), workshop_id)[_MINUTE:]
    found = merge(*(names(folder) for folder in folders), key=lambda name: name.id[:_MINUTE], reverse=True)
    # By the name first, so that no file of another workshop is opened.
    mine = (name for name in found if f"{name.id[_MINUTE:]}-".startswith(f"{word}-"))
    return list(islice(_read(mine, workshop_id, left_out), newest))


def times(runs: Sequence[Run], id: str, title: str) -> tuple[Time | None, ...]:
    """Return the time of an activity in each run, None where it was not done, or cut short by the end.

    The ids of own blocks are those of one plan: they are the same only where their `title` is too.
    """
    return tuple(_time(run, id, title) for run in runs)


def done(run: Run, id: str, title: str) -> Took | None:
    """Return what a run made of an activity, as `times` does."""
    for place, took in enumerate(run.activities):
        if took.id == id and (took.title == title != _(NAMELESS) or not id.startswith(OWN)):
            after = {each.status for each in run.activities[place + 1 :]}
            cut = _UNREACHED in after and _DONE not in after and took.actual_s < took.planned_s
            return took if took.status == _DONE and not cut else None
    return None


def _read(found: Iterable[Name], workshop_id: str, left_out: list[Kind] | None) -> Iterator[Run]:
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
                Took(
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
            yield Run(name.id, outcome["started"], outcome["kind"], took, sha256, hurried)


def _time(run: Run, id: str, title: str) -> Time | None:
    took = done(run, id, title)
    return None if took is None else Time(took.planned_s, took.actual_s)


def _hurried(outcome: Mapping[str, Any]) -> bool:
    """Return whether it was a rehearsal at speed, or one that was for the most part passed over."""
    real = real_seconds(outcome)
    _planned, actual, paused = totals(outcome["activities"])
    return outcome["kind"] == "rehearsal" and real is not None and actual + paused > HURRIED * real + _SLACK
