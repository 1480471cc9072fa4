"""The groups as they are shown: by name, by number, or by what people count off to."""

from collections import Counter
from collections.abc import Mapping

from luisteren_tui.people.grouping import count_off
from luisteren_tui.people.people import People
from luisteren_tui.session.attendance import activity_to_group
from luisteren_tui.session.state import State, track
from luisteren_tui.text.safe import safe_line
from luisteren_tui.views.session_view import GroupsView, Regrouped
from luisteren_tui.workshop.model import Activity

LONGEST_NAME = 24
TOGETHER = 60_000
"""ms; who come or leave sooner after each other than this do so together."""


def labels(people: People) -> Mapping[int, str]:
    """Return what everyone is called: the name, numbered where several have the same one, else the number."""
    names = [_short(safe_line(name)) for name in people.names] or [""] * len(people.present)
    same, seen = Counter(map(str.casefold, names)), Counter[str]()
    called = {}
    for who, name in zip(people.present, names, strict=True):
        key = name.casefold()
        seen[key] += 1
        called[who] = (f"{name} ({seen[key]})" if same[key] > 1 else name) if name else str(who)
    return called


def groups_view(state: State, activity: Activity) -> GroupsView | None:
    """Return the groups that were formed for an activity, None where there are none."""
    people = state.people
    groups = people.groups.get(activity.id)
    if groups is None:
        return None
    called = labels(people)
    counted = people.present == tuple(range(1, len(people.present) + 1)) and not people.names
    return GroupsView(
        safe_line(activity.title),
        activity.form,
        tuple(tuple(called.get(who, str(who)) for who in group) for group in groups),
        bool(people.names),
        len(groups) if counted and groups == count_off(people.present, len(groups)) else 0,
        _regrouped(state, activity),
    )


def shown_groups(state: State) -> GroupsView | None:
    """Return the groups that the room sees now: only what the facilitator chose to show, while it matters."""
    if state.shown_groups is None:
        return None
    activity = activity_to_group(state)
    return groups_view(state, activity) if activity is not None and activity.id == state.shown_groups else None


def _regrouped(state: State, activity: Activity) -> Regrouped | None:
    """Return how the groups of an activity changed last, where nobody can tell by a name or a new count."""
    people, past, started = state.people, state.past_people, track(state, activity.id).started
    if people.names or started is None:
        return None
    before, since = people, state.t
    while past is not None and past.what == "gathered" and past.t >= started and activity.id in past.people.groups:
        # Who came and left at once changed nothing: what is to be done is still what was before.
        if since - past.t > TOGETHER and len(before.present) != len(people.present):
            break
        before, since, past = past.people, past.t, past.before
    if len(before.present) == len(people.present) or activity.id not in people.groups:
        return None
    groups, groups_before = people.groups[activity.id], len(before.groups[activity.id])
    if max(len(groups), groups_before) < 2:
        return None
    joined = (n for n, group in enumerate(groups, 1) if {*group} & {*people.present} - {*before.present})
    came = len(people.present) - len(before.present)
    return Regrouped(came, len(before.present), groups_before, tuple(joined))


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
