"""Row 6: the disk is slow."""

import asyncio
import threading
from pathlib import Path
from time import monotonic, perf_counter, sleep
from unittest.mock import patch

from luisteren_tui.session import commands as c
from luisteren_tui.storage.files import Disk
from tests.faults.processes import seconds_waiting
from tests.faults.tally import Tally, folder, require
from tests.tui.stage import Stage, on_stage

KEYS = ("space", "down", "plus", "minus", "space", "m", "right", "left", "u", "space", "n", "a", "b", "c", "escape")
SLOW = 2.0
PATIENCE = 30.0
"""After this many seconds a key that waits for a sync is released, and the row reports it."""
MOST_MS = 50.0


def slow_disk(count: int, seed: int) -> Tally:
    """Let each fsync take at least 2 s, and until ten keys on the session screen have been handled.

    Judged by the fsync: it is still running when the keys have been handled. In the short form also by the clock: no
    key takes over 50 ms until its result is painted, not counting time that the machine gave to others.
    Seen to fail without: the thread that syncs (`append` calling `_sync`), releasing the lock before a sync (`_sync`).
    """
    tally = Tally()
    with folder() as data:
        asyncio.run(_press(data, tally, count))
    return tally


class Slow:
    """The syncs of a disk, which take 2 s and wait until they may end, but not for longer than a waiting key."""

    real = Disk.sync

    def __init__(self) -> None:
        self.under_way = self.waited_for = 0
        self.may_end = threading.Event()

    def sync(self, disk: Disk, fd: int) -> None:
        end = monotonic() + SLOW
        self.under_way += 1
        self.waited_for += not self.may_end.wait(PATIENCE)
        sleep(max(0.0, end - monotonic()))
        Slow.real(disk, fd)
        self.under_way -= 1


async def _press(data: Path, tally: Tally, count: int) -> None:
    slow, took = Slow(), list[float]()
    async with on_stage(data) as stage:
        await stage.begin()
        await _saved(stage)
        with patch.object(Disk, "sync", lambda disk, fd: slow.sync(disk, fd)):
            for number in range(count):
                key = KEYS[number % len(KEYS)]
                with tally.trial(f"{key}, key {number}"):
                    if number % 10 == 0:
                        slow.may_end.set()
                        await _saved(stage)
                        slow.may_end.clear()
                        stage.live.do(c.Mark(stage.state.slot))
                        await stage.until(lambda: slow.under_way)
                    start, others = perf_counter(), seconds_waiting()
                    await stage.press(key)
                    took.append((perf_counter() - start - (seconds_waiting() - others)) * 1000)
                    require(slow.under_way, "the disk was not slow")
                    require(not slow.waited_for, "it waited for the disk")
                if tally.lost:
                    break
            slow.may_end.set()
            await _saved(stage)
    longest = max(took, default=0.0)
    tally.measured.append(f"the longest of {len(took)} keys took {longest:.1f} ms until what it did was painted")
    if count > len(KEYS) * 4 and longest > MOST_MS:
        tally.lost.append(f"a key waited {longest:.1f} ms")


async def _saved(stage: Stage) -> None:
    await stage.until(lambda: (status := stage.live.journal.status).synced == status.appended)
