"""What can happen in a session. Each event states an absolute fact, so that a lost one costs only itself.

`t` is in milliseconds on the session clock, which never runs back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from luisteren_tui.people.people import Gathered, Grouped, GroupsShown, People
from luisteren_tui.session.shown import Blanked, RoomViewed, TextShown
from luisteren_tui.session.timing import Timing
from luisteren_tui.workshop.model import Duration, Workshop


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a note: of a prompt or of a group (both from 1), general, or private."""

    activity: str
    prompt: int | None = None
    group: int | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The session was made: everything that it needs, so that it outlives its YAML.

    `skipped` are the activities that its plan leaves out, `must_end` is the wall time (ms since 1970) it is bound to.
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
    """The running activity was paused; a breather is this too, and nothing tells them apart."""

    t: int
    activity: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The paused activity went on."""

    t: int
    activity: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The group moved on (or back) to an activity, whose clock runs at once or waits."""

    t: int
    activity: str
    running: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """An activity was skipped for the one that is entered in its place."""

    t: int
    skipped: str
    activity: str
    running: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A phase of an activity of `count` turns began: 1 is the first turn, one more than the turns is what comes after."""

    t: int
    activity: str
    phase: int
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Allotted:
    """An activity has this much time in all, in ms."""

    t: int
    activity: str
    ms: int


@dataclass(frozen=True, slots=True)
class Replanned:
    """Activities have this much time in all (in ms), these and no others are skipped, and all must end by then."""

    t: int
    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


@dataclass(frozen=True, slots=True)
class Backdated:
    """The activity turned out to have been running since `since`."""

    t: int
    activity: str
    since: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing watched the clock between `since` and `t`; the time was counted.

    `why` is "sleep" where the clocks show that the laptop slept, "restart" where the program did not run, else "stall".
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
    """The last event of its kind, of type `what`, is as if never given; `timing` is what holds now.

    So is `people` where it was about them; where that is None it was about the time.
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
    """A slot is marked to complete later, or no longer."""

    t: int
    slot: Slot
    on: bool


@dataclass(frozen=True, slots=True)
class Focused:
    """The slot that is shown for notes; its prompt, if it is one's, is the chosen prompt."""

    t: int
    slot: Slot


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
"""The names of the events in the journal."""
NAMES: Mapping[type[Event], str] = {event: name for name, event in TYPES.items()}
