"""The phases of a turn on the facilitator's screen and on the wall, with the keys for turns and minutes."""

from pathlib import Path

from tests.tui.stage import on_stage

TRIOS = Path(__file__).parents[3] / "data" / "trios.yaml"


async def test_phases_are_on_both_screens_and_minutes_are_for_the_one_that_is_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=str(TRIOS), size=(120, 30)) as stage:
        await stage.begin(*"13")
        await stage.press("space")
        await stage.go_to("2a")
        await stage.shows("phase 1 of 4: De inbrenger vertelt")
        assert "turn 1 of 3" in stage.picture()
        assert stage.shows_time("2:00")
        await stage.advance(125)
        await stage.shows("Say: De anderen vragen door")
        assert stage.shows_time("2:55")
        assert "phase 2 of 4" not in stage.picture()  # the signal says it
        await stage.advance(60)
        await stage.press("+")
        await stage.until(lambda: stage.shows_time("2:55"))
        assert stage.last_message == "this phase: 2:55 left · 2 turns to go: 10:00 each"
        assert "phase 2 of 4: De anderen vragen door" in stage.picture()
        await stage.press("-")
        assert stage.last_message == "this phase: 1:55 left · 3 turns to go: 10:00 each"
        await stage.press("v")
        await stage.shows("2. De anderen vragen door")
        await stage.press("escape", "z")
        await stage.shows("2 minutes in this phase")
        await stage.press("z", "enter")
        await stage.shows("turn 2 of 3")
        await stage.until(lambda: stage.shows_time("2:00"))
