"""The days and times of day of a plan: what people type, what they see, and when that is.

Times of day are in minutes since midnight. Wall times are in ms since 1970.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from luisteren_tui.i18n import _
from luisteren_tui.i18n.dates import day_in_name, long_day, short_day
from luisteren_tui.i18n.languages import hour_signs, near_days
from luisteren_tui.planning.plan import MINUTE_S, Plan, available_s, minutes_between, total
from luisteren_tui.text.safe import safe_line

_TIME = re.compile(
    rf"([0-9]{{1,2}})(?:[:.]([0-9]{{2}})| ?(?:{hour_signs()}) ?([0-9]{{2}})?|([0-9]{{2}}))?", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])")
# "1-2-4-all" is the name of a way to work.
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})(?:[-/.](?P<year>[0-9]{4}|[0-9]{2}))?(?![0-9]|[-/.][0-9][-/.])"
)
_NEAR_DAY = re.compile(rf"({'|'.join(near_days())})(?=-|$)", re.IGNORECASE)

_NEAR_MS = 6 * 3_600_000
"""ms. A session can begin this much before or after midnight and still be the one that was planned for the other day."""


class InvalidTime(ValueError):
    """A time or date that does not exist. The text says so to the user."""


def read_time(text: str) -> int:
    """Return the time of day in "13:30", "13.30", "1330", "13u30" or "9". Raises InvalidTime for anything else."""
    match = _TIME.fullmatch(text.strip())
    hours, minutes = (int(match[1]), int(match[2] or match[3] or match[4] or 0)) if match else (24, 0)
    if hours > 23 or minutes > 59:
        raise InvalidTime(_("{text} is not a time of day. Write 13:30, for instance.").format(text=safe_line(text)))
    return hours * 60 + minutes


def time_of_day(minutes: int | None, seconds: int = 0, day: date | None = None) -> str | None:
    """Return as "13:30" the time of day `seconds` after `minutes`, or None if `minutes` is None.

    With a `day` the result is what clocks show on that day, even if they change then.
    """
    if minutes is None:
        return None
    at = minutes + seconds // MINUTE_S
    text = f"{at // 60 % 24:02}:{at % 60:02}"
    if day is None or not seconds:
        return text
    try:
        return f"{(moment(day, minutes) + timedelta(seconds=seconds)).astimezone():%H:%M}"
    except (ValueError, OverflowError, OSError):
        return text  # the day is too far away to convert


def moment(day: date, minutes: float) -> datetime:
    """Return, in UTC, when the local clock says `minutes` on `day`. From 1440 minutes on that is on the next day.

    A time that the clock skips moves forward by as much as it skips.
    """
    # Compute the offset at that very moment: it may differ from today's.
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return datetime.fromtimestamp(local.timestamp(), UTC)  # astimezone() would move a skipped time back instead


def check_time(minutes: int, day: date) -> None:
    """Raise InvalidTime if the clock skips this time on `day`."""
    local = datetime.combine(day, time(minutes // 60, minutes % 60))
    try:
        exists = datetime.fromtimestamp(local.timestamp()) == local  # noqa: DTZ006 - local on purpose
    except (ValueError, OverflowError, OSError):
        exists = True  # the day is too far away to know
    if not exists:
        text = _("{time} does not exist on {day}: the clocks go forward then.")
        raise InvalidTime(text.format(time=f"{local:%H:%M}", day=short_day(day)))


def check_times(plan: Plan, day: date) -> None:
    """Raise InvalidTime if a time of the plan does not exist on `day`."""
    if plan.start is not None:
        check_time(plan.start, day)
    if plan.must_end is not None:
        check_time(plan.must_end, end_day(plan, day))


def end_day(plan: Plan, day: date) -> date:
    """Return the day on which a plan of `day` must end. An end before the start is on the next day."""
    tomorrow = plan.start is not None and plan.must_end is not None and plan.must_end <= plan.start
    return day + timedelta(days=1) if tomorrow and day < date.max else day


def available_on(plan: Plan, day: date) -> int | None:
    """Return the seconds that a plan has on `day`, even if the clocks change then, or None if that is not known."""
    seconds = available_s(plan)
    if seconds is None or plan.start is None or plan.must_end is None:
        return None
    try:
        return round((moment(end_day(plan, day), plan.must_end) - moment(day, plan.start)).total_seconds())
    except (ValueError, OverflowError, OSError):
        return seconds  # the day is too far away to convert


class SessionTimes(NamedTuple):
    """The wall times at which a session begins by its plan and must be over; None for what the plan doesn't say.

    `remark` says why the times of the plan don't count, and is empty if they do.
    """

    start: int | None = None
    must_end: int | None = None
    remark: str = ""


def session_times(plan: Plan, name: str, wall: int) -> SessionTimes:
    """Return the times of a session of `plan`, saved under `name`, that opens at `wall`.

    The day is the one in the name, else yesterday, today or tomorrow, whichever brings the start nearest to `wall`. The
    times of another day don't count, nor those of a session that would be over by now.
    """
    first = plan.must_end if plan.start is None else plan.start
    named, today = day_in_name(name), _local(wall).date()
    if first is None:
        return SessionTimes(remark=_other_day(named, today))
    if named is not None and abs(named - today) > timedelta(days=1):
        return SessionTimes(remark=_other_day(named, today))
    day = _nearest_day(first, wall) if named is None else named
    start = _ms(moment(day, first))
    if named not in (None, today) and abs(start - wall) > _NEAR_MS:
        return SessionTimes(remark=_other_day(named, today))
    must_end = None
    if plan.must_end is not None:
        minutes = 0 if plan.start is None else minutes_between(plan.start, plan.must_end)
        must_end = None if minutes is None else _ms(moment(day, first + minutes))
    end = start + total(plan) * 1000 if must_end is None else must_end
    if end <= wall:
        over = time_of_day(first, total(plan), day) if plan.must_end is None else time_of_day(plan.must_end)
        text = _("By this plan the session ends at {time}. That is past, so the times of the plan don't count.")
        return SessionTimes(remark=text.format(time=over))
    return SessionTimes(None if plan.start is None else start, must_end)


def _other_day(day: date | None, today: date) -> str:
    """Return that a plan is for another day than `today`; empty if it isn't."""
    if day is None or day == today:
        return ""
    days = (day - today).days
    when = {1: _("tomorrow, {day}"), -1: _("yesterday, {day}")}.get(days, "{day}").format(day=long_day(day))
    text = (
        _("This plan is for another day: {when}. Its times don't count now.")
        if days > 0
        else _("This plan was for another day: {when}. Its times don't count now.")
    )
    return text.format(when=when)


