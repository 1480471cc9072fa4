"""When the session screen looks at the clock again."""

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable

from textual import events
from textual.message import Message

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session.events import Clock
from luisteren_tui.views.session_view import View

SHORTEST_TICK_S = 0.05
"""The least seconds between two pictures of a fast rehearsal."""
STILL_TICK_S = 1.0
"""The seconds between two looks at a rehearsal whose clock does not run. Nothing changes by itself."""


class Ticker:
    """Has `tick` called, by a message that it posts, when the picture of a session differs next.

    A timer of Textual costs a task, and a look at the signature of what it calls, each second.
    """

    def __init__(self, post: Callable[[Message], object], tick: Callable[[], None]) -> None:
        self._post, self._tick = post, tick
        self.timer: TimerHandle | None = None
        self._aim: tuple[Clock, int] | None = None
        """The clock and the session time at which the timer fires."""

    def aim(self, live: LiveSession, view: View) -> None:
        """Aim at the next change of `view`, which shows `live`."""
        aim = (live.state.clocks[-1], view.next_change)
        if self.timer is not None and aim == self._aim:
            return  # most keys don't change when the next second passes
        self.stop()
        # A millisecond late rather than early: early would show the previous second once more.
        wait = max(1, view.next_change - live.now() + 1) / 1000 / live.speed
        if live.speed > 1:
            wait = max(wait, SHORTEST_TICK_S)
        if live.stands_still:
            wait = STILL_TICK_S
        later = asyncio.get_running_loop().call_later
        self._aim, self.timer = aim, later(wait, self._post, events.Callback(callback=self._tick))

    def stop(self) -> None:
        """Aim at nothing."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
