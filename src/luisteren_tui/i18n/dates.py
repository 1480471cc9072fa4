"""Dates as people read them, in the current language. In files they are ISO dates such as "2026-11-24"."""

from datetime import date, datetime

from luisteren_tui.i18n import current


def long_day(day: date) -> str:
    """Return "dinsdag 24 november 2026", for a document."""
    return f"{current().weekdays[day.weekday()]} {day.day} {current().months[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Return "24-11-2026" (in English "24 Nov 2026"), for a list."""
    return f"{day:{current().short_date}}"


def made_at(id: str) -> datetime | None:
    """Return the local time in the id of a session ("2026-11-24-1330-luisteren"), or None if it has none."""
    try:
        return datetime.fromisoformat(f"{id[:10]}T{id[11:13]}:{id[13:15]}")
    except ValueError:
        return None


def id_time(id: str) -> str:
    """Return the time in the id of a session for a list."""
    made = made_at(id)
    return id[:15] if made is None else f"{short_day(made)} {made:%H:%M}"
