"""Safe files: readable by the user only, written completely or not at all, read up to a limit, and still the same."""

import errno
import itertools
import json
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from luisteren_tui.i18n import N_

if sys.platform == "darwin":
    import fcntl

StrPath = str | Path
Identity = tuple[int, int]
"""The device and the inode of a file."""

GONE = N_("the file is gone")
REPLACED = N_("another program replaced the file")
CHANGED = N_("another program changed the file")

# Not every system has these flags: Windows has only O_BINARY.
_MAX_ANSWERS_BYTES = 4096
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
# With O_APPEND, what another program cuts off a file leaves no hole in it.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _NO_LINK | _BINARY
_APPEND = os.O_WRONLY | os.O_APPEND | _NO_LINK | _NO_WAIT | _BINARY
_OWN = os.O_RDWR | os.O_CREAT | _NO_LINK | _NO_WAIT | _BINARY
_READ = os.O_RDONLY | _NO_LINK | _NO_WAIT | _BINARY

_SMALL = 64 * 1024

PAUSES_S = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds between the attempts to replace or remove a file that a virus scanner or an indexer may hold for a moment."""
SHORT_PAUSES_S = PAUSES_S[:2]
"""The same where an event loop would wait, and with it every key."""

_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.ENOTTY, errno.ENOSYS}
_REASONS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk is read-only"),
    errno.EACCES: N_("writing there is not allowed"),
    errno.EIO: N_("the disk reports an error"),
    errno.EFBIG: N_("the file is larger than the disk or the system allows"),
    errno.ENOTDIR: N_("there is a file where a folder should be"),
    errno.EBUSY: N_("another program is using it"),
}
_WINDOWS_REASONS = {
    5: N_("it is not allowed, or another program is using it"),
    32: _REASONS[errno.EBUSY],
    33: _REASONS[errno.EBUSY],
}
"""By the system's own number, which tells more: to `errno`, a file that is held is one that may not be written."""
_REASONS[errno.EDQUOT] = _REASONS[errno.ENOSPC]
_REASONS[errno.EPERM] = _REASONS[errno.EACCES]
_IO_REASONS = _REASONS | {
    errno.EFBIG: N_("the file is too large"),
    errno.EACCES: N_("access is denied"),
    errno.EPERM: N_("access is denied"),
    errno.ENOENT: N_("it does not exist and can't be created"),
    errno.EEXIST: N_("there is a file where a folder should be"),
    errno.EISDIR: N_("that is a folder"),
    errno.EBADF: N_("standard input or output is closed"),
}


def write_error_message(error: Exception) -> str:
    """Return the message id of a few words that say why saving failed."""
    reason = _WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0)
    return reason or _REASONS.get(getattr(error, "errno", None) or 0, N_("writing fails"))


def io_error_message(error: OSError) -> str:
    """Return the message id of a few words that say why reading or writing failed, or an empty text if unknown."""
    return _WINDOWS_REASONS.get(getattr(error, "winerror", None) or 0) or _IO_REASONS.get(error.errno or 0, "")


class Disk:
    """The system calls that change a disk, and those that look for a change, so that tests can make them fail."""

    __slots__ = ()

    def open(self, path: Path, flags: int) -> int:
        """Open `path`. A new file gets mode 0600."""
        return os.open(path, flags, 0o600)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """Write some of `data` and return the number of bytes written."""
        return os.write(fd, data)

    def sync(self, fd: int) -> None:
        """Return once everything that was written is on the disk itself."""
        if sys.platform == "darwin":
            try:
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
            except OSError as error:
                if error.errno not in _UNSUPPORTED:
                    raise
        os.fsync(fd)

    def close(self, fd: int) -> None:
        os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Rename `source` to `target`, replacing any existing file."""
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give `source` a second name. `target` must be free."""
        os.link(source, target)

    def unlink(self, path: Path) -> None:
        path.unlink()

    def lstat(self, path: Path) -> os.stat_result:
        """Look at what is at `path` without following it."""
        return path.lstat()

    def fstat(self, fd: int) -> os.stat_result:
        return os.fstat(fd)

    def refuses_for_a_moment(self, error: OSError) -> bool:
        """Return whether `error` may be gone soon: on Windows nobody replaces or removes a file that a program holds."""
        return sys.platform == "win32" and isinstance(error, PermissionError)

    def pause(self, seconds: float) -> None:
        """Wait before the next attempt."""
        time.sleep(seconds)


