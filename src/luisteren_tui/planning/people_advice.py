"""Advice on what doesn't fit with as many people as the workshop expects: turns, and the names of groups."""

from collections.abc import Iterator, Mapping

from luisteren_tui.i18n import N_
from luisteren_tui.i18n.problem import Path, Problem
from luisteren_tui.people.group_sizes import expected_sizes
from luisteren_tui.planning.plan import plan_of
from luisteren_tui.planning.turn_times import planned_turns
from luisteren_tui.workshop.entries import each_activity
from luisteren_tui.workshop.model import Workshop
from luisteren_tui.workshop.notation import format_duration
from luisteren_tui.workshop.yaml_keys import WorkshopKeys


def people_advice(document: WorkshopKeys, workshop: Workshop) -> Iterator[Problem]:
    """Yield what of a document, built as `workshop`, doesn't fit with the most people that it expects."""
    if document.participants is None:
        return
    people = document.participants.high
    paths = {id: entry.path for entry in each_activity(document) for id in (entry.id, *entry.round_ids)}
    said = set()
    for problem in (*_short_turns(workshop, people, paths), *_few_labels(workshop, people, paths)):
        if problem.path not in said:  # rounds are alike
            said.add(problem.path)
            yield problem


def _short_turns(workshop: Workshop, people: int, paths: Mapping[str, Path]) -> Iterator[Problem]:
    """Yield the turns that take longer than there is time for."""
    for block, times in planned_turns(workshop, plan_of(workshop, "", people)):
        if times.short:
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
            yield Problem((*paths[block.id], "turns"), message, values)


def _few_labels(workshop: Workshop, people: int, paths: Mapping[str, Path]) -> Iterator[Problem]:
    """Yield the groups of which some have no name."""
    for activity in workshop.activities:
        names = len(activity.groups.labels) if activity.groups else 0
        count = len(expected_sizes(workshop, activity, people)) if names else 0
        if count > names:
            message = N_(
                "With {people} people there are {count} groups, and {names} names. Those without a name are called by "
                "their number."
            )
            values = {"people": people, "count": count, "names": names}
            yield Problem((*paths[activity.id], "groups", "labels"), message, values)
