"""The keys of the end screen."""

from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.storage.outcome.build import build
from luisteren_tui.tui.screens.end import report
from luisteren_tui.tui.screens.end.outcome_page import OutcomePage
from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog
from tests.storage.session_samples import session
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


def outcome(**changes: Any) -> dict[str, Any]:
    return {**build(session().state, [], 42), **changes}


def test_more_than_a_screen_can_draw_is_left_out_with_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MAX_DRAWN", 50)
    many = outcome(
        activities=[{**outcome()["activities"][0], "id": f"x{n}", "title": f"nummer {n}"} for n in range(60)]
    )
    page = OutcomePage(None, "", id="page")
    times = page.times(many, 72).plain
    assert "nummer 49" in times
    assert "nummer 50" not in times
    assert f"In all: {60 * 15}" in times
    assert "too much to show" in report.draw_written(many, private=False)[-1].plain


def test_notes_are_drawn_up_to_a_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MAX_DRAWN_LENGTH", 2000)
    value = outcome()
    notes = [note for activity in value["activities"] for note in activity["notes"] if not note["private"]]
    notes[-1]["text"] = "lang " * 1000
    drawn = "\n".join(part.plain for part in report.draw_written(value, private=False))
    assert "lang lang" not in drawn
    assert "too much to show" in drawn
    assert notes[0]["text"].strip()[:5] in drawn


def test_notes_of_an_activity_stand_below_its_name_and_their_question() -> None:
    first, second, *_others = (part.plain.splitlines() for part in report.draw_notes(outcome(), private=False))
    assert first[:3] == ["1 Verkenning", "Welk woord blijft hangen?", "het woord"]
    assert second == ["General  ●", "–"]


async def test_notes_stand_beside_the_times_on_a_wide_screen_and_below_them_on_another(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None, size=(150, 45)) as stage:
        await open_end_screen(stage)
        await stage.shows("General")

        def rows() -> tuple[int, int]:
            lines = stage.picture().splitlines()
            first = next(number for number, line in enumerate(lines) if "Verkenning" in line and "→" in line)
            return first, next(number for number, line in enumerate(lines) if "het woord" in line)

        assert rows()[1] < rows()[0] + 3
        await stage.pilot.resize_terminal(120, 45)
        await stage.until(lambda: rows()[1] > rows()[0] + 8)
