"""A file of an outcome, or its text to paste; how long notes stay."""

import errno
import os
import re
import stat
from datetime import date
from pathlib import Path

import pytest

from luisteren_tui.storage import files, retention
from luisteren_tui.storage.retention import Retention
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.end.share_dialog import ActivityDialog, ShareDialog
from luisteren_tui.tui.screens.history.screen import HistoryScreen
from luisteren_tui.tui.screens.home import HomeScreen
from luisteren_tui.tui.screens.retention import KeepDialog
from tests.session.sample_sessions import Session
from tests.storage.session_samples import SECRET, session
from tests.tui.past_sessions import LAST, write_outcome
from tests.tui.stage import Stage, on_stage
from tests.tui.test_complete import look_back


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


def flat(stage: Stage) -> str:
    """Return what is on the screen, however its lines were broken and whatever frame is around them."""
    return " ".join(re.sub("[▕▏│┃|▁▔]", " ", stage.picture()).split())


async def share(stage: Stage) -> ShareDialog:
    await look_back(stage)
    await stage.press("x")
    screen = await stage.on(ShareDialog)
    await stage.until(lambda: screen.focused is not None)
    return screen


def traceable() -> Session:
    from luisteren_tui.session import commands as c
    from luisteren_tui.session.events import Slot

    ran = session(end=False)
    ran.do(c.Write(Slot("2b", prompt=2), "bel Nadia: nadia@voorbeeld.nl"), c.End())
    return ran


@pytest.mark.parametrize("size", [(80, 24), (120, 30), (52, 14)])
async def test_a_file_is_made_for_the_user_alone_and_it_says_where(
    size: tuple[int, int], tmp_path: Path, downloads: Path
) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await share(stage)
        await stage.press("enter")
        path = downloads / f"{LAST}.txt"
        # Where it is narrow the path is in pieces, with the border of the dialog between them.
        await stage.until(lambda: f"{LAST}.txt" in re.sub(r"[^\w.-]", "", stage.picture()))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "ongemak" in path.read_text()
        assert SECRET not in path.read_text()


async def test_a_file_that_is_there_is_left_alone(tmp_path: Path, downloads: Path) -> None:
    write_outcome(tmp_path, LAST)
    (downloads / f"{LAST}.txt").write_text("mijn eigen")
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await share(stage)
        await stage.press("enter")
        await stage.until(lambda: f"{LAST}-2.txt" in stage.picture())
        assert (downloads / f"{LAST}.txt").read_text() == "mijn eigen"


