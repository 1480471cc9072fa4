"""What the keys of the session screen open in front of it."""

import subprocess
from pathlib import Path

import pytest
from textual.screen import Screen

from luisteren_tui.system import new_window
from luisteren_tui.tui.screens.dialog import AskMinutes, Confirm, Notice
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog
from luisteren_tui.tui.screens.session.text_page import TextPage
from tests.thorough import thorough
from tests.tui.stage import on_stage


@thorough(
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
    quick=3,
)
async def test_keys_in_the_same_read_go_to_the_dialog_that_the_first_opens(
    key: str, screen: type[Screen[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new_window, "open_window", lambda data: False)
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


@thorough("key", ["e", "b", "r"])
async def test_key_pressed_three_times_in_one_read_opens_one_dialog(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        before = len(stage.app.screen_stack)
        stage.press_in_one_read(key, key, key)
        await stage.settle()
        assert len(stage.app.screen_stack) <= before + 1


async def test_w_opens_a_window_or_shows_the_command_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(new_window, "in_new_window", lambda command: ["terminal", "-e", *command])
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("w")
        assert "put it on the projector" in stage.last_message
        assert started[0][:2] == ["terminal", "-e"]
        assert started[0][-3:] == ["room", "--data", str(tmp_path)]
        monkeypatch.setattr(new_window, "in_new_window", lambda _command: None)
        await stage.press("w")
        await stage.on(Notice)
        picture = "".join(stage.picture().split())
        assert "run'ARGS=room" in picture
        assert len(started) == 1
        await stage.press("escape", "z")
        await stage.until(lambda: stage.session.room)
        await stage.press("w")
        assert len(started) == 1
