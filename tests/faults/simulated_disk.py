"""A disk that records every call, and what it may contain after a power cut: a simple model of a file system.

Only a sync makes anything durable: that of a file its bytes, that of a folder its names. Everything else may survive
completely, partly, as zeros, in any order, or not at all.
"""

import os
import random
import stat
import threading
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from luisteren_tui.storage.files import Disk
from tests.faults.random_sessions import Turns

DATA_FATES = ("dropped", "cut", "zeros", "scattered", "kept")
NAME_FATES = ("none", "first ones", "some", "all")


@dataclass(frozen=True)
class Call:
    """A call that changed the disk: `kind` is write, sync, failed, names, name, moved or gone.

    A write appends `data` to file `inode`. A sync makes the file durable as it was before call number `upto`. A failed
    sync makes nothing durable: the system may have dropped its data and marked it as written. `names` is the sync of a
    folder.
    """

    kind: str
    inode: int = 0
    data: bytes = b""
    name: str = ""
    upto: int = 0


@dataclass
class Cut:
    """The contents of the disk after the power is back: the bytes of each name."""

    files: dict[str, bytes] = field(default_factory=dict)

    def write_to(self, folder: Path) -> None:
        """Make `folder` contain exactly these files."""
        for path in folder.iterdir():
            path.unlink()
        for name, data in self.files.items():
            (folder / name).write_bytes(data)


class SimulatedDisk(Turns, Disk):
    """A real disk below one folder. It records calls and can hold up syncs."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.may_sync = threading.Event()
        self.may_sync.set()
        self.failing_syncs = 0
        self.failing_name_syncs = 0
        self.failing_writes = 0
        self._numbers: dict[int, int] = {}
        self._waiting = False

    def repair(self) -> None:
        """Let nothing fail any more."""
        self.failing_syncs = self.failing_name_syncs = self.failing_writes = 0

    @property
    def waits(self) -> bool:
        """Whether a sync is being held up."""
        return self._waiting and not self.may_sync.is_set()

    def number(self, path: Path) -> int:
        """Return our own number for a file, because the system reuses the inode of a deleted one."""
        return self._numbers[path.stat().st_ino]

    def _inode(self, fd: int) -> int:
        return self._numbers[os.fstat(fd).st_ino]

    def knows(self, path: Path) -> int:
        """Give a number to a file that exists before the first call."""
        return self._numbers.setdefault(path.stat().st_ino, -1 - len(self._numbers))

    def open(self, path: Path, flags: int) -> int:
        new = not path.exists()
        fd = super().open(path, flags)
        if new:
            self._numbers[os.fstat(fd).st_ino] = len(self.calls) + 1
            self.calls.append(Call("name", self._inode(fd), name=path.name))
        return fd

    def write(self, fd: int, data: bytes | memoryview) -> int:
        if self.failing_writes:
            self.failing_writes -= 1
            raise OSError(28, "No space left on device")
        written = super().write(fd, data)
        self.calls.append(Call("write", self._inode(fd), bytes(data[:written])))
        return written

    def sync(self, fd: int) -> None:
        upto = len(self.calls)
        self._waiting = True
        if not self.may_sync.wait(20):
            raise AssertionError("a sync was never let go")
        self._waiting = False
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            if self.failing_name_syncs:
                self.failing_name_syncs -= 1
                raise OSError(5, "Input/output error")
            self.calls.append(Call("names", upto=upto))
            return
        if self.failing_syncs:
            self.failing_syncs -= 1
            self.calls.append(Call("failed", self._inode(fd), upto=upto))
            raise OSError(5, "Input/output error")
        self.calls.append(Call("sync", self._inode(fd), upto=upto))

    def replace(self, source: Path, target: Path) -> None:
        inode = self.number(source)
        super().replace(source, target)
        self.calls.append(Call("moved", inode, name=f"{source.name}/{target.name}"))

    def link(self, source: Path, target: Path) -> None:
        super().link(source, target)
        self.calls.append(Call("name", self.number(source), name=target.name))

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self.calls.append(Call("gone", name=path.name))


def cut_power(calls: list[Call], before: int, rng: random.Random, start: dict[str, tuple[int, bytes]]) -> Cut:
    """Return a possible state of the disk after a power cut just `before` that call.

    `start` is what was durable before the first call: the inode and bytes of each name.
    """
    done = calls[:before]
    synced_names = max((call.upto for call in done if call.kind == "names"), default=0)
    names = {name: inode for name, (inode, _) in start.items()}
    pending = []
    for place, call in enumerate(done):
        if call.kind not in ("name", "gone", "moved"):
            continue
        if place < synced_names:
            _rename(names, call)
        else:
            pending.append(call)
    for call in _kept(pending, rng):
        _rename(names, call)
    contents: dict[int, bytes] = {}
    for inode in sorted(set(names.values())):
        first = next((data for found, data in start.values() if found == inode), b"")
        contents[inode] = _bytes(done, inode, first, rng)
    return Cut({name: contents[inode] for name, inode in names.items()})


def _kept(pending: list[Call], rng: random.Random) -> list[Call]:
    match rng.choice(NAME_FATES):
        case "none":
            return []
        case "first ones":
            return pending[: rng.randint(0, len(pending))]
        case "some":
            return [call for call in pending if rng.random() < 0.5]
    return pending


def _rename(names: dict[str, int], call: Call) -> None:
    if call.kind == "gone":
        names.pop(call.name, None)
    elif call.kind == "name":
        names[call.name] = call.inode
    else:
        source, target = call.name.split("/")
        if names.get(source) == call.inode:
            del names[source]
        names[target] = call.inode


def _bytes(done: list[Call], inode: int, first: bytes, rng: random.Random) -> bytes:
    """Return possible contents of a file: what was synced, and some result for the rest."""
    syncs = [call for call in done if call.kind in ("sync", "failed") and call.inode == inode]
    good = takewhile(lambda call: call.kind == "sync", syncs)
    upto = max((call.upto for call in good), default=0)
    writes = [(place, call.data) for place, call in enumerate(done) if call.kind == "write" and call.inode == inode]
    sure = first + b"".join(data for place, data in writes if place < upto)
    whole = sure + b"".join(data for place, data in writes if place >= upto)
    block = rng.choice((512, 4096))
    match rng.choice(DATA_FATES):
        case "dropped":
            return sure
        case "cut":
            end = rng.randint(len(sure) // block, len(whole) // block) * block
            return whole[: max(len(sure), end)]
        case "zeros":
            return sure + bytes(len(whole) - len(sure))
        case "scattered":
            return _scattered(sure, whole, block, rng)
    return whole


def _scattered(sure: bytes, whole: bytes, block: int, rng: random.Random) -> bytes:
    """Return a file in which some unsynced blocks were written and the others were not."""
    size = rng.randint(len(sure), len(whole)) if rng.random() < 0.5 else len(whole)
    before = sure + bytes(len(whole) - len(sure))
    parts = []
    for start in range(len(sure) // block * block, len(whole), block):
        source = whole if rng.random() < 0.5 else before
        parts.append(source[start : start + block])
    return (whole[: len(sure) // block * block] + b"".join(parts))[:size]
