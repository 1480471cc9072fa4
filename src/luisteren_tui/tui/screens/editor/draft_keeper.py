"""Keeps the draft of a workshop on the disk, a moment after each change, and again when that failed."""

from asyncio import to_thread
from collections.abc import Callable, Coroutine
from typing import Any

from luisteren_tui.i18n import _
from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.storage.files import write_error_message
from luisteren_tui.tui.autosave import Autosave, Stoppable

RETRY_S = 1.0
"""Seconds until a draft that could not be written is tried again."""
SYNC_AFTER_S = 1.0
"""Seconds from the first change until the draft survives a power cut too. Asking that of the disk takes it some time."""


class DraftKeeper:
    """Calls `take` a moment after the first change that is not taken, and `told` when the state of the disk changes.

    `now` and `later` are as for Autosave; `start` runs a coroutine.
    """

    def __init__(
        self,
        edited: EditedWorkshop,
        take: Callable[[], object],
        told: Callable[[], object],
        *,
        now: Callable[[], float],
        later: Callable[[float, Callable[[], None]], Stoppable],
        start: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._edited, self._told, self._now, self._later, self._start = edited, told, now, later, start
        self._autosave = Autosave(take, now=now, later=later)
        self._retry: Stoppable | None = None
        self._sync_timer: Stoppable | None = None
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
        try:
            if self._edited.keep_draft() and self._sync_timer is None:
                self._sync_timer = self._later(SYNC_AFTER_S, self._begin_sync)
            self._tell("")
        except OSError as error:
            self._fail(error)
        return not self.failure

    def keep_for_good(self) -> bool:
        """Write the draft and wait until it is on the disk itself. Return whether it is."""
        if self.keep():
            try:
                self._edited.sync_draft()
            except OSError as error:
                self._doubt(error)
        return not self.failure

    def _begin_sync(self) -> None:
        self._sync_timer = None
        self._start(self.sync())

    async def sync(self) -> None:
        """Sync the draft in a thread. If it is not there, write it again."""
        try:
            await to_thread(self._edited.sync_draft)
        except FileNotFoundError:  # somebody removed it, or the workshop was saved meanwhile
            self._edited.mistrust_draft()
            self.keep()
        except OSError as error:
            self._doubt(error)

    def _doubt(self, error: OSError) -> None:
        self._edited.mistrust_draft()
        self._fail(error)

    def _fail(self, error: OSError) -> None:
        """Say why the draft is not on the disk, and try again in a moment."""
        if self._retry is None:
            self._retry = self._later(RETRY_S, self._try_again)
        self._tell(_(write_error_message(error)))

    def _tell(self, failure: str) -> None:
        if failure != self.failure:
            self.failure = failure
            self._told()

    def _try_again(self) -> None:
        self._retry = None
        self.keep()
