import errno
import threading
from pathlib import Path
from time import monotonic

import pytest

from luisteren_tui.storage.files import write_error_message
from luisteren_tui.storage.journal.reader import TORN, read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from tests.storage.failing_disk import BASE, LIMIT, FaultyDisk, all_synced, created, note, notes_in, until
from tests.storage.journal_samples import WALL, StillClock, opened


@pytest.mark.parametrize("call", ["open", "write"])
def test_failed_creation_leaves_no_file(tmp_path: Path, call: str) -> None:
    disk = FaultyDisk()
    disk.for_ever[call] = errno.ENOSPC
    with pytest.raises(OSError, match="space"):
        JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock(), disk)
    assert list(tmp_path.iterdir()) == []


CODES = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("call", ["write", "sync"])
def test_single_failure_is_reported_and_repaired(tmp_path: Path, call: str, code: int) -> None:
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        shown: list[str | None] = []
        journal.on_change = lambda: shown.append(journal.status.failing)
        disk.failures[call] = [code]
        for number in range(1, 4):
            journal.append(note(number), WALL)
        # The journal is synced a moment before it calls on_change.
        until(lambda: all_synced(journal) and shown[-1:] == [None])
        assert shown[0] == write_error_message(OSError(code, ""))
        assert notes_in(journal.path) == [1, 2, 3]
        journal.append(note(4), WALL)
        assert journal.close(LIMIT)
    assert notes_in(journal.path) == [1, 2, 3, 4]
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("call", ["open", "write", "sync", "close", "replace"])
def test_lasting_failure_while_rewriting_loses_nothing(tmp_path: Path, call: str, code: int) -> None:
    disk = FaultyDisk()
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
def test_recovery_is_retried_whichever_call_fails(tmp_path: Path, call: str, nth: int) -> None:
    disk = FaultyDisk()
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


def test_short_write_is_completed(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        disk.short = 5
        journal.append(note(1), WALL)
        assert journal.status.failing is None
        assert notes_in(journal.path) == [1]


def test_torn_line_of_a_full_disk_is_never_appended_to(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        disk.for_ever["open"] = errno.ENOSPC
        disk.short = 1
        disk.failures["write"] = [None, errno.ENOSPC]
        journal.append(note(1), WALL)
        journal.append(note(2), WALL)
        assert [problem.message for problem in read_journal(journal.path).problems] == [TORN]
        assert journal.status.written == 1
        assert journal.status.failing == write_error_message(OSError(errno.ENOSPC, ""))
        assert not journal.close(0)
        disk.for_ever.clear()


def test_lines_are_still_written_while_only_sync_fails(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        disk.for_ever["sync"] = errno.EIO
        journal.append(note(1), WALL)
        until(lambda: journal.status.failing is not None)
        journal.append(note(2), WALL)
        assert notes_in(journal.path) == [1, 2]
        disk.for_ever.clear()
        until(lambda: all_synced(journal))


def test_events_during_a_rewrite_are_in_the_new_file(tmp_path: Path) -> None:
    disk = FaultyDisk()
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


def test_write_failure_at_the_end_of_a_recovery_starts_another(tmp_path: Path) -> None:
    class SlowFolder(FaultyDisk):
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


def test_replacement_that_cannot_be_renamed_is_removed(tmp_path: Path) -> None:
    disk = FaultyDisk()
    journal, _ = JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock(), disk, retry=0.002)
    disk.failures["write"] = [errno.EIO]
    disk.for_ever["replace"] = errno.EACCES
    journal.append(note(1), WALL)
    until(lambda: journal.status.failing == write_error_message(OSError(errno.EACCES, "")))
    assert not journal.close(0)
    journal._thread.join(LIMIT)
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


def test_closing_a_failing_journal_returns_false_in_time(tmp_path: Path) -> None:
    disk = FaultyDisk()
    journal, _ = JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock(), disk, retry=0.002)
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


def test_fault_of_the_program_is_an_alarm_and_saving_goes_on(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with created(tmp_path, disk) as journal:
        until(lambda: all_synced(journal))
        sync = disk.sync

        def fault(fd: int) -> None:
            raise ZeroDivisionError

        disk.sync = fault  # type: ignore[method-assign]
        journal.append(note(1), 0)
        until(lambda: journal.status.failing == "writing fails")
        disk.sync = sync  # type: ignore[method-assign]
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [1]
        assert [path.name for path in tmp_path.iterdir()] == [journal.path.name]


@pytest.mark.parametrize("callback", ["on_change", "on_mended", "each_second"])
def test_screen_that_is_gone_does_not_end_the_saving(tmp_path: Path, callback: str) -> None:
    with created(tmp_path, FaultyDisk()) as journal:
        called = threading.Event()

        def gone(*_values: object) -> None:
            called.set()
            raise RuntimeError("Event loop is closed")

        setattr(journal, callback, gone)
        journal.path.unlink()
        assert called.wait(20)
        journal.append(note(1), 0)
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [1]
