"""Looking ahead, and going to an activity anywhere."""

from pathlib import Path

from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.screen import SessionScreen
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage


def bottom(stage: Stage) -> str:
    """Return the line with the keys."""
    return stage.picture().splitlines()[-1]


async def look(stage: Stage, *keys: str) -> None:
    """Open the page, and press `keys` there."""
    await stage.press("v")
    await stage.on(LookAhead)
    await stage.press(*keys)


@thorough("back", ["v", "enter", "escape", "q"])
async def test_reading_ahead_takes_one_key_and_one_back(back: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3a")
        await stage.press("space")
        await look(stage)
        picture = stage.picture()
        assert "Iedere groep presenteert kort hun poster" in picture
        assert "Enter" not in bottom(stage)
        await stage.press(back)
        await stage.on(SessionScreen)
        assert (stage.activity, stage.state.past is not None) == ("3a", True)


async def test_enter_goes_to_the_chosen_activity_and_one_undo_brings_all_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await look(stage, *["down"] * 5)
        assert "Left out on the way: Casus lezen" in stage.picture()
        assert "Enter to 3a" in bottom(stage)
        await stage.press("enter")
        await stage.on(SessionScreen)
        assert (stage.activity, stage.mode) == ("3a", "running")
        assert {id for id, item in stage.state.timing.tracks.items() if item.skipped} == {"2a", "2b", "2c", "p1"}
        await stage.press("u")
        assert (stage.activity, [item for item in stage.state.timing.tracks.values() if item.skipped]) == ("1", [])


@thorough("size", [(80, 24), (120, 30)])
async def test_enter_leads_back_too_and_to_a_break_by_its_name(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.go_to("2b")
        y, line = next((y, line) for y, line in enumerate(stage.picture().splitlines()) if "Pauze" in line)
        await stage.pilot.click(offset=(line.index("Pauze"), y))  # in the agenda, which looks ahead
        await stage.on(LookAhead)
        assert stage.activity == "2b"
        assert "Enter to Pauze" in bottom(stage)
        first = next(y for y, line in enumerate(stage.picture().splitlines()) if "Verkenning" in line)
        await stage.pilot.click(offset=(10, first))
        assert "Enter back to 1" in bottom(stage)
        await stage.press("enter")
        await stage.on(SessionScreen)
        assert stage.activity == "1"


async def test_activity_without_what_it_needs_is_out_of_reach(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await look(stage, *["down"] * 6)
        assert "3b needs 3a first" in bottom(stage)
        await stage.press("enter")
        assert isinstance(stage.app.screen, LookAhead)
        assert stage.activity == "1"


async def test_passing_over_a_protected_activity_asks(tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "kort.yaml").write_text(
        "title: Kort\nlanguage: en\nsteps:\n"
        "  - {title: Een, form: plenary, duration: 5m}\n"
        "  - {title: Twee, form: plenary, duration: 5m, protected: true}\n"
        "  - {title: Drie, form: plenary, duration: 5m}\n",
        encoding="utf-8",
    )
    async with on_stage(tmp_path, workshop="kort") as stage:
        await stage.begin()
        await look(stage, "end", "enter")
        await stage.on(Confirm)
        assert "“Twee” is left out then, and its makers never want that." in " ".join(stage.picture().split())
        await stage.press("escape")
        await stage.on(SessionScreen)
        assert stage.activity == "1"
        await look(stage, "end")
        await stage.press("enter", "enter")
        await stage.until(lambda: stage.activity == "3")
        assert stage.state.timing.tracks["2"].skipped


async def test_mirrored_the_page_has_titles_only_and_goes_anywhere(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("z")
        await look(stage, "down", "down")
        picture = stage.picture()
        assert "Perspectiefwisseling in tweetallen" in picture
        assert all(text not in picture for text in ("15", "minute", "Left out", "Speel in tweetallen"))
        await stage.press("enter")
        await stage.on(SessionScreen)
        assert stage.activity == "2b"


async def test_skipping_says_what_falls_out_too_and_one_undo_brings_both_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3a")
        await stage.press("s")
        assert stage.last_message == "3b is left out too; u brings everything back."
        assert (stage.activity, stage.state.fallen) == ("4", frozenset({"3b"}))
        await stage.press("u")
        assert (stage.activity, stage.state.fallen) == ("3a", frozenset())


async def test_question_about_a_protected_activity_says_what_falls_out_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "kort.yaml").write_text(
        "title: Kort\nlanguage: en\nsteps:\n"
        "  - {title: Een, form: plenary, duration: 5m}\n"
        "  - {title: Twee, form: plenary, duration: 5m, needs: 1, protected: true}\n"
        "  - {title: Drie, form: plenary, duration: 5m}\n",
        encoding="utf-8",
    )
    async with on_stage(tmp_path, workshop="kort") as stage:
        await stage.begin()
        await stage.press("s")
        await stage.on(Confirm)
        boxed = [line.split("│")[1] for line in stage.picture().splitlines() if line.count("│") == 2]
        said = " ".join(" ".join(boxed).split())
        assert "Its makers never want it left out. 2 is left out too; u brings everything back." in said
        await stage.press("enter")
        await stage.until(lambda: stage.activity == "3")
        assert stage.state.fallen == {"2"}
