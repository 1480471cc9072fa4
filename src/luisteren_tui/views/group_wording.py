"""How people find their group and how groups change, in words for the facilitator and the room."""

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.text.safe import within_quotes
from luisteren_tui.views.groups import FindBy, GroupsView, Regrouped
from luisteren_tui.workshop.model import Form


def group_instructions(view: GroupsView) -> list[str]:
    """Return what people do to find their group, and who of a pair begins in which role.

    After someone came or left, return how the groups change.
    """
    if view.changed is not None:
        return [_regrouped(view.changed, view)]
    people = sum(map(len, view.groups))
    if view.find_by == FindBy.DONE:
        return []
    if people < 2 or (len(view.groups) < 2 and not view.named and view.find_by != FindBy.JOIN):
        return []
    return [*_find(view), *_begins(view)]


def find_group(view: GroupsView | None) -> str:
    """Return in one line how people without names find their group, empty if the room doesn't see that."""
    return "" if view is None or view.named else next(iter(group_instructions(view)), "")


def group_name(view: GroupsView, number: int) -> str:
    """Return the label of a group by its number, from 1, or that number."""
    return view.labels[number - 1] if view.labels else str(number)


def _find(view: GroupsView) -> list[str]:
    pairs, places = view.form == Form.PAIRS, [] if view.named else _places(view)
    match view.find_by:
        case FindBy.KEEP:
            return [_kept(view), *places]
        case FindBy.JOIN if not view.named:
            return [*_joined(view), *places]
        case FindBy.STAY:
            return [*_stays(view), *places]
        case FindBy.NEW if not view.named:
            return [*_new(view), *places]
        case FindBy.COUNT:
            count = _("Count off to {n}.").format(n=len(view.groups))
            if _has_trio(view):
                count = _("Count off to {n}, number 1 is the trio.").format(n=len(view.groups))
            return [count, _("Same number, same pair.") if pairs else _("Same number, same group.")]
    if view.named:
        return []
    return [_("Count off to {n} and remember your number.").format(n=sum(map(len, view.groups)))]


def _kept(view: GroupsView) -> str:
    """Return that the groups are the same as before, with the title of what they come from if that was a while ago."""
    pairs = view.form == Form.PAIRS
    if not view.source:
        return _("Stay in the same pair.") if pairs else _("Stay in the same group.")
    text = _("The same pairs as in “{title}”.") if pairs else _("The same groups as in “{title}”.")
    return text.format(title=within_quotes(view.source))


def _joined(view: GroupsView) -> list[str]:
    """Return how whole groups find each other."""
    if len(view.groups) < 2:
        return [_("All of you form one group now.")]
    others, pairs = min(view.joined) - 1, view.source_form == Form.PAIRS
    if pairs:
        text = ngettext("Find another pair and go on together.", "Find {n} other pairs and go on together.", others)
        left = _("Is a pair left over? It joins another group.")
    else:
        text = ngettext("Find another group and go on together.", "Find {n} other groups and go on together.", others)
        left = _("Is a group left over? It joins another one.")
    if others < 1:
        # Some groups are large enough by themselves.
        return [_("Groups that are too small join another one.")]
    return [text.format(n=others), *([left] if max(view.joined) > min(view.joined) else [])]


def _stays(view: GroupsView) -> list[str]:
    """Return who stays and where the others go."""
    n = view.stay
    if view.named:
        text = ngettext(
            "Whoever is named first stays. The others come to them.",
            "The first {n} of each group stay. The others come to them.",
            n,
        )
        return [text.format(n=n)]
    if view.form == Form.PAIRS:
        go = _("The others move on to someone they have not met yet.")
        return [_("One of each pair stays: choose who."), go]
    text = ngettext("One of each group stays: choose who.", "{n} of each group stay: choose who.", n)
    go = _("The others move on to other groups, to people they have not met yet.")
    if len(view.groups) == 2:
        go = _("The others move on to the other group.")
    return [text.format(n=n), go]


