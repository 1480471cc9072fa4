"""Times, turns, signals, notes and groups in words, in the current language."""

from collections.abc import Collection, Sequence
from datetime import datetime

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.planning.reading_time import half_minutes
from luisteren_tui.session.events import Allotted, Event, Gathered, Grouped, Redone, Slot, Turned, Undone
from luisteren_tui.session.signals import Alert, Sign, TurnView
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.turns import TurnShare
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.keymap import printed
from luisteren_tui.views.groups import GroupsView, Regrouped
from luisteren_tui.views.session_view import Coming, Header, View, activity_label
from luisteren_tui.workshop.model import Activity, Each, Form


def minutes_seconds(seconds: int) -> str:
    """Return "5:40", or "1:05:40" from an hour on."""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def minutes(seconds: int) -> str:
    """Return a duration in whole minutes, rounded, as a bare number."""
    return str((seconds + 30) // 60)


def length(seconds: int) -> str:
    """Return a duration in words, in seconds, minutes, hours or days."""
    if seconds < 60:
        return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    n = (seconds + 30) // 60
    return ngettext("{n} minute", "{n} minutes", n).format(n=n) if n < 60 else _long_length(n)


def short_length(minutes: int) -> str:
    """Return a number of minutes as "12 min", and from an hour on in hours or days."""
    return _("{count} min").format(count=minutes) if minutes < 60 else _long_length(minutes)


def _long_length(minutes: int) -> str:
    """Return an hour or more in hours and minutes, and from a day on in days and hours."""
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        text = ngettext("{n} hour", "{n} hours", hours).format(n=hours)
        return _("{longer} and {shorter}").format(longer=text, shorter=short_length(rest)) if rest else text
    days, rest = divmod((minutes + 30) // 60, 24)
    text = ngettext("{n} day", "{n} days", days).format(n=days)
    if not rest:
        return text
    more = ngettext("{n} hour", "{n} hours", rest).format(n=rest)
    return _("{longer} and {shorter}").format(longer=text, shorter=more)


def clock_time(wall: int) -> str:
    """Return the local time of day of `wall` (ms since 1970)."""
    try:
        return f"{datetime.fromtimestamp(wall / 1000).astimezone():%H:%M}"
    except (ValueError, OverflowError, OSError):
        return "–"  # a damaged file can hold any number


def margin(header: Header) -> str:
    """Return by how much the session runs over. Before the start, return how long it is until then, if that is planned."""
    if (to_start := header.minutes_to_start) is not None:
        return _to_start(to_start)
    if header.margin is None:
        return ""
    if header.margin < 0:
        return _("runs {length} over").format(length=short_length(-header.margin))
    return _("{length} to spare").format(length=short_length(header.margin)) if header.margin else _("on time")


def _to_start(minutes: int) -> str:
    if minutes > 0:
        return _("begins in {length}").format(length=short_length(minutes))
    return _("{length} past the start").format(length=short_length(-minutes)) if minutes else _("begins now")


def turn(view: TurnView) -> str:
    """Return which turn it is: "round 1 of 2 · Nadia"."""
    if view.phase == 0:
        return _("preparation")
    if view.phase > view.of:
        return _("looking back")
    if view.each == Each.GROUP and view.group not in (0, view.phase):
        return _("group {group} · {n} of {count}").format(group=view.group, n=view.phase, count=view.of)
    name = {Each.ROLE: _("round {n} of {count}"), Each.GROUP: _("group {n} of {count}")}.get(
        view.each, _("{n} of {count}")
    )
    return name.format(n=view.phase, count=view.of)


def share(view: TurnShare) -> str:
    """Return how the time that is left is shared: "3 groups to go: 4:10 each"."""
    match view.each:
        case Each.ROLE:
            text = ngettext("{n} round to go: {time}", "{n} rounds to go: {time} each", view.of)
        case Each.GROUP:
            text = ngettext("{n} group to go: {time}", "{n} groups to go: {time} each", view.of)
        case Each.PARTICIPANT:
            text = ngettext("{n} turn to go: {time}", "{n} turns to go: {time} each", view.of)
    return text.format(n=view.of, time=minutes_seconds(view.each_s))


def _this_turn(turn: TurnView) -> str:
    """Return how long the present turn may still take."""
    names = {Each.ROLE: N_("this round: {time} left"), Each.GROUP: N_("this group: {time} left")}
    return _(names.get(turn.each, N_("this turn: {time} left"))).format(time=minutes_seconds(turn.left_s))


def too_short(view: TurnShare) -> str:
    """Return a warning if a turn gets less time than its minimum, else empty."""
    if view.each_s >= view.low_s:
        return ""
    text = ngettext(
        "shorter than its {minutes} minute", "shorter than its {minutes} minutes", max(1, -(-view.low_s // 60))
    )
    return text.format(minutes=half_minutes(view.low_s))


def new_share(events: Sequence[Event], before: TurnView | None, view: View) -> str:
    """Return how the time is shared over the coming turns if `events` changed that, else empty.

    `before` is the turn before the events.
    """
    turn = view.turn
    if view.share is None or turn is None or view.clock.mode != Mode.RUNNING:
        return ""
    overrun = before is not None and 1 <= before.phase < turn.phase and before.limit_s != turn.limit_s
    recounted = before is not None and before.of != turn.of
    if not any(
        isinstance(event, Allotted)
        or (isinstance(event, Turned) and overrun)
        or (isinstance(event, Gathered | Grouped) and recounted)
        for event in events
    ):
        return ""
    if turn.phase == turn.of:
        # A turn that was given minutes may be short: whoever gave them knows.
        return ", ".join(filter(None, (_this_turn(turn), "" if turn.given else too_short(view.share))))
    coming = ", ".join(filter(None, (share(view.share), too_short(view.share))))
    return coming if view.share.own_s is None else f"{_this_turn(turn)} · {coming}"


def turn_left(view: TurnView) -> str:
    """Return how long it is until the turn changes."""
    time = minutes_seconds(view.left_s)
    if view.each == Each.PARTICIPANT and 1 <= view.phase <= view.of:
        # Not to the second, so that nobody feels hurried.
        return _("about {time} each").format(time=minutes_seconds((view.limit_s + 2) // 5 * 5))
    if view.each == Each.GROUP and 1 <= view.phase <= view.of and view.left_s > 0:
        return _("{time} to go").format(time=time)
    if view.phase == 0:
        return _("round 1 in {time}").format(time=time) if view.left_s > 0 else _("ready for round 1")
    if view.phase > view.of:
        return ""
    last = view.phase == view.of
    if view.left_s <= 0:
        return _("wrap up, {time} over").format(time=time) if last else _("change now, {time} over").format(time=time)
    return _("wrap up in {time}").format(time=time) if last else _("change in {time}").format(time=time)


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


def trio(view: TurnView, width: int | None = None) -> str:
    """Return who plays and who looks on in the trio, or empty if there is none or it does the same as the pairs.

    The text is shorter if it would not fit in `width` cells.
    """
    return _trio_in(view, view.phase, width)


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
    return [*lines, *filter(None, [_trio_in(view, phase)])]


def _trio_in(view: TurnView, phase: int, width: int | None = None) -> str:
    if not view.trio or phase > view.of or phase >= len(TRIO):
        return ""
    text = _(TRIO[phase])
    return text if width is None or len(text) <= width else _(TRIO_SHORT[phase])


def alert(view: Alert, turn: TurnView | None) -> str:
    """Return the text of a signal."""
    last = turn is not None and turn.phase == turn.of
    match view.sign:
        case Sign.CUE:
            return _("Say: {text}").format(text=view.text)
        case Sign.BEGIN:
            return _("Time to begin: Enter")
        case Sign.SOFT:
            return _("They may wrap up") if last else _("They may change soon")
        case Sign.FIRM:
            return _("Time to wrap up: Enter") if last else _("Time to change: Enter")
        case Sign.ALMOST:
            n = view.seconds // 60
            return ngettext("Say: {n} minute to go", "Say: {n} minutes to go", n).format(n=n)
        case Sign.OVER:
            return _("The time is up")


def slot(view: Slot) -> str:
    """Return the name of a place for notes."""
    if view.private:
        return _("for me alone")
    if view.prompt is not None:
        return _("question {n}").format(n=view.prompt)
    if view.group is not None:
        return _("group {n}").format(n=view.group)
    return _("general")


UNDONE = {
    "started": N_("the start"),
    "paused": N_("the pause"),
    "resumed": N_("resuming"),
    "entered": N_("moving to another activity"),
    "skipped": N_("the skip"),
    "turned": N_("the turn"),
    "allotted": N_("the minutes"),
    "backdated": N_("the earlier start"),
    "replanned": N_("the new plan"),
    "gap_taken_back": N_("leaving out the gap"),
    "gathered": N_("who is here"),
    "grouped": N_("the groups"),
}
"""What can be undone, by the type of the event."""


def undone(event: Undone | Redone, *, public: bool) -> str:
    """Return what was undone or redone. A `public` text doesn't say what it was."""
    if public:
        return _("Undone") if isinstance(event, Undone) else _("Redone")
    text = _("Undone: {what}") if isinstance(event, Undone) else _("Redone: {what}")
    return text.format(what=_(UNDONE.get(event.what, event.what)))


def name_of(activity: Activity) -> str:
    """Return the name by which people know an activity: its id, or the title of a break or a block of one's own."""
    return safe_line(activity.title) if activity.step is None else activity_label(activity)


def falls_out(state: State, ids: Collection[str]) -> str:
    """Return which activities are left out, because one that they need is."""
    names = [name_of(state.activities[id]) for id in sorted(ids, key=state.places.__getitem__)]
    text = ngettext(
        "{names} is left out too; {key} brings everything back.",
        "{names} are left out too; {key} brings everything back.",
        len(names),
    )
    return text.format(names=", ".join(names), key=printed("undo"))


def coming(view: Coming | None) -> str:
    """Return the next activity with its length and materials."""
    if view is None:
        return _("Then: the end of the session")
    n = int(minutes(view.duration_s))
    text = (
        ngettext("Then, by itself: {title}, {n} minute", "Then, by itself: {title}, {n} minutes", n)
        if view.by_itself
        else ngettext("Then: {title}, {n} minute", "Then: {title}, {n} minutes", n)
    )
    return " · ".join((text.format(title=view.title, n=n), *view.materials))


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
