"""The keys of the end screen."""

from pathlib import Path

from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog
from tests.tui.past_sessions import LAST, open_end_screen, write_outcome
from tests.tui.screens.end.test_rehearsal_lessons import end_rehearsal
from tests.tui.stage import on_stage


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
