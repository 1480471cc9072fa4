"""How many groups there are and how large they are, by the workshop and the number of people."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from types import MappingProxyType

from msgspec import Struct

from luisteren_tui.workshop.model import Activity, Each, Form, Workshop

Sizes = tuple[int, ...]
"""The number of people in each group, the larger ones first."""

NONE_CHOSEN: Mapping[str, int] = MappingProxyType({})


class GroupRule(Struct, frozen=True):
    """How large groups are: from `low` to `high` people. With a `count` there are that many groups of any size.

    If both sizes are the same, groups have at least that many people, and one more where it must be.
    """

    low: int
    high: int
    count: int = 0

    @property
    def exact(self) -> bool:
        """Whether one size is asked for."""
        return not self.count and self.low == self.high

    @property
    def largest(self) -> int:
        """The size up to which people join a group before there is another one. Pairs have one trio at most."""
        return self.high + 1 if self.exact and self.high > 2 else self.high

    def groups(self, people: int) -> int:
        """Return the number of groups of this many people."""
        if self.count:
            return max(1, min(self.count, people))
        if self.exact:
            return max(1, people // self.low)
        fewer = max(1, 2 * people // (self.low + self.high))
        return min(fewer, fewer + 1, key=lambda groups: self.distance(people, groups))

    def distance(self, people: int, groups: int) -> float:
        """Return how far the sizes of that many groups are from the middle of the range."""
        return abs(2 * people / groups - self.low - self.high)


class Formation(Struct, frozen=True):
    """How the groups of an activity are formed: from those of `source`, or anew if it is None.

    `sizes` are those of the groups, and `labels` the names that the workshop gives them.
    """

    source: Activity | None
    sizes: Sizes
    labels: tuple[str, ...]


class Lineage(Struct, frozen=True):
    """From which groups others come, of all activities of a workshop, found in one pass.

    `sources` has the activity from whose groups those of an activity are formed, and `roots` the one whose groups it
    keeps, both by its id. Activities without one are not in them.
    """

    sources: Mapping[str, Activity] = MappingProxyType({})
    roots: Mapping[str, Activity] = MappingProxyType({})

    @classmethod
    def of(cls, workshop: Workshop) -> "Lineage":
        """Return that of a workshop."""
        sources: dict[str, Activity] = {}
        roots: dict[str, Activity] = {}
        earlier: dict[str, Activity] = {}
        for each in workshop.activities:
            if each.groups and (source := earlier.get(each.groups.source)):
                sources[each.id] = source
                if are_kept(each):
                    roots[each.id] = roots.get(source.id, source)
            if in_groups(each):
                earlier[each.id] = each
        return cls(sources, roots)

    def source(self, activity: Activity) -> Activity | None:
        """Return the earlier activity from whose groups those of this one are formed, or None."""
        return self.sources.get(activity.id)

    def root(self, activity: Activity) -> Activity:
        """Return the activity whose groups this one keeps, or the activity itself."""
        return self.roots.get(activity.id, activity)


PAIRS, SUBGROUPS = GroupRule(2, 2), GroupRule(3, 5)
"""The rules where the workshop has none. Fewer than six people are one subgroup."""


def in_groups(activity: Activity) -> bool:
    """Return whether people form groups for an activity."""
    return activity.form in (Form.PAIRS, Form.SUBGROUPS)


def working_groups(workshop: Workshop, activity: Activity) -> Activity | None:
    """Return the activity whose groups work in this one, or None if there are no groups.

    That is the activity itself, or for turns by group the last activity in subgroups before it.
    """
    if in_groups(activity):
        return activity
    if activity.turns is None or activity.turns.each != Each.GROUP:
        return None
    found = activity
    for each in workshop.activities:
        if each.id == activity.id:
            break
        if each.form == Form.SUBGROUPS:
            found = each
    return found


def source_of(workshop: Workshop, activity: Activity) -> Activity | None:
    """Return the earlier activity from whose groups those of this one are formed, or None."""
    return next((each for each in sources_of(workshop, activity) if each.id != activity.id), None)


def sources_of(workshop: Workshop, activity: Activity) -> Iterator[Activity]:
    """Yield an activity, the one from whose groups its own are formed, the one from which those are, and so on."""
    yield activity
    source = activity.groups.source if activity.groups else ""
    earlier = takewhile(lambda each: each.id != activity.id, workshop.activities) if source else ()
    for each in reversed([*earlier]):
        if each.id == source:
            if not in_groups(each):
                return
            yield each
            source = each.groups.source if each.groups else ""


def are_joined(activity: Activity) -> bool:
    """Return whether the groups of an activity are whole groups of its source joined."""
    groups = activity.groups
    return groups is not None and bool(groups.source and groups.size) and not groups.stay


def are_kept(activity: Activity) -> bool:
    """Return whether the groups of an activity are those of its source."""
    groups = activity.groups
    return groups is not None and bool(groups.source) and not (groups.size or groups.stay)


def size_can_change(workshop: Workshop, activity: Activity) -> bool:
    """Return whether the facilitator can choose another size of these groups.

    Pairs are pairs, and groups that are kept, or that some people stay in, have the size they had.
    """
    return activity.form == Form.SUBGROUPS and (are_joined(activity) or source_of(workshop, activity) is None)


def group_rule(workshop: Workshop, activity: Activity, chosen: Mapping[str, int] = NONE_CHOSEN) -> GroupRule:
    """Return the rule for the sizes of an activity's groups, with the sizes that were `chosen` in this session."""
    for found in sources_of(workshop, activity):
        if _chosen_size(found, chosen) or are_joined(found):
            break
    return _own_rule(found, chosen)


