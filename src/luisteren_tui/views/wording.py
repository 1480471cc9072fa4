"""Times and turns in words that both the facilitator and the room read, in the current language."""

from collections.abc import Sequence
from datetime import datetime

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.session.signals import TurnView
from luisteren_tui.workshop.model import Each


def turn(view: TurnView) -> str:
    """Return which turn it is: "round 1 of 2 · Nadia"."""
    if view.phase == 0:
        return _("preparation")
    if view.phase > view.of:
        return _("looking back")
    if view.each == Each.GROUP and view.who:
        return _("{group} · {n} of {count}").format(group=view.who, n=view.phase, count=view.of)
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
    if done := max((size for size in view.smaller if size < phase), default=0):
        # Those that are smaller still were told so before.
        return _("group of {size}: everyone has had a turn").format(size=done)
    if view.larger:
        return larger_group(view.larger, view.of)
    if not view.trio or phase > view.of or phase >= len(TRIO):
        return ""
    if view.in_groups:
        return _(TRIO_TURNS[phase])
    text = _(TRIO[phase])
    return text if width is None or len(text) <= width else _(TRIO_SHORT[phase])


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
