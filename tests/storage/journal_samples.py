"""A small session for the tests of journals."""

from pathlib import Path

from luisteren_tui.session.events import Allotted, Clock, Entered, Event, Focused, Noted, Opened, Slot, Started, Undone
from luisteren_tui.session.timing import Mode, Timing, Track
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.storage.journal.memory import JournalStatus, MemoryJournal
from luisteren_tui.system.clock import Reading
from luisteren_tui.workshop.model import Duration, Step, Workshop

WALL = 1_795_523_405_123  # 2026-11-24T12:30:05.123Z


class StillClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.awake = 1000

    def read(self) -> Reading:
        return Reading(WALL, self.awake, self.awake, "boot")


class ReportingJournal(MemoryJournal):
    """A journal in memory that reports the status that a test gives it."""

    def __init__(self) -> None:
        super().__init__()
        self.reported: JournalStatus | None = None

    @property
    def status(self) -> JournalStatus:
        return self.reported or super().status

    def report(self, status: JournalStatus) -> None:
        self.reported = status
        self.on_change()


def opened(format: int = 1) -> Opened:
    workshop = Workshop(
        id="w",
        title="Luisteren",
        language="nl",
        theme="",
        goal="",
        indication=None,
        credit="",
        introduction="",
        materials=(),
        texts={},
        steps=(Step("Verkenning"),),
        activities=(),
    )
    return Opened(
        t=0,
        format=format,
        id="s",
        kind="session",
        sha256="ab",
        timezone="Europe/Amsterdam",
        participants=12,
        mirrored=False,
        planned={"1": Duration(900)},
        workshop=workshop,
    )


def events() -> list[Event]:
    return [
        opened(),
        Clock(0, WALL, 5, "boot"),
        Started(10, "1"),
        Focused(20, Slot("1", 2)),
        Noted(30, Slot("1", 2), 'a "note" with {"seq":9 in it,\né \ud800 \x1b'),
        Allotted(40, "1", 960_000),
        Undone(50, "allotted", Timing("1", Mode.RUNNING, 10, {"1": Track(900_000, phases=(1, 2))})),
        Entered(60, "2", True),
    ]


def lines() -> list[bytes]:
    return [encode(number, WALL + event.t, event) + b"\n" for number, event in enumerate(events(), 1)]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
