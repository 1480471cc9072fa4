"""Row 6: the disk is slow."""

import asyncio
import threading
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from luisteren_tui.running import Running
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Event
from luisteren_tui.storage.files import Disk
from tests.faults.tally import Tally, folder, need
from tests.tui.stage import Stage, on_stage

KEYS = ("space", "down", "plus", "minus", "space", "m", "right", "left", "u", "space", "n", "a", "b", "c", "escape")
SLOW = 2.0
MOST_MS = 50.0


def slow_disk(count: int, seed: int) -> Tally:
    """Each fsync takes 2 s, or longer: it ends when the next ten keys were pressed on the session screen.

    Judged by the fsync itself: none is over before the keys that it could keep waiting were dealt with; and by the
    clock: no command takes over 50 ms from key to journal (measured only in the short form).
    Lost without: the thread that syncs (`append` calling `_sync`).
    """
    tally = Tally()
    with folder() as data:
        asyncio.run(_press(data, tally, count))
    return tally


class Slow:
    """A disk's syncs, which wait until they may end, and end by themselves when a key seems to wait for them."""

    real = Disk.sync

    def __init__(self) -> None:
        self.under_way = self.waited_for = 0
        self.may_end = threading.Event()

    def sync(self, disk: Disk, fd: int) -> None:
        self.under_way += 1
        self.waited_for += not self.may_end.wait(SLOW * 3)
        Slow.real(disk, fd)
        self.under_way -= 1


async def _press(data: Path, tally: Tally, count: int) -> None:
    slow, took = Slow(), []
    do = Running.do

    def timed(running: Running, command: c.Command) -> tuple[Event, ...]:
        start = perf_counter()
        try:
            return do(running, command)
        finally:
            took.append((perf_counter() - start) * 1000)

    async with on_stage(data) as stage:
        await stage.begin()
        await _saved(stage)
        with patch.object(Disk, "sync", lambda disk, fd: slow.sync(disk, fd)), patch.object(Running, "do", timed):
            for number in range(count):
                key = KEYS[number % len(KEYS)]
                with tally.trial(f"{key}, key {number}"):
                    if number % 10 == 0:
                        slow.may_end.set()
                        await _saved(stage)
                        slow.may_end.clear()
                        stage.running.do(c.Mark(stage.state.slot))
                        await stage.until(lambda: slow.under_way)
                    await stage.press(key)
                    need(not slow.waited_for, "it waited for the disk")
                if tally.lost:
                    break
            slow.may_end.set()
            await _saved(stage)
    longest = max(took, default=0)
    tally.measured.append(f"the longest of {len(took)} commands took {longest:.1f} ms from key to journal")
    if count > len(KEYS) * 4 and longest > MOST_MS:
        tally.lost.append(f"a key waited {longest:.1f} ms")


async def _saved(stage: Stage) -> None:
    await stage.until(lambda: (status := stage.running.journal.status).synced == status.appended)
