"""The participants' screen: it shows a RoomView, which never holds a note."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import _
from luisteren_tui.session.state import State
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.tui.widgets.group_list import GroupList
from luisteren_tui.tui.widgets.large_time import LargeTime
from luisteren_tui.tui.widgets.qr_code import LinkCode
from luisteren_tui.views import room_wording as words
from luisteren_tui.views.room_view import RoomView, Scene, room_view
from luisteren_tui.views.session_view import View

LOW_LINES = 20
"""On a screen with fewer lines not all of an activity fits."""
MORE = "…"
"""Stands for the items of the parking lot that do not fit."""
MIN_TIME_LINES = 3
"""The time always gets this many lines."""


class RoomDisplay(Vertical):
    """The title, the turn, the groups, the question and the time. `evaluation` is a link for the end."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    RoomDisplay { height: 1fr; padding: 1 3; align: center middle; }
    RoomDisplay > Static, RoomDisplay > GroupList { width: 100%; height: auto; text-align: center; }
    RoomDisplay > GroupList { margin: 1 0 0 0; }
    RoomDisplay > LinkCode { width: 100%; height: 1fr; text-align: center; content-align: center top; }
    RoomDisplay.-linked { padding: 0 1; }
    RoomDisplay > LargeTime { height: 1fr; min-height: 3; max-height: 15; content-align: center middle; color: $primary; }
    #room-turn, #room-line { margin: 1 0 0 0; }
    #room-ask { margin: 1 0; }
    RoomDisplay.-linked > #room-turn, RoomDisplay.-linked > #room-line { margin: 0; }
    RoomDisplay.-linked > #room-ask { margin: 0; }
    RoomDisplay.-reading > #room-ask { max-width: 84; text-align: left; }
    .-short RoomDisplay { padding: 0 1; }
    .-short RoomDisplay > #room-turn, .-short RoomDisplay > #room-line, .-short RoomDisplay > GroupList { margin: 0; }
    .-short RoomDisplay > #room-ask { margin: 0; }
    SessionScreen > RoomDisplay { display: none; }
    SessionScreen.-room > RoomDisplay { display: block; }
    """
    _view: RoomView | None = None

    def __init__(self, evaluation: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._evaluation = evaluation
        self._title, self._turn, self._line = Static(id="room-title"), Static(id="room-turn"), Static(id="room-line")
        self._ask, self._end = Static(id="room-ask"), Static(id="room-end")
        self._groups, self._link = GroupList(id="room-groups"), LinkCode(id="room-link")
        self._time = LargeTime(id="room-time")

    def compose(self) -> ComposeResult:
        """Lay the parts out below each other."""
        yield from (self._title, self._turn, self._line, self._groups, self._ask, self._link, self._time, self._end)

    def show_session(self, state: State, view: View, data: Path) -> None:
        """Show the room's part of `view`. Texts that are not in the workshop file are read from the `data` folder."""
        text = view.room_content.text
        body = None if text is None else text_body(state.opened.workshop, text, data)
        self.show(room_view(state, view, body))

    def show(self, view: RoomView) -> None:
        """Show `view`, or keep it until there is a size to fit it in. A view that is shown already changes nothing."""
        if view != self._view:
            self._view = view
            if self.size:
                self._draw(view)

    def on_resize(self) -> None:
        """Lay the parts out again, since other ones may fit."""
        if self._view is not None:
            self._draw(self._view)

    def _draw(self, view: RoomView) -> None:
        self.set_class(view.scene in (Scene.TEXT, Scene.PARKING), "-reading")
        groups, link, time = self._groups, self._link, self._time
        groups.part, groups.current = view.groups, words.current_group(view)
        groups.display = view.groups is not None
        link.link = words.link(view, self._evaluation)
        link.display = bool(link.link)
        self.set_class(bool(link.link), "-linked")
        time.time = words.time_left(view)
        time.display = bool(time.time)
        self._put(self._title, Content.assemble((words.title(view), "bold")))
        self._put(self._turn, _turn(view))
        self._put(self._line, Content.assemble((view.line, "bold $accent")))
        self._put(self._end, Content(words.beside_time(view, view.left)))
        self._put(self._ask, _ask(view, low=self._low))
        self._fit(view)
        if link.display:
            self._fit_link(link)

    @property
    def _low(self) -> bool:
        return 0 < self.size.height < LOW_LINES

    def _fit(self, view: RoomView) -> None:
        """Give the groups, or else the question, all lines that the time can spare, and shorten the question."""
        groups, ask = self._groups, self._ask
        others = [part for part in self.children if part.display and part not in (groups, ask)]
        height = self.size.height - sum(map(self._lines_of, others))
        if groups.display:
            groups.max_lines = max(1, height - groups.styles.margin.height)
            height -= len(groups.lines(self.size.width)) + groups.styles.margin.height
        if ask.display and self._lines_of(ask) > height:
            self._put(self._ask, _ask(view, low=self._low, separator="\n"))
        if ask.display and self._lines_of(ask) > height:
            self._shorten_question(view, height, all_of_it=groups.display or bool(view.parking))
        ask.styles.max_height = max(1, height - ask.styles.margin.height)

    def _shorten_question(self, view: RoomView, height: int, *, all_of_it: bool) -> None:
        """Leave out of the question what does not fit in `height` lines: the options, the roles, and then `all_of_it`."""
        ask = self._ask
        for shorter in islice(_shorter_and_shorter(view), None if all_of_it else 3):
            for separator in ("\n\n", "\n"):
                self._put(self._ask, _ask(shorter, low=False, separator=separator))
                if not ask.display or self._lines_of(ask) <= height:
                    return

    def _fit_link(self, link: LinkCode) -> None:
        """Let the code take the whole window if it does not fit below the rest."""
        rest = [part for part in (self._title, self._turn, self._line, self._ask, self._end) if part.display]
        (width, height), used = self.size, sum(map(self._lines_of, rest))
        link.beside = tuple(part.content for part in rest if isinstance(part.content, Content))
        whole = link.below(width, height - used) is None and link.whole_window(width, height) is not None
        link.whole = whole
        for part in rest:
            part.display = not whole

    def _lines_of(self, part: Widget) -> int:
        """Return how many lines `part` needs."""
        if isinstance(part, Static):
            content = part.content
            assert isinstance(content, Content)
            return len(content.wrap(max(1, self.size.width))) + part.styles.margin.height
        return MIN_TIME_LINES if isinstance(part, LargeTime) else 0

    def _put(self, part: Static, content: Content) -> None:
        part.update(content)
        part.display = bool(content.plain)


