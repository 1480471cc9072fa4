"""The groups as shown: by name, by number, or how people find each other."""

from collections import Counter
from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct
from msgspec.structs import replace

from luisteren_tui.i18n import _, for_room, ngettext
from luisteren_tui.people.group_sizes import are_joined, are_kept, are_numbered, group_labels, in_groups, source_of
from luisteren_tui.people.grouping import count_off, together
from luisteren_tui.people.people import People
from luisteren_tui.session.attendance import activity_to_group
from luisteren_tui.session.group_forming import made_of, rule_at_work
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.state import State, track
from luisteren_tui.text.clusters import cut
from luisteren_tui.text.safe import safe_line
from luisteren_tui.workshop.model import Activity, Each, Form, Workshop

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


class FindBy(Enum):
    """How people find their group: by counting off, by the numbers they had, or from the groups they were in.

    It is DONE once groups without names have worked, and present what they did.
    """

    NUMBERS = auto()
    COUNT = auto()
    NEW = auto()
    KEEP = auto()
    JOIN = auto()
    STAY = auto()
    DONE = auto()


class GroupsView(Struct, frozen=True):
    """The groups for the activity `title`: the people in each, by name, or by number if they are not `named`.

    `find_by` tells how people find their group. If it was in another activity, `source` is its title, or empty if that
    was the last one with groups, and `source_form` its form. `joined` is how many of its groups make each of these, and
    `stay` how many of each stay. `labels` are the names of all groups, if the workshop gives any.

    `changed` is set if someone came or left while groups without names were at work. Then `least` is the smallest size
    that a group may have, and `numbered` tells whether people know the number of their group. Until the first turn,
    `roles` has the roles in which the first and the second of each pair begin. The room sees them `by_itself` if the
    facilitator did not choose that.
    """

    title: str
    form: Form
    groups: tuple[tuple[str, ...], ...]
    named: bool
    find_by: FindBy = FindBy.NUMBERS
    source: str = ""
    source_form: Form = Form.SUBGROUPS
    joined: tuple[int, ...] = ()
    stay: int = 0
    labels: tuple[str, ...] = ()
    changed: Regrouped | None = None
    least: int = 0
    numbered: bool = True
    roles: tuple[str, ...] = ()
    by_itself: bool = False

    @property
    def to_look_up(self) -> "GroupsView | None":
        """What people look themselves up in, or None: the groups, or the label that goes with each number.

        A label that has that number itself needs no looking up.
        """
        if self.named or (self.find_by == FindBy.NUMBERS and not self.changed and len(self.groups) > 1):
            return self
        if self.find_by not in (FindBy.COUNT, FindBy.DONE) or self.changed or are_numbered(self.labels):
            return None
        return replace(self, groups=tuple((label,) for label in self.labels), labels=())

    def with_find_by(self, find_by: FindBy) -> "GroupsView":
        """Return the groups that people find in this way."""
        return replace(self, find_by=find_by)

    def with_source(self, title: str, form: Form, joined: tuple[int, ...]) -> "GroupsView":
        """Return the groups as made of those of another activity."""
        return replace(self, source=title, source_form=form, joined=joined)

    def with_stay(self, stay: int) -> "GroupsView":
        """Return the groups in each of which this many people stayed."""
        return replace(self, stay=stay)

    def shown_by_itself(self) -> "GroupsView":
        """Return the groups as the room sees them when the facilitator did not choose that."""
        return replace(self, by_itself=True)

    def sizes_only(self) -> "GroupsView":
        """Return the groups with their size in place of the people in them."""
        sizes = tuple((ngettext("{n} person", "{n} people", len(group)).format(n=len(group)),) for group in self.groups)
        return replace(self, groups=sizes, named=True, find_by=FindBy.NUMBERS, changed=None, roles=())


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
    names, workshop = people_labels(people), state.opened.workshop
    view = GroupsView(
        title=safe_line(activity.title),
        form=activity.form,
        groups=tuple(tuple(names.get(who, str(who)) for who in group) for group in groups),
        named=bool(people.names),
        labels=_labels(workshop, activity, len(groups)),
        changed=_regrouped(state, activity),
        least=0 if (rule := rule_at_work(state, people, activity)).count else rule.low,
        numbered=_is_numbered(workshop, activity),
        roles=_first_roles(state, activity),
    )
    return _found(state, view, activity)


