"""The base of pages to read: they scroll, and show how much is left."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from textual import events, getters
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.keyboard import command_key
from luisteren_tui.tui.keymap import keys_for
from luisteren_tui.tui.theme import BADGE
from luisteren_tui.tui.widgets.key_bar import HINT_SECONDS
from luisteren_tui.tui.widgets.key_line import KeyLine, key_with_label


class Page(ModalScreen[None]):
    """A title, a text of any length and the keys. Subclasses set `title_text`, and override `content` or `text`."""

    app = getters.app(BaseApp)
    AUTO_FOCUS = "#page"
    CSS_PATH = Path(__file__).with_name("page.tcss")  # a relative path would be taken from the subclass's file
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,enter", "close"),
        ("question_mark", "help"),
        ("ctrl+q", "app.leave"),
        Binding("full_stop", "app.blank", id="blank"),
        Binding("c", "app.breather", id="breather"),
        Binding("space,pagedown", "page(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
    ]
    silences: ClassVar[Mapping[str, float]] = dict.fromkeys(("space", "pagedown", "pageup"), 0)
    """A page may be scrolled with a key that is held."""
    title_text = ""
    has_help = True
    """Whether a question mark shows the keys of the page. On a list of keys it closes that."""
    _said = ""
    _said_timer: Timer | None = None
    keys_first = False
    """Whether the keys matter more than how much was read, where a line can't hold both."""

    def __init__(self) -> None:
        super().__init__()
        # Kept as attributes: they are used before they are mounted and after they are removed.
        self._scroller, self._bottom = VerticalScroll(id="page"), KeyLine(id="page-left")
        self._shown: Widget | None = None

    def content(self) -> Content:
        """Return the text."""
        return Content("")

    def text(self, id: str) -> Widget:
        """Return the widget that shows the text."""
        return Static(self.content(), id=id)

    def place(self) -> str:
        """Return how much was read."""
        page = self._scroller
        if page.max_scroll_y <= 0:
            return _("all of it is shown")
        if page.scroll_y >= page.max_scroll_y:
            return _("the end")
        return _("{percent}% · space for more").format(percent=round(100 * page.scroll_y / page.max_scroll_y))

    def keys(self) -> Iterable[tuple[str, str]]:
        """Return (key, label) of each key beside the one that leads back."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield Static(Content.assemble((self.title_text, "bold")), id="page-title")
        self._shown = self.text("page-text")
        yield from self.body()
        yield self._bottom

    def body(self) -> ComposeResult:
        """Lay out what is between the title and the keys."""
        with self._scroller:
            if self._shown is not None:
                yield self._shown

    def on_mount(self) -> None:
        """Keep the bottom line up to date."""
        self.watch(self._scroller, "scroll_y", self.show_left)
        self.watch(self.app, "alarm", self.show_left, init=False)
        self.watch(self.app, "wall_note", self.show_left, init=False)
        self.call_after_refresh(self.show_left)

    def on_resize(self) -> None:
        """Show how much is left at the new size."""
        self.call_after_refresh(self.show_left)

    def renew(self) -> None:
        """Show the content as it is now."""
        if isinstance(self._shown, Static):
            self._shown.update(self.content())

    def show_left(self) -> None:
        """Show how much is left, and the keys."""
        if self._said:
            self.show_bottom(Content.assemble((f"● {self._said}", "bold")))
            return
        place = self.place()
        back = key_with_label("escape", _("back"))
        more = [key_with_label(key, label) for key, label in self.keys()]
        read = [Content.assemble((place, "$muted"))] if place else []
        line = Content("   ").join([back, *more, *read] if self.keys_first else [back, *read, *more])
        with_help = Content.assemble(line, "   ", key_with_label("question_mark", _("help")))
        fits = self.has_help and with_help.cell_length <= self._bottom.content_size.width
        self.show_bottom(with_help if fits else line)

    def public_hint(self, text: str) -> None:
        """Show `text`, which anybody may read, in place of the keys for a while."""
        if self._said_timer is not None:
            self._said_timer.stop()
        self._said, self._said_timer = text, self.set_timer(HINT_SECONDS, self._say_nothing)
        self.show_left()

    def _say_nothing(self) -> None:
        self._said = ""
        self.show_left()

    def show_bottom(self, line: Content) -> None:
        """Show `line` at the bottom, that the wall is empty, and what is wrong with saving."""
        alarm = (f"   {self.app.alarm} ", "bold reverse $error") if self.app.alarm else ""
        wall = (Content.styled(f" {self.app.wall_note} ", BADGE), "   ") if self.app.wall_note else ()
        self._bottom.update(Content.assemble(*wall, line, alarm))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a clicker do nothing during a breather."""
        return not (action in ("page", "line") and self.app.breather)

    def on_key(self, event: events.Key) -> None:
        """End a breather with the keys that end it on the session screen."""
        if self.app.breather and command_key(event.key) in (*keys_for("pause"), *keys_for("undo")):
            event.stop()
            event.prevent_default()
            self.app.action_breather()

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self._scroller.scroll_relative(y=pages * max(1, self._scroller.size.height - 2), animate=False)

    def action_help(self) -> None:
        """Show the keys of this page, or close a list of keys."""
        if not self.has_help:
            self.action_close()
            return
        # Lazy: that module has this class as a base.
        from luisteren_tui.tui.screens.help import KeyList, session_keys

        keys = {"escape": N_("back"), "space": N_("further"), "pageup": N_("back a page"), **dict(self.keys())}
        self.app.push_screen(KeyList([*keys.items(), *session_keys(self, keys.items())]))

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the page. Once is enough: Textual would close the screen below next."""
        return super().dismiss(result) if self.app.is_front(self) else AwaitComplete()

    def action_close(self) -> None:
        """Close the page."""
        self.dismiss(None)
