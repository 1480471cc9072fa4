"""Undo and redo on the session screen: what they say, what they ask, and where the notes go."""

from pathlib import Path

from luisteren_tui.session.events import Slot
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from tests.tui.stage import on_stage


async def test_redo_takes_back_an_undo_and_says_of_what(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("ctrl+y")
        assert stage.last_message == "There is nothing to redo."
        await stage.press("space", "right", "u", "u", "ctrl+y")
        assert (stage.activity, stage.mode, stage.last_message) == ("1", "running", "Redone: the start")
        await stage.press("ctrl+y")
        assert (stage.activity, stage.last_message) == ("2a", "Redone: moving to another activity")
        assert stage.saved_state().timing == stage.state.timing
        await stage.press("z", "u")
        assert stage.last_message == "Undone"
        await stage.press("ctrl+y")
        assert stage.last_message == "Redone"


async def test_note_follows_the_group_when_a_turn_is_undone(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.go_to("3b")
        await stage.press("enter")
        assert stage.notes.slot == Slot("3b", group=2)
        await stage.press("u", "n", "a")
        assert stage.notes.slot == Slot("3b", group=1)
        await stage.press("escape")
        assert stage.saved_state().notes == {Slot("3b", group=1): "a"}
        await stage.press("ctrl+y")
        assert stage.notes.slot == Slot("3b", group=2)


async def test_undo_of_what_was_done_a_while_ago_says_what_and_asks(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "s")
        await stage.advance(300)
        await stage.press("u", "ctrl+y")  # five minutes is not that long ago
        assert stage.activity == "2a"
        await stage.advance(720)
        before = stage.state.timing
        await stage.press("u")
        await stage.on(Confirm)
        assert "Undo the skip?" in stage.picture()
        assert "That was 12 minutes ago." in stage.picture()
        await stage.press("escape")
        assert stage.state.timing == before
        await stage.press("u", "enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert (stage.activity, stage.last_message) == ("1", "Undone: the skip")


async def test_mirrored_undo_of_what_was_done_a_while_ago_asks_neutrally(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "s", "z")
        await stage.advance(720)
        await stage.press("u")
        await stage.on(Confirm)
        assert "Undo?" in stage.picture()
        assert "skip" not in stage.picture()
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert (stage.activity, stage.last_message) == ("1", "Undone")


async def test_confirmed_undo_takes_back_nothing_else(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "s")
        await stage.advance(720)
        await stage.press("u")
        await stage.on(Confirm)
        stage.session.action_pause()
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.mode == "paused"
        assert stage.last_message.startswith("Something else happened meanwhile")


async def test_undo_of_people_from_a_while_ago_asks_too(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("g", "+", "u")
        groups = await stage.on(GroupsDialog)
        assert len(stage.state.people.present) == 12
        await stage.press("+")
        await stage.advance(400)
        await stage.press("u")
        await stage.on(Confirm)
        assert "Undo who is here?" in stage.picture()
        assert "That was 7 minutes ago." in stage.picture()
        await stage.press("escape")
        assert len(stage.state.people.present) == 13
        await stage.until(lambda: stage.app.screen is groups)
        await stage.press("u", "enter")
        await stage.until(lambda: stage.app.screen is groups)
        assert len(stage.state.people.present) == 12
