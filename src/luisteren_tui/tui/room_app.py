"""The room's screen in a window of its own: it follows the session that runs, and knows nothing private of it."""

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

LOOK = 0.1
"""Seconds between looks at the journal."""
HINT = 4.0
"""Seconds that a hint stays."""
ROOMY = 100
"""Columns above which the letters are small on a wall."""


class RoomApp(BaseApp, inherit_bindings=False):
    """Shows the room the session that runs below `folders`; keys do nothing here but say so."""

    CSS = """
    Screen { background: $background; color: $foreground; overflow: hidden; layers: face hint; }
    RoomDisplay { layer: face; }
    #hint { layer: hint; dock: bottom; width: 100%; height: 1; text-align: center; color: $foreground 55%; }
    """
    TITLE = "luisteren"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "quit", show=False, priority=True)]

    def __init__(self, folders: Folders, clock: Clock, config: Config, language: str | None) -> None:
        super().__init__()
        self._feed = RoomFeed(folders, clock)
        self._evaluation, self._language = config.evaluation, language
        self._spoken: str | None = None
        self._quiet: Timer | None = None
        self._roomy = self._blank = False
        set_theme(self, config.theme)

    def compose(self) -> ComposeResult:
        """Lay out the room's face and a line below it."""
        yield RoomDisplay(self._evaluation)
        yield Static(id="hint")

    def on_mount(self) -> None:
        """Look now, and from now on."""
        self.watch_for_shutdown()
        self.set_interval(LOOK, self._look)
        self.call_after_refresh(self._look)

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the letters are small."""
        self._roomy = event.size.width > ROOMY
        self._hint()

    def on_key(self, event: events.Key) -> None:
        """Keys are for the other window."""
        event.stop()
        self._hint(_("Keys work in the other window. Ctrl+Q closes this one."))

    def _look(self) -> None:
        view = self._feed.view()
        blank = view is not None and view.scene == Scene.BLANK
        if blank != self._blank:
            self._blank = blank
            self._hint()
        if self._language is None and (spoken := self._feed.language) != self._spoken:
            self._spoken = spoken
            i18n.use(i18n.choose(spoken))
        face = self.query_one_optional(RoomDisplay)
        if face is not None and face.is_mounted:
            face.show(view or NO_SESSION)

    def _hint(self, text: str = "") -> None:
        if self._quiet is not None:
            self._quiet.stop()
        if text:
            self._quiet = self.set_timer(HINT, self._hint)
        elif self._roomy and not self._blank:
            text = _("Make the letters larger: Ctrl and +")
        hint = self.query_one("#hint", Static)
        hint.update(Content(text))
        hint.display = bool(text)