def _turn(view: RoomView) -> Content:
    """Return whose turn it is and the signal that ends it, which the room must not miss."""
    if greeting := words.greeting(view):
        return Content.assemble((greeting, "bold $accent"))
    signal, (turn, players) = words.signal(view), words.whose_turn(view)
    lines = [Content.assemble((f" ● {signal} ", "bold reverse"))] if signal else []
    lines += [Content.assemble((turn, "bold $accent"))] if turn else []
    return Content("\n").join([*lines, *map(Content, players)])


def _ask(view: RoomView, *, low: bool, separator: str = "\n\n") -> Content:
    """Return the instruction and the prompts. On a low screen the prompts come first."""
    if view.scene == Scene.NOTHING:
        return Content(_("We begin in a moment."))
    if view.scene == Scene.WELCOME:
        parts = [Content(_("What is said here stays here.")), Content(_("You may always pass."))]
        if view.materials:
            parts.append(Content.assemble((_("What we use") + "\n", "bold"), " · ".join(view.materials)))
        return Content(separator).join(parts)
    if view.scene == Scene.THANKS:
        return Content(view.credit)
    if view.scene == Scene.PARKING:
        return Content(separator).join([Content(item if item == MORE else f"· {item}") for item in view.parking])
    if view.text is not None:
        return Content(view.text.body)
    lines = [Content(_("Roles: {roles}").format(roles=" · ".join(view.roles)))] if view.roles else []
    instruction, prompts = (
        map(Content, view.instruction),
        (Content.assemble((prompt, "bold")) for prompt in view.prompts),
    )
    lines += [*prompts, *instruction] if low else [*instruction, *prompts]
    if view.options:
        lines.append(Content(_("Choose from: {options}").format(options=" · ".join(view.options))))
    return Content(separator).join(lines)


def _shorter_and_shorter(view: RoomView) -> Iterator[RoomView]:
    """Yield `view` with less and less to ask, or with only the newest of what is parked.

    The instruction stays longest, since a prompt may refer to it.
    """
    yield view
    for count in range(len(view.parking) - 1, 0, -1):
        yield view.with_parking((MORE, *view.parking[-count:]))
    yield (view := view.without_options())
    yield (without_roles := view.without_roles())
    for count in range(len(without_roles.prompts) - 1, -1, -1):
        yield without_roles.with_prompts(without_roles.prompts[:count])
    yield (view := view.with_prompts(()).without_instruction())
    yield view.without_roles()
