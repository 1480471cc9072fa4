"""A disk that fails on command, and a journal on it."""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import Journal, JournalFile
from tests.storage.journal_samples import WALL, StillClock, opened

BASE = "2026-11-24-1330-w"

LIMIT = 20.0


def until(condition: Callable[[], bool]) -> None:
    """Wait until the thread of the journal meets `condition`."""
    end = monotonic() + LIMIT
    tick = threading.Event()
    while not condition():
        assert monotonic() < end, "it never happened"
        tick.wait(0.001)


class FaultyDisk(Disk):
    """A disk that records its calls, fails on command, and can delay its syncs."""

    def __init__(self) -> None:
        self.failures: dict[str, list[int | None]] = {}
        self.for_ever: dict[str, int] = {}
        self.short = 0
        self.may_sync = threading.Event()
        self.may_sync.set()
        self.syncing = threading.Event()
        self.synced: list[int] = []
        self.folders_synced = 0
        self.failed_fds: set[int] = set()
        self.writers: set[str] = set()

    def _call(self, name: str) -> None:
        code = self.for_ever.get(name)
        if code is None and self.failures.get(name):
            code = self.failures[name].pop(0)
        if code is not None:
            raise OSError(code, os.strerror(code))

    def open(self, path: Path, flags: int) -> int:
        self._call("open")
        return super().open(path, flags)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        self._call("write")
        if self.short:
            self.short -= 1
            return super().write(fd, data[: len(data) // 2])
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        assert fd not in self.failed_fds, "a sync after a failed one on the same descriptor"
        self.writers.add(threading.current_thread().name)
        self.syncing.set()
        assert self.may_sync.wait(LIMIT)
        try:
            self._call("sync")
        except OSError:
            self.failed_fds.add(fd)
            raise
        super().sync(fd)
        self.synced.append(fd)
        self.folders_synced += stat.S_ISDIR(os.fstat(fd).st_mode)

    def close(self, fd: int) -> None:
        super().close(fd)
        self.failed_fds.discard(fd)
        self._call("close")

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._call("link")
        super().link(source, target)


@contextmanager
def created(folder: Path, disk: Disk, clock: StillClock | None = None) -> Iterator[JournalFile]:
    journal, _ = JournalFile.create(folder, BASE, opened(), WALL, clock or StillClock(), disk, retry=0.002)
    try:
        yield journal
    finally:
        journal.close(LIMIT)


def note(number: int) -> Noted:
    return Noted(number, Slot("1"), f"note {number}")


def all_synced(journal: Journal) -> bool:
    status = journal.status
    return status.synced == status.appended and status.failing is None and status.unsynced_since is None


def notes_in(path: Path) -> list[int]:
    found = read_journal(path)
    assert found.problems == []
    return [record.event.t for record in found.records if isinstance(record.event, Noted)]
