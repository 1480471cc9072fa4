"""The past sessions and rehearsals of a workshop, with their planned and actual times."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from heapq import merge
from itertools import islice
from pathlib import Path

from luisteren_tui.planning.rehearsal import MAX_SPOKEN_RATE
from luisteren_tui.planning.statistics import ActivityTime, PastRun
from luisteren_tui.storage.file_names import MINUTE_LENGTH, id_word
from luisteren_tui.storage.outcome.reading import Unreadable, read_outcome
from luisteren_tui.storage.outcome.schema import Outcome, real_seconds
from luisteren_tui.storage.session_index import Kind, SessionFiles, list_files, read_entry
from luisteren_tui.system.paths import Folders

MAX_RUNS = 200
"""The most runs that are read; older ones say little about the next."""

_HURRIED_SLACK_S = 60


def runs(
    folders: Iterable[Path], workshop_id: str, newest: int = MAX_RUNS, left_out: list[Kind] | None = None
) -> list[PastRun]:
    """Return the `newest` ended runs of a workshop in `folders`, newest first.

    Add the kinds of unfinished and damaged sessions to `left_out`. Raise OSError if a folder can't be read.
    """
    start = f"-{id_word(workshop_id)}-"
    found = merge(*map(list_files, folders), key=lambda files: files.id[:MINUTE_LENGTH], reverse=True)
    # The id tells the workshop apart from most others without opening a file.
    candidates = (files for files in found if f"{files.id[MINUTE_LENGTH:]}-".startswith(start))
    return list(islice(_read(candidates, workshop_id, left_out), newest))


def plans_held(sessions: Path, ids: Iterable[str]) -> frozenset[str]:
    """Return the names of the plans that one of these sessions was held by, for at least half of their time."""
    held = set()
    for id in ids:
        with suppress(OSError, Unreadable):
            outcome = read_outcome(sessions / f"{id}.json")
            planned = sum(each.planned_s for each in outcome.activities)
            if outcome.plan and 2 * sum(each.actual_s for each in outcome.activities) >= planned:
                held.add(outcome.plan)
    return frozenset(held)


def spoken_runs(folders: Folders, workshop_id: str) -> list[PastRun]:
    """Return the past sessions of a workshop, and the rehearsals in which there was time to talk.

    Raise OSError if they can't be read.
    """
    return [run for run in runs((folders.sessions, folders.rehearsals), workshop_id) if not run.hurried]


def _read(found: Iterable[SessionFiles], workshop_id: str, left_out: list[Kind] | None) -> Iterator[PastRun]:
    skipped: list[Kind] = [] if left_out is None else left_out
    for files in found:
        outcome_path = files.outcome
        if outcome_path is None and left_out is None:
            continue
        if outcome_path is None or files.journal:
            entry = read_entry(files)
            if entry.kind is not Kind.ENDED:
                if entry.opened is None or entry.opened.workshop.id == workshop_id:
                    skipped.append(entry.kind)
                continue
            outcome_path = entry.path
        try:
            outcome = read_outcome(outcome_path)
        except (OSError, Unreadable):
            skipped.append(Kind.DAMAGED)
            continue
        if outcome.workshop.id != workshop_id:
            continue
        if outcome.ended:
            yield _past_run(files.id, outcome)
        else:
            skipped.append(Kind.UNFINISHED)


def _past_run(id: str, outcome: Outcome) -> PastRun:
    return PastRun(
        id=id,
        started=outcome.started,
        kind=outcome.kind,
        activities=tuple(
            ActivityTime(
                id=each.id,
                planned_s=each.planned_s,
                actual_s=each.actual_s,
                status=each.status,
                title=each.title,
                turns_s=sum(turn.actual_s for turn in each.turns),
                spoken=each.spoken,
            )
            for each in outcome.activities
        ),
        sha256=outcome.workshop.sha256,
        hurried=_hurried(outcome),
    )


def _hurried(outcome: Outcome) -> bool:
    """Return whether the session was a rehearsal at high speed, or one that was mostly skipped."""
    real = real_seconds(outcome.started, outcome.ended)
    if outcome.kind != "rehearsal" or real is None:
        return False
    return sum(each.actual_s + each.paused_s for each in outcome.activities) > MAX_SPOKEN_RATE * real + _HURRIED_SLACK_S
