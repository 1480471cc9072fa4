"""The day of a plan, and the days and times of day that are typed for it."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import long_day, short_day
from luisteren_tui.planning import plan as p
from luisteren_tui.planning.day_time import parse_time
from luisteren_tui.planning.deadline import moment
from luisteren_tui.planning.plan import MINUTE, Plan
from luisteren_tui.text.safe import safe_line

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<year>[0-9]{4}|[0-9]{2}))?(?![0-9])")


class NoTime(ValueError):
    """What was given is no time, or one that can't be; the text says so."""


def day_of(name: str) -> date | None:
    """Return the day that the name of a plan begins with ("2026-11-24", "2026-11-24-b"), None where it is no day."""
    match = _DAY.match(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def name_of(typed: str, today: date) -> str:
    """Return the name for a plan that was `typed`, with its day as "2026-11-25" however that was written ("25-11").

    Without a year it is the first such day from `today` on. NoTime for what looks like a day and is none.
    """
    like = _YEAR_FIRST.match(typed) or _DAY_FIRST.match(typed)
    if like is None:
        return typed
    year, month, day = like["year"], int(like["month"]), int(like["day"])
    if year is not None and len(year) == 2:
        raise NoTime(_("{text}: write the year in full, as in 25-11-2026.").format(text=like[0]))
    for each in (today.year, today.year + 1) if year is None else (int(year),):
        with suppress(ValueError):
            found = date(each, month, day)
            if year is not None or found >= today:
                return f"{found}{typed[like.end() :]}"
    raise NoTime(_("{text} is no date. Write for example 2026-11-24.").format(text=like[0]))


def about_name(name: str, typed: str, today: date) -> str:
    """Return what there is to remark on a name: which day was read in what was `typed`, and that it is past."""
    day, said = day_of(name), []
    if day is not None and name != typed:
        said.append(_("Saved as {name}, for {day}.").format(name=name, day=long_day(day)))
    if day is not None and day < today:
        said.append(_("{day} is past: this plan comes first at home no more.").format(day=day))
    return " ".join(said)


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