DISK = Disk()


def open_new(path: Path, disk: Disk = DISK) -> int:
    """Create the file `path`, for the user only, and open it for writing. Raise FileExistsError if the name is taken."""
    fd = disk.open(path, _NEW)
    make_private(fd)  # a strict umask may have taken away too much
    return fd


def make_private(fd: int) -> None:
    """Let only the user read and write the open file."""
    if hasattr(os, "fchmod"):
        os.fchmod(fd, 0o600)


def open_append(path: Path, disk: Disk = DISK) -> int:
    """Open the regular file `path` to write at its end."""
    return _regular(path, disk.open(path, _APPEND), disk)


def open_own(path: Path) -> int:
    """Open the regular file `path` for reading and writing. Create it, for the user only, if it is missing."""
    fd = _regular(path, DISK.open(path, _OWN), DISK)
    make_private(fd)  # a strict umask may have taken away too much
    return fd


def open_read(path: StrPath) -> int:
    """Open the regular file `path` for reading. Raise OSError if it is a link, a pipe or anything else."""
    return _regular(path, os.open(path, _READ), DISK)


def _regular(path: StrPath, fd: int, disk: Disk) -> int:
    # Windows follows a link whatever it is asked.
    if not stat.S_ISREG(os.fstat(fd).st_mode) or (not _NO_LINK and Path(path).is_symlink()):
        disk.close(fd)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return fd


def read_bounded(path: StrPath, limit: int) -> bytes:
    """Return the bytes of the regular file `path`. Raise OSError with EFBIG if there are more than `limit`."""
    # Not open_read(): with thousands of files each call to the system counts.
    fd = os.open(path, _READ)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        if (size := found.st_size) > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        # Python allocates memory for the whole length that is requested.
        data = os.read(fd, size)
        while len(data) < size and (more := os.read(fd, size - len(data))):
            data += more
        return data
    finally:
        os.close(fd)


def read_small(path: StrPath) -> bytes:
    """Return the bytes of a file that is known to be regular, or nothing if it is a large one.

    Only one call to the system reads it, which may return a part.
    """
    fd = os.open(path, _READ)
    try:
        data = os.read(fd, _SMALL)
        return data if len(data) < _SMALL else b""
    finally:
        os.close(fd)


def read_json(path: StrPath, limit: int) -> Any:
    """Return the JSON value in the file `path`. Raise ValueError if there is none, OSError as `read_bounded` does."""
    return parse_json(read_bounded(path, limit))


def read_answers(path: StrPath) -> dict[str, Any]:
    """Return the JSON object in the small file `path`, where an answer is kept, or an empty one if there is none."""
    with suppress(OSError, ValueError):
        value = read_json(path, _MAX_ANSWERS_BYTES)
        return value if isinstance(value, dict) else {}
    return {}


def parse_json(data: bytes) -> Any:
    """Return the JSON value in `data`. Raise ValueError if there is none."""
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None


def write_all(fd: int, data: bytes, disk: Disk = DISK) -> None:
    """Write all of `data`, in as many calls as needed."""
    rest = memoryview(data)
    while rest:
        written = disk.write(fd, rest)
        if not written:
            raise OSError(errno.EIO, "nothing was written")
        rest = rest[written:]


def write_new(path: Path, data: bytes, disk: Disk = DISK, *, durable: bool = True) -> None:
    """Create the file `path` with `data` in it, and sync it if `durable`. After an OSError there is no file."""
    fd = open_new(path, disk)
    try:
        try:
            write_all(fd, data, disk)
            if durable:
                disk.sync(fd)
        finally:
            disk.close(fd)
    except BaseException:
        remove(path, disk)
        raise


def patiently(attempt: Callable[[], None], disk: Disk = DISK) -> None:
    """Call `attempt`, and a few times more while another program seems to hold its file. Raise the last OSError."""
    pauses = None
    while True:
        try:
            attempt()
            return
        except OSError as error:
            if not disk.refuses_for_a_moment(error):
                raise
            pauses = pauses or iter(SHORT_PAUSES_S if _in_event_loop() else PAUSES_S)
            if (pause := next(pauses, None)) is None:
                raise
        disk.pause(pause)


def _in_event_loop() -> bool:
    import asyncio  # lazy: only a file that is held needs it

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def replace(source: Path, target: Path, disk: Disk = DISK) -> None:
    """Rename `source` to `target`, replacing any existing file. Raise OSError if another program goes on holding one."""
    patiently(lambda: disk.replace(source, target), disk)


