import errno
import math
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from luisteren_tui.export.saving import write_export
from luisteren_tui.storage import files
from luisteren_tui.storage.files import Disk
from tests.storage.held_disk import HeldDisk

DATA = b"a secret word\n" * 100


class Failing(Disk):
    """A disk on which call number `at` (from 1) fails, and all later ones too if `ever`. A write takes 7 bytes."""

    def __init__(self, at: int, code: int, ever: bool = False) -> None:
        self.at, self.code, self.ever, self.count = at, code, ever, 0
        self.open_fds: set[int] = set()

    def _call(self) -> None:
        self.count += 1
        if self.count == self.at or (self.ever and self.count > self.at):
            raise OSError(self.code, os.strerror(self.code))

    def open(self, path: Path, flags: int) -> int:
        self._call()
        fd = super().open(path, flags)
        self.open_fds.add(fd)
        return fd

    def write(self, fd: int, data: bytes | memoryview) -> int:
        self._call()
        return super().write(fd, data[:7])

    def sync(self, fd: int) -> None:
        self._call()
        super().sync(fd)

    def close(self, fd: int) -> None:
        self.open_fds.discard(fd)
        super().close(fd)

    def replace(self, source: Path, target: Path) -> None:
        self._call()
        super().replace(source, target)


@pytest.fixture(params=[0, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("umask")
def test_files_and_folders_are_private_to_the_user(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "a" / "b")
    file = tmp_path / "a" / "b" / "f"
    files.write_new(file, DATA)
    assert (mode(tmp_path / "a"), mode(file.parent), mode(file)) == (0o700, 0o700, 0o600)
    files.replace_atomically(file, b"x")
    assert mode(file) == 0o600
    assert file.read_bytes() == b"x"


def test_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    files.make_folder(tmp_path)
    assert mode(tmp_path) == 0o750


def test_file_in_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(NotADirectoryError):
        files.make_folder(tmp_path / "f")


def test_planted_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "victim")
    for attempt in (files.open_new, files.open_append, files.open_read):
        with pytest.raises(OSError, match="link"):
            attempt(link)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        files.open_new(dangling)
    files.replace_atomically(link, b"new")
    assert not link.is_symlink()
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_planted_link_is_refused_where_the_system_always_follows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flags in ("_NO_LINK", "_READ", "_APPEND", "_OWN"):
        monkeypatch.setattr(files, flags, getattr(files, flags) & ~os.O_NOFOLLOW)
    (tmp_path / "victim").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    for attempt in (files.open_append, files.open_read, files.open_own):
        os.close(attempt(tmp_path / "victim"))
        with pytest.raises(OSError, match="not a regular file"):
            attempt(tmp_path / "link")


def test_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for attempt in (files.open_read, files.open_append, partial(files.read_bounded, limit=9)):
        with pytest.raises(OSError, match="pipe"):
            attempt(tmp_path / "pipe")


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"12345")
    assert files.read_bounded(tmp_path / "f", 5) == b"12345"
    with pytest.raises(OSError, match="large") as caught:
        files.read_bounded(tmp_path / "f", 4)
    assert caught.value.errno == errno.EFBIG


@pytest.mark.parametrize("ever", [False, True])
def test_failed_replacement_leaves_the_old_file_and_nothing_else(tmp_path: Path, ever: bool) -> None:
    file = tmp_path / "f"
    calls = 0
    while True:
        calls += 1
        file.write_bytes(b"old")
        disk = Failing(calls, errno.ENOSPC, ever)
        try:
            files.replace_atomically(file, DATA, disk)
        except OSError:
            assert file.read_bytes() in (b"old", DATA)
        else:
            break
        assert disk.open_fds == set()
        assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == DATA
    assert calls > 200


def test_each_step_is_synced_before_the_next(tmp_path: Path) -> None:
    done: list[str] = []

    class Noting(Disk):
        def write(self, fd: int, data: bytes | memoryview) -> int:
            done.append("write")
            return super().write(fd, data)

        def sync(self, fd: int) -> None:
            done.append("sync folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "sync")
            super().sync(fd)

        def replace(self, source: Path, target: Path) -> None:
            done.append("replace")
            super().replace(source, target)

    files.replace_atomically(tmp_path / "f", DATA, Noting())
    assert done == ["write", "sync", "replace", "sync folder"]
    done.clear()
    files.replace_atomically(tmp_path / "f", DATA, Noting(), durable=False)
    assert done == ["write", "replace"]


@pytest.mark.parametrize("change", [files.unlink, lambda path, disk: files.replace_atomically(path, b"new", disk)])
def test_file_that_a_scanner_holds_for_a_moment_is_changed_after_it(
    change: Callable[[Path, Disk], None], tmp_path: Path
) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"old")
    disk = HeldDisk(3, lambda path: path == file)
    change(file, disk)
    assert file.read_bytes() == b"new" if file.exists() else change is files.unlink
    assert disk.pauses == [*files.PAUSES_S[:3]]
    assert {path.name for path in tmp_path.iterdir()} <= {"f"}


