"""A breather: the clock stops and the wall is empty, and what was before comes back, whatever happens meanwhile."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.attendance import with_arrival
from luisteren_tui.session.decide import next_prompt
from luisteren_tui.session.events import Blanked, Paused, Slot
from luisteren_tui.session.state import usual_slot
from luisteren_tui.session.timing import MINUTE_MS, Mode
from luisteren_tui.storage.journal.line import encode
from luisteren_tui.system.paths import Folders
from luisteren_tui.views.room_view import Scene, room_view
from tests.runtime.test_live_session import HandClock
from tests.session.sample_sessions import WORKSHOP

ENDS = [c.Breathe(), c.Toggle(), c.Undo()]
"""What ends a breather."""


class Room:
    """A session under test, and what its wall shows."""

    def __init__(self, *commands: c.Command) -> None:
        self.clock = HandClock()
        self.live = LiveSession.draft(WORKSHOP, self.clock)
        self.do(*commands)

    def do(self, *commands: c.Command) -> None:
        for command in commands:
            self.live.do(command)
            self.clock.move(1000)

    @property
    def scene(self) -> Scene:
        return room_view(self.live.state, self.live.view(), "").scene

    @property
    def mode(self) -> Mode:
        return self.live.state.timing.mode

    @property
    def activity(self) -> str:
        return self.live.state.timing.activity


@pytest.mark.parametrize("end", ENDS)
def test_breather_stops_the_clock_and_empties_the_wall_until_it_ends(end: c.Command) -> None:
    room = Room(c.Toggle(), c.Breathe())
    assert (room.live.breather, room.mode, room.scene) == (True, Mode.PAUSED, Scene.BLANK)
    assert room.live.undo_is_of_breather
    room.do(end)
    assert (room.live.breather, room.mode, room.scene) == (False, Mode.RUNNING, Scene.ACTIVITY)
    assert not room.live.undo_is_of_breather


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("before", [[], [c.Toggle(), c.Toggle()], [c.Toggle(), c.Toggle(), c.Next()]])
def test_clock_that_stood_still_stands_still_after_the_breather(before: list[c.Command], end: c.Command) -> None:
    room = Room(*before)
    timing, scene = room.live.state.timing, room.scene
    room.do(c.Breathe())
    assert (room.live.breather, room.scene) == (True, Scene.BLANK)
    room.do(end)
    assert (room.live.state.timing, room.scene, room.live.breather) == (timing, scene, False)


@pytest.mark.parametrize("end", ENDS)
def test_wall_that_was_empty_stays_empty_after_the_breather(end: c.Command) -> None:
    room = Room(c.Toggle(), c.Blank(True), c.Breathe(), c.Blank(False))
    assert (room.live.breather, room.scene) == (True, Scene.BLANK)
    room.do(end)
    assert (room.mode, room.scene) == (Mode.RUNNING, Scene.BLANK)
    room.do(c.Blank(False))
    assert (room.mode, room.scene) == (Mode.RUNNING, Scene.ACTIVITY)


@pytest.mark.parametrize("end", ENDS[:2])
def test_undo_after_the_end_brings_the_breather_back_and_a_second_one_ends_it(end: c.Command) -> None:
    room = Room(c.Toggle())
    running = room.live.state.timing
    room.do(c.Breathe(), end, c.Undo())
    assert (room.live.breather, room.mode, room.scene) == (True, Mode.PAUSED, Scene.BLANK)
    room.do(c.Undo())
    assert (room.live.breather, room.live.state.timing, room.scene) == (False, running, Scene.ACTIVITY)
    room.do(c.Undo())
    assert (room.live.breather, room.mode) == (False, Mode.WAITING)


@pytest.mark.parametrize("end", ENDS[:2])
def test_undo_brings_back_a_breather_that_stopped_no_clock(end: c.Command) -> None:
    room = Room(c.Toggle(), c.Toggle())
    room.do(c.Breathe(), end, c.Undo())
    assert (room.live.breather, room.mode, room.scene) == (True, Mode.PAUSED, Scene.BLANK)
    room.do(c.Undo(), c.Undo())
    assert (room.live.breather, room.mode) == (False, Mode.RUNNING)


def test_session_moves_behind_the_empty_wall_and_nothing_starts_that_had_not_begun() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.Next(), c.NextTurn(), c.Skip(), c.Previous())
    assert (room.live.breather, room.activity, room.mode, room.scene) == (True, "2a", Mode.WAITING, Scene.BLANK)
    room.do(c.Next(), c.Breathe())
    assert (room.activity, room.mode, room.scene) == ("2b", Mode.WAITING, Scene.ACTIVITY)


def test_clock_goes_on_when_the_session_came_back_to_where_it_ran() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.Next(), c.Previous(), c.Toggle())
    assert (room.activity, room.mode) == ("1", Mode.RUNNING)


def test_undo_ends_the_breather_first_and_then_goes_back_step_by_step() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.Next(), c.Undo())
    assert (room.live.breather, room.activity, room.mode, room.scene) == (False, "2a", Mode.WAITING, Scene.ACTIVITY)
    room.do(c.Undo())
    assert (room.live.breather, room.activity, room.mode, room.scene) == (True, "1", Mode.PAUSED, Scene.BLANK)
    room.do(c.Undo())
    assert (room.live.breather, room.activity, room.mode, room.scene) == (False, "1", Mode.RUNNING, Scene.ACTIVITY)


def test_undo_comes_to_an_end() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.Minutes(1), c.Next(), c.Previous(), c.Toggle())
    for _ in range(12):
        room.do(c.Undo())
    assert (room.live.breather, room.live.state.past, room.mode) == (False, None, Mode.WAITING)


def test_undo_of_a_move_leaves_a_clock_that_stood_still() -> None:
    room = Room(c.Toggle(), c.Toggle(), c.Breathe(), c.Next(), c.Undo(), c.Undo(), c.Undo())
    assert (room.live.breather, room.activity, room.mode, room.scene) == (False, "1", Mode.PAUSED, Scene.ACTIVITY)


def test_clicker_does_nothing_during_a_breather() -> None:
    room = Room(c.Toggle(), c.Breathe())
    state = room.live.state
    room.do(c.Forward())
    assert room.live.state is state


@pytest.mark.parametrize("end", ENDS)
def test_breather_is_a_pause_whatever_ends_it(end: c.Command) -> None:
    room = Room(c.Toggle(), c.Breathe())
    left = room.live.view().clock.left_s
    room.clock.move(MINUTE_MS)
    room.live.do(end)
    assert (room.live.breather, room.mode, room.live.view().clock.left_s) == (False, Mode.RUNNING, left)
    room.live.do(c.Undo())
    assert (room.live.breather, room.live.view().clock.left_s) == (True, left)
    room.clock.move(MINUTE_MS)
    room.live.do(c.Undo())
    assert (room.live.breather, room.mode, room.live.view().clock.left_s) == (False, Mode.RUNNING, left)


def test_undo_goes_on_after_it_ended_a_breather_that_it_had_brought_back() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.Toggle(), c.Undo())
    room.clock.move(MINUTE_MS)
    room.do(c.Undo(), c.Undo())
    assert (room.live.breather, room.mode, room.scene) == (False, Mode.PAUSED, Scene.ACTIVITY)
    room.do(c.Undo(), c.Undo())
    assert (room.live.breather, room.mode, room.live.state.past) == (False, Mode.WAITING, None)


def test_breather_by_mistake_is_taken_back_by_undo() -> None:
    room = Room(c.Toggle())
    before = room.live.state.timing
    room.do(c.Breathe(), c.Undo())
    assert room.live.state.timing == before


def test_started_clock_ends_the_breather() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.Next(), c.BeganEarlier(MINUTE_MS))
    assert (room.live.breather, room.mode, room.scene) == (False, Mode.RUNNING, Scene.ACTIVITY)


def test_end_of_the_session_ends_the_breather() -> None:
    room = Room(c.Toggle(), c.Breathe(), c.End())
    assert (room.live.breather, room.scene) == (False, Scene.THANKS)
    room.do(c.Breathe())
    assert (room.live.breather, room.scene) == (False, Scene.THANKS)


def test_undo_brings_no_breather_back_after_the_end_of_the_session() -> None:
    room = Room(c.Breathe(), c.Breathe(), c.End())
    assert not room.live.undo_is_of_breather
    room.do(c.Undo())
    assert (room.live.breather, room.scene) == (False, Scene.THANKS)


def test_journal_and_outcome_cannot_tell_a_breather_from_a_pause_and_a_blank(tmp_path: Path) -> None:
    def recorded(name: str, begin: list[c.Command], end: list[c.Command]) -> tuple[list[bytes], dict[str, object]]:
        clock = HandClock()
        live = LiveSession.open(WORKSHOP, "", SessionSetup(12), Folders(tmp_path / name), clock)
        for commands in ([c.Toggle()], begin, [c.Write(Slot("1", private=True), "stil")], end, [c.End()]):
            for command in commands:
                live.do(command)
            clock.move(90_000)
        live.close(5)
        lines = [encode(n, 0, event) for n, (_at, event) in enumerate(live.events)]
        return lines, live.outcome()

    breather = recorded("a", [c.Breathe()], [c.Breathe()])
    apart = recorded("b", [c.Blank(True), c.Toggle()], [c.Toggle(), c.Blank(False)])
    assert breather == apart
    assert any(b'"paused"' in line for line in breather[0])
    assert "breath" not in str(breather).lower()


def test_breather_is_recorded_as_a_blank_and_then_a_pause_so_that_no_reader_sees_the_pause() -> None:
    room = Room(c.Toggle())
    t = room.live.now()
    assert room.live.do(c.Breathe()) == (Blanked(t, True), Paused(t, "1"))


KEYS = st.sampled_from(["c", ".", "z", "p", "n", "escape", "u", "space", "right", "left", "s", "enter", "+", "redo"])


@given(st.lists(KEYS, max_size=25))
def test_wall_is_empty_for_as_long_as_it_should_be_and_then_shows_what_was(keys: list[str]) -> None:
    room = Room()
    live = room.live
    blank = was_running = False
    at = ""
    for key in keys:
        before, breather, mode = live.state, live.breather, room.mode
        match key:
            case "c":
                room.do(c.Breathe())
            case ".":
                room.do(c.Blank(not before.room_content.blank))
            case "z":
                room.do(c.ViewRoom(not before.room_view))
            case "p":
                room.do(c.ShowNote(Slot(room.activity, private=True)), c.Write(Slot(room.activity, private=True), "x"))
            case "n":
                room.do(next_prompt(before, 1))
            case "escape":
                room.do(c.ShowNote(usual_slot(before)))
            case _:
                room.do(
                    {
                        "u": c.Undo(),
                        "space": c.Toggle(),
                        "right": c.Next(),
                        "left": c.Previous(),
                        "s": c.Skip(),
                        "enter": c.NextTurn(),
                        "+": c.Minutes(1),
                        "redo": c.Redo(),
                    }[key]
                )
        if key == "." and not breather:
            blank = not blank
        if key == "c" and not breather:
            assert live.breather
        if breather and key in ("c", "space", "u"):
            assert not live.breather
            if not was_running:
                assert room.mode != Mode.RUNNING
            elif key != "u" and room.activity == at:
                assert room.mode == Mode.RUNNING
        if not breather and live.breather:
            was_running, at = mode == Mode.RUNNING or key != "c", room.activity
        if live.breather:
            assert room.mode != Mode.RUNNING
            assert live.view().alert is None
        assert live.state.room_content.blank == (blank or live.breather), key
        if live.state.room_content.blank:
            assert room.scene == Scene.BLANK


def test_people_can_come_during_a_breather() -> None:
    room = Room(c.Toggle(), c.Breathe())
    room.do(c.Gather(with_arrival(room.live.state)))
    assert (len(room.live.state.people.present), room.live.breather) == (13, True)
