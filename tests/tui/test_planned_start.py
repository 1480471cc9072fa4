"""A plan with a start time: the welcome and the header say when the session begins, and nothing begins by itself."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.plan import Plan, plan_of
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.tui.screens.start import StartDialog
from tests.tui.past_sessions import flat_picture
from tests.tui.stage import on_stage

WIDE = (120, 30)


def plan_at(data: Path, start: int, end: int) -> Plan:
    """Return the plan of the shipped workshop from `start` to `end`, in minutes since midnight."""
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    return replace(plan_of(loaded.workshop, loaded.sha256), start=start, must_end=end)


async def test_header_says_what_is_to_come_until_the_session_begins(tmp_path: Path) -> None:
    made = plan_at(tmp_path, 12 * 60 + 12, 14 * 60)
    async with on_stage(tmp_path, plan=made, plan_name="2026-11-24", size=WIDE) as stage:
        await stage.begin()
        await stage.shows("begins in 12 min")
        await stage.advance(12 * 60)
        await stage.shows("begins now")
        await stage.advance(4 * 60)
        await stage.shows("4 min past the start")
        assert "runs" not in stage.picture().splitlines()[0]
        assert stage.mode == "waiting"
        await stage.press("space")
        await stage.shows("runs 16 min over")


async def test_welcome_says_when_it_begins_and_counts_the_last_ten_minutes(tmp_path: Path) -> None:
    made = plan_at(tmp_path, 12 * 60 + 12, 14 * 60 + 12)
    async with on_stage(tmp_path, plan=made, plan_name="2026-11-24") as stage:
        await stage.begin("right")
        await stage.shows("We begin at 12:12")
        await stage.advance(2 * 60)
        await stage.until(lambda: stage.shows_time("10") and "minutes · we begin at 12:12" in stage.picture())
        await stage.advance(9 * 60)
        await stage.until(lambda: stage.shows_time("1") and "minute · we begin at 12:12" in stage.picture())
        await stage.advance(60)
        await stage.until(lambda: "12:12" not in stage.picture() and "Welcome" in stage.picture())
        await stage.advance(40 * 60)
        assert "minutes ·" not in stage.picture()


@pytest.mark.parametrize(
    ("name", "start", "said"),
    [
        ("2026-11-25", 12 * 60 + 12, "This plan is for another day: tomorrow"),
        ("2026-11-24", 9 * 60, "By this plan the session ends at 11:00."),
    ],
)
async def test_plan_for_another_time_says_so_and_does_not_count(
    name: str, start: int, said: str, tmp_path: Path
) -> None:
    made = plan_at(tmp_path, start, start + 120)
    async with on_stage(tmp_path, plan=made, plan_name=name, size=(52, 14)) as stage:
        await stage.on(StartDialog)
        await stage.until(lambda: said in flat_picture(stage))
        assert "type the number" not in stage.picture()  # no space, until it is asked
        await stage.press("down")
        await stage.shows("type the number")
        await stage.pilot.resize_terminal(*WIDE)
        await stage.begin()
        assert stage.view.header.margin is None
        assert stage.view.header.minutes_to_start is None
        await stage.press("space")
        await stage.shows("on time")
