"""What the facilitator lets the room see in its own window: a text, nothing at all; and that window itself."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.session.state import RoomContent
from luisteren_tui.storage.lock import look_on
from luisteren_tui.system import terminal_window
from luisteren_tui.tui.screens.dialog import Notice
from luisteren_tui.tui.screens.session.text_page import TextPage
from tests.tui.stage import on_stage


async def test_a_text_is_shown_by_paragraph_and_no_longer_when_it_is_left(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2a")
        await stage.press("t")
        await stage.on(TextPage)
        assert stage.state.room_content == RoomContent()
        await stage.press("space")
        assert stage.state.room_content == RoomContent()
        await stage.press("z")
        assert stage.state.room_content == RoomContent(text="casus", page=0)
        await stage.until(lambda: "the room sees 1 of 11" in stage.picture())
        for _ in range(12):
            await stage.press("pagedown")
        assert stage.state.room_content == RoomContent(text="casus", page=10)
        await stage.press("pageup")
        await stage.until(lambda: "the room sees 10 of 11" in stage.picture())
        await stage.press("z")
        assert stage.state.room_content == RoomContent()
        await stage.press("z", "escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.room_content == RoomContent()
        kept = stage.kept()
        assert kept.room_content == RoomContent()
        assert kept.timing == stage.state.timing


async def test_what_the_room_saw_is_not_undone_and_not_in_the_outcome(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "plus")
        before = stage.state.timing
        await stage.press("t")
        await stage.on(TextPage)
        await stage.press("z", "escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        await stage.press(".", ".", "u")
        assert stage.state.timing.tracks["1"].allotted == before.tracks["1"].allotted - 60_000
        types = {one["type"] for one in stage.live.outcome()["adjustments"]}  # type: ignore[attr-defined]
        assert not types & {"blanked", "text_shown"}


async def test_with_a_window_for_the_room_this_one_stays_as_it_is(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        with look_on(tmp_path):
            await stage.press(".")
            assert stage.state.room_content.blank
            await stage.until(lambda: "ROOM BLANK" in stage.picture())
            assert "Verkenning" in stage.picture()
            await stage.press(".")
            await stage.until(lambda: "ROOM BLANK" not in stage.picture())
            assert not stage.state.room_content.blank


async def test_without_one_this_window_goes_blank_and_comes_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press(".")
        await stage.until(lambda: not stage.picture().strip())
        await stage.press(".")
        await stage.until(lambda: "Verkenning" in stage.picture())
        assert not stage.session.room


async def test_what_opens_a_window_is_started_else_its_command_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(terminal_window, "in_new_window", lambda command: ["terminal", "-e", *command])
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("w")
        assert "put it on the projector" in stage.told
        assert started[0][:2] == ["terminal", "-e"]
        assert started[0][-3:] == ["room", "--data", str(tmp_path)]
        monkeypatch.setattr(terminal_window, "in_new_window", lambda _command: None)
        await stage.press("w")
        await stage.on(Notice)
        picture = "".join(stage.picture().split())
        assert "makerunARGS=" in picture
        assert len(started) == 1
        await stage.press("escape", "z")
        await stage.until(lambda: stage.session.room)
        await stage.press("w")
        assert len(started) == 1


@pytest.mark.parametrize(
    ("platform", "there", "display", "opens"),
    [
        ("linux", {"konsole": "/k", "xterm": "/x"}, ":0", ["/k", "-e", "room"]),
        ("linux", {"konsole": "/k"}, "", None),
        ("linux", {}, ":0", None),
        ("win32", {"wt": "wt.exe"}, "", ["wt.exe", "--window", "new", "room"]),
        ("win32", {}, "", None),
        ("darwin", {}, "", ["osascript", "-e", 'tell application "Terminal" to do script "room"']),
    ],
)
def test_what_opens_a_window(
    platform: str, there: dict[str, str], display: str, opens: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", there.get)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    assert terminal_window.in_new_window(["room"]) == opens


def test_the_command_works_as_it_stands(tmp_path: Path) -> None:
    command = terminal_window._room_command(tmp_path)
    done = subprocess.run([*command, "--help"], capture_output=True, text=True, check=False, env=_bare())
    assert (done.returncode, done.stderr) == (0, "")


def _bare() -> dict[str, Any]:
    return {"PATH": "/usr/bin:/bin"}
