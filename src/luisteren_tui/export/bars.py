"""Bars of the time that parts take, all of a table to one scale: planned against actual, or the course of a plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from luisteren_tui.export.document import Bar, Piece, Span
from luisteren_tui.export.outcome_wording import minutes, rounded
from luisteren_tui.i18n import N_, _
from luisteren_tui.planning.plan import MINUTE_S, Plan, available_s, block_times, total
from luisteren_tui.workshop.model import Form

LEGEND = ((Piece.PLANNED, N_("planned")), (Piece.TOOK, N_("took")), (Piece.OVER, N_("ran over")))
"""The pieces of planned against actual time, and message ids for what they are."""

_Json = Mapping[str, Any]


def actual_bars(activities: Sequence[_Json]) -> list[Bar]:
    """Return the planned time of each activity, and what it took. What it ran over comes after the planned time."""
    longest = max([1, *(max(each["planned_s"], each["actual_s"]) for each in activities)])
    return [_actual(each["planned_s"] / longest, each["actual_s"] / longest) for each in activities]


def _actual(planned: float, took: float) -> Bar:
    spans = (
        Span(Piece.PLANNED, 0, planned),
        Span(Piece.TOOK, 0, min(planned, took)),
        Span(Piece.OVER, planned, max(planned, took)),
    )
    return Bar(tuple(span for span in spans if span.end > span.begin))


def course_bars(plan: Plan) -> list[Bar]:
    """Return when each block comes in the whole plan, with a mark where the session must end, and the mark once more.

    Skipped blocks are empty.
    """
    whole = max(1, total(plan))
    available = available_s(plan)
    scale = max(whole, available or 0)
    mark = None if available is None else available / scale
    spans = [
        () if block.skipped else (Span(_piece(block.form), begin / scale, end / scale),)
        for block, (begin, end) in zip(plan.blocks, block_times(plan), strict=True)
    ]
    return [Bar(each, mark) for each in (*spans, ())]


def _piece(form: Form) -> Piece:
    return Piece.BREAK if form == Form.BREAK else Piece.PART


def verdict(activity: _Json) -> str:
    """Return in words whether an activity kept to its time; empty if it was not done."""
    if activity["status"] != "done":
        return ""
    # The difference has to agree with the rounded times beside it.
    over = rounded(activity["actual_s"]) - rounded(activity["planned_s"])
    if abs(over) < MINUTE_S // 2:
        return _("as planned")
    return (_("ran {length} over") if over > 0 else _("{length} less")).format(length=minutes(abs(over)))
