"""Lets the room hear its signals, from the facilitator's program."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from luisteren_tui.runtime.config import Config
from luisteren_tui.session.signals import RoomSignal, is_new_signal, room_signal
from luisteren_tui.system.sound import Bell, Failed, Gong, Player

if TYPE_CHECKING:
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.views.session_view import View


def player(config: Config, ring: Callable[[], None]) -> Player:
    """Return what plays as the settings ask for; `ring` rings the terminal's bell."""
    return Bell(ring) if config.bell else Gong(config.volume)


class SignalSound:
    """Plays the room's signals as they begin; `failed` is told, from any thread, why they are not heard."""

    def __init__(self, player: Player, failed: Failed) -> None:
        self._player, self._failed = player, failed
        self._before: RoomSignal | None = None
        player.prepare(failed)

    def listen(self, live: "LiveSession", view: "View") -> None:
        """Play what began since the last time; a rehearsal that runs faster than a room does it in silence."""
        before, self._before = self._before, room_signal(live.state, view.clock, view.turn)
        if live.speed == 1 and is_new_signal(before, self._before):
            self._player.play(self._failed)
