"""Dates as people read them, in the current language. In files they are ISO dates such as "2026-11-24"."""

import re
from datetime import date, datetime

from luisteren_tui.i18n import current
from luisteren_tui.i18n.languages.language import TWO_DIGITS

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")
NEAR_DAYS = 270
"""How many days before or after today a date is clear without its year."""


def long_day(day: date) -> str:
    """Return "dinsdag 24 november 2026", for a document."""
    return f"{current().weekdays[day.weekday()]} {day.day} {current().months[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return "24-11-2026" (in English "24 Nov 2026"), for a list."""
    return current().short_date(day)


def short_time(at: datetime, *, seconds: bool = False) -> str:
    """Return "24-11-2026 13:30", for a list, or with its seconds."""
    time = f"{short_day(at)} {TWO_DIGITS[at.hour]}:{TWO_DIGITS[at.minute]}"
    return f"{time}:{TWO_DIGITS[at.second]}" if seconds else time


def near_day(day: date, today: date) -> str:
    """Return "di 24 nov" for a list of days around `today`, and a day that is farther away as `short_day` does."""
    return current().near_date(day) if abs((day - today).days) <= NEAR_DAYS else short_day(day)


def near_time(at: datetime, today: date) -> str:
    """Return "di 24 nov 13:30" for a list, as `near_day` does."""
    return f"{near_day(at.date(), today)} {TWO_DIGITS[at.hour]}:{TWO_DIGITS[at.minute]}"


def day_in_name(name: str) -> date | None:
    """Return the day that the name of a plan starts with ("2026-11-24", "2026-11-24-b"), or None."""
    match = _DAY.match(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def made_at(id: str) -> datetime | None:
    """Return the local time in the id of a session ("2026-11-24-1330-luisteren"), or None if it has none."""
    try:
        return datetime.fromisoformat(id[: len("2026-11-24-1330")])
    except ValueError:
        return None


def id_time(id: str) -> str:
    """Return the time in the id of a session for a list."""
    made = made_at(id)
    return id[:15] if made is None else short_time(made)
