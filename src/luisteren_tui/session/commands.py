"""The commands that the facilitator can give."""

from collections.abc import Mapping

from msgspec import Struct

from luisteren_tui.people.people import People
from luisteren_tui.session.events import Slot


class Command(Struct, frozen=True):
    """Something that the facilitator wants to happen."""


class Toggle(Command, frozen=True):
    """Start, pause or resume."""


class Next(Command, frozen=True):
    """Go to the next activity."""


class Previous(Command, frozen=True):
    """Go back to the previous activity."""


class Skip(Command, frozen=True):
    """Skip this activity."""


class GoTo(Command, frozen=True):
    """Go to this activity, wherever it is. What lies between and has not started is skipped."""

    activity: str


class NextTurn(Command, frozen=True):
    """Go to the next turn."""


class Forward(Command, frozen=True):
    """Go to the next turn, or else the next activity. The forward key of a clicker does this."""


class Minutes(Command, frozen=True):
    """Give `n` minutes more, or less if it is negative."""

    n: int


class Replan(Command, frozen=True):
    """Replan the rest of the session.

    Activities get the total time in `allotted` (ms), exactly those in `skipped` are skipped, and the session must be
    over at the wall time `must_end`.
    """

    allotted: Mapping[str, int]
    skipped: tuple[str, ...]
    must_end: int | None


class BeganEarlier(Command, frozen=True):
    """Record that the present activity began `ms` ago."""

    ms: int


class Breathe(Command, frozen=True):
    """Begin or end a breather: the clock stops and the room's screen is empty.

    The session itself only knows the pause: what else a breather does is in `runtime/breather.py`.
    """


class TakeBackGap(Command, frozen=True):
    """Don't count the time of the last gap."""


class Undo(Command, frozen=True):
    """Undo the last change of time. People and groups stay as they are."""


class Redo(Command, frozen=True):
    """Redo the change of time that was undone last. Any other change of time takes this away."""


class UndoPeople(Command, frozen=True):
    """Undo the last change of people or groups. The time does not change."""


class End(Command, frozen=True):
    """End the session."""


class Show(Command, frozen=True):
    """Show this slot. If it belongs to a prompt, choose that prompt."""

    slot: Slot


class ShowNote(Command, frozen=True):
    """Show the note of this slot. The chosen prompt, which the room sees, stays as it is."""

    slot: Slot


class Write(Command, frozen=True):
    """Make this text the note of a slot."""

    slot: Slot
    text: str


class Mark(Command, frozen=True):
    """Mark a slot to complete later, or remove its mark."""

    slot: Slot


class Gather(Command, frozen=True):
    """Set the people who are present."""

    people: People


class Group(Command, frozen=True):
    """Set the groups. The people stay the same."""

    people: People


class ShowGroups(Command, frozen=True):
    """Show the groups of an activity in the room, names included, or no groups if it is None."""

    activity: str | None


class Blank(Command, frozen=True):
    """Blank the room, or show its contents again."""

    on: bool


class ShowText(Command, frozen=True):
    """Show this page (from 0) of a text in the room, by the text's id, or no text if it is None."""

    text: str | None
    page: int = 0


class ShowLine(Command, frozen=True):
    """Show this line of the facilitator's own in the room, or none if it is empty."""

    text: str


class Park(Command, frozen=True):
    """Make this text an item of the parking lot: a new one, or one that is there. Remove it if the text is empty."""

    number: int
    text: str


class ShowParking(Command, frozen=True):
    """Show the parking lot as it is now in the room, or hide it."""

    on: bool


class ViewRoom(Command, frozen=True):
    """Show the room's view in the facilitator's own window, or the session screen again."""

    on: bool
