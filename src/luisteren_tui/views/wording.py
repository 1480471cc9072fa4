"""Times, turns and groups in words that both the facilitator and the room read, in the current language."""

from collections.abc import Sequence
from datetime import datetime

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.signals import TurnView
from luisteren_tui.views.groups import GroupsView, Regrouped
from luisteren_tui.workshop.model import Each, Form


def turn(view: TurnView) -> str:
    """Return which turn it is: "round 1 of 2 · Nadia"."""
    if view.phase == 0:
        return _("preparation")
    if view.phase > view.of:
        return _("looking back")
    if view.each == Each.GROUP and view.group not in (0, view.phase):
        return _("group {group} · {n} of {count}").format(group=view.group, n=view.phase, count=view.of)
    names = {Each.ROLE: N_("round {n} of {count}"), Each.GROUP: N_("group {n} of {count}")}
    name = _(names.get(view.each, N_("{n} of {count}") if view.unhurried else N_("turn {n} of {count}")))
    return name.format(n=view.phase, count=view.of)


TRIO = (
    N_("trio: one looks on each round"),
    N_("trio: A and B play, C looks on"),
    N_("trio: C and A play, B looks on"),
    N_("trio only: B and C play, A looks on"),
)
TRIO_SHORT = (
    N_("trio: one looks on"),
    N_("trio: A and B, C looks on"),
    N_("trio: C and A, B looks on"),
    N_("trio only: B and C play"),
)
TRIO_TURNS = (
    N_("trio: one looks on each turn"),
    N_("trio: it is A's turn, C looks on"),
    N_("trio: it is B's turn, A looks on"),
    N_("trio only: it is C's turn, B looks on"),
)


def others(view: TurnView, width: int | None = None) -> str:
    """Return what is different in a group of another size: who plays and who looks on in the trio, or that one looks on.

    It is empty if all groups do the same. The text is shorter if it would not fit in `width` cells.
    """
    return _others_in(view, view.phase, width)


def larger_group(size: int, turns: int) -> str:
    """Return how many look on at each turn in a group of this size, which has fewer turns than people."""
    n = size - turns
    return ngettext("group of {size}: one looks on", "group of {size}: {n} look on", n).format(size=size, n=n)


def players(view: TurnView, roles: Sequence[str], *, swapping: bool) -> list[str]:
    """Return who plays whom of two `roles`: before the first round, after the swap, and in the trio.

    While `swapping`, the turn before it goes on.
    """
    phase = view.phase + 1 if swapping else view.phase
    lines = []
    if view.each == Each.ROLE and len(roles) == 2 and phase in (0, 2):
        first, second = roles
        text = _("whoever played {first} is {second} now") if phase else _("agree who begins as {first}")
        lines.append(text.format(first=first, second=second))
    return [*lines, *filter(None, [_others_in(view, phase)])]


def _others_in(view: TurnView, phase: int, width: int | None = None) -> str:
    if view.smaller:
        return _("group of {size}: everyone has had a turn").format(size=view.smaller)
    if view.larger:
        return larger_group(view.larger, view.of)
    if not view.trio or phase > view.of or phase >= len(TRIO):
        return ""
    if view.in_groups:
        return _(TRIO_TURNS[phase])
    text = _(TRIO[phase])
    return text if width is None or len(text) <= width else _(TRIO_SHORT[phase])


def group_instructions(view: GroupsView) -> list[str]:
    """Return what people do to find their group, if they have no names, and who of a pair begins in which role.

    After someone came or left, return how the groups change.
    """
    if view.changed is not None:
        return [_regrouped(view.changed, view)]
    people = sum(map(len, view.groups))
    if people < 2 or (len(view.groups) < 2 and not view.named):
        return []
    trio = view.form == Form.PAIRS and people % 2 == 1 and people > 1
    if view.named:
        return _begins(view, trio=trio)
    if not view.count_off:
        return [_("Count off to {n} and remember your number.").format(n=people), *_begins(view, trio=trio)]
    pairs = view.form == Form.PAIRS
    count = _("Count off to {n}.").format(n=view.count_off)
    if trio:
        count = _("Count off to {n}, number 1 is the trio.").format(n=view.count_off)
    same = _("Same number, same pair.") if pairs else _("Same number, same group.")
    return [count, same, *_begins(view, trio=trio)]


def find_group(view: GroupsView | None) -> str:
    """Return in one line how people without names find their group, empty if the room doesn't see that."""
    return "" if view is None or view.named else next(iter(group_instructions(view)), "")


def _begins(view: GroupsView, *, trio: bool) -> list[str]:
    """Return who of a pair is A and begins in which role, and who of the trio looks on first."""
    if not view.roles:
        return []
    first, second = view.roles
    who = _("Whoever says the number first is A.") if view.count_off else _("Whoever is named first is A.")
    roles = _("A begins as {first}, B as {second}.").format(first=first, second=second)
    return [who, roles, *([_("In the trio, C looks on first.")] if trio else [])]


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
        return _("Does a group have fewer than three left? Then someone from the largest group joins it.")
    if after > before:
        return _("A new group of {size} forms: the newcomers, with others from the largest groups.").format(
            size=len(view.groups[-1])
        )
    text = ngettext("The newcomer joins group {groups}.", "The newcomers join groups {groups}.", n)
    return text.format(groups=", ".join(map(str, changed.joined)))


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


def minutes_seconds(seconds: int) -> str:
    """Return "5:40", or "1:05:40" from an hour on."""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def clock_time(wall: int) -> str:
    """Return the local time of day of `wall` (ms since 1970)."""
    try:
        return f"{datetime.fromtimestamp(wall / 1000).astimezone():%H:%M}"
    except (ValueError, OverflowError, OSError):
        return "–"  # a damaged file can hold any number
