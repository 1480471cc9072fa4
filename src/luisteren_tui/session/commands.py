"""The commands that the facilitator can give."""

from collections.abc import Mapping
from dataclasses import dataclass

from luisteren_tui.people.people import People
from luisteren_tui.session.events import Slot


class Toggle:
    """Start, pause or resume."""


class Next:
    """Go to the next activity."""


class Previous:
    """Go back to the previous activity."""


class Skip:
    """Skip this activity."""


class NextTurn:
    """Go to the next turn."""


class Forward:
    """Go to the next turn, or else the next activity. The forward key of a clicker does this."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Give `n` minutes more, or less if it is negative."""

    n: int


@dataclass(frozen=True, slots=True)
class Replan:
    """Replan the rest of the session.

    Activities get the total time in `allotted` (ms), exactly those in `skipped` are skipped, and the session must be
    over at the wall time `must_end`.
    """

    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


@dataclass(frozen=True, slots=True)
class BeganEarlier:
    """Record that the present activity began `ms` ago."""

    ms: int


class Breathe:
    """Pause for a breather. It is recorded as a pause."""


class TakeBackGap:
    """Don't count the time of the last gap."""


class Undo:
    """Undo the last change of time. People and groups stay as they are."""


class UndoPeople:
    """Undo the last change of people or groups. The time stays as it is."""


class End:
    """End the session."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show this slot. If it belongs to a prompt, choose that prompt."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Write:
    """Make this text the note of a slot."""

    slot: Slot
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark a slot to complete later, or remove its mark."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Gather:
    """Set the people who are present."""

    people: People


@dataclass(frozen=True, slots=True)
class Group:
    """Set the groups. The people stay the same."""

    people: People


@dataclass(frozen=True, slots=True)
class ShowGroups:
    """Show the groups of an activity in the room, names included, or no groups if it is None."""

    activity: str | None


@dataclass(frozen=True, slots=True)
class Blank:
    """Blank the room, or show its contents again."""

    on: bool


@dataclass(frozen=True, slots=True)
class ShowText:
    """Show this page (from 0) of a text in the room, by the text's id, or no text if it is None."""

    text: str | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class ViewRoom:
    """Show the room's view in the facilitator's own window, or the session screen again."""

    on: bool


Command = (
    Toggle
    | Next
    | Previous
    | Skip
    | NextTurn
    | Forward
    | Minutes
    | Replan
    | BeganEarlier
    | Breathe
    | TakeBackGap
    | Undo
    | UndoPeople
    | End
    | Show
    | Write
    | Mark
    | Blank
    | ShowText
    | ViewRoom
    | Gather
    | Group
    | ShowGroups
)
