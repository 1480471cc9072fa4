import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from luisteren_tui.storage import lock as lock_module
from luisteren_tui.storage.files import REPLACED, Disk, Identity, identity
from luisteren_tui.storage.lock import (
    EditingLock,
    FolderInUse,
    is_edited,
    lock_folder,
    mark_room_window,
    room_window_is_open,
)
from tests.storage.journal_samples import WALL

CHILD = """
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from luisteren_tui.storage.lock import FolderInUse, lock_folder
print("ready", flush=True)
sys.stdin.readline()
try:
    with lock_folder(Path(sys.argv[1]), "child", 0):
        print("holds", flush=True)
        sys.stdin.readline()
except FolderInUse as held:
    print("held", flush=True)
"""


class Child:
    """Another program that locks the folder, or finds it locked, from `go` until `end`."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self.line() == "ready"

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self, kill: bool = False) -> None:
        if kill:
            self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=20)


def test_holder_is_recorded_while_the_folder_is_locked(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with lock_folder(data, "2026-11-24-1330-w", WALL):
        holder = data / ".holder.json"
        assert json.loads(holder.read_text()) == {
            "pid": os.getpid(), "since": "2026-11-24T12:30:05.123Z", "what": "2026-11-24-1330-w"
        }  # fmt: skip
        assert [path.stat().st_mode & 0o777 for path in (data, data / ".lock", holder)] == [0o700, 0o600, 0o600]
    assert {path.name for path in data.iterdir()} == {".lock"}


def test_second_program_learns_the_holder_and_gets_the_lock_later(tmp_path: Path) -> None:
    with lock_folder(tmp_path, "first", WALL):
        with pytest.raises(FolderInUse) as caught, lock_folder(tmp_path, "second", WALL):
            pass
        held = caught.value
        assert (held.pid, held.since, held.what) == (os.getpid(), "2026-11-24T12:30:05.123Z", "first")
    with lock_folder(tmp_path, "second", WALL):
        pass


@pytest.mark.check_only
@pytest.mark.parametrize("content", [None, b"", b"[1]", b"[" * 5000, b'{"pid":"1","since":2,"what":[]}', b"x" * 20_000])
def test_garbled_holder_counts_as_unknown(tmp_path: Path, content: bytes | None) -> None:
    with lock_folder(tmp_path, "first", WALL):
        (tmp_path / ".holder.json").unlink()
        if content is not None:
            (tmp_path / ".holder.json").write_bytes(content)
        with pytest.raises(FolderInUse) as caught, lock_folder(tmp_path, "second", WALL):
            pass
        assert (caught.value.pid, caught.value.since, caught.value.what) == (None, None, None)


def test_one_of_several_programs_gets_the_lock(tmp_path: Path) -> None:
    children = [Child(tmp_path) for _ in range(3)]
    for child in children:
        child.go()
    assert sorted(child.line() for child in children) == ["held", "held", "holds"]
    for child in children:
        child.end()


def test_killed_holder_frees_the_folder(tmp_path: Path) -> None:
    child = Child(tmp_path)
    child.go()
    assert child.line() == "holds"
    with pytest.raises(FolderInUse) as caught, lock_folder(tmp_path, "second", WALL):
        pass
    assert (caught.value.pid, caught.value.what) == (child.process.pid, "child")
    child.end(kill=True)
    with lock_folder(tmp_path, "second", WALL):
        assert json.loads((tmp_path / ".holder.json").read_text())["what"] == "second"


def test_planted_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".lock").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="link"), lock_folder(tmp_path, "x", WALL):
        pass
    assert not (tmp_path / "victim").exists()


def test_unwritable_folder_raises_oserror(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"exists|directory"), lock_folder(tmp_path / "file", "x", WALL):
        pass
    (tmp_path / ".holder.json").mkdir()
    with pytest.raises(OSError, match="directory"), lock_folder(tmp_path, "x", WALL):
        pass
    (tmp_path / ".holder.json").rmdir()
    with lock_folder(tmp_path, "x", WALL):
        pass


def test_error_inside_frees_the_folder(tmp_path: Path) -> None:
    with pytest.raises(KeyError), lock_folder(tmp_path, "x", WALL):
        raise KeyError
    with lock_folder(tmp_path, "x", WALL):
        pass


def test_lock_file_that_is_gone_is_made_and_locked_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with lock_folder(data, "first", WALL) as lock:
        for vanish in (Path.unlink, lambda path: shutil.rmtree(path.parent)):
            vanish(data / ".lock")
            assert lock.keep() is None
            with pytest.raises(FolderInUse) as caught, lock_folder(data, "second", WALL):
                pass
            assert (caught.value.pid, caught.value.what) == (os.getpid(), "first")
    assert {path.name for path in data.iterdir()} == {".lock"}
    with lock_folder(data, "second", WALL):
        pass


def test_lock_taken_by_another_program_is_told_once_and_taken_back_later(tmp_path: Path) -> None:
    with lock_folder(tmp_path, "first", WALL) as lock:
        (tmp_path / ".lock").unlink()
        child = Child(tmp_path)
        child.go()
        assert child.line() == "holds"
        taken = lock.keep()
        assert taken is not None
        assert (taken.pid, taken.what) == (child.process.pid, "child")
        assert lock.keep() is None
        child.end()
        assert lock.keep() is None
        with pytest.raises(FolderInUse), lock_folder(tmp_path, "second", WALL):
            pass
        (tmp_path / ".lock").unlink()
        child = Child(tmp_path)
        child.go()
        assert child.line() == "holds"
        assert lock.keep() is not None
    # What the other program says of itself stays.
    assert json.loads((tmp_path / ".holder.json").read_text())["what"] == "child"
    child.end()
    assert lock.keep() is None


def _link(path: Path) -> None:
    path.symlink_to("victim")


@pytest.mark.parametrize("plant", [Path.mkdir, os.mkfifo, _link])
def test_something_else_in_place_of_the_lock_file_is_left_alone(
    tmp_path: Path, plant: Callable[[Path], object]
) -> None:
    with lock_folder(tmp_path, "first", WALL) as lock:
        (tmp_path / ".lock").unlink()
        plant(tmp_path / ".lock")
        planted = (tmp_path / ".lock").lstat()
        assert lock.keep() is None
        assert (tmp_path / ".lock").lstat() == planted
        assert not (tmp_path / "victim").exists()
        remove = Path.rmdir if (tmp_path / ".lock").is_dir() else Path.unlink
        remove(tmp_path / ".lock")
        assert lock.keep() is None
        with pytest.raises(FolderInUse), lock_folder(tmp_path, "second", WALL):
            pass


def test_lock_file_that_looks_different_each_time_is_still_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "why_displaced", lambda *_of: REPLACED)
    with lock_folder(tmp_path, "first", WALL) as lock:
        assert lock.keep() is None
        assert lock.keep() is None
        with pytest.raises(FolderInUse), lock_folder(tmp_path, "second", WALL):
            pass
    assert {path.name for path in tmp_path.iterdir()} == {".lock"}


def test_program_ends_while_a_look_at_the_lock_file_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, goes_on = threading.Event(), threading.Event()

    def why_displaced(*_of: object) -> None:
        hangs.set()
        assert goes_on.wait(60)

    monkeypatch.setattr(lock_module, "why_displaced", why_displaced)
    monkeypatch.setattr(lock_module, "_RELEASE_S", 0.01)
    lock = lock_module.FolderLock(tmp_path, "first", WALL)
    keeping = threading.Thread(target=lock.keep)
    keeping.start()
    assert hangs.wait(60)
    releasing = threading.Thread(target=lock.release, daemon=True)
    releasing.start()
    releasing.join(20)
    assert not releasing.is_alive()
    goes_on.set()
    keeping.join(60)
    lock.release()
    assert {path.name for path in tmp_path.iterdir()} == {".lock"}


class Locks:
    """The byte locks of Windows: none is shared, none waits, and each belongs to an open file."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.locked: dict[tuple[Identity | None, int], int] = {}
        """The descriptor that has locked a byte of a file."""

    def locking(self, fd: int, how: int, count: int) -> None:
        file, first = identity(os.fstat(fd)), os.lseek(fd, 0, os.SEEK_CUR)
        wanted = [(file, at) for at in range(first, first + count)]
        if how == self.LK_UNLCK:
            assert all(self.locked.pop(each) == fd for each in wanted)
        elif any(each in self.locked for each in wanted):
            raise PermissionError(errno.EACCES, "locked")
        else:
            self.locked |= dict.fromkeys(wanted, fd)

    def close(self, fd: int) -> None:
        self.locked = {each: owner for each, owner in self.locked.items() if owner != fd}


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> Locks:
    locks, close, unlink = Locks(), os.close, Path.unlink

    def close_and_free(fd: int) -> None:
        locks.close(fd)
        close(fd)

    def unlink_if_closed(path: Path, missing_ok: bool = False) -> None:
        if path.exists() and identity(path.stat()) in {file for file, _at in locks.locked}:
            raise PermissionError(errno.EACCES, "open")
        unlink(path, missing_ok)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(lock_module, "msvcrt", locks, raising=False)
    monkeypatch.setattr(os, "close", close_and_free)
    monkeypatch.setattr(Path, "unlink", unlink_if_closed)
    monkeypatch.setattr(Disk, "pause", lambda *_of: None)
    monkeypatch.setattr(os, "kill", lambda pid, _signal: pytest.fail("Windows would end the program"))
    return locks


