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
class Event:
    """Something that happened at session time `t`, in ms."""

    t: int


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The session was created. Holds everything it needs, so that it doesn't depend on its YAML file.

    `skipped` has the activities that the plan leaves out. `must_end` is the wall time (ms since 1970) at which the
    session must be over.
    """

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
class Clock(Event):
    """Session time `t` is wall time `wall` (ms since 1970) and boot clock `boot` (ms), running at `rate`."""

    wall: int
    boot: int
    boot_id: str
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The clock of an activity started for the first time."""

    activity: str


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """The running activity was paused. A breather is recorded as a pause too."""

    activity: str


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """The paused activity was resumed."""

    activity: str


@dataclass(frozen=True, slots=True)
class Entered(Event):
    """The group moved to another activity, whose clock runs at once or waits."""

    activity: str
    running: bool


@dataclass(frozen=True, slots=True)
class Skipped(Event):
    """The activity `skipped` was skipped, and `activity` was entered instead."""

    skipped: str
    activity: str
    running: bool


@dataclass(frozen=True, slots=True)
class Turned(Event):
    """A phase of an activity of `count` turns began: 1 is the first turn, `count` + 1 is what comes after the turns."""

    activity: str
    phase: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Allotted(Event):
    """An activity now has this much time in total, in ms."""

    activity: str
    ms: int


@dataclass(frozen=True, slots=True)
class Replanned(Event):
    """The rest of the session was replanned.

    `allotted` has the total time of activities in ms, `skipped` has all activities that are now skipped, and
    `must_end` is the wall time (ms since 1970) at which the session must be over.
    """

    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


@dataclass(frozen=True, slots=True)
class Backdated(Event):
    """The activity has been running since `since`."""

    activity: str
    since: int


@dataclass(frozen=True, slots=True)
class Gap(Event):
    """Nothing watched the clock between `since` and `t`. The time was counted.

    `why` is "sleep" if the clocks show that the laptop slept, "restart" if the program did not run, else "stall".
    """

    since: int
    why: str


@dataclass(frozen=True, slots=True)
class GapTakenBack(Event):
    """The time between `since` and `until` does not count for the activity."""

    activity: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """The last event of type `what` was undone. `timing` is what holds now.

    `people` is what holds now if the event was about people, and None if it was about time.
    """

    what: str
    timing: Timing
    people: People | None = None


@dataclass(frozen=True, slots=True)
class Noted(Event):
    """The whole text of a note."""

    slot: Slot
    text: str


@dataclass(frozen=True, slots=True)
class Marked(Event):
    """A slot was marked to complete later, or its mark was removed."""

    slot: Slot
    on: bool


@dataclass(frozen=True, slots=True)
class Focused(Event):
    """The notes show this slot. If it belongs to a prompt, that prompt is now the chosen one."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Gathered(Event):
    """Someone came or left, or names were given."""

    people: People


@dataclass(frozen=True, slots=True)
class Grouped(Event):
    """Groups were formed or shuffled."""

    people: People


@dataclass(frozen=True, slots=True)
class GroupsShown(Event):
    """The room shows the groups of this activity, names included, or no groups if it is None."""

    activity: str | None


@dataclass(frozen=True, slots=True)
class Blanked(Event):
    """The room was blanked, or shows its contents again."""

    on: bool


@dataclass(frozen=True, slots=True)
class TextShown(Event):
    """The room shows this page (from 0) of a text, or no text if it is None."""

    text: str | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class RoomViewed(Event):
    """The facilitator's own window shows the room's view, or the session screen again."""

    on: bool


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """The session is over."""


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
