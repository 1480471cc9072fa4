import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.files import Disk, reason
from luisteren_tui.storage.journal import TORN, encode, read_journal
from luisteren_tui.storage.journal_file import Journal
from luisteren_tui.storage.journal_status import AnyJournal, MemoryJournal, Status
from tests.storage.journal_samples import WALL, StillClock, events, lines, opened, write

BASE = "2026-11-24-1330-w"
LIMIT = 20.0


def until(condition: Callable[[], bool]) -> None:
    """Wait for the thread of the journal to reach the condition."""
    end = monotonic() + LIMIT
    tick = threading.Event()
    while not condition():
        assert monotonic() < end, "it never happened"
        tick.wait(0.001)


class TestDisk(Disk):
    """A disk whose calls fail when told to, whose syncs can be held up, and which knows what was done to it."""

    __test__ = False
    CALLS = ("open", "write", "sync", "close", "replace", "link")

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
def created(folder: Path, disk: Disk, clock: StillClock | None = None) -> Iterator[Journal]:
    journal, _ = Journal.create(folder, BASE, opened(), WALL, clock or StillClock(), disk, retry=0.002)
    try:
        yield journal
    finally:
        journal.close(LIMIT)


def note(number: int) -> Noted:
    return Noted(number, Slot("1"), f"note {number}")


def all_synced(journal: AnyJournal) -> bool:
    status = journal.status
    return status.synced == status.appended and status.failing is None and status.unsynced_since is None


def notes_in(path: Path) -> list[int]:
    found = read_journal(path)
    assert found.problems == []
    return [record.event.t for record in found.records if isinstance(record.event, Noted)]


def test_what_is_appended_is_written_at_once_and_synced_soon(tmp_path: Path) -> None:
    disk = TestDisk()
    with created(tmp_path / "sessions", disk) as journal:
        assert journal.path == tmp_path / "sessions" / f"{BASE}.jsonl"
        for number, event in enumerate(events()[1:], 2):
            assert journal.append(event, WALL + event.t) == number
            assert journal.status.written == number
            assert read_journal(journal.path).records[-1].event == event
        until(lambda: all_synced(journal))
        assert journal.close(LIMIT)
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.parent.stat().st_mode & 0o777 == 0o700
    assert disk.writers == {"journal"}


def test_the_name_of_the_file_is_synced_too_once_for_each_new_file(tmp_path: Path) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        for number in range(3):
            journal.append(note(number), WALL)
            until(lambda: all_synced(journal))
        assert disk.folders_synced == 1
        disk.failures["write"] = [errno.EIO]
        for number in range(3):
            journal.append(note(number), WALL)
            until(lambda: all_synced(journal))
        assert disk.folders_synced == 2


def test_a_session_of_the_same_minute_gets_the_next_number(tmp_path: Path) -> None:
    (tmp_path / f"{BASE}-2.json").touch()
    ids = []
    for _ in range(3):
        journal, event = Journal.create(tmp_path, BASE, opened(), WALL, StillClock())
        assert journal.close(LIMIT)
        assert read_journal(journal.path).opened == event
        ids.append((event.id, journal.path.stem))
    assert ids == [(name, name) for name in (BASE, f"{BASE}-3", f"{BASE}-4")]


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / f"{BASE}.jsonl").symlink_to(tmp_path / "victim")
    journal, event = Journal.create(tmp_path, BASE, opened(), WALL, StillClock())
    assert journal.close(LIMIT)
    assert event.id == f"{BASE}-2"
    assert not (tmp_path / "victim").exists()


@pytest.mark.parametrize("call", ["open", "write"])
def test_a_journal_that_can_not_be_made_leaves_nothing(tmp_path: Path, call: str) -> None:
    disk = TestDisk()
    disk.for_ever[call] = errno.ENOSPC
    with pytest.raises(OSError, match="space"):
        Journal.create(tmp_path, BASE, opened(), WALL, StillClock(), disk)
    assert list(tmp_path.iterdir()) == []


