"""The keys in the footer of the session screen."""

from collections.abc import Mapping
from operator import attrgetter

from luisteren_tui.i18n import N_, _
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keymap import ACTIONS
from luisteren_tui.tui.widgets.key_bar import Keys
from luisteren_tui.views.session_view import View
from luisteren_tui.workshop.model import Each

SPARE = ("undo", "less", "breather", "notes", "next_note", "text", "slower", "faster", "more")
"""The actions whose keys a narrow footer does without, in this order: each key that it has keeps its word."""


def footer_keys(
    view: View | None, keymap: Mapping[str, str], *, writing: bool, room: bool, breather: bool, rehearsal: bool
) -> Keys:
    """Return the keys that matter now: seven at most, or those with an F-key while `writing`.

    The key for the next turn takes the place of the one for the text. While the `room` looks on, the way back comes first.
    """
    labels = _labels(view, room=room, breather=breather)
    if writing:
        f_keys = [(a.name, a.f_key.upper(), labels.get(a.name, a.label)) for a in ACTIONS if a.f_key]
        return (("stop_writing", "Esc", N_("done")), *sorted(f_keys, key=lambda item: int(item[1][1:])))
    here = [a for a in ACTIONS if a.footer and not (a.session if rehearsal else a.rehearsal)]
    shown = "" if room else _turn_or_text(view)
    chosen = sorted(here, key=attrgetter("footer"))
    chosen = [action for action in chosen if action.name not in ("turn", "text") or action.name == shown]
    if room:
        # First, so that it is there even on the narrowest screen.
        chosen[:0] = [action for action in ACTIONS if action.name == "room"]
    return tuple([(a.name, keymap.get(a.name, a.keys).split(",")[0], labels.get(a.name, a.label)) for a in chosen])


def depends_on(view: View) -> tuple[object, ...]:
    """Return what the keys depend on in `view`: while it is equal, so are they."""
    return view.clock.mode, view.header.end, view.clock.skipped, _turn_or_text(view), _prepares(view)


def _turn_or_text(view: View | None) -> str:
    """Return the action that is of use now: to begin the next turn while the clock runs, or to read a text, or neither."""
    if view is None:
        return "text"
    turn = view.turn
    if turn is not None and turn.phase < turn.of and view.clock.mode == Mode.RUNNING:
        return "turn"
    return "text" if view.ask.text is not None else ""


def _prepares(view: View) -> bool:
    """Return whether the first turn is still to begin."""
    return view.turn is not None and view.turn.phase == 0


def _labels(view: View | None, *, room: bool, breather: bool) -> dict[str, str]:
    """Return the labels that depend on the moment: of the keys for the clock, turns, a minute more and the room view."""
    if view is None or view.clock.mode == Mode.RUNNING:
        labels = {"pause": N_("pause")}
    else:
        labels = {"pause": N_("go on") if view.clock.mode == Mode.PAUSED or breather else N_("start")}
    if view is not None and view.turn is not None and _prepares(view):
        # Nobody changes yet.
        labels["turn"] = _("round {n}").format(n=1) if view.turn.each == Each.ROLE else N_("begin")
    if room:
        labels["room"] = N_("your own screen")
    elif view is not None and view.clock.mode != Mode.ENDED and not view.clock.skipped:
        labels["more"] = _("minute ({time})").format(time=words.clock_time(view.header.end + 60_000))
    return labels