def _new(view: GroupsView) -> list[str]:
    """Return how people form groups with others than in the round before."""
    if view.form == Form.PAIRS:
        left = _("Whoever is left over joins a pair, which becomes a trio.")
        return [_("Find someone with whom you have not made a pair yet."), *([left] if _has_trio(view) else [])]
    low, high = (limit(map(len, view.groups)) for limit in (min, max))
    text = _("Form new groups of {n}, with people you have not met yet.")
    if low < high:
        text = _("Form new groups of {low} or {n}, with people you have not met yet.")
    return [text.format(low=low, n=high)]


def _places(view: GroupsView) -> list[str]:
    """Return where groups that people form by themselves can go, if the workshop says so."""
    if not view.labels or view.find_by in (FindBy.COUNT, FindBy.STAY):
        return []
    return [_("Each group takes a place: {places}.").format(places=", ".join(view.labels))]


def _has_trio(view: GroupsView) -> bool:
    people = sum(map(len, view.groups))
    return view.form == Form.PAIRS and people % 2 == 1 and people > 1


def _begins(view: GroupsView) -> list[str]:
    """Return who of a pair is A and begins in which role, and who of the trio looks on first."""
    if not view.roles:
        return []
    first, second = view.roles
    who = _("Whoever is named first is A.")
    if not view.named:
        who = {FindBy.COUNT: _("Whoever says the number first is A."), FindBy.NUMBERS: who}.get(
            view.find_by, _("Agree who is A.")
        )
    roles = _("A begins as {first}, B as {second}.").format(first=first, second=second)
    return [who, roles, *([_("In the trio, C looks on first.")] if _has_trio(view) else [])]


def _regrouped(changed: Regrouped, view: GroupsView) -> str:
    """Return what people without names do after someone came or left. It holds for anyone who left."""
    n, before, after = changed.came, changed.groups, len(view.groups)
    if view.form == Form.PAIRS:
        return _paired(n, trio=changed.people > 2 and changed.people % 2 == 1)
    if n < 0:
        if after < before:
            return (
                _("The smallest group is divided among the others.")
                if after > 1
                else _("All of you form one group now.")
            )
        if view.least <= 1:
            return _("Is one group two smaller than another? Then someone from the largest group joins it.")
        if view.least == 2:
            return _("Is someone alone now? Then someone from the largest group joins them.")
        text = _("Does a group have fewer than {n} left? Then someone from the largest group joins it.")
        return text.format(n=view.least)
    if after > before:
        return _("A new group of {size} forms: the newcomers, with others from the largest groups.").format(
            size=len(view.groups[-1])
        )
    if not view.numbered:
        return ngettext("The newcomer joins one of the smallest groups.", "The newcomers join the smallest groups.", n)
    if view.labels:
        text = ngettext("The newcomer joins {groups}.", "The newcomers join {groups}.", n)
    else:
        text = ngettext("The newcomer joins group {groups}.", "The newcomers join groups {groups}.", n)
    return text.format(groups=", ".join(group_name(view, number) for number in changed.joined))


def _paired(n: int, *, trio: bool) -> str:
    """Return how pairs are made again after `n` people came, or left if negative. There was a `trio` before, or not."""
    match n:
        case 1 if trio:
            return _("Someone from the trio makes a pair with the newcomer.")
        case 1:
            return _("The newcomer joins a pair, which becomes a trio.")
        case -1 if trio:
            return _("Is someone alone now? Then someone from the trio pairs up with them.")
        case -1:
            return _("Anyone who is alone now joins a pair, which becomes a trio.")
    if n < 0:
        return _("Anyone who is alone now pairs up with someone else who is, or joins a pair.")
    made = ngettext("The newcomers make a pair.", "The newcomers make {n} pairs.", n // 2).format(n=n // 2)
    if n % 2 == 0:
        return made
    if trio:
        return f"{made} {_('Whoever is left over pairs up with someone from the trio.')}"
    return f"{made} {_('Whoever is left over joins a pair, which becomes a trio.')}"
