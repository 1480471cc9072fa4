"""What screens ask of the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.session.events import Opened


class LeaveApp(Message):
    """Leave the app; a session can be resumed later. (Textual has a `Leave` of its own, and handlers go by name.)"""


class Closed(Message):
    """The end of a session has been looked at."""


@dataclass
class SaveAlarm(Message):
    """What is wrong with saving, empty when all is well."""

    text: str


class Export(Message):
    """Write the session to another place."""


class SessionEnded(Message):
    """The session that is shown has come to its end."""


@dataclass
class Prepare(Message):
    """Show the workshop of this name, to start it, or a `rehearsal` of it."""

    workshop: str
    rehearsal: bool = False


@dataclass
class Resume(Message):
    """Go on with the unfinished session, or the `rehearsal`, or `end` it where it stopped."""

    end: bool
    rehearsal: bool = False


@dataclass
class LookBack(Message):
    """Show the outcome of this session."""

    session: str


class Complete(Message):
    """Complete the notes of the session that is looked back on."""


class Share(Message):
    """Make a file of the outcome that is looked at."""


@dataclass
class Copy(Message):
    """Copy the outcome that is looked at as text; the notes of `one` activity, which is asked for."""

    one: bool = False


class LookAtAll(Message):
    """Show all sessions and rehearsals."""


class KeepFor(Message):
    """Ask how long notes stay."""


class AllSeen(Message):
    """All sessions have been looked at."""


@dataclass
class MakePlan(Message):
    """Make a plan for the workshop of this name, or change the one that was `saved` under this name."""

    workshop: str = ""
    saved: str = ""


@dataclass
class BeginSaved(Message):
    """Begin a session with the plan that was saved under this name."""

    name: str


@dataclass
class Learn(Message):
    """Show what a rehearsal taught the plan it was `opened` with: the seconds that each activity needs.

    Of those in `spoken` it was the instruction that took longer. Those in `hurried` went too fast to speak along;
    `runs` is how many rehearsals all of it is from.
    """

    opened: "Opened"
    needed: Mapping[str, int]
    spoken: frozenset[str]
    hurried: frozenset[str]
    runs: int


@dataclass
class PlanReady(Message):
    """Begin a session with this plan."""

    plan: "Plan"


class PlanClosed(Message):
    """The plan is done with for now."""
