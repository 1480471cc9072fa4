"""The clocks of this machine. Nothing else in the program reads a clock."""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Reading(NamedTuple):
    """What the clocks say at one moment, in ms.

    `wall` counts since 1970 (UTC) and `boot` since the machine started, including sleep. `awake` stands still while
    the machine sleeps, on systems that can tell. `boot_id` differs after a restart; it may be empty.
    """

    wall: int
    boot: int
    awake: int
    boot_id: str


class Clock(Protocol):
    """A source of the time."""

    def read(self) -> Reading:
        """Return the current time."""


def local_now(clock: Clock) -> datetime:
    """Return the time of `clock` in the time zone of this machine."""
    return datetime.fromtimestamp(clock.read().wall / 1000).astimezone()


def local_day(clock: Clock) -> str:
    """Return today's local date as "2026-11-24"."""
    return f"{local_now(clock):%Y-%m-%d}"


def timestamp(wall: int) -> str:
    """Return the wall time `wall` (ms since 1970) as RFC 3339 in UTC."""
    return (_EPOCH + timedelta(milliseconds=wall)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _boot_id() -> str:
    # Without an id (macOS, Windows) a restart goes unnoticed, so a resumed session trusts the wall clock.
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


class SystemClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self._id = _boot_id()
        # On macOS CLOCK_MONOTONIC counts sleep, but time.monotonic() doesn't. On Windows time.monotonic() does.
        self._boot = getattr(time, "CLOCK_BOOTTIME", None)
        if self._boot is None and sys.platform == "darwin":
            self._boot = time.CLOCK_MONOTONIC

    def read(self) -> Reading:
        awake = time.monotonic_ns()
        boot = awake
        if sys.platform != "win32" and self._boot is not None:
            boot = time.clock_gettime_ns(self._boot)
        return Reading(time.time_ns() // 1_000_000, boot // 1_000_000, awake // 1_000_000, self._id)
