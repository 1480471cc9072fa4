"""The options to replan and their costs, for the facilitator alone."""

from pathlib import Path

from luisteren_tui.planning.replan import Change, OptionKind, ReplanOption, replan_options
from luisteren_tui.session.commands import Replan
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog, _costs, _neutral_text
from tests.session.sample_sessions import NOON
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage


async def test_replan_on_time_shows_a_hint(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "r")
        assert stage.last_message == "You are on time: there is nothing to replan."
        assert stage.app.screen is stage.session


async def test_digit_takes_an_option_and_u_undoes_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        assert stage.view.header.margin == -8
        before = stage.state.timing
        await stage.press("r")
        await stage.on(ReplanDialog)
        assert "Pauze: 15 → 7" in stage.picture()
        await stage.press("9", "1")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.view.header.margin == 0
        assert stage.state.timing.tracks["p1"].allotted == 7 * 60_000
        await stage.press("u")
        assert stage.state.timing == before
        assert stage.last_message == "Undone: the new plan"


@thorough("size", [(120, 30), (80, 24)])
async def test_options_stand_side_by_side_with_their_costs(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        await stage.press("r")
        await stage.on(ReplanDialog)
        picture = stage.picture()
        titles = next(line for line in picture.splitlines() if "A shorter break" in line)
        assert [number in titles for number in ("1 A", "2 Everything", "3 Skip", "4 ")] == [True, True, True, False]
        for words in (
            "Pauze: 15 → 7",
            "Pauze: 15 → 13",
            "2a: 5 → 4",
            "done at 14:00",
            "14:08",
            "nothing gets",
            "leave it",
        ):
            assert words in picture
        assert "p1" not in picture


async def test_options_are_stacked_on_a_narrow_screen(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(52, 14)) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        await stage.press("r")
        await stage.on(ReplanDialog)
        for words in ("Replan", "· Pauze: 15 → 7", "End later"):
            assert words in stage.picture()


async def test_options_scroll_when_they_do_not_fit(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(52, 11)) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        await stage.press("r")
        await stage.on(ReplanDialog)
        assert "End later" not in stage.picture()
        await stage.press("down", "down", "down")
        await stage.until(lambda: "End later" in stage.picture())
        assert "leave it" in stage.picture()


async def test_escape_and_r_change_nothing(tmp_path: Path) -> None:
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


async def test_option_is_computed_for_the_moment_it_is_chosen(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        await stage.press("r")
        await stage.on(ReplanDialog)
        await stage.advance(5 * 60)
        await stage.press("4")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.live.view().header.margin == 0


async def test_option_that_is_gone_is_not_taken(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(23 * 60)
        before = stage.state.timing
        number = skipping(stage, "3b")
        await stage.press("r")
        await stage.on(ReplanDialog)
        await stage.advance(5 * 60)
        assert skipping(stage, "p1")
        await stage.press(str(number))
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.last_message == "That option is gone by now: r shows what is left."
        assert stage.state.timing == before


def skipping(stage: Stage, id: str) -> int:
    """Return the digit of the option that skips this activity."""
    ways = replan_options(stage.state, stage.live.now())
    return next(n for n, way in enumerate(ways, 1) if way.kind == OptionKind.SKIP and way.changes[0].id == id)


async def test_mirrored_options_are_named_with_the_end_and_nothing_else(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.press("space", "r")
        await stage.until(lambda: "There is nothing to replan now." in stage.picture())
        await stage.advance(23 * 60)
        before = stage.state.timing
        await stage.press("r")
        await stage.on(ReplanDialog)
        picture = " ".join(stage.picture().replace("│", " ").split())
        for text in (
            "How do we go on?",
            "1 A shorter break · done at 14:00",
            "2 Everything a little shorter · done at 14:00",
            "3 One activity less · done at 13:48",
            "4 Done later · 14:08",
        ):
            assert text in picture
        for private in ("Pauze", "→", "min", "over", "Protected"):
            assert private not in picture.split("How do we go on?")[1], private
        await stage.press("1")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.view.header.margin == 0
        await stage.press("u")
        assert stage.state.timing == before


async def test_mirrored_option_says_how_many_activities_it_leaves_out() -> None:
    change = Change("4", "Afronding", "4", 300, 0)
    option = ReplanOption(OptionKind.BOTH, Replan({}, (), None), (change, change), NOON)
    assert "2 activities less, the rest shorter" in _neutral_text(2, option).plain


def test_rounds_that_get_shorter_alike_are_told_at_once() -> None:
    rounds = [Change(f"2a-{n}", f"Gesprek ({n}/3)", f"2a-{n}", 1200, 1020, "2a") for n in (1, 2, 3)]
    longer = Change("2a-1", "Gesprek (1/3)", "2a-1", 1200, 1140, "2a")
    other = Change("3", "Afronding", "3", 600, 540)

    def costs(*changes: Change) -> list[str]:
        return [*_costs(ReplanOption(OptionKind.SHRINK, Replan({}, (), None), changes, NOON))]

    assert costs(*rounds, other) == ["2a (3 rounds): 20 → 17", "3: 10 → 9"]
    assert costs(longer, *rounds[1:]) == ["2a-1: 20 → 19", "2a (2 rounds): 20 → 17"]
