"""The day of a plan, and the times of day that are typed for it."""

import re
from datetime import date, datetime, time, timedelta

from luisteren_tui.dates import short_day
from luisteren_tui.due import moment
from luisteren_tui.i18n import _
from luisteren_tui.session import plan as p
from luisteren_tui.session.day_time import parse_time
from luisteren_tui.session.plan import MINUTE, Plan
from luisteren_tui.text import safe_line

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])")


class NoTime(ValueError):
    """What was given is no time, or one that can't be; the text says so."""


def day_of(name: str) -> date | None:
    """Return the day that the name of a plan begins with ("2026-11-24", "2026-11-24-b"), None where it is no day."""
    match = _DAY.match(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def about_name(name: str, today: date) -> str:
    """Return what there is to remark on a name that looks like a day: that it is none, or past; else nothing."""
    day, like = day_of(name), _LIKE_A_DAY.match(name)
    if like is not None and day is None:
        return _("{day} is no date (write 2026-11-24): no day has this plan first at home.").format(day=like[0])
    if day is not None and day < today:
        return _("{day} is past: this plan comes first at home no more.").format(day=day)
    return ""


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


def available(plan: Plan, day: date) -> int | None:
    """Return the seconds that a plan of `day` has, of which the clocks may skip some; None where that isn't known."""
    seconds = p.available(plan)
    if seconds is None or plan.start is None or plan.must_end is None:
        return None
    try:
        return round((moment(last_day(plan, day), plan.must_end) - moment(day, plan.start)).total_seconds())
    except (ValueError, OverflowError, OSError):
        return seconds  # so far from now that nobody knows


def clock(minutes: int | None, seconds: int = 0, day: date | None = None) -> str | None:
    """Return the time of day `seconds` after `minutes` since midnight, as it will be on `day`; None without it."""
    if minutes is None:
        return None
    at = minutes + seconds // MINUTE
    text = f"{at // 60 % 24:02}:{at % 60:02}"
    if day is None or not seconds:
        return text
    try:
        return f"{(moment(day, minutes) + timedelta(seconds=seconds)).astimezone():%H:%M}"
    except (ValueError, OverflowError, OSError):
        return text  # so far from now that nobody knows


def check_time(minutes: int, day: date) -> None:
    """Raise NoTime where the clock skips this time on `day`."""
    local = datetime.combine(day, time(minutes // 60, minutes % 60))
    try:
        exists = datetime.fromtimestamp(local.timestamp()) == local  # noqa: DTZ006 - local on purpose
    except (ValueError, OverflowError, OSError):
        exists = True  # so far from now that nobody knows
    if not exists:
        text = _("{time} does not exist on {day}: the clocks go forward then.")
        raise NoTime(text.format(time=f"{local:%H:%M}", day=short_day(day)))
