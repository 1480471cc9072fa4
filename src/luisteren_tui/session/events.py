"""What can happen in a session. Each event states an absolute fact, so a lost one costs only itself.

`t` is the session time in milliseconds. It never runs back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luisteren_tui.people.people import People
from luisteren_tui.session.timing import Timing
from luisteren_tui.workshop.model import Duration, Workshop


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a note: of a prompt or of a group (both count from 1), general, or private."""

    activity: str
    prompt: int | None = None
    group: int | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The session was created. Holds everything it needs, so that it doesn't depend on its YAML file.

    `skipped` has the activities that the plan leaves out. `must_end` is the wall time (ms since 1970) at which the
    session must be over.
    """

    t: int
    format: int
    id: str
    kind: str
    sha256: str
    timezone: str
    participants: int
    mirrored: bool
    planned: Mapping[str, Duration]
    workshop: Workshop
    skipped: tuple[str, ...] = ()
    must_end: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Session time `t` is wall time `wall` (ms since 1970) and boot clock `boot` (ms), running at `rate`."""

    t: int
    wall: int
    boot: int
    boot_id: str
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Started:
    """The clock of an activity started for the first time."""

    t: int
    activity: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The running activity was paused. A breather is recorded as a pause too."""

    t: int
    activity: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The paused activity was resumed."""

    t: int
    activity: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The group moved to another activity, whose clock runs at once or waits."""

    t: int
    activity: str
    running: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """The activity `skipped` was skipped, and `activity` was entered instead."""

    t: int
    skipped: str
    activity: str
    running: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A phase of an activity of `count` turns began: 1 is the first turn, `count` + 1 is what comes after the turns."""

    t: int
    activity: str
    phase: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Allotted:
    """An activity now has this much time in total, in ms."""

    t: int
    activity: str
    ms: int


@dataclass(frozen=True, slots=True)
class Replanned:
    """The rest of the session was replanned.

    `allotted` has the total time of activities in ms, `skipped` has all activities that are now skipped, and
    `must_end` is the wall time (ms since 1970) at which the session must be over.
    """

    t: int
    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


@dataclass(frozen=True, slots=True)
class Backdated:
    """The activity has been running since `since`."""

    t: int
    activity: str
    since: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing watched the clock between `since` and `t`. The time was counted.

    `why` is "sleep" if the clocks show that the laptop slept, "restart" if the program did not run, else "stall".
    """

    t: int
    since: int
    why: str


@dataclass(frozen=True, slots=True)
class GapTakenBack:
    """The time between `since` and `until` does not count for the activity."""

    t: int
    activity: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The last event of type `what` was undone. `timing` is what holds now.

    `people` is what holds now if the event was about people, and None if it was about time.
    """

    t: int
    what: str
    timing: Timing
    people: People | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """The whole text of a note."""

    t: int
    slot: Slot
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A slot was marked to complete later, or its mark was removed."""

    t: int
    slot: Slot
    on: bool


@dataclass(frozen=True, slots=True)
class Focused:
    """The notes show this slot. If it belongs to a prompt, that prompt is now the chosen one."""

    t: int
    slot: Slot


@dataclass(frozen=True, slots=True)
class Gathered:
    """Someone came or left, or names were given."""

    t: int
    people: People


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groups were formed or shuffled."""

    t: int
    people: People


@dataclass(frozen=True, slots=True)
class GroupsShown:
    """The room shows the groups of this activity, names included, or no groups if it is None."""

    t: int
    activity: str | None


@dataclass(frozen=True, slots=True)
class Blanked:
    """The room was blanked, or shows its contents again."""

    t: int
    on: bool


@dataclass(frozen=True, slots=True)
class TextShown:
    """The room shows this page (from 0) of a text, or no text if it is None."""

    t: int
    text: str | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class RoomViewed:
    """The facilitator's own window shows the room's view, or the session screen again."""

    t: int
    on: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over."""

    t: int


Event = (
    Opened | Clock | Started | Paused | Resumed | Entered | Skipped | Turned | Allotted | Replanned | Backdated | Gap
    | GapTakenBack | Undone | Noted | Marked | Focused | Gathered | Grouped | GroupsShown | Blanked | TextShown
    | RoomViewed | Ended
)  # fmt: skip

TYPES: Mapping[str, type[Event]] = {
    "opened": Opened,
    "clock": Clock,
    "started": Started,
    "paused": Paused,
    "resumed": Resumed,
    "entered": Entered,
    "skipped": Skipped,
    "turned": Turned,
    "allotted": Allotted,
    "replanned": Replanned,
    "backdated": Backdated,
    "gap": Gap,
    "gap_taken_back": GapTakenBack,
    "undone": Undone,
    "noted": Noted,
    "marked": Marked,
    "focused": Focused,
    "gathered": Gathered,
    "grouped": Grouped,
    "groups_shown": GroupsShown,
    "blanked": Blanked,
    "text_shown": TextShown,
    "room_viewed": RoomViewed,
    "ended": Ended,
}
"""The type tag of each event in the journal. Stored: never change a tag or the name of a field."""
NAMES: Mapping[type[Event], str] = {event: name for name, event in TYPES.items()}


def names_typed(events: Iterable[Event]) -> tuple[str, ...]:
    """Return every name of a participant that was typed, also of people who left."""
    people = (getattr(event, "people", None) for event in events)
    return tuple(dict.fromkeys(name for some in people if isinstance(some, People) for name in some.names))
