"""`a`, a line of the facilitator's own on the wall, and `k`, the parking lot: as they are typed and as they are seen."""

from pathlib import Path

import pytest

from luisteren_tui.session import commands as c
from luisteren_tui.session.parking import MAX_ITEMS
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.tui.screens.parking import ParkingDialog
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.screens.wall_line import WallLineDialog
from tests.text.samples import HEALTH_WORKER, PERSIAN
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage

LINE = "Back at 15:05"


async def begin(stage: Stage, *, mirrored: bool) -> None:
    await stage.begin(*(["right"] if mirrored else []))
    await stage.until(lambda: stage.session.room == mirrored)
    await stage.press("space")


def seen_in_room(stage: Stage) -> list[str]:
    """Return the parked items that the room sees."""
    return [*stage.view.parking]


@pytest.mark.parametrize("mirrored", [False, True])
async def test_line_is_on_the_wall_after_enter_and_goes_with_the_next_a(mirrored: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=mirrored)
        await stage.press("a")
        await stage.on(WallLineDialog)
        await stage.write(LINE)
        await stage.shows("on the screen:")
        assert (stage.state.line, stage.saved_state().line) == ("", "")
        await stage.press("enter")
        assert stage.state.line == LINE
        await stage.until(lambda: stage.app.screen is stage.session)
        await stage.shows(LINE)
        await stage.press("a")
        assert stage.state.line == ""
        assert LINE not in stage.picture()


async def test_next_a_offers_the_last_line_and_what_was_typed_but_not_shown(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press("a")
        await stage.write(LINE)
        await stage.press("enter", "a", "a", "enter")
        assert stage.state.line == LINE
        await stage.press("a", "a")
        await stage.write(f"Half {PERSIAN} ")
        await stage.paste(f"\u200ba\x0b{HEALTH_WORKER}")
        await stage.press("escape")
        assert stage.state.line == ""
        await stage.press("a", "enter")
        assert stage.state.line == f"Half {PERSIAN} a {HEALTH_WORKER}"


async def test_line_holds_80_characters_and_says_so(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press("a")
        await stage.paste("x" * 81)
        await stage.shows("Nothing more fits: at most 80 characters.")
        await stage.paste("x" * 80)
        await stage.press("enter")
        assert stage.state.line == "x" * 80


async def test_facilitator_sees_what_stands_on_the_wall_until_the_next_activity(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press("a")
        await stage.write("[b]Back\x1b")
        await stage.press("enter")
        await stage.shows("on the screen  [b]Back")
        await stage.press("right")
        assert "[b]Back" not in stage.picture()


async def test_signal_stands_above_the_line(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=True)
        await stage.go_to("p1")
        await stage.press("a")
        await stage.write(LINE)
        await stage.press("enter")
        await stage.advance(13 * 60 + 1)
        await stage.shows("2 minutes to go")
        assert stage.picture().index("2 minutes to go") < stage.picture().index(LINE)


async def test_empty_wall_hides_the_line_and_the_facilitators_own_view_does_not_leak_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=True)
        await stage.press("a")
        await stage.write(LINE)
        await stage.press("enter", "full_stop")
        assert LINE not in stage.picture()
        await stage.press("full_stop")
        await stage.shows(LINE)
        assert "takes it away" not in stage.picture()


async def test_line_that_waits_for_an_empty_wall_is_not_said_to_be_on_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        with mark_room_window(tmp_path):
            await stage.press("full_stop", "a")
            await stage.write(LINE)
            await stage.press("enter")
            await stage.shows(f"not on the screen yet  {LINE}")
            await stage.press("full_stop")
            await stage.until(lambda: "not on the screen yet" not in stage.picture())
            assert f"on the screen  {LINE}" in stage.picture()


@pytest.mark.parametrize("mirrored", [False, True])
async def test_item_is_parked_by_enter_and_is_in_the_outcome(mirrored: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=mirrored)
        await stage.press("k")
        await stage.write("budget for interpreters")
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.live.outcome()["parking_lot"] == "budget for interpreters"
        assert "● Parked" in stage.picture()
        await stage.press("k", "enter")
        assert "● Parked" not in stage.picture()  # nothing was typed
        await stage.press("u")
        assert stage.live.outcome()["parking_lot"] == "budget for interpreters"


async def test_list_changes_removes_and_brings_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        for text in ("one", "two", "three"):
            await stage.press("k")
            await stage.write(text)
            await stage.press("enter")
        await stage.press("k")
        await stage.write("four")
        await stage.press("escape")
        await stage.shows("· four")
        await stage.press("up", "delete")
        assert list(stage.state.parking.values()) == ["one", "two", "four"]
        await stage.press("u")
        assert list(stage.state.parking.values()) == ["one", "two", "three", "four"]
        await stage.press("up", "enter", *["backspace"] * 3)
        await stage.write("2")
        await stage.press("enter")
        assert list(stage.state.parking.values()) == ["one", "2", "three", "four"]
        assert stage.app.screen is stage.session


async def test_what_is_typed_is_on_the_disk_before_enter_and_escape_keeps_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press("k")
        await stage.write("half a th")
        assert stage.saved_state().parking == {1: "half a th"}
        await stage.press("escape", "escape")
        assert stage.app.screen is stage.session
        assert stage.state.parking == {1: "half a th"}


async def test_escape_closes_an_empty_parking_lot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press("k", "escape")
        assert stage.app.screen is stage.session


async def test_room_sees_the_list_from_z_until_it_is_closed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press("k")
        await stage.write("one")
        await stage.press("escape")
        assert seen_in_room(stage) == []
        await stage.press("z")
        await stage.shows("the room sees them")
        assert seen_in_room(stage) == ["one"]
        await stage.press("k")
        await stage.write("two")
        assert seen_in_room(stage) == ["one"]
        await stage.press("escape")
        assert seen_in_room(stage) == ["one", "two"]
        await stage.press("escape")
        assert seen_in_room(stage) == []


async def test_mirrored_screen_shows_what_is_parked_only_after_z(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=True)
        await stage.press("k")
        await stage.write("one secret")
        await stage.press("enter", "k")
        assert "one secret" not in stage.picture()
        await stage.press("escape", "delete", "enter")
        assert "one secret" not in stage.picture()
        assert list(stage.state.parking.values()) == ["one secret"]
        await stage.press("z")
        await stage.shows("· one secret")
        await stage.press("escape")
        assert stage.app.screen is stage.session
        assert "one secret" not in stage.picture()


@thorough(("key", "screen"), [("t", TextPage), ("v", LookAhead), ("g", GroupsDialog)])
async def test_parking_lot_opens_in_front_of_pages_and_goes_back_there(key: str, screen: type, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        await stage.press(key)
        await stage.on(screen)
        await stage.press("k")
        await stage.on(ParkingDialog)
        await stage.write("one")
        await stage.press("enter")
        assert isinstance(stage.app.screen, screen)
        assert stage.state.parking == {1: "one"}


async def test_full_parking_lot_says_so_and_loses_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, mirrored=False)
        for n in range(1, MAX_ITEMS + 1):
            stage.session.do(c.Park(n, f"item {n}"))
        await stage.press("k")
        await stage.write("one more")
        await stage.shows("The parking lot is full: at most 50 items.")
        await stage.press("enter", "escape")
        await stage.shows("· item 50")
        await stage.press("escape")
        assert isinstance(stage.app.screen, ParkingDialog)
        assert "one more" in stage.picture()
        await stage.press("escape", "delete", "k", "enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert [*stage.state.parking.values()][-2:] == ["item 49", "one more"]
