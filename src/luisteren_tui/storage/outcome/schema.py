"""The shape of an outcome's file: what is written, and what a file is checked against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from luisteren_tui.i18n import N_
from luisteren_tui.session.events import Slot
from luisteren_tui.workshop.model import Duration, Each

FORMAT = 1
"""The format that is written; a newer one is read as far as it goes."""
NAMELESS = N_("own block")
"""What is shown for the title of an own block that was forgotten with the notes."""


@dataclass(frozen=True, slots=True)
class NoteOutcome:
    """A note, or a mark on an empty slot; a general one has neither `prompt` nor `group`.

    `edited` is when its text was last changed after the end (UTC, RFC 3339); what it was before is kept nowhere.
    """

    prompt: int | None
    group: int | None
    private: bool
    question: str | None
    text: str
    marked: bool = False
    edited: str | None = None


@dataclass(frozen=True, slots=True)
class TurnOutcome:
    """How long a turn took; `who` is the role, or the number of the round, group or participant, as `each` says."""

    who: str
    actual_s: Duration
    each: Each | None = None


@dataclass(frozen=True, slots=True)
class ActivityOutcome:
    """What became of an activity; its `status` is done, skipped or unreached, and current while the session runs."""

    id: str
    step: int | None
    title: str
    form: str
    status: str
    planned_s: Duration
    actual_s: Duration
    paused_s: Duration
    started: str | None
    prompts: tuple[str, ...] = ()
    turns: tuple[TurnOutcome, ...] = ()
    notes: tuple[NoteOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkshopOutcome:
    """Which workshop it was."""

    id: str
    title: str
    sha256: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Something that was done with the time; `type` is the name of the event."""

    at: str
    type: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole file. Times are UTC (RFC 3339); `ended` is None while the session runs."""

    format: int
    kind: str
    id: str
    workshop: WorkshopOutcome
    last_seq: int
    started: str
    ended: str | None
    timezone: str
    participants: int
    activities: tuple[ActivityOutcome, ...]
    adjustments: tuple[Adjustment, ...] = ()


class Totals(NamedTuple):
    """How long all of a session was planned to take, took, and stood still, in seconds."""

    planned_s: int
    actual_s: int
    paused_s: int


def totals(activities: Iterable[Mapping[str, Any]]) -> Totals:
    """Return the totals of all activities of an outcome, also of those that were skipped or not reached.

    This is what every list, screen and report calls the total: what it took is all time that ran, without pauses.
    """
    planned = actual = paused = 0
    for one in activities:
        planned, actual, paused = planned + one["planned_s"], actual + one["actual_s"], paused + one["paused_s"]
    return Totals(planned, actual, paused)


def place(slot: Slot) -> tuple[bool, bool, int, bool, int]:
    """Return what sorts the slots of an activity: prompts, groups, general, private."""
    return slot.private, slot.prompt is None, slot.prompt or 0, slot.group is None, slot.group or 0


def real_seconds(outcome: Mapping[str, Any]) -> int | None:
    """Return how long it took by the clock on the wall, None where that can't be told."""
    try:
        began, ended = (datetime.fromisoformat(outcome[name]) for name in ("started", "ended"))
        return max(0, round((ended - began).total_seconds()))
    except (TypeError, ValueError):
        return None
