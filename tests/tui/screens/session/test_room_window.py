"""`w` opens the room's screen in the browser, and offers a terminal window to whoever doesn't see it."""

from pathlib import Path

import pytest

from luisteren_tui.system import new_window
from luisteren_tui.tui.screens.dialog import Notice
from luisteren_tui.tui.screens.session import room_window
from luisteren_tui.tui.screens.session.room_window import RoomWindowDialog
from tests.tui.stage import on_stage


class Program:
    """The program that shows the page. `code` is its exit code, or None while it runs."""

    def __init__(self) -> None:
        self.code: int | None = None
        self.terminated = False

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.terminated = True


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    made = Program()
    monkeypatch.setattr(new_window, "start_page", lambda _data: made)
    monkeypatch.setattr(new_window, "open_window", lambda _data: False)
    monkeypatch.setattr(room_window, "LOOK_S", 0.01)
    return made


async def test_whoever_does_not_see_the_page_gets_a_terminal_window(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_window, "ASK_S", 0.01)
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")  # the group sees this screen
        await stage.press("w")
        await stage.on(RoomWindowDialog)
        await stage.until(lambda: "Do you see the room's screen?" in stage.picture())
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert not program.terminated
        await stage.press("w")
        await stage.on(RoomWindowDialog)
        await stage.press("w")
        await stage.on(Notice)
        assert program.terminated


async def test_browser_that_does_not_open_is_reported_at_once(program: Program, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.hold("w", times=2, every=0.3)
        await stage.on(RoomWindowDialog)
        assert "It opens now" in stage.picture()
        program.code = 3
        await stage.until(lambda: "No browser opened." in stage.picture())
        assert "It opens now" not in stage.picture()
