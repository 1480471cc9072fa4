"""Change the people and their groups: someone comes or leaves, names are given, groups are formed.

Every function returns new people and leaves the state unchanged.
"""

import re
from collections.abc import Sequence

from luisteren_tui.people.group_sizes import in_groups
from luisteren_tui.people.grouping import count_off
from luisteren_tui.people.people import People, has_everyone
from luisteren_tui.session.group_forming import form_groups, size_to_choose, with_everyone, with_formed
from luisteren_tui.session.state import PastPeople, State, group_count, groups_of, has_trio, is_left_out, track
from luisteren_tui.text.clusters import cut
from luisteren_tui.workshop.model import MAX_PEOPLE, Activity, Each

MAX_NAME_LENGTH = 100
"""Characters. A longer name is cut, because all names must fit on one line of the journal."""
_BETWEEN = re.compile(r"[\r\n\t,;]+")


def activity_to_group(state: State) -> Activity | None:
    """Return the activity whose groups are needed now: those at work, or else the next ones to be formed."""
    if own := groups_of(state, state.activity):
        return own
    order = state.opened.workshop.activities
    later = (each for each in order[state.places[state.activity.id] + 1 :] if not is_left_out(state, each.id))
    return next(filter(in_groups, later), None)


def parse_names(text: str) -> tuple[str, ...]:
    """Return the names in a text, separated by line breaks, tabs, commas or semicolons, at most MAX_PEOPLE."""
    return tuple(cut(name.strip(), MAX_NAME_LENGTH) for name in _BETWEEN.split(text) if name.strip())[:MAX_PEOPLE]


def with_arrival(state: State, name: str = "") -> People:
    """Return the people after one more came, whose `name` counts if the others have names."""
    people = state.people
    names = (*people.names, cut(name.strip(), MAX_NAME_LENGTH)) if people.names else ()
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
    return with_formed(state, people, activity, people.groups.get(activity.id, ()))


def with_groups_for(state: State, activity: Activity) -> People:
    """Return the people with groups for an activity that begins, or that they go back to.

    Groups that were formed get everyone who is present: people may have come or left in a later activity. Where neither
    the workshop nor another activity says anything about the groups, those with names are put in groups when the
    facilitator looks at them.
    """
    people = _with_everyone(state, state.people, activity)
    if activity.id in people.groups or not in_groups(activity):
        return people
    if people.names and activity.groups is None and activity not in state.lineage.sources.values():
        return people
    return with_formed(state, people, activity)


def with_other_size(state: State, by: int) -> People:
    """Return the people in larger groups, or in smaller ones if `by` is negative, if there can be any."""
    activity = activity_to_group(state)
    size = None if activity is None else size_to_choose(state, activity, by)
    if activity is None or size is None:
        return state.people
    return with_formed(state, state.people.with_size(activity.id, size), activity)


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
    """Return the people of `past` in the groups they had then.

    Groups that were formed since are formed again if nobody has worked in them.
    """
    here = state.places[state.activity.id]
    since = {
        id: groups if state.places[id] < here or track(state, id).started is not None else ()
        for id, groups in state.people.groups.items()
    }
    return _with_everyone(state, past.people.with_groups({**since, **past.people.groups}), state.activity)


def _new_numbers(people: People, count: int) -> list[int]:
    """Return numbers for new people. With names a number is never reused, else the lowest free ones are."""
    taken = {*people.present, *(who for all_of in people.groups.values() for one in all_of for who in one)}
    if people.names:
        first = max(taken) + 1
        return list(range(first, first + count))
    return [who for who in range(1, len(people.present) + count + 1) if who not in people.present][:count]


def _with_present(state: State, present: tuple[int, ...], names: tuple[str, ...]) -> People:
    """Return the people with these present, if there are not too many, and in the groups that are needed."""
    if len(present) > MAX_PEOPLE:
        return state.people
    return _with_everyone(state, state.people.with_present(present, names), state.activity)


def _with_everyone(state: State, people: People, here: Activity) -> People:
    """Return people of whom all who are present, and nobody else, are in the groups of `here` and of coming activities.

    A latecomer joins one group and one who leaves changes one. Coming groups that derive from others are formed anew.
    """
    before, at_work = people.groups, groups_of(state, here)
    for activity in state.opened.workshop.activities:
        groups = people.groups.get(activity.id)
        past = state.places[activity.id] < state.places[here.id] and activity is not at_work
        if groups is None or past:
            continue
        # Nobody has joined a coming group yet, so they can all be formed again.
        coming = track(state, activity.id).started is None
        follows = coming and activity.id in state.lineage.sources
        if has_everyone(people, groups) and not (follows and people.groups is not before):
            continue
        counted = not people.names and groups == count_off(state.people.present, len(groups))
        if follows or (coming and (counted or not groups)):
            changed = form_groups(state, people, activity)
        else:
            changed = with_everyone(state, people, activity, groups)
        people = people.with_groups({**people.groups, activity.id: changed})
    return people
