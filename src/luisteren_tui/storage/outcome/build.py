"""Builds the outcome of a session from its state, at its end or so far."""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from luisteren_tui.people.group_sizes import group_labels
from luisteren_tui.session import turns
from luisteren_tui.session.apply import settled
from luisteren_tui.session.events import NAMES, Event, Slot, Undone
from luisteren_tui.session.parking import as_text
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.session_clock import real_wall_at
from luisteren_tui.session.state import State, group_of_turn, planned_s, track_in, turn_count
from luisteren_tui.session.timing import Mode, Track
from luisteren_tui.storage.outcome import schema
from luisteren_tui.system.clock import timestamp
from luisteren_tui.views.session_view import Status, activity_status
from luisteren_tui.workshop.model import Activity, Duration, Each

UNTIMED_EVENTS = frozenset(
    {"opened", "clock"}
    | {"noted", "marked", "focused"}
    | {"gathered", "grouped", "groups_shown"}
    | {"blanked", "text_shown", "room_viewed"}
    | {"line_shown", "parked", "parking_shown"}
)
"""The kinds of events that change no time, so they aren't adjustments."""

_SECOND = 1000
_LAST_WALL = 253_402_300_799_000  # the end of the year 9999
_STATUS = {Status.COMING: "unreached", Status.CURRENT: "current", Status.DONE: "done", Status.SKIPPED: "skipped"}


def build(state: State, events: Iterable[tuple[str, Event]], last_seq: int) -> dict[str, Any]:
    """Return the outcome of `state` as a JSON value. That of a running session is as of its newest event.

    `events` are all events, with or without those of notes, and their times (UTC, RFC 3339). Those that changed the
    time become adjustments.
    """
    opened, workshop, begun = state.opened, state.opened.workshop, begin_time(state)
    begun, known = opened.t if begun is None else begun, list(events)
    outcome = schema.Outcome(
        format=schema.OUTCOME_FORMAT,
        kind=opened.kind,
        id=opened.id,
        workshop=schema.WorkshopOutcome(workshop.id, workshop.title, opened.sha256, workshop.language),
        last_seq=last_seq,
        started=_at(real_wall_at(state, begun)),
        ended=_ended_at(state, begun) if state.timing.mode == Mode.ENDED else None,
        timezone=opened.timezone,
        participants=len(state.people.present) or opened.participants,
        activities=_activities(state, _too_fast(state, [event for _at, event in known])),
        adjustments=tuple(
            schema.Adjustment(f"{at[:19]}Z", NAMES[type(event)]) for at, event in known if _is_adjustment(event)
        ),
        parking_lot=as_text(state.parking),
        plan=opened.plan,
        uid=opened.uid,
    )
    return schema.as_json(outcome)


def _is_adjustment(event: Event) -> bool:
    people_undone = isinstance(event, Undone) and event.people is not None
    return NAMES[type(event)] not in UNTIMED_EVENTS and not people_undone


def _too_fast(state: State, events: Sequence[Event]) -> Container[str]:
    """Return the activities of a rehearsal that ran too fast to speak along, and all activities of a session."""
    if state.opened.kind != "rehearsal":
        return state.activities
    # Lazy: only rehearsals need it.
    from luisteren_tui.planning.rehearsal import hurried_activities

    return hurried_activities(state.opened, events)


def _activities(state: State, too_fast: Container[str]) -> tuple[schema.ActivityOutcome, ...]:
    timing = settled(state, state.t)
    written: dict[str, set[Slot]] = {}
    for slot in {slot for slot, text in state.notes.items() if text.strip()} | state.marks:
        written.setdefault(slot.activity, set()).add(slot)
    return tuple(
        _activity(
            state,
            activity,
            track_in(state, timing, activity.id),
            written.get(activity.id, set()),
            spoken=activity.id not in too_fast,
        )
        for activity in state.opened.workshop.activities
    )


def _activity(
    state: State, activity: Activity, track: Track, written: set[Slot], *, spoken: bool
) -> schema.ActivityOutcome:
    return schema.ActivityOutcome(
        id=activity.id,
        step=activity.step,
        title=activity.title,
        form=activity.form,
        status=_STATUS[activity_status(state, activity)],
        planned_s=Duration(planned_s(state.opened, activity)),
        actual_s=Duration(track.spent // _SECOND),
        paused_s=Duration(track.paused // _SECOND),
        started=None if track.started is None else _at(real_wall_at(state, track.started)),
        prompts=activity.prompts,
        turns=_turns(state, activity, track),
        notes=tuple(_note(state, activity, slot) for slot in sorted(written, key=schema.slot_order)),
        spoken=spoken and track.spent >= _SECOND,
        label=activity.label,
        groups=tuple(map(len, state.people.groups.get(activity.id, ()))) if activity.groups else (),
        group_labels=group_labels(state.opened.workshop, activity),
        repeats=activity.repeats,
        round=activity.round,
    )


def _turns(state: State, activity: Activity, track: Track) -> tuple[schema.TurnOutcome, ...]:
    if track.started is None or activity.turns is None:
        return ()
    count = turn_count(state, activity) if track.turns is None else track.turns
    return tuple(
        schema.TurnOutcome(_who(state, activity, n), Duration(ms // _SECOND), activity.turns.each)
        for n, ms in enumerate(turns.turn_lengths(activity, track, count), 1)
    )


def _who(state: State, activity: Activity, turn: int) -> str:
    """Return the role of a turn, or the number of the group or the participant."""
    each = activity.turns.each if activity.turns is not None else None
    if each == Each.ROLE and turn <= len(activity.roles):
        return activity.roles[turn - 1]
    return str(group_of_turn(state, activity, turn) if each == Each.GROUP else turn)


def _note(state: State, activity: Activity, slot: Slot) -> schema.NoteOutcome:
    question = dict(enumerate(activity.prompts, 1)).get(slot.prompt or 0)
    text = state.notes.get(slot, "")
    return schema.NoteOutcome(slot.prompt, slot.group, slot.private, question, text, slot in state.marks)


def _ended_at(state: State, begun: int) -> str:
    start, end = real_wall_at(state, begun), real_wall_at(state, state.timing.since)
    # When the clock was set back to before the start, only the time that ran tells when the session ended.
    return _at(end if end >= start else start + state.timing.since - begun)


def _at(wall: int) -> str:
    return timestamp(min(max(0, wall), _LAST_WALL))[:19] + "Z"