def unlink(path: Path, disk: Disk = DISK) -> None:
    """Remove `path`. Raise OSError if that can't be done, also if another program goes on holding it."""
    patiently(lambda: disk.unlink(path), disk)


def replace_atomically(path: Path, data: bytes, disk: Disk = DISK, *, durable: bool = True) -> None:
    """Replace the content of `path` with `data`. After an OSError it still has its old content."""
    new = temporary(path)
    remove(new, disk)
    write_new(new, data, disk, durable=durable)
    try:
        replace(new, path, disk)
    except BaseException:
        remove(new, disk)
        raise
    if durable:
        sync_folder(path.parent, disk)


def temporary(path: Path) -> Path:
    """Return the temporary name beside `path` under which this process writes a replacement."""
    return path.with_name(f"{path.name}.{os.getpid()}.new")


def list_names(folder: Path) -> list[str]:
    """Return the names of what is in `folder`, in any order."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - of 10,000 files, Path.iterdir() would make as many objects
    except FileNotFoundError:  # before the first session
        return []


def scan(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in `folder`, in any order."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:  # before the first session
        return []


def remove(path: Path, disk: Disk = DISK) -> None:
    """Remove `path` if possible."""
    with suppress(OSError):
        unlink(path, disk)


def remove_leftovers(path: Path, disk: Disk = DISK) -> None:
    """Remove replacements for `path` that killed programs left half-written."""
    with suppress(OSError):
        for other in path.parent.iterdir():
            if other.name.startswith(f"{path.name}.") and other.name.endswith(".new"):
                remove(other, disk)


def set_aside(path: Path, disk: Disk = DISK) -> Path:
    """Keep the file `path` under a second name too, which ends in .damaged-1 or the next free number. Return that name."""
    aside = _name_aside(path)
    try:
        disk.link(path, aside)
        aside.chmod(0o600)
    except OSError:  # not every file system has links
        remove(aside, disk)
        with open(open_read(path), "rb") as file:
            write_new(aside, file.read(), disk)
    return aside


def rename_aside(path: Path, disk: Disk = DISK) -> Path:
    """Rename the file `path` as `set_aside` would name it, and return its new path."""
    aside = _name_aside(path)
    replace(path, aside, disk)
    sync_folder(path.parent, disk)
    return aside


def _name_aside(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in itertools.count(1))
    return next(name for name in names if not os.path.lexists(name))


def sync_file(path: Path, disk: Disk = DISK) -> None:
    """Return once the regular file `path` and its name are on the disk itself."""
    fd = open_append(path, disk)
    try:
        disk.sync(fd)
    finally:
        disk.close(fd)
    sync_folder(path.parent, disk)


def sync_folder(folder: Path, disk: Disk = DISK) -> None:
    """Return once the names in `folder` are on the disk itself. Windows can't do this."""
    if sys.platform == "win32":
        return
    fd = disk.open(folder, os.O_RDONLY)
    try:
        disk.sync(fd)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        disk.close(fd)


def make_folder(folder: Path) -> None:
    """Create `folder` and its missing parents for the user only. Leave existing folders as they are."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    else:
        folder.chmod(0o700)  # a strict umask may have taken away too much
        sync_folder(folder.parent)


# Whether the file at a path is still the one that was opened


def identity(status: os.stat_result) -> Identity | None:
    """Return which file this is, or None on a file system that doesn't tell."""
    return (status.st_dev, status.st_ino) if status.st_ino else None


def identity_of(fd: int, disk: Disk = DISK) -> Identity | None:
    """Return which file is open as `fd`, or None if the system doesn't tell."""
    try:
        return identity(disk.fstat(fd))
    except OSError:
        return None


def unchanged(before: os.stat_result, after: os.stat_result) -> bool:
    """Return whether these are of the same file, with the same content as far as they tell."""
    return all(getattr(before, name) == getattr(after, name) for name in ("st_dev", "st_ino", "st_size", "st_mtime_ns"))


def why_displaced(path: Path, known: Identity | None, disk: Disk = DISK) -> str | None:
    """Return why the file at `path` is not the `known` one (a message id), or None if it is or if nobody can tell.

    Raise OSError if the path can't be looked at. Nothing is followed or opened.
    """
    try:
        there = disk.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return GONE
    found = identity(there)
    same = known is None or found is None or found == known
    return None if same and stat.S_ISREG(there.st_mode) else REPLACED
