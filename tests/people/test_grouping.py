"""Groups: everyone is in one, sizes are right, and people don't meet again if possible, however groups are formed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.people.group_sizes import SUBGROUPS, GroupRule
from luisteren_tui.people.grouping import (
    Pair,
    count_off,
    form_pairs,
    form_subgroups,
    join_groups,
    move_on,
    together,
)
from luisteren_tui.people.people import Groups

SEEDS = st.sampled_from(["2026-11-24-1330-luisteren", "another"])
ANY_PAIR = st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda pair: pair[0] < pair[1])


def people(count: int) -> range:
    return range(1, count + 1)


def everyone(groups: Groups) -> list[int]:
    return sorted(who for group in groups for who in group)


def right_pairs(groups: Groups, count: int) -> bool:
    sizes = sorted(map(len, groups))
    expected = [min(count, 2)] if count < 3 else [2] * (count // 2)
    if count > 2 and count % 2:
        expected[-1] = 3
    return sizes == expected


def right_subgroups(groups: Groups, count: int) -> bool:
    sizes = list(map(len, groups))
    if count < 6:
        return sizes == [count]
    return max(sizes) - min(sizes) <= 1 and min(sizes) >= 3 and max(sizes) <= 5


def partitions(rest: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[Groups]:
    """Yield all ways to put people in groups of these sizes."""
    if not rest:
        yield ()
        return
    first, others = rest[0], rest[1:]
    for size in sorted(set(sizes)):
        left = list(sizes)
        left.remove(size)
        for mates in combinations(others, size - 1):
            for more in partitions(tuple(who for who in others if who not in mates), tuple(left)):
                yield ((first, *mates), *more)


@cache
def every_way(members: tuple[int, ...], *, pairs: bool) -> tuple[Groups, ...]:
    """Return all valid groups of these people."""
    count = len(members)
    if count < 3 or (count < 6 and not pairs):
        return ((members,),)
    if pairs:
        shapes = [(2,) * (count // 2) if count % 2 == 0 else (3, *(2,) * (count // 2 - 1))]
    else:
        shapes = [tuple(count // k + (n < count % k) for n in range(k)) for k in range(1, count)]
        shapes = [shape for shape in shapes if min(shape) >= 3 and max(shape) <= 5]
    return tuple(groups for shape in shapes for groups in partitions(members, shape))


@given(st.integers(1, 40), SEEDS, st.sets(ANY_PAIR))
def test_pairs_contain_everyone_with_one_trio_for_an_odd_number(count: int, seed: str, met: set[Pair]) -> None:
    groups = form_pairs(people(count), met, seed)
    assert everyone(groups) == [*people(count)]
    assert right_pairs(groups, count)
    assert form_pairs(people(count), met, seed) == groups


@given(st.integers(1, 40), SEEDS, st.sets(ANY_PAIR))
def test_subgroups_have_three_to_five_people_and_differ_by_one(count: int, seed: str, met: set[Pair]) -> None:
    weights = dict.fromkeys(met, 1)
    groups = form_subgroups(people(count), SUBGROUPS.groups(count), weights, seed)
    assert everyone(groups) == [*people(count)]
    assert right_subgroups(groups, count)
    assert form_subgroups(people(count), SUBGROUPS.groups(count), weights, seed) == groups


@given(st.integers(2, 8), st.sets(ANY_PAIR), SEEDS)
def test_pairs_repeat_no_partner_if_possible(count: int, met: set[Pair], seed: str) -> None:
    fewest = min(len(together(way) & met) for way in every_way(tuple(people(count)), pairs=True))
    again = len(together(form_pairs(people(count), met, seed)) & met)
    assert again == fewest


@given(st.integers(6, 9), st.sets(ANY_PAIR), SEEDS)
def test_subgroups_separate_people_who_met_if_possible(count: int, met: set[Pair], seed: str) -> None:
    ways = [way for way in every_way(tuple(people(count)), pairs=False) if len(way) == SUBGROUPS.groups(count)]
    fewest = min(len(together(way) & met) for way in ways)
    groups = form_subgroups(people(count), SUBGROUPS.groups(count), dict.fromkeys(met, 1), seed)
    assert len(together(groups) & met) == fewest


@pytest.mark.parametrize("count", [2, 4, 6, 8, 10, 12, 14, 20, 40])
def test_everyone_meets_everyone_before_partners_repeat(count: int) -> None:
    met: set[Pair] = set()
    for _ in range(count - 1):
        pairs = together(form_pairs(people(count), met, "session"))
        assert not pairs & met
        met |= pairs
    assert len(met) == count * (count - 1) // 2


@pytest.mark.parametrize(("count", "times"), [(7, 2), (9, 3), (11, 4), (13, 5), (39, 12)])
def test_odd_number_finds_new_partners_several_times(count: int, times: int) -> None:
    met: set[Pair] = set()
    for _ in range(times):
        groups = together(form_pairs(people(count), met, "session"))
        assert not groups & met
        met |= groups


@given(st.integers(3, 40), SEEDS, st.sets(ANY_PAIR), st.booleans())
def test_shuffle_gives_different_groups(count: int, seed: str, met: set[Pair], pairs: bool) -> None:
    def form(present: Groups) -> Groups:
        if pairs:
            return form_pairs(people(count), met, seed, present)
        return form_subgroups(people(count), SUBGROUPS.groups(count), dict.fromkeys(met, 1), seed, present)

    first = form(())
    second = form(first)
    assert form(first) == second
    assert everyone(second) == [*people(count)]
    assert right_pairs(second, count) if pairs else right_subgroups(second, count)
    if count > 5:
        assert {frozenset(group) for group in first} != {frozenset(group) for group in second}
    elif pairs:
        assert first != second
    if pairs and not together(first) & met and count > 8:
        assert not together(second) & met


@given(st.integers(4, 7), st.sets(ANY_PAIR), SEEDS)
def test_shuffle_repeats_no_partner_if_possible(count: int, met: set[Pair], seed: str) -> None:
    first = form_pairs(people(count), met, seed)
    ways = [way for way in every_way(tuple(people(count)), pairs=True) if together(way) != together(first)]
    second = form_pairs(people(count), met, seed, first)
    assert together(second) != together(first)
    assert len(together(second) & met) == min(len(together(way) & met) for way in ways)


def test_shuffle_finds_the_few_people_who_can_change() -> None:
    free = {(n, n + 1) for n in range(1, 17, 2)} | set(combinations(range(17, 21), 2))
    met = {*combinations(people(20), 2)} - free
    first = form_pairs(people(20), met, "session")
    second = form_pairs(people(20), met, "session", first)
    assert together(first) != together(second)
    assert not (together(first) | together(second)) & met


def test_shuffle_of_pairs_gives_everyone_another_partner() -> None:
    first = form_pairs(people(12), (), "session")
    assert not together(first) & together(form_pairs(people(12), (), "session", first))


@given(st.integers(1, 40), st.integers(1, 10))
def test_counting_off_gives_groups_of_equal_size(count: int, groups: int) -> None:
    made = count_off(people(count), groups)
    assert everyone(made) == [*people(count)]
    sizes: Sequence[int] = [len(group) for group in made]
    assert max(sizes) - min(sizes) <= 1
    assert len(made) == min(groups, count)
    assert count_off((1, 2, 3, 4, 5), 2) == ((1, 3, 5), (2, 4))


def counted(count: int, size: int) -> Groups:
    return count_off(people(count), max(1, count // size))


@given(st.integers(1, 40), st.integers(2, 6), st.sets(ANY_PAIR), SEEDS)
def test_joined_groups_keep_whole_groups_together(count: int, size: int, met: set[Pair], seed: str) -> None:
    pairs, rule, weights = counted(count, 2), GroupRule(size, size), dict.fromkeys(met, 1)
    first = join_groups(pairs, rule, weights, seed)
    for groups in (first, join_groups(pairs, rule, weights, seed, first)):
        assert everyone(groups) == [*people(count)]
        assert together(pairs) <= together(groups)
        assert min(map(len, groups)) >= min(size, count)
    assert join_groups(pairs, rule, weights, seed) == first


def ways_to_join(groups: Groups, count: int) -> Iterator[Groups]:
    """Yield all ways to join groups to `count` others, as equal as the ones that are joined."""
    for places in product(range(count), repeat=len(groups)):
        yield tuple(
            tuple(who for n, group in zip(places, groups, strict=True) if n == place for who in group)
            for place in range(count)
        )


@given(st.integers(4, 7), st.sets(st.tuples(st.integers(1, 14), st.integers(1, 14)).filter(lambda p: p[0] < p[1])))
def test_joined_groups_bring_together_people_who_have_not_met_if_possible(pairs: int, met: set[Pair]) -> None:
    before = counted(2 * pairs, 2)
    groups = join_groups(before, GroupRule(4, 4), dict.fromkeys(met, 1), "session")
    sizes = sorted(map(len, groups))
    ways = (way for way in ways_to_join(before, len(groups)) if sorted(map(len, way)) == sizes)
    assert len(together(groups) & met) == min(len(together(way) & met) for way in ways)


def test_other_groups_are_joined_after_a_shuffle() -> None:
    pairs = counted(12, 2)
    first = join_groups(pairs, GroupRule(4, 4), {}, "session")
    second = join_groups(pairs, GroupRule(4, 4), {}, "session", first)
    assert {frozenset(group) for group in first} != {frozenset(group) for group in second}


TABLES = st.tuples(st.integers(1, 40), st.integers(2, 6), st.integers(1, 2))


@given(TABLES, st.sets(ANY_PAIR), SEEDS)
def test_of_each_group_some_stay_and_the_others_go_to_another_one(
    tables: tuple[int, int, int], met: set[Pair], seed: str
) -> None:
    count, size, stay = tables
    before, weights = counted(count, size), dict.fromkeys(met, 1)
    after = move_on(before, stay, weights, seed)
    assert everyone(after) == [*people(count)]
    if len(before) > 1:
        assert [len({*a} & {*b}) for a, b in zip(before, after, strict=True)] == [min(stay, len(a)) for a in before]
    if len(before) > 2:
        assert max(map(len, after)) - min(map(len, after)) <= 1
    assert move_on(before, stay, weights, seed) == after


@given(st.integers(6, 9), st.sets(ANY_PAIR), SEEDS)
def test_those_who_move_on_meet_new_people_if_possible(count: int, met: set[Pair], seed: str) -> None:
    before = counted(count, 3)
    stayers, weights = [group[0] for group in before], dict.fromkeys(met | together(before), 1)
    after = move_on(before, 1, weights, seed, stayed={who: who not in stayers for who in people(count)})
    movers = [who for who in people(count) if who not in stayers]
    others = [[n for n, group in enumerate(before) if who not in group] for who in movers]
    ways = (
        tuple(
            (host, *(who for who, n in zip(movers, order, strict=True) if n == place))
            for place, host in enumerate(stayers)
        )
        for order in product(*others)
    )
    sizes = [*map(len, after)]
    fewest = min(len(together(way) & weights.keys()) for way in ways if [*map(len, way)] == sizes)
    assert len(together(after) & weights.keys()) == fewest


@pytest.mark.parametrize(("count", "size", "rounds"), [(12, 3, 4), (16, 4, 3), (20, 4, 3), (25, 5, 3), (60, 4, 4)])
@pytest.mark.parametrize("stay", [0, 1])
def test_nobody_meets_twice_in_rounds_where_that_is_possible(count: int, size: int, rounds: int, stay: int) -> None:
    groups, met, hosts = counted(count, size), Counter[Pair](), Counter[int]()
    for _ in range(rounds - 1):
        met.update(together(groups))
        before = groups
        groups = (
            move_on(groups, stay, met, "session", stayed=hosts)
            if stay
            else form_subgroups(people(count), len(groups), met, "session")
        )
        assert not together(groups) & met.keys()
        for a, b in zip(before, groups, strict=True) if stay else ():
            (host,) = {*a} & {*b}
            assert hosts[host] == min(hosts[who] for who in a)
            hosts[host] += 1
