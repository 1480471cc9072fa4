"""What the facilitator shows the room beside the activity, and the events that say so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blanked:
    """The room sees nothing at all, or again what there is to see."""

    t: int
    on: bool


@dataclass(frozen=True, slots=True)
class TextShown:
    """The room sees this page (from 0) of a text, by its id; with None of none."""

    t: int
    text: str | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class RoomViewed:
    """The facilitator's own window shows the room's view, or again what is theirs."""

    t: int
    on: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What the room sees beside the activity: nothing at all where it is `blank`, else a page of a text."""

    blank: bool = False
    text: str | None = None
    page: int = 0


NOTHING_ELSE = Shown()
"""The room sees the activity."""