def test_windows_notices_each_window_of_the_room(tmp_path: Path, on_windows: Locks) -> None:
    assert not room_window_is_open(tmp_path)
    with mark_room_window(tmp_path):
        with mark_room_window(tmp_path), mark_room_window(tmp_path):
            assert room_window_is_open(tmp_path)
        assert room_window_is_open(tmp_path)
        assert len(on_windows.locked) == 1
    with ExitStack() as stack:
        first = stack.enter_context(ExitStack())
        first.enter_context(mark_room_window(tmp_path))
        stack.enter_context(mark_room_window(tmp_path))
        first.close()  # the one that opened first closes first
        assert room_window_is_open(tmp_path)
    assert not room_window_is_open(tmp_path)
    assert on_windows.locked == {}


def test_window_that_opens_at_the_moment_of_a_look_is_not_missed_on_windows(
    tmp_path: Path, on_windows: Locks, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".room").touch()
    file = identity((tmp_path / ".room").stat())
    on_windows.locked = {(file, at): -1 for at in range(64)}  # somebody looks
    monkeypatch.setattr(time, "sleep", lambda _s: on_windows.locked.clear())
    with mark_room_window(tmp_path):
        assert room_window_is_open(tmp_path)


def test_folder_and_workshop_file_are_locked_on_windows(tmp_path: Path, on_windows: Locks) -> None:
    file = tmp_path / "mine.yaml"
    with lock_folder(tmp_path, "first", WALL):
        with pytest.raises(FolderInUse) as caught, lock_folder(tmp_path, "second", WALL):
            pass
        assert caught.value.pid == os.getpid()  # without asking whether it runs, which would end it there
        lock = EditingLock(file)
        assert lock.take()
        assert is_edited(file)
        lock.release()
        assert not is_edited(file)
    assert {path.name for path in tmp_path.iterdir()} == {".lock"}
    assert on_windows.locked == {}


def test_workshop_file_is_edited_by_one_program_and_its_lock_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "workshops" / "mine.yaml"
    first, second = EditingLock(file), EditingLock(file)
    assert first.take()
    assert not second.take()
    assert is_edited(file)
    second.release()  # what it doesn't have stays
    assert is_edited(file)
    first.release()
    assert not is_edited(file)
    assert list(file.parent.iterdir()) == []


def test_lock_that_a_killed_program_left_behind_holds_nobody_up(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    (tmp_path / ".mine.yaml.editing").touch()
    assert not is_edited(file)
    assert EditingLock(file).take()


def test_lock_that_can_not_be_made_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / ".mine.yaml.editing").mkdir()
    assert EditingLock(tmp_path / "mine.yaml").take()
