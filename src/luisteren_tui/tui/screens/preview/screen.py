"""The preview: what the facilitator sees of each part of a workshop, what the room sees, and what is on paper."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.export.document import CLOSING
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.i18n.problem import problem_message
from luisteren_tui.runtime.preview import Preview
from luisteren_tui.storage.workshop_file import Finding, LoadedWorkshop
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.preview.paper import PaperSheet
from luisteren_tui.tui.screens.session.facilitator_pane import FacilitatorPane
from luisteren_tui.tui.theme import BADGE, toggle_theme
from luisteren_tui.tui.widgets.key_bar import KeyBar, Keys
from luisteren_tui.tui.widgets.key_line import KeyLine, key_with_label
from luisteren_tui.tui.widgets.question import Question
from luisteren_tui.tui.widgets.room_display import RoomDisplay

POLL_S = 0.5
"""Seconds between two looks at the file."""
BEGINS = datetime(2026, 1, 5, 13, 30)  # noqa: DTZ001 - local time, and any day will do
"""When the session of the preview begins. It has no clock."""
MAX_LISTED = 5
"""The most errors that are listed above the preview."""
Read = Callable[[], LoadedWorkshop | None]
"""Returns the workshop, or None if it hasn't changed since the last call."""


class Showing(StrEnum):
    """What is shown of a part. The values are message ids."""

    FACILITATOR = N_("your screen")
    WALL = N_("the room's screen")
    PAPER = N_("on paper")


CLASSES = {Showing.FACILITATOR: "-facilitator", Showing.WALL: "-wall", Showing.PAPER: "-paper"}
HELP = (
    ("← →", N_("The part before and the next one")),
    ("home end", N_("The welcome, and the thanks")),
    ("tab 1 2 3", N_("Your screen, the room's screen, and what is on paper")),
    ("z", N_("The room's screen, and yours again")),
    ("↑ ↓", N_("Choose the question")),
    ("enter", N_("The next turn")),
    ("f", N_("On to the next signal, or the end of the part")),
    ("u", N_("The beginning of the part again")),
    ("t", N_("The text on the room's screen, and back")),
    ("pagedown pageup", N_("The next part of the text, and the silence after it; further down what is on paper")),
    ("l", N_("Light or dark")),
    ("escape", N_("back")),
)


def once(loaded: LoadedWorkshop) -> Read:
    """Return a function that returns `loaded` the first time: the preview of something that doesn't change."""
    left = [loaded]
    return lambda: left.pop() if left else None


def _place(preview: Preview) -> str:
    """Return which of the parts is shown, in other words than those for the steps on the facilitator's screen."""
    if preview.activity is None:
        return _("Thanks") if preview.place else _("Welcome")
    return _("part {n} of {count}").format(n=preview.place, count=len(preview.pages) - 2)


