"""The app in the room's own window: it shows the running session, and knows nothing private about it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.room_feed import RoomFeed
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.theme import HEIGHTS, WIDTHS, set_theme
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.room_view import NO_SESSION, Scene

POLL_S = 0.1
"""Seconds between two reads of the journal."""
HINT_S = 4.0
"""Seconds that a hint stays."""
MAX_LEGIBLE_WIDTH = 100
"""In a window with more columns than this, the letters are too small to read on a wall."""


class RoomApp(BaseApp, inherit_bindings=False):
    """Shows the session that runs below `folders` to the room. Keys do nothing here, and a hint says so.

    `language` is the one that the user asked for. Hints are in it, and what the room reads is in the workshop's.
    """

    CSS = """
    Screen { background: $background; color: $foreground; overflow: hidden; layers: display hint; }
    RoomDisplay { layer: display; }
    #hint { layer: hint; dock: bottom; width: 100%; height: 1; text-align: center; color: $muted; }
    """
    TITLE = "luisteren"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "quit", priority=True)]

    def __init__(self, folders: Folders, clock: Clock, config: Config, language: str | None) -> None:
        super().__init__()
        self._feed = RoomFeed(folders, clock)
        self._room, self._language = RoomDisplay(config.evaluation), language
        self._session_language: str | None = None
        self._hint_line = Static(id="hint")
        self._hint_timer: Timer | None = None
        self._wide, self._preparing = False, True
        set_theme(self, config.theme)

    def compose(self) -> ComposeResult:
        """Lay out the display and a line for hints."""
        yield self._room
        yield self._hint_line

    def on_mount(self) -> None:
        """Start to follow the session."""
        self.name_window(_("Room screen"))
        self.watch_for_shutdown()
        self.set_interval(POLL_S, self._poll)
        self.call_after_refresh(self._poll)

    def on_resize(self, event: events.Resize) -> None:
        """Hint that the letters are small on a wide window, while there is time to change that."""
        self._wide = event.size.width > MAX_LEGIBLE_WIDTH
        self._hint()

    def on_key(self, event: events.Key) -> None:
        """Hint that keys are for the other window."""
        event.stop()
        self._hint(_("Keys work in the other window. Ctrl+Q closes this one."))

    def _poll(self) -> None:
        view = self._feed.view() or NO_SESSION
        # Before the clock runs, somebody stands at this window. After that, it shows the group nothing about itself.
        preparing = view.scene in (Scene.NOTHING, Scene.WELCOME)
        if preparing != self._preparing:
            self._preparing = preparing
            self._hint()
        if (language := self._feed.language) != self._session_language:
            self._session_language = language
            i18n.use(i18n.screen_language(self._language, language))
            self.name_window(_("Room screen"))
        self._room.show(view)

    def _hint(self, text: str = "") -> None:
        if self._hint_timer is not None:
            self._hint_timer.stop()
        if text:
            self._hint_timer = self.set_timer(HINT_S, self._hint)
        elif self._wide and self._preparing:
            text = _("Make the letters larger: Ctrl and +")
        self._hint_line.update(Content(text))
        self._hint_line.display = bool(text)
