"""The participants' screen inside the window of the session screen."""

from pathlib import Path
from typing import Any

from textual.screen import Screen

from luisteren_tui.session.state import State
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.room_view import room_view
from luisteren_tui.views.session_view import View


class RoomPane:
    """Adds a room display to `screen`, and shows there what the room may see.

    Texts that are not in the workshop file are read from the `data` folder.
    """

    def __init__(self, screen: Screen[Any], data: Path) -> None:
        self._screen, self._data = screen, data
        self._display = RoomDisplay("", id="room")
        self._latest: tuple[State, View] | None = None
        screen.mount(self._display, before="#keys")

    def show(self, state: State, view: View) -> None:
        """Show the room's part of `view`, once the display is mounted."""
        self._latest = state, view
        self._show_latest()

    def _show_latest(self) -> None:
        if self._latest is None:
            return
        if not self._display.is_mounted:
            self._screen.call_after_refresh(self._show_latest)
            return
        (state, view), self._latest = self._latest, None
        text = view.room_content.text
        body = None if text is None else text_body(state.opened.workshop, text, self._data)
        self._display.show(room_view(state, view, body))
