"""Row 5: the disk fails."""

import asyncio
import errno
import os
import threading
from collections import Counter
from itertools import product
from pathlib import Path
from time import monotonic

import pytest

from luisteren_tui.running import Running
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal import read_journal
from tests.faults.script import HandClock, begin, given, go_on
from tests.faults.tally import Tally, folder, need, sample
from tests.tui import test_saving

NAMES = ("open", "write", "sync", "close", "replace", "link", "unlink")
CODES = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE, 0)
"""What the system says; 0 is a write that writes half, and then finds the disk full."""
LIMIT = 20.0


class BrokenDisk(Disk):
    """A disk of which call `number` of a `name` fails: that one alone, or all from there on until it is mended."""

    def __init__(self, name: str = "", number: int = 0, code: int = 0, lasting: bool = False) -> None:
        self.name, self.number, self.code, self.lasting = name, number, code, lasting
        self.made: Counter[str] = Counter()
        self.mended = False
        self.failing_syncs = 0

    def _call(self, name: str) -> bool:
        """Count a call; raise what it fails with, or return whether a write is to be short."""
        self.made[name] += 1
        at = self.made[name] - self.number
        if self.mended or name != self.name or at < 0 or (at > (not self.code) and not self.lasting):
            return False
        if self.code == 0 and at == 0:
            return True
        code = self.code or errno.ENOSPC
        raise OSError(code, os.strerror(code))

    def open(self, path: Path, flags: int) -> int:
        self._call("open")
        return super().open(path, flags)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        return super().write(fd, data[: len(data) // 2] if self._call("write") else data)

    def sync(self, fd: int) -> None:
        self._call("sync")
        if self.failing_syncs:
            self.failing_syncs -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().sync(fd)

    def close(self, fd: int) -> None:
        super().close(fd)
        self._call("close")

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._call("link")
        super().link(source, target)

    def unlink(self, path: Path) -> None:
        self._call("unlink")
        super().unlink(path)


def failing_calls(count: int, seed: int) -> Tally:
    """Each call that changes the disk fails, once and from then on, with each error; a write also falls short.

    Judged by the list of what was given: until it is all on the disk the alarm is up, a copy elsewhere holds all of
    it, and when the disk works again the journal holds all of it; the screen shows the alarm (`tests/tui/test_saving`).
    Lost without: `_fail` after a write that failed (`Journal.append`).
    """
    tally = Tally()
    clean = BrokenDisk()
    with folder() as data:
        _session(data, clean)
    cases = [
        (name, number, code, lasting)
        for name, code, lasting in product(NAMES, CODES, (False, True))
        if code or name == "write"
        for number in range(1, clean.made[name] + 2)
    ]
    for name, number, code, lasting in sample(cases, count, seed):
        what = f"{name} {number}: {errno.errorcode.get(code, 'short')}{' from then on' * lasting}"
        with tally.trial(what), folder() as data:
            _session(data, BrokenDisk(name, number, code, lasting))
    with tally.trial("the screen"), folder() as data, pytest.MonkeyPatch.context() as patches:
        asyncio.run(test_saving.test_a_real_disk_that_fails_is_on_the_screen_until_all_is_on_it_again(data, patches))
    return tally


def _session(data: Path, disk: BrokenDisk) -> None:
    """Run a session, damage it, and go on with it, all on this disk."""
    clock = HandClock()
    try:
        running = begin(data, clock, disk, 0.001)
    except OSError:
        need(not list((data / "sessions").glob("*")), "a session that can't be made leaves something")
        disk.mended = True
        running = begin(data, clock, disk, 0.001)
    _drive(running, disk, clock, data / "copy-1")
    before = given(running)
    path = running.path
    assert path
    if running.closed:
        return
    need(running.close(LIMIT), "it does not close")
    whole = path.read_bytes()
    path.write_bytes(_damaged(whole))
    again = go_on(path, clock, disk, 0.001)
    need(given(again)[: len(before) - 1] == [*before[:2], *before[3:]], "something is not back")
    _drive(again, disk, clock, data / "copy-2")
    need(again.close(LIMIT), "it does not close")
    aside = [other.read_bytes() for other in path.parent.iterdir() if ".damaged-" in other.name]
    need(aside == [_damaged(whole)], "the damaged original is not kept, or more than once")


def _damaged(whole: bytes) -> bytes:
    """Return a journal whose third line was zeroed."""
    first, second, third, *rest = whole.splitlines(keepends=True)
    return b"".join([first, second, bytes(len(third) - 1), b"\n", *rest])


def _drive(running: Running, disk: BrokenDisk, clock: HandClock, copy: Path) -> None:
    path = running.path
    assert path
    for number in range(6):
        clock.pass_by(1000)
        if number == 3:
            disk.failing_syncs = 1
        running.do(c.Write(Slot("1", 1), f"{clock.now.wall}"))
        _settled(running)
        status = running.journal.status
        if status.failing is None:
            need(read_journal(path).last_seq == status.appended, "it says it is saved and is not")
    running.journal.copy_to(copy)
    need([record.event for record in read_journal(copy).records] == given(running), "the copy is not all of it")
    disk.mended = True
    _settled(running, well=True)
    read = read_journal(path)
    need(read.intact and [record.event for record in read.records] == given(running), "it did not catch up")


def _settled(running: Running, *, well: bool = False) -> None:
    """Wait until all is saved or, unless it must be `well`, the alarm is up."""
    end, tick = monotonic() + LIMIT, threading.Event()
    while True:
        status = running.journal.status
        if status.synced == status.appended and status.failing is None:
            return
        if status.failing is not None and not well:
            return
        need(monotonic() < end, "no alarm, and not saved")
        tick.wait(0.0005)
