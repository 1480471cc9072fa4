"""The draft is written after each change, and again when that failed."""

import asyncio
from collections.abc import Callable, Coroutine
from errno import EIO, ENOSPC
from typing import Any
from unittest.mock import Mock

from luisteren_tui.tui.screens.editor.draft_keeper import RETRY_S, SYNC_AFTER_S, DraftKeeper


class Disk:
    """Keeps drafts while it is not full, and fires timers only when it is told to."""

    def __init__(self) -> None:
        self.full, self.kept, self.told = False, 0, list[str]()
        self.timers: list[tuple[float, Callable[[], None]]] = []
        self.started: list[Coroutine[Any, Any, None]] = []
        self.sync_error: OSError | None = None
        self.mistrusted = False
        edited: Any = Mock(keep_draft=self._keep, sync_draft=self._sync, mistrust_draft=self._mistrust)
        self.keeper = DraftKeeper(
            edited,
            lambda: None,
            lambda: self.told.append(self.keeper.failure),
            now=lambda: 0.0,
            later=self._later,
            start=self.started.append,
        )

    def _keep(self) -> bool:
        if self.full:
            raise OSError(ENOSPC, "full")
        self.kept += 1
        self.mistrusted = False
        return True

    def _sync(self) -> None:
        if self.sync_error is not None:
            raise self.sync_error

    def _mistrust(self) -> None:
        self.mistrusted = True

    def _later(self, seconds: float, call: Callable[[], None]) -> Any:
        timer = (seconds, call)
        self.timers.append(timer)
        return Mock(stop=lambda: self.timers.remove(timer))

    @property
    def seconds(self) -> list[float]:
        return [seconds for seconds, _call in self.timers]

    def fire(self) -> None:
        (_seconds, call), self.timers = self.timers[0], self.timers[1:]
        call()


def test_draft_that_was_not_written_is_tried_again_until_it_is() -> None:
    disk = Disk()
    disk.full = True
    assert not disk.keeper.keep()
    assert disk.seconds == [RETRY_S]
    disk.fire()
    assert (disk.kept, len(disk.timers)) == (0, 1)
    disk.full = False
    disk.fire()
    assert (disk.kept, disk.seconds, disk.keeper.failure) == (1, [SYNC_AFTER_S], "")
    assert len(disk.told) == 2  # once when it failed, once when it was written after all
    assert disk.told[0]
    assert not disk.told[1]


def test_next_change_writes_the_draft_without_waiting_for_the_next_try() -> None:
    disk = Disk()
    disk.full = True
    disk.keeper.keep()
    disk.full = False
    assert disk.keeper.keep()
    assert (disk.kept, disk.seconds) == (1, [SYNC_AFTER_S])


def test_draft_is_synced_once_for_all_changes_of_a_second() -> None:
    disk = Disk()
    disk.keeper.keep()
    disk.keeper.keep()
    assert disk.seconds == [SYNC_AFTER_S]
    disk.fire()
    (sync,) = disk.started
    asyncio.run(sync)
    disk.keeper.keep()
    assert (disk.seconds, disk.keeper.failure) == ([SYNC_AFTER_S], "")


def test_draft_that_could_not_be_synced_is_told_and_written_anew() -> None:
    disk = Disk()
    disk.keeper.keep()
    disk.fire()
    disk.sync_error = OSError(EIO, "broken")
    asyncio.run(disk.started.pop())
    assert (disk.kept, disk.mistrusted, disk.seconds) == (1, True, [RETRY_S])
    assert disk.keeper.failure
    disk.fire()
    assert (disk.kept, disk.mistrusted, disk.keeper.failure) == (2, False, "")


def test_draft_is_kept_for_good_only_if_it_was_synced() -> None:
    disk = Disk()
    assert disk.keeper.keep_for_good()
    disk.sync_error = OSError(EIO, "broken")
    assert not disk.keeper.keep_for_good()
    assert (disk.mistrusted, disk.seconds) == (True, [SYNC_AFTER_S, RETRY_S])


def test_draft_that_somebody_removed_is_written_anew_at_once() -> None:
    disk = Disk()
    disk.keeper.keep()
    disk.sync_error = FileNotFoundError()
    asyncio.run(disk.keeper.sync())
    assert (disk.kept, disk.told) == (2, [])
