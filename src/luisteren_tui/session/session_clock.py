"""Convert real time to session time and back, and decide which clock to believe."""

from bisect import bisect_right
from math import ceil, floor

from msgspec import Struct

from luisteren_tui.session.events import Clock
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode

MAX_DRIFT = 2000
"""ms between the wall clock and the boot clock. A larger difference means that the wall clock was set."""

LONG_ABSENCE_MS = 12 * 3_600_000
"""ms. No group waits this long, so the time doesn't count unless the facilitator says so."""


class Absence(Struct, frozen=True):
    """The time since the last event, in which nothing watched the session: in ms, or None if it is unknown.

    `clock` is the one with which the session goes on if that time counts, and `stopped` the real time of the last
    event (ms since 1970).
    """

    clock: Clock
    stopped: int
    ms: int | None

    @property
    def is_long(self) -> bool:
        """Whether it was too long to count by itself."""
        return self.ms is not None and self.ms > LONG_ABSENCE_MS


def session_time(clock: Clock, boot: int) -> int:
    """Return the session time at `boot` on the boot clock, never earlier than that of `clock`."""
    return clock.t + max(0, round((boot - clock.boot) * clock.rate))


def reopened(clock: Clock, last_t: int, wall: int, boot: int, boot_id: str) -> Clock:
    """Return the clock of a session that is resumed. The time in between counts.

    The session time is at least `last_t`.
    """
    same_boot = boot_id != "" and boot_id == clock.boot_id and boot >= clock.boot
    passed = boot - clock.boot if same_boot else wall - clock.wall
    t = max(last_t, clock.t + max(0, round(passed * clock.rate)))
    return Clock(t, wall, boot, boot_id, clock.rate)


def stands_still(state: State) -> bool:
    """Return whether session time stands still: a rehearsal waits for its trainer, as no group waits with them."""
    return state.opened.kind == "rehearsal" and state.timing.mode in (Mode.WAITING, Mode.PAUSED)


def clock_after(state: State, wall: int, boot: int, boot_id: str) -> Clock:
    """Return the clock of a session that nothing watched since its last event. That time counts."""
    if not state.clocks or stands_still(state):
        return Clock(state.t, wall, boot, boot_id, state.clocks[-1].rate if state.clocks else 1.0)
    return reopened(state.clocks[-1], state.t, wall, boot, boot_id)


def absence(state: State, wall: int, boot: int, boot_id: str) -> Absence:
    """Return how long nothing watched a session. In a rehearsal that is in real time, and never counts."""
    clock, stopped = clock_after(state, wall, boot, boot_id), real_wall_at(state, state.t)
    if state.opened.kind == "rehearsal":
        rate = state.clocks[-1].rate if state.clocks else 1.0
        return Absence(Clock(state.t, wall, boot, boot_id, rate), stopped, wall - stopped if wall >= stopped else None)
    passed = clock.t - state.t
    # If the wall clock was set back and the laptop was restarted, nothing tells how long it was.
    return Absence(clock, stopped, passed if passed > 0 or wall >= stopped else None)


def wall_jumped(clock: Clock, wall: int, boot: int) -> bool:
    """Return whether the wall clock was set since `clock`: it moved differently from the boot clock."""
    return abs((wall - clock.wall) - (boot - clock.boot)) > MAX_DRIFT


def agree(clock: Clock, later: Clock) -> bool:
    """Return whether `later` only repeats what follows from `clock`."""
    same = clock.boot_id == later.boot_id and clock.rate == later.rate
    # A clock that is ahead, even slightly, was set on purpose: a rehearsal skipped silent work.
    steady = 0 <= session_time(clock, later.boot) - later.t <= MAX_DRIFT
    return same and steady and not wall_jumped(clock, later.wall, later.boot)


def wall_at(state: State, t: int) -> int:
    """Return the wall time (ms since 1970) of session time `t`. In a rehearsal this is the rehearsed time of day."""
    return _wall(_shown_clock(state, t), t)


def real_wall_at(state: State, t: int) -> int:
    """Return the real wall time (ms since 1970) of session time `t`, in a rehearsal too."""
    return _wall(_clock_at(state, t), t)


def reaches(state: State, t: int, wall: int) -> int:
    """Return the session time at which it is `wall`, by the clock that is valid at `t`."""
    clock = _shown_clock(state, t)
    return clock.t + ceil((wall - clock.wall) * clock.rate)


def _wall(clock: Clock, t: int) -> int:
    return clock.wall + floor((t - clock.t) / clock.rate)


def _shown_clock(state: State, t: int) -> Clock:
    """Return the clock that the screens show.

    A rehearsal has its own time of day. It starts at the real time and then follows session time, whatever the speed
    and however much is skipped, so that its times can be compared with the plan.
    """
    if state.opened.kind == "rehearsal" and state.clocks:
        return state.clocks[0].with_rate(1.0)
    return _clock_at(state, t)


def _clock_at(state: State, t: int) -> Clock:
    if not state.clocks:
        return Clock(0, 0, 0, "")
    place = bisect_right(state.clocks, t, key=lambda clock: clock.t)
    return state.clocks[max(0, place - 1)]
