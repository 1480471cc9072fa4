"""What a plan is used for besides a session: rehearsing it, and making files of it."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import OptionList

from luisteren_tui.export.handouts import HANDOUT_FORMATS, HANDOUTS
from luisteren_tui.export.plan_formats import PLAN_FORMATS
from luisteren_tui.planning.plan import Plan, plan_of, with_seconds
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.export_dialog import PlanExportDialog
from luisteren_tui.tui.screens.plan.plan_choice import PlanChoice
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from tests.thorough import thorough
from tests.tui.at_home import choose_option
from tests.tui.screens.plan.plan_steps import answer_question, open_plan
from tests.tui.stage import Stage, on_stage


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "downloads"
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


def longer_plan(data: Path, **changes: int | None) -> Plan:
    """Return a plan with 20 minutes for the first activity."""
    loaded = load(find("luisteren", data))
    assert loaded.workshop is not None
    return replace(with_seconds(plan_of(loaded.workshop, loaded.sha256), "1", 1200), **changes)


async def rehearses(stage: Stage, plan: str, seconds: int) -> None:
    """Wait for a rehearsal of this plan, in which the first activity takes this long."""
    await stage.ready()
    opened = stage.state.opened
    assert (opened.kind, opened.plan, opened.planned["1"]) == ("rehearsal", plan, seconds)
    assert stage.mode == "waiting"


async def test_plan_screen_rehearses_the_plan_as_it_is(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("+", "p")
        await rehearses(stage, "", 960)


async def test_plan_screen_rehearses_a_saved_plan_under_its_name(tmp_path: Path) -> None:
    save(Folders(tmp_path), "dinsdag", longer_plan(tmp_path))
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "saved:dinsdag")
        await stage.on(PlanScreen)
        await stage.press("p")
        await rehearses(stage, "dinsdag", 1200)


@thorough(
    ("keys", "plan", "seconds"),
    [(("enter",), "2026-11-24", 1200), (("down", "enter"), "2026-11-26", 1260), (("end", "enter"), "", 900)],
)
async def test_home_asks_which_plan_to_rehearse_with_the_next_one_first(
    keys: tuple[str, ...], plan: str, seconds: int, tmp_path: Path
) -> None:
    made = longer_plan(tmp_path, start=13 * 60 + 30)
    save(Folders(tmp_path), "2026-11-23", made)
    save(Folders(tmp_path), "2026-11-24", made)
    save(Folders(tmp_path), "2026-11-26", with_seconds(made, "1", 1260))
    save(Folders(tmp_path), "2026-11-25", replace(made, workshop_id="other"))
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "rehearse:luisteren")
        dialog = await stage.on(PlanChoice)
        await stage.until(lambda: stage.app.focused and "2026-11-24  13:30 – 15:35" in stage.picture())
        shown = [str(dialog.query_one(OptionList).get_option_at_index(n).prompt)[:10] for n in range(4)]
        assert shown == ["2026-11-24", "2026-11-26", "2026-11-23", "without a "]
        await stage.press(*keys)
        await rehearses(stage, plan, seconds)


async def test_home_rehearses_at_once_without_a_plan_for_the_workshop(tmp_path: Path) -> None:
    save(Folders(tmp_path), "2026-11-25", replace(longer_plan(tmp_path), workshop_id="other"))
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "rehearse:luisteren")
        await rehearses(stage, "", 900)


async def test_rehearsal_of_a_plan_can_be_declined_at_home(tmp_path: Path) -> None:
    save(Folders(tmp_path), "2026-11-25", longer_plan(tmp_path))
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "rehearse:luisteren")
        await stage.on(PlanChoice)
        await stage.press("escape")
        await stage.on(HomeScreen)
    assert not (tmp_path / "rehearsals").exists()


STARTS = {
    "-facilitator.pdf": b"%PDF",
    "-facilitator.html": b"<!DOCTYPE html>",
    "-participants.pdf": b"%PDF",
    "-participants.html": b"<!DOCTYPE html>",
    ".txt": b"Luisteren met aandacht",
    ".json": b"{",
    ".csv": b"\xef\xbb\xbfid,title",
    ".md": b"# Luisteren",
    ".ics": b"BEGIN:VCALENDAR\r\n",
}


async def written(stage: Stage, path: Path) -> Path:
    """Wait until this file is there and the dialog says so."""
    await stage.until(lambda: path.exists() and path.name in "".join(stage.picture().split()))
    return path


async def test_plan_screen_exports_every_registered_format(tmp_path: Path, downloads: Path) -> None:
    assert len(STARTS) == len(PLAN_FORMATS) + len(HANDOUTS) * len(HANDOUT_FORMATS)
    save(Folders(tmp_path), "2026-11-25", longer_plan(tmp_path, start=13 * 60 + 30))
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await choose_option(stage, "saved:2026-11-25")
        await stage.on(PlanScreen)
        await stage.press("+", "x")
        await stage.on(PlanExportDialog)
        await stage.until(lambda: stage.app.focused and "one appointment, on 25 Nov 2026" in stage.picture())
        for suffix, start in STARTS.items():
            await stage.press("enter")
            path = await written(stage, downloads / f"2026-11-25{suffix}")
            assert path.read_bytes().startswith(start), suffix
            await stage.press("down")
        table = (downloads / "2026-11-25.csv").read_bytes()
        assert b",1260," in table
        assert table.count(b"\n") == table.count(b"\r\n")
        appointment = (downloads / "2026-11-25.ics").read_bytes()
        assert b"\r\nDTSTART:20261125" in appointment
        assert re.search(rb"\r\nDTSTAMP:20261124T\d{6}Z\r\n", appointment)  # by the clock of the app
        await stage.press("escape")
        await stage.on(PlanScreen)


async def test_plan_without_a_start_has_no_calendar_until_it_gets_one(tmp_path: Path, downloads: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await open_plan(stage)
        await stage.press("x")
        await stage.on(PlanExportDialog)
        await stage.until(lambda: "Markdown" in stage.picture())
        assert "ics" not in stage.picture()
        assert "With a start (b) there is a file for your calendar too." in stage.picture()
        await stage.press("escape")
        await answer_question(stage, "b", "13:30")
        await stage.press("x")
        await stage.on(PlanExportDialog)
        await stage.until(lambda: "ics" in stage.picture())
        assert "With a start (b)" not in stage.picture()
        await stage.press("end", "enter")
        await stage.until((downloads / "luisteren.ics").exists)
