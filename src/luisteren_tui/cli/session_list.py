"""The list of sessions and rehearsals."""

from collections.abc import Sequence
from itertools import chain

from luisteren_tui.cli.output import Exit, GlobalOptions, print_json, print_message, print_result
from luisteren_tui.export.session_summary import state, when
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.storage.session_index import DELETE, FORGET, Kind, Listing, SessionRow
from luisteren_tui.system import paths
from luisteren_tui.system.process_memory import hide_memory
from luisteren_tui.text.safe import safe_line


def list_all(options: GlobalOptions, format: str | None = None) -> int:
    """List the sessions and rehearsals, newest first, as a table or as "json"."""
    hide_memory()
    folders = paths.folders(options.data)
    listing = Listing.read(folders.sessions, folders.rehearsals)
    foreign = sorted(listing.foreign_rows(), key=lambda row: row.path)
    sessions = [listing.read_row(files, figures=False) for files in listing.files]
    found = chain(sessions, foreign, listing.leftover_rows())
    _name_remains(listing, sessions)
    if format == "json":
        print_json([_values(row) for row in found])
        return Exit.OK
    kinds = _("session"), _("rehearsal")
    rows = [_cells(row, kinds[row.rehearsal]) for row in found]
    if not rows:
        print_message(_("There are no sessions yet."))
        return Exit.OK
    rows.insert(0, (_("Id"), _("Started"), _("Kind"), _("State"), _("Title")))
    first, second, third, fourth, _titles = (max(map(len, column)) for column in zip(*rows, strict=True))
    line = f"{{:{first}}}  {{:{second}}}  {{:{third}}}  {{:{fourth}}}  {{}}".format
    lines = [line(*row).rstrip() for row in rows]
    print_result("\n".join(lines))
    return Exit.OK


def _name_remains(listing: Listing, sessions: Sequence[SessionRow]) -> None:
    """Say how many sessions have files that should be gone."""
    if held := sum(row.id in listing.journals and row.kind is Kind.ENDED for row in sessions):
        print_message(
            ngettext(
                "{n} session has ended, but its file from while it ran is still there and may hold names. It is removed when the program next starts.",
                "{n} sessions have ended, but their files from while they ran are still there and may hold names. They are removed when the program next starts.",
                held,
            ).format(n=held)
        )
    if later := sum(path.suffix in (DELETE, FORGET) for path in listing.others):
        print_message(
            ngettext(
                "What you deleted of {n} session could not be removed yet. It is removed when the program next starts.",
                "What you deleted of {n} sessions could not be removed yet. It is removed when the program next starts.",
                later,
            ).format(n=later)
        )


def _values(row: SessionRow) -> dict[str, str | None]:
    foreign = row.kind is Kind.FOREIGN
    ended = row.kind is Kind.ENDED
    return {
        "id": row.id,
        "kind": None if foreign else "rehearsal" if row.rehearsal else "session",
        "state": "newer" if row.newer else "broken_off" if ended and not row.whole else row.kind.value,
        "started": row.started or None,
        "timezone": row.timezone or None,
        "workshop": row.workshop or None,
        "title": row.title or None,
        "file": str(row.path),
    }


def _cells(row: SessionRow, kind: str) -> tuple[str, str, str, str, str]:
    foreign = row.kind is Kind.FOREIGN
    return safe_line(row.id), "" if foreign else when(row), "" if foreign else kind, state(row), safe_line(row.title)
