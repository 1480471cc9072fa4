"""The sound of the room's signals, which the facilitator's program plays."""

from typing import TYPE_CHECKING

from luisteren_tui.session.signals import RoomSignal, is_new_signal, room_signal
from luisteren_tui.system.sound import Failed, Player

if TYPE_CHECKING:
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.views.session_view import View


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
