"""The fields of an outcome's JSON file, and sums over them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import replace

from luisteren_tui.session.events import Slot
from luisteren_tui.storage.typed_reader import dump
from luisteren_tui.workshop.model import Duration, Each, Stored, Whole

OUTCOME_FORMAT = 1
"""The format that is written. A newer one is read as far as possible."""
MAX_OUTCOME_BYTES = 64 * 2**20
PARKING = ("parking_lot", "parking_edited")
"""The keys about the parking lot. The file leaves them out while they are empty."""


class NoteOutcome(Stored, frozen=True):
    """A note, or a mark on an empty slot. A general note has neither `prompt` nor `group`.

    `edited` is when its text was last changed after the session (UTC, RFC 3339).
    """

    prompt: Whole | None
    group: Whole | None
    private: bool
    question: str | None
    text: str
    marked: bool = False
    edited: str | None = None


class TurnOutcome(Stored, frozen=True):
    """How long a turn took. `who` is a role, or the number of a group or participant: `each` says which."""

    who: str
    actual_s: Duration
    each: Each | None = None


class ActivityOutcome(Stored, frozen=True):
    """What became of an activity. `status` is done, skipped or unreached; during a session also current.

    In a rehearsal, `spoken` is whether its clock was slow enough to speak along. `label` is its short name where that is
    not its id. `groups` has the sizes of its groups if the workshop says how they are formed, and `group_labels` their names. `repeats` is the plain id
    of what it is a `round` of, from 1.
    """

    left_out_if_empty = frozenset({"spoken", "label", "groups", "group_labels", "repeats", "round"})

    id: str
    step: Whole | None
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
    spoken: bool = False
    label: str = ""
    groups: tuple[Whole, ...] = ()
    group_labels: tuple[str, ...] = ()
    repeats: str = ""
    round: Whole = 0

    def with_title(self, title: str) -> "ActivityOutcome":
        """Return the activity with this title."""
        return replace(self, title=title)


class WorkshopOutcome(Stored, frozen=True):
    """Which workshop it was."""

    id: str
    title: str
    sha256: str
    language: str = ""


class Adjustment(Stored, frozen=True):
    """A change of the time; `type` is the name of the event."""

    at: str
    type: str


class Outcome(Stored, frozen=True):
    """The whole file. Times are UTC (RFC 3339); `ended` is None while the session runs.

    `parking_lot` has an item on each line, and `parking_edited` is when it was last changed after the session. The file
    leaves out both while they are empty. `plan` is the name under which the plan of the session was saved, or empty.
    `uid` is the random id of the session; those that an earlier version began have none.
    """

    left_out_if_empty = frozenset({*PARKING, "plan", "uid"})

    format: Whole
    kind: str
    id: str
    workshop: WorkshopOutcome
    last_seq: Whole
    started: str
    ended: str | None
    timezone: str
    participants: Whole
    activities: tuple[ActivityOutcome, ...]
    adjustments: tuple[Adjustment, ...] = ()
    parking_lot: str = ""
    parking_edited: str | None = None
    plan: str = ""
    uid: str = ""

    def with_titles(self, title: str) -> "Outcome":
        """Return the outcome with `title` for each activity that has none."""
        if "" not in [each.title for each in self.activities]:
            return self
        titled = tuple(each if each.title else each.with_title(title) for each in self.activities)
        return replace(self, activities=titled)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as the JSON value of its file."""
    value: dict[str, Any] = dump(outcome)
    return value


class Totals(NamedTuple):
    """The planned, actual and paused time of a whole session, in seconds."""

    planned_s: int
    actual_s: int
    paused_s: int


def totals(activities: Iterable[Mapping[str, Any]]) -> Totals:
    """Return the totals over all activities, skipped and unreached ones too. Actual time excludes pauses.

    Every list, screen and report shows these totals.
    """
    all_of_them = list(activities)
    return Totals(*(sum(one[name] for one in all_of_them) for name in Totals._fields))


def slot_order(slot: Slot) -> tuple[bool, bool, int, bool, int]:
    """Return a sort key for the slots of an activity: prompts, groups, general, private."""
    return slot.private, slot.prompt is None, slot.prompt or 0, slot.group is None, slot.group or 0


def real_seconds(started: str, ended: str | None) -> int | None:
    """Return the seconds from start to end, or None if they are unknown."""
    try:
        length = datetime.fromisoformat(ended or "") - datetime.fromisoformat(started)
    except (TypeError, ValueError):
        return None
    return max(0, round(length.total_seconds()))
