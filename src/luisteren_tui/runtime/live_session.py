"""A session under way: its state, its clock and its journal together."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from luisteren_tui.session import session_clock as clocks
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.commands import Blank, Command, Next, ShowGroups, ShowText
from luisteren_tui.session.decide import decide
from luisteren_tui.session.events import Clock as ClockEvent
from luisteren_tui.session.events import Event, Gap, Opened, names_typed
from luisteren_tui.session.signals import until_signal
from luisteren_tui.session.state import State, begin, time_up_at
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.journal.line import FORMAT, timestamp
from luisteren_tui.storage.journal.reader import JournalRead
from luisteren_tui.storage.journal.writer import Journal, JournalFile, MemoryJournal, base_id
from luisteren_tui.system.clock import Clock, Reading
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.session_view import View, project
from luisteren_tui.workshop.model import Duration, Then, Workshop

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan

HEARTBEAT = 15_000
"""After so many ms without an event the time is recorded, so that a crash leaves a gap that is known to that."""
SLEPT = 5_000
UNWATCHED = 30_000
FASTEST = 600.0


@dataclass(frozen=True, slots=True)
class SessionSetup:
    """How a session is held: with how many people, mirrored on the room's screen or not, or as a rehearsal at a speed."""

    participants: int
    mirrored: bool = False
    rehearsal: bool = False
    speed: float = 1.0


