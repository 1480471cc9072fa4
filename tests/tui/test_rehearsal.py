"""Proefdraaien: the same screen, plainly marked, in a folder of its own, at a speed of its own."""

from pathlib import Path

from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.over import OverScreen
from luisteren_tui.tui.screens.plan import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.stage import Stage, on_stage
from tests.tui.watched import ManualClock


async def test_a_rehearsal_begins_at_once_and_is_marked(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        assert stage.running.path is not None
        assert stage.running.path.parent == tmp_path / "rehearsals"
        assert stage.state.opened.kind == "rehearsal"
        assert "REHEARSAL ×60" in stage.picture()


async def test_its_clock_runs_at_its_speed_which_can_be_changed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=60) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(5)
        assert stage.left == 15 * 60 - 300
        await stage.press("<")
        assert stage.running.speed == 30
        await stage.advance(2)
        assert stage.left == 15 * 60 - 360
        await stage.press(">", ">")
        assert stage.running.speed == 120
        assert stage.left == 15 * 60 - 360


async def test_f_passes_over_silent_work_to_the_next_signal(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press("f")
        assert stage.told == "There is no silent work to pass over now."
        await stage.press("space", "f")
        assert stage.left == 0
        await stage.press("right", "right", "f")
        assert (stage.at, stage.left) == ("2b", 13 * 60)


async def test_its_keys_are_in_no_other_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "f", ">")
        assert (stage.left, stage.running.speed) == (15 * 60, 1)
        await stage.press("?")
        assert "silent work" not in stage.picture()


async def end(stage: Stage) -> OverScreen:
    await stage.press("e")
    await stage.on(Confirm)
    await stage.press("enter")
    over = await stage.on(OverScreen)
    await stage.until(lambda: stage.app.running is None)
    return over


async def test_after_it_is_said_what_was_spoken_and_the_plan_can_learn(tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, speed=1, size=(120, 40), clock=clock) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(120)
        await stage.press("f")
        await stage.advance(170)
        await end(stage)
        await stage.until(lambda: "planned 15:00, spoken 4:50, taken 17:50 · overtime 2:50" in stage.picture())
        assert list((tmp_path / "rehearsals").glob("*.json"))
        assert not (tmp_path / "sessions").exists()
        await stage.press("p")
        screen = await stage.on(PlanScreen)
        await stage.until(lambda: "15 → 18" in stage.picture())
        assert screen.plan.blocks[0].seconds == 1080
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(OverScreen)
        await stage.press("p", "p")
        await stage.on(PlanScreen)
        await stage.until(lambda: "15 → 18" in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.kind == "session"
        assert stage.state.opened.planned["1"] == 1080
    clock.pass_by(120_000)
    async with on_stage(tmp_path, speed=1, size=(120, 40), clock=clock) as stage:
        await stage.ready()
        await stage.press("space", "f")
        await end(stage)
        await stage.until(lambda: "last time 17:50, middle 17:50 (17:50 to 17:50)" in stage.picture())
