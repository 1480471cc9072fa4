"""Builds the outcome of a session from its state, as it is when it ends or as far as it has come."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from luisteren_tui.session import turns
from luisteren_tui.session.apply import settled
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
from luisteren_tui.storage.journal.line import timestamp
from luisteren_tui.storage.journal.reader import Record
from luisteren_tui.storage.outcome.schema import (
    OUTCOME_FORMAT,
    ActivityOutcome,
    Adjustment,
    NoteOutcome,
    Outcome,
    TurnOutcome,
    WorkshopOutcome,
    slot_order,
)
from luisteren_tui.storage.typed_reader import dump
from luisteren_tui.views.session_view import Status, activity_status
from luisteren_tui.workshop.model import Activity, Duration, Each

_SECOND = 1000
_LAST_WALL = 253_402_300_799_000  # the end of the year 9999
_NO_TIMING = (Opened, Clock, Noted, Marked, Focused, Gathered, Grouped, GroupsShown, Blanked, TextShown, RoomViewed)
_STATUS = {Status.COMING: "unreached", Status.CURRENT: "current", Status.DONE: "done", Status.SKIPPED: "skipped"}


def adjustments(records: Iterable[Record]) -> list[dict[str, str]]:
    """Return the adjustments among `records`: events that changed the time, as {"at", "type"}."""
    return [adjustment(record.at, record.event) for record in records if is_adjustment(record.event)]


def is_adjustment(event: Event) -> bool:
    """Return whether an event changed the time, and is no note, no change of people and no bookkeeping."""
    return not isinstance(event, _NO_TIMING) and not (isinstance(event, Undone) and event.people is not None)


def adjustment(at: str, event: Event) -> dict[str, str]:
    """Return the adjustment for an event at the time `at` (UTC, RFC 3339)."""
    return {"at": f"{at[:19]}Z", "type": NAMES[type(event)]}


def build(state: State, adjustments: Sequence[Mapping[str, str]], last_seq: int) -> dict[str, Any]:
    """Return the outcome of `state` as a JSON value. That of a running session is as of its newest event."""
    opened, workshop, begun = state.opened, state.opened.workshop, begin_time(state)
    outcome = Outcome(
        format=OUTCOME_FORMAT,
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
        notes=tuple(_note(state, activity, slot) for slot in sorted(written, key=slot_order)),
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