async def test_a_full_disk_is_said_and_nothing_is_half_written(
    tmp_path: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outcome(tmp_path, LAST)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))

    def fail(_disk: files.Disk, fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await share(stage)
        monkeypatch.setattr(files.Disk, "write", fail)
        await stage.press("enter")
        await stage.until(lambda: "No file was made: the disk is full" in stage.picture())
        assert not [*downloads.iterdir(), *home.iterdir()]


async def test_what_can_be_traced_is_shown_and_blacked_out_when_asked(tmp_path: Path, downloads: Path) -> None:
    write_outcome(tmp_path, LAST, traceable)
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await share(stage)
        await stage.until(lambda: "traced to a client" in stage.picture())
        assert "nadia@voorbeeld.nl" in stage.picture()
        await stage.press("enter")
        await stage.until(lambda: (downloads / f"{LAST}.txt").exists() and "Written to" in stage.picture())
        assert "nadia@voorbeeld.nl" in (downloads / f"{LAST}.txt").read_text()
        await stage.press("b")
        await stage.until(lambda: "Black in every file and copy." in stage.picture())
        await stage.press("enter")
        await stage.until(lambda: f"{LAST}-2.txt" in stage.picture())
        assert "nadia@" not in (downloads / f"{LAST}-2.txt").read_text()
        assert "█" in (downloads / f"{LAST}-2.txt").read_text()


async def test_one_key_copies_all_another_the_notes_of_one_activity_never_a_private_one(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST, traceable)
    async with on_stage(tmp_path, workshop=None) as stage:
        await look_back(stage)
        await stage.press("a", "c")
        await stage.until(lambda: "Copied as text" in stage.picture())
        assert "nadia@voorbeeld.nl" in stage.picture()
        assert "het woord" in stage.app.clipboard
        assert "ongemak" in stage.app.clipboard
        assert SECRET not in stage.app.clipboard
        assert "\x1b" not in stage.app.clipboard
        await stage.press("k")
        await stage.on(ActivityDialog)
        await stage.press("down", "enter")
        await stage.until(lambda: "het woord" not in stage.app.clipboard)
        assert "ongemak" in stage.app.clipboard
        assert SECRET not in stage.app.clipboard


@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_what_was_chosen_to_be_black_stays_black_for_all_of_that_session_and_is_seen(
    size: tuple[int, int], tmp_path: Path, downloads: Path
) -> None:
    write_outcome(tmp_path, LAST, traceable)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await share(stage)
        await stage.press("b", "escape")
        await stage.on(EndScreen)
        await stage.until(lambda: "goes out blacked out" in flat(stage))
        await stage.press("c")
        await stage.until(lambda: "Copied as text" in flat(stage))
        assert "█" in stage.app.clipboard
        assert "nadia@" not in stage.app.clipboard
        assert "goes out blacked out" in flat(stage)
        await stage.press("x")
        screen = await stage.on(ShareDialog)
        await stage.until(lambda: "Black in every file and copy." in flat(stage) and screen.focused)
        await stage.press("enter")
        await stage.until(lambda: (downloads / f"{LAST}.txt").exists())
        assert "nadia@" not in (downloads / f"{LAST}.txt").read_text()
        await stage.press("b", "escape")
        await stage.on(EndScreen)
        await stage.until(lambda: "goes out blacked out" not in flat(stage))
        await stage.press("c")
        await stage.until(lambda: "nadia@voorbeeld.nl" in stage.app.clipboard)


async def test_another_session_does_not_inherit_it(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST, traceable)
    async with on_stage(tmp_path, workshop=None) as stage:
        await share(stage)
        await stage.press("b", "escape", "q")
        await look_back(stage)
        await stage.press("c")
        await stage.until(lambda: "nadia@voorbeeld.nl" in stage.app.clipboard)


@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_what_is_said_of_copying_covers_no_question_and_goes_with_the_next_key(
    size: tuple[int, int], tmp_path: Path
) -> None:
    write_outcome(tmp_path, LAST, traceable)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await look_back(stage)
        await stage.press("c")
        await stage.until(lambda: "Copied as text" in flat(stage))
        assert not stage.app.told
        await stage.press("x")
        await stage.on(ShareDialog)
        assert "Copied as text" not in flat(stage)
        await stage.press("escape")
        await stage.on(EndScreen)
        assert "Copied as text" not in flat(stage)


async def end_one(stage: Stage) -> EndScreen:
    await stage.begin()
    await stage.press("space", "e")
    await stage.on(Confirm)
    await stage.press("enter")
    over = await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)
    await stage.settle()
    return over


async def test_after_the_first_session_it_is_asked_once_how_long_notes_stay(tmp_path: Path) -> None:
    for asked in (True, False):
        async with on_stage(tmp_path, size=(120, 30)) as stage:
            over = await end_one(stage)
            assert over.asks is asked
            assert ("How long may notes stay" in stage.picture()) is asked
            await stage.press("q")
            await stage.until(lambda stage=stage: not stage.app.is_running)  # type: ignore[misc]
        assert retention.load(Folders(tmp_path)) == Retention(None)