def rehearsal_must_end_wall(plan: Plan, wall: int) -> int | None:
    """Return when a rehearsal of `plan` that starts at `wall` must be over. It has as much time as the session."""
    seconds = available_s(plan)
    return None if seconds is None else wall + seconds * 1000


def _local(wall: int) -> datetime:
    return datetime.fromtimestamp(wall / 1000).astimezone()


def _nearest_day(minutes: int, wall: int) -> date:
    today = _local(wall).date()
    days = [today + timedelta(days=n) for n in (-1, 0, 1)]
    return min(days, key=lambda day: abs(_ms(moment(day, minutes)) - wall))


def _ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)


def plan_name(typed: str, today: date) -> str:
    """Return the name for a plan, with a day in `typed` ("25-11", "tomorrow") written as "2026-11-25".

    A day without a year is the first such day from `today` on. Raises InvalidTime for a date that does not exist.
    """
    if near := _NEAR_DAY.match(typed):
        return f"{today + timedelta(days=near_days()[near[1].lower()])}{typed[near.end() :]}"
    like = _YEAR_FIRST.match(typed) or _DAY_FIRST.match(typed)
    if like is None:
        return typed
    year, month, day = like["year"], int(like["month"]), int(like["day"])
    if year is not None and len(year) == 2:
        raise InvalidTime(_("{text}: write the year in full, as in 25-11-2026.").format(text=like[0]))
    for each in (today.year, today.year + 1) if year is None else (int(year),):
        with suppress(ValueError):
            found = date(each, month, day)
            if year is not None or found >= today:
                return f"{found}{typed[like.end() :]}"
    raise InvalidTime(_("{text} is not a date. Write 2026-11-24, for instance.").format(text=like[0]))


def names_meant(typed: str, today: date) -> list[str]:
    """Return the names that a plan can have when its name is `typed`, the likeliest first.

    A day without a year ("25-11") is the next such day, or else the last one.
    """
    if (like := _DAY_FIRST.match(typed)) is None or like["year"] is not None:
        with suppress(InvalidTime):
            return list(dict.fromkeys((typed, plan_name(typed, today))))
        return [typed]
    day = f"{int(like['month']):02}-{int(like['day']):02}{typed[like.end() :]}"
    dated = [f"{year}-{day}" for year in (today.year, today.year + 1, today.year - 1)]
    return [typed, *sorted(dated, key=lambda name: name < f"{today}")]


def name_remark(name: str, typed: str, today: date) -> str:
    """Return what the user should know about a plan's name: how its day was read, and that it is past."""
    day, texts = day_in_name(name), []
    if day is not None and name != typed:
        texts.append(_("Saved as {name}, for {day}.").format(name=name, day=long_day(day)))
    if day is not None and day < today:
        texts.append(_("{day} is past: this plan is no longer at the top of the home screen.").format(day=day))
    return " ".join(texts)