def _own_rule(activity: Activity, chosen: Mapping[str, int]) -> GroupRule:
    """Return the rule for groups that don't have the size that they had before."""
    groups, size = activity.groups, _chosen_size(activity, chosen)
    if size:
        return GroupRule(size, size)
    if groups is not None and groups.size is not None:
        return GroupRule(groups.size.low, groups.size.high)
    if groups is not None and (count := groups.count or len(groups.labels)):
        return GroupRule(1, 1, count)
    return PAIRS if activity.form == Form.PAIRS else SUBGROUPS


def expected_sizes(
    workshop: Workshop, activity: Activity, people: int, chosen: Mapping[str, int] = NONE_CHOSEN
) -> Sizes:
    """Return the sizes of the groups that work in an activity if this many people form them, or () without groups."""
    working = working_groups(workshop, activity)
    if working is None or people < 1:
        return ()
    sizes: Sizes = ()
    for each in reversed([*sources_of(workshop, working)]):
        sizes = _next_sizes(each, sizes, people, chosen)
    return sizes


def _next_sizes(activity: Activity, before: Sizes, people: int, chosen: Mapping[str, int]) -> Sizes:
    """Return the sizes of the groups of an activity that are formed from groups of the sizes `before`, or anew."""
    if not before:
        return _spread(people, _own_rule(activity, chosen).groups(people))
    if are_joined(activity):
        return _joined(before, _own_rule(activity, chosen))
    return before if are_kept(activity) else _spread(people, len(before))


def formations(workshop: Workshop, people: int) -> dict[str, Formation]:
    """Return how this many people form groups in each activity that has groups, by its id.

    What is asked of one activity at a time goes back to where its groups come from, which can be all of the workshop.
    """
    lineage, found = Lineage.of(workshop), dict[str, Formation]()
    for each in filter(in_groups, workshop.activities):
        own, source = each.groups, lineage.source(each)
        before = found[source.id] if source else None
        sizes = _next_sizes(each, before.sizes if before else (), people, NONE_CHOSEN) if people > 0 else ()
        keeps_labels = before is not None and own is not None and not own.labels and not are_joined(each)
        labels = before.labels if before is not None and keeps_labels else own.labels if own else ()
        found[each.id] = Formation(source, sizes, labels)
    return found


def turns_in_group(workshop: Workshop, activity: Activity, people: int, chosen: Mapping[str, int] = NONE_CHOSEN) -> int:
    """Return how many turns there are if each participant of a group has one: as many as the size that is asked for.

    In a larger group one looks on each time. Without a size it is the largest group, and without groups 0.
    """
    return turns_in_groups_of(workshop, activity, expected_sizes(workshop, activity, people, chosen), chosen)


def turns_in_groups_of(
    workshop: Workshop, activity: Activity, sizes: Sizes, chosen: Mapping[str, int] = NONE_CHOSEN
) -> int:
    """Return how many turns there are if each participant of the groups of these sizes has one, as in `turns_in_group`."""
    largest, rule = max(sizes, default=0), group_rule(workshop, working_groups(workshop, activity) or activity, chosen)
    return min(rule.low, largest) if rule.exact else largest


@lru_cache(256)
def _joined(sizes: Sizes, rule: GroupRule) -> Sizes:
    """Return the sizes of joined groups. A workshop asks for the same few again and again."""
    return tuple(sorted((sum(sizes[n] for n in places) for places in join_sizes(sizes, rule)), reverse=True))


def join_sizes(sizes: Sequence[int], rule: GroupRule) -> tuple[Sizes, ...]:
    """Return which groups of these sizes are joined, by their places. What is left over joins another.

    No joined group is smaller than the rule says, unless there are too few people for one. Their sizes are as near as
    they can be to the middle of the rule's range.
    """
    people, larger_first = sum(sizes), sorted(range(len(sizes)), key=lambda place: -sizes[place])
    for count in sorted(range(1, len(sizes) + 1), key=lambda groups: rule.distance(people, groups)):
        # Spreading them makes equal groups. Filling one after another wastes less if they barely suffice.
        for enough in (0, rule.low):
            joined: list[list[int]] = [[] for _ in range(count)]
            totals = [0] * count
            for place in larger_first:
                short = next((n for n, total in enumerate(totals) if total < enough), None)
                least = totals.index(min(totals)) if short is None else short
                joined[least].append(place)
                totals[least] += sizes[place]
            if min(totals) >= rule.low:
                return tuple(map(tuple, joined))
    return (tuple(range(len(sizes))),)


def group_labels(workshop: Workshop, activity: Activity) -> tuple[str, ...]:
    """Return the names that the workshop gives to the groups that work in an activity, in order.

    Groups that stay, as a whole or with some of their people, keep the names they had.
    """
    working = working_groups(workshop, activity)
    if working is None:
        return ()
    for found in sources_of(workshop, working):
        if found.groups is None or found.groups.labels or are_joined(found):
            break
    return found.groups.labels if found.groups else ()


def are_numbered(labels: Sequence[str]) -> bool:
    """Return whether each group is called by its number, as in Table 1, Table 2."""
    return all(label.split()[-1:] == [str(number)] for number, label in enumerate(labels, 1))


def _chosen_size(activity: Activity, chosen: Mapping[str, int]) -> int:
    """Return the size that was chosen for an activity or for a round of it before, or 0."""
    rounds = (f"{activity.repeats}-{round}" for round in range(activity.round, 0, -1))
    return next((chosen[id] for id in (activity.id, *rounds) if id in chosen), 0) if chosen else 0


def _spread(people: int, groups: int) -> Sizes:
    size, larger = divmod(people, groups)
    return tuple(size + (n < larger) for n in range(groups))
