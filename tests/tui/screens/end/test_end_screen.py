"""The keys of the end screen."""

import json
from pathlib import Path

import pytest

from luisteren_tui.tui.screens.end import report
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
        stage.press_in_one_read("d", "x", "x")
        await stage.on(LearnDialog)
        await stage.settle()
        assert stage.app.screen_stack[-2] is screen
        assert isinstance(stage.app.screen, LearnDialog)


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


async def test_more_than_a_screen_can_draw_is_left_out_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_outcome(tmp_path, LAST)
    value = json.loads(path.read_text())
    many = [{**value["activities"][0], "id": f"x{n}", "title": f"nummer {n}"} for n in range(60)]
    path.write_text(json.dumps(value | {"activities": many}))
    monkeypatch.setattr(report, "MAX_DRAWN", 50)
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_end_screen(stage)
        drawn = screen._content().plain
        assert "nummer 49" in drawn
        assert "nummer 50" not in drawn
        assert "too much to show" in drawn
        assert f"In all: {60 * 15}" in drawn


async def test_notes_are_drawn_up_to_a_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_outcome(tmp_path, LAST)
    value = json.loads(path.read_text())
    notes = [note for activity in value["activities"] for note in activity["notes"] if not note["private"]]
    notes[-1]["text"] = "lang " * 1000
    path.write_text(json.dumps(value))
    monkeypatch.setattr(report, "MAX_DRAWN_LENGTH", 2000)
    async with on_stage(tmp_path, workshop=None) as stage:
        drawn = (await open_end_screen(stage))._content().plain
        assert "lang lang" not in drawn
        assert "too much to show" in drawn
        assert notes[0]["text"].strip()[:5] in drawn
