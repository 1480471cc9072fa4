"""The file of a journal is deleted, replaced, moved or changed while it is written."""

import errno
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from luisteren_tui.storage.deletion import delete
from luisteren_tui.storage.files import CHANGED, GONE, REPLACED, Disk
from luisteren_tui.storage.journal import place, writer
from luisteren_tui.storage.journal.memory import Mended
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from luisteren_tui.storage.session_index import Listing, SessionFiles, list_with_leftovers
from luisteren_tui.system.paths import Folders
from tests.storage.failing_disk import BASE, FaultyDisk, all_synced, created, note, notes_in, until

Damage = Callable[[Path], object]
AWAY = "away"


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("theirs")


def _link(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_text("theirs")
    path.unlink()
    path.symlink_to(victim)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _socket(path: Path) -> None:
    path.unlink()
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket has a length limit
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def _replaced_by(data: bytes) -> Damage:
    def replace(path: Path) -> None:
        other = path.with_name("other")
        other.write_bytes(data)
        other.replace(path)

    return replace


def _older_copy(path: Path) -> None:
    whole = path.read_bytes().splitlines(keepends=True)
    _replaced_by(b"".join(whole[:-2]))(path)


def _cut_copy(path: Path) -> None:
    _replaced_by(path.read_bytes()[:-30])(path)


def _overwritten(path: Path) -> None:
    # Not truncated first: that would be noticed by itself.
    fd = os.open(path, os.O_WRONLY)
    os.pwrite(fd, b"theirs", 0)
    os.ftruncate(fd, len(b"theirs"))
    os.close(fd)


def _file_for_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("theirs")


LEAVES_NOTHING: dict[str, Damage] = {
    "deleted": lambda path: path.unlink(),
    "folder deleted": lambda path: shutil.rmtree(path.parent),
    "data folder deleted": lambda path: shutil.rmtree(path.parents[1]),
    "older copy": _older_copy,
    "copy that is cut off": _cut_copy,
    "emptied copy": _replaced_by(b""),
}
LEAVES_ANOTHER: dict[str, Damage] = {
    "other text": _replaced_by(b"theirs"),
    "overwritten": _overwritten,
    "folder": _folder,
    "link": _link,
    "pipe": _pipe,
    "socket": _socket,
}


@contextmanager
def written(data: Path, disk: Disk | None = None) -> Iterator[tuple[JournalFile, list[Mended]]]:
    """Yield a journal with a few notes on the disk, and what it reports as mended."""
    with created(data / "sessions", disk or FaultyDisk()) as journal:
        mended: list[Mended] = []
        journal.on_mended = mended.append
        for number in range(3):
            journal.append(note(number), 0)
        until(lambda: all_synced(journal))
        yield journal, mended


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "CHECK_S", 0.002)


def _alarms(journal: JournalFile) -> list[str]:
    seen: list[str] = []
    journal.on_change = lambda: seen.append(journal.status.failing or "")
    return seen


@pytest.mark.parametrize("damage", LEAVES_NOTHING)
def test_file_that_is_gone_or_older_is_written_anew_after_an_alarm(tmp_path: Path, damage: str) -> None:
    data = tmp_path / "data"
    with written(data) as (journal, mended):
        alarms = _alarms(journal)
        LEAVES_NOTHING[damage](journal.path)
        until(lambda: bool(mended))
        assert notes_in(journal.path) == [0, 1, 2]
        assert [each.path for each in mended] == [journal.path]
        assert mended[0].aside is None
        assert alarms[0] == mended[0].why in (GONE, REPLACED, CHANGED)
        assert alarms[-1] == ""
        journal.append(note(3), 0)
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [0, 1, 2, 3]
    assert [path.name for path in journal.path.parent.iterdir()] == [journal.path.name]
    assert [path.stat().st_mode & 0o777 for path in (data, journal.path.parent, journal.path)] == [0o700, 0o700, 0o600]


