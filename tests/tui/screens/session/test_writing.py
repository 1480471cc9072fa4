"""The ways into the notes and out of them: none of them moves the wall, and the private note does not stay open."""

from pathlib import Path

import pytest

from luisteren_tui.session.events import Slot
from luisteren_tui.session.state import chosen_prompt, slots
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader
from luisteren_tui.tui.widgets.note_editors import BlindLine
from luisteren_tui.views.room_view import RoomView, room_view
from tests.tui.stage import Stage, on_stage

SECOND, PRIVATE = Slot("1", prompt=2), Slot("1", private=True)


def wall(stage: Stage) -> RoomView:
    return room_view(stage.state, stage.live.view())


def blind_line(stage: Stage) -> BlindLine:
    return stage.session.query_one(BlindLine)


@pytest.mark.parametrize("room", [False, True])
async def test_p_writes_the_private_note_at_once_and_escape_goes_back(room: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin(*["right"] * room)
        await stage.press("space", "down")
        before = wall(stage)
        stage.press_in_one_read("p", "s", "t", "i", "l", "escape", "+")
        await stage.until(lambda: stage.saved_note("1", private=True) == "stil")
        assert (stage.state.slot, stage.app.focused) == (SECOND, None)
        assert wall(stage).prompts == before.prompts
        assert stage.seconds_left == 16 * 60
        assert stage.saved_state().slot == SECOND


async def test_tab_and_f8_move_the_note_and_the_screen_says_what_the_room_sees(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        before = wall(stage)
        for keys in (("tab",), ("f8",), ("n", "tab"), ("f8",), ("shift+tab",), ("escape",)):
            await stage.press(*keys)
            assert wall(stage) == before
            assert ("room sees question 1" in stage.picture()) == (stage.state.slot != Slot("1", prompt=1)), keys
        assert stage.state.slot == Slot("1")
        await stage.press("down")
        assert (stage.state.slot, chosen_prompt(stage.state, stage.state.activity)) == (SECOND, 2)
        assert "room sees" not in stage.picture()


async def test_edge_of_the_notes_lights_up_while_one_writes_and_an_empty_note_says_how(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        head = stage.session.query_one(NotesHeader)
        assert "n: write down what you hear" in stage.picture()
        dim = {str(widget.styles.border_left[1]) for widget in (head, stage.notes)}
        await stage.press("n")
        assert "Write down what you hear · Esc: done" in stage.picture()
        lit = {str(widget.styles.border_left[1]) for widget in (head, stage.notes)}
        assert (len(dim), len(lit)) == (1, 1)
        assert dim != lit
        await stage.press("escape")
        assert {str(widget.styles.border_left[1]) for widget in (head, stage.notes)} == dim
        stage.session.tell("Told.\nIn two lines.")
        await stage.until(lambda: stage.app.screen.query("Toast"))
        await stage.until(lambda: stage.app.screen.query("Toast").first().region.height)
        toast = stage.app.screen.query("Toast").first().region
        assert not toast.overlaps(head.region)


async def test_private_note_does_not_stay_open_when_it_was_reached_by_tab(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("down", "n", "shift+tab", "shift+tab", "x")
        assert stage.state.slot == PRIVATE
        await stage.press("escape")
        assert stage.state.slot == SECOND
        assert stage.saved_note("1", private=True) == "x"


async def test_click_outside_closes_the_private_note_too(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("p", "x")
        stage.session.set_focus(None)
        await stage.until(lambda: stage.state.slot == Slot("1", prompt=1))
        assert stage.saved_note("1", private=True) == "x"


@pytest.mark.parametrize("room", [False, True])
async def test_private_note_stays_private_when_the_activity_changes(room: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin(*["right"] * room)
        stage.press_in_one_read("p", "a", "f9", "b", "escape", "space")
        await stage.until(lambda: stage.mode == "running")
        notes = {Slot("1", private=True): "a", Slot("2a", private=True): "b"}
        await stage.until(lambda: stage.saved_state().notes == notes)
        assert stage.state.slot == Slot("2a", prompt=1)


async def test_blind_line_looks_alike_for_all_slots_and_while_text_grows(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.press("space", "n")
        line = blind_line(stage)
        seen = []
        for _ in slots(stage.state, stage.state.activity):
            before = stage.picture()
            await stage.write("woord ")
            assert stage.picture() == before
            seen.append((line.render().plain, line.rich_style))
            await stage.press("tab")
        assert [mark for mark, _style in seen] == ["1", "2", "3", "4", "5"]
        assert len({style for _mark, style in seen}) == 1
        await stage.press("p", "escape", "p")
        assert line.render().plain == "5"
