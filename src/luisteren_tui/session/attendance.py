"""What becomes of the people and their groups when someone comes or leaves, names are given, or groups are formed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from luisteren_tui.people.grouping import (
    Pair,
    count_off,
    form_pairs,
    form_subgroups,
    together,
    with_one_less,
    with_one_more,
)
from luisteren_tui.people.people import MAX_PEOPLE, Groups, People
from luisteren_tui.session.state import PastPeople, State, best_count, groups_of, has_trio, track
from luisteren_tui.workshop.model import Activity, Form

LONGEST_NAME = 100
"""Characters; what is longer than this is cut: all that is typed must fit on one line of the journal."""
_BETWEEN = re.compile(r"[\r\n\t,;]+")


def activity_to_group(state: State) -> Activity | None:
    """Return the activity whose groups matter now: those at work, else the next ones to be formed."""
    if own := groups_of(state, state.activity):
        return own
    order = state.opened.workshop.activities
    later = (each for each in order[state.places[state.activity.id] + 1 :] if not track(state, each.id).skipped)
    return next((each for each in later if each.form in (Form.PAIRS, Form.SUBGROUPS)), None)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a text, one on each line or with commas between them; no more than can be kept."""
    return tuple(name.strip()[:LONGEST_NAME] for name in _BETWEEN.split(text) if name.strip())[:MAX_PEOPLE]


def come(state: State) -> People:
    """Return the people once one more is there."""
    people = state.people
    names = (*people.names, "") if people.names else ()
    return _gathered(state, (*people.present, _numbers(people, 1)[0]), names)


def go(state: State, who: int | None = None) -> People:
    """Return the people once `who` left, else the last one who came; someone stays."""
    people = state.people
    if len(people.present) < 2:
        return people
    place = people.present.index(who) if who in people.present else len(people.present) - 1
    return _gathered(
        state,
        (*people.present[:place], *people.present[place + 1 :]),
        (*people.names[:place], *people.names[place + 1 :]),
    )


def named(state: State, names: Sequence[str], *, all_stay: bool = False) -> People:
    """Return the people by these names: who was called so stays, the others take the places there are, then new ones.

    Where names were given before, who came without one stays too; with `all_stay` nobody leaves, named or not.
    """
    people = state.people
    if not names:
        return replace(people, names=())
    old = dict(zip(people.present, people.names or [""] * len(people.present), strict=True))
    if all_stay:
        names = names[: max(0, MAX_PEOPLE - sum(bool(own) and own not in names for own in old.values()))]
    numbers: dict[int, int] = {}
    for place, name in enumerate(names):
        who = next((who for who, own in old.items() if own == name), None)
        if who is not None:
            numbers[place] = who
            del old[who]
    unknown = [place for place in range(len(names)) if place not in numbers]
    free = [who for who, own in old.items() if not (all_stay and own)]
    numbers |= zip(unknown, [*free, *_numbers(people, len(unknown))], strict=False)
    left = {*old} - {*numbers.values()}
    stay = [who for who in people.present if who in left and (all_stay or (people.names and not old[who]))]
    return _gathered(
        state,
        (*(numbers[place] for place in range(len(names))), *stay),
        (*names, *(old[who] for who in stay)),
    )


def fewer(state: State, names: Sequence[str]) -> int:
    """Return how many fewer there would be, were the people to have these names and no others."""
    return max(0, len(state.people.present) - len(named(state, names).present))


def formed(state: State) -> People:
    """Return the people with groups for what is at hand, where it had none yet."""
    activity = activity_to_group(state)
    if activity is None or activity.id in state.people.groups:
        return state.people
    return _with(state.people, activity, _form(state, activity, ()))


def shuffled(state: State) -> People:
    """Return the people in other groups for what is at hand."""
    activity = activity_to_group(state)
    if activity is None:
        return state.people
    return _with(state.people, activity, _form(state, activity, state.people.groups.get(activity.id, ())))


def three_turns(state: State) -> People:
    """Return the people with three turns for the trio at hand, or with two again."""
    activity, people = activity_to_group(state), state.people
    if activity is None or not has_trio(state, activity):
        return people
    others = tuple(id for id in people.three if id != activity.id)
    return replace(people, three=others if activity.id in people.three else (*others, activity.id))


def before_last(state: State, past: PastPeople) -> People:
    """Return the people of the `past`, in the groups they had then and, as far as they go, those formed since."""
    groups = {**_gathered(state, past.people.present, past.people.names).groups, **past.people.groups}
    return replace(past.people, groups=groups)


def _numbers(people: People, count: int) -> list[int]:
    """Return numbers for who is new: with names never one that someone else had, else those that count on."""
    taken = {*people.present, *(who for all_of in people.groups.values() for one in all_of for who in one)}
    if people.names:
        first = max(taken) + 1
        return list(range(first, first + count))
    return [who for who in range(1, len(people.present) + count + 1) if who not in people.present][:count]


def _with(people: People, activity: Activity, groups: Groups) -> People:
    return replace(people, groups={**people.groups, activity.id: groups})


def _met(state: State, activity: Activity) -> Counter[Pair]:
    """Return who were together in other activities, and how often; for pairs only who were a pair."""
    return Counter(
        pair
        for id, groups in state.people.groups.items()
        if id != activity.id and (activity.form != Form.PAIRS or state.activities[id].form == Form.PAIRS)
        for pair in together(groups)
    )


def _form(state: State, activity: Activity, before: Groups) -> Groups:
    people, met, seed = state.people.present, _met(state, activity), state.opened.id
    pairs = activity.form == Form.PAIRS
    count = best_count(len(people), activity.form)
    if not before and not state.people.names:
        counted = count_off(people, count)
        # Without names they can only tell apart who was their partner; who shared a group counts off anew.
        if not pairs or not together(counted) & met.keys():
            return counted
    return form_pairs(people, met, seed, before) if pairs else form_subgroups(people, count, met, seed, before)


def _gathered(state: State, present: tuple[int, ...], names: tuple[str, ...]) -> People:
    """Return the people with these present, and the groups that are not over as they then are."""
    if len(present) > MAX_PEOPLE:
        return state.people
    order = state.opened.workshop.activities
    at_work = groups_of(state, state.activity)
    over = {each.id for each in order[: state.places[state.activity.id]] if each is not at_work}
    all_groups = dict(state.people.groups)
    for id in all_groups.keys() - over:
        form = state.activities[id].form
        met, pairs = _met(state, state.activities[id]), form == Form.PAIRS
        counted = not names and all_groups[id] == count_off(state.people.present, len(all_groups[id]))
        if counted and track(state, id).started is None:
            # Nobody has a group yet: they have to count off first.
            all_groups[id] = count_off(present, best_count(len(present), form))
            continue
        for who in state.people.present:
            if who not in present:
                all_groups[id] = with_one_less(all_groups[id], who, pairs=pairs, met=met)
        for who in present:
            if who not in state.people.present:
                all_groups[id] = with_one_more(all_groups[id], who, pairs=pairs, met=met)
    return replace(state.people, present=present, names=names, groups=all_groups)
