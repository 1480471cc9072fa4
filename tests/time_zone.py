"""Change the time zone within a test."""

import time

import tzlocal


def zone_changed() -> None:
    """Tell the C library and tzlocal that the variable TZ has changed."""
    time.tzset()
    tzlocal.reload_localzone()
