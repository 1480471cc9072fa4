"""How the groups of an activity are formed, in words for a plan and on paper."""

from collections.abc import Callable
from functools import cached_property

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.people.group_sizes import Sizes, are_joined, are_kept, are_numbered, formations, in_groups
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


class GroupWords:
    """How the groups of each activity of a workshop are formed by a plan, in words."""

    def __init__(self, workshop: Workshop, plan: Plan) -> None:
        self._workshop, self._plan = workshop, plan
        self._formations = formations(workshop, plan.participants)

    def sizes(self, activity: Activity) -> Sizes:
        """Return the sizes of the groups of an activity in which people form them."""
        return self._formations[activity.id].sizes

    def is_derived(self, id: str) -> bool:
        """Return whether the groups of the activity with this id come from those of another one."""
        formed = self._formations.get(id)
        return formed is not None and formed.source is not None

    def text(self, activity: Activity, name: Callable[[Activity], str] = short_name) -> tuple[str, ...]:
        """Return how many groups of which sizes there are, how they are formed if not anew, and what they are called.

        `name` names the activity that they come from. There is nothing to say where people form no groups.
        """
        if not in_groups(activity):
            return ()
        sizes = self.sizes(activity)
        labels = tuple(map(safe_line, self._formations[activity.id].labels[: len(sizes)]))
        named = f"{labels[0]} … {labels[-1]}" if len(labels) > 2 and are_numbered(labels) else ", ".join(labels)
        return tuple(filter(None, (group_sizes(activity.form, sizes), self._origin(activity, name), named)))

    @cached_property
    def by_block(self) -> dict[str, tuple[str, ...]]:
        """The text of each block in which people form groups, by its id."""
        return {each.id: text for each in self._workshop.activities if (text := self.text(each))}

    @cached_property
    def in_list(self) -> dict[str, tuple[str, ...]]:
        """The same without what a list already says about the block above, from whose groups they come."""
        found = dict[str, tuple[str, ...]]()
        above: tuple[str, ...] = ()
        for block in self._plan.blocks:
            if not block.skipped:
                text = self.by_block.get(block.id, ())
                found[block.id] = (
                    tuple(part for part in text if part not in above) if self.is_derived(block.id) else text
                )
                above = text
        return found

    def for_participants(self, activity: Activity) -> str:
        """Return with whom participants work, as far as the workshop says. The number of people may still change."""
        if activity.groups is None or not in_groups(activity):
            return ""
        if origin := self._origin(activity, quoted_title):
            return origin[0].upper() + origin[1:]
        low, *_between, high = sorted(self.sizes(activity) * 2) or (0, 0)
        if high - low > 1:
            return ""
        text = _("In groups of {n}") if low == high else _("In groups of {low} or {n}")
        return text.format(low=low, n=high)

    def _origin(self, activity: Activity, name: Callable[[Activity], str]) -> str:
        """Return from which groups those of an activity come, empty if they are formed anew."""
        source, groups = self._held_sources[activity.id], activity.groups
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

    @cached_property
    def _held_sources(self) -> dict[str, Activity | None]:
        """From which activity the groups of each come: where the plan skips that one, from the one before it."""
        skipped = {each.id for each in self._plan.blocks if each.skipped}
        found: dict[str, Activity | None] = {}
        for id, formed in self._formations.items():
            source = formed.source
            found[id] = found[source.id] if source is not None and source.id in skipped else source
        return found