@pytest.mark.parametrize("damage", LEAVES_ANOTHER)
def test_what_somebody_else_put_there_is_kept_under_a_name_of_no_session(tmp_path: Path, damage: str) -> None:
    with written(tmp_path) as (journal, mended):
        alarms = _alarms(journal)
        LEAVES_ANOTHER[damage](journal.path)
        until(lambda: bool(mended))
        assert alarms[0] == mended[0].why in (GONE, REPLACED, CHANGED)  # some of these delete it first
        assert notes_in(journal.path) == [0, 1, 2]
        aside = mended[0].aside
        assert aside is not None
    folders = Folders(tmp_path)
    files = SessionFiles(BASE, folders.sessions)
    listing = Listing.read(folders.sessions)
    assert listing.files == list_with_leftovers(tmp_path) == [files]
    assert listing.foreign_rows() == listing.leftover_rows() == []
    delete(files)
    assert os.path.lexists(aside)
    left = [*aside.iterdir()] if aside.is_dir() else [aside.resolve()]
    assert damage in ("pipe", "socket") or [path.read_text() for path in left] == ["theirs"]


def append_and_hold_sync(journal: JournalFile, disk: FaultyDisk) -> None:
    """Append note 3, and hold up its sync until `disk.may_sync` is set."""
    disk.may_sync.clear()
    disk.syncing.clear()
    journal.append(note(3), 0)
    until(disk.syncing.is_set)


def test_another_file_is_put_aside_each_time(tmp_path: Path) -> None:
    with written(tmp_path) as (journal, mended):
        for times in (1, 2):
            LEAVES_ANOTHER["other text"](journal.path)
            until(lambda times=times: len(mended) == times)  # type: ignore[misc]
        assert len({each.aside for each in mended}) == 2


def test_version_with_other_lines_stays_with_the_session_and_is_deleted_with_it(tmp_path: Path) -> None:
    with written(tmp_path) as (journal, mended):
        changed = journal.path.read_bytes() + b'{"seq":9}\n'
        _replaced_by(changed)(journal.path)
        until(lambda: bool(mended))
        aside = mended[0].aside
        assert aside is not None
        assert aside.read_bytes() == changed
        assert notes_in(journal.path) == [0, 1, 2]
    files = SessionFiles(BASE, tmp_path / "sessions")
    assert aside in files.all()
    delete(files)
    assert not [*files.folder.iterdir()]


def test_truncated_file_is_kept_because_it_may_still_be_written(tmp_path: Path) -> None:
    with written(tmp_path) as (journal, mended):
        with journal.path.open("wb") as theirs:
            until(lambda: bool(mended))
            assert mended[0].why == CHANGED
            theirs.write(b"theirs")
        assert notes_in(journal.path) == [0, 1, 2]
        assert mended[0].aside is not None
        assert mended[0].aside.read_bytes() == b"theirs"


def test_what_is_written_over_the_file_is_kept_without_the_notes_that_follow_it(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, mended):
        append_and_hold_sync(journal, disk)
        _overwritten(journal.path)
        journal.append(note(4), 0)
        assert b"note 4" in journal.path.read_bytes()
        disk.may_sync.set()
        until(lambda: bool(mended))
        assert mended[0].aside is not None
        assert mended[0].aside.read_bytes() == b"theirs"
        assert mended[0].aside.stat().st_mode & 0o777 == 0o600
        assert notes_in(journal.path) == [0, 1, 2, 3, 4]


def test_line_that_is_appended_to_a_truncated_file_leaves_no_hole(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, mended):
        append_and_hold_sync(journal, disk)
        os.truncate(journal.path, 100)
        journal.append(note(4), 0)
        disk.may_sync.set()
        until(lambda: bool(mended))
        assert mended[0].aside is not None
        assert b"\0" not in mended[0].aside.read_bytes()
        assert notes_in(journal.path) == [0, 1, 2, 3, 4]


def test_exact_copy_is_continued_without_an_alarm(tmp_path: Path) -> None:
    with written(tmp_path) as (journal, mended):
        alarms = _alarms(journal)
        _replaced_by(journal.path.read_bytes())(journal.path)
        copied = journal.path.stat().st_ino
        until(lambda: journal._identity == (journal.path.stat().st_dev, copied))
        journal.append(note(3), 0)
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [0, 1, 2, 3]
        assert journal.path.stat().st_ino == copied
        assert journal.path.stat().st_mode & 0o777 == 0o600
    assert not any(alarms)
    assert not mended


