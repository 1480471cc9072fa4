"""A minute more for the pairs or the group at work, with the keys a facilitator has at hand, and what the room reads."""

from pathlib import Path

import pytest

from luisteren_tui.views.room_view import room_view
from tests.tui.stage import Stage, on_stage

MODES = pytest.mark.parametrize("mirrored", [False, True], ids=["alone", "mirrored"])


async def begin(stage: Stage, activity: str, *, mirrored: bool) -> None:
    """Begin the session on a screen that the group sees or not, and start an activity."""
    await stage.begin(*["z"] * mirrored)
    await stage.go_to(activity)
    await stage.press("space")


def room(stage: Stage) -> tuple[str, int]:
    """Return the signal on the wall and the announced minutes."""
    found = room_view(stage.state, stage.live.view())
    return found.signal, found.minutes_to_go


@MODES
async def test_pairs_swap_by_clicker_and_get_a_minute_more(tmp_path: Path, mirrored: bool) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, "2b", mirrored=mirrored)
        await stage.advance(120)
        await stage.press("pagedown")
        await stage.advance(400)
        assert room(stage) == ("change", 0)
        if mirrored:
            await stage.shows("Change now")
        await stage.press("pagedown")
        assert room(stage) == ("", 0)
        await stage.advance(330)
        end = stage.live.view().header.end
        await stage.press("+")
        assert stage.live.view().header.end == end + 60_000
        await stage.advance(50)
        await stage.shows("1 minute to go" if mirrored else "They may wrap up")
        assert stage.session.room == mirrored


@MODES
async def test_minute_after_the_signal_takes_it_off_the_wall(tmp_path: Path, mirrored: bool) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, "3b", mirrored=mirrored)
        await stage.advance(390)
        assert room(stage) == ("change", 0)
        await stage.press("+")
        assert room(stage) == ("", 1)
        if mirrored:
            await stage.shows("1 minute to go")
            assert "Change now" not in stage.picture()
        else:
            assert stage.last_message == "this group: 1:00 left · 2 groups to go: 6:00 each"
        await stage.press("u")
        assert room(stage) == ("change", 0)


async def test_hint_in_the_last_turn_says_how_long_that_still_takes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await begin(stage, "3b", mirrored=False)
        await stage.advance(17 * 60)
        await stage.press("enter")
        await stage.advance(60)
        await stage.press("enter")
        assert stage.last_message == "this group: 2:00 left, shorter than its 4 minutes"
        await stage.advance(150)
        await stage.press("+")
        assert stage.last_message == "this group: 1:00 left"
