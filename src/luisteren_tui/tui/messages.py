"""What screens ask of the app."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Leave(Message):
    """Leave the app; a session can be resumed later."""


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
