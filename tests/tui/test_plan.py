"""The plan on the screen: made from home, changed, made to fit, saved, begun."""

from pathlib import Path

from textual.widgets import OptionList

from luisteren_tui.storage.plans import load
from luisteren_tui.tui.screens.ask_text import AskText
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.home import HomeScreen
from luisteren_tui.tui.screens.plan import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.stage import Stage, on_stage


async def into_plan(stage: Stage) -> PlanScreen:
    await stage.on(HomeScreen)
    await stage.until(lambda: stage.app.focused)
    await stage.press("down", "enter")
    return await stage.on(PlanScreen)


async def answer(stage: Stage, key: str, text: str) -> None:
    await stage.press(key)
    await stage.on(AskText)
    await stage.until(lambda: stage.app.focused)
    await stage.press(*text, "enter")
    await stage.on(PlanScreen)


async def test_a_plan_is_made_to_fit_and_begun(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await answer(stage, "b", "13:30")
        await answer(stage, "e", "15:00")
        await stage.until(lambda: "30 minutes too long" in stage.picture())
        await stage.press("down", "down", "down", "down", "s", "f")
        await stage.until(lambda: "it fits" in stage.picture())
        assert [block.seconds // 60 for block in screen.plan.blocks if not block.skipped] == [12, 4, 14, 8, 21, 16, 15]
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.planned["1"] == 720
        assert stage.state.opened.skipped == ("p1",)
        await stage.press("right", "right", "right", "right")
        assert stage.at == "3a"


async def test_own_blocks_and_breaks_move_and_what_the_makers_wrote_stays(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await answer(stage, "a", "Welkom")
        assert screen.plan.blocks[0].own
        await stage.press("+", "+", "J", "j")
        assert [block.title for block in screen.plan.blocks][1] == "Welkom"
        assert screen.plan.blocks[1].seconds == 420
        await stage.press("up", "j", "delete")
        assert screen.plan.blocks[0].id == "1"
        assert "block of your own can be taken away" in stage.picture()
        await stage.press("u", "u", "u", "u")
        assert not any(block.own for block in screen.plan.blocks)


async def test_a_plan_is_saved_and_opened_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("+")
        await answer(stage, "w", "../x")
        assert "can't be a name" in stage.picture()
        await answer(stage, "w", "dinsdag")
        assert load(stage.folders, "dinsdag") == screen.plan
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.until(lambda: "Plan: dinsdag" in stage.picture())
        await stage.press("down", "down", "enter")
        again = await stage.on(PlanScreen)
        assert again.plan == screen.plan


async def test_what_is_no_time_and_no_number_is_said(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        before = screen.plan
        await answer(stage, "b", "25:00")
        assert "is no time of day" in stage.picture()
        await answer(stage, "d", "0")
        assert "from 1 to 200" in stage.picture()
        await stage.press("f")
        assert "First say when it starts" in stage.picture()
        assert screen.plan == before


async def test_home_has_the_plan_of_today_first_and_enter_begins_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await answer(stage, "b", "13:30")
        await stage.press("+")
        # The name that is proposed is the day.
        await answer(stage, "w", "")
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused and "Today 13:30 · the plan is ready" in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.planned["1"] == 960


async def test_a_plan_says_when_it_will_end_and_what_takes_long_to_read(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await into_plan(stage)
        await stage.until(lambda: "It can take 72 to 122 minutes" in stage.picture())
        assert "reading the text (338 words)" in stage.picture()


async def test_a_plan_that_is_not_saved_is_not_lost(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("+", "enter")
        await stage.on(StartDialog)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        assert screen.plan.blocks[0].seconds == 960
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        await answer(stage, "w", "x")
        await stage.press("escape")
        await stage.on(HomeScreen)


async def test_a_key_that_is_pressed_twice_in_haste_asks_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        for keys, depth in (("home", 3), ("plan", 2)):
            await stage.on(HomeScreen)
            await stage.until(lambda: stage.app.focused)
            await stage.press("home", *(("down",) if keys == "plan" else ()))
            home = stage.app.screen
            assert isinstance(home, HomeScreen)
            options = home.query_one(OptionList)
            options.action_select()
            options.action_select()
            await stage.until(lambda: not isinstance(stage.app.screen, HomeScreen))
            await stage.settle()
            assert len(stage.app.screen_stack) == depth
            if keys == "home":
                await stage.press("escape")
        screen = await stage.on(PlanScreen)
        screen.action_close()
        screen.action_close()
        await stage.on(HomeScreen)


async def test_of_a_plan_something_must_be_left(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        for _block in range(8):
            await stage.press("s", "down")
        await stage.press("enter")
        assert "Nothing is left in this plan." in stage.picture()
        await answer(stage, "e", "12:00")
        assert "say when it starts: b" in stage.picture()
        assert "it fits" not in stage.picture()
