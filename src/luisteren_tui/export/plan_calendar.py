"""A plan as an appointment for a calendar (iCalendar, RFC 5545)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from luisteren_tui.export.plan_report import PlanReport
from luisteren_tui.i18n import _
from luisteren_tui.planning.plan import block_times, is_empty, total
from luisteren_tui.planning.plan_dates import moment, time_of_day
from luisteren_tui.planning.remarks import participants_text
from luisteren_tui.text.safe import safe_line

_PLANS = UUID("ae25e31d-0680-4432-8f52-b623f980e9e6")
"""The namespace of the UIDs of plans. With another one, calendars would take each plan for a new appointment."""
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
"""The sequence numbers of an appointment are the seconds since this moment."""


def refusal(report: PlanReport) -> str:
    """Return why a plan can't be in a calendar; empty if it can."""
    if is_empty(report.plan):
        return _("Nothing is left in this plan.")
    if report.plan.start is None:
        return _("A calendar needs a start: give --start.")
    return "" if _times(report) else _("{day} is too far away for a calendar.").format(day=report.day)


def _times(report: PlanReport) -> tuple[datetime, datetime] | None:
    """Return, in UTC, when a plan with a start begins and ends, or None if its day is too far away to convert."""
    try:
        start = moment(report.day, report.plan.start or 0)
        return start, start + timedelta(seconds=total(report.plan))
    except (ValueError, OverflowError, OSError):
        return None


def as_calendar(report: PlanReport) -> str:
    """Return one event for the whole session, which must not be refused. Its lines end in CR LF.

    Times are in UTC, which every calendar shows in its own zone. Outlook doesn't read every description of a zone.
    """
    from icalendar import Calendar, Event  # slow to import

    times = _times(report)
    assert times is not None
    stamp = report.stamp()
    calendar = Calendar()
    calendar.add("prodid", "-//luisteren-tui//NONSGML plan//NL")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", str(_uid(report, stamp.installation)))
    event.add("dtstamp", stamp.at)
    event.add("last-modified", stamp.at)
    # Google's calendar and others only take a change with a higher number.
    event.add("sequence", max(0, int((stamp.at - _FIRST).total_seconds())))
    event.add("dtstart", times[0])
    event.add("dtend", times[1])
    event.add("summary", safe_line(report.title))
    event.add("description", "\n".join(_description(report)))
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _uid(report: PlanReport, installation: str) -> UUID:
    """Return an id that differs for each plan and stays the same when a plan is exported again.

    A saved plan may get other times. Of plans without a name, only the start and the day tell which is meant.
    """
    key = report.plan.start if report.name is None else report.name
    return uuid5(_PLANS, json.dumps([installation, report.plan.workshop_id, str(report.day), key]))


def _description(report: PlanReport) -> Iterator[str]:
    """Yield the lines of what a calendar says about the session.

    Calendars are shared, so the texts of custom blocks stay out: they may be meant only for the facilitator. There is
    one time in each line, which a calendar from right to left can't put in another order.
    """
    plan = report.plan
    yield participants_text(plan)
    yield ""
    for block, (begin, _end) in zip(plan.blocks, block_times(plan), strict=True):
        if not block.skipped:
            groups = " · ".join(report.groups_in_list.get(block.id, ()))
            line = f"{time_of_day(plan.start, begin, report.day)}  {safe_line(block.title)}"
            yield f"{line} ({groups})" if groups else line
