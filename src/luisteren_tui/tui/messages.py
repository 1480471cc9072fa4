"""What screens ask of the app."""

from dataclasses import dataclass

from textual.message import Message

from luisteren_tui.session.events import Slot


@dataclass
class LeaveApp(Message):
    """Leave the app; a session can be resumed later. (Textual has a `Leave` of its own, and handlers go by name.)"""


@dataclass
class Closed(Message):
    """The end of a session has been looked at."""


@dataclass
class SessionEnded(Message):
    """The session that is shown has come to its end."""


@dataclass
class Prepare(Message):
    """Show the workshop of this name, to start it."""

    workshop: str


@dataclass
class Offer(Message):
    """Offer to go on with the unfinished session."""


@dataclass
class LookBack(Message):
    """Show the outcome of this session."""

    session: str


@dataclass
class Unkept(Message):
    """The notes hold text that was not taken yet."""


@dataclass
class TypedBlind(Message):
    """The whole text of a slot, written while the room looks on."""

    slot: Slot
    text: str


@dataclass
class SlotMoved(Message):
    """The facilitator wants the slot for notes that is `distance` places further."""

    distance: int


@dataclass
class StoppedWriting(Message):
    """The facilitator is done writing for now."""