async def test_the_answer_is_kept_and_no_longer_asked_for(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        over = await end_one(stage)
        await stage.press("b")
        await stage.on(KeepDialog)
        await stage.press("down", "down", "enter")
        await stage.on(EndScreen)
        assert retention.load(Folders(tmp_path)) == Retention(90)
        assert not over.asks
        assert "From now on: notes for 90 days. The first time that notes are to go, it asks." in stage.picture()
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert retention.load(Folders(tmp_path)) == Retention(90)


async def test_a_rehearsal_does_not_ask(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        await stage.press("space", "e")
        await stage.on(Confirm)
        await stage.press("enter")
        over = await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        assert not over.asks
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert retention.load(Folders(tmp_path)) is None


def old(data: Path) -> Path:
    write_outcome(data, LAST)
    (data / "sessions" / "2026-01-06-0900-x.json").write_text("{")
    return write_outcome(data, "2026-01-05-0900-luisteren", ended="2026-01-05T10:00:00Z")


SEEN = date(2026, 11, 1)


@pytest.mark.parametrize("size", [(80, 24), (52, 14)])
async def test_old_notes_go_at_the_start_and_it_says_so_where_it_covers_nothing(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = old(tmp_path)
    retention.save(Folders(tmp_path), 90, SEEN)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "1 session from before 26 Aug 2026 still has notes" in flat(stage))
        assert "of 1 session from before 26 Aug 2026 were removed" in flat(stage)
        assert not stage.app.told
        assert b"ongemak" not in path.read_bytes()
        assert b"ongemak" in (tmp_path / "sessions" / f"{LAST}.json").read_bytes()
        assert retention.load(Folders(tmp_path)) == Retention(90, date(2026, 11, 24))


async def test_a_start_at_which_nothing_is_old_is_no_answer_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outcome(tmp_path, LAST)
    retention.save(Folders(tmp_path), 90)
    looked: list[retention.Due] = []
    forget = retention.forget

    def look(old: retention.Due) -> retention.Forgotten:
        looked.append(old)
        return forget(old)

    monkeypatch.setattr(retention, "forget", look)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.until(lambda: looked)
        await stage.app.workers.wait_for_complete()
    assert retention.load(Folders(tmp_path)) == Retention(90)


@pytest.mark.parametrize("seen", [None, date(2021, 11, 1), date(2026, 10, 23)])
async def test_the_first_time_and_after_a_leap_of_the_clock_it_asks_and_nothing_goes_without_an_answer(
    seen: date | None, tmp_path: Path
) -> None:
    path = old(tmp_path)
    before = path.read_bytes()
    retention.save(Folders(tmp_path), 90, seen)
    for key, goes in (("escape", False), ("enter", True)):
        async with on_stage(tmp_path, workshop=None) as stage:
            await stage.on(HomeScreen)
            await stage.on(Confirm)
            assert "if it is 24 Nov 2026 today" in flat(stage)
            assert "Remove the notes from before 26 Aug 2026?" in stage.picture()
            assert path.read_bytes() == before
            await stage.press(key)
            said = "were removed" if goes else "No notes were removed"
            await stage.until(lambda said=said: said in stage.picture())  # type: ignore[misc]
            assert (path.read_bytes() == before) is not goes


async def test_before_a_session_that_is_asked_for_nothing_goes_after_it_it_does(tmp_path: Path) -> None:
    path = old(tmp_path)
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


async def test_at_the_end_of_a_session_it_asks_nothing_and_says_where_it_is_asked(tmp_path: Path) -> None:
    path = old(tmp_path)
    retention.save(Folders(tmp_path), 90)
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await end_one(stage)
        await stage.until(lambda: "at home, at the next start, it asks about that" in stage.picture())
        assert b"ongemak" in path.read_bytes()


async def test_it_can_be_changed_later(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    retention.save(Folders(tmp_path), 30)
    async with on_stage(tmp_path, workshop=None) as stage:
        await look_back(stage)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.press("end", "up", "enter")
        await stage.on(HistoryScreen)
        await stage.press("f4")
        await stage.on(KeepDialog)
        await stage.press("home", "enter")
        await stage.on(HistoryScreen)
        assert retention.load(Folders(tmp_path)) == Retention(None)


async def test_a_choice_that_is_made_while_old_notes_go_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(tmp_path)
    folders = Folders(tmp_path)
    retention.save(folders, 90, SEEN)
    forget = retention.forget

    def slow(due: retention.Due) -> retention.Forgotten:
        retention.save(folders, 30)
        return forget(due)

    monkeypatch.setattr(retention, "forget", slow)
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.until(lambda: "were removed" in stage.picture())
    assert retention.load(folders) == Retention(30)
