"""A session or rehearsal on one line, in words."""

from textual.content import Content

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.storage.library import Kind
from luisteren_tui.storage.overview import Row
from luisteren_tui.text import safe_line
from luisteren_tui.tui import words

FIGURES, NOTES, WIDE = 16, 12, 64
"""Cells for planned and taken and for the count of notes, which is there from so many cells on."""
STATES = {
    Kind.UNFINISHED: N_("not ended"),
    Kind.DAMAGED: N_("damaged: it can't be read"),
    Kind.FOREIGN: N_("not a session"),
}
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def line(row: Row, cells: int, sign: str) -> Content:
    """Return a line of `cells` for it, a `sign` first; where that is narrow, there is less on it."""
    wide = cells >= WIDE
    if state := _state(row):
        short_state = _("damaged") if row.kind is Kind.DAMAGED else state
        behind = f"  {state:<{FIGURES + NOTES}}" if wide else f"  {short_state}"
    else:
        took = f"{words.minutes(row.planned_s)} → {words.minutes(row.actual_s)}"
        notes = ngettext("{n} note", "{n} notes", row.notes).format(n=row.notes) if row.notes else ""
        behind = f"  {_('{took} min').format(took=took):>{FIGURES - 2}}  {notes:<{NOTES}}" if wide else f"  {took}"
    kind = f" · {_('rehearsal')}" if row.rehearsal else ""
    broken = "" if row.whole else f" · {_('broken off')}"
    name = f"{sign}{when(row)}"
    # What is cut off where it is narrow is the title, which many have in common.
    text = Content(f"{name}  {_title(row)}" if wide else f"{name}{kind}  {_title(row)}")
    kind = kind if wide else ""
    room = max(8, cells - len(behind) - len(kind))
    if (wide and not row.rehearsal) or text.cell_length + len(broken) <= room:
        kind, room = f"{kind}{broken}", room - len(broken)
    short = text.truncate(room, ellipsis=True)
    return Content.assemble(short, kind, " " * max(0, room - short.cell_length), (behind, "$text-muted"))


def when(row: Row) -> str:
    """Return its day and time, for a file that is no session its name."""
    if row.kind is Kind.FOREIGN:
        return safe_line(row.id)
    year, month, day = row.id[:10].split("-")
    return f"{day}-{month}-{year} {row.id[11:13]}:{row.id[13:15]}"


def _title(row: Row) -> str:
    return safe_line(row.title) or ("" if row.kind is Kind.FOREIGN else safe_line(row.id[16:]))


def _state(row: Row) -> str:
    if row.newer:
        return _("of a newer version")
    return _(STATES[row.kind]) if row.kind in STATES else ""


def said(row: Row) -> str:
    """Return what it is, in a few words."""
    kind = _("rehearsal") if row.rehearsal else ""
    return " ".join(part for part in (when(row), _title(row), kind, _state(row)) if part)


def found_by(row: Row) -> str:
    """Return all that it can be found by, in small letters: never a word of a note."""
    if row.kind is Kind.FOREIGN:
        return said(row).casefold()
    kind = _("rehearsal") if row.rehearsal else _("session")
    state = _state(row) or (_("to the end") if row.whole else _("broken off"))
    month = int(row.id[5:7])
    name = _(MONTHS[month - 1]) if 0 < month <= len(MONTHS) else ""
    return " ".join((when(row), safe_line(row.id), _title(row), kind, state, name)).casefold()
