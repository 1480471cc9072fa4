"""When what is typed is saved: soon after the key, also while keys come faster than they can be handled."""

from collections.abc import Callable
from typing import Protocol

from luisteren_tui.i18n import N_

SAVE_AFTER_SECONDS = 0.1
"""From the first unsaved key until it is saved, and the least time between two saves."""
BEHIND_SECONDS = 1.0
"""How long something may stay unsaved before the screen says so. For what is typed this counts from the key."""
SAVE_TIMEOUT_S = 5.0
"""How long to wait for what is not on the disk yet, before asking what to do."""
LOOK_S = 0.05
"""The time between looks at what is on the disk."""
NO_RESPONSE = N_("the disk does not respond")


class Stoppable(Protocol):
    """A timer that was started."""

    def stop(self) -> None:
        """Don't fire any more."""


class Autosave:
    """Calls `save` a moment after the first key that is not saved.

    A timer does that for the keys before a pause. While keys wait to be handled, the timer has to wait behind them, so a
    key that finds that the time has come calls `save` itself.

    `now` and the times of keys are seconds of one clock. `later` calls back after some seconds.
    """

    def __init__(
        self,
        save: Callable[[], object],
        *,
        now: Callable[[], float],
        later: Callable[[float, Callable[[], None]], Stoppable],
    ) -> None:
        self._save, self._now, self._later = save, now, later
        self._timer: Stoppable | None = None
        self._saved_at = float("-inf")
        self.since: float | None = None
        """When the oldest key came that is not saved."""

    def typed(self, at: float) -> bool:
        """Save what a key that came at `at` typed, now or in a moment. Return whether it is the first that waits."""
        first = self.since is None
        if self.since is None:
            self.since = at
        wait = max(self.since, self._saved_at) + SAVE_AFTER_SECONDS - self._now()
        if wait <= 0:
            self._save()
        elif self._timer is None:
            self._timer = self._later(wait, self._save_waiting)
        return first and self.since is not None

    def take(self) -> int:
        """Note that all is saved now. Return how long ago the oldest key came that was not, in ms."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.since is None:
            return 0
        self._saved_at = now = self._now()
        since, self.since = self.since, None
        return max(0, round((now - since) * 1000))

    def _save_waiting(self) -> None:
        self._timer = None
        if self.since is not None:
            self._save()
