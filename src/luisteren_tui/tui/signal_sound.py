"""The sound of the room's signals, which the facilitator's program plays."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from luisteren_tui.runtime.config import Config
from luisteren_tui.session.signals import RoomSignal, is_new_signal, room_signal
from luisteren_tui.system.sound import Bell, Failed, Gong, Player

if TYPE_CHECKING:
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.views.session_view import View


def player(config: Config, ring: Callable[[], None]) -> Player:
    """Return the player that the settings ask for: the terminal's bell, which `ring` rings, or a gong."""
    return Bell(ring) if config.bell else Gong(config.volume)


class SignalSound:
    """Plays the room's signals as they begin. If that fails, `failed` is called from any thread with the reason."""

    def __init__(self, player: Player, failed: Failed) -> None:
        self._player, self._failed = player, failed
        self._before: RoomSignal | None = None
        player.prepare(failed)

    def listen(self, live: "LiveSession", view: "View") -> None:
        """Play the signal that began since the last call. A rehearsal that runs faster than real time is silent."""
        before, self._before = self._before, room_signal(live.state, view.clock, view.turn)
        if live.speed == 1 and is_new_signal(before, self._before):
            self._player.play(self._failed)
