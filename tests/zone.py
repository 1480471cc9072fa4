"""The time zone of a test: for the C library, and for who keeps its name."""

import time

import tzlocal


def zone_changed() -> None:
    """Let it be known that TZ has changed."""
    time.tzset()
    tzlocal.reload_localzone()
