"""What the room may see: by the form of the activity, and never a note."""

from collections.abc import Iterator
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.widgets.group_list import GroupList
from luisteren_tui.tui.widgets.large_time import LargeTime
from luisteren_tui.tui.widgets.qr_code import LinkCode
from luisteren_tui.views.room_view import RoomView, Scene
from luisteren_tui.workshop.model import Each, Form, RoomClock

LOW = 20
"""Lines below which not all of an activity can be seen."""
TIME = 3
"""Lines that the time takes at least: it is there whatever else is."""


class RoomDisplay(Vertical):
    """Title, what is asked, and the time as far as the room is to see it. `evaluation` is a link for the end."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoomDisplay { height: 1fr; padding: 1 3; align: center middle; }
    RoomDisplay > Static, RoomDisplay > GroupList { width: 100%; height: auto; text-align: center; }
    RoomDisplay > GroupList { margin: 1 0 0 0; }
    RoomDisplay > LinkCode { width: 100%; height: 1fr; text-align: center; content-align: center top; }
    RoomDisplay.-linked { padding: 0 1; }
    RoomDisplay > LargeTime { height: 1fr; min-height: 3; max-height: 15; content-align: center middle; color: $primary; }
    #room-turn { margin: 1 0 0 0; }
    #room-ask { margin: 1 0; }
    RoomDisplay.-linked > #room-turn { margin: 0; }
    RoomDisplay.-linked > #room-ask { margin: 0; }
    RoomDisplay.-reading > #room-ask { max-width: 84; text-align: left; }
    .-short RoomDisplay { padding: 0 1; }
    .-short RoomDisplay > #room-turn, .-short RoomDisplay > GroupList { margin: 0; }
    .-short RoomDisplay > #room-ask { margin: 0; }
    SessionScreen > RoomDisplay { display: none; }
    SessionScreen.-room > RoomDisplay { display: block; }
    """
    _view: RoomView | None = None

    def __init__(self, evaluation: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._evaluation = evaluation

    def compose(self) -> ComposeResult:
        """Put them below each other."""
        yield Static(id="room-title")
        yield Static(id="room-turn")
        yield GroupList(id="room-groups")
        yield Static(id="room-ask")
        yield LinkCode(id="room-link")
        yield LargeTime(id="room-time")
        yield Static(id="room-end")

    def show(self, view: RoomView) -> None:
        """Show `view`, if it differs."""
        if view == self._view:
            return
        self._view = view
        self.set_class(view.scene == Scene.TEXT, "-reading")
        groups, link = self.query_one("#room-groups", GroupList), self.query_one(LinkCode)
        time = self.query_one("#room-time", LargeTime)
        groups.part, groups.now = view.groups, _presents(view)
        groups.display = view.groups is not None
        link.link = _link(view, self._evaluation)
        link.display = bool(link.link)
        self.set_class(bool(link.link), "-linked")
        time.time = _figures(view)
        time.display = bool(time.time)
        self._put("room-title", Content.assemble((view.text.title if view.text else view.title, "bold")))
        self._put("room-turn", _turn(view))
        self._put("room-end", Content(_end(view)))
        self._put("room-ask", _ask(view, low=self._low))
        self._make_room(view)
        if link.display:
            self._make_room_for(link)

    @property
    def _low(self) -> bool:
        return 0 < self.size.height < LOW

    def _make_room(self, view: RoomView) -> None:
        """Give the groups, or else what is asked, all that the time can spare; beside groups as much is asked as fits."""
        groups, ask = self.query_one("#room-groups", GroupList), self.query_one("#room-ask", Static)
        others = [part for part in self.children if part.display and part not in (groups, ask)]
        room = self.size.height - sum(map(self._needs, others))
        if groups.display:
            groups.limit = max(1, room - groups.styles.margin.height)
            room -= len(groups.lines(self.size.width)) + groups.styles.margin.height
        if ask.display and self._needs(ask) > room:
            self._put("room-ask", _ask(view, low=self._low, apart="\n"))
        if groups.display:
            self._ask_less(view, room)
        ask.styles.max_height = max(1, room - ask.styles.margin.height)

    def _ask_less(self, view: RoomView, room: int) -> None:
        """Leave out of what is asked as much as does not fit in `room` lines."""
        ask = self.query_one("#room-ask", Static)
        for less in _ever_less(view):
            for apart in ("\n\n", "\n"):
                self._put("room-ask", _ask(less, low=False, apart=apart))
                if not ask.display or self._needs(ask) <= room:
                    return

    def _make_room_for(self, link: LinkCode) -> None:
        """Let the code take the whole window where it has no place below the rest."""
        rest = [part for part in self.query(Static) if part.display]
        (width, height), below = self.size, sum(map(self._needs, rest))
        link.about = tuple(part.content for part in rest if isinstance(part.content, Content))
        whole = link.below(width, height - below) is None and link.whole_window(width, height) is not None
        link.whole = whole
        for part in rest:
            part.display = not whole

    def _needs(self, part: Widget) -> int:
        """Return how many lines a part of this takes."""
        if isinstance(part, Static):
            content = part.content
            assert isinstance(content, Content)
            return len(content.wrap(max(1, self.size.width))) + part.styles.margin.height
        return TIME if isinstance(part, LargeTime) else 0

    def on_resize(self) -> None:
        """Lay it out anew: what fits may differ."""
        if (view := self._view) is not None:
            self._view = None
            self.show(view)

    def _put(self, id: str, content: Content) -> None:
        part = self.query_one(f"#{id}", Static)
        part.update(content)
        part.display = bool(content.plain)


def _turn(view: RoomView) -> Content:
    """Whose turn it is and the signal that ends it: what the room must not miss."""
    if view.scene in (Scene.NOTHING, Scene.WELCOME):
        return Content.assemble((_("Welcome"), "bold $accent"))
    if view.scene == Scene.THANKS:
        return Content.assemble((_("Thank you for listening with attention."), "bold $accent"))
    signal = _signal(view)
    lines = [Content.assemble((f" ● {signal} ", "bold reverse"))] if signal else []
    if view.turn is not None and view.mode == Mode.RUNNING and not view.change:
        lines.append(Content.assemble((words.turn(view.turn), "bold $accent")))
        if trio := words.trio(view.turn):
            lines.append(Content(trio))
    return Content("\n").join(lines)


def _signal(view: RoomView) -> str:
    if view.to_go:
        return ngettext("{n} minute to go", "{n} minutes to go", view.to_go).format(n=view.to_go)
    if view.change == "over":
        return _over(view)
    return {"change": _("Change now"), "end": _("Round off")}.get(view.change, "")


def _over(view: RoomView) -> str:
    return _("We are about to go on") if view.form == Form.BREAK else _("Time to round off")


def _ask(view: RoomView, *, low: bool, apart: str = "\n\n") -> Content:
    """Return what to do and to ask, in the order of the makers; where it is low, what is asked comes first."""
    if view.scene == Scene.NOTHING:
        return Content(_("We begin in a moment."))
    if view.scene == Scene.WELCOME:
        parts = [Content(_("What is said here stays here.")), Content(_("You may always pass."))]
        if view.materials:
            parts.append(Content.assemble((_("What we use") + "\n", "bold"), " · ".join(view.materials)))
        return Content(apart).join(parts)
    if view.scene == Scene.THANKS:
        return Content(view.credit)
    if view.text is not None:
        return Content(view.text.body)
    lines = [Content(_("Roles: {roles}").format(roles=" · ".join(view.roles)))] if view.roles else []
    told, asked = map(Content, view.lines), (Content.assemble((prompt, "bold")) for prompt in view.prompts)
    lines += [*asked, *told] if low else [*told, *asked]
    if view.options:
        lines.append(Content(_("Choose from: {options}").format(options=" · ".join(view.options))))
    return Content(apart).join(lines)


def _presents(view: RoomView) -> int:
    """Return the number of the group whose turn it is, 0 where it is no group's."""
    turn = view.turn
    if turn is None or turn.each != Each.GROUP or view.mode not in (Mode.RUNNING, Mode.PAUSED):
        return 0
    return turn.phase if turn.phase <= turn.of else 0


def _ever_less(view: RoomView) -> Iterator[RoomView]:
    """Yield `view` with less and less to ask. The instruction stays longest: a question may be about what it says."""
    yield view
    yield (view := replace(view, options=()))
    yield (told := replace(view, roles=()))
    for count in range(len(told.prompts) - 1, -1, -1):
        yield replace(told, prompts=told.prompts[:count])
    yield (view := replace(view, lines=(), prompts=()))
    yield replace(view, roles=())


def _link(view: RoomView, evaluation: str) -> str:
    """A text that is not here is to be found elsewhere; at the end the facilitator may have a link of their own."""
    if view.scene == Scene.THANKS:
        return evaluation
    return view.text.source if view.text is not None and not view.text.body else ""


def _figures(view: RoomView) -> str:
    if view.mode not in (Mode.RUNNING, Mode.PAUSED) or view.left is None:
        return ""
    if view.clock == RoomClock.SECONDS:
        return words.minutes_seconds(max(0, view.left))
    return str(view.left)


def _end(view: RoomView) -> str:
    if view.text is not None:
        return _("{page} of {pages}").format(page=view.text.page, pages=view.text.pages) if view.text.pages > 1 else ""
    if view.mode == Mode.PAUSED:
        return _("pause")
    if view.mode == Mode.RUNNING and view.end is None and view.left is not None:
        if view.clock == RoomClock.MINUTES:
            return ngettext("minute in this round", "minutes in this round", view.left)
        return _("in this round")
    if view.mode != Mode.RUNNING or view.end is None:
        return ""
    if view.over:
        return "" if view.change == "over" else _over(view)
    time = words.clock_time(view.end)
    text = _("on again at {time}") if view.form == Form.BREAK else _("done at {time}")
    when = text.format(time=time)
    if view.clock == RoomClock.MINUTES:
        return ngettext("minute · {when}", "minutes · {when}", view.left or 0).format(when=when)
    return when
