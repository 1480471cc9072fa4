"""A session or rehearsal on one line, in words."""

from textual.content import Content

from luisteren_tui.export.session_summary import local_start, state, when
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.i18n.dates import MONTHS
from luisteren_tui.storage.overview import Row
from luisteren_tui.storage.session_index import Kind
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words

FIGURES, NOTES, WIDE = 16, 12, 64
"""Cells for planned and taken and for the count of notes, which is there from so many cells on."""


def line(row: Row, cells: int, sign: str) -> Content:
    """Return a line of `cells` for it, a `sign` first; where that is narrow, there is less on it."""
    wide = cells >= WIDE
    if said := _state(row):
        text = _("damaged: it can't be read") if row.kind is Kind.DAMAGED else said
        behind = f"  {text:<{FIGURES + NOTES}}" if wide else f"  {said}"
    else:
        took = f"{words.minutes(row.planned_s)} → {words.minutes(row.actual_s)}"
        notes = ngettext("{n} note", "{n} notes", row.notes).format(n=row.notes) if row.notes else ""
        behind = f"  {_('{took} min').format(took=took):>{FIGURES - 2}}  {notes:<{NOTES}}" if wide else f"  {took}"
    kind = f" · {_('rehearsal')}" if row.rehearsal else ""
    broken = "" if row.whole else f" · {state(row)}"
    name = f"{sign}{when(row)}"
    # What is cut off where it is narrow is the title, which many have in common.
    shown = Content(f"{name}  {_title(row)}" if wide else f"{name}{kind}  {_title(row)}")
    kind = kind if wide else ""
    room = max(8, cells - len(behind) - len(kind))
    if (wide and not row.rehearsal) or shown.cell_length + len(broken) <= room:
        kind, room = f"{kind}{broken}", room - len(broken)
    short = shown.truncate(room, ellipsis=True)
    return Content.assemble(short, kind, " " * max(0, room - short.cell_length), (behind, "$text-muted"))


def _title(row: Row) -> str:
    return safe_line(row.title) or ("" if row.kind is Kind.FOREIGN else safe_line(row.id[16:]))


def _state(row: Row) -> str:
    """Return the state of what has no figures."""
    return state(row) if row.newer or row.kind is not Kind.ENDED else ""


def said(row: Row) -> str:
    """Return what it is, in a few words."""
    kind = _("rehearsal") if row.rehearsal else ""
    return " ".join(part for part in (when(row), _title(row), kind, _state(row)) if part)


def found_by(row: Row) -> str:
    """Return all that it can be found by, in small letters: never a word of a note."""
    if row.kind is Kind.FOREIGN:
        return said(row).casefold()
    kind = _("rehearsal") if row.rehearsal else _("session")
    went = state(row) if row.kind is not Kind.ENDED or row.newer or not row.whole else _("to the end")
    began = local_start(row)
    month = began.month if began else int(row.id[5:7])
    name = _(MONTHS[month - 1]) if 0 < month <= len(MONTHS) else ""
    # As figures too, where the language writes a day in another way.
    day = f"{began:%d-%m-%Y}" if began else f"{row.id[8:10]}-{row.id[5:7]}-{row.id[:4]}"
    return " ".join((when(row), day, safe_line(row.id), _title(row), kind, went, name)).casefold()
