import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from luisteren_tui.storage.files import REPLACED, temporary
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.journal.reader import MAX_LINE_BYTES, read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from tests.storage.failing_disk import BASE, LIMIT, FaultyDisk, all_synced, created, note, until
from tests.storage.journal_samples import WALL, StillClock, lines, opened, write


def test_sound_journal_is_appended_to(tmp_path: Path) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join(lines()))
    journal = JournalFile.reopen(path, read_journal(path), StillClock())
    assert journal.append(note(100), WALL) == len(lines()) + 1
    assert journal.close(LIMIT)
    assert path.read_bytes().startswith(b"".join(lines()))
    assert read_journal(path).records[-1].event == note(100)
    assert [path.name for path in tmp_path.iterdir()] == [f"{BASE}.jsonl"]


@pytest.mark.parametrize("links", [True, False])
def test_damaged_journal_is_set_aside_and_replaced_first(tmp_path: Path, links: bool) -> None:
    damaged = b"".join([*lines()[:3], b"x" + lines()[3][1:], *lines()[4:]])[:-20]
    path = write(tmp_path / f"{BASE}.jsonl", damaged)
    disk = FaultyDisk()
    if not links:
        disk.for_ever["link"] = errno.EPERM
    journal = JournalFile.reopen(path, read_journal(path), StillClock(), disk)
    assert path.read_bytes() == b"".join(lines()[:3] + lines()[4:-1])
    aside = tmp_path / f"{BASE}.jsonl.damaged-1"
    assert aside.stat().st_mode & 0o777 == 0o600
    assert journal.append(note(100), WALL) == len(lines())
    assert journal.status.written == len(lines())
    assert journal.close(LIMIT)
    assert aside.read_bytes() == damaged
    # The hole stays, but the file is sound now.
    again = JournalFile.reopen(path, read_journal(path), StillClock())
    assert again.append(note(101), WALL) == len(lines()) + 1
    assert again.close(LIMIT)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{BASE}.jsonl", f"{BASE}.jsonl.damaged-1"]


@pytest.mark.parametrize("call", ["open", "write", "sync", "replace"])
@pytest.mark.parametrize("damaged", [False, True])
def test_journal_reopens_on_a_disk_that_fails_and_recovers(tmp_path: Path, call: str, damaged: bool) -> None:
    data = b"".join(lines()) + (b"x\n" if damaged else b"")
    path = write(tmp_path / f"{BASE}.jsonl", data)
    disk = FaultyDisk()
    disk.for_ever[call] = errno.ENOSPC
    disk.failures["open"] = [errno.ENOSPC]
    found = read_journal(path)
    journal = JournalFile.reopen(path, found, StillClock(), disk, retry=0.002)
    assert journal.append(note(100), WALL) == found.last_seq + 1
    until(lambda: journal.status.failing is not None)
    disk.for_ever.clear()
    until(lambda: all_synced(journal))
    assert journal.close(LIMIT)
    assert [record.event for record in read_journal(path).records] == [r.event for r in found.records] + [note(100)]
    kept = [file.read_bytes() for file in tmp_path.iterdir() if "damaged" in file.name]
    assert kept == ([data] if damaged else [])


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize("replaced", [False, True])
def test_journal_that_cannot_be_opened_at_first_raises_an_alarm_and_blames_nobody(
    tmp_path: Path, damaged: bool, replaced: bool
) -> None:
    data = b"".join(lines()) + (b"x\n" if damaged else b"")
    path = write(tmp_path / f"{BASE}.jsonl", data)
    disk = FaultyDisk()
    disk.failures["open"] = [errno.EACCES]
    disk.may_sync.clear()
    journal = JournalFile.reopen(path, read_journal(path), StillClock(), disk, retry=0.002)
    mended = list[Mended]()
    journal.on_mended = mended.append
    assert journal.status.failing == "writing there is not allowed"
    if replaced:
        write(tmp_path / "theirs", b"theirs").replace(path)
    disk.may_sync.set()
    until(lambda: all_synced(journal))
    assert journal.close(LIMIT)
    assert path.read_bytes() == b"".join(lines())
    kept = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file != path}
    if replaced:
        assert kept == {f"other-{path.name}.1": b"theirs"}
        assert [one.why for one in mended] == [REPLACED]
    else:
        assert kept == ({f"{path.name}.damaged-1": data} if damaged else {})
        assert mended == []