def test_copy_from_just_before_the_last_line_gets_that_line(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, mended):
        alarms = _alarms(journal)
        append_and_hold_sync(journal, disk)
        copy = journal.path.read_bytes()
        journal.append(note(4), 0)
        _replaced_by(copy)(journal.path)
        assert journal.status.synced < 5
        disk.may_sync.set()
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [0, 1, 2, 3, 4]
    assert not any(alarms)
    assert not mended


def test_line_that_a_copy_lacked_counts_as_saved_only_after_a_sync_of_the_copy(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, _mended):
        copy = journal.path.read_bytes()
        append_and_hold_sync(journal, disk)
        _replaced_by(copy)(journal.path)
        disk.synced.clear()
        disk.may_sync.set()
        until(lambda: all_synced(journal))
        assert journal._fd is not None
        assert disk.synced.count(journal._fd) == 2  # before and after the line was added


class CountingDisk(FaultyDisk):
    """A disk that knows which files are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open_fds: set[int] = set()

    def open(self, path: Path, flags: int) -> int:
        fd = super().open(path, flags)
        self.open_fds.add(fd)
        return fd

    def close(self, fd: int) -> None:
        super().close(fd)
        self.open_fds.discard(fd)


def test_copy_that_is_replaced_while_it_is_compared_is_not_continued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = CountingDisk()
    with written(tmp_path, disk) as (journal, mended):
        compare = place.compare

        def slow(path: Path, lines: list[bytes]) -> tuple[place.Holds, int]:
            found = compare(path, lines)
            if found == (place.Holds.FIRST_LINES, len(lines)) and not mended:
                _replaced_by(b"theirs")(path)
            return found

        monkeypatch.setattr(place, "compare", slow)
        _replaced_by(journal.path.read_bytes())(journal.path)
        until(lambda: bool(mended))
        assert notes_in(journal.path) == [0, 1, 2]
        assert mended[0].aside is not None
        assert mended[0].aside.read_bytes() == b"theirs"
    assert not disk.open_fds


def test_file_where_the_folder_was_keeps_the_alarm_until_it_is_gone(tmp_path: Path) -> None:
    with written(tmp_path) as (journal, mended):
        _file_for_folder(journal.path)
        until(lambda: journal.status.failing is not None)
        journal.append(note(3), 0)
        until(lambda: journal.status.failing not in (None, GONE))
        assert (tmp_path / "sessions").read_text() == "theirs"
        (tmp_path / "sessions").unlink()
        until(lambda: bool(mended))
        assert notes_in(journal.path) == [0, 1, 2, 3]


def test_file_deleted_during_a_sync_is_not_reported_as_saved(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, mended):
        append_and_hold_sync(journal, disk)
        journal.path.unlink()
        synced = journal.status.synced
        seen: list[tuple[int, str | None]] = []
        journal.on_change = lambda: seen.append((journal.status.synced, journal.status.failing))
        disk.may_sync.set()
        until(lambda: bool(mended))
        assert seen == [(synced, GONE), (synced + 1, None)]


def test_full_disk_is_the_reason_while_it_prevents_mending(tmp_path: Path) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, mended):
        alarms = _alarms(journal)
        disk.for_ever["write"] = errno.ENOSPC
        journal.path.unlink()
        until(lambda: alarms[-1:] == ["the disk is full"])
        assert alarms[0] == GONE
        disk.for_ever.clear()
        until(lambda: bool(mended))
        assert mended[0].why == GONE


def test_file_that_vanishes_just_before_the_end_is_written_anew_before_it_closes(tmp_path: Path) -> None:
    with written(tmp_path) as (journal, _mended):
        pass
    again = JournalFile.reopen(journal.path, read_journal(journal.path), journal._clock)
    until(lambda: all_synced(again))
    again.path.unlink()
    assert again.close(20)
    assert notes_in(again.path) == [0, 1, 2]


class Nameless(FaultyDisk):
    """A file system without inode numbers, or one that fails to tell them."""

    def __init__(self, error: bool) -> None:
        super().__init__()
        self.error = error

    def _without(self, status: os.stat_result) -> os.stat_result:
        return os.stat_result((status.st_mode, 0, *status[2:]))

    def lstat(self, path: Path) -> os.stat_result:
        return self._without(super().lstat(path))

    def fstat(self, fd: int) -> os.stat_result:
        if self.error:
            raise OSError(errno.EINVAL, "not here")
        return self._without(super().fstat(fd))


@pytest.mark.parametrize("error", [False, True])
def test_file_that_cannot_be_identified_counts_as_ours_while_it_is_there(tmp_path: Path, error: bool) -> None:
    with written(tmp_path, Nameless(error)) as (journal, mended):
        alarms = _alarms(journal)
        journal.append(note(3), 0)
        until(lambda: all_synced(journal))
        assert not any(alarms)
        journal.path.unlink()
        until(lambda: bool(mended))
        assert notes_in(journal.path) == [0, 1, 2, 3]


def test_closed_journal_is_removed_and_another_file_in_its_place_is_kept(tmp_path: Path) -> None:
    for other in (False, True):
        with created(tmp_path / str(other), FaultyDisk()) as journal:
            until(lambda journal=journal: all_synced(journal))  # type: ignore[misc]
        if other:
            LEAVES_ANOTHER["other text"](journal.path)
        journal.remove()
        assert [path.read_text() for path in (tmp_path / str(other)).iterdir()] == ["theirs"] * other
        assert not journal.path.exists()


@pytest.mark.parametrize("links", [True, False])
def test_other_file_is_kept_once_however_often_mending_fails(tmp_path: Path, links: bool) -> None:
    disk = FaultyDisk()
    with written(tmp_path, disk) as (journal, mended):
        if not links:
            disk.for_ever["link"] = errno.EPERM
        replace = disk.replace
        tried: list[Path] = []

        def fails(source: Path, target: Path) -> None:
            if target == journal.path:
                tried.append(target)
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
            replace(source, target)

        disk.replace = fails  # type: ignore[method-assign]
        LEAVES_ANOTHER["other text"](journal.path)
        until(lambda: len(tried) > 3)
        # A start after a kill finds either the other file, or none.
        assert os.path.lexists(journal.path) == links
        disk.replace = replace  # type: ignore[method-assign]
        until(lambda: bool(mended))
        assert notes_in(journal.path) == [0, 1, 2]
    others = [path for path in journal.path.parent.iterdir() if path != journal.path]
    assert [path.read_bytes() for path in others] == [b"theirs"]
    assert others == [mended[0].aside]


class Restless(FaultyDisk):
    """A network drive on which a file looks different each time that it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def _renamed(self, status: os.stat_result) -> os.stat_result:
        self.looks += 1
        return os.stat_result((status.st_mode, self.looks, *status[2:]))

    def lstat(self, path: Path) -> os.stat_result:
        return self._renamed(super().lstat(path))

    def fstat(self, fd: int) -> os.stat_result:
        return self._renamed(super().fstat(fd))


