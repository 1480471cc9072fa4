"""Where a flow returns to, and what it leaves behind, when another one takes over."""

import shutil
import threading
from collections.abc import Mapping
from errno import ENOSPC
from math import inf
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui import i18n
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.outcome.outcome_file import write
from luisteren_tui.tui.flows import shutdown
from luisteren_tui.tui.screens.dialog import AskText, Confirm, UnsavedDialog
from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.storage.held_disk import HeldDisk
from tests.tui.at_home import choose_option, home_list, select
from tests.tui.screens.plan.plan_steps import open_plan
from tests.tui.stage import Stage, on_stage, state_in


async def end_session(stage: Stage) -> None:
    await stage.press("e")
    await stage.on(Confirm)
    await stage.press("enter")
    await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)


async def test_declined_session_returns_to_its_plan(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        assert len(stage.app.screen_stack) == 2


async def test_session_of_a_saved_plan_returns_home_where_a_journal_that_was_held_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("enter")
        await stage.begin()
        journal = stage.live.path
        assert journal is not None
        with monkeypatch.context() as held:
            held.setattr(Disk, "unlink", HeldDisk(inf, lambda path: path == journal).unlink)
            await end_session(stage)
            await stage.shows("could not be removed yet")
            await stage.shows("Saved in")
            assert journal.exists()
        await stage.press("q")
        await stage.on(HomeScreen)
        assert len(stage.app.screen_stack) == 1
        await stage.until(lambda: not journal.exists())
        assert journal.with_suffix(".json").exists()


async def test_session_of_an_unsaved_plan_returns_to_the_question_about_that_plan(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("plus", "enter")
        await stage.begin()
        await end_session(stage)
        await stage.press("q")
        await stage.on(Confirm)
        assert "Leave without saving?" in stage.picture()
        await stage.press("enter")
        await stage.on(HomeScreen)


async def test_session_that_was_left_goes_on_from_home(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "run:luisteren")
        await stage.begin()
        path = stage.live.path
        assert path is not None
        i18n.use("nl")  # as for a workshop in another language
        await stage.press("space", "n", "x", "ctrl+q")
        rows = await home_list(stage)
        assert i18n.current().code == "en"
        assert [stage.app.screen_stack, stage.app.live] == [[stage.app.screen], None]
        assert rows.choice.kind == "resume"
        assert "Everything is saved." in stage.picture()
        assert (state_in(path).timing.mode, [*state_in(path).notes.values()]) == ("running", ["x"])
        await stage.until(lambda: not any(worker.group == "session" for worker in stage.app.workers))
        stage.clock.pass_by(60_000)
        await stage.press("enter")
        await stage.on(SessionScreen)
        assert (stage.mode, stage.live.path) == ("running", path)
        assert stage.live.now() >= 60_000
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert stage.app.return_code == 0


async def test_session_that_is_ended_while_it_is_left_shows_its_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "run:luisteren")
        await stage.begin()
        await stage.press("space")
        stage.press_in_one_read("q", "e", "enter")
        await stage.on(EndScreen)
        await stage.shows("Saved in")


async def test_session_that_the_room_sees_is_left_after_a_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "run:luisteren")
        await stage.begin("right")
        await stage.until(lambda: stage.session.room)
        await stage.press("space", "q")
        await stage.on(Confirm)
        await stage.shows("Back to the home screen?", "The room then sees the home screen too.")
        await stage.press("enter")
        rows = await home_list(stage)
        assert rows.choice.kind == "resume"
        await stage.settle()
        assert rows.row.title == "The unfinished session"


async def test_session_in_which_nothing_happened_is_left_for_its_unsaved_plan(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("plus", "enter")
        await stage.begin()
        await stage.press("q")
        await stage.on(Confirm)
        assert "Leave without saving?" in stage.picture()
        await stage.press("enter")
        rows = await home_list(stage)
        assert rows.choice.kind != "resume"
    assert [*(tmp_path / "sessions").iterdir()] == []


async def test_flows_below_a_session_end_when_it_returns_home(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("enter")
        await stage.begin()
        await end_session(stage)
        await stage.press("q")
        rows = await home_list(stage)
        await stage.until(lambda: not any(worker.group in ("plan", "session") for worker in stage.app.workers))
        select(rows, "run:luisteren")
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.settle()
        assert [type(screen) for screen in stage.app.screen_stack] == [HomeScreen, SessionScreen, StartDialog]


async def test_fault_says_where_the_running_session_is_and_nothing_after_its_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        path.unlink()
        assert stage.app.rescue().splitlines()[0] == f"What you did is saved in {path}"
        assert path.exists()
    async with on_stage(tmp_path / "other") as stage:
        await stage.begin()
        await end_session(stage)
        assert stage.app.rescue() == ""


async def test_end_that_is_closed_while_it_is_being_saved_closes_without_a_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def write_slowly(path: Path, outcome: Mapping[str, Any]) -> Path:
        assert goes_on.wait(60)
        return write(path, outcome)

    monkeypatch.setattr("luisteren_tui.storage.outcome.outcome_file.write", write_slowly)
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.press("q")
        await stage.settle()
        assert isinstance(stage.app.screen, EndScreen)
        goes_on.set()
        await stage.until(lambda: not isinstance(stage.app.screen, EndScreen | UnsavedDialog))
        assert stage.app.live is None


async def test_each_copy_elsewhere_gets_a_name_of_its_own_while_a_session_cannot_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    async with on_stage(tmp_path / "data") as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        shutil.rmtree(path.parent)
        path.parent.write_text("theirs")
        await stage.until(lambda: "NOT SAVED" in stage.picture())
        for number in (1, 2, 3):
            await stage.press("q")
            await stage.on(UnsavedDialog)
            await stage.until(lambda: "where a folder" in stage.picture())
            await stage.press("h")
            await stage.until(lambda number=number: len([*home.iterdir()]) == number)  # type: ignore[misc]
        assert {each.name for each in home.iterdir()} == {
            path.name,
            *(f"{path.stem}-copy-{number}.jsonl" for number in (2, 3)),
        }
        monkeypatch.setattr(shutdown, "SAVE_TIMEOUT_S", 0.1)
        assert stage.app.rescue() == "NOT SAVED: the last part of the session could not be written.\n"
        path.parent.unlink()


async def test_next_session_stays_guarded_when_a_rehearsal_is_saved_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = True

    def write_later(path: Path, outcome: Mapping[str, Any]) -> Path:
        if full:
            raise OSError(ENOSPC, "No space left on device")
        return write(path, outcome)

    monkeypatch.setattr("luisteren_tui.storage.outcome.outcome_file.write", write_later)
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        rehearsal = stage.live.path
        assert rehearsal is not None
        await stage.press("space")
        await stage.advance(1000)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.press("d")
        await stage.on(LearnDialog)
        await stage.press("enter")
        await stage.on(AskText)
        await stage.press("enter")
        await stage.on(PlanScreen)
        await stage.press("enter")
        await stage.begin()
        full = False
        await stage.until(rehearsal.with_suffix(".json").exists)
        await stage.settle()
        assert stage.app.live is stage.live
        assert stage.app.rescue().splitlines()[0].endswith(str(stage.live.path))
