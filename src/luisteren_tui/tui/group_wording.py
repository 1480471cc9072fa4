"""Groups into words: what people do to find their own."""

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.views.session_view import GroupsView, Regrouped
from luisteren_tui.workshop.model import Form


def counting(view: GroupsView) -> list[str]:
    """Return what people without names do to find their group: count off, or what makes up for who came or left."""
    if view.changed is not None:
        return [_regrouped(view.changed, view)]
    people = sum(map(len, view.groups))
    if view.named or people < 2 or len(view.groups) < 2:
        return []
    if not view.count_off:
        return [_("Count off to {n} and remember your number.").format(n=people)]
    pairs = view.form == Form.PAIRS
    same = _("The same number makes a pair.") if pairs else _("The same number makes a group.")
    more = [_("Number 1 makes the trio.")] if pairs and people % 2 else []
    return [_("Count off to {n}.").format(n=view.count_off), same, *more]


def _regrouped(changed: Regrouped, view: GroupsView) -> str:
    """Return what people without names do when someone came or left; it holds whoever it was that left."""
    n, before, after = changed.came, changed.groups, len(view.groups)
    if view.form == Form.PAIRS:
        return _paired(n, trio=changed.people > 2 and changed.people % 2 == 1)
    if n < 0:
        if after < before:
            return _("The smallest group is divided over the others.") if after > 1 else _("All make one group now.")
        return _("Has a group fewer than three left? Then someone from the largest group joins it.")
    if after > before:
        return _("A new group begins: who came now, with others from the largest groups. {size} in all.").format(
            size=len(view.groups[-1])
        )
    text = ngettext("The newcomer joins group {groups}.", "The newcomers join groups {groups}.", n)
    return text.format(groups=", ".join(map(str, changed.joined)))


def _paired(n: int, *, trio: bool) -> str:
    """Return what makes pairs again, with the `trio` there was, once `n` came or left."""
    match n:
        case 1 if trio:
            return _("Someone from the trio makes a pair with the newcomer.")
        case 1:
            return _("The newcomer joins a pair: that becomes a trio.")
        case -1 if trio:
            return _("Is someone alone now? Then someone from the trio makes a pair with them.")
        case -1:
            return _("Who is alone now joins a pair: that becomes a trio.")
    if n < 0:
        return _("Who is alone now makes a pair with someone else who is, or joins a pair.")
    made = ngettext("The newcomers make a pair.", "The newcomers make {n} pairs.", n // 2).format(n=n // 2)
    if n % 2 == 0:
        return made
    if trio:
        return f"{made} {_('Who is left over makes a pair with someone from the trio.')}"
    return f"{made} {_('Who is left over joins a pair: that becomes a trio.')}"
