"""How real time becomes session time: which clock to believe, and what to record of it."""

from luisteren_tui.session.events import Clock

JUMP = 2000  # ms between the wall and the boot clock; less is the slow steering of time servers


def session_time(clock: Clock, boot: int) -> int:
    """Return the session time at `boot` on the boot clock, never before that of `clock`."""
    return clock.t + max(0, round((boot - clock.boot) * clock.rate))


def reopened(clock: Clock, last_t: int, wall: int, boot: int, boot_id: str) -> Clock:
    """Return the clock of a session that goes on: the time that nothing watched counts, never back before `last_t`."""
    same_boot = boot_id != "" and boot_id == clock.boot_id and boot >= clock.boot
    gone = boot - clock.boot if same_boot else wall - clock.wall
    t = max(last_t, clock.t + max(0, round(gone * clock.rate)))
    return Clock(t, wall, boot, boot_id, clock.rate)


def wall_jumped(clock: Clock, wall: int, boot: int) -> bool:
    """Return whether the wall clock was set since `clock`: it moved otherwise than the boot clock."""
    return abs((wall - clock.wall) - (boot - clock.boot)) > JUMP


def corrected(clock: Clock, t: int, wall: int, boot: int, boot_id: str) -> Clock:
    """Return the clock from `t` on after the wall clock was set; time runs on as it did."""
    return Clock(t, wall, boot, boot_id, clock.rate)


def agree(clock: Clock, later: Clock) -> bool:
    """Return whether `later` only repeats what follows from `clock`."""
    same = (clock.boot_id, clock.rate) == (later.boot_id, later.rate)
    # One that is ahead, however little, was set on purpose: a rehearsal passed over silent work.
    steady = 0 <= session_time(clock, later.boot) - later.t <= JUMP
    return same and steady and not wall_jumped(clock, later.wall, later.boot)
