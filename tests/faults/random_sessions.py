"""Sessions for the rows: a clock moved by hand, random commands and the resulting events."""

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Event, Noted, Opened, Slot
from luisteren_tui.storage.files import DISK, Disk
from luisteren_tui.storage.journal import writer
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.storage.journal.writer import JournalFile
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.clock import Clock, Reading
from luisteren_tui.system.package import content_dir
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Workshop
from tests.faults.tally import require

NOON = 1_795_518_000_000
WORDS = (
    "stil",
    "wat blijft hangen",
    "é ï ‘ ’ …",
    "[x] 5 [min]",
    "\x1b[31m rood",
    "regel\nen nog een",
    "漢字",
    "\ud800",
)


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, wall: int = NOON) -> None:
        self.now = Reading(wall, 5_000_000 + wall - NOON, 4_000_000 + wall - NOON, "boot")

    def read(self) -> Reading:
        return self.now

    def pass_by(self, ms: int, *, asleep: bool = False) -> None:
        now = self.now
        awake = now.awake + (0 if asleep else ms)
        self.now = now._replace(wall=now.wall + ms, boot=now.boot + ms, awake=awake)

    def set_wall(self, ms: int) -> None:
        self.now = self.now._replace(wall=self.now.wall + ms)

    def restart_machine(self) -> None:
        self.now = self.now._replace(boot=100, awake=100, boot_id=self.now.boot_id + "'")


@cache
def workshop() -> Workshop:
    """Return the workshop that is shipped."""
    found = load(content_dir() / "luisteren.yaml").workshop
    assert found is not None
    return found


class Turns:
    """A disk mixin that lets the journal's thread work only between commands, so that its calls repeat."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()

    @contextmanager
    def giving(self) -> Iterator[None]:
        """Hold the thread of the journal while commands are given."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def wait_for_turn(self) -> None:
        """Wait, in the thread of the journal, until no commands are being given."""
        if threading.current_thread() is not threading.main_thread():
            require(self._free.wait(20), "it is never its turn")


def on(disk: Disk, retry: float) -> type[JournalFile]:
    """Return a journal class that uses this disk, and remembers its `events` with the texts of all notes."""

    wait_for_turn = disk.wait_for_turn if isinstance(disk, Turns) else lambda: None

    class OnDisk(JournalFile):
        events: list[Event]

        def append(self, event: Event, wall: int, age_ms: int = 0) -> int:
            self.events.append(event)
            return super().append(event, wall, age_ms)

        def _sync(self) -> None:
            wait_for_turn()
            super()._sync()

        def _rewrite(self) -> None:
            wait_for_turn()
            super()._rewrite()

        @classmethod
        def create(
            cls,
            folder: Path,
            base: str,
            opened: Opened,
            wall: int,
            clock: Clock,
            _disk: Disk = DISK,
            _retry: float = 1.0,
        ) -> tuple["OnDisk", Opened]:
            journal, opened = super().create(folder, base, opened, wall, clock, disk, retry)
            journal.events = [opened]
            return journal, opened

        @classmethod
        def reopen(
            cls, path: Path, found: JournalRead, clock: Clock, _disk: Disk = DISK, _retry: float = 1.0
        ) -> "OnDisk":
            journal = super().reopen(path, found, clock, disk, retry)
            journal.events = [record.event for record in found.records]
            return journal

    return OnDisk


def begin(data: Path, clock: Clock, disk: Disk = DISK, retry: float = 1.0) -> LiveSession:
    """Begin a session below `data`, on `disk`."""
    with patch.object(writer, "JournalFile", on(disk, retry)):
        return LiveSession.open(workshop(), "", SessionSetup(12), Folders(data), clock)


def resume(path: Path, clock: Clock, disk: Disk = DISK, retry: float = 1.0) -> LiveSession:
    """Resume a session."""
    with patch.object(writer, "JournalFile", on(disk, retry)):
        return LiveSession.resume(path, read_journal(path), clock)


def events_of(live: LiveSession) -> list[Event]:
    """Return all events of a session; the one with seq n is at index n - 1."""
    events: list[Event] = getattr(live.journal, "events")  # noqa: B009 - only the journals made here remember them
    return events


def rewrite_soon(live: LiveSession, at: int = 0) -> None:
    """Let the thread of the journal rewrite it without the texts that were replaced, as if it were too long `at` that size."""
    assert isinstance(live.journal, JournalFile)
    live.journal._compact_at = at


def will_be_rewritten(live: LiveSession) -> bool:
    """Return whether it will be rewritten soon."""
    assert isinstance(live.journal, JournalFile)
    return not live.journal._compact_at


def same(have: Sequence[Event], want: Sequence[Event]) -> bool:
    """Return whether these are the same events. A note may have lost its text if a later one of its slot has its own."""
    if len(have) != len(want):
        return False
    later: set[Slot] = set()
    for mine, theirs in zip(reversed(have), reversed(want), strict=True):
        emptied = isinstance(theirs, Noted) and theirs.slot in later and mine == Noted(theirs.t, theirs.slot, "")
        if mine != theirs and not emptied:
            return False
        if isinstance(mine, Noted):
            later.add(mine.slot)
    return True


def random_slot(rng: random.Random) -> Slot:
    """Return a random slot of the workshop."""
    activity = rng.choice(workshop().activities)
    prompt = rng.randint(1, len(activity.prompts)) if activity.prompts and rng.random() < 0.6 else None
    return Slot(activity.id, prompt, private=prompt is None and rng.random() < 0.3)


def random_command(rng: random.Random) -> c.Command:
    """Return a random command. Notes and starting or pausing are the most frequent."""
    match rng.randint(0, 15):
        case 0 | 1 | 2 | 3 | 4:
            return c.Write(random_slot(rng), " ".join(rng.choices(WORDS, k=rng.randint(1, 12))))
        case 5 | 6 | 7:
            return c.Toggle()
        case 8:
            return c.Next()
        case 9:
            return rng.choice((c.Previous(), c.Skip()))
        case 10:
            return c.Minutes(rng.choice((-2, -1, 1, 1, 2)))
        case 11:
            return rng.choice((c.Undo(), c.Undo(), c.Redo()))
        case 12:
            return c.Mark(random_slot(rng))
        case 13:
            return c.Show(random_slot(rng))
        case 14:
            return c.BeganEarlier(rng.randint(1, 600_000))
    return c.Breathe()