def test_replacement_that_an_earlier_process_with_the_same_number_left_stays(tmp_path: Path) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join(lines())[:-9])
    left = write(temporary(path), b"another session")
    journal = JournalFile.reopen(path, read_journal(path), StillClock())
    assert journal.close(LIMIT)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        path.name: b"".join(lines()[:-1]),
        left.name: b"another session",
    }


def test_damaged_journal_is_set_aside_once(tmp_path: Path) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join(lines()) + b"x\n")
    disk = FaultyDisk()
    disk.failures["replace"] = [errno.EACCES] * 3
    journal = JournalFile.reopen(path, read_journal(path), StillClock(), disk, retry=0.002)
    until(lambda: all_synced(journal))
    assert journal.close(LIMIT)
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"{BASE}.jsonl", f"{BASE}.jsonl.damaged-1"]


@pytest.mark.parametrize("left", [1, 20, len(lines()[-1]) - 1])
def test_cut_off_last_line_is_removed(tmp_path: Path, left: int) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join([*lines()[:2], *lines()[3:-1], lines()[-1][:left]]))
    found = read_journal(path)
    journal = JournalFile.reopen(path, found, StillClock())
    assert journal.close(LIMIT)
    assert path.read_bytes() == b"".join(record.line + b"\n" for record in found.records)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "end",
    [
        b"x\n" + lines()[-1][:-20],
        b"x" + lines()[-1][:-1] + lines()[-1][:20],
        b'{"seq":999,' + lines()[-1][:20],
        b'{"seq":99,' + b"x" * MAX_LINE_BYTES,
    ],
)
def test_cut_off_line_that_hides_others_is_set_aside(tmp_path: Path, end: bytes) -> None:
    data = b"".join(lines()[:-1]) + end
    path = write(tmp_path / f"{BASE}.jsonl", data)
    assert JournalFile.reopen(path, read_journal(path), StillClock()).close(LIMIT)
    assert (tmp_path / f"{BASE}.jsonl.damaged-1").read_bytes() == data


NEWER = encode(1, WALL, opened(format=2)) + b"\n"


@pytest.mark.parametrize("first", [lines()[1], b"", NEWER])
def test_journal_that_cannot_be_resumed_is_not_changed(tmp_path: Path, first: bytes) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", first)
    with pytest.raises(ValueError, match="read only"):
        JournalFile.reopen(path, read_journal(path), StillClock())
    assert path.read_bytes() == first


CHILD = """
import sys
from pathlib import Path
from luisteren_tui.system.clock import SystemClock
from luisteren_tui.session.events import Noted, Slot
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from tests.storage.journal_samples import WALL, opened
path = Path(sys.argv[1])
if path.exists():
    journal = JournalFile.reopen(path, read_journal(path), SystemClock())
else:
    journal, _ = JournalFile.create(path.parent, path.stem, opened(), WALL, SystemClock())
while True:
    seq = journal.append(Noted(0, Slot("1"), "x" * 3000), WALL)
    sys.stdout.write(f"{seq}\\n")
    sys.stdout.flush()
"""


def test_kill_loses_no_acknowledged_event(tmp_path: Path) -> None:
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


def test_journal_that_another_program_writes_is_not_continued(tmp_path: Path) -> None:
    with created(tmp_path, FaultyDisk()) as journal:
        for _ in range(2):
            until(lambda: all_synced(journal))
            with pytest.raises(OSError, match="busy"):
                JournalFile.reopen(journal.path, read_journal(journal.path), StillClock())
            journal.path.unlink()  # the file that replaces it is held too
            journal.append(note(1), WALL)
            until(journal.path.exists)
    again = JournalFile.reopen(journal.path, read_journal(journal.path), StillClock())
    assert again.close(LIMIT)


def test_damaged_journal_that_is_deleted_before_it_is_replaced_is_written_anew(tmp_path: Path) -> None:
    path = write(tmp_path / f"{BASE}.jsonl", b"".join([*lines()[:2], b"x" + lines()[2][1:], *lines()[3:]]))
    disk = FaultyDisk()
    disk.for_ever["write"] = errno.ENOSPC
    journal = JournalFile.reopen(path, read_journal(path), StillClock(), disk, retry=0.002)
    until(lambda: journal.status.failing == "the disk is full")
    path.unlink()
    disk.for_ever.clear()
    until(lambda: all_synced(journal))
    assert journal.close(20)
    assert len(read_journal(path).records) == len(lines()) - 1
