"""How long notes stay: the question, and the deletion of old notes."""

from datetime import date
from pathlib import Path

import pytest

from luisteren_tui.storage import retention
from luisteren_tui.storage.retention import Retention
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.retention import RetentionDialog
from tests.thorough import thorough
from tests.tui.past_sessions import LAST, flat_picture, open_end_screen, write_outcome
from tests.tui.stage import Stage, on_stage

SEEN = date(2026, 11, 1)
"""The day on which old notes were deleted for the last time."""


async def end_session(stage: Stage) -> EndScreen:
    """Begin a session and end it at once."""
    await stage.begin()
    await stage.press("space", "e")
    await stage.on(Confirm)
    await stage.press("enter")
    end_screen = await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)
    await stage.settle()
    return end_screen


async def test_end_of_the_first_session_asks_once_how_long_notes_stay(tmp_path: Path) -> None:
    for asked in (True, False):
        async with on_stage(tmp_path, size=(120, 30)) as stage:
            end_screen = await end_session(stage)
            assert end_screen.asks is asked
            assert ("How long may notes stay" in stage.picture()) is asked
            await stage.press("q")
            await stage.until(lambda stage=stage: not stage.app.is_running)  # type: ignore[misc]
        assert retention.load(Folders(tmp_path)) == Retention(None)


async def test_answer_about_notes_is_saved_and_not_asked_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        end_screen = await end_session(stage)
        await stage.press("j")
        await stage.on(RetentionDialog)
        await stage.press("down", "down", "enter")
        await stage.on(EndScreen)
        assert retention.load(Folders(tmp_path)) == Retention(90)
        assert not end_screen.asks
        assert (
            "From now on: notes for 90 days. The first time that notes are about to be removed, you are asked."
            in stage.picture()
        )
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert retention.load(Folders(tmp_path)) == Retention(90)


async def test_rehearsal_does_not_ask_how_long_notes_stay(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        await stage.press("space", "e")
        await stage.on(Confirm)
        await stage.press("enter")
        end_screen = await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        assert not end_screen.asks
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert retention.load(Folders(tmp_path)) is None


def write_old_outcomes(data: Path) -> Path:
    """Write a recent outcome, a damaged old one and an old one, and return the path of the last."""
    write_outcome(data, LAST)
    (data / "sessions" / "2026-08-13-0900-x.json").write_text("{")
    return write_outcome(data, "2026-08-12-0900-luisteren", ended="2026-08-12T10:00:00Z")


@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_old_notes_are_deleted_at_the_start_and_home_says_so(size: tuple[int, int], tmp_path: Path) -> None:
    path = write_old_outcomes(tmp_path)
    retention.save(Folders(tmp_path), 90, SEEN)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "1 session from before 26 Aug 2026 still has notes" in flat_picture(stage))
        assert "of 1 session from before 26 Aug 2026 were removed" in flat_picture(stage)
        assert not stage.app.notifications
        assert b"ongemak" not in path.read_bytes()
        assert b"ongemak" in (tmp_path / "sessions" / f"{LAST}.json").read_bytes()
        assert retention.load(Folders(tmp_path)) == Retention(90, date(2026, 11, 24))


async def test_start_without_old_notes_is_not_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_outcome(tmp_path, LAST)
    retention.save(Folders(tmp_path), 90)
    applied: list[retention.OldNotes] = []
    forget = retention.forget_old_notes

    def record(old: retention.OldNotes) -> retention.Forgotten:
        applied.append(old)
        return forget(old)

    monkeypatch.setattr(retention, "forget_old_notes", record)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.until(lambda: applied)
        await stage.app.workers.wait_for_complete()
    assert retention.load(Folders(tmp_path)) == Retention(90)


@thorough("seen", [None, date(2021, 11, 1), date(2026, 10, 23)])
async def test_deletion_asks_the_first_time_and_after_a_jump_of_the_clock(seen: date | None, tmp_path: Path) -> None:
    path = write_old_outcomes(tmp_path)
    before = path.read_bytes()
    retention.save(Folders(tmp_path), 90, seen)
    for key, goes in (("escape", False), ("enter", True)):
        async with on_stage(tmp_path, workshop=None) as stage:
            await stage.on(Confirm)
            assert "if today is 24 Nov 2026" in flat_picture(stage)
            assert "Remove the notes from before 26 Aug 2026?" in stage.picture()
            assert path.read_bytes() == before
            await stage.press(key)
            message = "were removed" if goes else "No notes were removed"
            await stage.until(lambda message=message: message in stage.picture())  # type: ignore[misc]
            assert (path.read_bytes() == before) is not goes


async def test_old_notes_are_deleted_after_and_not_before_a_session_from_the_command_line(tmp_path: Path) -> None:
    path = write_old_outcomes(tmp_path)
    retention.save(Folders(tmp_path), 90, SEEN)
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        assert b"ongemak" in path.read_bytes()
        await stage.press("space", "e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "The notes of 1 session from before 26 Aug 2026 were removed" in stage.picture())
        assert b"ongemak" not in path.read_bytes()


async def test_end_of_a_session_says_that_home_will_ask_about_old_notes(tmp_path: Path) -> None:
    path = write_old_outcomes(tmp_path)
    retention.save(Folders(tmp_path), 90)
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await end_session(stage)
        await stage.until(lambda: "you are asked about it on the home screen" in stage.picture())
        assert b"ongemak" in path.read_bytes()


async def test_history_can_change_how_long_notes_stay(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    retention.save(Folders(tmp_path), 30)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.press("end", "enter")
        await stage.on(HistoryScreen)
        await stage.press("f4")
        await stage.on(RetentionDialog)
        await stage.press("home", "enter")
        await stage.on(HistoryScreen)
        assert retention.load(Folders(tmp_path)) == Retention(None)


async def test_choice_made_during_the_deletion_of_old_notes_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_old_outcomes(tmp_path)
    folders = Folders(tmp_path)
    retention.save(folders, 90, SEEN)
    forget = retention.forget_old_notes

    def slow(due: retention.OldNotes) -> retention.Forgotten:
        retention.save(folders, 30)
        return forget(due)

    monkeypatch.setattr(retention, "forget_old_notes", slow)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.until(lambda: "were removed" in stage.picture())
    assert retention.load(folders) == Retention(30)
