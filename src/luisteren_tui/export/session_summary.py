"""When a session was held and how it went, in the same words for the command line, home and the history screen."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import id_time, made_at, short_time
from luisteren_tui.storage.file_names import MINUTE_LENGTH, id_word
from luisteren_tui.storage.session_index import Kind, SessionRow
from luisteren_tui.text.safe import safe_line

STATES = {
    Kind.UNFINISHED: N_("not ended"),
    Kind.DAMAGED: N_("damaged"),
    Kind.FOREIGN: N_("not a session"),
}


def when(row: SessionRow) -> str:
    """Return the local day and time at which the session started, or the name of a file that is not a session.

    Seconds are added where another session may share the minute: for rehearsals and for ids with a number. A session
    that hasn't ended or can't be read only has the time in its id.
    """
    if row.kind is Kind.FOREIGN:
        return safe_line(row.id)
    began = local_start(row)
    if began is None or made_at(row.id) is None:
        return id_time(row.id)
    alone = not row.rehearsal and row.id[MINUTE_LENGTH + 1 :] == id_word(row.workshop)
    text = short_time(began, seconds=not alone)
    return f"{text} {season}" if (season := _season(began)) else text


def _season(at: datetime) -> str:
    """Return whether a time that the clocks show twice is summer or winter time; empty for any other time."""
    if at.utcoffset() == at.replace(fold=1 - at.fold).utcoffset():
        return ""
    return _("winter time") if at.fold else _("summer time")


def start_order(row: SessionRow) -> tuple[str, bool]:
    """Return the sort key of a row: when the session really started, which may be before it was opened.

    Among those of the same minute, a session comes after a rehearsal.
    """
    if row.started:
        return row.started[: len("2026-11-24T12:30")], not row.rehearsal
    made = made_at(row.id)
    # What has not ended only has the local time in its id.
    return f"{made.astimezone(UTC):%Y-%m-%dT%H:%M}" if made else "", not row.rehearsal


def local_start(row: SessionRow) -> datetime | None:
    """Return when the session started, in its own time zone, or None if that is unknown."""
    return moment(row.started, zone_of(row.timezone))


def state(row: SessionRow) -> str:
    """Return how the session went, in a word or two."""
    if row.newer:
        return _("from a newer version")
    if row.kind in STATES:
        return _(STATES[row.kind])
    return _("ended") if row.whole else _("cut short")


def last_reached(activities: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the last activity that a session reached before it was cut short, or None if it reached its end.

    Activities that the plan left out don't count as unreached.
    """
    end = max((n for n, each in enumerate(activities) if each["status"] == "unreached"), default=0)
    reached = [each for each in activities[:end] if each["status"] != "unreached" and not _left_out(each)]
    return reached[-1] if reached else None


def _left_out(activity: Mapping[str, Any]) -> bool:
    return bool(activity["status"] == "skipped" and not activity["planned_s"])


def cut_short(activities: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the id of the activity that was interrupted by the end of the session, or None.

    The time that such an activity took says nothing about the time it needs.
    """
    last = last_reached(activities)
    short = last is not None and last["status"] != "skipped" and last["actual_s"] < last["planned_s"]
    return str(last["id"]) if last is not None and short else None


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
