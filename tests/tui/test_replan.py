"""Bijsturen: ways out in view of what they cost, for the facilitator alone."""

from pathlib import Path

from luisteren_tui.tui.screens.replan import ReplanDialog
from tests.tui.stage import on_stage


async def test_on_time_there_is_nothing_to_replan(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "r")
        assert stage.told == "You are on time: there is nothing to replan."
        assert stage.app.screen is stage.session


async def test_a_digit_takes_a_way_out_and_u_undoes_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        assert stage.view.header.margin == -8
        before = stage.state.timing
        await stage.press("r")
        await stage.on(ReplanDialog)
        assert "Pauze: 15 → 7" in stage.picture()
        await stage.press("9", "2")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.view.header.margin == 0
        assert stage.state.timing.tracks["p1"].allotted == 7 * 60_000
        await stage.press("u")
        assert stage.state.timing == before
        assert stage.told == "Undone: the new plan"


async def test_escape_and_r_leave_it_as_it_is(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(20 * 60)
        before = stage.state.timing
        for key in ("escape", "r"):
            await stage.press("r")
            await stage.on(ReplanDialog)
            await stage.press(key)
            await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.timing == before


async def test_it_is_not_for_the_room(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(20 * 60)
        await stage.press("z", "r")
        assert stage.app.screen is stage.session
        assert "back to your own screen" in stage.told
