"""Row 17: while the program runs, its files are deleted, moved, replaced or changed, and its lock is taken."""

import fcntl
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

from tests.cli.steps import ENTER, ESCAPE, begin
from tests.cli.terminal import ROOT, Terminal
from tests.faults.processes import seconds_waiting
from tests.faults.tally import Tally, folder, require, rng

SOON = 2.0
"""The most seconds for which the screen may say "saved" of a file that is not there, or nothing may happen."""
THEIRS = b"what somebody else wrote"
SHOWN = re.compile(r"Notes · .{2,100}?  (saved \d\d:\d\d|NOT SAVED:|not saved yet|…) ")
AGAIN = "Everything is"
"""How a message begins that says that the file was written anew."""


@dataclass(frozen=True)
class Damage:
    """Something that happens to the session's file at a path. `undo` makes it possible to write there again.

    `told` is whether the facilitator hears of it. `left` returns whether what somebody else put there is still in the
    data folder.
    """

    what: str
    do: Callable[[Path], object]
    undo: Callable[[Path], object] | None = None
    told: bool = True
    left: Callable[[Path], bool] = lambda data: True


def _replace(path: Path, data: bytes) -> None:
    other = path.with_name(".arriving")
    other.write_bytes(data)
    other.replace(path)


def _older(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    _replace(path, b"".join(lines[: len(lines) - 3]))


def _folder(path: Path) -> None:
    other = path.with_name(".arriving")
    other.mkdir(exist_ok=True)
    (other / "inside").write_bytes(THEIRS)
    path.unlink()
    other.rename(path)


def _link(path: Path) -> None:
    victim = path.parents[1] / "victim"
    victim.write_bytes(THEIRS)
    other = path.with_name(".arriving")
    other.symlink_to(victim)
    other.replace(path)


def _pipe(path: Path) -> None:
    other = path.with_name(".arriving")
    os.mkfifo(other)
    other.replace(path)


def _written_over(path: Path) -> None:
    fd = os.open(path, os.O_WRONLY)
    os.pwrite(fd, THEIRS, 0)
    os.ftruncate(fd, len(THEIRS))
    os.close(fd)


def _moved(data: Path) -> None:
    shutil.rmtree(data.with_name("moved"), ignore_errors=True)
    data.rename(data.with_name("moved"))


def _file_for_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_bytes(THEIRS)


def _is_somewhere(data: Path) -> bool:
    return any(path.is_file() and not path.is_symlink() and path.read_bytes() == THEIRS for path in data.rglob("*"))


def _has(data: Path, kind: Callable[[int], bool]) -> bool:
    return any(kind(path.lstat().st_mode) for path in (data / "sessions").iterdir())


DAMAGES = (  # first those that delete what others left
    Damage("the file deleted", lambda path: path.unlink()),
    Damage("sessions deleted", lambda path: shutil.rmtree(path.parent)),
    Damage("the data folder deleted", lambda path: shutil.rmtree(path.parents[1])),
    Damage("the data folder renamed", lambda path: _moved(path.parents[1])),
    Damage("a file in place of the folder", _file_for_folder, undo=lambda path: path.parent.unlink()),
    Damage("an exact copy", lambda path: _replace(path, path.read_bytes()), told=False),
    Damage("an older copy", _older),
    Damage("another file", lambda path: _replace(path, THEIRS), left=_is_somewhere),
    Damage("written over", _written_over, left=_is_somewhere),
    Damage("truncated", lambda path: os.truncate(path, 100)),
    Damage("a folder", _folder, left=_is_somewhere),
    Damage(
        "a link",
        _link,
        left=lambda data: _has(data, stat.S_ISLNK) and (data / "victim").read_bytes() == THEIRS,
    ),
    Damage("a pipe", _pipe, left=lambda data: _has(data, stat.S_ISFIFO)),
)


def moved_files(count: int, seed: int) -> Tally:
    """Delete, move, replace or change the session's file, folder or lock while the program runs in a terminal.

    The short form does everything once, in one session. The full form does each in a session of its own, `count` times
    while somebody types and `count` times while nobody does, and kills the program afterwards.

    Judged from outside: the file at the path is read as plain JSON lines, and the screen as a person would read it. The
    screen never says "saved" for over 2 s of a file that is not there; within 2 s there is an alarm or the file is there
    with all that was saved; after SIGKILL everything that was shown as saved is in the file at the path. What others put
    there is still in the folder, also after `sessions delete`; no note is.
    Seen to fail without: comparing the path with the open file (`JournalFile._check`), a check while nothing is written
    (`CHECK_S`), going on in a copy (`JournalFile._go_on_in_copy`), keeping what is there (`SetAside.keep`), keeping it
    apart from our lines (`SetAside._keep_apart`), making the folder again (`JournalFile._rewrite`), locking again
    (`FolderLock.keep`).
    """
    tally = Tally()
    if count <= 1:
        _all_in_one_session(tally, rng(seed, "moved"))
        return tally
    slowest = 0.0
    for number in range(count):
        for typing in (False, True):
            for damage in DAMAGES:
                draw = rng(seed, "moved", number, typing, damage.what)
                with tally.trial(f"{damage.what}, {'typing' if typing else 'idle'} {number}"), folder() as above:
                    with _Session(above / "data", SOON) as session:
                        session.type(draw)
                        slowest = max(slowest, session.suffer(damage, draw, typing=typing))
                        session.type(draw)
                        session.is_killed()
                    session.is_deleted(damage)
        for way in (_end_at_once, _leave_at_once, _lock_is_deleted, _lock_is_taken):
            what = f"{way.__name__[1:].replace('_', ' ')} {number}"
            with tally.trial(what), folder() as above, _Session(above / "data", SOON) as session:
                session.type(rng(seed, "moved", number))
                way(session)
    tally.measured.append(f"the longest time until an alarm, or until all was there again, was {slowest:.2f} s")
    return tally


def _all_in_one_session(tally: Tally, draw: Random) -> None:
    with folder() as above:
        # A busy machine may take its time.
        with _Session(above / "data", SOON * 5, alone=False) as session:
            for number, damage in enumerate(DAMAGES):
                with tally.trial(damage.what):
                    session.type(draw)
                    session.suffer(damage, draw, typing=number % 2 == 1)
            for way in (_lock_is_deleted, _lock_is_taken):
                with tally.trial(way.__name__[1:].replace("_", " ")):
                    way(session)
            with tally.trial("killed after all that"):
                session.type(draw)
                session.is_killed()
        with tally.trial("deleted after all that"):
            session.is_deleted(None)


@dataclass
class _Watch:
    """What the screen says and whether it is true: for how long it said "saved" of a file that is not there."""

    wrong_since: float | None = None
    longest: float = 0.0

    def look(self, said: str, there: bool, now: float) -> None:
        if said.startswith("saved") and not there:
            self.wrong_since = now if self.wrong_since is None else self.wrong_since
            self.longest = max(self.longest, now - self.wrong_since)
        else:
            self.wrong_since = None


@dataclass
class _Session:
    """The program in a terminal, with a session on its disk that a note is written in.

    It is damaged once if it is `alone`: what happens again within a minute is not told again.
    """

    data: Path
    soon: float
    alone: bool = True
    typed: str = ""
    saved: str = ""
    watch: _Watch = field(default_factory=_Watch)

    def __enter__(self) -> "_Session":
        self.data.mkdir(mode=0o700)
        self.terminal = Terminal(self.data, "run", size=(120, 30))
        self.terminal.__enter__()
        try:
            begin(self.terminal, self.data)
            (self.path,) = (self.data / "sessions").glob("*.jsonl")
            self.terminal.type("n", "F2")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.terminal.__exit__(None, None, None)

    def now(self) -> float:
        """Return a time in seconds that stops while the machine is busy with other programs."""
        return monotonic() - seconds_waiting(self.terminal.pid) - seconds_waiting()

    def said(self) -> str:
        """Return what the screen says about the disk."""
        found = SHOWN.findall(self.terminal.text())
        return str(found[-1]) if found else ""

    def there(self) -> bool:
        """Return whether the file at the path is sound and holds all that was saved."""
        note = _note(self.path)
        return note is not None and note.startswith(self.saved)

    def look(self) -> bool:
        """Look at the screen and the disk, and judge what the screen says."""
        self.watch.look(self.said(), self.there(), self.now())
        return True

    def until(self, condition: Callable[[], object]) -> None:
        """Watch until the condition holds."""
        self.terminal.until(lambda: self.look() and condition())

    def type(self, draw: Random) -> None:
        """Write a word in the note, and wait until the screen says that it is saved and it is."""
        self.typed += (word := "".join(draw.choices("abcdefghij", k=5)) + " ")
        self.terminal.type(word)
        self.until(self.all_saved)
        self.saved = self.typed

    def all_saved(self) -> bool:
        return self.said().startswith("saved") and _note(self.path) == self.typed

    def suffer(self, damage: Damage, draw: Random, *, typing: bool) -> float:
        """Do the damage, and judge what follows. Return the seconds until an alarm, or until all was there again."""
        seen = len(self.terminal.text())
        self.watch = _Watch()
        damage.do(self.path)
        start = self.now()

        def noticed() -> bool:
            alarm = "NOT SAVED" in self.terminal.text()[seen:]
            return alarm or self.there()

        if typing:
            self.typed += (word := "".join(draw.choices("abcdefghij", k=5)) + " ")
            self.terminal.type(word)
        self.until(noticed)
        took = self.now() - start
        require(took <= self.soon, f"nothing for {took:.2f} s")
        if damage.undo is not None:
            self.until(lambda: self.said().startswith("NOT SAVED"))
            _asks_before_it_leaves(self)
            damage.undo(self.path)
        self.until(self.all_saved)
        if damage.told and self.alone:
            self.until(lambda: AGAIN in self.terminal.text()[seen:])
        elif not damage.told:
            self.type(draw)
            self.type(draw)  # what is told of the first word is on the screen by then
            require("NOT SAVED" not in self.terminal.text()[seen:], "an alarm for a copy with everything")
            require(AGAIN not in self.terminal.text()[seen:], "it tells about a copy with everything")
        require(self.watch.longest <= self.soon, f"saved, it says for {self.watch.longest:.2f} s, and is not")
        require(damage.left(self.data), "what somebody else put there is gone")
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (self.data, self.path.parent, self.path)]
        require(modes == [0o700, 0o700, 0o600], f"others may read it: {[oct(mode) for mode in modes]}")
        return took

    def is_killed(self) -> None:
        self.terminal.kill(signal.SIGKILL)
        require(self.terminal.ends() == -signal.SIGKILL, "it ended before it was killed")
        require(_note(self.path) == self.typed, f"it has {_note(self.path)!r}, not {self.typed!r}")

    def is_deleted(self, damage: Damage | None) -> None:
        """Delete the session, and check that what others put there stays and no note does."""
        command = [sys.executable, "-m", "luisteren_tui", "--data", str(self.data), "sessions", "delete"]
        done = subprocess.run(
            [*command, self.path.stem, "--yes"], capture_output=True, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}
        )
        require(done.returncode == 0, done.stdout + done.stderr)
        require(not self.path.exists(), "it is still there")
        for each in (damage,) if damage else DAMAGES:
            require(each.left(self.data), f"what somebody else put there is deleted ({each.what})")
        word = self.typed.split()[0].encode()
        for path in self.data.rglob("*"):
            require(not path.is_file() or word not in path.read_bytes(), f"the note is still in {path.name}")


