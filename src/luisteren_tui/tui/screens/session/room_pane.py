"""What the session screen shows and lets the room hear."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from luisteren_tui.i18n import _
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.tui.screens.session.saving import SessionSaving
from luisteren_tui.views.session_view import View

if TYPE_CHECKING:  # few sessions have sound
    from luisteren_tui.system.sound import Player
    from luisteren_tui.tui.signal_sound import SignalSound


class SessionRoom(SessionSaving):
    """Has the room's face, made when it is first shown, and the sound of its signals."""

    class NoSound(Message):
        """The room can't hear its signals; `why` is a message id."""

        def __init__(self, why: str) -> None:
            super().__init__()
            self.why = why

    def __init__(self, live: LiveSession, data: Path, keymap: Mapping[str, str]) -> None:
        super().__init__(live, data, keymap)
        self._sound: SignalSound | None = None
        self._unsaid: str | None = ""

    def _show_room(self, view: View) -> None:
        from luisteren_tui.storage.workshop_file import text_body
        from luisteren_tui.tui.widgets.room_display import RoomFace
        from luisteren_tui.views.room_view import room_view

        face = self.query_one_optional(RoomFace)
        if face is None:
            face = RoomFace("", id="room")
            self.mount(face, before="#keys")
            self.call_after_refresh(self._show_room, view)
            return
        if not face.is_mounted:
            self.call_after_refresh(self._show_room, view)
            return
        text = view.room_content.text
        body = None if text is None else text_body(self.live.state.opened.workshop, text, self._data)
        face.show(room_view(self.live.state, view, body))

    def sound_with(self, player: "Player") -> None:
        """Let the room hear its signals from now on."""
        from luisteren_tui.tui.signal_sound import SignalSound

        # From another thread: posting is all that is allowed there.
        self._sound = SignalSound(player, lambda why: self.post_message(self.NoSound(why)))

    @on(NoSound)
    def _no_sound(self, event: NoSound) -> None:
        if self._unsaid is not None:
            self._unsaid = event.why
            self._say_unsaid()

    def _say_unsaid(self) -> None:
        """Say once, and not to the room, that there is no sound."""
        if self._unsaid and not self.room:
            self.say(_(self._unsaid))
            self._unsaid = None
