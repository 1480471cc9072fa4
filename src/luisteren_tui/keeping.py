"""What is kept of sessions: the list of them, and their times for an organisation."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from luisteren_tui import paths
from luisteren_tui.console import FINE, USAGE, Wishes, say, say_data, tell
from luisteren_tui.i18n import N_, _
from luisteren_tui.report.text import local_time
from luisteren_tui.storage import overview
from luisteren_tui.storage.export import among_sessions, write_export
from luisteren_tui.storage.library import Entry, Kind, list_sessions
from luisteren_tui.storage.outcome_shape import FORMAT
from luisteren_tui.storage.timings import timings
from luisteren_tui.text import safe_line

_STATES = {
    Kind.UNFINISHED: N_("not ended"),
    Kind.ENDED: N_("ended"),
    Kind.DAMAGED: N_("damaged"),
    Kind.FOREIGN: N_("not a session"),
}


def list_all(wishes: Wishes) -> int:
    """List the sessions and the rehearsals, the newest first."""
    folders = paths.folders(wishes.data)
    rehearsals = f"{folders.rehearsals}{os.sep}"
    rows = [
        _row(entry, str(entry.path).startswith(rehearsals))
        for entry in list_sessions(folders.sessions, folders.rehearsals)
    ]
    left = overview.leftovers(folders, overview.find(folders))
    rows += [_row(Entry(row.id, row.path, row.kind), row.rehearsal) for row in left]
    if not rows:
        tell(_("There are no sessions yet."))
        return FINE
    rows.insert(0, (_("Id"), _("Started"), _("Kind"), _("State"), _("Title")))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        say("  ".join((*(part.ljust(width) for part, width in zip(row, widths, strict=False)), row[4])).rstrip())
    return FINE


def _row(entry: Entry, rehearsal: bool) -> tuple[str, str, str, str, str]:
    id, title, started, state = entry.id, "", "", _(_STATES[entry.kind])
    kind = _("rehearsal") if rehearsal else _("session")
    if entry.kind is not Kind.FOREIGN:
        started = local_time(f"{id[:10]}T{id[11:13]}:{id[13:15]}")
    if entry.outcome is not None:
        workshop: Any = entry.outcome.get("workshop")
        if not _is_outcome(entry.outcome):
            state = _(_STATES[Kind.DAMAGED])
        elif entry.outcome["format"] > FORMAT:
            state = _("of a newer version")
        title = str(workshop.get("title", "")) if isinstance(workshop, dict) else ""
        started = local_time(str(entry.outcome.get("started", "")))
    elif entry.opened is not None:
        title = entry.opened.workshop.title
    return safe_line(id), started, "" if entry.kind is Kind.FOREIGN else kind, state, safe_line(title)


def _is_outcome(value: Mapping[str, Any]) -> bool:
    """Return whether it looks like an outcome: a list of ten thousand can't wait for a look at all of each."""
    return (
        type(value.get("format")) is int
        and type(value.get("started")) is str
        and type(value.get("activities")) is list
        and type(value.get("workshop")) is dict
    )


def export(wishes: Wishes, file: str) -> int:
    """Write the times of the ended sessions into `file`, as JSON Lines; "-" is where results go."""
    if file != "-" and among_sessions(Path(file), paths.folders(wishes.data)):
        tell(safe_line(_("{path} is where the sessions themselves are. Choose another place.").format(path=file)))
        return USAGE
    unread: list[str] = []
    lines = list(timings(paths.folders(wishes.data).data, unread))
    for id in unread:
        tell(_("{id} can't be read, and is left out.").format(id=safe_line(id)))
    if not lines:
        tell(_("There are no ended sessions yet."))
    if file == "-":
        for line in lines:
            say_data(line)
        return FINE
    write_export(Path(file), "".join(f"{line}\n" for line in lines).encode())
    say(safe_line(file))
    return FINE
