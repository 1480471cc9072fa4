"""The draft is written after each change, and again when that failed."""

from collections.abc import Callable
from errno import ENOSPC
from typing import Any
from unittest.mock import Mock

from luisteren_tui.tui.screens.editor.draft_keeper import RETRY_S, DraftKeeper


class Disk:
    """Keeps drafts while it is not full, and fires timers only when it is told to."""

    def __init__(self) -> None:
        self.full, self.kept, self.told = False, 0, list[str]()
        self.timers: list[tuple[float, Callable[[], None]]] = []
        edited: Any = Mock(keep_draft=self._keep)
        self.keeper = DraftKeeper(
            edited, lambda: None, lambda: self.told.append(self.keeper.failure), now=lambda: 0.0, later=self._later
        )

    def _keep(self) -> None:
        if self.full:
            raise OSError(ENOSPC, "full")
        self.kept += 1

    def _later(self, seconds: float, call: Callable[[], None]) -> Any:
        timer = (seconds, call)
        self.timers.append(timer)
        return Mock(stop=lambda: self.timers.remove(timer))

    def fire(self) -> None:
        (_seconds, call), self.timers = self.timers[0], self.timers[1:]
        call()


def test_draft_that_was_not_written_is_tried_again_until_it_is() -> None:
    disk = Disk()
    disk.full = True
    assert not disk.keeper.keep()
    assert [seconds for seconds, _call in disk.timers] == [RETRY_S]
    disk.fire()
    assert (disk.kept, len(disk.timers)) == (0, 1)
    disk.full = False
    disk.fire()
    assert (disk.kept, disk.timers, disk.keeper.failure) == (1, [], "")
    assert len(disk.told) == 2  # once when it failed, once when it was written after all
    assert disk.told[0]
    assert not disk.told[1]


def test_next_change_writes_the_draft_without_waiting_for_the_next_try() -> None:
    disk = Disk()
    disk.full = True
    disk.keeper.keep()
    disk.full = False
    assert disk.keeper.keep()
    assert (disk.kept, disk.timers) == (1, [])
