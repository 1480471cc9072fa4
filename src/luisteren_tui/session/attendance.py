"""Change the people and their groups: someone comes or leaves, names are given, groups are formed.

Every function returns new people and leaves the state unchanged.
"""

import re
from collections import Counter
from collections.abc import Sequence

from luisteren_tui.people.grouping import (
    Pair,
    count_off,
    form_pairs,
    form_subgroups,
    together,
    with_one_less,
    with_one_more,
)
from luisteren_tui.people.people import Groups, People
from luisteren_tui.session.state import PastPeople, State, group_count, groups_of, has_trio, is_left_out, track
from luisteren_tui.session.turns import expected_groups
from luisteren_tui.workshop.model import MAX_PEOPLE, Activity, Each, Form

MAX_NAME_LENGTH = 100
"""Characters. A longer name is cut, because all names must fit on one line of the journal."""
_BETWEEN = re.compile(r"[\r\n\t,;]+")


def activity_to_group(state: State) -> Activity | None:
    """Return the activity whose groups are needed now: those at work, or else the next ones to be formed."""
    if own := groups_of(state, state.activity):
        return own
    order = state.opened.workshop.activities
    later = (each for each in order[state.places[state.activity.id] + 1 :] if not is_left_out(state, each.id))
    return next((each for each in later if each.form in (Form.PAIRS, Form.SUBGROUPS)), None)


def parse_names(text: str) -> tuple[str, ...]:
    """Return the names in a text, separated by line breaks, tabs, commas or semicolons, at most MAX_PEOPLE."""
    return tuple(name.strip()[:MAX_NAME_LENGTH] for name in _BETWEEN.split(text) if name.strip())[:MAX_PEOPLE]


def with_arrival(state: State, name: str = "") -> People:
    """Return the people after one more came, whose `name` counts if the others have names."""
    people = state.people
    names = (*people.names, name.strip()[:MAX_NAME_LENGTH]) if people.names else ()
    return _with_present(state, (*people.present, _new_numbers(people, 1)[0]), names)


def with_departure(state: State, who: int | None = None) -> People:
    """Return the people after `who` left, or the last one who came. The last person can't leave."""
    people = state.people
    if len(people.present) < 2:
        return people
    place = people.present.index(who) if who in people.present else len(people.present) - 1
    present = (*people.present[:place], *people.present[place + 1 :])
    return _with_present(state, present, (*people.names[:place], *people.names[place + 1 :]))


def with_names(state: State, names: Sequence[str], *, all_stay: bool = False) -> People:
    """Return the people with these names.

    Those who already have one of the names keep it, and the other names go to the others. If there are more names than
    people, new people come. If there are fewer, the others leave, but people without a name stay if names were given
    before. With `all_stay` nobody leaves.
    """
    people = state.people
    if not names:
        return people.with_names(())
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
    numbers |= zip(unknown, [*free, *_new_numbers(people, len(unknown))], strict=False)
    left = {*old} - {*numbers.values()}
    stay = [who for who in people.present if who in left and (all_stay or (people.names and not old[who]))]
    return _with_present(
        state, (*(numbers[place] for place in range(len(names))), *stay), (*names, *(old[who] for who in stay))
    )


def departures_by_names(state: State, names: Sequence[str]) -> int:
    """Return how many people would leave if the people had exactly these names."""
    return max(0, len(state.people.present) - len(with_names(state, names).present))


def with_groups(state: State, *, shuffled: bool = False) -> People:
    """Return the people with groups for the activity that needs them, or different ones if they are `shuffled`."""
    activity, people = activity_to_group(state), state.people
    if activity is None or (activity.id in people.groups and not shuffled):
        return people
    formed = _form_groups(state, activity, people.groups.get(activity.id, ()))
    return people.with_groups({**people.groups, activity.id: formed})


def with_groups_for(state: State, activity: Activity) -> People:
    """Return the people with groups for an activity that begins, in which people without names count off.

    Those with names are put in groups when the facilitator looks at them.
    """
    people = state.people
    if people.names or activity.id in people.groups or activity.form not in (Form.PAIRS, Form.SUBGROUPS):
        return people
    return people.with_groups({**people.groups, activity.id: _form_groups(state, activity, ())})


