"""The plan on the screen: consent is for one thing, typing is no command, and what a key does is seen."""

from dataclasses import replace
from pathlib import Path

from luisteren_tui.planning.plan import MINUTE, add_own, plan_of
from luisteren_tui.storage.plans import names, save
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from tests.tui.stage import Stage, on_stage
from tests.tui.test_plan import answer, into_plan, refused, take


def words_on(stage: Stage) -> str:
    return " ".join(stage.picture().split())


async def test_who_may_shorten_the_closing_may_not_skip_it_without_a_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("end", "-")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(PlanScreen)
        shorter = screen.plan
        await stage.press("s")
        await stage.on(Confirm)
        assert "Skip Afronding?" in stage.picture()
        await stage.press("escape")
        assert (await stage.on(PlanScreen)).plan == shorter
        await stage.press("-")
        assert stage.app.screen is screen
        assert screen.plan.blocks[-1].seconds == 13 * MINUTE


async def test_enter_goes_on_to_the_next_field_and_what_is_typed_is_no_command(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("a")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"Welkom", "enter", "7", "enter", *"sfw", "enter", *"sd")
        assert isinstance(stage.app.screen, CustomBlockDialog)
        await stage.press("ctrl+s")
        await stage.on(PlanScreen)
        first, *others = screen.plan.blocks
        assert (first.title, first.seconds, first.text) == ("Welkom", 7 * MINUTE, "sfw\nsd")
        assert not any(block.skipped for block in others)


async def test_minutes_of_what_is_left_out_stay_and_that_is_said(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("s")
        without = screen.plan
        for key in ("+", "-"):
            await stage.press("down", "up", key)
            assert "“Verkenning” is left out: s takes it up again." in words_on(stage)
            assert screen.plan == without


async def test_home_and_end_go_to_the_first_block_and_the_last(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("end", "+", "home", "+")
        changed = [block.title for block in screen.plan.blocks if block.seconds != block.original]
        assert changed == ["Verkenning", "Afronding"]


async def test_undo_goes_to_the_block_that_was_changed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press(*["down"] * 4, "k", "k")
        assert [block.id for block in screen.plan.blocks][2] == "p1"
        await stage.press("u", "+")
        assert [block.seconds for block in screen.plan.blocks if block.id == "p1"] == [16 * MINUTE]
        await stage.press("u", "home", "u", "+")
        assert screen.plan.blocks[4].seconds == 16 * MINUTE


async def test_a_block_of_ones_own_that_gets_shorter_to_fit_is_named(tmp_path: Path) -> None:
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = add_own(plan_of(loaded.workshop, loaded.sha256), 0, "Welkom", 5 * MINUTE)
    plan = add_own(plan, 9, "Evaluatie", 10 * MINUTE)
    save(Folders(tmp_path), "x", replace(plan, start=810, must_end=900))
    async with on_stage(tmp_path, workshop=None) as stage:
        await take(stage, "saved:x")
        screen = await stage.on(PlanScreen)
        before = screen.plan
        await stage.press("f")
        got = [block.seconds // MINUTE for block in screen.plan.blocks if block.own]
        assert got == [3, 6]
        said = "Your own blocks got shorter too: Welkom 5 → 3, Evaluatie 10 → 6. u undoes it."
        assert said in words_on(stage)
        await stage.press("u")
        assert screen.plan == before


async def test_a_day_in_a_name_is_read_as_people_write_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await refused(stage, "w", "31-11-2026", "31-11-2026 is no date. Write for example 2026-11-24.")
        await answer(stage, "w", "25-11-2026")
        assert names(stage.folders) == ["2026-11-25"]
        assert "Saved as 2026-11-25, for Wednesday 25 November 2026." in words_on(stage)
        await stage.press("+")
        # The other is the one that was just saved here.
        await answer(stage, "w", "25/11")
        assert names(stage.folders) == ["2026-11-25"]
        assert not screen.unsaved
