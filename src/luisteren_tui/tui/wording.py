"""Times, turns, signals, notes and groups in words, in the current language."""

from collections.abc import Collection, Iterable, Sequence

from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.planning.reading_time import half_minutes
from luisteren_tui.session.events import Allotted, Event, Gathered, Grouped, Redone, Slot, Turned, Undone
from luisteren_tui.session.signals import Alert, Sign, TurnView
from luisteren_tui.session.state import State
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.turns import TurnShare
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.keymap import printed
from luisteren_tui.views.group_wording import find_group, group_instructions, group_name
from luisteren_tui.views.session_view import Coming, Header, View
from luisteren_tui.views.wording import clock_time, minutes_seconds, others, turn
from luisteren_tui.workshop.model import Activity, Each

__all__ = ("clock_time", "find_group", "group_instructions", "group_name", "minutes_seconds", "others", "turn")
"""What the room reads too: the screens find all their words here."""

MIN_LABEL_WIDTH, MAX_LABEL_WIDTH = 3, 12


def spread(low_s: int, high_s: int) -> str:
    """Return the shortest and the longest time, or the one that they are."""
    low, high = minutes_seconds(low_s), minutes_seconds(high_s)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


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


def stage(turn: TurnView | None) -> str:
    """Return which phase of a turn is on and what is said in it, empty if turns have no phases."""
    if turn is None or turn.stage is None:
        return ""
    now = turn.stage
    return _("phase {n} of {count}: {text}").format(n=now.number, count=now.of, text=now.say)


def this_turn(turn: TurnView) -> str:
    """Return how long the present turn may still take."""
    names = {Each.ROLE: N_("this round: {time} left"), Each.GROUP: N_("this group: {time} left")}
    return _(names.get(turn.each, N_("this turn: {time} left"))).format(time=minutes_seconds(turn.left_s))


def _on_now(turn: TurnView) -> str:
    """Return how long the phase that is on may still take, or the present turn if it has none."""
    if turn.stage is None:
        return this_turn(turn)
    return _("this phase: {time} left").format(time=minutes_seconds(turn.stage.left_s))


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
        return ", ".join(filter(None, (_on_now(turn), "" if turn.given else too_short(view.share))))
    coming = ", ".join(filter(None, (share(view.share), too_short(view.share))))
    return coming if view.share.own_s is None and turn.stage is None else f"{_on_now(turn)} · {coming}"


def time_each(view: TurnView) -> str:
    """Return about how long each participant has, empty in other turns. Not to the second, so that nobody feels hurried."""
    if not view.unhurried or not 1 <= view.phase <= view.of:
        return ""
    return _("about {time} each").format(time=minutes_seconds((view.limit_s + 2) // 5 * 5))


FIRST_TURN = {
    Each.ROLE: (N_("until round 1"), N_("ready for round 1")),
    Each.GROUP: (N_("until group 1"), N_("ready for group 1")),
    Each.PARTICIPANT: (N_("until the first turn"), N_("ready for the first turn")),
}


def turn_end(view: TurnView) -> str:
    """Return what the time of a turn leads to, or what is late now."""
    over, last, stage = view.left_s <= 0, view.phase == view.of, view.stage
    if view.phase == 0:
        return _(FIRST_TURN[view.each][over])
    if stage is not None and stage.then:
        return _("then: {text}").format(text=stage.then)
    if over:
        return _("over time: wrap up") if last else _("over time: change")
    return _("until they wrap up") if last else _("until they change")


def alert(view: Alert, turn: TurnView | None) -> str:
    """Return the text of a signal."""
    last = turn is not None and turn.phase == turn.of
    match view.sign:
        case Sign.CUE | Sign.STAGE:
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


def slot(view: Slot, label: str = "") -> str:
    """Return the name of a place for notes. That of a group is its `label`, if it has one."""
    if view.private:
        return _("for me alone")
    if view.prompt is not None:
        return _("question {n}").format(n=view.prompt)
    if view.group is not None:
        return label or _("group {n}").format(n=view.group)
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


def label_width(labels: Iterable[str]) -> int:
    """Return the cells of a column of labels before titles. A label longer than all of it moves only its own title."""
    return min(MAX_LABEL_WIDTH, max([MIN_LABEL_WIDTH, *map(len, labels)]))


def name_of(activity: Activity) -> str:
    """Return the name by which people know an activity: its number, or the title of a break or a block of one's own."""
    return safe_line(activity.number or activity.title)


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
    """Return the next activity with its length, and what to have ready for it."""
    if view is None:
        return _("Then: the end of the session")
    n = int(minutes(view.duration_s))
    text = (
        ngettext("Then, by itself: {title}, {n} minute", "Then, by itself: {title}, {n} minutes", n)
        if view.by_itself
        else ngettext("Then: {title}, {n} minute", "Then: {title}, {n} minutes", n)
    )
    then = text.format(title=view.title, n=n)
    if not view.materials:
        return then
    return f"{then} · {_('Have ready: {things}').format(things=', '.join(view.materials))}"
