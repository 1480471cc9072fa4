"""A session under way: its state, its clock and its journal together."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from luisteren_tui.clock import Clock, Reading
from luisteren_tui.paths import Folders
from luisteren_tui.session import clocks
from luisteren_tui.session.apply import UnfitError, apply, fold
from luisteren_tui.session.commands import Command
from luisteren_tui.session.decide import decide
from luisteren_tui.session.events import Clock as ClockEvent
from luisteren_tui.session.events import Event, Gap, Mode, Opened
from luisteren_tui.session.project import project
from luisteren_tui.session.state import State, begin
from luisteren_tui.session.view import View
from luisteren_tui.storage.journal import FORMAT, JournalRead, timestamp
from luisteren_tui.storage.journal_status import AnyJournal, MemoryJournal
from luisteren_tui.workshop.model import Workshop

HEARTBEAT = 15_000
"""After so many ms without an event the time is recorded, so that a crash leaves a gap that is known to that."""
SLEPT = 5_000
UNWATCHED = 90_000


@dataclass(slots=True)
class Running:
    """Takes commands, keeps what follows from them, and tells what is to be seen. Every read of a clock is here."""

    state: State
    journal: AnyJournal
    clock: Clock
    events: list[tuple[str, Event]] = field(default_factory=list)
    path: Path | None = None
    closed: bool = False
    _watched: Reading | None = None

    @classmethod
    def draft(cls, workshop: Workshop, sha256: str, clock: Clock) -> "Running":
        """Return a session that is only in memory: what is shown until it is started for real."""
        running = cls(begin(_opened(workshop, sha256, 12, False, "", "")), MemoryJournal(), clock)
        running._keep(_clock_now(0, clock.read()))
        return running

    @classmethod
    def open(
        cls, workshop: Workshop, sha256: str, participants: int, mirrored: bool, folders: Folders, clock: Clock
    ) -> "Running":
        """Make a new session below `folders`. An OSError when it can't be written."""
        from tzlocal import get_localzone_name

        from luisteren_tui.storage.journal_file import Journal
        from luisteren_tui.storage.library import base_id

        now = clock.read()
        try:
            zone = get_localzone_name() or "UTC"
        except (LookupError, ValueError, OSError):
            zone = "UTC"
        base = base_id(datetime.fromtimestamp(now.wall / 1000).astimezone(), workshop.id)
        opened = _opened(workshop, sha256, participants, mirrored, zone, base)
        journal, opened = Journal.create(folders.sessions, base, opened, now.wall, clock)
        running = cls(begin(opened), journal, clock, path=journal.path)
        running._keep(_clock_now(0, now))
        return running

    @classmethod
    def resume(cls, path: Path, found: JournalRead, clock: Clock) -> "Running":
        """Go on with the session of a journal; the time since it stopped counts. UnfitError when it holds none."""
        from luisteren_tui.storage.journal_file import Journal

        state, _ = fold(record.event for record in found.records)
        if not found.records or found.read_only:
            raise UnfitError
        running = cls(
            state,
            Journal.reopen(path, found, clock),
            clock,
            [(record.at, record.event) for record in found.records],
            path,
        )
        now, last = clock.read(), state.t
        if state.clocks:
            again = clocks.reopened(state.clocks[-1], last, now.wall, now.boot, now.boot_id)
        else:
            again = _clock_now(last, now)
        running._keep(again)
        running._keep(Gap(again.t, last, "restart"))
        return running

    @property
    def ended(self) -> bool:
        """Whether the session is over."""
        return self.state.timing.mode == Mode.ENDED

    def now(self) -> int:
        """Return the session time now."""
        return max(self.state.t, clocks.session_time(self.state.clocks[-1], self.clock.read().boot))

    def do(self, command: Command) -> tuple[Event, ...]:
        """Carry out a command, and return what came of it: nothing when it makes no sense now."""
        if self.closed:
            return ()
        events = decide(self.state, command, self.now())
        for event in events:
            self._keep(event)
        return events

    def view(self) -> View:
        """Return what is to be seen now."""
        return project(self.state, self.now())

    def watch(self) -> None:
        """Notice what the clocks did since the last time: a closed lid, a clock that was set; record the time."""
        if self.state.timing.mode == Mode.ENDED:
            return  # its journal is closed
        if self.closed:
            return
        now, before, t = self.clock.read(), self._watched, self.now()
        self._watched = now
        mapping = self.state.clocks[-1]
        if clocks.wall_jumped(mapping, now.wall, now.boot):
            self._keep(clocks.corrected(mapping, t, now.wall, now.boot, now.boot_id))
        if before is not None:
            passed = now.boot - before.boot
            if passed - (now.awake - before.awake) > SLEPT or passed > UNWATCHED:
                self._keep(Gap(t, max(0, t - round(passed * mapping.rate)), "sleep"))
        if t - self.state.t >= HEARTBEAT:
            self.beat()

    def beat(self) -> None:
        """Record the time, so that it is known until when this session was watched."""
        self._keep(_clock_now(self.now(), self.clock.read(), self.state.clocks[-1].rate))

    def close(self, timeout: float) -> bool:
        """Let go of the journal within `timeout` seconds; return whether all is on the disk. No command does anything after it."""
        self.closed = True
        return self.journal.close(timeout)

    def outcome(self) -> dict[str, object]:
        """Return the outcome as it stands."""
        from luisteren_tui.storage.outcome import adjustment, build, is_adjustment

        done = [adjustment(at, event) for at, event in self.events if is_adjustment(event)]
        return build(self.state, done, self.journal.status.appended)

    def _keep(self, event: Event) -> None:
        # The write is tried before anything is shown of it.
        wall = self.clock.read().wall
        self.journal.append(event, wall)
        self.state = apply(self.state, event)
        self.events.append((timestamp(wall), event))


def _clock_now(t: int, now: Reading, rate: float = 1.0) -> ClockEvent:
    return ClockEvent(t, now.wall, now.boot, now.boot_id, rate)


def _opened(workshop: Workshop, sha256: str, participants: int, mirrored: bool, zone: str, id: str) -> Opened:
    planned = {activity.id: activity.duration for activity in workshop.activities}
    return Opened(0, FORMAT, id, "session", sha256, zone, participants, mirrored, planned, workshop)