def test_a_slow_disk_holds_up_no_append(tmp_path: Path) -> None:
    disk, clock = TestDisk(), StillClock()
    with created(tmp_path, disk, clock) as journal:
        until(lambda: all_synced(journal))
        before = len(disk.synced)
        disk.may_sync.clear()
        disk.syncing.clear()
        clock.awake = 2000
        journal.append(note(1), WALL)
        assert disk.syncing.wait(LIMIT)
        clock.awake = 3000
        for number in range(2, 100):
            journal.append(note(number), WALL)
        # All were taken and written while the sync was under way.
        assert journal.status == Status(appended=100, written=100, synced=1, unsynced_since=2000)
        assert notes_in(journal.path) == list(range(1, 100))
        disk.may_sync.set()
        until(lambda: journal.status.synced == 100)
        assert len(disk.synced) - before == 2  # the one under way, and one for all that came meanwhile


def test_what_came_during_a_sync_is_waiting_since_then(tmp_path: Path) -> None:
    disk, clock = TestDisk(), StillClock()
    with created(tmp_path, disk, clock) as journal:
        until(lambda: all_synced(journal))
        disk.may_sync.clear()
        disk.syncing.clear()
        journal.append(note(1), WALL)
        assert disk.syncing.wait(LIMIT)
        clock.awake = 3000
        journal.append(note(2), WALL)
        seen: list[Status] = []
        journal.on_change = lambda: seen.append(journal.status)
        disk.may_sync.set()
        until(lambda: all_synced(journal))
        assert [(status.synced, status.unsynced_since) for status in seen] == [(2, 3000), (3, None)]


CODES = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("call", ["write", "sync"])
def test_a_call_that_fails_once_is_shown_and_made_good(tmp_path: Path, call: str, code: int) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        shown: list[str | None] = []
        journal.on_change = lambda: shown.append(journal.status.failing)
        disk.failures[call] = [code]
        for number in range(1, 4):
            journal.append(note(number), WALL)
        until(lambda: all_synced(journal))
        assert shown[0] == reason(OSError(code, ""))
        assert shown[-1] is None
        assert notes_in(journal.path) == [1, 2, 3]
        journal.append(note(4), WALL)
        assert journal.close(LIMIT)
    assert notes_in(journal.path) == [1, 2, 3, 4]
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("call", [call for call in TestDisk.CALLS if call != "link"])
def test_a_call_that_fails_for_long_while_all_is_written_anew_loses_nothing(
    tmp_path: Path, call: str, code: int
) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        disk.for_ever[call] = code
        disk.failures["write"] = [errno.EIO]
        given = 0
        until_failing = monotonic() + LIMIT
        while not journal.status.failing:
            assert monotonic() < until_failing
            given += 1
            journal.append(note(given), WALL)
        for _ in range(20):
            given += 1
            journal.append(note(given), WALL)
        disk.for_ever.clear()
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == list(range(1, given + 1))
        assert journal.close(LIMIT)
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


@pytest.mark.parametrize("call", ["open", "write", "sync", "close", "replace"])
@pytest.mark.parametrize("nth", range(4))
def test_a_recovery_that_fails_at_each_of_its_calls_is_tried_again(tmp_path: Path, call: str, nth: int) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        disk.failures["write"] = [errno.ENOSPC]
        extra: list[int | None] = [None] * nth + [errno.EIO]
        disk.failures[call] = [*disk.failures.get(call, []), *extra]
        for number in range(20):
            journal.append(note(number), WALL)
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == list(range(20))
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


def test_short_writes_are_finished(tmp_path: Path) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        disk.short = 5
        journal.append(note(1), WALL)
        assert journal.status.failing is None
        assert notes_in(journal.path) == [1]


def test_a_short_write_on_a_full_disk_leaves_no_torn_line_behind(tmp_path: Path) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        disk.for_ever["open"] = errno.ENOSPC
        disk.short = 1
        disk.failures["write"] = [None, errno.ENOSPC]
        journal.append(note(1), WALL)
        journal.append(note(2), WALL)
        assert [problem.message for problem in read_journal(journal.path).problems] == [TORN]
        assert journal.status.written == 1
        assert journal.status.failing == reason(OSError(errno.ENOSPC, ""))
        assert not journal.close(0)
        disk.for_ever.clear()


def test_while_only_syncing_fails_lines_are_still_written(tmp_path: Path) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        disk.for_ever["sync"] = errno.EIO
        journal.append(note(1), WALL)
        until(lambda: journal.status.failing is not None)
        journal.append(note(2), WALL)
        assert notes_in(journal.path) == [1, 2]
        disk.for_ever.clear()
        until(lambda: all_synced(journal))