def _asks_before_it_leaves(session: _Session) -> None:
    """Check that `q` asks what to do while the session can't be saved, and go back to the note."""
    session.terminal.type(ESCAPE, "→")
    session.terminal.type("q", "another place")
    session.terminal.type(ENTER, "→")
    session.terminal.type("n", "F2")


def _end_at_once(session: _Session) -> None:
    """End the session just after its folder was deleted: the outcome is where the screen says it is."""
    session.terminal.type(ESCAPE, "→")
    session.terminal.type("e", "End the session?")
    _moved(session.data)
    session.terminal.type(ENTER)
    outcome = session.path.with_suffix(".json")
    session.terminal.until(outcome.exists)
    session.terminal.sees("Saved in")
    texts = [note["text"] for each in json.loads(outcome.read_bytes())["activities"] for note in each["notes"]]
    require(texts == [session.typed], f"the outcome has {texts}")
    session.terminal.type("q")
    require(session.terminal.ends() == 0, "it does not end well")
    require([path.name for path in session.path.parent.iterdir()] == [outcome.name], "something else is left")


def _leave_at_once(session: _Session) -> None:
    """Leave just after the folder was deleted: everything is at the path."""
    session.terminal.type(ESCAPE, "→")
    shutil.rmtree(session.path.parent)
    session.terminal.type("q")
    require(session.terminal.ends() == 0, "it does not end well")
    require(_note(session.path) == session.typed, f"it has {_note(session.path)!r}")


