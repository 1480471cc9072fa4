"""The session that runs: its state, its clock and its journal together."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from luisteren_tui.people.people import DEFAULT_PARTICIPANTS
from luisteren_tui.runtime.breather import Breather
from luisteren_tui.session import session_clock as clocks
from luisteren_tui.session.apply import UnfitError, apply
from luisteren_tui.session.commands import Blank, Command, End, Next, ShowGroups, ShowLine, ShowParking, ShowText, Write
from luisteren_tui.session.decide import decide
from luisteren_tui.session.events import Clock as ClockEvent
from luisteren_tui.session.events import Event, Gap, Noted, Opened, Parked, names_typed
from luisteren_tui.session.signals import until_signal
from luisteren_tui.session.state import State, begin, time_up_at
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.file_names import base_id
from luisteren_tui.storage.journal.line import JOURNAL_FORMAT
from luisteren_tui.storage.journal.memory import MemoryJournal
from luisteren_tui.system.clock import Clock, Reading, timestamp
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.session_view import View, project
from luisteren_tui.workshop.model import Duration, Then, Workshop

if TYPE_CHECKING:
    from luisteren_tui.planning.plan import Plan
    from luisteren_tui.storage.journal.reader import JournalRead
    from luisteren_tui.storage.journal.writer import Journal

HEARTBEAT_MS = 15_000
"""After this long without an event the time is recorded. After a crash, the start of the gap is known to within this."""
MIN_SLEEP_MS = 5_000
"""A shorter difference between the clocks doesn't count as sleep."""
MIN_STALL_MS = 30_000
"""After this long without a look at the clock the time is a gap, even if the laptop was awake."""
MAX_SPEED = 600.0
TYPED = (Noted, Parked)
"""The kinds of events that hold typed text. There are many of them, each with a whole text."""


class Onward(StrEnum):
    """How a session goes on after a time in which nothing watched it: that time counts or not, or it ends where it stopped.

    In a rehearsal that time never counts: nobody waited in a room.
    """

    COUNTING = "counting"
    NOT_COUNTING = "not counting"
    ENDING = "ending"


class SessionSetup(Struct, frozen=True):
    """How a session is held: with how many people, on a mirrored screen or not, or as a rehearsal at some speed.

    `plan_name` is the name under which its plan is saved, or empty. `uid` is a random id that no other session has.
    """

    participants: int
    mirrored: bool = False
    rehearsal: bool = False
    speed: float = 1.0
    plan_name: str = ""
    uid: str = ""