def with_trio_turns(state: State) -> People:
    """Return the people with three turns for the trio, or with two if it had three."""
    activity, people = activity_to_group(state), state.people
    if activity is None or not has_trio(state, activity):
        return people
    others = tuple(id for id in people.three if id != activity.id)
    return people.with_three(others if activity.id in people.three else (*others, activity.id))


def activity_to_order(state: State) -> Activity | None:
    """Return the activity in which the groups that are needed now take turns, while it can still be said who begins.

    That is the present activity or a coming one, until its second turn.
    """
    grouped, order = activity_to_group(state), state.opened.workshop.activities
    for each in order[state.places[state.activity.id] :]:
        if each.turns is None or each.turns.each != Each.GROUP or is_left_out(state, each.id):
            continue
        begun = len(track(state, each.id).phases) > 1
        return each if not begun and groups_of(state, each) is grouped else None
    return None


def with_first_group(state: State, group: int) -> People:
    """Return the people once the group with this number was chosen to begin."""
    activity, people = activity_to_order(state), state.people
    if activity is None or not 1 <= group <= group_count(state, activity):
        return people
    return people.with_first(activity.id, group)


def people_before(state: State, past: PastPeople) -> People:
    """Return the people of `past` in the groups they had then, and in the groups that were formed since."""
    groups = {**_with_present(state, past.people.present, past.people.names).groups, **past.people.groups}
    return past.people.with_groups(groups)


def _new_numbers(people: People, count: int) -> list[int]:
    """Return numbers for new people. With names a number is never reused, else the lowest free ones are."""
    taken = {*people.present, *(who for all_of in people.groups.values() for one in all_of for who in one)}
    if people.names:
        first = max(taken) + 1
        return list(range(first, first + count))
    return [who for who in range(1, len(people.present) + count + 1) if who not in people.present][:count]


def _met(state: State, activity: Activity) -> Counter[Pair]:
    """Return how often people were together in other activities. For pairs only other pairs count."""
    return Counter(
        pair
        for id, groups in state.people.groups.items()
        if id != activity.id and (activity.form != Form.PAIRS or state.activities[id].form == Form.PAIRS)
        for pair in together(groups)
    )


def _form_groups(state: State, activity: Activity, before: Groups) -> Groups:
    people, met, seed = state.people.present, _met(state, activity), state.opened.id
    pairs = activity.form == Form.PAIRS
    count = expected_groups(len(people), activity.form)
    if not before and not state.people.names:
        counted = count_off(people, count)
        # Without names people only remember their partner, so subgroups can always count off again.
        if not pairs or not together(counted) & met.keys():
            return counted
    return form_pairs(people, met, seed, before) if pairs else form_subgroups(people, count, met, seed, before)


def _with_present(state: State, present: tuple[int, ...], names: tuple[str, ...]) -> People:
    """Return the people with these present, and with the groups of present and coming activities changed to match."""
    if len(present) > MAX_PEOPLE:
        return state.people
    order = state.opened.workshop.activities
    at_work = groups_of(state, state.activity)
    past_activities = {each.id for each in order[: state.places[state.activity.id]] if each is not at_work}
    all_groups = dict(state.people.groups)
    for id in all_groups.keys() - past_activities:
        form = state.activities[id].form
        met, pairs = _met(state, state.activities[id]), form == Form.PAIRS
        counted = not names and all_groups[id] == count_off(state.people.present, len(all_groups[id]))
        if counted and track(state, id).started is None:
            # Nobody has joined a group yet, so they can all count off again.
            all_groups[id] = count_off(present, expected_groups(len(present), form))
            continue
        for who in state.people.present:
            if who not in present:
                all_groups[id] = with_one_less(all_groups[id], who, pairs=pairs, met=met)
        for who in present:
            if who not in state.people.present:
                all_groups[id] = with_one_more(all_groups[id], who, pairs=pairs, met=met)
    return People(present, names, all_groups, state.people.three, state.people.first)
