"""Keeps the room's screen in the browser up to date with the session that runs, until the sessions have long been over."""

import time
from collections.abc import Callable
from pathlib import Path

from luisteren_tui import i18n
from luisteren_tui.export import room_page
from luisteren_tui.runtime.config import Config
from luisteren_tui.runtime.room_feed import RoomFeed
from luisteren_tui.storage import room_folder
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.room_view import NO_SESSION, RoomView, Scene

POLL_S = 0.2
"""Seconds between two reads of the journal."""
BEAT_MS = 2000
"""How often the page hears that the program is still there."""
IDLE_MS = 4 * 3_600_000
"""How long the program waits for something new: a break for lunch, and people who stay after the end."""
LAST_LOAD_S = 2.5
"""How long a page may take to load the last state."""


class RoomPageWriter:
    """Writes the page in `folder`. `language` is the one that the user asked for: the hints on the page are in it."""

    def __init__(self, folder: Path, folders: Folders, clock: Clock, config: Config, language: str | None) -> None:
        self._folder, self._clock, self._config, self._language = folder, clock, config, language
        self._feed = RoomFeed(folders, clock)
        self._session_language: str | None = None
        self._started = clock.read().boot
        self._view: RoomView | None = None
        self._written: int | None = None
        self._beat = 0

    @property
    def path(self) -> Path:
        """The page to open in a browser."""
        return self._folder / room_page.PAGE

    def begin(self) -> None:
        """Write the page for the first time. Raise OSError if that fails: later it goes on without what fails."""
        room_folder.write(self._folder, room_page.static_files())
        self.refresh()

    def run(self, wait: Callable[[float], None] = time.sleep) -> None:
        """Keep the page up to date until nothing new has come for long. After the end, the thanks stay on the wall."""
        try:
            while self.refresh():
                wait(POLL_S)
        finally:
            if self._view is not None and self._view.scene == Scene.THANKS:
                self._write(self._view, last=True)
                wait(LAST_LOAD_S)

    def refresh(self) -> bool:
        """Write what the room sees now, if that is new or time for a beat. Return whether something new may come."""
        now, view = self._clock.read(), self._feed.view() or NO_SESSION
        language = self._feed.language
        if language != self._session_language:
            self._session_language = language
            i18n.use(i18n.screen_language(self._language, language))
            self._written = None
        if self._written is None or view != self._view or not 0 <= now.boot - self._written < BEAT_MS:
            self._written = now.boot if self._write(view) else None
        self._view = view
        heard = self._started if self._feed.heard is None else self._feed.heard
        return now.boot - heard < IDLE_MS

    def _write(self, view: RoomView, *, last: bool = False) -> bool:
        """Write the state, and before the first one the files that stay. Return whether that worked."""
        self._beat += 1
        state = room_page.state_file(
            room_page.picture(view, self._config.evaluation),
            theme=self._config.theme,
            beat=self._beat,
            # Before the clock runs, somebody stands at this window. After that, it shows the group nothing about itself.
            hint=view.scene in (Scene.NOTHING, Scene.WELCOME),
            last=last,
        )
        try:
            if self._written is None:
                room_folder.write(self._folder, room_page.static_files())
            room_folder.write(self._folder, {room_page.STATE: state})
        except OSError:
            return False  # the page keeps its picture, and the next try writes everything anew
        return True
