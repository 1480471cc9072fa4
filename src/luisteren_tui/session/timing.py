"""The timing of a session: the mode of its clock, and how much time each activity has had."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import field
from msgspec.structs import replace

from luisteren_tui.workshop.model import Stored, Whole

SECOND_MS = 1000
DAY_MS = 24 * 3600 * SECOND_MS
MINUTE_MS = 60_000


class Mode(StrEnum):
    """What the clock of the present activity does."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class PhaseTime(Stored, frozen=True):
    """How long a phase of the turns may take, in ms, because minutes were given to it or taken from it.

    If it is a turn of several stages, `stages` has how long each of them takes.
    """

    left_out_if_empty = frozenset({"stages"})

    phase: Whole
    ms: Whole
    stages: tuple[Whole, ...] = ()


class Track(Stored, frozen=True):
    """The time of one activity so far, in ms, without the stretch that is under way.

    `phases` has the run time at which each turn began, and last that of what comes after the turns. `turns` is the
    number of turns that were expected when the last phase began. `given` is about the last phase that was given or lost
    minutes.
    """

    left_out_if_empty = frozenset({"given"})

    allotted: Whole
    spent: Whole = 0
    paused: Whole = 0
    started: Whole | None = None
    left: Whole | None = None
    skipped: bool = False
    phases: tuple[Whole, ...] = ()
    turns: Whole | None = None
    given: PhaseTime | None = None

    def with_allotted(self, ms: int) -> "Track":
        """Return the track with `ms` allotted in total."""
        return replace(self, allotted=ms)

    def with_spent(self, ms: int) -> "Track":
        """Return the track after running for `ms` in total."""
        return replace(self, spent=ms)

    def with_paused(self, ms: int) -> "Track":
        """Return the track after `ms` of pauses in total."""
        return replace(self, paused=ms)

    def with_started(self, t: int) -> "Track":
        """Return the track of an activity that started at `t`, and so is not skipped."""
        return replace(self, started=t, skipped=False)

    def with_left(self, t: int | None) -> "Track":
        """Return the track of an activity that was left at `t`, or never if it is None."""
        return replace(self, left=t)

    def with_skipped(self, skipped: bool) -> "Track":
        """Return the track of an activity that is skipped or not."""
        return replace(self, skipped=skipped)

    def with_phases(self, phases: tuple[int, ...]) -> "Track":
        """Return the track with these phases."""
        return replace(self, phases=phases)

    def with_turns(self, count: int | None) -> "Track":
        """Return the track with `count` turns expected."""
        return replace(self, turns=count)

    def with_given(self, given: PhaseTime | None) -> "Track":
        """Return the track with this time for one phase."""
        return replace(self, given=given)


class Timing(Stored, frozen=True):
    """Everything that timing commands change. `mode` holds since session time `since`.

    `tracks` has the activities that were changed so far. `must_end` is the wall time (ms since 1970) at which the
    session must be over, if there is one. Field names are stored: never change them.
    """

    activity: str
    mode: Mode
    since: Whole
    tracks: Mapping[str, Track] = field(default_factory=dict)
    must_end: Whole | None = None

    def with_track(self, activity: str, track: Track) -> "Timing":
        """Return the timing with this track for `activity`."""
        return replace(self, tracks={**self.tracks, activity: track})

    def with_since(self, t: int) -> "Timing":
        """Return the timing with a mode that holds since `t`."""
        return replace(self, since=t)

    def with_mode(self, activity: str, mode: Mode, since: int) -> "Timing":
        """Return the timing with `activity` as the present one, in this mode since `since`."""
        return replace(self, activity=activity, mode=mode, since=since)

    def with_plan(self, tracks: Mapping[str, Track], must_end: int | None) -> "Timing":
        """Return the timing after the rest of the session was replanned."""
        return replace(self, tracks=tracks, must_end=must_end)