def test_what_is_given_while_all_is_written_anew_is_in_the_new_file(tmp_path: Path) -> None:
    disk = TestDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        disk.may_sync.clear()
        disk.syncing.clear()
        disk.failures["write"] = [errno.EIO]
        journal.append(note(1), WALL)
        assert disk.syncing.wait(LIMIT)
        journal.append(note(2), WALL)
        disk.may_sync.set()
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [1, 2]


def test_a_write_that_fails_while_a_recovery_ends_starts_another(tmp_path: Path) -> None:
    class SlowFolder(TestDisk):
        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            if not self.failures["write"]:
                self.syncing.clear()
                self.may_sync.clear()

    disk = SlowFolder()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        disk.failures["write"] = [errno.EIO]
        journal.append(note(1), WALL)
        until(lambda: not disk.may_sync.is_set() and disk.syncing.is_set())
        disk.failures["write"] = [errno.EIO]
        journal.append(note(2), WALL)
        assert journal.status.written == 2
        disk.failures["write"] = [None] * 9
        disk.may_sync.set()
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [1, 2]


def test_a_replacement_that_can_not_be_put_in_place_does_not_stay(tmp_path: Path) -> None:
    disk = TestDisk()
    journal, _ = Journal.create(tmp_path, BASE, opened(), WALL, StillClock(), disk, retry=0.002)
    disk.failures["write"] = [errno.EIO]
    disk.for_ever["replace"] = errno.EACCES
    journal.append(note(1), WALL)
    until(lambda: journal.status.failing == reason(OSError(errno.EACCES, "")))
    assert not journal.close(0)
    journal._thread.join(LIMIT)
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


def test_closing_a_failing_journal_says_so_and_ends(tmp_path: Path) -> None:
    disk = TestDisk()
    journal, _ = Journal.create(tmp_path, BASE, opened(), WALL, StillClock(), disk, retry=0.002)
    until(lambda: all_synced(journal))
    disk.for_ever["write"] = errno.ENOSPC
    journal.append(note(1), WALL)
    assert not journal.close(0.05)
    with pytest.raises(ValueError, match="closed"):
        journal.append(note(2), WALL)
    journal.copy_to(tmp_path / "copy.jsonl")
    assert notes_in(tmp_path / "copy.jsonl") == [1]
    with pytest.raises(FileExistsError):
        journal.copy_to(tmp_path / "copy.jsonl")


def test_closing_does_not_wait_for_a_disk_that_hangs(tmp_path: Path) -> None:
    disk = TestDisk()
    disk.may_sync.clear()
    journal, _ = Journal.create(tmp_path, BASE, opened(), WALL, StillClock(), disk)
    assert not journal.close(0.01)
    disk.may_sync.set()
    until(lambda: all_synced(journal))


def test_a_sound_journal_goes_on_where_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join(lines()))
    (tmp_path / f"{BASE}.jsonl.123.new").write_text("what a killed program left")
    journal = Journal.reopen(path, read_journal(path), StillClock())
    assert journal.append(note(100), WALL) == len(lines()) + 1
    assert journal.close(LIMIT)
    assert path.read_bytes().startswith(b"".join(lines()))
    assert read_journal(path).records[-1].event == note(100)
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


@pytest.mark.parametrize("links", [True, False])
def test_a_damaged_journal_is_kept_and_replaced_before_anything_is_added(tmp_path: Path, links: bool) -> None:
    damaged = b"".join(lines()[:3] + lines()[4:])[:-20]
    path = write(tmp_path / f"{BASE}.jsonl", damaged)
    disk = TestDisk()
    if not links:
        disk.for_ever["link"] = errno.EPERM
    journal = Journal.reopen(path, read_journal(path), StillClock(), disk)
    assert path.read_bytes() == b"".join(lines()[:3] + lines()[4:-1])
    aside = tmp_path / f"{BASE}.jsonl.damaged-1"
    assert aside.stat().st_mode & 0o777 == 0o600
    assert journal.append(note(100), WALL) == len(lines())
    assert journal.status.written == len(lines())
    assert journal.close(LIMIT)
    assert aside.read_bytes() == damaged
    # The hole stays, but there is nothing more to mend.
    again = Journal.reopen(path, read_journal(path), StillClock())
    assert again.append(note(101), WALL) == len(lines()) + 1
    assert again.close(LIMIT)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{BASE}.jsonl", f"{BASE}.jsonl.damaged-1"]