def test_file_that_looks_different_each_time_is_ours_for_as_long_as_it_grows(tmp_path: Path) -> None:
    disk = Restless()
    with written(tmp_path, disk) as (journal, mended):
        alarms, looks = _alarms(journal), disk.looks
        until(lambda: disk.looks > looks + 20)
        journal.append(note(3), 0)
        until(lambda: all_synced(journal))
        assert not any(alarms)
        _replaced_by(journal.path.read_bytes())(journal.path)
        journal.append(note(4), 0)
        until(lambda: bool(mended))
        until(lambda: all_synced(journal))
        assert notes_in(journal.path) == [0, 1, 2, 3, 4]


def test_other_file_is_kept_at_the_end_where_files_look_different_each_time(tmp_path: Path) -> None:
    with created(tmp_path, Restless()) as journal:
        until(lambda: all_synced(journal))
    LEAVES_ANOTHER["other text"](journal.path)
    journal.remove()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["theirs"]


def test_folder_that_is_a_link_to_another_disk_is_used_in_silence(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    elsewhere.mkdir()
    (data / "sessions").symlink_to(elsewhere)
    with written(data) as (journal, mended):
        alarms = _alarms(journal)
        (elsewhere / journal.path.name).unlink()
        until(lambda: bool(mended))
        mended.clear()
        alarms.clear()
        _replaced_by(journal.path.read_bytes())(journal.path)
        copied = journal.path.stat()
        until(lambda: journal._identity == (copied.st_dev, copied.st_ino))
        journal.append(note(3), 0)
        until(lambda: all_synced(journal))
        assert notes_in(elsewhere / journal.path.name) == [0, 1, 2, 3]
    assert (data / "sessions").is_symlink()
    assert not mended
    assert not any(alarms)
