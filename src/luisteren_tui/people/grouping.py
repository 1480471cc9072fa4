"""Form pairs and subgroups of people who have not met before, and change groups as little as possible.

People are numbers. The results only depend on the arguments: the same `seed` gives the same groups.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from random import Random

from luisteren_tui.people.people import Groups

MIN_GROUP_SIZE, MAX_GROUP_SIZE = 3, 5
"""The sizes of a subgroup. Too few people for two groups form one."""
MAX_STEPS = 5000
"""The most steps of a search for pairs. This is ample for any group that fits in a room."""
ATTEMPTS = 8

Pair = tuple[int, int]
"""Two people, the lower number first."""


def together(groups: Groups) -> set[Pair]:
    """Return all pairs of people who are in one group."""
    return {_pair(a, b) for group in groups for a, b in combinations(group, 2)}


def count_off(people: Sequence[int], count: int) -> Groups:
    """Return the groups that result from counting off to `count`."""
    return tuple(tuple(people[first::count]) for first in range(min(count, len(people))))


def form_pairs(people: Sequence[int], met: Collection[Pair], seed: str, present: Groups = ()) -> Groups:
    """Return pairs of people who have not `met`, if possible, with one trio if the number is odd.

    The pairs differ from the `present` ones if possible.
    """
    now, random = together(present), Random(f"{seed}/{present}")
    # Try a new partner for everyone first, then at least for someone.
    for banned in (now, *({pair} for pair in sorted(now))) if now else (now,):
        if found := _unbanned_pairs(people, {*met, *banned}, seed, random):
            return found
    tries = [_cut(_shuffled(people, random), max(1, len(people) // 2)) for _ in range(MAX_STEPS // 10)]
    return min(tries, key=lambda groups: (_same(groups, present), len(together(groups) & {*met})), default=())


def form_subgroups(
    people: Sequence[int], count: int, met: Mapping[Pair, int], seed: str, present: Groups = ()
) -> Groups:
    """Return `count` groups, with sizes that differ by at most one, of people who have `met` as little as possible.

    `met` has how often two people met. The groups differ from the `present` ones if possible.
    """
    random = Random(f"{seed}/{present}")
    weights = {pair: 100 * times for pair, times in met.items()}
    for pair in together(present):
        weights[pair] = weights.get(pair, 0) + 1
    tries: list[tuple[bool, int, Groups]] = []
    for _ in range(ATTEMPTS):
        groups = _improved(_cut(_shuffled(people, random), count), weights)
        cost = sum(weights.get(pair, 0) for pair in together(groups))
        tries.append((_same(groups, present), cost, groups))
        if tries[-1][:2] == (False, 0):
            break
    return min(tries)[2]


def with_one_more(groups: Groups, who: int, *, pairs: bool, met: Collection[Pair] = ()) -> Groups:
    """Return the groups after `who` came. As few others as possible change groups."""
    if not groups:
        return ((who,),)
    if pairs:
        trio = next((group for group in groups if len(group) == 3), None)
        if trio is not None:
            with_whom = min(reversed(trio), key=lambda other: _pair(who, other) in met)
            return (*_without(groups, with_whom), (with_whom, who))
        return _added(groups, who, met)
    if sum(map(len, groups)) < MAX_GROUP_SIZE * len(groups):
        return _added(groups, who, met)
    own = [who]
    size = (sum(map(len, groups)) + 1) // (len(groups) + 1)
    while len(own) < size:
        largest = max(groups, key=len)
        own.append(_stranger(largest, own, met))
        groups = _without(groups, own[-1])
    return (*groups, tuple(own))


def with_one_less(groups: Groups, who: int, *, pairs: bool, met: Collection[Pair] = ()) -> Groups:
    """Return the groups after `who` left. As few others as possible change groups."""
    groups = _without(groups, who)
    small = min(groups, key=len, default=())
    if len(groups) < 2 or len(small) >= (2 if pairs else MIN_GROUP_SIZE):
        return groups if pairs else _levelled(groups, met)
    if any(len(group) > (2 if pairs else MIN_GROUP_SIZE) for group in groups):
        return _levelled(groups, met)
    # There are too few people for this many groups. The last group takes the number of the one that is dissolved.
    place, rest = groups.index(small), [group for group in groups if group is not small]
    if place < len(rest):
        rest.insert(place, rest.pop())
    groups = tuple(rest)
    for other in small:
        groups = _added(groups, other, met)
    return groups


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _shuffled(people: Iterable[int], random: Random) -> list[int]:
    order = sorted(people)
    random.shuffle(order)
    return order


def _cut(people: Sequence[int], count: int) -> Groups:
    """Return `people` cut into `count` groups, the larger ones first."""
    size, larger = divmod(len(people), count)
    edges = [n * size + min(n, larger) for n in range(count + 1)]
    return tuple(tuple(people[a:b]) for a, b in pairwise(edges) if a < b)


def _same(groups: Groups, others: Groups) -> bool:
    """Return whether these are the same groups. The order of a single trio counts, because it says who observes."""
    if len(groups) == len(others) == 1 and len(groups[0]) == 3:
        return groups == others
    return {frozenset(group) for group in groups} == {frozenset(group) for group in others}


def _unbanned_pairs(people: Sequence[int], banned: set[Pair], seed: str, random: Random) -> Groups:
    """Return pairs (and a trio) without a `banned` pair, or nothing if there are none."""
    if len(people) < 2:
        return (tuple(people),) if people else ()
    if len(people) % 2 == 0:
        # Use the rounds of a tournament, so that everyone can meet everyone before partners repeat.
        rounds = list(_rounds(_shuffled(people, Random(seed))))
        random.shuffle(rounds)
        for pairs in rounds:
            if banned.isdisjoint(together(pairs)):
                return pairs
    order = _shuffled(people, random)
    free = {who: {other for other in order if other != who and _pair(who, other) not in banned} for who in order}
    steps = iter(range(MAX_STEPS))
    found = _search(order, free, len(people) % 2 == 1, steps)
    # Put the trio first, because it needs an explanation.
    return tuple(sorted(found, key=len, reverse=True)) if found else ()


def _rounds(order: Sequence[int]) -> Iterator[Groups]:
    fixed, *others = order
    for _ in others:
        others = [others[-1], *others[:-1]]
        circle = [fixed, *others]
        yield tuple((circle[n], circle[-1 - n]) for n in range(len(circle) // 2))


def _search(
    rest: Sequence[int], free: Mapping[int, set[int]], trio: bool, steps: Iterator[int]
) -> list[tuple[int, ...]] | None:
    """Return groups of people who are `free` to meet, or None. The person with the least choice is placed first."""
    if not rest:
        return []
    if next(steps, None) is None:
        return None
    who = min(rest, key=lambda one: len(free[one].intersection(rest)))
    choice = [other for other in rest if other in free[who]]
    options: list[tuple[int, ...]] = [(who, other) for other in choice] if len(rest) != 3 else []
    if trio:
        options += [(who, a, b) for a, b in combinations(choice, 2) if b in free[a]]
    for group in options:
        left = [one for one in rest if one not in group]
        found = _search(left, free, trio and len(group) == 2, steps)
        if found is not None:
            return [group, *found]
    return None


def _improved(groups: Groups, weights: Mapping[Pair, int]) -> Groups:
    """Return the groups after exchanging two people for as long as that makes them better."""
    made = [list(group) for group in groups]
    better = bool(weights)

    def cost(who: int, group: list[int], without: int) -> int:
        return sum(weights.get(_pair(who, other), 0) for other in group if other != without)

    while better:
        better = False
        for one, other in combinations(made, 2):
            for n in range(len(one)):
                for m in range(len(other)):
                    a, b = one[n], other[m]
                    if cost(b, one, without=a) + cost(a, other, without=b) < cost(a, one, a) + cost(b, other, b):
                        one[n], other[m] = other[m], one[n]
                        better = True
    return tuple(map(tuple, made))


def _without(groups: Groups, who: int) -> Groups:
    parts = (tuple(one for one in group if one != who) for group in groups)
    return tuple(group for group in parts if group)


def _added(groups: Groups, who: int, met: Collection[Pair]) -> Groups:
    """Return the groups with `who` in one of the smallest, among people `who` has not met if possible."""

    def cost(place: int) -> tuple[int, int]:
        return len(groups[place]), sum(_pair(who, other) in met for other in groups[place])

    best = min(range(len(groups)), key=cost)
    return tuple((*group, who) if place == best else group for place, group in enumerate(groups))


def _levelled(groups: Groups, met: Collection[Pair]) -> Groups:
    """Return the groups after one person moved from a largest to a smallest, if their sizes differ by more than one."""
    small, large = min(groups, key=len, default=()), max(groups, key=len, default=())
    if len(large) - len(small) < 2:
        return groups
    mover = _stranger(large, small, met)
    place = groups.index(small)
    return tuple((*group, mover) if n == place else group for n, group in enumerate(_without(groups, mover)))


def _stranger(group: Sequence[int], others: Collection[int], met: Collection[Pair]) -> int:
    """Return the person in a group who has met the fewest of the `others`, the last of equals."""
    return min(reversed(group), key=lambda who: sum(_pair(who, other) in met for other in others))
