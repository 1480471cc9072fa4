"""The day of a plan, and the times of day that are typed for it."""

import re
from datetime import date, datetime, time, timedelta

from luisteren_tui.i18n import _
from luisteren_tui.session.day_time import parse_time
from luisteren_tui.session.plan import Plan
from luisteren_tui.text import safe_line

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


class NoTime(ValueError):
    """What was given is no time, or one that can't be; the text says so."""


def day_of(name: str) -> date | None:
    """Return the day that the name of a plan begins with ("2026-11-24", "2026-11-24-b"), None where it is no day."""
    match = _DAY.match(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def minutes_of(text: str) -> int:
    """Return the minutes since midnight of "13:30", as people type it. NoTime where it is no time of day."""
    minutes = parse_time(text)
    if minutes is None:
        raise NoTime(_("{text} is no time of day. Write for example 13:30.").format(text=safe_line(text)))
    return minutes


def check_day(plan: Plan, day: date) -> None:
    """Raise NoTime where a time of the plan does not exist on `day`."""
    if plan.start is not None:
        check_time(plan.start, day)
    if plan.must_end is not None:
        check_time(plan.must_end, last_day(plan, day))


def last_day(plan: Plan, day: date) -> date:
    """Return the day on which a plan of `day` must end: an end before the start is on the next."""
    tomorrow = plan.start is not None and plan.must_end is not None and plan.must_end <= plan.start
    return day + timedelta(days=1) if tomorrow and day < date.max else day


def check_time(minutes: int, day: date) -> None:
    """Raise NoTime where the clock skips this time on `day`."""
    local = datetime.combine(day, time(minutes // 60, minutes % 60))
    try:
        exists = datetime.fromtimestamp(local.timestamp()) == local  # noqa: DTZ006 - local on purpose
    except (ValueError, OverflowError, OSError):
        exists = True  # so far from now that nobody knows
    if not exists:
        text = _("{time} does not exist on {day}: the clocks go forward then.")
        raise NoTime(text.format(time=f"{local:%H:%M}", day=f"{day:%d-%m-%Y}"))
