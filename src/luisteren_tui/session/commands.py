"""What the facilitator can ask of a session."""

from collections.abc import Mapping
from dataclasses import dataclass

from luisteren_tui.people.people import People
from luisteren_tui.session.events import Slot


class Toggle:
    """Start, pause or resume."""


class Next:
    """On to the next activity."""


class Previous:
    """Back to the activity before."""


class Skip:
    """Skip this activity."""


class NextTurn:
    """On to the next turn."""


class Forward:
    """What a clicker means by its forward key: the next turn, else the next activity."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """`n` minutes more, or less where it is negative."""

    n: int


@dataclass(frozen=True, slots=True)
class Replan:
    """Activities get this much time in all (in ms), these and no others are skipped, and all must end by then."""

    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


@dataclass(frozen=True, slots=True)
class BeganEarlier:
    """This activity began `ms` ago."""

    ms: int


class Breathe:
    """Pause to take a breath; the room sees a pause."""


class TakeBackGap:
    """The time of the last gap does not count."""


class Undo:
    """The last command to the time is as if never given; who is there and in which groups stays."""


class UndoPeople:
    """The last command to who is there, or in which groups, is as if never given; the time stays."""


class End:
    """The session is over."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show this slot; a prompt's slot makes it the chosen prompt."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Write:
    """Keep this text as the note of a slot."""

    slot: Slot
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark a slot to complete later, or take its mark away."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Gather:
    """These people are there."""

    people: People


@dataclass(frozen=True, slots=True)
class Group:
    """The same people are in these groups."""

    people: People


@dataclass(frozen=True, slots=True)
class ShowGroups:
    """Let the room see the groups of an activity, names included; of None: no groups."""

    activity: str | None


@dataclass(frozen=True, slots=True)
class Blank:
    """The room sees nothing at all, or again what there is to see."""

    on: bool


@dataclass(frozen=True, slots=True)
class ShowText:
    """The room sees this page (from 0) of a text, by its id; with None of none."""

    text: str | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class ViewRoom:
    """The facilitator's own window shows the room's view, or again what is theirs."""

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
