"""What is kept of sessions: the list of them, and their times for an organisation."""

import os
from pathlib import Path

from luisteren_tui.cli.output import FINE, USAGE, Wishes, say, say_data, tell
from luisteren_tui.export.saving import among_sessions, write_export
from luisteren_tui.export.session_summary import state, when
from luisteren_tui.export.timings import timings
from luisteren_tui.i18n import _
from luisteren_tui.storage import overview
from luisteren_tui.storage.overview import Row
from luisteren_tui.storage.session_index import Kind, list_sessions
from luisteren_tui.system import paths
from luisteren_tui.text.safe import safe_line


def list_all(wishes: Wishes) -> int:
    """List the sessions and the rehearsals, the newest first."""
    folders = paths.folders(wishes.data)
    rehearsals = f"{folders.rehearsals}{os.sep}"
    found = [
        overview.row_of(entry, str(entry.path).startswith(rehearsals))
        for entry in list_sessions(folders.sessions, folders.rehearsals)
    ]
    rows = [_cells(row) for row in (*found, *overview.leftovers(folders, overview.find(folders)))]
    if not rows:
        tell(_("There are no sessions yet."))
        return FINE
    rows.insert(0, (_("Id"), _("Started"), _("Kind"), _("State"), _("Title")))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        say("  ".join((*(part.ljust(width) for part, width in zip(row, widths, strict=False)), row[4])).rstrip())
    return FINE


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    foreign = row.kind is Kind.FOREIGN
    kind = _("rehearsal") if row.rehearsal else _("session")
    return safe_line(row.id), "" if foreign else when(row), "" if foreign else kind, state(row), safe_line(row.title)


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
