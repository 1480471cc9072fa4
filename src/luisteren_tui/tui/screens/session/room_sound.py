"""The sound of the room's signals, and that there is none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from luisteren_tui.i18n import _

if TYPE_CHECKING:  # the first picture does not need these, and comes sooner
    from luisteren_tui.runtime.live_session import LiveSession
    from luisteren_tui.system.sound import Player
    from luisteren_tui.tui.signal_sound import SignalSound
    from luisteren_tui.views.session_view import View


class RoomSound:
    """Lets the room hear its signals. If it can't, the facilitator is told once, and alone.

    `later` has a function called in the app's own thread, `hint` shows a text, and `room` is whether the room looks on.
    """

    def __init__(
        self,
        *,
        later: Callable[[Callable[[str], None], str], object],
        hint: Callable[[str], None],
        room: Callable[[], bool],
    ) -> None:
        self._later, self._hint, self._room = later, hint, room
        self._signals: SignalSound | None = None
        self._missing: str | None = ""
        """Why there is no sound; None once that was said."""

    def play(self, player: "Player") -> None:
        """Let the room hear its signals from now on."""
        # Lazy: few sessions have sound.
        from luisteren_tui.tui.signal_sound import SignalSound

        # The player's thread calls back.
        self._signals = SignalSound(player, lambda why: self._later(self._failed, why))

    def listen(self, live: "LiveSession", view: "View") -> None:
        """Play the signal that began since the last call."""
        if self._signals is not None:
            self._signals.listen(live, view)

    def say_missing(self) -> None:
        """Tell the facilitator that there is no sound, unless the room looks on or it was said."""
        if self._missing and not self._room():
            self._hint(_(self._missing))
            self._missing = None

    def _failed(self, why: str) -> None:
        if self._missing is not None:
            self._missing = why
            self.say_missing()