class PreviewScreen(Screen[str]):
    """Shows the parts of what `read` returns, and again when that changes. It returns the id of the part shown last.

    Without a `part`, it begins with the welcome. Texts that are not in the workshop are in the `data` folder. While the
    workshop has errors, these are shown above the last one that had none.
    """

    app = getters.app(BaseApp)
    AUTO_FOCUS = ""
    CSS_PATH = "preview.tcss"
    DEFAULT_CLASSES = "-session"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("right", "part(1)"),
        ("left", "part(-1)"),
        ("home", "part(-9999)"),
        ("end", "part(9999)"),
        Binding("tab", "show_next(1)", priority=True),
        Binding("shift+tab", "show_next(-1)", priority=True),
        *((str(place), f"show_at({place - 1})") for place in range(1, len(Showing) + 1)),
        ("z", "switch"),
        ("up", "prompt(-1)"),
        ("down", "prompt(1)"),
        ("enter", "turn"),
        ("f", "jump"),
        ("u,ctrl+z", "undo"),
        ("t", "text"),
        ("pagedown", "page(1)"),
        ("pageup", "page(-1)"),
        ("l", "theme"),
        ("question_mark", "help"),
        ("escape,q", "close"),
    ]
    silences: ClassVar[Mapping[str, float]] = MappingProxyType(
        dict.fromkeys(("left", "right", "up", "down", "pagedown", "pageup"), 0)
    )

    def __init__(self, read: Read, data: Path, *, part: str = "") -> None:
        super().__init__()
        self._read, self._data, self._part = read, data, part
        self._findings: tuple[Finding, ...] = ()
        self._preview: Preview | None = None
        self._showing = Showing.FACILITATOR
        self._head, self._errors = KeyLine(id="preview-head"), Static(id="preview-errors")
        self._pane = FacilitatorPane(calm=False)
        self._notes = Static(id="notes-head")
        self._wall = RoomDisplay("", id="preview-wall")
        self._sheet = PaperSheet(id="preview-sheet")
        self._paper = VerticalScroll(self._sheet, id="preview-paper")
        self._message = Static(id="preview-message")
        self._key_bar = KeyBar(spare=("jump",), id="keys")

    def compose(self) -> ComposeResult:
        """Lay out the three screens, of which one is shown."""
        yield self._head
        yield self._errors
        *page, last = self._pane.widgets()
        yield Container(*page, self._notes, Static(id="notes"), last, id="preview-facilitator")
        yield self._wall
        yield self._paper
        yield self._message
        yield self._key_bar

    def on_mount(self) -> None:
        """Show the workshop, and look for changes from now on."""
        self._look()
        self.set_interval(POLL_S, self._look)

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self._fit()
        self.call_after_refresh(self._show)

    @on(Question.Resized)
    def _fit(self) -> None:
        self._pane.fit(self.size.height)

    def _look(self) -> None:
        loaded = self._read()
        if loaded is None:
            return
        self._findings = loaded.errors
        workshop = loaded.workshop
        if workshop is not None and self._preview is None:
            begins = round(BEGINS.timestamp() * 1000)
            self._preview = Preview(workshop, self._data, begins, part=self._part)
        elif workshop is not None and self._preview is not None and workshop != self._preview.workshop:
            self._preview = self._preview.of(workshop)
        self._show()

    # Show

    def _show(self) -> None:
        """Show the part as it is now."""
        preview = self._preview
        self._show_errors()
        ended = preview is not None and preview.page == CLOSING
        blank = preview is None or (self._showing is Showing.FACILITATOR and ended)
        for showing, name in CLASSES.items():
            self.set_class(showing is self._showing and not blank, name)
        self.set_class(blank, "-message")
        self._head.update(self._titled())
        self._key_bar.keys = self._keys()
        if preview is None:
            self._message.update(Content(_("Nothing can be shown yet.")))
            return
        self._message.update(Content(_("The session is over. Now you complete your notes and see the times.")))
        self._notes.update(Content(_("Here you write notes.")))
        if not ended:
            self._pane.show(preview.live.view(), "", breather=False)
        self._wall.show(preview.room)
        self._sheet.paper = preview.paper

    def _show_errors(self) -> None:
        """Show what is wrong with the workshop, and that what is below is older."""
        errors = self._findings
        self._errors.set_class(bool(errors), "-on")
        if not errors:
            return
        head = ngettext("{n} error", "{n} errors", len(errors)).format(n=len(errors))
        if self._preview is not None:
            head += f" · {_('below is the last version without errors')}"
        lines = [f"{error.line}:{error.column}  {problem_message(error.problem)}" for error in errors[:MAX_LISTED]]
        if (more := len(errors) - len(lines)) > 0:
            lines.append(_("and {n} more").format(n=more))
        text = [Content.assemble((f"● {head}", "bold $error")), *(Content(safe_line(line)) for line in lines)]
        self._errors.update(Content("\n").join(text))

    def _titled(self) -> Content:
        """Return what is shown, of which part."""
        ways = [
            Content.assemble((f" {place} {_(way)} ", BADGE))
            if way is self._showing
            else Content.assemble(" ", key_with_label(str(place), _(way)), " ")
            for place, way in enumerate(Showing, 1)
        ]
        head = Content.assemble((_("Preview"), "bold"), "  ", *ways)
        if (preview := self._preview) is None:
            return head
        place = _place(preview)
        gap = self.size.width - 2 - head.cell_length - len(place)
        return Content.assemble(head, " " * gap, (place, "$muted")) if gap > 0 else head

    def _keys(self) -> Keys:
        """Return the keys of this part."""
        preview = self._preview
        activity = None if preview is None else preview.activity
        some = [
            ("part(1)", "← →", N_("part")),
            ("show_next(1)", "tab", N_("screen")),
            ("turn", "enter", N_("turn")) if activity is not None and activity.turns is not None else None,
            ("jump", "f", N_("signal")) if activity is not None else None,
            ("text", "t", N_("text")) if activity is not None and activity.text is not None else None,
            ("close", "escape", N_("back")),
            ("help", "question_mark", N_("help")),
        ]
        return tuple(key for key in some if key is not None)

    # Keys

    def _move(self, place: int) -> None:
        if self._preview is not None:
            self._preview.go(place)
            self._paper.scroll_home(animate=False)
            self._show()

    def action_part(self, by: int) -> None:
        """Show another part."""
        if self._preview is not None:
            self._move(self._preview.place + by)

    def action_show_at(self, place: int) -> None:
        """Show another screen of the part, by its place."""
        self._showing = [*Showing][place]
        self._show()

    def action_show_next(self, by: int) -> None:
        """Show the next screen of the part."""
        self.action_show_at(([*Showing].index(self._showing) + by) % len(Showing))

    def action_switch(self) -> None:
        """Show the room's screen, or the facilitator's."""
        self._showing = Showing.FACILITATOR if self._showing is Showing.WALL else Showing.WALL
        self._show()

    def action_prompt(self, by: int) -> None:
        """Choose another question, or scroll what is on paper."""
        if self._showing is Showing.PAPER:
            self._paper.scroll_relative(y=by, animate=False)
        elif self._preview is not None:
            self._preview.choose(by)
            self._show()

    def action_turn(self) -> None:
        """Go to the next turn."""
        if self._preview is not None:
            if not self._preview.turn():
                self._key_bar.show_hint(_("There is no next turn."))
            self._show()

    def action_jump(self) -> None:
        """Go on to the next signal."""
        if self._preview is not None:
            if not self._preview.jump():
                self._key_bar.show_hint(_("No more signals in this part."))
            self._show()

    def action_undo(self) -> None:
        """Go back to the beginning of the part."""
        self.action_part(0)

    def action_text(self) -> None:
        """Show the text on the room's screen, or hide it."""
        if self._preview is not None:
            if self._preview.show_text():
                self._showing = Showing.WALL
            else:
                self._key_bar.show_hint(_("This part has no text."))
            self._show()

    def action_page(self, by: int) -> None:
        """Show another part of the text, or scroll what is on paper."""
        if self._showing is Showing.PAPER:
            self._paper.scroll_relative(y=by * max(1, self._paper.size.height - 2), animate=False)
        elif self._preview is not None and self._preview.turn_page(by):
            if silence := self._preview.silence:
                text = _("A silence of {time}. The room sees nothing.")
                self._key_bar.show_hint(text.format(time=words.minutes_seconds(silence)))
            self._show()

    def action_theme(self) -> None:
        """Change between light and dark."""
        toggle_theme(self.app)

    def action_help(self) -> None:
        """List the keys."""
        self.app.push_screen(KeyList(HELP))

    def action_close(self) -> None:
        """Leave the preview, or first the text that the room is shown."""
        if self._preview is not None and self._showing is Showing.WALL and self._preview.shows_text:
            self.action_text()
        elif self.app.screen_stack[0] is self:
            self.app.exit()
        else:
            self.dismiss("" if self._preview is None else self._preview.part)
