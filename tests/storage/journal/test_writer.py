import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from luisteren_tui.storage.journal import writer
from luisteren_tui.storage.journal.memory import JournalStatus, MemoryJournal
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from tests.storage.failing_disk import BASE, LIMIT, FaultyDisk, all_synced, created, note, notes_in, until
from tests.storage.journal_samples import WALL, StillClock, events, lines, opened


def test_appended_event_is_written_at_once_and_synced_soon(tmp_path: Path) -> None:
    disk = FaultyDisk()
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


def test_sync_can_be_put_off_but_not_the_writing_and_closing_does_not_wait(tmp_path: Path) -> None:
    put_off: list[Callable[[], None]] = []
    with created(tmp_path, FaultyDisk()) as journal:
        until(lambda: all_synced(journal))
        journal.soon = put_off.append
        journal.append(events()[1], WALL)
        assert len(put_off) == 1
        assert not journal._wake.is_set()
        assert read_journal(journal.path).records[-1].event == events()[1]
        assert journal.close(LIMIT)
        assert all_synced(journal)


def test_first_line_is_synced_without_waiting_for_the_next_look_at_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "CHECK_S", 3600.0)
    with created(tmp_path, FaultyDisk()) as journal:
        until(lambda: all_synced(journal))


def test_folder_is_synced_once_for_each_new_file(tmp_path: Path) -> None:
    disk = FaultyDisk()
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


def test_session_in_the_same_minute_gets_the_next_number(tmp_path: Path) -> None:
    (tmp_path / f"{BASE}-2.json").touch()
    ids = []
    for _ in range(3):
        journal, event = JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock())
        assert journal.close(LIMIT)
        assert read_journal(journal.path).opened == event
        ids.append((event.id, journal.path.stem))
    assert ids == [(name, name) for name in (BASE, f"{BASE}-3", f"{BASE}-4")]


def test_new_session_never_takes_the_name_of_what_is_left_of_another(tmp_path: Path) -> None:
    """A clock that was set back may come to a minute again. What is left of its session would be deleted with this one."""
    for name in (f"{BASE}.jsonl.damaged-1", f"{BASE}-2.json.7.new"):
        (tmp_path / name).touch()
    journal, event = JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock())
    assert journal.close(LIMIT)
    assert event.id == f"{BASE}-3"


def test_planted_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / f"{BASE}.jsonl").symlink_to(tmp_path / "victim")
    journal, event = JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock())
    assert journal.close(LIMIT)
    assert event.id == f"{BASE}-2"
    assert not (tmp_path / "victim").exists()


def test_slow_sync_delays_no_append(tmp_path: Path) -> None:
    disk, clock = FaultyDisk(), StillClock()
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
        # All were appended and written during the sync.
        assert journal.status == JournalStatus(appended=100, written=100, synced=1, unsynced_since=2000)
        assert notes_in(journal.path) == list(range(1, 100))
        disk.may_sync.set()
        until(lambda: journal.status.synced == 100)
        assert len(disk.synced) - before == 2  # the delayed one, and one for everything after it


def test_event_during_a_sync_waits_from_its_own_time(tmp_path: Path) -> None:
    disk, clock = FaultyDisk(), StillClock()
    with created(tmp_path, disk, clock) as journal:
        until(lambda: all_synced(journal))
        disk.may_sync.clear()
        disk.syncing.clear()
        journal.append(note(1), WALL)
        assert disk.syncing.wait(LIMIT)
        clock.awake = 3000
        journal.append(note(2), WALL, age_ms=400)
        seen: list[JournalStatus] = []
        journal.on_change = lambda: seen.append(journal.status)
        disk.may_sync.set()
        until(lambda: all_synced(journal))
        assert [(status.synced, status.unsynced_since) for status in seen] == [(2, 2600), (3, None)]


def test_close_does_not_wait_for_a_disk_that_hangs(tmp_path: Path) -> None:
    disk = FaultyDisk()
    disk.may_sync.clear()
    journal, _ = JournalFile.create(tmp_path, BASE, opened(), WALL, StillClock(), disk)
    assert not journal.close(0.01)
    disk.may_sync.set()
    until(lambda: all_synced(journal))


def test_memory_journal_numbers_and_copies_its_events_like_a_file(tmp_path: Path) -> None:
    journal = MemoryJournal()
    for number, event in enumerate(events(), 1):
        assert journal.append(event, WALL + event.t) == number
    assert journal.events == events()
    journal.copy_to(tmp_path / "copy.jsonl")
    assert (tmp_path / "copy.jsonl").read_bytes() == b"".join(lines())
    assert journal.close(0)
