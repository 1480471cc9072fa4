"""Groups after people came and left: everyone is in one, sizes are right, and few others move."""

from collections.abc import Sequence
from functools import cache
from itertools import combinations_with_replacement, permutations

from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.people.group_changes import ANY_SIZE, with_one_less, with_one_more
from luisteren_tui.people.group_sizes import PAIRS, SUBGROUPS, GroupRule
from luisteren_tui.people.grouping import count_off
from luisteren_tui.people.people import Groups
from tests.people.test_grouping import everyone, partitions, people

RULES = st.sampled_from(
    [PAIRS, SUBGROUPS, GroupRule(3, 3), GroupRule(4, 4), GroupRule(4, 6), GroupRule(1, 1, 3), ANY_SIZE]
)


def stayed(before: Groups, after: Groups) -> int:
    """Return the largest number of people that can be considered to have stayed in their group."""
    if len(before) > len(after):
        before, after = after, before
    shared = [[len({*a} & {*b}) for b in after] for a in before]
    return max(
        sum(row[column] for row, column in zip(shared, order, strict=True))
        for order in permutations(range(len(after)), len(before))
    )


@cache
def every_way(members: tuple[int, ...], rule: GroupRule) -> tuple[Groups, ...]:
    """Return all groups that people can be in after someone came or left."""
    shapes = [
        shape
        for n in range(1, len(members) + 1)
        for shape in combinations_with_replacement(range(1, len(members) + 1), n)
        if sum(shape) == len(members) and fits(shape, rule)
    ]
    return tuple(groups for shape in shapes for groups in partitions(members, shape))


def fits(sizes: Sequence[int], rule: GroupRule) -> bool:
    """Return whether groups of these sizes follow the rule, if their number may be smaller than for new ones."""
    people = sum(sizes)
    if rule.count:
        return len(sizes) == rule.groups(people) and max(sizes) - min(sizes) <= 1
    if len(sizes) > 1 and min(sizes) < rule.low:
        return False
    if rule == PAIRS:
        return len(sizes) == rule.groups(people)
    return max(sizes) <= rule.largest or people < rule.low * (len(sizes) + 1)


def formed(count: int, rule: GroupRule) -> Groups:
    return count_off(people(count), rule.groups(count) if rule != ANY_SIZE else max(1, count // 3))


@given(st.integers(1, 39), RULES, st.data())
def test_groups_follow_the_rule_after_arrivals_and_departures(count: int, rule: GroupRule, data: st.DataObject) -> None:
    groups = formed(count, rule)
    for _ in range(8):
        members = everyone(groups)
        if len(members) == 1 or (len(members) < 40 and data.draw(st.booleans())):
            who = max(members) + 1
            after = with_one_more(groups, who, rule)
            assert everyone(after) == sorted([*members, who])
        else:
            who = data.draw(st.sampled_from(members))
            after = with_one_less(groups, who, rule)
            assert everyone(after) == [one for one in members if one != who]
        assert fits([len(group) for group in after], rule)
        if rule == PAIRS:
            others = [group for group in groups if who not in group]
            assert len(set(others) - set(after)) <= 1
        groups = after


@given(st.integers(2, 8), st.sampled_from([PAIRS, SUBGROUPS, GroupRule(3, 3), GroupRule(1, 1, 3)]), st.data())
def test_as_few_people_as_possible_change_groups(count: int, rule: GroupRule, data: st.DataObject) -> None:
    before = formed(count, rule)
    who = data.draw(st.integers(1, count + 1))
    after = with_one_more(before, who, rule) if who > count else with_one_less(before, who, rule)
    ways = every_way(tuple(everyone(after)), rule)
    assert stayed(before, after) == max(stayed(before, way) for way in ways)


@given(st.integers(2, 40), RULES, st.data())
def test_latecomer_joins_one_group_and_nobody_else_moves_while_there_is_place(
    count: int, rule: GroupRule, data: st.DataObject
) -> None:
    groups = formed(count, rule)
    after = with_one_more(groups, count + 1, rule)
    if len(after) == len(groups):
        assert sum(a != b for a, b in zip(groups, after, strict=True)) == 1
    left = with_one_less(after, count + 1, rule)
    assert fits([len(group) for group in left], rule)


def test_groups_made_of_others_only_change_when_someone_would_be_alone() -> None:
    groups = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10))
    assert with_one_less(groups, 1, ANY_SIZE) == ((2, 3, 4), (5, 6, 7, 8), (9, 10))
    assert with_one_less(groups, 10, ANY_SIZE) == ((1, 2, 3), (5, 6, 7, 8), (9, 4))
    assert with_one_less(((1, 2), (3, 4)), 4, ANY_SIZE) == ((1, 2, 3),)


def test_number_of_groups_stays_where_the_workshop_says_how_many() -> None:
    groups = ((1, 2), (3,), (4, 5))
    assert with_one_less(groups, 3, GroupRule(1, 1, 3)) == ((1,), (2,), (4, 5))
    assert with_one_less(((1,), (2,), (3,)), 2, GroupRule(1, 1, 3)) == ((1,), (3,))
    assert with_one_more(((1,), (3,)), 4, GroupRule(1, 1, 3)) == ((1,), (3,), (4,))


def test_returning_person_gets_a_new_partner_if_that_moves_nobody_else() -> None:
    assert with_one_more(((1, 2), (3, 4)), 5, PAIRS, met={(1, 5)}) == ((1, 2), (3, 4, 5))
    assert with_one_more(((1, 2, 3), (4, 5)), 6, PAIRS, met={(3, 6)}) == ((1, 3), (4, 5), (2, 6))


def test_last_group_takes_the_number_of_a_dissolved_one() -> None:
    before = ((1, 2, 3), (4, 5, 6), (7, 8, 9))
    assert with_one_less(before, 1, SUBGROUPS) == ((7, 8, 9, 2), (4, 5, 6, 3))
