"""Pairs and subgroups: formed so that people meet others than before, and changed as little as possible.

Everything follows from what is given: the same `seed` gives the same groups. People are numbers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from random import Random

from luisteren_tui.people.people import Groups

FEWEST, MOST = 3, 5
"""The sizes of a subgroup. Fewer people than two of the smallest make one group."""
STEPS = 5000
"""A search for pairs takes no more steps than this: for as many people as fit in a room that is ample."""
ATTEMPTS = 8

Pair = tuple[int, int]
"""Two people, the lower number first."""


def together(groups: Groups) -> set[Pair]:
    """Return who are in one group with whom."""
    return {_pair(a, b) for group in groups for a, b in combinations(group, 2)}


def count_off(people: Sequence[int], count: int) -> Groups:
    """Return the groups that come of counting off to `count`."""
    return tuple(tuple(people[first::count]) for first in range(min(count, len(people))))


def form_pairs(people: Sequence[int], met: Collection[Pair], seed: str, present: Groups = ()) -> Groups:
    """Return pairs, one trio where the number is odd, of people who have not `met`, as long as there are such.

    They are other ones than those `present`, where others are possible.
    """
    now, random = together(present), Random(f"{seed}/{present}")
    # With a new partner for everyone where that can be, else at least for someone.
    for banned in (now, *({pair} for pair in sorted(now))) if now else (now,):
        if found := _clean_pairs(people, {*met, *banned}, seed, random):
            return found
    tries = [_cut(_shuffled(people, random), max(1, len(people) // 2)) for _ in range(STEPS // 10)]
    return min(tries, key=lambda groups: (_same(groups, present), len(together(groups) & {*met})), default=())


def form_subgroups(
    people: Sequence[int], count: int, met: Mapping[Pair, int], seed: str, present: Groups = ()
) -> Groups:
    """Return `count` groups whose sizes differ by at most one, of people who have `met` as little as can be found.

    `met` says how much it counts that two meet again. They are other ones than those `present`, where others are possible.
    """
    random = Random(f"{seed}/{present}")
    weights = {pair: 100 * times for pair, times in met.items()}
    for pair in together(present):
        weights[pair] = weights.get(pair, 0) + 1
    best: tuple[tuple[bool, int], Groups] | None = None
    for _ in range(ATTEMPTS):
        groups = _improved(_cut(_shuffled(people, random), count), weights)
        found = (_same(groups, present), _cost(groups, weights)), groups
        best = found if best is None else min(best, found)
        if best[0] == (False, 0):
            break
    return best[1] if best else ()


def with_one_more(groups: Groups, who: int, *, pairs: bool, met: Collection[Pair] = ()) -> Groups:
    """Return the groups once `who` came: as few others as possible change theirs."""
    if not groups:
        return ((who,),)
    if pairs:
        trio = next((group for group in groups if len(group) == 3), None)
        if trio is not None:
            with_whom = min(reversed(trio), key=lambda other: _pair(who, other) in met)
            return (*_without(groups, with_whom), (with_whom, who))
        return _added(groups, who, met)
    if sum(map(len, groups)) < MOST * len(groups):
        return _added(groups, who, met)
    own = [who]
    size = (sum(map(len, groups)) + 1) // (len(groups) + 1)
    while len(own) < size:
        largest = max(groups, key=len)
        own.append(_stranger(largest, own, met))
        groups = _without(groups, own[-1])
    return (*groups, tuple(own))


def with_one_less(groups: Groups, who: int, *, pairs: bool, met: Collection[Pair] = ()) -> Groups:
    """Return the groups once `who` left: as few others as possible change theirs."""
    groups = _without(groups, who)
    small = min(groups, key=len, default=())
    if len(groups) < 2 or len(small) >= (2 if pairs else FEWEST):
        return groups if pairs else _levelled(groups, met)
    if any(len(group) > (2 if pairs else FEWEST) for group in groups):
        return _levelled(groups, met)
    # There are too few for so many groups. The last one takes the number of the one that goes.
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
    """Return `people` cut in `count` groups, the larger ones first."""
    size, larger = divmod(len(people), count)
    edges = [n * size + min(n, larger) for n in range(count + 1)]
    return tuple(tuple(people[a:b]) for a, b in pairwise(edges) if a < b)


def _same(groups: Groups, others: Groups) -> bool:
    """Return whether these are the same groups; in a trio the order counts, since it says who looks on."""
    if len(groups) == len(others) == 1 and len(groups[0]) == 3:
        return groups == others
    return {frozenset(group) for group in groups} == {frozenset(group) for group in others}


def _clean_pairs(people: Sequence[int], banned: set[Pair], seed: str, random: Random) -> Groups:
    """Return pairs (and a trio) without anyone who is `banned`; nothing where there are none."""
    if len(people) < 2:
        return (tuple(people),) if people else ()
    if len(people) % 2 == 0:
        # Rounds of a tournament: taken from these, everyone can meet everyone before the first partner returns.
        rounds = list(_rounds(_shuffled(people, Random(seed))))
        random.shuffle(rounds)
        for pairs in rounds:
            if banned.isdisjoint(together(pairs)):
                return pairs
    order = _shuffled(people, random)
    free = {who: {other for other in order if other != who and _pair(who, other) not in banned} for who in order}
    steps = iter(range(STEPS))
    found = _search(order, free, len(people) % 2 == 1, steps)
    # The trio first: it is the one that needs a word of its own.
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
    """Return groups of people who are `free` to meet, the one with the least choice first; None where there are none."""
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


def _cost(groups: Groups, weights: Mapping[Pair, int]) -> int:
    return sum(weights.get(pair, 0) for pair in together(groups))


def _improved(groups: Groups, weights: Mapping[Pair, int]) -> Groups:
    """Return the groups after every exchange of two people that makes them better."""
    made = [list(group) for group in groups]
    better = bool(weights)

    def gain(one: list[int], a: int, other: list[int], b: int) -> int:
        before = sum(weights.get(_pair(a, x), 0) for x in one if x != a)
        before += sum(weights.get(_pair(b, x), 0) for x in other if x != b)
        after = sum(weights.get(_pair(b, x), 0) for x in one if x != a)
        return before - after - sum(weights.get(_pair(a, x), 0) for x in other if x != b)

    while better:
        better = False
        for one, other in combinations(made, 2):
            for n in range(len(one)):
                for m in range(len(other)):
                    if gain(one, one[n], other, other[m]) > 0:
                        one[n], other[m] = other[m], one[n]
                        better = True
    return tuple(map(tuple, made))


def _without(groups: Groups, who: int) -> Groups:
    parts = (tuple(one for one in group if one != who) for group in groups)
    return tuple(group for group in parts if group)


def _added(groups: Groups, who: int, met: Collection[Pair]) -> Groups:
    """Return the groups with `who` in one of the smallest, among strangers where that can be."""

    def cost(place: int) -> tuple[int, int]:
        return len(groups[place]), sum(_pair(who, other) in met for other in groups[place])

    best = min(range(len(groups)), key=cost)
    return tuple((*group, who) if place == best else group for place, group in enumerate(groups))


def _levelled(groups: Groups, met: Collection[Pair]) -> Groups:
    """Return the groups after one person went from a largest to a smallest, where their sizes differ by more than one."""
    small, large = min(groups, key=len, default=()), max(groups, key=len, default=())
    if len(large) - len(small) < 2:
        return groups
    mover = _stranger(large, small, met)
    place = groups.index(small)
    return tuple((*group, mover) if n == place else group for n, group in enumerate(_without(groups, mover)))


def _stranger(group: Sequence[int], others: Collection[int], met: Collection[Pair]) -> int:
    """Return who of a group has met the fewest of the `others`, of equals the last."""
    return min(reversed(group), key=lambda who: sum(_pair(who, other) in met for other in others))
