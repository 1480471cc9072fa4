"""What can happen in a session. Each event states an absolute fact, so a lost one costs only itself.

`t` is the session time in milliseconds. It never runs back.
"""

from collections.abc import Iterable, Mapping
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.people.people import People
from luisteren_tui.session.timing import PhaseTime, Timing
from luisteren_tui.workshop.model import Duration, Real, Stored, Whole, Workshop


class Slot(Stored, frozen=True):
    """A place for a note: of a prompt or of a group (both count from 1), general, or private."""

    activity: str
    prompt: Whole | None = None
    group: Whole | None = None
    private: bool = False


class Event(Struct, frozen=True, forbid_unknown_fields=True, gc=False, tag_field="type"):
    """Something that happened at session time `t`, in ms. It is stored, and part of no cycle."""

    t: Whole


class Opened(Event, frozen=True, tag="opened"):
    """The session was created. Holds everything it needs, so that it doesn't depend on its YAML file.

    `skipped` has the activities that the plan leaves out. `must_end` is the wall time (ms since 1970) at which the
    session must be over, and `planned_start` the one at which it begins by its plan. `plan` is the name under which
    that was saved, or empty. `uid` is a random id that no other session has, wherever it was held; an earlier version
    gave none.
    """

    left_out_if_empty = frozenset({"planned_start", "plan", "uid"})

    format: Whole
    id: str
    kind: str
    sha256: str
    timezone: str
    participants: Whole
    mirrored: bool
    planned: Mapping[str, Duration]
    workshop: Workshop
    skipped: tuple[str, ...] = ()
    must_end: Whole | None = None
    planned_start: Whole | None = None
    plan: str = ""
    uid: str = ""

    def with_id(self, id: str) -> "Opened":
        """Return the event for a session with this id."""
        return replace(self, id=id)

    def with_timezone(self, name: str) -> "Opened":
        """Return the event for a session in this time zone."""
        return replace(self, timezone=name)


class Clock(Event, frozen=True, tag="clock"):
    """Session time `t` is wall time `wall` (ms since 1970) and boot clock `boot` (ms), running at `rate`."""

    wall: Whole
    boot: Whole
    boot_id: str
    rate: Real = 1.0

    def with_rate(self, rate: float) -> "Clock":
        """Return the clock running at `rate`."""
        return replace(self, rate=rate)


class Started(Event, frozen=True, tag="started"):
    """The clock of an activity started for the first time."""

    activity: str


class Paused(Event, frozen=True, tag="paused"):
    """The running activity was paused. A breather is recorded as a pause too."""

    activity: str


class Resumed(Event, frozen=True, tag="resumed"):
    """The paused activity was resumed."""

    activity: str


class Entered(Event, frozen=True, tag="entered"):
    """The group moved to another activity, whose clock runs at once or waits."""

    activity: str
    running: bool


class Skipped(Event, frozen=True, tag="skipped"):
    """The activity `skipped` was skipped, and those in `also`, and `activity` was entered instead."""

    left_out_if_empty = frozenset({"also"})

    skipped: str
    activity: str
    running: bool
    also: tuple[str, ...] = ()


class Turned(Event, frozen=True, tag="turned"):
    """A phase of an activity of `count` turns began: 1 is the first turn, `count` + 1 is what comes after the turns."""

    activity: str
    phase: Whole
    count: Whole | None = None


class Allotted(Event, frozen=True, tag="allotted"):
    """An activity now has this much time in total, in ms. `given` is that of the phase that the minutes are for, if any."""

    left_out_if_empty = frozenset({"given"})

    activity: str
    ms: Whole
    given: PhaseTime | None = None


class Replanned(Event, frozen=True, tag="replanned"):
    """The rest of the session was replanned.

    `allotted` has the total time of activities in ms, `skipped` has all activities that are now skipped, and
    `must_end` is the wall time (ms since 1970) at which the session must be over.
    """

    allotted: Mapping[str, Whole]
    skipped: tuple[str, ...]
    must_end: Whole | None


