"""The groups as shown: by name, by number, or by the number that people count off to."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.i18n import _, for_room, ngettext
from luisteren_tui.people.grouping import count_off
from luisteren_tui.people.people import People
from luisteren_tui.session.attendance import activity_to_group
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.state import State, track
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Each, Form

MAX_SHOWN_NAME_LENGTH = 24
FIND_GROUP_MS = 120_000
"""How long people find their group in an activity that gives no other time for it."""
TOGETHER_MS = 60_000
"""ms. People who come or leave within this time of each other are reported together."""


class Regrouped(Struct, frozen=True):
    """How groups at work changed: how many people `came`, negative if they left.

    Before that there were `people` people in `groups` groups. `joined` has the numbers of the groups that new people
    joined. If there are more groups now, the last of these is new.
    """

    came: int
    people: int
    groups: int
    joined: tuple[int, ...]


class GroupsView(Struct, frozen=True):
    """The groups for the activity `title`: the people in each, by name, or by number if they are not `named`.

    `count_off` is the number that people count off to, or 0 if they form groups in another way. `changed` is set if
    someone came or left while groups without names were at work. Until the first turn, `roles` has the roles in which
    the first and the second of each pair begin. The room sees them `by_itself` if the facilitator did not choose that.
    """

    title: str
    form: Form
    groups: tuple[tuple[str, ...], ...]
    named: bool
    count_off: int
    changed: Regrouped | None = None
    roles: tuple[str, ...] = ()
    by_itself: bool = False

    def shown_by_itself(self) -> "GroupsView":
        """Return the groups as the room sees them when the facilitator did not choose that."""
        return replace(self, by_itself=True)

    def sizes_only(self) -> "GroupsView":
        """Return the groups with their size in place of the people in them."""
        sizes = tuple((ngettext("{n} person", "{n} people", len(group)).format(n=len(group)),) for group in self.groups)
        return replace(self, groups=sizes, named=True, count_off=0, changed=None, roles=())


def people_labels(people: People) -> Mapping[int, str]:
    """Return the label of everyone: the name, numbered if several people have it, or without names the number.

    Someone who came late without a name is called new.
    """
    names = [_short(safe_line(name)) or _("new") for name in people.names] or [""] * len(people.present)
    same, seen = Counter(map(str.casefold, names)), Counter[str]()
    labels = {}
    for who, name in zip(people.present, names, strict=True):
        key = name.casefold()
        seen[key] += 1
        labels[who] = (f"{name} ({seen[key]})" if same[key] > 1 else name) if name else str(who)
    return labels


def groups_view(state: State, activity: Activity) -> GroupsView | None:
    """Return the groups that were formed for an activity, or None."""
    people = state.people
    groups = people.groups.get(activity.id)
    if groups is None:
        return None
    labels = people_labels(people)
    counted = people.present == tuple(range(1, len(people.present) + 1)) and not people.names
    return GroupsView(
        title=safe_line(activity.title),
        form=activity.form,
        groups=tuple(tuple(labels.get(who, str(who)) for who in group) for group in groups),
        named=bool(people.names),
        count_off=len(groups) if counted and groups == count_off(people.present, len(groups)) else 0,
        changed=_regrouped(state, activity),
        roles=_first_roles(state, activity),
    )


def room_groups(state: State, run: int) -> GroupsView | None:
    """Return the groups that the room shows after a run time of `run` ms, in its language.

    Those are the groups that the facilitator chose to show, while they are needed. How people without names find their
    group is shown by itself, when the activity begins.
    """
    if state.shown_groups is not None:
        activity = activity_to_group(state)
        if activity is not None and activity.id == state.shown_groups:
            with for_room(state.opened.workshop.language):
                return groups_view(state, activity)
    groups = groups_view(state, state.activity) if _find_their_group(state, run) else None
    return groups and groups.shown_by_itself()


def _find_their_group(state: State, run: int) -> bool:
    """Return whether people without names are about to find their group: before the first turn, or for a while."""
    activity, people = state.activity, state.people
    if len(people.groups.get(activity.id, ())) < 2 or people.names or begin_time(state) is None:
        return False
    if activity.turns is not None and activity.turns.prepare:
        return not track(state, activity.id).phases
    return run < FIND_GROUP_MS


def _first_roles(state: State, activity: Activity) -> tuple[str, ...]:
    """Return the roles in which the two of a pair begin, until the first turn."""
    by_role = activity.turns is not None and activity.turns.each == Each.ROLE
    if not by_role or activity.form != Form.PAIRS or len(activity.roles) != 2 or track(state, activity.id).phases:
        return ()
    return tuple(map(safe_line, activity.roles))


def _regrouped(state: State, activity: Activity) -> Regrouped | None:
    """Return how the groups of an activity last changed, if there are no names and nobody counted off again."""
    people, past, started = state.people, state.past_people, track(state, activity.id).started
    if people.names or started is None:
        return None
    before, since = people, state.t
    while past is not None and past.what == "gathered" and past.t >= started and activity.id in past.people.groups:
        # If someone came and left again at once, nothing changed: go further back.
        if since - past.t > TOGETHER_MS and len(before.present) != len(people.present):
            break
        before, since, past = past.people, past.t, past.before
    if len(before.present) == len(people.present) or activity.id not in people.groups:
        return None
    groups, groups_before = people.groups[activity.id], len(before.groups[activity.id])
    if max(len(groups), groups_before) < 2:
        return None
    joined = (n for n, group in enumerate(groups, 1) if {*group} & {*people.present} - {*before.present})
    came = len(people.present) - len(before.present)
    return Regrouped(came=came, people=len(before.present), groups=groups_before, joined=tuple(joined))


def _short(name: str) -> str:
    return name if len(name) <= MAX_SHOWN_NAME_LENGTH else f"{name[: MAX_SHOWN_NAME_LENGTH - 1]}…"
