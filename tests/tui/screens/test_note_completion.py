"""The screen that completes notes: marks and empty notes come first, and nothing typed is lost."""

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.content import Content

from luisteren_tui.session.decide import MAX_NOTE_LENGTH
from luisteren_tui.storage import files
from luisteren_tui.storage.outcome.outcome_file import read_session
from luisteren_tui.tui.flows.shutdown import NOT_SAVED, NOT_WRITTEN
from luisteren_tui.tui.screens.dialog import Confirm, UnsavedDialog
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from tests.storage.session_samples import SECRET
from tests.thorough import thorough
from tests.tui.past_sessions import LAST, open_end_screen, write_outcome
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import LIMIT


async def open_note_completion(stage: Stage) -> NoteCompletionScreen:
    await open_end_screen(stage)
    await stage.press("n")
    screen = await stage.on(NoteCompletionScreen)
    await stage.until(lambda: "Complete notes" in stage.picture() and screen.focused is not None)
    return screen


def note(path: Path, activity: str, prompt: int | None) -> dict[str, Any]:
    activities = read_session(path)["activities"]
    notes = next(a for a in activities if a["id"] == activity)["notes"]
    return next((n for n in notes if n["prompt"] == prompt and not n["private"]), {})


@thorough("size", [(80, 24), (120, 30), (52, 14)])
async def test_marked_notes_come_first_and_what_is_typed_is_saved(size: tuple[int, int], tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_note_completion(stage)
        assert "1 marked · 2 without an answer" in stage.picture()
        await stage.press("enter")
        await stage.write("aangevuld")
        await stage.press("tab")
        await stage.until(lambda: "Wat doet dit gedicht met je?" in stage.picture())
        await stage.write("veel")
        await stage.press("escape", "q")
        await stage.on(EndScreen)
        assert (note(path, "1", None)["text"], note(path, "1", None)["marked"]) == ("aangevuld", False)
        assert note(path, "1", 1)["text"] == "veel"
        assert note(path, "1", 1)["edited"].startswith("2026-11-24T")
        await stage.until(lambda: "Marked to complete" not in stage.picture())


async def test_key_and_paste_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        screen = await open_note_completion(stage)
        await stage.press("enter")
        await stage.paste("x" * (MAX_NOTE_LENGTH - 2))
        await stage.paste("drie")
        await stage.shows("Not pasted: there is space for 2 of its 4 characters.")
        await stage.press("y", "z", "a")
        await stage.shows("Nothing more fits: at most 20,000 characters.")
        assert screen._pane.text == "x" * (MAX_NOTE_LENGTH - 2) + "yz"
        await stage.until(lambda: note(path, "1", None)["text"] == screen._pane.text)


async def test_longer_note_of_an_earlier_version_can_be_shortened_only(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    long = "woord " * 10_000
    path.write_text(path.read_text().replace("ongemak", long))
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        screen = await open_note_completion(stage)
        while screen._pane.text != long:
            await stage.press("down")
        await stage.press("enter", "a")
        await stage.shows("Nothing more fits: at most 20,000 characters.")
        await stage.press("backspace", "backspace", "a", "escape", "escape")
        await stage.on(EndScreen)
        assert note(path, "2b", 1)["text"] == long[:-2]


async def test_end_screen_shows_an_edited_note(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        screen = await open_note_completion(stage)
        while screen._pane.text != "ongemak":
            await stage.press("down")
        await stage.press("enter")
        await stage.write(" en rust")
        await stage.press("escape", "escape")
        await stage.on(EndScreen)
        assert note(path, "2b", 1)["text"] == "ongemak en rust"
        await stage.until(lambda: "ongemak en rust" in stage.picture())


async def test_m_removes_and_sets_a_mark(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        await stage.press("m", "down", "m")
        await stage.until(lambda: note(path, "1", 1).get("marked"))
        assert not note(path, "1", None)["marked"]
        assert "●" in stage.picture()


@thorough(
    ("size", "shown"),
    [
        ((100, 30), "Hoe zorg jij ervoor dat je goed luistert naar je cliënt?"),
        ((120, 40), "Hoe zorg jij ervoor dat je goed luistert…"),
    ],
)
async def test_list_shows_as_much_of_a_question_as_fits(size: tuple[int, int], shown: str, tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    question = "Hoe zorg jij ervoor dat je goed luistert naar je cliënt?"
    path.write_text(path.read_text("utf-8").replace("Wat viel je op?", question), "utf-8")
    async with on_stage(tmp_path, workshop=None, size=size) as stage:
        await open_note_completion(stage)
        assert f"○ 2b  {shown}" in stage.picture()


async def test_private_notes_are_listed_only_while_they_are_shown(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        assert "for me alone" not in stage.picture()
        await stage.press("q")
        await stage.on(EndScreen)
        await stage.press("p", "n")
        screen = await stage.on(NoteCompletionScreen)
        await stage.until(lambda: "for me alone" in stage.picture())
        while screen._pane.text != SECRET:
            await stage.press("down")


async def test_full_disk_is_reported_and_saving_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_outcome(tmp_path, LAST)
    before = path.read_bytes()
    replace = files.Disk.replace
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fail(_disk: files.Disk, source: Path, target: Path) -> None:
        raise full

    monkeypatch.setattr("luisteren_tui.tui.screens.note_completion.RETRY_AFTER_S", 0.01)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        monkeypatch.setattr(files.Disk, "replace", fail)
        await stage.press("enter")
        await stage.write("blijft")
        await stage.until(lambda: "NOT SAVED: the disk is full" in stage.picture())
        assert "blijft" in stage.picture()
        assert path.read_bytes() == before
        await stage.press("escape", "q")
        await stage.on(UnsavedDialog)
        await stage.press("enter")
        await stage.on(NoteCompletionScreen)
        monkeypatch.setattr(files.Disk, "replace", replace)
        await stage.until(lambda: note(path, "1", None)["text"] == "blijft")
        await stage.until(lambda: "saved 12:00" in stage.picture())


@contextmanager
def no_space(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Let no file in `folder` be written."""
    write_new = files.write_new

    def fail(path: Path, *args: Any, **options: Any) -> None:
        if path.parent == folder:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_new(path, *args, **options)

    with monkeypatch.context() as patches:
        patches.setattr(files, "write_new", fail)
        patches.setattr("luisteren_tui.tui.screens.note_completion.RETRY_AFTER_S", 0.01)
        yield


async def test_notes_that_can_not_be_saved_are_saved_elsewhere_or_given_up(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_outcome(tmp_path, LAST)
    before = path.read_bytes()
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        with no_space(monkeypatch, path.parent):
            await stage.press("enter")
            await stage.write("blijft")
            await stage.shows("NOT SAVED: the disk is full")
            for name in (path.name, f"{path.stem}-copy-2.json"):
                await stage.press("escape", "q")
                await stage.on(UnsavedDialog)
                await stage.press("h")
                await stage.on(NoteCompletionScreen)
                await stage.shows("Written to")
                assert note(home / name, "1", None)["text"] == "blijft"
            await stage.press("q")
            await stage.on(UnsavedDialog)
            await stage.press("ctrl+q")  # in the question, this is for the whole program
            await stage.on(UnsavedDialog)
            await stage.press("x")
            await stage.on(EndScreen)
        assert path.read_bytes() == before
    assert not stage.app.return_code


async def test_disk_that_hangs_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_outcome(tmp_path, LAST)
    sync, may_sync = files.Disk.sync, threading.Event()

    def hang(disk: files.Disk, fd: int) -> None:
        assert may_sync.wait(LIMIT)
        sync(disk, fd)

    monkeypatch.setattr(files.Disk, "sync", hang)
    monkeypatch.setattr("luisteren_tui.tui.screens.note_completion.SAVE_TIMEOUT_S", 0.1)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        await stage.press("m", "q")
        await stage.on(UnsavedDialog)
        await stage.shows("the disk does not respond")
        may_sync.set()
        await stage.press("escape", "q")
        await stage.on(EndScreen)


async def test_program_that_ends_says_that_notes_are_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_note_completion(stage)
        with no_space(monkeypatch, path.parent):
            await stage.press("enter")
            await stage.write("weg")
            stage.app.leave_at_once()
            assert stage.app._exit_renderables == [NOT_WRITTEN]
    assert stage.app.return_code == NOT_SAVED


@thorough("when", ["typing", "idle"])
async def test_outcome_that_is_gone_is_written_anew(when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luisteren_tui.tui.screens.note_completion.CHECK_S", 0.05 if when == "idle" else 1000)
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        await stage.press("enter", "e")
        await stage.shows("saved 12:00")
        path.parent.rename(tmp_path / "elsewhere")  # at once: the program may write anew at any moment
        if when == "typing":
            await stage.press("n")
        await stage.shows("The file of this session was gone.")
        assert note(path, "1", None)["text"] == ("en" if when == "typing" else "e")
        assert note(path, "2b", 1)["text"] == "ongemak"


async def test_outcome_that_is_gone_is_written_anew_before_the_screen_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luisteren_tui.tui.screens.note_completion.CHECK_S", 1000)
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        screen = await open_note_completion(stage)
        await stage.press("m")
        await stage.until(lambda: not screen.unsaved)
        path.unlink()
        await stage.press("q")
        await stage.on(EndScreen)
        assert path.exists()


async def test_outcome_that_can_not_be_written_anew_is_asked_about_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luisteren_tui.tui.screens.note_completion.CHECK_S", 1000)
    monkeypatch.setattr("luisteren_tui.tui.screens.note_completion.RETRY_AFTER_S", 0.01)
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        screen = await open_note_completion(stage)
        await stage.press("m")
        await stage.until(lambda: not screen.unsaved)
        shutil.rmtree(path.parent)
        path.parent.write_text("theirs")
        await stage.press("q")
        await stage.on(UnsavedDialog)
        path.parent.unlink()
        await stage.until(path.exists)
        await stage.press("enter", "q")
        await stage.on(EndScreen)


async def test_alarm_that_is_longer_than_a_line_is_shown_whole(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(60, 24)) as stage:
        screen = await open_note_completion(stage)
        await stage.press("m")
        await stage.until(lambda: not screen.unsaved)
        shutil.rmtree(path.parent)
        path.parent.write_text("theirs")
        await stage.press("m")
        await stage.shows("NOT SAVED: there is a file where a folder should be.")
        assert screen._status.size.height == 2
        path.parent.unlink()
        await stage.until(path.exists)


async def test_alarm_takes_away_what_says_that_all_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_note_completion(stage)
        await stage.press("enter", "e")
        await stage.shows("saved 12:00")
        path.unlink()
        await stage.shows("Everything is saved")
        with no_space(monkeypatch, path.parent):
            await stage.press("n")
            await stage.shows("NOT SAVED")
            await stage.until(lambda: "Everything is saved" not in stage.picture())


async def test_late_key_is_not_saved_yet_and_a_slow_disk_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_outcome(tmp_path, LAST)
    sync, may_sync = files.Disk.sync, threading.Event()

    def slow(disk: files.Disk, fd: int) -> None:
        assert may_sync.wait(LIMIT)
        sync(disk, fd)

    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        screen = await open_note_completion(stage)
        await stage.press("enter", "x")
        await stage.shows("saved 12:00")
        monkeypatch.setattr(files.Disk, "sync", slow)
        await stage.press("y")
        await stage.until(lambda: screen._since is not None)
        assert screen._status.content == Content("…")
        stage.clock.pass_by(1000)
        screen._look_again()
        await stage.shows("not saved yet")
        may_sync.set()
        await stage.shows("saved 12:00")
        assert note(path, "1", None)["text"] == "xy"
        may_sync.clear()
        await stage.press_late("z", 1)
        await stage.shows("not saved yet")
        assert note(path, "1", None)["text"] == "xy"
        may_sync.set()
        await stage.shows("saved 12:00")


async def test_note_is_written_while_the_screen_gets_no_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_note_completion(stage)
        await stage.press("enter")
        seconds = 0.0
        monkeypatch.setattr(screen._pane.autosave, "_now", lambda: seconds)
        for number in range(1, 5):
            seconds = screen._pane._key_at = number * 0.2
            screen._pane.insert("x")
            seconds += 0.15
            screen._pane.insert("y")  # nothing is awaited in this loop
            end = monotonic() + LIMIT
            while note(path, "1", None)["text"] != "xy" * number:
                assert monotonic() < end


async def test_text_that_is_as_it_was_is_saved(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_note_completion(stage)
        await stage.press("enter", "x")
        await stage.shows("saved 12:00")
        stage.press_in_one_read("y", "backspace")
        await stage.until(lambda: screen._status.content == Content("…"))
        await stage.shows("saved 12:00")


async def test_last_typed_text_is_saved_when_the_program_ends(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_note_completion(stage)
        await stage.press("enter")
        await stage.write("op het laatst")
        stage.app.leave_at_once()
    assert note(path, "1", None)["text"] == "op het laatst"


async def test_damaged_outcome_is_not_changed(tmp_path: Path) -> None:
    path = write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        path.write_text('{"format": 1')
        await stage.press("n")
        await stage.shows("can't be read")
        assert isinstance(stage.app.screen, EndScreen)
        assert path.read_text() == '{"format": 1'


async def test_outcome_of_a_newer_version_cannot_be_changed(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST, format=2)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        await stage.press("n")
        await stage.shows("newer version")
        assert isinstance(stage.app.screen, EndScreen)


async def test_page_key_before_the_list_is_laid_out_does_nothing(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(60, 14)) as stage:
        await open_end_screen(stage)
        await stage.press("n", "enter", "x")
        stage.press_in_one_read("escape", "pagedown")
        await stage.settle()
        assert not stage.app.crash
        assert isinstance(stage.app.screen, NoteCompletionScreen)


async def test_notes_cannot_be_opened_while_the_room_sees_the_screen(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.press("space", "n")
        await stage.write("geheim")
        await stage.press("escape", "e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.press("n", "x", "p", "?")
        await stage.on(KeyList)
        assert "geheim" not in stage.picture()
        await stage.press("escape")
        assert isinstance(stage.app.screen, EndScreen)
        assert "geheim" not in stage.picture()
        assert not stage.app.clipboard
        await stage.press("z", "enter", "n")
        await stage.on(NoteCompletionScreen)
