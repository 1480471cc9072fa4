"""The end screen's `a`, a line under the thanks, and `k`, the parking lot in the outcome."""

import json
from pathlib import Path
from typing import Any

from luisteren_tui.storage import room_words
from luisteren_tui.tui.screens.dialog import UnsavedDialog
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.screens.parking import ParkingDialog
from tests.storage.session_samples import PARKED
from tests.thorough import thorough
from tests.tui.past_sessions import LAST, open_end_screen, write_outcome
from tests.tui.stage import Stage, on_stage

LINE = "See you in January"


async def end(stage: Stage, *, mirrored: bool) -> EndScreen:
    """Begin a session, end it, and wait until its outcome is saved."""
    await stage.begin(*(["right"] if mirrored else []))
    await stage.press("space", "e", "enter")
    screen = await stage.on(EndScreen)
    await stage.until(lambda: screen.path is not None and stage.app.live is None)
    return screen


def parking_lot(path: Path | None) -> Any:
    assert path is not None
    return json.loads(path.read_text()).get("parking_lot")


async def test_mirrored_session_ends_in_two_keys_and_a_puts_a_line_under_the_thanks(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        screen = await end(stage, mirrored=True)
        await stage.shows("Thank you for taking part.")
        await stage.press("a")
        await stage.write(LINE)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.shows(LINE)
        assert "Thank you for taking part." in stage.picture()
        assert screen.path is not None
        assert LINE not in screen.path.read_text()
        await stage.press("a")
        assert LINE not in stage.picture()


async def test_rooms_own_window_gets_the_line_until_the_end_screen_is_closed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        screen = await end(stage, mirrored=False)
        await stage.press("a")
        await stage.write(LINE)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.shows(f"on the screen  {LINE}")
        assert screen.path is not None
        words = room_words.read(stage.folders.room_words, screen.path.stem)
        assert words is not None
        assert words.line == LINE
        await stage.press("a")
        assert LINE not in stage.picture()
        await stage.press("escape")
        await stage.until(lambda: not stage.app.is_running or stage.app.screen is not screen)
        assert not stage.folders.room_words.exists()


@thorough("mirrored", [False, True])
async def test_what_is_parked_on_the_end_screen_is_written_into_the_outcome(mirrored: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 60)) as stage:
        screen = await end(stage, mirrored=mirrored)
        await stage.press("k")
        await stage.on(ParkingDialog)
        await stage.write("a word")
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: parking_lot(screen.path) == "a word")
        assert ("a word" in stage.picture()) is not mirrored
        await stage.press("k", "escape", *(["z"] if mirrored else []), "delete", "escape")
        await stage.on(EndScreen)
        await stage.until(lambda: parking_lot(screen.path) is None)


async def test_parking_lot_of_a_past_session_is_shown_and_can_be_changed(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(80, 50)) as stage:
        screen = await open_end_screen(stage)
        await stage.shows(f"· {PARKED}")
        await stage.press("k")
        await stage.write("two")
        await stage.press("enter", "k", "escape", "up", "enter")
        await stage.write("one")
        await stage.press("enter")
        assert stage.app.screen is screen
        await stage.until(lambda: parking_lot(path) == "one\ntwo")
        await stage.press("a")  # no room sees a past session
        assert stage.app.screen is screen


async def test_room_sees_the_parking_lot_at_the_end_from_z_until_it_is_closed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        screen = await end(stage, mirrored=False)
        await stage.press("k")
        await stage.write("a word")
        await stage.press("escape", "z")
        assert screen.path is not None
        words = room_words.read(stage.folders.room_words, screen.path.stem)
        assert words is not None
        assert words.parking == ("a word",)
        await stage.press("escape")
        words = room_words.read(stage.folders.room_words, screen.path.stem)
        assert words is not None
        assert words.parking == ()


async def test_notes_and_parking_lot_are_completed_one_after_the_other(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        await stage.press("k")
        await stage.write("two")
        await stage.press("enter")
        await stage.until(lambda: parking_lot(path) == f"{PARKED}\ntwo")
        await stage.until(lambda: stage.app.screen.unsaved is False)  # type: ignore[attr-defined]
        await stage.press("n")
        await stage.on(NoteCompletionScreen)
        await stage.press("enter")
        await stage.write("completed")
        await stage.press("escape", "q")
        await stage.on(EndScreen)
        await stage.press("k")
        await stage.on(ParkingDialog)
        await stage.write("three")
        await stage.press("enter")
        await stage.until(lambda: parking_lot(path) == f"{PARKED}\ntwo\nthree")
        assert "completed" in path.read_text()


async def test_parking_lot_that_can_not_be_written_says_so_and_asks_before_it_is_lost(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(80, 40)) as stage:
        screen = await open_end_screen(stage)
        await stage.press("k")
        await stage.on(ParkingDialog)
        path.parent.rename(tmp_path / "moved")
        path.parent.write_text("in the way")
        await stage.write("two")
        await stage.press("enter")
        await stage.shows("NOT SAVED")
        await stage.press("n")
        assert stage.app.screen is screen
        await stage.press("k")
        await stage.on(ParkingDialog)
        await stage.write("three")
        await stage.press("enter")
        await stage.press("escape")
        await stage.on(UnsavedDialog)
        await stage.press("enter")
        path.parent.unlink()
        (tmp_path / "moved").rename(path.parent)
        await stage.until(lambda: parking_lot(path) == f"{PARKED}\ntwo\nthree")
        await stage.until(lambda: not screen.unsaved)
        await stage.press("escape")
        await stage.on(HomeScreen)
