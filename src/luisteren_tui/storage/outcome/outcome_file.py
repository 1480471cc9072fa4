"""The outcome of a session: built from its state, kept as one JSON file, and read back."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.people.people import People
from luisteren_tui.planning.plan import NAMELESS
from luisteren_tui.session import turns
from luisteren_tui.session.apply import UnfitError, settled
from luisteren_tui.session.events import (
    NAMES,
    Blanked,
    Clock,
    Event,
    Focused,
    Gathered,
    Grouped,
    GroupsShown,
    Marked,
    Noted,
    Opened,
    RoomViewed,
    Slot,
    TextShown,
    Undone,
)
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.session_clock import real_wall_at
from luisteren_tui.session.state import State, planned_s, track_in, turn_count
from luisteren_tui.session.timing import Mode, Track
from luisteren_tui.storage import files
from luisteren_tui.storage.journal.line import timestamp
from luisteren_tui.storage.journal.reader import NEWER, NO_START, JournalRead, Record, read_journal
from luisteren_tui.storage.outcome.schema import (
    FORMAT,
    ActivityOutcome,
    Adjustment,
    NoteOutcome,
    Outcome,
    TurnOutcome,
    WorkshopOutcome,
    place,
)
from luisteren_tui.storage.session_index import LARGEST_OUTCOME, Kind, Name, look, names
from luisteren_tui.storage.typed_reader import dump, read_stored
from luisteren_tui.text.safe import safe_json
from luisteren_tui.views.session_view import Status, activity_status
from luisteren_tui.workshop.model import Activity, Duration, Each

NOT_AN_OUTCOME = N_("This file is damaged, or it is not the outcome of a session.")
UNFIT = N_("{count} entries do not fit in this session and were left out.")

_SECOND = 1000
_TAIL = 2**16
_LAST_WALL = 253_402_300_799_000  # the end of the year 9999
_NO_TIMING = (Opened, Clock, Noted, Marked, Focused, Gathered, Grouped, GroupsShown, Blanked, TextShown, RoomViewed)
_STATUS = {Status.COMING: "unreached", Status.CURRENT: "current", Status.DONE: "done", Status.SKIPPED: "skipped"}


class Unreadable(ValueError):
    """A file that holds no session that can be shown; `problem` says so."""

    def __init__(self, message: str = NOT_AN_OUTCOME) -> None:
        super().__init__(message)
        self.problem = Problem((), message)


class Finished(NamedTuple):
    """A session that had ended and got its `outcome` later, with what was wrong with its journal."""

    id: str
    outcome: Path
    problems: Sequence[Problem]


def adjustments(records: Iterable[Record]) -> list[dict[str, str]]:
    """Return what was done with the time: {"at", "type"} of each event that is neither a note, people nor bookkeeping."""
    return [adjustment(record.at, record.event) for record in records if is_adjustment(record.event)]


def is_adjustment(event: Event) -> bool:
    """Return whether an event is something that was done with the time."""
    return not isinstance(event, _NO_TIMING) and not (isinstance(event, Undone) and event.people is not None)


def adjustment(at: str, event: Event) -> dict[str, str]:
    """Return what an outcome says of an event of the time `at` (UTC, RFC 3339)."""
    return {"at": f"{at[:19]}Z", "type": NAMES[type(event)]}


def build(state: State, adjustments: Sequence[Mapping[str, str]], last_seq: int) -> dict[str, Any]:
    """Return the outcome of `state` as JSON has it; of a session that runs, as it was at its newest event."""
    opened, workshop, begun = state.opened, state.opened.workshop, begin_time(state)
    outcome = Outcome(
        format=FORMAT,
        kind=opened.kind,
        id=opened.id,
        workshop=WorkshopOutcome(workshop.id, workshop.title, opened.sha256, workshop.language),
        last_seq=last_seq,
        started=_at(state, opened.t if begun is None else begun),
        ended=_at(state, state.timing.since) if state.timing.mode == Mode.ENDED else None,
        timezone=opened.timezone,
        participants=len(state.people.present) or opened.participants,
        activities=_activities(state),
        adjustments=tuple(Adjustment(item["at"], item["type"]) for item in adjustments),
    )
    built: dict[str, Any] = dump(outcome)
    return built


def encode(outcome: Mapping[str, Any]) -> str:
    """Return `outcome` as the text of its file, to be encoded as UTF-8: what does not fit in it is escaped."""
    return safe_json(json.dumps(outcome, indent=2, ensure_ascii=False)) + "\n"


def finish(journal: Path, outcome: Mapping[str, Any], disk: files.Disk = files.DISK) -> Path:
    """Write `outcome` beside its `journal`, remove that one, and return where it is.

    After an OSError the journal is still there.
    """
    path = journal.with_suffix(".json")
    files.replace_atomically(path, encode(outcome).encode(), disk)
    files.remove(journal, disk)
    with suppress(OSError):  # a journal that is still there counts for less than the outcome
        files.sync_folder(journal.parent, disk)
    return path


def finish_ended(folder: Path, disk: files.Disk = files.DISK) -> list[Finished]:
    """Finish the sessions in `folder` that ended while the program could not; an OSError when writing fails."""
    finished = (_finish_late(name, name.journal, disk) for name in names(folder) if name.journal)
    return [one for one in finished if one]


def read_session(path: Path, problems: list[Problem] | None = None) -> dict[str, Any]:
    """Return the outcome in `path`, or that of the journal `path` so far; add to `problems` what is wrong with the file.

    Raise Unreadable when there is none in it, and an OSError when the file can't be read.
    """
    problems = [] if problems is None else problems
    if path.suffix == ".jsonl":
        journal = read_journal(path)
        state, found = _fold(journal)
        problems += found
        return build(state, adjustments(journal.records), journal.last_seq)
    try:
        value = json.loads(files.read_bounded(path, LARGEST_OUTCOME))
    except (ValueError, RecursionError):
        raise Unreadable from None
    return _checked(value, problems)


def names_typed(journal: Path) -> tuple[str, ...]:
    """Return the names that were typed for the groups, of whoever left too; they are in a journal alone."""
    people = (getattr(record.event, "people", None) for record in read_journal(journal).records)
    return tuple(dict.fromkeys(name for some in people if isinstance(some, People) for name in some.names))


def _checked(value: Any, problems: list[Problem]) -> dict[str, Any]:
    outcome, found = read_stored(Outcome, value, wrong_too=True)
    if outcome is None:
        raise Unreadable
    problems += [Problem((), NEWER, {"format": outcome.format})] if outcome.format > FORMAT else found
    checked: dict[str, Any] = dump(outcome)
    for activity in checked["activities"]:
        activity["title"] = activity["title"] or _(NAMELESS)  # it went with the notes
    return checked


def _finish_late(name: Name, journal: Path, disk: files.Disk) -> Finished | None:
    if name.outcome and look(name).kind is Kind.ENDED:
        files.remove(journal, disk)  # it was only not removed yet
        return None
    try:
        if not _may_have_ended(journal):
            return None
        records = read_journal(journal)
        state, problems = _fold(records)
    except (OSError, Unreadable):
        return None
    if records.read_only or state.timing.mode != Mode.ENDED:
        return None
    if not (records.intact or records.cut_off):
        files.set_aside(journal, disk)
    outcome = build(state, adjustments(records.records), records.last_seq)
    return Finished(name.id, finish(journal, outcome, disk), problems)


def _may_have_ended(journal: Path) -> bool:
    """Return whether the last part of a journal tells of an end: home does not wait for the whole of one that goes on."""
    with open(files.open_read(journal), "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
        return b'"type":"ended"' in file.read()


def _fold(journal: JournalRead) -> tuple[State, list[Problem]]:
    try:
        state, unfit = journal.fold()
    except UnfitError:
        raise Unreadable(NO_START) from None
    return state, [*journal.problems, *([Problem((), UNFIT, {"count": unfit})] if unfit else [])]


def _activities(state: State) -> tuple[ActivityOutcome, ...]:
    timing = settled(state, state.t)
    written: dict[str, set[Slot]] = {}
    for slot in {slot for slot, text in state.notes.items() if text.strip()} | state.marks:
        written.setdefault(slot.activity, set()).add(slot)
    return tuple(
        _activity(state, activity, track_in(state, timing, activity.id), written.get(activity.id, set()))
        for activity in state.opened.workshop.activities
    )


def _activity(state: State, activity: Activity, track: Track, written: set[Slot]) -> ActivityOutcome:
    return ActivityOutcome(
        id=activity.id,
        step=activity.step,
        title=activity.title,
        form=activity.form,
        status=_STATUS[activity_status(state, activity)],
        planned_s=Duration(planned_s(state.opened, activity)),
        actual_s=Duration(track.spent // _SECOND),
        paused_s=Duration(track.paused // _SECOND),
        started=None if track.started is None else _at(state, track.started),
        prompts=activity.prompts,
        turns=_turns(state, activity, track),
        notes=tuple(_note(state, activity, slot) for slot in sorted(written, key=place)),
    )


def _turns(state: State, activity: Activity, track: Track) -> tuple[TurnOutcome, ...]:
    if track.started is None or activity.turns is None:
        return ()
    count = turn_count(state, activity) if track.turns is None else track.turns
    roles = activity.roles if activity.turns.each == Each.ROLE else ()
    return tuple(
        TurnOutcome(roles[n] if n < len(roles) else str(n + 1), Duration(ms // _SECOND), activity.turns.each)
        for n, ms in enumerate(turns.turn_lengths(activity, track, count))
    )


def _note(state: State, activity: Activity, slot: Slot) -> NoteOutcome:
    question = dict(enumerate(activity.prompts, 1)).get(slot.prompt or 0)
    text = state.notes.get(slot, "")
    return NoteOutcome(slot.prompt, slot.group, slot.private, question, text, slot in state.marks)


def _at(state: State, t: int) -> str:
    return timestamp(min(max(0, real_wall_at(state, t)), _LAST_WALL))[:19] + "Z"
