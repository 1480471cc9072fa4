"""Advice on turns that don't fit with as many people as the workshop expects."""

from collections.abc import Iterator

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Problem
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.planning.turn_times import planned_turns
from luisteren_tui.workshop.entries import each_activity
from luisteren_tui.workshop.model import Workshop
from luisteren_tui.workshop.notation import format_duration
from luisteren_tui.workshop.yaml_keys import WorkshopKeys


def short_turns_advice(document: WorkshopKeys, workshop: Workshop) -> Iterator[Problem]:
    """Yield the turns of a document, built as `workshop`, that don't fit with the most people that it expects."""
    if document.participants is None:
        return
    people = document.participants.high
    paths = {id: entry.path for entry in each_activity(document) for id in (entry.id, *entry.round_ids)}
    said = set()
    for block, times in planned_turns(workshop, plan_of(workshop, "", people)):
        path = (*paths[block.id], "turns")
        if times.short and path not in said:
            said.add(path)
            least = times.low_s * times.count
            values: dict[str, str | int] = {
                "people": people,
                "count": times.count,
                "least": format_duration(least),
                "time": format_duration(least - times.more_s),
            }
            message = N_(
                "With {people} people there are {count} turns, which take at least {least}; there is {time} for them."
            )
            yield Problem(path, message, values)
