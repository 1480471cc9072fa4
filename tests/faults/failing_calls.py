"""Row 5: calls to the disk fail."""

import asyncio
import errno
import os
import stat
import threading
from collections import Counter
from itertools import product
from pathlib import Path
from time import monotonic

import pytest

from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import COMPACT_BYTES
from luisteren_tui.tui.screens.dialog import UnsavedDialog
from tests.faults.random_sessions import (
    HandClock,
    Turns,
    begin,
    events_of,
    resume,
    rewrite_soon,
    same,
    will_be_rewritten,
)
from tests.faults.tally import Tally, folder, require, sample
from tests.tui.screens.session import test_save_indicator
from tests.tui.stage import on_stage

NAMES = ("open", "write", "sync", "close", "replace", "link", "unlink")
CODES = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE, 0)
"""The errors of the system. 0 is a short write after which the disk is full."""
LIMIT = 20.0
ENOUGH = 4


class BrokenDisk(Turns, Disk):
    """A disk on which call `number` of the kind `name` fails, alone or with all later ones until it is repaired.

    It knows what would survive a power cut: the bytes that were synced, unless a sync of that file failed, under the
    names that were in a folder when it was synced.
    """

    def __init__(self, name: str = "", number: int = 0, code: int = 0, lasting: bool = False) -> None:
        super().__init__()
        self.name, self.number, self.code, self.lasting = name, number, code, lasting
        self.made: Counter[str] = Counter()
        self.mended = self.came = False
        self.alarming = 0  # faults that the journal must report
        self.failing_syncs = 0
        self._safe: dict[int, int] = {}
        self._given_up: set[int] = set()
        self._unnamed: set[int] = set()

    def lasts(self, path: Path, *, named: bool = True) -> bool:
        """Return whether the whole file would survive a power cut, and, if `named`, also at its path."""
        found = path.stat()
        synced = found.st_ino not in self._given_up and self._safe.get(found.st_ino, 0) == found.st_size
        return synced and not (named and found.st_ino in self._unnamed)

    def _call(self, name: str) -> bool:
        """Count a call and raise its error, if any. Return whether a write must be short."""
        self.made[name] += 1
        at = self.made[name] - self.number
        if self.mended or name != self.name or at < 0 or (at > (not self.code) and not self.lasting):
            return False
        self.came = True
        if self.code == 0 and at == 0:
            return True
        self.alarming += name in ("open", "write", "sync", "replace")
        code = self.code or errno.ENOSPC
        raise OSError(code, os.strerror(code))

    def open(self, path: Path, flags: int) -> int:
        self._call("open")
        new = not path.exists()
        fd = super().open(path, flags)
        if new:  # the system reuses the inode of a deleted file
            self._safe.pop(os.fstat(fd).st_ino, None)
            self._given_up.discard(os.fstat(fd).st_ino)
            self._unnamed.add(os.fstat(fd).st_ino)
        return fd

    def write(self, fd: int, data: bytes | memoryview) -> int:
        return super().write(fd, data[: len(data) // 2] if self._call("write") else data)

    def sync(self, fd: int) -> None:
        found = os.fstat(fd)
        try:
            self._call("sync")
            if self.failing_syncs:
                self.failing_syncs -= 1
                self.alarming += 1
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        except OSError:
            self._given_up.add(found.st_ino)
            raise
        super().sync(fd)
        self._safe[found.st_ino] = found.st_size
        if stat.S_ISDIR(found.st_mode):
            self._unnamed.clear()

    def close(self, fd: int) -> None:
        super().close(fd)
        self._call("close")

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)
        self._unnamed.add(target.stat().st_ino)

    def link(self, source: Path, target: Path) -> None:
        self._call("link")
        super().link(source, target)

    def unlink(self, path: Path) -> None:
        self._call("unlink")
        super().unlink(path)


def failing_calls(count: int, seed: int) -> Tally:
    """Let each kind of disk call fail with each error, once or from then on; writes are also cut short.

    The short form fails `count` calls of each kind.

    Judged by the events and by the disk: what is reported as saved would survive, and a fault that prevents saving
    raises an alarm, which stays until everything is saved. Until then a copy elsewhere holds everything, and once the
    disk works again, so does the journal. The screen shows the alarm
    (`tests/tui/screens/session/test_save_indicator`), and offers a copy elsewhere to a user who leaves.
    Seen to fail without: `_fail` after a failed write (`JournalFile.append`), a new file after a failed sync
    (`JournalFile._serve`), writing the rest after a short write (`write_all`), syncing the name of a journal that was
    rewritten shorter (`_named`), an alarm when a damaged one can't be opened (`JournalFile.reopen`).
    """
    tally = Tally()
    clean = BrokenDisk()
    with folder() as data:
        _session(data, clean)
    for name, code, lasting in product(NAMES, CODES, (False, True)):
        numbers = range(1, clean.made[name] + 1) if code or name == "write" else ()
        for number in sample(numbers, count, seed):
            what = f"{name} {number}: {errno.errorcode.get(code, 'short')}{' from then on' * lasting}"
            if len(tally.lost) > ENOUGH:
                return tally  # each of them waits until its time limit
            with tally.trial(what), folder() as data:
                disk = BrokenDisk(name, number, code, lasting)
                _session(data, disk)
                require(disk.came, "the call was never made")
    for test in (
        test_save_indicator.test_failing_disk_raises_the_alarm_until_it_works_again,
        _a_copy_elsewhere_is_offered,
    ):
        with tally.trial(test.__name__), folder() as data, pytest.MonkeyPatch.context() as patches:
            asyncio.run(test(data, patches))
    return tally


async def _a_copy_elsewhere_is_offered(data: Path, patches: pytest.MonkeyPatch) -> None:
    home, real = data / "home", Disk.sync
    home.mkdir()
    patches.setenv("HOME", str(home))

    def sync(disk: Disk, fd: int) -> None:
        if threading.current_thread().name == "journal":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(disk, fd)

    async with on_stage(data / "data") as stage:
        await stage.begin()
        patches.setattr(Disk, "sync", sync)
        await stage.press("space")
        await stage.until(lambda: "NOT SAVED" in stage.picture())
        await stage.press("q")
        await stage.on(UnsavedDialog)
        require("save everything in another place" in stage.picture(), "it is not offered")
        await stage.press("h")
        assert stage.live.path
        copy = home / stage.live.path.name
        await stage.until(copy.exists)
        events = [stage.live.state.opened, *(event for _at, event in stage.live.events)]
        require([record.event for record in read_journal(copy).records] == events, "it is not all of it")
        patches.setattr(Disk, "sync", real)


def _session(data: Path, disk: BrokenDisk) -> None:
    """Run a session on this disk, damage its journal and resume it."""
    clock = HandClock()
    try:
        with disk.giving():
            live = begin(data, clock, disk, 0.001)
    except OSError:
        require(not list((data / "sessions").glob("*")), "a session that can't be made leaves something")
        disk.mended = True
        with disk.giving():
            live = begin(data, clock, disk, 0.001)
    _drive(live, disk, clock, data / "copy-1")
    before = events_of(live)
    path = live.path
    assert path
    require(live.close(LIMIT), "it does not close")
    whole = path.read_bytes()
    path.write_bytes(_damaged(whole))
    faults = disk.alarming
    with disk.giving():
        again = resume(path, clock, disk, 0.001)
        require(disk.alarming == faults or again.journal.status.failing, "no alarm when it is gone on with")
    require(same(events_of(again)[: len(before) - 1], [*before[:2], *before[3:]]), "something is not back")
    _drive(again, disk, clock, data / "copy-2")
    require(again.close(LIMIT), "it does not close")
    aside = [other.read_bytes() for other in path.parent.iterdir() if ".damaged-" in other.name]
    require(aside == [_damaged(whole)], "the damaged original is not kept, or more than once")


def _damaged(whole: bytes) -> bytes:
    """Return the journal with its third line zeroed."""
    first, second, third, *rest = whole.splitlines(keepends=True)
    return b"".join([first, second, bytes(len(third) - 1), b"\n", *rest])


def _drive(live: LiveSession, disk: BrokenDisk, clock: HandClock, copy: Path) -> None:
    path, alarms = live.path, list[str | None]()
    assert path
    live.journal.on_change = lambda: alarms.append(live.journal.status.failing)
    _settled(live, disk)
    for number in range(6):
        clock.pass_by(1000)
        alarms[:] = [live.journal.status.failing]  # an alarm that is already raised is not raised again
        faults = disk.alarming
        if number == 1:
            rewrite_soon(live)
        if number == 3:
            disk.failing_syncs = 1
        with disk.giving():
            live.do(c.Write(Slot("1", 1), f"{clock.now.wall}"))
        _settled(live, disk)
        if number == 1:
            _rewritten(live)
        status = live.journal.status
        if status.failing is None:
            # Before and after a rewrite that only makes it shorter, the same is saved under the one name.
            require(disk.lasts(path, named=number != 1), "it says it is saved and would not last")
            require(read_journal(path).last_seq == status.appended, "it says it is saved and is not")
        silent = number == 1 and status.failing is None  # it need not be shorter to be saved
        require(disk.alarming == faults or silent or any((*alarms, status.failing)), "a fault without an alarm")
    live.journal.copy_to(copy)
    require(same([record.event for record in read_journal(copy).records], events_of(live)), "the copy is not all of it")
    disk.mended = disk.came  # faults that did not occur yet occur when the session is resumed
    _settled(live)
    read = read_journal(path)
    require(read.intact and same([record.event for record in read.records], events_of(live)), "it did not catch up")
    require(disk.lasts(path), "it says it caught up and would not last")


def _rewritten(live: LiveSession) -> None:
    """Wait until the journal was rewritten shorter, or can't be."""
    end, tick = monotonic() + LIMIT, threading.Event()
    while will_be_rewritten(live) and live.journal.status.failing is None:
        require(monotonic() < end, "it is never rewritten")
        tick.wait(0.0005)
    rewrite_soon(live, at=COMPACT_BYTES)


def _settled(live: LiveSession, disk: BrokenDisk | None = None) -> None:
    """Wait until everything is saved or, if the fault of `disk` occurred, until the alarm is raised."""
    end, tick = monotonic() + LIMIT, threading.Event()
    while True:
        status = live.journal.status
        if status.synced == status.appended and status.failing is None:
            return
        if status.failing is not None and disk is not None and disk.came:
            return
        require(monotonic() < end, "no alarm, and not saved")
        tick.wait(0.0005)