def test_file_that_goes_on_being_held_is_an_error_after_less_than_a_second(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    disk = HeldDisk(math.inf, lambda path: path.name == "f")
    with pytest.raises(PermissionError) as caught:
        files.replace_atomically(tmp_path / "f", b"new", disk)
    assert 0.5 < sum(disk.pauses) < 1
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert files.write_error_message(caught.value) == "another program is using it"
    (tmp_path / "f").unlink()
    disk.pauses.clear()
    with pytest.raises(FileNotFoundError):
        files.unlink(tmp_path / "f", HeldDisk(0))
    assert disk.pauses == []


def test_file_of_an_export_that_another_program_has_open_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "times.csv").write_bytes(b"old")
    monkeypatch.setattr(Disk, "replace", HeldDisk(1).replace)
    with pytest.raises(PermissionError) as caught:
        write_export(tmp_path / "times.csv", b"new")
    assert (caught.value.filename, caught.value.filename2) == (str(tmp_path / "times.csv"), None)
    assert files.io_error_message(caught.value) == "another program is using it"
    caught.value.winerror = 5  # type: ignore[attr-defined]  # what Windows says of a replacement
    assert files.io_error_message(caught.value) == "it is not allowed, or another program is using it"
    assert files.write_error_message(caught.value) == files.io_error_message(caught.value)


async def test_keys_hardly_wait_for_a_held_file(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    disk = HeldDisk(math.inf)
    with pytest.raises(PermissionError):
        files.unlink(tmp_path / "f", disk)
    assert 0 < sum(disk.pauses) < 0.05


@pytest.mark.parametrize(("platform", "patient"), [("win32", True), ("linux", False), ("darwin", False)])
def test_only_windows_refuses_for_a_moment(platform: str, patient: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert Disk().refuses_for_a_moment(PermissionError(errno.EACCES, "held")) == patient
    assert not Disk().refuses_for_a_moment(OSError(errno.ENOSPC, "full"))


def test_write_of_zero_bytes_is_an_error(tmp_path: Path) -> None:
    class Full(Disk):
        def write(self, fd: int, data: bytes | memoryview) -> int:
            return 0

    with pytest.raises(OSError, match="nothing"):
        files.write_new(tmp_path / "f", DATA, Full())
    assert list(tmp_path.iterdir()) == []


def test_unsupported_folder_sync_is_ignored_and_a_broken_disk_is_not(tmp_path: Path) -> None:
    files.sync_folder(tmp_path, Failing(2, errno.EINVAL))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        files.sync_folder(tmp_path, Failing(2, errno.EIO))


def test_each_set_aside_file_has_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"1")
    file.chmod(0o644)
    files.set_aside(file)
    files.replace_atomically(file, b"2")

    class NoLinks(Disk):
        def link(self, source: Path, target: Path) -> None:
            raise PermissionError(errno.EPERM, "no links")

    files.set_aside(file, NoLinks())
    kept = [tmp_path / "f.damaged-1", tmp_path / "f.damaged-2"]
    assert [path.read_bytes() for path in kept] == [b"1", b"2"]
    assert [mode(path) for path in kept] == [0o600, 0o600]


def test_only_leftovers_are_removed(tmp_path: Path) -> None:
    for name in ("f", "f.12.new", "g.12.new", "f.damaged-1"):
        (tmp_path / name).touch()
    files.remove_leftovers(tmp_path / "f")
    assert {path.name for path in tmp_path.iterdir()} == {"f", "g.12.new", "f.damaged-1"}


def test_every_reason_is_a_few_words() -> None:
    reasons = {
        files.write_error_message(OSError(code, ""))
        for code in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EFBIG, 0)
    }
    assert len(reasons) == 6
    assert files.write_error_message(OSError(errno.EDQUOT, "")) == files.write_error_message(OSError(errno.ENOSPC, ""))


@pytest.mark.parametrize(
    ("code", "syncs", "raises"), [(0, [], False), (errno.ENOTSUP, [7], False), (errno.EIO, [], True)]
)
def test_macos_saves_through_to_the_disk_where_it_can(
    code: int, syncs: list[int], raises: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, synced = [], list[int]()

    def fcntl(fd: int, what: int) -> None:
        asked.append((fd, what))
        if code:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(files, "fcntl", SimpleNamespace(F_FULLFSYNC=51, fcntl=fcntl), raising=False)
    monkeypatch.setattr(os, "fsync", synced.append)
    with pytest.raises(OSError, match="Input/output") if raises else nullcontext():
        Disk().sync(7)
    assert (asked, synced) == ([(7, 51)], syncs)


def test_json_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(ValueError, match="deep"):
        files.parse_json(b"[" * 100_000)
