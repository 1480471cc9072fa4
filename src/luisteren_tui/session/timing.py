"""The time of a session: what its clock does, and how much of it each activity has had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """What the clock of the present activity does."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Track:
    """The time of one activity so far, in ms, without the stretch that is under way.

    `phases` holds the run time at which the first turn began, the second, ..., and what comes after; `turns` is how many
    there were to be when the last of them began.
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
    """All that timing commands change: the present activity, its mode `since` t, and the tracks touched so far.

    `must_end` is the wall time (ms since 1970) at which all must be over, where there is one.
    """

    activity: str
    mode: Mode
    since: int
    tracks: Mapping[str, Track] = field(default_factory=dict)
    must_end: int | None = None
