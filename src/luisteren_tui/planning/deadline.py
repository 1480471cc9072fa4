"""The times of day of a plan as moments, by the local clock: on which day each is, and when that is."""

from datetime import UTC, date, datetime, time, timedelta

from luisteren_tui.planning.day_time import span
from luisteren_tui.planning.plan import Plan, available


def moment(day: date, minutes: float) -> datetime:
    """Return, in UTC, when the local clock says `minutes` since midnight of `day`; from 1440 on that is on the next.

    A time that the clock skips is as much later as it skips.
    """
    # The zone is asked for that very moment: its offset may differ from today's, and from that of another moment.
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return datetime.fromtimestamp(local.timestamp(), UTC)  # not astimezone(): that sets back what the clock skips


def due_wall(plan: Plan, wall: int) -> int | None:
    """Return the wall time at which a session of `plan`, opened at `wall`, must be over; None where it need not.

    That is the end that belongs to the nearest start: yesterday's, today's or tomorrow's.
    """
    if plan.must_end is None:
        return None
    start = plan.must_end if plan.start is None else plan.start
    minutes = 0 if plan.start is None else span(start, plan.must_end)
    return None if minutes is None else _ms(moment(_nearest_day(start, wall), start + minutes))


def rehearsed_due(plan: Plan, wall: int) -> int | None:
    """Return when a rehearsal of `plan`, begun at `wall` at whatever time of day, must be over: it has as long as the plan."""
    seconds = available(plan)
    return None if seconds is None else wall + seconds * 1000


def _nearest_day(minutes: int, wall: int) -> date:
    """Return the day on which the local clock says `minutes` since midnight nearest to `wall`."""
    today = datetime.fromtimestamp(wall / 1000).astimezone().date()
    days = [today + timedelta(days=n) for n in (-1, 0, 1)]
    return min(days, key=lambda day: abs(_ms(moment(day, minutes)) - wall))


def _ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)
