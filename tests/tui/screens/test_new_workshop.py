"""A new workshop is made from a few answers, and the editor opens on it."""

from pathlib import Path

import pytest

from luisteren_tui.storage.workshop_file import draft_path, load
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.new_workshop import NewWorkshopDialog, StartingPoint, StartingPointDialog
from luisteren_tui.workshop.model import Activity, Duration, Form, NumberRange, Workshop
from tests.tui.at_home import choose_option, home_list
from tests.tui.stage import on_stage


async def test_new_workshop_is_made_of_the_chosen_parts_and_opens_in_the_editor(tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    for name in "abcde":  # home lists no more than these by itself
        (folder / f"{name}.yaml").write_text("title: x\n")
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "new:")
        await stage.on(StartingPointDialog)
        await stage.press("enter")
        await stage.on(NewWorkshopDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("ctrl+s")
        assert "Give it a title." in stage.picture()
        await stage.write("Team day: one")
        await stage.press("down")
        await stage.write("many")
        await stage.press("ctrl+s")
        assert "a number of people" in stage.picture()
        await stage.press(*["backspace"] * 4)
        assert "a number of people" not in stage.picture()
        stage.press_in_one_read(*"8-10", "tab", *"45", "tab", "enter", "space", "down", "space")
        await stage.until(lambda: "5 parts, 61 of 45 min ·  ▲ 16 min too long" in stage.picture())
        await stage.press("ctrl+s")
        editor = await stage.on(EditorScreen)
        path = folder / "team-day-one.yaml"
        await stage.until(draft_path(path).exists)
        await stage.press("ctrl+s")
        await stage.until(path.exists)
        workshop = load(path).workshop
        assert workshop is not None
        assert (workshop.title, workshop.participants) == ("Team day: one", NumberRange(8, 10))
        assert [activity.id for activity in workshop.activities][:2] == ["check-in", "pairs"]
        await stage.press("escape")
        await stage.until(lambda: not editor.is_attached)
        await stage.on(HomeScreen)
        rows = await home_list(stage)
        assert (rows.row.name, rows.choice.kind) == ("team-day-one", "run")


@pytest.mark.check_only
async def test_copy_asks_for_a_title_of_its_own(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "new:")
        await stage.on(StartingPointDialog)
        await stage.press("down", "enter")
        await stage.on(NewWorkshopDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.write("Mine")
        await stage.press("enter")
        await stage.on(EditorScreen)
        assert "Mine" in stage.picture()


def test_starting_point_says_for_how_many_people_and_how_long_it_is() -> None:
    activity = Activity("1", "A", 1, Form.PLENARY, Duration(3600), Duration(60))
    workshop = Workshop("w", "W", "en", activities=(activity,), participants=NumberRange(8, 20))
    assert StartingPoint.of("w", workshop) == ("w", "W", "8–20 people · 60 min", (8, 20, 3600))