class Backdated(Event, frozen=True, tag="backdated"):
    """The activity has been running since `since`."""

    activity: str
    since: Whole


class Gap(Event, frozen=True, tag="gap"):
    """Nothing watched the clock between `since` and `t`. The time was counted.

    `why` is "sleep" if the clocks show that the laptop slept, "restart" if the program did not run, else "stall".
    """

    since: Whole
    why: str


class GapTakenBack(Event, frozen=True, tag="gap_taken_back"):
    """The time between `since` and `until` does not count for the activity."""

    activity: str
    since: Whole
    until: Whole


class Undone(Event, frozen=True, tag="undone"):
    """The last event of type `what` was undone. `timing` is what holds now.

    `people` is what holds now if the event was about people, and None if it was about time.
    """

    what: str
    timing: Timing
    people: People | None = None


class Redone(Event, frozen=True, tag="redone"):
    """The event of type `what` that was undone last was redone. `timing` is what holds now."""

    what: str
    timing: Timing


class Noted(Event, frozen=True, tag="noted"):
    """The whole text of a note."""

    slot: Slot
    text: str


class Marked(Event, frozen=True, tag="marked"):
    """A slot was marked to complete later, or its mark was removed."""

    slot: Slot
    on: bool


class Focused(Event, frozen=True, tag="focused"):
    """The notes show this slot. If it belongs to a prompt, that prompt is now the chosen one, unless `notes_only`."""

    left_out_if_empty = frozenset({"notes_only"})

    slot: Slot
    notes_only: bool = False


class Gathered(Event, frozen=True, tag="gathered"):
    """Someone came or left, or names were given."""

    people: People


class Grouped(Event, frozen=True, tag="grouped"):
    """Groups were formed or shuffled."""

    people: People


class GroupsShown(Event, frozen=True, tag="groups_shown"):
    """The room shows the groups of this activity, names included, or no groups if it is None."""

    activity: str | None


class Blanked(Event, frozen=True, tag="blanked"):
    """The room was blanked, or shows its contents again."""

    on: bool


class TextShown(Event, frozen=True, tag="text_shown"):
    """The room shows this page (from 0) of a text, or no text if it is None."""

    text: str | None
    page: Whole = 0


class LineShown(Event, frozen=True, tag="line_shown"):
    """The room shows this line of the facilitator's own, or none if it is empty."""

    text: str


class Parked(Event, frozen=True, tag="parked"):
    """The whole text of an item of the parking lot. An empty one is gone."""

    number: Whole
    text: str


class ParkingShown(Event, frozen=True, tag="parking_shown"):
    """The room shows these items of the parking lot, or no parking lot if there are none.

    The room knows the items only from here: it never reads what is parked.
    """

    items: tuple[str, ...]


class RoomViewed(Event, frozen=True, tag="room_viewed"):
    """The facilitator's own window shows the room's view, or the session screen again."""

    on: bool


class Ended(Event, frozen=True, tag="ended"):
    """The session is over."""


AnyEvent = (
    Opened
    | Clock
    | Started
    | Paused
    | Resumed
    | Entered
    | Skipped
    | Turned
    | Allotted
    | Replanned
    | Backdated
    | Gap
    | GapTakenBack
    | Undone
    | Redone
    | Noted
    | Marked
    | Focused
    | Gathered
    | Grouped
    | GroupsShown
    | Blanked
    | TextShown
    | LineShown
    | Parked
    | ParkingShown
    | RoomViewed
    | Ended
)
TYPES: Mapping[str, type[Event]] = {str(kind.__struct_config__.tag): kind for kind in get_args(AnyEvent)}
"""The events by their tag in the journal. Stored: never change a tag or the name of a field."""
NAMES: Mapping[type[Event], str] = {event: name for name, event in TYPES.items()}


def names_typed(events: Iterable[Event]) -> tuple[str, ...]:
    """Return every name of a participant that was typed, also of people who left."""
    people = (getattr(event, "people", None) for event in events)
    return tuple(dict.fromkeys(name for some in people if isinstance(some, People) for name in some.names))
