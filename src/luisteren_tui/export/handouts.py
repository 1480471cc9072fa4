"""The registries of handouts and of their formats. A new handout needs an entry here and its module."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from luisteren_tui.export.document import Sheet
from luisteren_tui.export.html import as_html
from luisteren_tui.export.participant_handout import participant_handout
from luisteren_tui.export.pdf import as_pdf
from luisteren_tui.export.run_sheet import run_sheet
from luisteren_tui.i18n import N_
from luisteren_tui.planning.plan import Plan
from luisteren_tui.workshop.model import Workshop


class Request(NamedTuple):
    """What handouts are made of."""

    workshop: Workshop
    plan: Plan
    day: date | None
    texts: Mapping[str, str | None]
    """The body of each text by its name in the workshop; None for one that is not on this computer."""


class Handout(NamedTuple):
    """One kind of handout."""

    reader: str
    reader_label: str
    """A message id: the reader as part of a file name."""
    label: str
    """A message id: what the handout is for."""
    make: Callable[[Request], Sheet]


HANDOUTS = {
    each.reader: each
    for each in (
        Handout(
            "participants",
            N_("participants"),
            N_("the questions and texts, for the participants"),
            lambda request: participant_handout(request.workshop, request.plan, request.texts),
        ),
        Handout(
            "facilitator",
            N_("facilitator"),
            N_("the run sheet, for you"),
            lambda request: run_sheet(request.workshop, request.plan, request.day),
        ),
    )
}
"""Every handout by its reader, in the order of the command line."""

HANDOUT_FORMATS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    ".pdf": as_pdf,
    ".html": lambda sheets: as_html(sheets).encode(),
}
"""The function that renders handouts, by the suffix of the file."""
