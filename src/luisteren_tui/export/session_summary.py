"""When a session was and how it went, as every list says it: on the command line, at home, and where one looks back."""

from datetime import datetime

from luisteren_tui.export.outcome_text import zone_of
from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import id_time, made_at, short_day
from luisteren_tui.storage.overview import Row
from luisteren_tui.storage.session_index import Kind, base_id
from luisteren_tui.text.safe import safe_line

_STATES = {
    Kind.UNFINISHED: N_("not ended"),
    Kind.DAMAGED: N_("damaged"),
    Kind.FOREIGN: N_("not a session"),
}


def when(row: Row) -> str:
    """Return the day and time at which it was started, where it was; for a file that is no session its name.

    Seconds are there for what may not be the only one of its minute: a rehearsal, or a session whose id has a number.
    What has not ended or can't be read has no more than the time in its id, at which it was made.
    """
    if row.kind is Kind.FOREIGN:
        return safe_line(row.id)
    began, made = local_start(row), made_at(row.id)
    if began is None or made is None:
        return id_time(row.id)
    alone = not row.rehearsal and row.id == base_id(made, row.workshop)
    return f"{short_day(began)} {began:%H:%M}" if alone else f"{short_day(began)} {began:%H:%M:%S}"


def local_start(row: Row) -> datetime | None:
    """Return when it was started, in its own time zone, None where that can't be told."""
    try:
        return datetime.fromisoformat(row.started).astimezone(zone_of(row.timezone))
    except (ValueError, ArithmeticError, OSError):
        return None


def state(row: Row) -> str:
    """Return in a word or two how it went."""
    if row.newer:
        return _("of a newer version")
    if row.kind in _STATES:
        return _(_STATES[row.kind])
    return _("ended") if row.whole else _("broken off")


def name(row: Row) -> str:
    """Return what one session is called in a list of them, or beside another: when it was, and the end of its id."""
    return when(row) if row.kind is Kind.FOREIGN else f"{when(row)} · {safe_line(row.id[16:])}"
