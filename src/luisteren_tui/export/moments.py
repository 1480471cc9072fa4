"""Stored times as moments in a time zone."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from luisteren_tui.i18n.dates import short_time
from luisteren_tui.text.safe import safe_line


def local_time(at: str) -> str:
    """Return an RFC 3339 time as day and time on this computer. Return other text unchanged."""
    found = moment(at)
    return short_time(found) if found else safe_line(at)


def moment(at: str, zone: tzinfo | None = None) -> datetime | None:
    """Return an RFC 3339 time in `zone`, by default that of this computer, or None if it is not a time."""
    try:
        return datetime.fromisoformat(at).astimezone(zone)
    except (ValueError, ArithmeticError, OSError):
        return None


def zone_of(name: str) -> tzinfo:
    """Return the time zone of this name, or UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        return UTC
