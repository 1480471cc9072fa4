"""Times of day, as people type them, and what lies between two of them; all in minutes since midnight."""

import re

DAY = 24 * 60
LONGEST_NIGHT = 12 * 60
"""An end before the start is on the next day when it is at most so many minutes later."""
_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2})| ?(?:u|uur|h) ?([0-9]{2})?|([0-9]{2}))?", re.IGNORECASE)


def parse_time(text: str) -> int | None:
    """Return the minutes since midnight of "13:30", "13.30", "1330", "13u30" or "9", None where it is no time of day."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2] or match[3] or match[4] or 0)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None


def span(start: int, end: int) -> int | None:
    """Return the minutes from `start` to `end`; None when `end` can't be meant.

    An end that is not after the start is on the next day, where that is at most twelve hours later.
    """
    if end > start:
        return end - start
    return end + DAY - start if end + DAY - start <= LONGEST_NIGHT else None
