"""Change groups as little as possible when someone comes or leaves. People are numbers."""

from collections.abc import Collection, Sequence

from luisteren_tui.people.group_sizes import GroupRule
from luisteren_tui.people.grouping import Pair
from luisteren_tui.people.people import Groups
from luisteren_tui.workshop.model import MAX_PEOPLE

ANY_SIZE = GroupRule(2, MAX_PEOPLE)
"""The rule for groups at work that were made of other groups: they stay as they are, unless someone would be alone."""


def with_one_more(groups: Groups, who: int, rule: GroupRule, met: Collection[Pair] = ()) -> Groups:
    """Return the groups after `who` came. As few others as possible change groups.

    There is another group only if all of them are as large as they may be.
    """
    if not groups:
        return ((who,),)
    people, count = sum(map(len, groups)) + 1, len(groups)
    full = people > rule.largest * count and people >= rule.low * (count + 1)
    if not (rule.groups(people) > count if rule.count else full):
        return _added(groups, who, met)
    others: list[int] = []
    while len(others) + 1 < people // (count + 1):
        others.append(_stranger(max(groups, key=len), (*others, who), met))
        groups = _without(groups, others[-1])
    return (*groups, (*others, who))


def with_one_less(groups: Groups, who: int, rule: GroupRule, met: Collection[Pair] = ()) -> Groups:
    """Return the groups after `who` left. As few others as possible change groups."""
    groups = _without(groups, who)
    if rule.count:
        # The number of groups stays. Someone moves to one that nobody is left in.
        return tuple(filter(None, _levelled(groups, rule, met)))
    groups = tuple(filter(None, groups))
    small = min(groups, key=len, default=())
    if len(groups) < 2 or len(small) >= rule.low or any(len(group) > rule.low for group in groups):
        return _levelled(groups, rule, met)
    # There are too few people for this many groups. The last group takes the number of the one that is dissolved.
    place, rest = groups.index(small), [group for group in groups if group is not small]
    if place < len(rest):
        rest.insert(place, rest.pop())
    groups = tuple(rest)
    for other in small:
        groups = _added(groups, other, met)
    return groups


def _without(groups: Groups, who: int) -> Groups:
    return tuple(tuple(one for one in group if one != who) for group in groups)


def _added(groups: Groups, who: int, met: Collection[Pair]) -> Groups:
    """Return the groups with `who` in one of the smallest, among people `who` has not met if possible."""

    def cost(place: int) -> tuple[int, int]:
        return len(groups[place]), sum(_have_met(who, other, met) for other in groups[place])

    best = min(range(len(groups)), key=cost)
    return tuple((*group, who) if place == best else group for place, group in enumerate(groups))


def _levelled(groups: Groups, rule: GroupRule, met: Collection[Pair]) -> Groups:
    """Return the groups after one person moved from a largest to a smallest, if the rule allows not both of their sizes."""
    small, large = min(groups, key=len, default=()), max(groups, key=len, default=())
    if len(large) - len(small) < 2 or (rule.low <= len(small) and len(large) <= rule.largest):
        return groups
    mover = _stranger(large, small, met)
    place = groups.index(small)
    return tuple((*group, mover) if n == place else group for n, group in enumerate(_without(groups, mover)))


def _stranger(group: Sequence[int], others: Collection[int], met: Collection[Pair]) -> int:
    """Return the person in a group who has met the fewest of the `others`, the last of equals."""
    return min(reversed(group), key=lambda who: sum(_have_met(who, other, met) for other in others))


def _have_met(a: int, b: int, met: Collection[Pair]) -> bool:
    return (min(a, b), max(a, b)) in met
