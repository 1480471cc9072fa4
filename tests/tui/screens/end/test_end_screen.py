"""The keys of the end screen."""

from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog
from luisteren_tui.tui.screens.end.share_dialog import ActivityDialog, ShareDialog
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.screens.retention import RetentionDialog
from tests.tui.past_sessions import LAST, open_end_screen, write_outcome
from tests.tui.screens.end.test_rehearsal_lessons import end_rehearsal
from tests.tui.stage import on_stage


@pytest.mark.parametrize(
    ("key", "opened"),
    [
        ("n", NoteCompletionScreen),
        ("x", ShareDialog),
        ("k", ActivityDialog),
        ("b", RetentionDialog),
        ("question_mark", KeyList),
    ],
)
async def test_keys_in_the_same_read_go_to_the_screen_that_the_first_opens(
    key: str, opened: type[Screen[Any]], tmp_path: Path
) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_end_screen(stage)
        screens = len(stage.app.screen_stack)
        stage.press_in_one_read(key, "c", "c")
        await stage.on(opened)
        await stage.settle()
        assert len(stage.app.screen_stack) == screens + 1
        assert stage.app.screen_stack[-2] is screen
        assert not stage.app.clipboard


async def test_keys_in_the_same_read_go_to_the_lessons_of_a_rehearsal(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(1000)
        screen = await end_rehearsal(stage)
        stage.press_in_one_read("p", "c", "c")
        await stage.on(LearnDialog)
        await stage.settle()
        assert stage.app.screen_stack[-2] is screen
        assert not stage.app.clipboard


async def test_status_gets_the_lines_of_a_text_that_arrives_during_a_layout(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_end_screen(stage)
        screen.show_saved("saving")
        screen._clear_arrangement_cache()
        screen._refresh_layout()
        screen.show_saved("Saved in\nthis folder")
        await stage.settle()
        assert "this folder" in stage.picture()
