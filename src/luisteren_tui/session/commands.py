"""The commands that the facilitator can give."""

from collections.abc import Mapping
from dataclasses import dataclass

from luisteren_tui.people.people import People
from luisteren_tui.session.events import Slot


class Command:
    """Something that the facilitator wants to happen."""

    __slots__ = ()


class Toggle(Command):
    """Start, pause or resume."""


class Next(Command):
    """Go to the next activity."""


class Previous(Command):
    """Go back to the previous activity."""


class Skip(Command):
    """Skip this activity."""


class NextTurn(Command):
    """Go to the next turn."""


class Forward(Command):
    """Go to the next turn, or else the next activity. The forward key of a clicker does this."""


@dataclass(frozen=True, slots=True)
class Minutes(Command):
    """Give `n` minutes more, or less if it is negative."""

    n: int


@dataclass(frozen=True, slots=True)
class Replan(Command):
    """Replan the rest of the session.

    Activities get the total time in `allotted` (ms), exactly those in `skipped` are skipped, and the session must be
    over at the wall time `must_end`.
    """

    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


@dataclass(frozen=True, slots=True)
class BeganEarlier(Command):
    """Record that the present activity began `ms` ago."""

    ms: int


class Breathe(Command):
    """Pause for a breather. It is recorded as a pause."""


class TakeBackGap(Command):
    """Don't count the time of the last gap."""


class Undo(Command):
    """Undo the last change of time. People and groups stay as they are."""


class UndoPeople(Command):
    """Undo the last change of people or groups. The time does not change."""


class End(Command):
    """End the session."""


@dataclass(frozen=True, slots=True)
class Show(Command):
    """Show this slot. If it belongs to a prompt, choose that prompt."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Write(Command):
    """Make this text the note of a slot."""

    slot: Slot
    text: str


@dataclass(frozen=True, slots=True)
class Mark(Command):
    """Mark a slot to complete later, or remove its mark."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Gather(Command):
    """Set the people who are present."""

    people: People


@dataclass(frozen=True, slots=True)
class Group(Command):
    """Set the groups. The people stay the same."""

    people: People


@dataclass(frozen=True, slots=True)
class ShowGroups(Command):
    """Show the groups of an activity in the room, names included, or no groups if it is None."""

    activity: str | None


@dataclass(frozen=True, slots=True)
class Blank(Command):
    """Blank the room, or show its contents again."""

    on: bool


@dataclass(frozen=True, slots=True)
class ShowText(Command):
    """Show this page (from 0) of a text in the room, by the text's id, or no text if it is None."""

    text: str | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class ViewRoom(Command):
    """Show the room's view in the facilitator's own window, or the session screen again."""

    on: bool
