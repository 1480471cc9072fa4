"""The only place that reads a clock."""

import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the clocks, in ms: `wall` since 1970 (UTC), `boot` since the machine started, sleep included,
    and `awake`, which stands still while the machine sleeps (where the system tells)."""

    wall: int
    boot: int
    awake: int
    boot_id: str


class Clock(Protocol):
    """Where the time comes from."""

    def read(self) -> Reading:
        """Return the time now."""


def local_now(clock: Clock) -> datetime:
    """Return the time of `clock` in the time zone of this machine."""
    return datetime.fromtimestamp(clock.read().wall / 1000).astimezone()


def _boot_id() -> str:
    # Without an id (macOS, Windows) a restart of the machine can't be told from none: the wall clock decides then.
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


class SystemClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self._id = _boot_id()
        # CLOCK_MONOTONIC counts sleep on macOS through clock_gettime only; Windows' monotonic() counts it as it is.
        self._boot = getattr(time, "CLOCK_BOOTTIME", None)
        if self._boot is None and sys.platform == "darwin":
            self._boot = time.CLOCK_MONOTONIC

    def read(self) -> Reading:
        """Return the time now."""
        awake = time.monotonic_ns()
        boot = awake if self._boot is None else time.clock_gettime_ns(self._boot)
        return Reading(time.time_ns() // 1_000_000, boot // 1_000_000, awake // 1_000_000, self._id)
