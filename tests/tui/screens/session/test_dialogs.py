"""What the keys of the session screen open in front of it."""

from pathlib import Path

import pytest
from textual.screen import Screen

from luisteren_tui.system import terminal_window
from luisteren_tui.tui.screens.dialog import AskMinutes, Confirm, Notice
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.session.groups import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.replan import ReplanDialog
from luisteren_tui.tui.screens.session.text_page import TextPage
from tests.tui.stage import on_stage


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("s", Confirm),
        ("w", Notice),
        ("t", TextPage),
        ("v", LookAhead),
        ("question_mark", HelpScreen),
        ("b", AskMinutes),
        ("r", ReplanDialog),
        ("g", GroupsDialog),
        ("e", Confirm),
    ],
)
async def test_keys_in_the_same_read_go_to_what_a_key_opened(
    key: str, screen: type[Screen[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_window, "open_window", lambda data: False)
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        if key == "s":
            await stage.go_to("4")  # which is protected
        else:
            await stage.advance(23 * 60)  # until there is something to replan
        before = stage.state.timing
        stage.press_in_one_read(key, "right", "right")
        await stage.on(screen)
        await stage.settle()
        assert stage.state.timing == before
        assert stage.app.screen_stack[-2:] == [stage.session, stage.app.screen]


@pytest.mark.parametrize("key", ["e", "b", "r"])
async def test_a_key_pressed_three_times_in_one_read_opens_one_dialog(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        before = len(stage.app.screen_stack)
        stage.press_in_one_read(key, key, key)
        await stage.settle()
        assert len(stage.app.screen_stack) <= before + 1
