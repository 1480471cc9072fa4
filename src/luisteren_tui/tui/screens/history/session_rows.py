"""The rows of the history screen: how they are read, drawn and searched."""

from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from textual.content import Content

from luisteren_tui.export.session_summary import local_start, state, when
from luisteren_tui.i18n import _, current, ngettext
from luisteren_tui.storage.session_index import Kind, Listing, SessionRow
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.folding import to_search
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words

TIMES_WIDTH, NOTES_WIDTH = 16, 12
"""Cells for the planned and actual minutes, and for the number of notes."""
START_WIDTH = len("24 Nov 2026 13:30:05")
"""Cells for when a session started."""
MIN_WIDE, MIN_FULL = 64, 88
"""Cells from which a row also shows the number of notes, and from which a rehearsal shows that beside its kind."""


class Found(NamedTuple):
    """All sessions and rehearsals, the newest first, whose rows are read one by one, and the rows of the other files."""

    total: int
    unread: Iterator[SessionRow]
    others: list[SessionRow]


def find_rows(folders: Folders) -> Found:
    """List the folders. Raise OSError if one can't be read."""
    listing = Listing.read(folders.sessions, folders.rehearsals)
    unread = map(listing.read_row, listing.by_minute())
    return Found(len(listing.files), unread, [*listing.leftover_rows(), *listing.foreign_rows()])


def read_rows(unread: Iterator[SessionRow], seconds: float) -> list[SessionRow]:
    """Return as many rows as can be read in `seconds`, at least one while any is `unread`."""
    end, rows = monotonic() + seconds, list[SessionRow]()
    for row in unread:
        rows.append(row)
        if monotonic() >= end:
            break
    return rows


def draw_row(row: SessionRow, width: int, sign: str) -> Content:
    """Return `row` as one line of `width` cells that begins with `sign`. A narrow line shows less."""
    wide = width >= MIN_WIDE
    kind = f" · {_('rehearsal')}" if row.rehearsal else ""
    if text := _state_without_times(row):
        wide_text = _("damaged: it can't be read") if row.kind is Kind.DAMAGED else text
        behind = f"  {wide_text:<{TIMES_WIDTH + NOTES_WIDTH}}" if wide else f"  {text}"
    else:
        took = f"{words.minutes(row.planned_s)} → {words.minutes(row.actual_s)}"
        notes = ngettext("{n} note", "{n} notes", row.notes).format(n=row.notes) if row.notes else ""
        if kind and wide and width < MIN_FULL:
            kind, notes = "", _("rehearsal")  # beside the title, the kind would leave little of it
        minutes = _("{took} min").format(took=took)
        behind = f"  {minutes:>{TIMES_WIDTH - 2}}  {notes:<{NOTES_WIDTH}}" if wide else f"  {took}"
    broken = "" if row.whole else f" · {state(row)}"
    # Rehearsals have seconds. The titles of all rows stand below each other.
    name = f"{sign}{when(row)}"
    name = f"{name:<{START_WIDTH}}" if wide else name
    # The title comes last on a narrow line: it is cut off first, and many sessions share it.
    line = Content(f"{name}  {_title(row)}" if wide else f"{name}{kind}  {_title(row)}")
    kind = kind if wide else ""
    available = max(8, width - len(behind) - len(kind))
    if (wide and not row.rehearsal) or line.cell_length + len(broken) <= available:
        kind, available = f"{kind}{broken}", available - len(broken)
    line = line.truncate(available, ellipsis=True)
    return Content.assemble(line, kind, " " * max(0, available - line.cell_length), (behind, "$muted"))


def _title(row: SessionRow) -> str:
    return safe_line(row.title) or ("" if row.kind is Kind.FOREIGN else safe_line(row.id[16:]))


def _state_without_times(row: SessionRow) -> str:
    """Return the state of a session that has no times to show, else an empty text."""
    return state(row) if row.newer or row.kind is not Kind.ENDED else ""


def describe(row: SessionRow) -> str:
    """Return the start, title, kind and state of a session in a few words."""
    kind = _("rehearsal") if row.rehearsal else ""
    return " · ".join(part for part in (when(row), _title(row), kind, _state_without_times(row)) if part)


def search_text(row: SessionRow) -> str:
    """Return the text that a search looks in, folded as a search is. It never holds words of a note."""
    if row.kind is Kind.FOREIGN:
        return to_search(describe(row))
    kind = _("rehearsal") if row.rehearsal else _("session")
    progress = state(row) if row.kind is not Kind.ENDED or row.newer or not row.whole else _("to the end")
    began = local_start(row)
    month = began.month if began else int(row.id[5:7])
    name = current().months[month - 1] if 1 <= month <= 12 else ""
    # The day in figures too: some languages show it in another way.
    day = f"{began:%d-%m-%Y}" if began else f"{row.id[8:10]}-{row.id[5:7]}-{row.id[:4]}"
    return to_search(" ".join((when(row), day, safe_line(row.id), _title(row), kind, progress, name)))
