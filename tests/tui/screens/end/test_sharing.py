"""Outcomes made into files or copied as text, with and without what can be traced to a person."""

import errno
import os
import re
import stat
from pathlib import Path

import pytest

from luisteren_tui.session import commands as c
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import files
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.end.share_dialog import ActivityDialog, ShareDialog
from tests.session.sample_sessions import Session
from tests.storage.session_samples import SECRET, session
from tests.thorough import thorough
from tests.tui.past_sessions import LAST, flat_picture, open_end_screen, write_outcome
from tests.tui.stage import Stage, on_stage


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


async def open_share_dialog(stage: Stage) -> ShareDialog:
    await open_end_screen(stage)
    await stage.press("x")
    screen = await stage.on(ShareDialog)
    await stage.until(lambda: screen.focused is not None)
    return screen


async def copy(stage: Stage, *keys: str) -> None:
    """Copy all notes in the dialog that is open. `keys` choose something else in its list, from there."""
    await stage.press("end", "up", *keys, "enter")


def session_with_traces() -> Session:
    ran = session(end=False)
    ran.do(c.Write(Slot("2b", prompt=2), "bel Nadia: nadia@voorbeeld.nl"), c.End())
    return ran


@thorough("size", [(80, 24), (120, 30), (52, 14)])
async def test_share_makes_a_file_that_only_the_user_can_read_and_shows_its_path(
    size: tuple[int, int], tmp_path: Path, downloads: Path
) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_share_dialog(stage)
        await stage.press("enter")
        path = downloads / f"{LAST}.txt"
        # On a narrow screen the path is wrapped, with the border of the dialog in between.
        await stage.until(lambda: f"{LAST}.txt" in re.sub(r"[^\w.-]", "", stage.picture()))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "ongemak" in path.read_text()
        assert SECRET not in path.read_text()


async def test_share_does_not_overwrite_an_existing_file(tmp_path: Path, downloads: Path) -> None:
    write_outcome(tmp_path, LAST)
    (downloads / f"{LAST}.txt").write_text("mijn eigen")
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await open_share_dialog(stage)
        await stage.press("enter")
        await stage.until(lambda: f"{LAST}-2.txt" in stage.picture())
        assert (downloads / f"{LAST}.txt").read_text() == "mijn eigen"


async def test_full_disk_is_reported_and_leaves_no_partial_file(
    tmp_path: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outcome(tmp_path, LAST)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))

    def fail(_disk: files.Disk, fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await open_share_dialog(stage)
        monkeypatch.setattr(files.Disk, "write", fail)
        await stage.press("enter")
        await stage.until(lambda: "No file was made: the disk is full" in stage.picture())
        assert not [*downloads.iterdir(), *home.iterdir()]


async def test_traces_are_shown_and_blacked_out_on_request(tmp_path: Path, downloads: Path) -> None:
    write_outcome(tmp_path, LAST, session_with_traces)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await open_share_dialog(stage)
        await stage.until(lambda: "traced to a client" in stage.picture())
        assert "nadia@voorbeeld.nl" in stage.picture()
        await stage.press("enter")
        await stage.until(lambda: (downloads / f"{LAST}.txt").exists() and "Written to" in stage.picture())
        assert "nadia@voorbeeld.nl" in (downloads / f"{LAST}.txt").read_text()
        await stage.press("d")
        await stage.until(lambda: "Blacked out in every file and copy" in stage.picture())
        await stage.press("enter")
        await stage.until(lambda: f"{LAST}-2.txt" in stage.picture())
        assert "nadia@" not in (downloads / f"{LAST}-2.txt").read_text()
        assert "█" in (downloads / f"{LAST}-2.txt").read_text()


async def test_copies_never_hold_private_notes(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST, session_with_traces)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        await stage.press("p", "x")
        await stage.on(ShareDialog)
        await copy(stage)
        await stage.until(lambda: "Copied as text" in flat_picture(stage))
        assert "nadia@voorbeeld.nl" in flat_picture(stage)
        assert "het woord" in stage.app.clipboard
        assert "ongemak" in stage.app.clipboard
        assert SECRET not in stage.app.clipboard
        assert "\x1b" not in stage.app.clipboard
        await copy(stage, "down")
        await stage.on(ActivityDialog)
        await stage.press("down", "enter")
        await stage.until(lambda: "het woord" not in stage.app.clipboard)
        assert "ongemak" in stage.app.clipboard
        assert SECRET not in stage.app.clipboard


@thorough("size", [(80, 24), (52, 14)])
async def test_blacking_out_holds_for_all_files_and_copies_of_the_session(
    size: tuple[int, int], tmp_path: Path, downloads: Path
) -> None:
    write_outcome(tmp_path, LAST, session_with_traces)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_share_dialog(stage)
        await stage.press("d", "escape")
        await stage.on(EndScreen)
        await stage.until(lambda: "is blacked out" in flat_picture(stage))
        await stage.press("x")
        screen = await stage.on(ShareDialog)
        await stage.until(lambda: "Blacked out in every file and copy" in flat_picture(stage) and screen.focused)
        await copy(stage)
        assert "█" in stage.app.clipboard
        assert "nadia@" not in stage.app.clipboard
        await stage.press("home", "enter")
        await stage.until(lambda: (downloads / f"{LAST}.txt").exists())
        assert "nadia@" not in (downloads / f"{LAST}.txt").read_text()
        await stage.press("d", "escape")
        await stage.on(EndScreen)
        await stage.until(lambda: "is blacked out" not in flat_picture(stage))
        await stage.press("x")
        await stage.on(ShareDialog)
        await copy(stage)
        await stage.until(lambda: "nadia@voorbeeld.nl" in stage.app.clipboard)


async def test_blacking_out_does_not_hold_for_another_session(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST, session_with_traces)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_share_dialog(stage)
        await stage.press("d", "escape", "q")
        await open_share_dialog(stage)
        await copy(stage)
        await stage.until(lambda: "nadia@voorbeeld.nl" in stage.app.clipboard)


@thorough("size", [(80, 24), (52, 14)])
async def test_message_about_a_copy_is_in_the_dialog_and_goes_with_it(size: tuple[int, int], tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST, session_with_traces)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_share_dialog(stage)
        await copy(stage)
        await stage.until(lambda: "Copied as text" in flat_picture(stage))
        assert not stage.app.notifications
        await stage.press("escape")
        await stage.on(EndScreen)
        assert "Copied as text" not in flat_picture(stage)


async def test_no_activity_is_offered_to_copy_without_notes(tmp_path: Path) -> None:
    ran = Session()
    ran.do(c.Toggle(), c.End())
    write_outcome(tmp_path, LAST, lambda: ran)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_share_dialog(stage)
        await copy(stage, "down")
        await stage.until(lambda: "There are no notes to copy." in flat_picture(stage))
