"""What the room reads of a RoomView, in words in the current language."""

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.room_view import RoomView, Scene
from luisteren_tui.views.wording import clock_time, minutes_seconds, players, turn
from luisteren_tui.workshop.model import Each, Form, RoomClock


def title(view: RoomView) -> str:
    """Return the title of what the room sees."""
    if view.scene == Scene.PARKING:
        return _("Parking lot")
    return view.text.title if view.text else view.title


def greeting(view: RoomView) -> str:
    """Return what is said before the session and after it, else empty."""
    if view.scene in (Scene.NOTHING, Scene.WELCOME):
        return _("Welcome")
    return _("Thank you for taking part.") if view.scene == Scene.THANKS else ""


def signal(view: RoomView) -> str:
    """Return the signal that the room must not miss, else empty."""
    if view.minutes_to_go:
        return ngettext("{n} minute to go", "{n} minutes to go", view.minutes_to_go).format(n=view.minutes_to_go)
    if view.signal == "over":
        return time_is_up(view)
    return {"change": _("Change now"), "end": _("Wrap up")}.get(view.signal, "")


def time_is_up(view: RoomView) -> str:
    """Return what the room reads when the time of an activity is up."""
    return _("We go on in a moment") if view.form == Form.BREAK else _("Time to wrap up")


def whose_turn(view: RoomView) -> tuple[str, list[str]]:
    """Return which turn it is, and who plays whom in it. While a signal ends the turn, only what comes next is left."""
    swapping = view.signal == "change"
    if view.turn is None or view.mode != Mode.RUNNING or (view.signal and not swapping):
        return "", []
    # The groups say more about how a trio begins.
    in_groups = view.groups is not None and bool(view.groups.roles)
    return "" if swapping else turn(view.turn), [] if in_groups else players(view.turn, view.roles, swapping=swapping)


def said(view: RoomView) -> str:
    """Return what is said in this phase of the turn, empty if there is nothing or a signal ends the turn."""
    return view.say if view.mode == Mode.RUNNING and not view.signal else ""


def time_left(view: RoomView) -> str:
    """Return the figures of the time, else empty."""
    if view.scene == Scene.WELCOME and view.left is not None:
        return str(view.left)
    if view.mode not in (Mode.RUNNING, Mode.PAUSED) or view.left is None:
        return ""
    return minutes_seconds(max(0, view.left)) if view.clock == RoomClock.SECONDS else str(view.left)


def beside_time(view: RoomView, left: int | None) -> str:
    """Return what stands with the figures for `left`, or in their place: their unit, and when it is over."""
    if view.scene == Scene.WELCOME:
        return _until_start(view, left)
    if view.text is not None:
        return ""  # whoever listens to a poem does not count its parts
    if view.mode == Mode.PAUSED:
        if view.form == Form.BREAK:
            return ""  # its title says so already
        if left is not None and view.clock == RoomClock.MINUTES:
            return ngettext("minute · pause", "minutes · pause", left)
        return _("pause")
    if view.mode == Mode.RUNNING and view.end is None and left is not None:
        return _in_this_turn(view, left)
    if view.mode != Mode.RUNNING or view.end is None:
        return ""
    if view.over:
        return "" if view.signal == "over" else time_is_up(view)
    time = clock_time(view.end)
    text = _("back at {time}") if view.form == Form.BREAK else _("done at {time}")
    when = text.format(time=time)
    if view.clock == RoomClock.MINUTES:
        return ngettext("minute · {when}", "minutes · {when}", left or 0).format(when=when)
    return when


def _in_this_turn(view: RoomView, left: int) -> str:
    """Return what the time `left` is of: a phase of a turn, a round or a turn."""
    minutes = view.clock == RoomClock.MINUTES
    if said(view):
        return ngettext("minute in this phase", "minutes in this phase", left) if minutes else _("in this phase")
    if view.turn is not None and view.turn.each == Each.PARTICIPANT:
        return ngettext("minute in this turn", "minutes in this turn", left) if minutes else _("in this turn")
    return ngettext("minute in this round", "minutes in this round", left) if minutes else _("in this round")


def time_text(view: RoomView) -> tuple[str, str]:
    """Return the time in words, and the part of it that is fit for large figures, if any."""
    figures, beside = time_left(view), beside_time(view, view.left)
    if not figures:
        end = clock_time(view.end) if view.end is not None else ""
        return beside, end if end and end in beside else ""
    if not beside and view.clock == RoomClock.MINUTES:
        return ngettext("{n} minute", "{n} minutes", view.left or 0).format(n=figures), figures
    apart = view.clock == RoomClock.SECONDS and (view.end is not None or view.mode == Mode.PAUSED)
    return (" · " if apart else " ").join(filter(None, (figures, beside))), figures


def minutes_to_go(view: RoomView) -> str:
    """Return how many minutes are left of what runs, empty if the room is told so by a signal or sees no time."""
    n = view.minutes_left
    if not n or view.mode != Mode.RUNNING or signal(view):
        return ""
    return ngettext("{n} minute to go", "{n} minutes to go", n).format(n=n)


def _until_start(view: RoomView, left: int | None) -> str:
    if view.end is None:
        return ""
    time = clock_time(view.end)
    if left is None:
        return _("We begin at {time}").format(time=time)
    when = _("we begin at {time}").format(time=time)
    return ngettext("minute · {when}", "minutes · {when}", left).format(when=when)


def current_group(view: RoomView) -> int:
    """Return the number of the group whose turn it is, 0 for none."""
    turn = view.turn
    if turn is None or view.mode not in (Mode.RUNNING, Mode.PAUSED):
        return 0
    return turn.group


def link(view: RoomView, evaluation: str) -> str:
    """Return the link to show: the source of a text that is not on this laptop, or the `evaluation` at the end."""
    if view.scene == Scene.THANKS:
        return evaluation
    return view.text.source if view.text is not None and not view.text.body else ""
