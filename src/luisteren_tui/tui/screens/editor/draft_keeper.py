"""Keeps the draft of a workshop on the disk, a moment after each change, and again when that failed."""

from collections.abc import Callable

from luisteren_tui.i18n import _
from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.tui.autosave import Autosave, Stoppable

RETRY_S = 1.0
"""Seconds until a draft that could not be written is tried again."""


class DraftKeeper:
    """Calls `take` a moment after the first change that is not taken, and `told` when the state of the disk changes.

    `now` and `later` are as for Autosave.
    """

    def __init__(
        self,
        edited: EditedWorkshop,
        take: Callable[[], object],
        told: Callable[[], object],
        *,
        now: Callable[[], float],
        later: Callable[[float, Callable[[], None]], Stoppable],
    ) -> None:
        self._edited, self._told, self._now, self._later = edited, told, now, later
        self._autosave = Autosave(take, now=now, later=later)
        self._retry: Stoppable | None = None
        self.failure = ""
        """Why the draft is not on the disk; empty if it is."""

    def typed(self) -> None:
        """Note that something was typed."""
        self._autosave.typed(self._now())

    def taken(self) -> None:
        """Note that what was typed is in the workshop."""
        self._autosave.take()

    def keep(self) -> bool:
        """Write the draft, and return whether it is on the disk."""
        if self._retry is not None:
            self._retry.stop()
            self._retry = None
        before = self.failure
        try:
            self._edited.keep_draft()
            self.failure = ""
        except OSError as error:
            self.failure = _(write_error_message(error))
            self._retry = self._later(RETRY_S, self._try_again)
        if self.failure != before:
            self._told()
        return not self.failure

    def _try_again(self) -> None:
        self._retry = None
        self.keep()