class LiveSession(Struct):
    """Carries out commands, records the events that follow, and returns what the screens show.

    Everything that needs the time of a session reads the clock here. `events` are in order, each with its time (UTC,
    RFC 3339), without those of notes and of the parking lot: their texts, each several times, would fill the memory.
    Once it is `closed`, commands do nothing.
    """

    state: State
    journal: "Journal"
    clock: Clock
    events: list[tuple[str, Event]] = field(default_factory=list)
    path: Path | None = None
    closed: bool = False
    _has_more: bool = False
    """Whether the journal has entries that do not fit, or fields that this version doesn't know."""
    _watched: Reading | None = None
    _viewed: tuple[State | None, View | None] = (None, None)
    """The last View, and its state."""
    _breather: Breather | None = None
    _counting: str | None = None
    """The activity that still had time left when it was last watched."""

    @classmethod
    def draft(
        cls,
        workshop: Workshop,
        clock: Clock,
        plan: "Plan | None" = None,
        *,
        participants: int = DEFAULT_PARTICIPANTS,
        plan_name: str = "",
        rehearsal: bool = False,
    ) -> "LiveSession":
        """Return a session in memory, to show until a real one starts."""
        now = clock.read()
        setup = SessionSetup(participants, rehearsal=rehearsal, plan_name=plan_name)
        live = cls(begin(opening_event(workshop, "", plan, setup, now.wall)), MemoryJournal(), clock)
        live._record(_clock_now(0, now))
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
        """Start a session or a rehearsal with a journal in `folders`. Raise OSError if that can't be written."""
        # Lazy: a draft, which is the first picture, has neither a time zone nor a file.
        from tzlocal import get_localzone_name

        from luisteren_tui.storage.journal.writer import JournalFile

        now = clock.read()
        try:
            zone = get_localzone_name() or "UTC"
        except (LookupError, ValueError, OSError):
            zone = "UTC"
        base = base_id(datetime.fromtimestamp(now.wall / 1000).astimezone(), workshop.id)
        opened = opening_event(workshop, sha256, plan, setup, now.wall).with_id(base).with_timezone(zone)
        folder = folders.rehearsals if setup.rehearsal else folders.sessions
        journal, opened = JournalFile.create(folder, base, opened, now.wall, clock)
        live = cls(begin(opened), journal, clock, path=journal.path)
        live._record(_clock_now(0, now, setup.speed))
        return live

    @classmethod
    def resume(cls, path: Path, found: "JournalRead", clock: Clock, onward: Onward = Onward.COUNTING) -> "LiveSession":
        """Resume the session of the journal at `path`, or end it where it stopped.

        Raise UnfitError if the journal holds no session that can be resumed.
        """
        # Lazy: see above.
        from luisteren_tui.storage.journal.writer import JournalFile

        state, unfit = found.fold()
        if not found.records or found.read_only:
            raise UnfitError
        events = [pair for pair in found.events if not isinstance(pair[1], TYPED)]
        live = cls(state, JournalFile.reopen(path, found, clock), clock, events, path)
        live._has_more = bool(unfit or found.unknown_fields)
        now, last = clock.read(), state.t
        if onward is Onward.ENDING:
            for event in decide(state, End(), last):
                live._record(event)
            return live
        if live.rehearsal or onward is Onward.NOT_COUNTING:
            live._record(_clock_now(last, now, state.clocks[-1].rate if state.clocks else 1.0))
        else:
            away = clocks.absence(state, now.wall, now.boot, now.boot_id)
            live._record(away.clock)
            live._record(Gap(away.clock.t, last, "restart"))
        # The room saw these earlier. The people watching now may not be meant to see the names.
        live.do(Blank(False))
        live.do(ShowText(None))
        live.do(ShowGroups(None))
        live.do(ShowParking(False))
        live.do(ShowLine(""))
        return live

    @property
    def ended(self) -> bool:
        """Whether the session has ended."""
        return self.state.timing.mode == Mode.ENDED

    def now(self) -> int:
        """Return the session time."""
        if self.stands_still:
            return self.state.t
        return max(self.state.t, clocks.session_time(self.state.clocks[-1], self.clock.read().boot))

    def do(self, command: Command, *, age_ms: int = 0) -> tuple[Event, ...]:
        """Carry out a command and return the events that followed: none if it makes no sense now.

        What is saved by it was typed `age_ms` ago.
        """
        if self.closed:
            return ()
        if isinstance(command, Write):
            return self._carry_out(command, age_ms)
        if self._breather is None:
            self._breather = Breather(lambda: self.state, self._carry_out)
        return self._breather.do(command, self.now())

    def _carry_out(self, command: Command, age_ms: int = 0) -> tuple[Event, ...]:
        events = decide(self.state, command, self.now())
        if events and self.stands_still:
            self._wind_up(events)
        for event in events:
            self._record(event, age_ms)
        return events

    def _wind_up(self, events: tuple[Event, ...]) -> None:
        """If `events` let the clock of a rehearsal run, record first that no session time has passed until now."""
        after = self.state
        for event in events:
            after = apply(after, event)
        if not clocks.stands_still(after):
            self.record_time()

    @property
    def breather(self) -> bool:
        """Whether a breather lasts now."""
        return self._breather is not None and self._breather.on

    @property
    def undo_is_of_breather(self) -> bool:
        """Whether undo would now end the breather, or bring back the one that just ended."""
        return self._breather is not None and self._breather.takes_undo(self.now())

    def view(self) -> View:
        """Return what the screens show now."""
        state, earlier = self._viewed
        view = project(self.state, self.now(), earlier if state is self.state else None)
        self._viewed = (self.state, view)
        return view

    def watch(self, *, busy: bool = False) -> None:
        """Record what the clocks did since the last call: a closed lid, a wall clock that was set, or time that passed.

        When time is up, enter the next activity if the workshop says so, unless the facilitator is `busy`.
        """
        if self.ended or self.closed:
            return
        now, before, t = self.clock.read(), self._watched, self.now()
        self._watched = now
        mapping, gap = self.state.clocks[-1], self.state.gap
        if clocks.wall_jumped(mapping, now.wall, now.boot):
            self._record(_clock_now(t, now, mapping.rate))
        if before is not None:
            passed = now.boot - before.boot
            asleep = passed - (now.awake - before.awake) > MIN_SLEEP_MS
            if asleep or passed > MIN_STALL_MS:
                since = max(0, t - round(passed * mapping.rate))
                if self.rehearsal:  # nobody waited in a room meanwhile
                    self._record(_clock_now(max(self.state.t, since), now, mapping.rate))
                    t = self.now()
                else:
                    self._record(Gap(t, since, "sleep" if asleep else "stall"))
        if self.state.gap is not gap:
            self._counting = None  # the facilitator decides what the gap means
        if not busy:
            self._enter_next_when_due()
        silent = now.boot - mapping.boot if self.stands_still else (t - self.state.t) / mapping.rate
        if silent >= HEARTBEAT_MS:
            self.record_time()

    def _enter_next_when_due(self) -> None:
        """Enter the next activity if the time of this one ran out while it was watched and it has `then: next`."""
        t, activity = self.now(), self.state.activity
        up = time_up_at(self.state)
        if up is None or up > t:
            self._counting = None if up is None else activity.id
        elif self._counting == activity.id and activity.then == Then.NEXT:
            self._counting = None  # so that an undo holds
            # Entered at the exact moment, so that small delays don't add up.
            for event in decide(self.state, Next(), max(up, self.state.t)):
                self._record(event)

    @property
    def untouched(self) -> bool:
        """Whether nothing happened that makes the session worth resuming."""
        state, fresh = self.state, begin(self.state.opened)
        gathered = state.people.names or state.people.present != fresh.people.present
        timed = state.timing.tracks != fresh.timing.tracks
        return not (timed or state.notes or state.marks or state.parking or gathered)

    @property
    def rehearsal(self) -> bool:
        """Whether this is a rehearsal."""
        return self.state.opened.kind == "rehearsal"

    @property
    def stands_still(self) -> bool:
        """Whether session time stands still: a rehearsal whose clock doesn't run."""
        return clocks.stands_still(self.state)

    @property
    def speed(self) -> float:
        """The speed of the session, relative to real time."""
        return self.state.clocks[-1].rate

    def set_speed(self, speed: float) -> None:
        """Run the rehearsal at `speed` from now on, between 1 and MAX_SPEED."""
        if self.closed:
            return
        self._record(_clock_now(self.now(), self.clock.read(), min(MAX_SPEED, max(1.0, speed))))

    def jump(self) -> bool:
        """Skip silent work in a rehearsal, up to the next signal or the end. Return whether there was any to skip."""
        ms = 0 if self.closed else until_signal(self.state, self.now())
        if ms <= 0:
            return False
        # Skipped time counts as time that ran.
        self._enter_next_when_due()
        self._record(_clock_now(self.now() + ms, self.clock.read(), self.speed))
        return True

    def record_time(self) -> None:
        """Record the time. After a crash, the gap begins here."""
        self._record(_clock_now(self.now(), self.clock.read(), self.state.clocks[-1].rate))

    def close(self, timeout: float) -> bool:
        """Close the journal within `timeout` seconds and return whether all of it is on the disk."""
        self.closed = True
        return self.journal.close(timeout)

    def remove(self) -> bool:
        """Remove the journal, once it is closed, and return whether that was possible.

        One with something that no outcome holds is kept under another name.
        """
        return self.journal.remove(keep=self._has_more)

    def names_typed(self) -> tuple[str, ...]:
        """Return every name of a participant that was typed, also of people who left."""
        return names_typed(event for _at, event in self.events)

    def outcome(self) -> dict[str, object]:
        """Return the outcome so far."""
        from luisteren_tui.storage.outcome.build import build  # the first screen doesn't need it

        return build(self.state, self.events, self.journal.status.appended)

    def _record(self, event: Event, age_ms: int = 0) -> None:
        if self.events and self.events[-1][1] == event:
            return  # the time was already recorded in this millisecond
        # Written first: what the screens show has been handed to the disk.
        wall = self.clock.read().wall
        self.journal.append(event, wall, age_ms)
        self.state = apply(self.state, event)
        if not isinstance(event, TYPED):
            self.events.append((timestamp(wall), event))


