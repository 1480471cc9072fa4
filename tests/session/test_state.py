"""The fold: which events fit, what a lost event costs, and a comparison with a plain model of a session."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from math import inf, nan
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from luisteren_tui.session import commands as c
from luisteren_tui.session.apply import UnfitError, apply, fold
from luisteren_tui.session.events import (
    Allotted,
    Backdated,
    Clock,
    Ended,
    Entered,
    Event,
    Focused,
    Gap,
    GapTakenBack,
    Marked,
    Noted,
    Paused,
    Redone,
    Resumed,
    Skipped,
    Slot,
    Started,
    Turned,
    Undone,
)
from luisteren_tui.session.session_clock import reaches, wall_at
from luisteren_tui.session.state import State, begin, gap_on_offer, run_time, shown_slot, slots, track
from luisteren_tui.session.timing import Mode, Timing, Track
from luisteren_tui.session.turns import limit, starts
from luisteren_tui.views.session_view import project
from luisteren_tui.workshop.model import Duration
from tests.session.sample_sessions import ACTIVITIES, ANY, MINUTE, NOON, WORKSHOP, Move, Session, after, along, opened

ELSEWHERE: list[Event] = [
    Started(9, "9"),
    Paused(9, "9"),
    Resumed(9, "9"),
    Entered(9, "9", True),
    Skipped(9, "9", "1", True),
    Skipped(9, "1", "9", True),
    Turned(9, "9", 1),
    Allotted(9, "9", 1),
    Backdated(9, "9", 1),
    GapTakenBack(9, "9", 1, 2),
    Undone(9, "started", Timing("9", Mode.RUNNING, 0)),
    Undone(9, "started", Timing("1", Mode.RUNNING, 0, {"9": Track(1)})),
    Redone(9, "started", Timing("1", Mode.RUNNING, 0, {"9": Track(1)})),
    Noted(9, Slot("9"), "x"),
    Marked(9, Slot("9"), True),
    Focused(9, Slot("9")),
]
IMPOSSIBLE: list[Event] = [
    opened(),
    Clock(9, 0, 0, "", 0.0),
    Clock(9, 0, 0, "", nan),
    Clock(9, 0, 0, "", inf),
    Turned(9, "1", 1),
    Turned(9, "2b", 4),
    Turned(9, "2b", 0),
    Backdated(9, "1", 10),
    Backdated(9, "2a", 1),
    GapTakenBack(9, "1", 1, 2),  # nothing runs
    Undone(9, "ended", Timing("1", Mode.ENDED, 0)),
    Redone(9, "ended", Timing("1", Mode.ENDED, 0)),
    Focused(9, Slot("1", prompt=3)),
    Focused(9, Slot("1", prompt=0)),
]


def sane(state: State, t: int) -> None:
    view = project(state, t)
    assert min(view.clock.run_s, view.clock.since_s, view.clock.allotted_s) >= 0
    assert view.next_change > t
    assert state.timing.since <= state.t
    for item in state.timing.tracks.values():
        assert min(item.spent, item.paused, item.allotted) >= 0
        assert sorted(item.phases) == list(item.phases)
        assert not item.phases or item.phases[0] >= 0


@pytest.mark.parametrize("first", [[], [Started(0, "1")], [opened(replace(WORKSHOP, activities=()))]])
def test_fold_requires_an_opened_session_first(first: list[Event]) -> None:
    with pytest.raises(UnfitError):
        fold(first)


@pytest.mark.parametrize("event", ELSEWHERE + IMPOSSIBLE, ids=repr)
def test_impossible_event_is_unfit(event: Event) -> None:
    assert fold([opened(), event]) == (begin(opened()), 1)


def test_timing_events_are_unfit_after_the_end() -> None:
    late: list[Event] = [Started(6, "1"), Entered(6, "2a", True), Allotted(6, "1", 9), Ended(6)]
    undone = Undone(6, "ended", Timing("1", Mode.RUNNING, 0))
    state, unfit = fold([opened(), Ended(5), *late, undone, Noted(6, Slot("1"), "nog iets"), Gap(7, 6, "restart")])
    assert (state.timing.mode, unfit) == (Mode.ENDED, 5)
    assert state.notes == {Slot("1"): "nog iets"}


def test_paused_activity_cannot_be_backdated() -> None:
    assert fold([opened(), Started(1, "1"), Paused(5, "1"), Backdated(9, "1", 2)])[1] == 1


def test_empty_gap_does_not_hide_an_earlier_one() -> None:
    state, _ = fold([opened(), Started(1, "1"), Gap(9, 5, "sleep"), Gap(9, 9, "restart")])
    assert gap_on_offer(state) == Gap(9, 5, "sleep")


@given(
    st.sampled_from([0.1, 0.5, 1.0, 1.5, 3.0, 7.0, 60.0]),
    st.integers(-1000, 1000) | st.integers(0, 2**42),
)
def test_session_time_of_a_wall_time_is_exact(rate: float, ms: int) -> None:
    state = apply(begin(opened()), Clock(0, NOON, 0, "b", rate))
    t = reaches(state, 0, NOON + ms)
    assert wall_at(state, t - 1) < NOON + ms <= wall_at(state, t)


def test_event_earlier_than_the_last_is_unfit() -> None:
    state, unfit = fold([opened(), Started(5, "1"), Paused(4, "1")])
    assert (state.timing.mode, state.t, unfit) == (Mode.RUNNING, 5, 1)


@given(ANY, st.data())
def test_duplicate_event_is_unfit_and_changes_nothing(moves: list[Move], data: st.DataObject) -> None:
    events = after(moves).events
    place = data.draw(st.integers(0, len(events) - 1))
    state, unfit = fold([*events[: place + 1], *events[place:]])
    assert unfit == 1
    assert state == fold(events)[0]


@given(ANY)
def test_folding_the_events_gives_the_same_state(moves: list[Move]) -> None:
    for session in along(moves):
        assert fold(session.events) == (session.state, 0)
        sane(session.state, session.t)
    times = [event.t for event in session.events]
    assert times == sorted(times)


@given(ANY, st.data())
def test_lost_event_costs_only_itself(moves: list[Move], data: st.DataObject) -> None:
    session = after([*moves, (1, c.Write(Slot("3"), "het laatste"))])
    lost = data.draw(st.integers(1, len(session.events) - 1))
    state, _ = fold(session.events[:lost] + session.events[lost + 1 :])
    sane(state, session.t)
    texts = [event for event in session.events if isinstance(event, Noted)]
    kept = {event.slot: event.text for event in texts if event is not session.events[lost]}
    assert state.notes == kept


def test_later_events_repair_a_lost_one() -> None:
    session = Session()
    session.do(c.Toggle())
    session.wait(5).do(c.Next())
    session.wait(5).do(c.Next())
    state, unfit = fold([event for event in session.events if event != Entered(5 * MINUTE, "2a", True)])
    assert (state.timing.activity, state.timing.since, unfit) == ("2b", 10 * MINUTE, 0)
    assert state.timing.tracks["1"].spent == 10 * MINUTE


def test_next_turn_fills_in_a_lost_one() -> None:
    events: list[Event] = [opened(), Entered(0, "2b", True), Turned(9 * MINUTE, "2b", 2)]
    state, unfit = fold(events)
    assert (state.timing.tracks["2b"].phases, unfit) == ((9 * MINUTE, 9 * MINUTE), 0)


def test_activity_has_slots_for_its_prompts_or_groups_and_a_private_one() -> None:
    state = begin(opened())
    swap, share = ACTIVITIES[2], ACTIVITIES[3]
    assert slots(state, swap) == (
        Slot("2b", prompt=1),
        Slot("2b", prompt=2),
        Slot("2b"),
        Slot("2b", private=True),
    )
    assert [slot.group for slot in slots(state, share)] == [1, 2, 3, None, None]


@pytest.mark.parametrize(
    ("prompts", "prepare", "slot"),
    [
        ((), 0, Slot("2c", group=1)),
        ((), 60, Slot("2c", group=1)),
        (("What?",), 0, Slot("2c", group=1)),
        (("What?",), 60, Slot("2c", prompt=1)),
    ],
)
def test_notes_begin_with_the_group_that_has_the_turn_or_with_the_question(
    prompts: tuple[str, ...], prepare: int, slot: Slot
) -> None:
    state, share = begin(opened()), ACTIVITIES[3]
    assert share.turns is not None
    turns = replace(share.turns, prepare=Duration(prepare))
    assert shown_slot(state, replace(share, prompts=prompts, turns=turns)) == slot


Step = tuple[int, str, int]


class Turns(NamedTuple):
    """The turns of an activity in the model. Times are in ms."""

    number: int
    prepare: int
    longest: int
    after: int


TURNS = {2: Turns(2, 2 * MINUTE, 7 * MINUTE, MINUTE), 3: Turns(3, 0, 3 * MINUTE, 0)}
"""The turns of 2b and 2c, by the place of the activity."""


@dataclass
class Model:
    """A plain model of a session: a list of timed steps that is replayed for every question. Times are in ms.

    `begun` has the run time at which the turns of each activity began, `given` what their last one may take if minutes
    were given to it or taken from it.
    """

    at: int = 0
    doing: str = "waits"
    spent: list[int] = field(default_factory=lambda: [0] * len(ACTIVITIES))
    paused: list[int] = field(default_factory=lambda: [0] * len(ACTIVITIES))
    time: list[int] = field(default_factory=lambda: [each.duration * 1000 for each in ACTIVITIES])
    begun: list[list[int]] = field(default_factory=lambda: [[0] if place == 3 else [] for place in range(6)])
    given: list[int | None] = field(default_factory=lambda: [None] * len(ACTIVITIES))

    def passes(self, ms: int) -> None:
        if self.doing == "runs":
            self.spent[self.at] += ms
        if self.doing == "is paused":
            self.paused[self.at] += ms

    def move(self, way: int) -> None:
        if 0 <= self.at + way < len(ACTIVITIES):
            self.at += way
            self.doing = "runs" if self.doing == "runs" else "waits"

    def turn_time(self) -> int | None:
        """Return what the present turn, or the preparation, may take, or None outside of those."""
        turns, begun = TURNS.get(self.at), self.begun[self.at]
        if turns is None or len(begun) > turns.number:
            return None
        if (given := self.given[self.at]) is not None:
            return given
        if not begun:
            return turns.prepare
        share = (self.time[self.at] - begun[-1] - turns.after) // (turns.number - len(begun) + 1)
        return max(0, min(turns.longest, share))

    def used(self) -> int:
        """Return how long the present turn, or the preparation, has taken."""
        return self.spent[self.at] - (self.begun[self.at] or [0])[-1]

    def turn(self) -> None:
        turns, begun = TURNS.get(self.at), self.begun[self.at]
        if turns is not None and self.doing == "runs" and len(begun) < turns.number + bool(turns.after):
            begun.append(self.spent[self.at])
            self.given[self.at] = None

    def minutes(self, ms: int) -> None:
        has_begun = self.doing != "waits" or self.spent[self.at] > 0
        turn = self.turn_time() if has_begun else None
        if ms > 0:
            self.time[self.at] = max(self.time[self.at], self.spent[self.at]) + ms
            self.given[self.at] = None if turn is None else max(turn, self.used()) + ms
            return
        free = self.time[self.at] - (self.spent[self.at] or MINUTE)
        less = max(0, min(-ms, free if turn is None else min(free, turn - self.used())))
        self.time[self.at] -= less
        if less:
            self.given[self.at] = None if turn is None else turn - less

    def step(self, what: str, n: int) -> None:
        if what == "toggle":
            self.doing = "is paused" if self.doing == "runs" else "runs"
        elif what == "move":
            self.move(n)
        elif what == "turn":
            self.turn()
        else:
            self.minutes(n * MINUTE)


def play(steps: Sequence[Step], t: int) -> Model:
    model, now = Model(), 0
    for at, what, n in steps:
        model.passes(at - now)
        model.step(what, n)
        now = at
    model.passes(t - now)
    return model


class SessionMachine(RuleBasedStateMachine):
    """Gives commands in any order, ends and reopens the program in between, and compares with the plain model."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.steps: list[Step] = []
        self.undone: list[Step] = []
        self.notes: dict[Slot, str] = {}
        self.marks: set[Slot] = set()

    def give(self, command: c.Command, what: str, n: int = 0) -> None:
        t = self.session.t
        before, now = play(self.steps, t), play([*self.steps, (t, what, n)], t)
        if now != before:
            self.steps.append((t, what, n))
            self.undone = []
        assert bool(self.session.do(command)) == (now != before)

    @rule(ms=st.integers(0, 10 * MINUTE) | st.sampled_from([1, 999, 1000, 5 * MINUTE]))
    def time_passes(self, ms: int) -> None:
        self.session.t += ms

    @rule()
    def toggle(self) -> None:
        self.give(c.Toggle(), "toggle")

    @rule(back=st.booleans())
    def move(self, back: bool) -> None:
        self.give(c.Previous() if back else c.Next(), "move", -1 if back else 1)

    @precondition(lambda self: self.session.at != "3")
    @rule()
    def skip(self) -> None:
        self.give(c.Skip(), "move", 1)

    @rule()
    def turn(self) -> None:
        self.give(c.NextTurn(), "turn")

    @precondition(lambda self: self.session.at in ("2b", "2c"))
    @rule(n=st.sampled_from([-10, -1, 1, 2]))
    def minutes_in_a_turn(self, n: int) -> None:
        self.give(c.Minutes(n), "minutes", n)

    @rule(n=st.sampled_from([-10, -1, 1, 2]))
    def minutes(self, n: int) -> None:
        self.give(c.Minutes(n), "minutes", n)

    @rule()
    def undo(self) -> None:
        assert bool(self.session.do(c.Undo())) == bool(self.steps)
        self.undone += self.steps[-1:]
        self.steps = self.steps[:-1]

    @rule()
    def redo(self) -> None:
        assert bool(self.session.do(c.Redo())) == bool(self.undone)
        self.steps += self.undone[-1:]
        self.undone = self.undone[:-1]

    @rule(
        slot=st.sampled_from([Slot("1", prompt=2), Slot("2c", group=3), Slot("3", private=True)]),
        text=st.text(max_size=5),
    )
    def write(self, slot: Slot, text: str) -> None:
        self.session.do(c.Write(slot, text))
        if text or slot in self.notes:
            self.notes[slot] = text

    @rule(slot=st.sampled_from([Slot("1"), Slot("2b", prompt=1)]))
    def mark(self, slot: Slot) -> None:
        self.session.do(c.Mark(slot))
        self.marks ^= {slot}

    @rule()
    def end_the_program_and_reopen(self) -> None:
        self.session.state, unfit = fold(deepcopy(self.session.events))
        assert unfit == 0

    @invariant()
    def agrees(self) -> None:
        state, t = self.session.state, self.session.t
        model = play(self.steps, t)
        names = {"waits": Mode.WAITING, "runs": Mode.RUNNING, "is paused": Mode.PAUSED}
        assert ACTIVITIES[model.at].id == state.timing.activity
        assert names[model.doing] == state.timing.mode
        assert model.spent[model.at] == run_time(state, t)
        if (time := model.turn_time()) is not None:
            item, count = track(state, state.activity.id), TURNS[model.at].number
            assert limit(state.activity, item, count, len(starts(state.activity, item))) == time
        now = apply(state, Ended(max(t, state.t)))
        for place, each in enumerate(ACTIVITIES):
            item = now.timing.tracks.get(each.id, Track(each.duration * 1000))
            assert (item.spent, item.paused, item.allotted) == (
                model.spent[place],
                model.paused[place],
                model.time[place],
            )
        assert state.notes == self.notes
        assert state.marks == self.marks


TestSessionMachine = SessionMachine.TestCase
TestSessionMachine.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_wall_time_follows_the_clock_at_that_moment() -> None:
    session = Session()
    session.wait(10).happens(Clock(session.t, NOON, 0, "b"))
    assert wall_at(session.state, 9 * MINUTE) == NOON + 9 * MINUTE
    assert wall_at(session.state, 11 * MINUTE) == NOON + MINUTE
