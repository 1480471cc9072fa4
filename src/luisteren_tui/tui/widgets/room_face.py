"""What the room may see, in this window: by the form of the activity, and never a note."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.events import Mode
from luisteren_tui.session.room import RoomView
from luisteren_tui.tui import words
from luisteren_tui.tui.widgets.big_time import BigTime
from luisteren_tui.tui.widgets.group_list import GroupList
from luisteren_tui.workshop.model import Form, RoomClock


class RoomFace(Vertical):
    """Title, what is asked, and the time as far as the room is to see it."""

    _view: RoomView | None = None

    def compose(self) -> ComposeResult:
        """Put them below each other."""
        yield Static(id="room-title")
        yield Static(id="room-turn")
        yield GroupList(id="room-groups")
        yield Static(id="room-ask")
        yield BigTime(id="room-time")
        yield Static(id="room-end")

    def show(self, view: RoomView) -> None:
        """Show `view`, if it differs."""
        if view == self._view:
            return
        self._view = view
        self.query_one("#room-title", Static).update(Content.assemble((view.title, "bold")))
        self.query_one("#room-turn", Static).update(turn := _turn(view))
        self.query_one("#room-turn").display = bool(turn.plain)
        self.query_one("#room-groups", GroupList).part = view.groups
        self.query_one("#room-groups").display = view.groups is not None
        self.query_one("#room-ask", Static).update(_ask(view))
        self.query_one("#room-time", BigTime).time = _figures(view)
        self.query_one("#room-time").display = bool(_figures(view))
        self.query_one("#room-end", Static).update(Content(_end(view)))


def _turn(view: RoomView) -> Content:
    """Whose turn it is and the signal that ends it: what the room must not miss."""
    if view.change:
        return Content.assemble((f" {_('Change now') if view.change == 'change' else _('Round off')} ", "bold reverse"))
    if view.turn is None or view.mode != Mode.RUNNING:
        return Content("")
    turn = Content.assemble((words.turn(view.turn), "bold $accent"))
    trio = words.trio(view.turn)
    return Content("\n").join((turn, Content(trio))) if trio else turn


def _ask(view: RoomView) -> Content:
    lines = [Content.assemble((prompt, "bold")) for prompt in view.prompts]
    lines += [Content(line) for line in view.lines]
    if view.roles:
        lines.append(Content(_("Roles: {roles}").format(roles=" · ".join(view.roles))))
    if view.options:
        lines.append(Content(" · ".join(view.options)))
    return Content("\n\n").join(lines)


def _figures(view: RoomView) -> str:
    if view.mode not in (Mode.RUNNING, Mode.PAUSED) or view.left is None:
        return ""
    if view.clock == RoomClock.SECONDS:
        return words.minutes_seconds(max(0, view.left))
    return str(view.left)


def _end(view: RoomView) -> str:
    if view.mode == Mode.PAUSED:
        return _("pause")
    if view.mode == Mode.RUNNING and view.end is None and view.left is not None:
        if view.clock == RoomClock.MINUTES:
            return ngettext("minute in this round", "minutes in this round", view.left)
        return _("in this round")
    if view.mode != Mode.RUNNING or view.end is None:
        return ""
    if view.over:
        return _("We are about to go on") if view.form == Form.BREAK else _("Time to round off")
    time = words.clock_time(view.end)
    text = _("on again at {time}") if view.form == Form.BREAK else _("done at {time}")
    when = text.format(time=time)
    if view.clock == RoomClock.MINUTES:
        return ngettext("minute · {when}", "minutes · {when}", view.left or 0).format(when=when)
    return when
