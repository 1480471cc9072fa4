"""Form pairs and subgroups of people who have not met before: new ones, or from groups that there are.

People are numbers. The results only depend on the arguments: the same `seed` gives the same groups.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from random import Random
from types import MappingProxyType

from luisteren_tui.people.group_sizes import GroupRule, join_sizes
from luisteren_tui.people.people import Groups

MAX_STEPS = 5000
"""The most steps of a search for pairs. This is ample for any group that fits in a room."""
MIN_ATTEMPTS, MAX_ATTEMPTS = 4, 60
"""How often groups are formed anew to find some in which nobody meets again: in a large group each try takes longer."""

Pair = tuple[int, int]
"""Two people, the lower number first."""
MaySwap = Callable[[int, int, int, int], bool]
"""Whether two people may change places: the two, and the places of the groups to which they go."""
NOBODY: Mapping[int, int] = MappingProxyType({})


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
    random, weights = Random(f"{seed}/{present}"), _weights(met, present)
    tries = (_cut(_shuffled(people, random), count) for _ in _attempts(len(people)))
    return _best(_each_improved(tries, weights), weights, present)


def join_groups(groups: Groups, rule: GroupRule, met: Mapping[Pair, int], seed: str, present: Groups = ()) -> Groups:
    """Return whole `groups` joined until they are as large as the rule says. What is left over joins another.

    They are joined with groups whose people have `met` theirs as little as possible, and differently from the `present`
    ones if possible.
    """
    random, weights = Random(f"{seed}/{present}"), _weights(met, present)
    sizes = tuple(map(len, groups))
    between = {(a, b): _cost(groups[a], groups[b], weights) for a, b in combinations(range(len(groups)), 2)}
    places = join_sizes(sizes, rule)

    def tries() -> Iterator[Groups]:
        for attempt in _attempts(len(groups)):
            order = [*range(len(groups))]
            if attempt or present:
                random.shuffle(order)
            # Groups of one size take each other's places.
            by_size = sorted(range(len(groups)), key=lambda n: sizes[n])
            instead = dict(zip(by_size, sorted(order, key=lambda n: sizes[n]), strict=True))
            yield tuple(tuple(instead[n] for n in joined) for joined in places)

    improved = _each_improved(tries(), between, lambda a, b, _to_a, _to_b: sizes[a] == sizes[b])
    made = (
        tuple(tuple(who for n in sorted(joined) for who in groups[n]) for joined in sorted(found, key=min))
        for found in improved
    )
    return _best(made, weights, present)


def move_on(
    groups: Groups,
    stay: int,
    met: Mapping[Pair, int],
    seed: str,
    *,
    stayed: Mapping[int, int] = NOBODY,
    present: Groups = (),
) -> Groups:
    """Return the groups after `stay` people of each stayed and the others moved on, each to another group.

    Those who `stayed` least often before stay. The others meet people whom they have `met` as little as possible. The
    sizes differ by one at most, if possible, and the groups from the `present` ones.
    """
    if len(groups) < 2:
        return groups
    random, weights = Random(f"{seed}/{present}"), _weights(met, present)
    home = {who: place for place, group in enumerate(groups) for who in group}

    def tries() -> Iterator[Groups]:
        for _ in _attempts(len(home)):
            hosts = [sorted(_shuffled(group, random), key=lambda who: stayed.get(who, 0))[:stay] for group in groups]
            staying = {who for group in hosts for who in group}
            made = _seated(hosts, [who for who in _shuffled(home, random) if who not in staying], home, weights)

            def may_swap(a: int, b: int, to_a: int, to_b: int, staying: set[int] = staying) -> bool:
                return a not in staying and b not in staying and home[a] != to_a and home[b] != to_b

            yield from _each_improved((made,), weights, may_swap)

    return _best(tries(), weights, present)


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


def _attempts(people: int) -> range:
    return range(max(MIN_ATTEMPTS, min(MAX_ATTEMPTS, 1200 // people)))


def _weights(met: Mapping[Pair, int], present: Groups) -> dict[Pair, int]:
    """Return how bad it is that two people are together: that they met counts more than that they are together now."""
    weights = {pair: 100 * times for pair, times in met.items()}
    for pair in together(present):
        weights[pair] = weights.get(pair, 0) + 1
    return weights


def _cost(group: Iterable[int], others: Sequence[int], weights: Mapping[Pair, int]) -> int:
    return sum(weights.get(_pair(a, b), 0) for a in group for b in others)


def _best(tries: Iterator[Groups], weights: Mapping[Pair, int], present: Groups) -> Groups:
    """Return the groups with the fewest who meet again, and if possible not the `present` ones."""
    found: list[tuple[bool, int, Groups]] = []
    for groups in tries:
        cost = sum(weights.get(pair, 0) for pair in together(groups))
        found.append((_same(groups, present), cost, groups))
        if found[-1][:2] == (False, 0):
            break
    return min(found)[2]


def _seated(
    hosts: Sequence[Sequence[int]], guests: Sequence[int], home: Mapping[int, int], weights: Mapping[Pair, int]
) -> Groups:
    """Return the groups of these `hosts` with every guest in one that is not its `home`, as equal as they can be."""
    made = [list(group) for group in hosts]
    for who in guests:
        others = [place for place in range(len(made)) if place != home[who]]
        best = min(others, key=lambda place: (len(made[place]), _cost((who,), made[place], weights)))
        made[best].append(who)
    while True:
        small, large = min(made, key=len), max(made, key=len)
        if len(large) - len(small) < 2:
            break
        place = made.index(small)
        movers = [
            (-len(group), _cost((who,), small, weights), n, who)
            for n, group in enumerate(made)
            if len(group) - len(small) > 1
            for who in group[len(hosts[n]) :]
            if home[who] != place
        ]
        if not movers:
            break
        *_, n, who = min(movers)
        made[n].remove(who)
        small.append(who)
    return tuple(map(tuple, made))


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


def _each_improved(
    tries: Iterable[Groups], weights: Mapping[Pair, int], may_swap: MaySwap | None = None
) -> Iterator[Groups]:
    """Yield each of the groups improved, and as they are, because the best ones may be the present ones."""
    for groups in tries:
        yield _improved(groups, weights, may_swap)
        yield groups


def _improved(groups: Groups, weights: Mapping[Pair, int], may_swap: MaySwap | None = None) -> Groups:
    """Return the groups after exchanging two people for as long as that makes them better."""
    made = [list(group) for group in groups]
    place = {who: n for n, group in enumerate(made) for who in group}
    near: dict[int, dict[int, int]] = {who: {} for who in place}
    """Whom each has met, and how bad it is that they are together."""
    costs = {who: [0] * len(made) for who in place}
    """How bad it is for each to be in each group."""
    for (a, b), weight in weights.items():
        if a in place and b in place:
            near[a][b] = near[b][a] = weight
            costs[a][place[b]] += weight
            costs[b][place[a]] += weight
    better = True
    while better:
        better = False
        for (x, one), (y, other) in combinations(enumerate(made), 2):
            for n in range(len(one)):
                for m in range(len(other)):
                    a, b = one[n], other[m]
                    now = costs[a][x] + costs[b][y]
                    if not now or costs[a][y] + costs[b][x] - 2 * near[a].get(b, 0) >= now:
                        continue
                    if may_swap is None or may_swap(a, b, y, x):
                        one[n], other[m] = b, a
                        for who, left, joined in ((a, x, y), (b, y, x)):
                            for friend, weight in near[who].items():
                                costs[friend][left] -= weight
                                costs[friend][joined] += weight
                        better = True
    return tuple(map(tuple, made))
