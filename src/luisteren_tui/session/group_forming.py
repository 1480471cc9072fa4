"""Form the groups of an activity: new ones, or from the groups of another one. Everything follows from the state."""

from collections import Counter
from itertools import chain

from luisteren_tui.people.group_changes import ANY_SIZE, with_one_less, with_one_more
from luisteren_tui.people.group_sizes import (
    GroupRule,
    are_joined,
    are_kept,
    expected_sizes,
    group_rule,
    size_can_change,
)
from luisteren_tui.people.grouping import Pair, count_off, form_pairs, form_subgroups, join_groups, move_on, together
from luisteren_tui.people.people import Groups, People, has_everyone
from luisteren_tui.session.state import State, group_count
from luisteren_tui.workshop.model import Activity, Form


def with_formed(state: State, people: People, activity: Activity, before: Groups = ()) -> People:
    """Return `people` in new groups for an activity, and in later groups that derive from others.

    That is so for groups that have worked too: the session went back to form those of an earlier activity.
    """
    people = people.with_groups({**people.groups, activity.id: form_groups(state, people, activity, before)})
    for each in state.opened.workshop.activities[state.places[activity.id] + 1 :]:
        if each.id in people.groups and each.id in state.lineage.sources:
            people = people.with_groups({**people.groups, each.id: form_groups(state, people, each)})
    return people


def _met(state: State, people: People, activity: Activity) -> Counter[Pair]:
    """Return how often people were together in other activities. For pairs only other pairs count."""
    return Counter(
        pair
        for id, groups in people.groups.items()
        if id != activity.id and (activity.form != Form.PAIRS or state.activities[id].form == Form.PAIRS)
        for pair in together(groups)
    )


def form_groups(state: State, people: People, activity: Activity, before: Groups = ()) -> Groups:
    """Return groups of the people who are present, which differ from those `before`."""
    workshop, source, seed = state.opened.workshop, state.lineage.source(activity), state.opened.id
    if source is not None and not (before and are_kept(activity)):
        groups = _groups_before(state, people, activity, source)
        if are_kept(activity):
            return groups
        met = _met(state, people, activity)
        if are_joined(activity):
            return join_groups(groups, group_rule(workshop, activity, people.sizes), met, seed, before)
        for pair in together(groups) - met.keys():
            met[pair] = 1
        assert activity.groups is not None
        stayed = _times_stayed(state, people, source)
        return move_on(groups, activity.groups.stay, met, seed, stayed=stayed, present=before)
    rule = group_rule(workshop, activity, people.sizes)
    count = rule.groups(len(people.present))
    counted = count_off(people.present, count)
    counts_off = not before and not people.names and activity.round < 2
    # Without names people only remember their partner, so subgroups can always count off again.
    if counts_off and activity.form != Form.PAIRS:
        return counted
    met = _met(state, people, activity)
    if counts_off and not together(counted) & met.keys():
        return counted
    if rule.exact and rule.low == 2:
        return form_pairs(people.present, met, seed, before)
    return form_subgroups(people.present, count, met, seed, before)


def made_of(state: State, people: People, activity: Activity) -> Activity | None:
    """Return the activity whose groups, as they were formed, are those from which the ones of `activity` are made.

    That is its source, or what kept those groups last. Where people move on and a round was left out, it is the one
    before that. Return None if there are no such groups.
    """
    source, order = state.lineage.source(activity), state.opened.workshop.activities
    if source is None:
        return None
    root = state.lineage.root(source)
    for each in reversed(order[: state.places[activity.id]]):
        if each.id in people.groups and state.lineage.root(each) is root:
            return each
    moved = root.groups is not None and root.groups.stay
    return made_of(state, people, root) if moved else None


def _groups_before(state: State, people: People, activity: Activity, source: Activity) -> Groups:
    """Return the groups from which those of an activity are made, with everyone who is present in one.

    Those who came since have joined one of them, and those who left are gone. If none were formed, they are made up.
    """
    made = made_of(state, people, activity)
    if made is None:
        others = people.with_groups({id: groups for id, groups in people.groups.items() if id != activity.id})
        return form_groups(state, others, source)
    return with_everyone(state, people, made, people.groups[made.id])


def _times_stayed(state: State, people: People, activity: Activity) -> Counter[int]:
    """Return how often people stayed in their group while others moved on, up to an activity."""
    stayed = Counter[int]()
    while (source := state.lineage.source(activity)) is not None:
        if activity.groups is not None and activity.groups.stay:
            both = zip(people.groups.get(source.id, ()), people.groups.get(activity.id, ()), strict=False)
            stayed.update(who for before, after in both for who in {*before} & {*after})
        activity = source
    return stayed


def rule_at_work(state: State, people: People, activity: Activity) -> GroupRule:
    """Return the rule by which the groups of an activity change when someone comes or leaves."""
    made = state.lineage.source(state.lineage.root(activity)) is not None
    if made and activity.form != Form.PAIRS:
        return ANY_SIZE
    return group_rule(state.opened.workshop, activity, people.sizes)


def with_everyone(state: State, people: People, activity: Activity, groups: Groups) -> Groups:
    """Return the groups of an activity with exactly the people who are present, of whom few change groups.

    Where another activity has the same groups and everyone is in them there, they stay together.
    """
    root = state.lineage.root(activity)
    alike = (same for id, same in people.groups.items() if state.lineage.root(state.activities[id]) is root)
    for same in chain([groups], alike):
        if has_everyone(people, same):
            return same
    met, rule = _met(state, people, activity), rule_at_work(state, people, activity)
    for who in sorted({who for group in groups for who in group} - {*people.present}):
        groups = with_one_less(groups, who, rule, met)
    known = {who for group in groups for who in group}
    for who in people.present:
        if who not in known:
            groups = with_one_more(groups, who, rule, met)
    return groups


def size_to_choose(state: State, activity: Activity, by: int) -> int | None:
    """Return the size to ask for to get fewer, larger groups if `by` is 1, or more, smaller ones if it is -1.

    Return None if there is no such size, or if the facilitator has no choice: groups that present are done.
    """
    people, done = state.people, state.places[state.activity.id] > state.places[activity.id]
    if done or not size_can_change(state.opened.workshop, activity):
        return None
    present, now = len(people.present), group_count(state, activity)

    def count(size: int) -> int:
        return len(expected_sizes(state.opened.workshop, activity, present, {**people.sizes, activity.id: size}))

    size = present // now
    while 2 <= (size := size + by) <= present:
        groups = count(size)
        if (now - groups) * by > 0:
            # Name the size that they get.
            even = present // groups
            return even if count(even) == groups else size
    return None
