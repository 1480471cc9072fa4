"""The list of parts: when each begins, how long it takes, and whether something is wrong with it."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.plan import MINUTE_S, whole_minutes
from luisteren_tui.storage.workshop_file import Severity
from luisteren_tui.storage.workshop_reading import Found
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.screens.editor.form import ADVICE_SIGN, ERROR_SIGN
from luisteren_tui.tui.widgets.row_list import RowList
from luisteren_tui.workshop.parts import TIMED, Part, PartKind

MIN_WITH_BEGIN = 44
"""Cells of a row from which it says when the part begins."""


class PartRow(NamedTuple):
    """A part and when it begins; `part` is None for the workshop itself. The last two are cells for all rows."""

    part: Part | None
    begin_s: int
    errors: int
    advice: int
    minutes_width: int
    label_width: int


PartList = RowList[PartRow]


def part_rows(parts: Sequence[Part], about: Sequence[Found]) -> list[PartRow]:
    """Return a row for the workshop itself, with the findings `about` it, and one for each part."""
    minutes = max([2, *(len(str(whole_minutes(part.seconds or 0))) for part in parts)])
    label = max([1, *(len(part.label) for part in parts)])
    errors = sum(found.severity is Severity.ERROR for found in about)
    rows, begin_s = [PartRow(None, 0, errors, len(about) - errors, minutes, label)], 0
    for part in parts:
        rows.append(PartRow(part, begin_s, part.errors, part.advice, minutes, label))
        if part.kind is not PartKind.STEP:  # a heading takes the time of what is below it
            begin_s += part.seconds or 0
    return rows


def draw_row(row: PartRow, width: int) -> Content:
    """Return a row of at most `width` cells."""
    signs = Content.assemble(
        (f" {ERROR_SIGN}" if row.errors else "", "bold $error"), (f" {ADVICE_SIGN}" if row.advice else "", "$warning")
    )
    line = Content.assemble((_("About the workshop"), "bold")) if row.part is None else _part(row, row.part, width)
    line = line.truncate(max(1, width - signs.cell_length), ellipsis=True)
    return Content.assemble(line, " " * max(0, width - line.cell_length - signs.cell_length), signs)


def _part(row: PartRow, part: Part, width: int) -> Content:
    if part.kind is PartKind.TEXT:
        begin, figures = "", f"{_('text'):<{row.minutes_width + row.label_width + 4}}"
    else:
        begin = "" if part.kind is PartKind.STEP else f"{row.begin_s // MINUTE_S:>4}’"
        figures = f"{'?' if part.seconds is None else whole_minutes(part.seconds):>{row.minutes_width}}"
    return Content.assemble(
        (f"{begin:<6}" if width >= MIN_WITH_BEGIN else "", "$muted"),
        (figures, "" if part.kind in TIMED else "$muted"),
        ""
        if part.kind is PartKind.TEXT
        else (f"  {part.label:<{row.label_width}}  ", "$muted" if part.depth else "bold"),
        _title(part),
    )


def _title(part: Part) -> Content:
    title = safe_line(part.title)
    shown = (title, "bold" if part.kind is PartKind.STEP else "") if title else (_("(no title yet)"), "italic $muted")
    if part.rounds < 2:
        return Content.assemble(shown)
    rounds = ngettext("{n} round", "{n} rounds", part.rounds).format(n=part.rounds)
    return Content.assemble(shown, (f"  {rounds}", "$muted"))