@pytest.mark.parametrize("call", ["open", "write", "sync", "replace"])
@pytest.mark.parametrize("damage", [0, 20])
def test_a_journal_reopens_on_a_disk_that_fails_and_recovers(tmp_path: Path, call: str, damage: int) -> None:
    data = b"".join(lines())
    path = write(tmp_path / f"{BASE}.jsonl", data[: len(data) - damage])
    disk = TestDisk()
    disk.for_ever[call] = errno.ENOSPC
    disk.failures["open"] = [errno.ENOSPC]
    found = read_journal(path)
    journal = Journal.reopen(path, found, StillClock(), disk, retry=0.002)
    assert journal.append(note(100), WALL) == found.last_seq + 1
    until(lambda: journal.status.failing is not None)
    disk.for_ever.clear()
    until(lambda: all_synced(journal))
    assert journal.close(LIMIT)
    assert [record.event for record in read_journal(path).records] == [r.event for r in found.records] + [note(100)]
    kept = [file.read_bytes() for file in tmp_path.iterdir() if "damaged" in file.name]
    assert kept == ([data[:-damage]] if damage else [])


def test_a_damaged_journal_is_kept_once(tmp_path: Path) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join(lines())[:-20])
    disk = TestDisk()
    disk.failures["replace"] = [errno.EACCES] * 3
    journal = Journal.reopen(path, read_journal(path), StillClock(), disk, retry=0.002)
    until(lambda: all_synced(journal))
    assert journal.close(LIMIT)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{BASE}.jsonl", f"{BASE}.jsonl.damaged-1"]


NEWER = encode(1, WALL, opened(format=2)) + b"\n"


@pytest.mark.parametrize("first", [lines()[1], b"", NEWER])
def test_what_can_not_be_resumed_is_not_written(tmp_path: Path, first: bytes) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", first)
    with pytest.raises(ValueError, match="read only"):
        Journal.reopen(path, read_journal(path), StillClock())
    assert path.read_bytes() == first


def test_a_journal_in_memory_is_used_in_the_same_way(tmp_path: Path) -> None:
    journal = MemoryJournal()
    as_any: AnyJournal = journal
    for number, event in enumerate(events(), 1):
        assert as_any.append(event, WALL + event.t) == number
    assert journal.events == events()
    as_any.copy_to(tmp_path / "copy.jsonl")
    assert (tmp_path / "copy.jsonl").read_bytes() == b"".join(lines())
    assert as_any.close(0)
    changes: list[Status] = []
    as_any.on_change = lambda: changes.append(journal.status)
    journal.report(Status(8, 8, 3, "the disk is full", 5))
    assert changes == [Status(8, 8, 3, "the disk is full", 5)]
    assert not as_any.close(0)


CHILD = """
import sys
from pathlib import Path
from luisteren_tui.clock import SystemClock
from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.journal import read_journal
from luisteren_tui.storage.journal_file import Journal
from tests.storage.journal_samples import WALL, opened
path = Path(sys.argv[1])
if path.exists():
    journal = Journal.reopen(path, read_journal(path), SystemClock())
else:
    journal, _ = Journal.create(path.parent, path.stem, opened(), WALL, SystemClock())
while True:
    seq = journal.append(Noted(0, Slot("1"), "x" * 3000), WALL)
    sys.stdout.write(f"{seq}\\n")
    sys.stdout.flush()
"""


def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    path = tmp_path / f"{BASE}.jsonl"
    acknowledged = 0
    for round in range(1, 5):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert child.stdout
        for _ in range(round * 37):
            acknowledged = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().splitlines(keepends=True)
        child.stdout.close()
        child.wait(LIMIT)
        acknowledged = max([acknowledged, *(int(line) for line in rest if line.endswith(b"\n"))])
        found = read_journal(path)
        assert [record.seq for record in found.records] == list(range(1, found.last_seq + 1))
        assert found.last_seq >= acknowledged
