"""How the groups of an activity are formed, in words for a plan and on paper."""

from collections.abc import Callable

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.people.group_sizes import (
    are_joined,
    are_kept,
    are_numbered,
    expected_sizes,
    group_labels,
    in_groups,
    source_of,
)
from luisteren_tui.people.people import group_sizes
from luisteren_tui.planning.plan import Plan
from luisteren_tui.text.safe import safe_line, within_quotes
from luisteren_tui.workshop.model import Activity, Workshop


def quoted_title(activity: Activity) -> str:
    """Return the title of an activity between quotes, as it is named on paper."""
    return f"“{within_quotes(safe_line(activity.title))}”"


def short_name(activity: Activity) -> str:
    """Return the number of an activity, as it is named in a plan."""
    return safe_line(activity.number)


def groups_text(
    workshop: Workshop, activity: Activity, plan: Plan, name: Callable[[Activity], str] = short_name
) -> tuple[str, ...]:
    """Return how many groups of which sizes there are, how they are formed if not anew, and what they are called.

    `name` names the activity that they come from. There is nothing to say where people form no groups.
    """
    if not in_groups(activity):
        return ()
    sizes = expected_sizes(workshop, activity, plan.participants)
    labels = tuple(map(safe_line, group_labels(workshop, activity)[: len(sizes)]))
    named = f"{labels[0]} … {labels[-1]}" if len(labels) > 2 and are_numbered(labels) else ", ".join(labels)
    return tuple(filter(None, (group_sizes(activity.form, sizes), _origin(workshop, activity, plan, name), named)))


def planned_groups(workshop: Workshop, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return how many groups there are and how they are formed, by the id of each block in which people form groups."""
    return {each.id: text for each in workshop.activities if (text := groups_text(workshop, each, plan))}


def groups_in_list(workshop: Workshop, plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return `planned_groups` without what a list already says about the block above, from whose groups they come."""
    texts, found = planned_groups(workshop, plan), dict[str, tuple[str, ...]]()
    above: tuple[str, ...] = ()
    derived = {each.id for each in workshop.activities if source_of(workshop, each)}
    for block in plan.blocks:
        if not block.skipped:
            text = texts.get(block.id, ())
            found[block.id] = tuple(part for part in text if part not in above) if block.id in derived else text
            above = text
    return found


def groups_for_participants(workshop: Workshop, activity: Activity, plan: Plan) -> str:
    """Return with whom participants work, as far as the workshop says. The number of people may still change."""
    if activity.groups is None or not in_groups(activity):
        return ""
    if origin := _origin(workshop, activity, plan, quoted_title):
        return origin[0].upper() + origin[1:]
    low, *_between, high = sorted(expected_sizes(workshop, activity, plan.participants) * 2) or (0, 0)
    if high - low > 1:
        return ""
    text = _("In groups of {n}") if low == high else _("In groups of {low} or {n}")
    return text.format(low=low, n=high)


def _origin(workshop: Workshop, activity: Activity, plan: Plan, name: Callable[[Activity], str]) -> str:
    """Return from which groups those of an activity come, empty if they are formed anew.

    Where a plan skips the activity that they come from, its groups come from those before it.
    """
    skipped = {each.id for each in plan.blocks if each.skipped}
    source, groups = source_of(workshop, activity), activity.groups
    while source is not None and source.id in skipped:
        source = source_of(workshop, source)
    if source is None or groups is None:
        return ""
    if are_kept(activity):
        return _("the same groups as in {activity}").format(activity=name(source))
    if are_joined(activity):
        return _("groups from {activity} joined together").format(activity=name(source))
    text = ngettext(
        "{n} of each group of {activity} stays, the others move on",
        "{n} of each group of {activity} stay, the others move on",
        groups.stay,
    )
    return text.format(n=groups.stay, activity=name(source))