def _lock_is_deleted(session: _Session) -> None:
    """Delete the lock file: soon a second program is refused again."""
    lock = session.data / ".lock"
    start = session.now()
    lock.unlink()
    session.until(lambda: _is_locked(lock))
    took = session.now() - start
    require(took <= session.soon, f"the folder was free for {took:.2f} s")
    with suppress(OSError):
        held = json.loads((session.data / ".holder.json").read_bytes())
        require(held["pid"] == session.terminal.pid, "another program is said to hold it")


def _lock_is_taken(session: _Session) -> None:
    """Take the lock as another program would: the screen says so, and the session goes on."""
    lock, seen = session.data / ".lock", len(session.terminal.text())
    mine = session.data / ".lock-of-another"
    fd = os.open(mine, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        holder = session.data / ".holder.json"
        holder.write_text(json.dumps({"pid": os.getpid(), "since": "", "what": "run"}))
        mine.replace(lock)
        start = session.now()
        session.until(lambda: f"process {os.getpid()}" in session.terminal.text()[seen:])
        took = session.now() - start
        require(took <= session.soon, f"it says so after {took:.2f} s")
        require(json.loads(holder.read_bytes())["pid"] == os.getpid(), "it says that it holds the folder")
        session.type(rng(0, "taken"))
    finally:
        os.close(fd)
    session.until(lambda: _is_locked(lock))


def _is_locked(lock: Path) -> bool:
    try:
        fd = os.open(lock, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def _note(path: Path) -> str | None:
    """Return the last note in a journal, read without the program, or None if the file is not wholly sound."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return None
    note = ""
    for number, line in enumerate(lines[:-1], 1):
        body, _, crc = line.rpartition(b',"crc":')
        try:
            fields = json.loads(line)
            if fields["seq"] != number or int(crc.rstrip(b"}")) != zlib.crc32(body):
                return None
        except (ValueError, KeyError, TypeError):
            return None
        note = fields["text"] if fields["type"] == "noted" else note
    return None if lines[-1] else note
