"""What the screens show of a session at one moment, in parts that a widget each can show.

Times are whole seconds, wall times ms since 1970 at a whole minute, so that two Views are equal when they look
the same. All text is safe to show. Widgets turn the parts into words. They are tuples, since these are made and compared
at every tick.
"""

from enum import StrEnum
from typing import NamedTuple

from luisteren_tui.session.events import Gap, Slot
from luisteren_tui.session.signals import Alert, ClockView, Share, TurnView
from luisteren_tui.session.state import RoomContent
from luisteren_tui.workshop.model import Form, Room


class Status(StrEnum):
    """How far an activity has come."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"
    SKIPPED = "skipped"


class Header(NamedTuple):
    """The top line. `margin` is in whole minutes, less than 0 is late, None before the start."""

    title: str
    step: int | None
    steps: int
    now: int
    end: int
    margin: int | None


class Row(NamedTuple):
    """A line of the agenda: a step (no `id`), or an activity of it (`nested`), or a break."""

    id: str
    label: str
    title: str
    nested: bool
    planned_s: int
    actual_s: int | None
    status: Status


class Ask(NamedTuple):
    """What to do and to ask now. `chosen` counts from 1, 0 is none."""

    id: str
    label: str
    title: str
    form: Form
    instruction: str
    prompts: tuple[str, ...]
    chosen: int
    roles: tuple[str, ...]
    options: tuple[str, ...]
    tips: tuple[str, ...]
    text: str | None


class SlotView(NamedTuple):
    """The slot that is shown, and whether it is marked."""

    slot: Slot
    marked: bool


class Coming(NamedTuple):
    """The activity that comes next, `by_itself` when the time of this one is up."""

    title: str
    form: Form
    duration_s: int
    materials: tuple[str, ...]
    by_itself: bool


class Regrouped(NamedTuple):
    """How groups at work changed: so many `came`, or left where it is negative, of whom there were `people` before.

    There were `groups` before. Who came `joined` these, by number, of which the last is new where there are more now.
    """

    came: int
    people: int
    groups: int
    joined: tuple[int, ...]


class GroupsView(NamedTuple):
    """The groups for the activity `title`: who is in each, by name, or by number where they are not `named`.

    `count_off` is what people count off to to form them, 0 where they come about in another way. With `changed` groups
    without names were at work when someone came or left.
    """

    title: str
    form: Form
    groups: tuple[tuple[str, ...], ...]
    named: bool
    count_off: int
    changed: Regrouped | None = None


class View(NamedTuple):
    """All that the screens show. `next_change` is the session time at which it will differ, if nothing is done.

    `groups` are those that the room is to see, `shown` is what it sees beside the activity.
    """

    header: Header
    rows: tuple[Row, ...]
    clock: ClockView
    turn: TurnView | None
    share: Share | None
    alert: Alert | None
    ask: Ask
    slot: SlotView
    coming: Coming | None
    room: Room
    gap: Gap | None
    begun: bool
    next_change: int
    groups: GroupsView | None = None
    room_content: RoomContent = RoomContent()
