"""A small workshop and sessions of it: a schedule of commands becomes events and a state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hypothesis import strategies as st
from msgspec.structs import replace

from luisteren_tui.people.people import People
from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import apply
from luisteren_tui.session.decide import decide
from luisteren_tui.session.events import Clock, Event, Gap, Opened, Slot
from luisteren_tui.session.state import State, begin, track
from luisteren_tui.session.timing import Mode, Track
from luisteren_tui.workshop.model import (
    Activity,
    Cue,
    Duration,
    Each,
    Form,
    Room,
    RoomClock,
    RoomPrompts,
    Signal,
    Step,
    Text,
    Then,
    Turns,
    Window,
    Workshop,
)

SECOND, MINUTE = 1000, 60_000
NOON = 1_795_518_000_000  # 24 November 2026, 12:00 UTC


def minutes(n: float) -> Duration:
    return Duration(round(n * 60))


def activity(id: str, title: str, form: Form, length: float, step: int | None) -> Activity:
    return Activity(
        id=id,
        title=title,
        step=step,
        form=form,
        duration=minutes(length),
        min=minutes(length * 0.6),
        instruction="",
        prompts=(),
        tips=(),
        text=None,
        roles=(),
        options=(),
        materials=(),
        turns=None,
        cues=(),
        protected=False,
        skippable=False,
        signal=Signal.FACILITATOR,
        room=Room(RoomPrompts.ALL, RoomClock.MINUTES),
        then=Then.WAIT,
    )


EXPLORE = replace(
    activity("1", "Verkenning", Form.PLENARY, 15, 1),
    instruction="Lees het gedicht voor.",
    prompts=("Wat doet dit gedicht met je?", "Welk woord blijft hangen?"),
    tips=("Laat na het voorlezen een halve minuut stil.",),
    text="gedicht",
)
READ = replace(activity("2a", "Lezen", Form.INDIVIDUAL, 5, 2), text="casus")
SWAP = replace(
    activity("2b", "Perspectiefwisseling in tweetallen", Form.PAIRS, 15, 2),
    prompts=("Wat deed het met je?", "Wat viel je op?"),
    roles=("Nadia", "hulpverlener"),
    options=("Vergeten afspraak", "Tussentijds telefoontje"),
    turns=Turns(Each.ROLE, Window(minutes(5), minutes(7)), prepare=minutes(2), after=minutes(1)),
    cues=(Cue(minutes(13), "Nog twee minuten"),),
    signal=Signal.ROOM,
)
SHARE = replace(
    activity("2c", "Delen per groep", Form.SUBGROUPS, 12, 2),
    turns=Turns(Each.GROUP, Window(minutes(2), minutes(3))),
    materials=("flip-over",),
    signal=Signal.ROOM,
)
BREAK = replace(activity("p1", "Pauze", Form.BREAK, 15, None), skippable=True, signal=Signal.ROOM)
CLOSE = replace(activity("3", "Afronding", Form.PLENARY, 10, 3), prompts=("Wat neem je mee?",))
ACTIVITIES = (EXPLORE, READ, SWAP, SHARE, BREAK, CLOSE)
WORKSHOP = Workshop(
    id="luisteren",
    title="Luisteren met aandacht",
    language="nl",
    theme="",
    goal="",
    indication=None,
    credit="",
    introduction="",
    materials=(),
    texts={"gedicht": Text("Gedicht", file="gedicht.txt"), "casus": Text("Casus", body="Nadia belt op.")},
    steps=(Step("Verkenning"), Step("Casus"), Step("Afronding")),
    activities=ACTIVITIES,
)


def opened(workshop: Workshop = WORKSHOP, participants: int = 12) -> Opened:
    planned = {each.id: each.duration for each in workshop.activities}
    return Opened(
        t=0,
        format=1,
        id="2026-11-24-1300-luisteren",
        kind="session",
        sha256="",
        timezone="Europe/Amsterdam",
        participants=participants,
        mirrored=False,
        planned=planned,
        workshop=workshop,
    )


@dataclass
class Session:
    """A session under test. It gives commands at its own time `t` (ms) and keeps the events."""

    state: State = field(default_factory=lambda: apply(begin(opened()), Clock(0, NOON, 5000, "boot")))
    t: int = 0
    events: list[Event] = field(default_factory=lambda: [opened(), Clock(0, NOON, 5000, "boot")])

    def happens(self, *events: Event) -> None:
        for event in events:
            self.state = apply(self.state, event)
            self.events.append(event)

    def do(self, *given: c.Command) -> tuple[Event, ...]:
        """Give commands at the present time and return the events of the last one."""
        events: tuple[Event, ...] = ()
        for command in given:
            events = decide(self.state, command, self.t)
            self.happens(*events)
        return events

    def wait(self, length: float) -> "Session":
        """Let `length` minutes pass."""
        self.t += round(length * MINUTE)
        return self

    def sleep(self, length: float) -> None:
        """Let `length` minutes pass while nothing watches the clock."""
        since = self.t
        self.wait(length)
        if self.t > since:
            self.happens(Gap(self.t, since, "sleep"))

    def track(self, name: str) -> Track:
        return track(self.state, name)

    @property
    def mode(self) -> Mode:
        return self.state.timing.mode

    @property
    def at(self) -> str:
        return self.state.timing.activity


@dataclass(frozen=True)
class Sleep:
    """In a schedule: nothing watched the clock before this."""


Move = tuple[int, c.Command | Sleep]
"""The ms that pass, and then the command."""

SLOTS = st.sampled_from(
    [
        Slot("1", prompt=1),
        Slot("1", prompt=2),
        Slot("2b", prompt=2),
        Slot("2c", group=1),
        Slot("3"),
        Slot("3", private=True),
    ]
)
LENGTHS = st.integers(0, 3000) | st.integers(0, 20).map(lambda n: n * MINUTE) | st.integers(0, 20 * MINUTE)
CLOCKWORK: st.SearchStrategy[c.Command] = st.one_of(
    st.sampled_from([c.Toggle(), c.Next(), c.Toggle(), c.NextTurn(), c.Previous(), c.Skip(), c.Forward(), c.Breathe()]),
    st.integers(-3, 3).map(c.Minutes),
)
REWRITING: st.SearchStrategy[c.Command] = st.one_of(
    LENGTHS.map(c.BeganEarlier), st.sampled_from([c.TakeBackGap(), c.Undo(), c.Redo()])
)
WRITING: st.SearchStrategy[c.Command] = st.one_of(
    SLOTS.map(c.Show), SLOTS.map(c.Mark), st.builds(c.Write, SLOTS, st.sampled_from(["", "stil", "woorden"]))
)
REPLANNING: st.SearchStrategy[c.Command] = st.builds(
    c.Replan,
    st.dictionaries(st.sampled_from(["1", "2b", "3"]), st.integers(0, 20).map(lambda n: n * MINUTE)),
    st.sampled_from([(), ("2a",), ("2b", "p1"), ("3",)]),
    st.none() | st.integers(-60, 120).map(lambda n: NOON + n * MINUTE),
)
PEOPLE = st.sampled_from(
    [
        People(tuple(range(1, 13))),
        People(tuple(range(1, 12)), three=("2b",)),
        People((1, 2, 3, 7), ("Anna", "Bo", "anna", "[/]\x1b"), {"2b": ((1, 2), (3, 7))}),
        People(tuple(range(1, 9)), groups={"2b": ((1, 5), (2, 6), (3, 7), (4, 8)), "2c": ((1, 3, 5, 7), (2, 4, 6, 8))}),
    ]
)
GATHERING: st.SearchStrategy[c.Command] = st.one_of(
    PEOPLE.map(c.Gather), PEOPLE.map(c.Group), st.sampled_from(["2b", "2c", None]).map(c.ShowGroups)
)
WALL: st.SearchStrategy[c.Command] = st.one_of(
    st.sampled_from([c.ShowParking(True), c.ShowParking(False)]),
    st.sampled_from([c.Blank(True), c.Blank(False), c.ViewRoom(True), c.ViewRoom(False)]),
    st.sampled_from(["", "Terug om 15:05"]).map(c.ShowLine),
    st.builds(c.Park, st.integers(1, 3), st.sampled_from(["", "een tolk"])),
    st.builds(c.ShowText, st.sampled_from([None, "gedicht", "casus"]), st.integers(0, 2)),
    SLOTS.map(c.ShowNote),
)
SLEEP = st.just(Sleep())


def schedules(*kinds: st.SearchStrategy[c.Command] | st.SearchStrategy[Sleep]) -> st.SearchStrategy[list[Move]]:
    return st.lists(st.tuples(LENGTHS, st.one_of(*kinds)), max_size=14)


ANY = schedules(CLOCKWORK, REWRITING, REPLANNING, WRITING, GATHERING, WALL, SLEEP)


def along(moves: Iterable[Move]) -> Iterator[Session]:
    """Yield the session when opened and after each move. It is one object that changes."""
    session = Session()
    yield session
    for ms, what in moves:
        if isinstance(what, Sleep):
            session.sleep(ms / MINUTE)
        else:
            session.t += ms
            session.do(what)
        yield session


def after(moves: Iterable[Move]) -> Session:
    """Return the session after all moves."""
    *_, session = along(moves)
    return session
