"""Groups: everyone is in one, sizes are right, partners don't repeat if possible, and few people move."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.people.grouping import (
    Pair,
    count_off,
    form_pairs,
    form_subgroups,
    together,
    with_one_less,
    with_one_more,
)
from luisteren_tui.people.people import Groups
from luisteren_tui.session.turns import expected_groups

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


def stayed(before: Groups, after: Groups) -> int:
    """Return the largest number of people that can be considered to have stayed in their group."""
    if len(before) > len(after):
        before, after = after, before
    shared = [[len({*a} & {*b}) for b in after] for a in before]
    return max(
        sum(row[column] for row, column in zip(shared, order, strict=True))
        for order in permutations(range(len(after)), len(before))
    )


@given(st.integers(1, 40), SEEDS, st.sets(ANY_PAIR))
def test_pairs_contain_everyone_with_one_trio_for_an_odd_number(count: int, seed: str, met: set[Pair]) -> None:
    groups = form_pairs(people(count), met, seed)
    assert everyone(groups) == [*people(count)]
    assert right_pairs(groups, count)
    assert form_pairs(people(count), met, seed) == groups


@given(st.integers(1, 40), SEEDS, st.sets(ANY_PAIR))
def test_subgroups_have_three_to_five_people_and_differ_by_one(count: int, seed: str, met: set[Pair]) -> None:
    weights = dict.fromkeys(met, 1)
    groups = form_subgroups(people(count), expected_groups(count), weights, seed)
    assert everyone(groups) == [*people(count)]
    assert right_subgroups(groups, count)
    assert form_subgroups(people(count), expected_groups(count), weights, seed) == groups


@given(st.integers(2, 8), st.sets(ANY_PAIR), SEEDS)
def test_pairs_repeat_no_partner_if_possible(count: int, met: set[Pair], seed: str) -> None:
    fewest = min(len(together(way) & met) for way in every_way(tuple(people(count)), pairs=True))
    again = len(together(form_pairs(people(count), met, seed)) & met)
    assert again == fewest


@given(st.integers(6, 9), st.sets(ANY_PAIR), SEEDS)
def test_subgroups_separate_people_who_met_if_possible(count: int, met: set[Pair], seed: str) -> None:
    ways = [way for way in every_way(tuple(people(count)), pairs=False) if len(way) == expected_groups(count)]
    fewest = min(len(together(way) & met) for way in ways)
    groups = form_subgroups(people(count), expected_groups(count), dict.fromkeys(met, 1), seed)
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
        return form_subgroups(people(count), expected_groups(count), dict.fromkeys(met, 1), seed, present)

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


@given(st.integers(1, 39), st.booleans(), SEEDS, st.data())
def test_arrivals_and_departures_move_few_others(count: int, pairs: bool, seed: str, data: st.DataObject) -> None:
    right = right_pairs if pairs else right_subgroups
    groups = (
        form_pairs(people(count), (), seed)
        if pairs
        else form_subgroups(people(count), expected_groups(count), {}, seed)
    )
    for _ in range(8):
        members = everyone(groups)
        if len(members) == 1 or (len(members) < 40 and data.draw(st.booleans())):
            who = max(members) + 1
            after = with_one_more(groups, who, pairs=pairs)
            assert everyone(after) == sorted([*members, who])
        else:
            who = data.draw(st.sampled_from(members))
            after = with_one_less(groups, who, pairs=pairs)
            assert everyone(after) == [one for one in members if one != who]
        assert right(after, len(everyone(after)))
        if pairs:
            others = [group for group in groups if who not in group]
            assert len(set(others) - set(after)) <= 1
        groups = after


@given(st.integers(1, 8), st.booleans(), SEEDS)
def test_arrival_moves_as_few_people_as_possible(count: int, pairs: bool, seed: str) -> None:
    before = (
        form_pairs(people(count), (), seed)
        if pairs
        else form_subgroups(people(count), expected_groups(count), {}, seed)
    )
    after = with_one_more(before, count + 1, pairs=pairs)
    ways = every_way(tuple(people(count + 1)), pairs=pairs)
    assert stayed(before, after) == max(stayed(before, way) for way in ways)


@given(st.integers(2, 10), st.booleans(), SEEDS, st.data())
def test_departure_moves_as_few_people_as_possible(count: int, pairs: bool, seed: str, data: st.DataObject) -> None:
    before = (
        form_pairs(people(count), (), seed)
        if pairs
        else form_subgroups(people(count), expected_groups(count), {}, seed)
    )
    who = data.draw(st.sampled_from(people(count)))
    after = with_one_less(before, who, pairs=pairs)
    ways = every_way(tuple(one for one in people(count) if one != who), pairs=pairs)
    assert stayed(before, after) == max(stayed(before, way) for way in ways)


def test_returning_person_gets_a_new_partner_if_that_moves_nobody_else() -> None:
    assert with_one_more(((1, 2), (3, 4)), 5, pairs=True, met={(1, 5)}) == ((1, 2), (3, 4, 5))
    assert with_one_more(((1, 2, 3), (4, 5)), 6, pairs=True, met={(3, 6)}) == ((1, 3), (4, 5), (2, 6))


def test_last_group_takes_the_number_of_a_dissolved_one() -> None:
    before = ((1, 2, 3), (4, 5, 6), (7, 8, 9))
    assert with_one_less(before, 1, pairs=False) == ((7, 8, 9, 2), (4, 5, 6, 3))


@given(st.integers(1, 40), st.integers(1, 10))
def test_counting_off_gives_groups_of_equal_size(count: int, groups: int) -> None:
    made = count_off(people(count), groups)
    assert everyone(made) == [*people(count)]
    sizes: Sequence[int] = [len(group) for group in made]
    assert max(sizes) - min(sizes) <= 1
    assert len(made) == min(groups, count)
    assert count_off((1, 2, 3, 4, 5), 2) == ((1, 3, 5), (2, 4))