def _labels(workshop: Workshop, activity: Activity, count: int) -> tuple[str, ...]:
    """Return the labels of `count` groups, if the workshop has any. Those that it has none for go by their number."""
    labels = tuple(map(safe_line, group_labels(workshop, activity)[:count]))
    others = range(len(labels) + 1, count + 1) if labels else ()
    return labels + tuple(_("group {n}").format(n=n) for n in others)


def _found(state: State, view: GroupsView, activity: Activity) -> GroupsView:
    """Return the view with how people find their group."""
    people, groups = state.people, state.people.groups[activity.id]
    if not people.names and state.places[state.activity.id] > state.places[activity.id]:
        return view.with_find_by(FindBy.DONE)
    source = made_of(state, people, activity)
    if source is None:
        if people.names:
            return view
        if activity.round > 1:
            return view.with_find_by(FindBy.NEW)
        counted = people.present == tuple(range(1, len(people.present) + 1))
        off = counted and groups == count_off(people.present, len(groups))
        return view.with_find_by(FindBy.COUNT) if off else view
    before = tuple(
        filter(None, (tuple(who for who in group if who in people.present) for group in people.groups[source.id]))
    )
    stay = activity.groups.stay if activity.groups else 0
    if stay:
        hosts = all({*group[:stay]} <= {*other} for group, other in zip(groups, before, strict=False))
        # With names the room is only told who stays if the list says so.
        stays = len(groups) == len(before) > 1 and (hosts or not people.names)
        return view.with_find_by(FindBy.STAY).with_stay(stay) if stays else view
    if not together(before) <= together(groups):
        return view  # they were shuffled
    kept = are_kept(activity)
    near = _last_grouped(state, activity) == source
    joined = () if kept else tuple(sum({*group} <= {*own} for group in before) for own in groups)
    title = "" if near else safe_line(source.title)
    return view.with_find_by(FindBy.KEEP if kept else FindBy.JOIN).with_source(title, source.form, joined)


def _last_grouped(state: State, activity: Activity) -> Activity | None:
    """Return the last activity before this one for which groups were formed."""
    before = state.opened.workshop.activities[: state.places[activity.id]]
    return next((each for each in reversed(before) if each.id in state.people.groups), None)


def _is_numbered(workshop: Workshop, activity: Activity) -> bool:
    """Return whether people know the number of their group: they counted off to it, or it has a label."""
    if group_labels(workshop, activity):
        return True
    source = source_of(workshop, activity)
    if source is None:
        return activity.round < 2
    return not are_joined(activity) and _is_numbered(workshop, source)


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
    by_itself = not state.people.names and _several(state) and _find_their_group(state, run)
    groups = groups_view(state, state.activity) if by_itself else None
    return groups and groups.shown_by_itself()


def are_names_waiting(state: State, run: int) -> bool:
    """Return whether people look for their group after a run time of `run` ms, and only a list of names could tell them.

    The room doesn't show that list. Perhaps the groups are yet to be formed.
    """
    activity, people = state.activity, state.people
    if not people.names or state.shown_groups == activity.id or not _find_their_group(state, run):
        return False
    return _several(state) if activity.id in people.groups else in_groups(activity)


def _several(state: State) -> bool:
    """Return whether the activity has groups to look for. One group is found by itself, unless several become one."""
    people, activity = state.people, state.activity
    groups, source = people.groups.get(activity.id, ()), made_of(state, people, activity)
    return bool(groups) and max(len(groups), len(people.groups[source.id]) if source else 0) > 1


def _find_their_group(state: State, run: int) -> bool:
    """Return whether people are about to find their group: before the first turn, or for a while."""
    activity = state.activity
    if begin_time(state) is None:
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
    return name if len(name) <= MAX_SHOWN_NAME_LENGTH else f"{cut(name, MAX_SHOWN_NAME_LENGTH - 1)}…"