@dataclass(slots=True)
class LiveSession:
    """Takes commands, keeps what follows from them, and tells what is to be seen. Every read of a clock is here."""

    state: State
    journal: Journal
    clock: Clock
    events: list[tuple[str, Event]] = field(default_factory=list)
    path: Path | None = None
    closed: bool = False
    _watched: Reading | None = None
    _counting: str | None = None
    """The activity whose time was last seen to run, with time left."""

    @classmethod
    def draft(cls, workshop: Workshop, clock: Clock, plan: "Plan | None" = None) -> "LiveSession":
        """Return a session that is only in memory: what is shown until it is started for real."""
        now = clock.read()
        setup = SessionSetup(plan.participants if plan else 12)
        live = cls(begin(opening_event(workshop, "", plan, setup, now.wall)), MemoryJournal(), clock)
        live._keep(_clock_now(0, now))
        return live

    @classmethod
    def open(
        cls,
        workshop: Workshop,
        sha256: str,
        setup: SessionSetup,
        folders: Folders,
        clock: Clock,
        plan: "Plan | None" = None,
    ) -> "LiveSession":
        """Make a new session, or a rehearsal, below `folders`. An OSError when it can't be written."""
        from tzlocal import get_localzone_name  # only a real session stores its time zone

        now = clock.read()
        try:
            zone = get_localzone_name() or "UTC"
        except (LookupError, ValueError, OSError):
            zone = "UTC"
        base = base_id(datetime.fromtimestamp(now.wall / 1000).astimezone(), workshop.id)
        opened = replace(opening_event(workshop, sha256, plan, setup, now.wall), timezone=zone, id=base)
        folder = folders.rehearsals if setup.rehearsal else folders.sessions
        journal, opened = JournalFile.create(folder, base, opened, now.wall, clock)
        live = cls(begin(opened), journal, clock, path=journal.path)
        live._keep(_clock_now(0, now, setup.speed))
        return live

    @classmethod
    def resume(cls, path: Path, found: JournalRead, clock: Clock) -> "LiveSession":
        """Go on with the session of a journal; the time since it stopped counts, but for a rehearsal.

        UnfitError when it holds none.
        """
        state, _ = found.fold()
        if not found.records or found.read_only:
            raise UnfitError
        live = cls(
            state,
            JournalFile.reopen(path, found, clock),
            clock,
            [(record.at, record.event) for record in found.records],
            path,
        )
        now, last = clock.read(), state.t
        if state.opened.kind == "rehearsal":
            # Nobody waited in a room.
            again = _clock_now(last, now, state.clocks[-1].rate if state.clocks else 1.0)
        elif state.clocks:
            again = clocks.reopened(state.clocks[-1], last, now.wall, now.boot, now.boot_id)
        else:
            again = _clock_now(last, now)
        live._keep(again)
        if not live.rehearsal:
            live._keep(Gap(again.t, last, "restart"))
        # What the room was shown beside the activity was for that moment; names are not for whoever looks on now.
        live.do(Blank(False))
        live.do(ShowText(None))
        live.do(ShowGroups(None))
        return live

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

    def watch(self, *, busy: bool = False) -> None:
        """Notice what the clocks did since the last time: a closed lid, a clock that was set; record the time.

        Where the workshop says so, go on when the time is up, but not while the facilitator is `busy`.
        """
        if self.state.timing.mode == Mode.ENDED:
            return  # its journal is closed
        if self.closed:
            return
        now, before, t = self.clock.read(), self._watched, self.now()
        self._watched = now
        mapping, gap = self.state.clocks[-1], self.state.gap
        if clocks.wall_jumped(mapping, now.wall, now.boot):
            self._keep(clocks.corrected(mapping, t, now.wall, now.boot, now.boot_id))
        if before is not None:
            passed = now.boot - before.boot
            asleep = passed - (now.awake - before.awake) > SLEPT
            if asleep or passed > UNWATCHED:
                since = max(0, t - round(passed * mapping.rate))
                if self.rehearsal:
                    # Nobody waited in a room.
                    self._keep(_clock_now(max(self.state.t, since), now, mapping.rate))
                    t = self.now()
                else:
                    self._keep(Gap(t, since, "sleep" if asleep else "stall"))
        if self.state.gap is not gap:
            self._counting = None  # what happened meanwhile is for the facilitator to say
        if not busy:
            self._move_on()
        if t - self.state.t >= HEARTBEAT * mapping.rate:
            self.beat()

    def _move_on(self) -> None:
        """Go to the next activity when time that was seen to run is up, where that is what comes `then`."""
        t, activity = self.now(), self.state.activity
        up = time_up_at(self.state)
        if up is None or up > t:
            self._counting = None if up is None else activity.id
        elif self._counting == activity.id and activity.then == Then.NEXT:
            self._counting = None  # `u` is not undone by this again
            # At the very moment: nothing adds up.
            for event in decide(self.state, Next(), max(up, self.state.t)):
                self._keep(event)

    @property
    def untouched(self) -> bool:
        """Whether nothing was done in it yet: it is not worth going on with."""
        state, fresh = self.state, begin(self.state.opened)
        gathered = state.people.names or state.people.present != fresh.people.present
        timed = state.timing.tracks != fresh.timing.tracks
        return not (timed or state.notes or state.marks or gathered)

    @property
    def rehearsal(self) -> bool:
        """Whether this is only to try the timing."""
        return self.state.opened.kind == "rehearsal"

    @property
    def speed(self) -> float:
        """How many times as fast as the clock on the wall the session runs."""
        return self.state.clocks[-1].rate

    def set_speed(self, speed: float) -> None:
        """Run a rehearsal at this speed from now on."""
        if self.closed:
            return
        self._keep(_clock_now(self.now(), self.clock.read(), min(FASTEST, max(1.0, speed))))

    def jump(self) -> bool:
        """Pass over silent work in a rehearsal, to the next signal or the end; return whether there was any to pass."""
        ms = 0 if self.closed else until_signal(self.state, self.now())
        if ms <= 0:
            return False
        # Time that is passed over has run too.
        self._move_on()
        self._keep(_clock_now(self.now() + ms, self.clock.read(), self.speed))
        return True

    def beat(self) -> None:
        """Record the time, so that it is known until when this session was watched."""
        self._keep(_clock_now(self.now(), self.clock.read(), self.state.clocks[-1].rate))

    def close(self, timeout: float) -> bool:
        """Let go of the journal within `timeout` seconds; return whether all is on the disk. No command does anything after it."""
        self.closed = True
        return self.journal.close(timeout)

    def names_typed(self) -> tuple[str, ...]:
        """Return the names that were typed for the groups, of whoever left too."""
        return names_typed(event for _at, event in self.events)

    def outcome(self) -> dict[str, object]:
        """Return the outcome as it stands."""
        from luisteren_tui.storage.outcome.build import adjustment, build, is_adjustment  # at the end only

        done = [adjustment(at, event) for at, event in self.events if is_adjustment(event)]
        return build(self.state, done, self.journal.status.appended)

    def _keep(self, event: Event) -> None:
        if self.events and self.events[-1][1] == event:
            return  # the time was recorded in this same ms
        # The write is tried before anything is shown of it.
        wall = self.clock.read().wall
        self.journal.append(event, wall)
        self.state = apply(self.state, event)
        self.events.append((timestamp(wall), event))


def opening_event(workshop: Workshop, sha256: str, plan: "Plan | None", setup: SessionSetup, wall: int) -> Opened:
    """Return the event that opens a session at `wall` (ms since 1970), without its id and time zone."""
    if plan is None:
        planned: Mapping[str, Duration] = {activity.id: activity.duration for activity in workshop.activities}
        skipped: tuple[str, ...] = ()
        must_end = None
    else:
        # A session without a plan starts sooner without these.
        from luisteren_tui.planning.plan import planned_workshop
        from luisteren_tui.planning.plan_dates import must_end_wall, rehearsal_must_end_wall

        workshop, planned, skipped = planned_workshop(workshop, plan)
        must_end = rehearsal_must_end_wall(plan, wall) if setup.rehearsal else must_end_wall(plan, wall)
    kind = "rehearsal" if setup.rehearsal else "session"
    return Opened(
        t=0,
        format=FORMAT,
        id="",
        kind=kind,
        sha256=sha256,
        timezone="",
        participants=setup.participants,
        mirrored=setup.mirrored,
        planned=planned,
        workshop=workshop,
        skipped=skipped,
        must_end=must_end,
    )


def _clock_now(t: int, now: Reading, rate: float = 1.0) -> ClockEvent:
    return ClockEvent(t, now.wall, now.boot, now.boot_id, rate)
