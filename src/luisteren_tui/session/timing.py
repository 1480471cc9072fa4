"""The timing of a session: the mode of its clock, and how much time each activity has had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SECOND_MS = 1000
MINUTE_MS = 60_000


class Mode(StrEnum):
    """What the clock of the present activity does."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Track:
    """The time of one activity so far, in ms, without the stretch that is under way.

    `phases` has the run time at which each turn began, and last that of what comes after the turns. `turns` is the
    number of turns that were expected when the last phase began.
    """

    allotted: int
    spent: int = 0
    paused: int = 0
    started: int | None = None
    left: int | None = None
    skipped: bool = False
    phases: tuple[int, ...] = ()
    turns: int | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Everything that timing commands change. `mode` holds since session time `since`.

    `tracks` has the activities that were changed so far. `must_end` is the wall time (ms since 1970) at which the
    session must be over, if there is one. Field names are stored: never change them.
    """

    activity: str
    mode: Mode
    since: int
    tracks: Mapping[str, Track] = field(default_factory=dict)
    must_end: int | None = None