def opening_event(workshop: Workshop, sha256: str, plan: "Plan | None", setup: SessionSetup, wall: int) -> Opened:
    """Return the event that opens a session at `wall` (ms since 1970), without its id and time zone."""
    if plan is None:
        planned: Mapping[str, Duration] = {activity.id: activity.duration for activity in workshop.activities}
        skipped: tuple[str, ...] = ()
        must_end = start = None
    else:
        # A session without a plan starts sooner without these.
        from luisteren_tui.planning.plan import planned_workshop
        from luisteren_tui.planning.plan_dates import SessionTimes, rehearsal_must_end_wall, session_times

        workshop, planned, skipped = planned_workshop(workshop, plan)
        start, must_end, _why = (
            SessionTimes(must_end=rehearsal_must_end_wall(plan, wall))
            if setup.rehearsal
            else session_times(plan, setup.plan_name, wall)
        )
    kind = "rehearsal" if setup.rehearsal else "session"
    return Opened(
        t=0,
        format=JOURNAL_FORMAT,
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
        planned_start=start,
        plan="" if plan is None else setup.plan_name,
        uid=setup.uid,
    )


def _clock_now(t: int, now: Reading, rate: float = 1.0) -> ClockEvent:
    return ClockEvent(t, now.wall, now.boot, now.boot_id, rate)
