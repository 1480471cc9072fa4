"""Plans are saved, opened from home, adapted to a changed workshop, and never lost."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.screen import Screen
from textual.widgets import Input, TextArea

from luisteren_tui.planning.plan import add_custom, plan_of
from luisteren_tui.storage.file_names import plan_names
from luisteren_tui.storage.plans import load, save
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.clock import local_day
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog, NameTakenDialog
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.thorough import thorough
from tests.tui.at_home import choose_option, home_list
from tests.tui.screens.plan.plan_steps import (
    answer_question,
    expect_refusal,
    open_plan,
    save_outdated_plan,
    text_on,
)
from tests.tui.stage import on_stage
from tests.tui.watched_app import ManualClock


async def test_saved_plan_opens_again_from_home(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("+")
        await expect_refusal(stage, "w", "../x", "can't be the name of a plan")
        await answer_question(stage, "w", "dinsdag")
        assert load(stage.folders, "dinsdag") == screen.plan
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.until(lambda: "dinsdag · Luisteren met aandacht" in stage.picture())
        await choose_option(stage, "saved:dinsdag")
        again = await stage.on(PlanScreen)
        assert again.plan == screen.plan


async def test_home_lists_the_plan_of_today_first_and_enter_begins_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await answer_question(stage, "b", "13:30")
        await stage.press("+")
        # The proposed name is the date of today.
        await answer_question(stage, "w", "")
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused and "13:30  Luisteren met aandacht" in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.planned["1"] == 960


async def test_plan_of_today_that_was_run_is_no_longer_the_first_choice(tmp_path: Path) -> None:
    clock = ManualClock()
    today = local_day(clock)
    async with on_stage(tmp_path, workshop=None, clock=clock) as stage:
        plan = (await open_plan(stage)).plan
        save(stage.folders, today, replace(plan, start=12 * 60))
        await stage.press("escape")
        await choose_option(stage, f"begin:{today}")
        await stage.begin()
        await stage.press("space")
        for _each in range(60):
            await stage.advance(61)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.until(lambda: "run already" in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)
        assert stage.state.opened.plan == ""
    async with on_stage(tmp_path, workshop=None, clock=clock) as stage:
        keys = [row.key for row in (await home_list(stage)).rows]
        assert keys[0].startswith("run:")
        assert f"saved:{today}" in keys
        await choose_option(stage, f"begin:{today}")
        await stage.on(StartDialog)
        assert stage.state.opened.plan == today


async def test_plan_screen_shows_the_forecast_and_long_reading_times(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await open_plan(stage)
        await stage.until(lambda: "own rules, 78 to 122 minutes" in stage.picture())
        assert "reading the text (338 words)" in stage.picture()


async def test_unsaved_plan_survives_a_declined_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("+", "enter")
        await stage.on(StartDialog)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        assert screen.plan.blocks[0].seconds == 960
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        await answer_question(stage, "w", "x")
        await stage.press("escape")
        await stage.on(HomeScreen)


@thorough(
    "before",
    [(), ("w",), ("a",), ("question_mark",), ("enter",), ("ctrl+q",)],
    ids=lambda keys: "".join(keys) or "plan",
    quick=2,
)
async def test_ctrl_q_asks_about_an_unsaved_plan(before: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("+", *before)
        await stage.settle()
        await stage.press("ctrl+q")
        if before == ("a",):
            await stage.on(PlanScreen)
            await stage.press("ctrl+q")
        await stage.on(Confirm)
        assert stage.app.is_running
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen


async def test_ctrl_q_with_an_unchanged_plan_leaves_without_a_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("ctrl+q")
        await stage.on(HomeScreen)
        await open_plan(stage)
        await stage.press("w")
        await stage.on(AskText)
        await stage.press("ctrl+q")
        await stage.until(lambda: not stage.app.is_running)


async def test_plan_is_not_saved_for_a_day_without_its_start_time(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await answer_question(stage, "b", "2:30")
        await expect_refusal(stage, "w", "2026-03-29-x", "02:30 does not exist on 29 Mar 2026")
        assert plan_names(stage.folders) == []


async def test_saving_under_a_past_date_shows_a_remark(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await answer_question(stage, "w", "2020-01-31")
        past = "2020-01-31 is past: this plan is no longer at the top of the home screen."
        await stage.until(lambda: past in " ".join(stage.picture().split()))


async def test_saving_asks_before_it_replaces_another_plan(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        other = replace(screen.plan, start=600)
        save(stage.folders, "dinsdag", other)
        for keys in (("escape",), ("n",)):
            await stage.press("w")
            await stage.on(AskText)
            await stage.until(lambda: stage.app.focused)
            await stage.press(*"dinsdag", "enter")
            await stage.on(NameTakenDialog)
            await stage.until(lambda: "It is for “Luisteren met aandacht”, at 10:00." in stage.picture())
            await stage.press(*keys)
            assert load(stage.folders, "dinsdag") == other
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.on(PlanScreen)
        assert load(stage.folders, "dinsdag-2") == screen.plan
        # The plan that this screen saved is replaced without a question.
        await stage.press("+")
        await answer_question(stage, "w", "")
        assert load(stage.folders, "dinsdag-2") == screen.plan
        await stage.press("w")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"dinsdag", "enter")
        await stage.on(NameTakenDialog)
        await stage.press("enter")
        await stage.on(PlanScreen)
        assert load(stage.folders, "dinsdag") == screen.plan
        assert "The previous one is kept as dinsdag.json.old" in " ".join(stage.picture().split())


@pytest.mark.parametrize(("kind", "screen"), [("begin", StartDialog), ("saved", PlanScreen)])
async def test_opening_a_saved_plan_lists_changes_of_the_workshop(
    kind: str, screen: type[Screen[Any]], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        save_outdated_plan(stage, (await open_plan(stage)).plan)
        await stage.press("escape")
        await stage.on(HomeScreen)
        for key in ("escape", "enter"):
            await choose_option(stage, f"{kind}:{local_day(stage.clock)}")
            await stage.on(Confirm)
            await stage.until(lambda: "'Verkenning' takes 15 min now, not 10." in stage.picture())
            await stage.press(key)
            if key == "escape":
                await stage.on(HomeScreen)
        await stage.on(screen)


async def test_adapted_plan_is_unsaved_and_replaces_the_old_one(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        save_outdated_plan(stage, (await open_plan(stage)).plan)
        await stage.press("escape")
        await stage.on(HomeScreen)
        name = local_day(stage.clock)
        await choose_option(stage, f"saved:{name}")
        await stage.on(Confirm)
        await stage.press("enter")
        screen = await stage.on(PlanScreen)
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("escape")
        await stage.on(PlanScreen)
        await answer_question(stage, "w", "")
        assert load(stage.folders, name) == screen.plan
        await stage.press("escape")
        await stage.on(HomeScreen)


async def test_home_does_not_begin_an_empty_plan(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        plan = (await open_plan(stage)).plan
        blocks = tuple(replace(block, skipped=True) for block in plan.blocks)
        save(stage.folders, local_day(stage.clock), replace(plan, blocks=blocks))
        await stage.press("escape")
        await stage.on(HomeScreen)
        await choose_option(stage, f"begin:{local_day(stage.clock)}")
        await stage.until(lambda: stage.app.notifications)
        assert stage.app.notifications[-1] == "Nothing is left in this plan."
        assert isinstance(stage.app.screen, HomeScreen)


async def test_plan_of_a_workshop_file_opens_that_file_or_reports_why_not(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.yaml"
    file.write_text("id: mine\ntitle: Mine\nsteps:\n  - {title: First, form: plenary, duration: 15m}\n")
    loaded = load_workshop(file)
    assert loaded.workshop is not None
    plan = replace(plan_of(loaded.workshop, loaded.sha256), source=str(file))
    save(Folders(tmp_path), "x", plan)
    save(Folders(tmp_path), "y", replace(plan, source="luisteren"))
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "saved:y")
        await stage.until(lambda: stage.app.notifications)
        assert "made for the workshop mine, not for luisteren" in stage.app.notifications[-1]
        await choose_option(stage, "saved:x")
        assert (await stage.on(PlanScreen)).plan == plan
        await stage.press("escape")
        await stage.on(HomeScreen)
        file.unlink()
        (tmp_path / "plans" / "y.json").write_text("{}")
        await choose_option(stage, "saved:y")
        await stage.until(lambda: "The plan y is damaged" in stage.app.notifications[-1])
        await choose_option(stage, "saved:x")
        await stage.until(lambda: "There is no such file" in stage.app.notifications[-1])


@pytest.mark.parametrize(("hours", "names"), [(0, ["2026-11-24", "2026-11-24-b"]), (24, ["2026-11-25"])])
async def test_home_shows_plans_of_the_new_day_after_midnight(hours: int, names: list[str], tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        plan = (await open_plan(stage)).plan
        for name in (local_day(stage.clock), f"{local_day(stage.clock)}-b", "2026-11-25"):
            save(stage.folders, name, replace(plan, start=810))
        await stage.press("escape")
        home = await stage.on(HomeScreen)
        stage.clock.set_wall(hours * 3_600_000)
        home._look_at_day()
        await stage.until(lambda: "13:30  Luisteren met aandacht" in stage.picture())
        assert [row.name for row in (await home_list(stage)).rows if row.lead == "13:30"] == names
        if hours:
            await choose_option(stage, "plans:")
            rows = await home_list(stage)
            assert [row.key for row in rows.rows[-2:]] == ["saved:2026-11-24", "saved:2026-11-24-b"]
            assert rows.row is rows.rows[-2]


async def test_small_window_shows_forecast_keys_and_the_whole_chosen_block_and_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(52, 14)) as stage:
        screen = await open_plan(stage)
        await stage.until(lambda: "own rules, 78 to 122 minutes" in stage.picture())
        keys = " ".join(stage.picture().splitlines()[-2:]).split()
        assert {"f", "s", "a", "t", "j", "k", "u", "b", "e", "w", "Enter", "p", "x", "Esc", "?"} <= set(keys)
        await stage.press("u")
        assert "There is nothing to undo." in stage.picture()
        await stage.press("down")
        assert "own rules, 78 to" in stage.picture()
        screen.change(add_custom(screen.plan, 2, "a title that goes on for some lines " * 3, 300, ""))
        await stage.press("home", "down", "down")
        lines = sum(line.block == 2 for line in screen._list._lines)
        await stage.until(lambda: stage.picture().count("▌") == lines > 3)
        await stage.press("w")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"../x", "enter")
        expected = ("What is this plan called?", "../x can't be the name", "Enter done", "Esc cancel")
        await stage.until(lambda: all(text in stage.picture() for text in expected))


async def test_unsaved_plan_is_kept_when_the_terminal_closes(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("plus")
        made = screen.plan
        stage.app.leave_at_once()
    assert load(Folders(tmp_path), "unsaved") == made
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "saved:unsaved")
        assert (await stage.on(PlanScreen)).plan == made
        stage.app.leave_at_once()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("Stilte", "7", "zo"), ("Stilte", 7, "zo")),
        (("", "x", "zo"), ("Welcome", 5, "zo")),
    ],
)
async def test_block_that_is_being_typed_is_kept_when_the_terminal_closes(
    typed: tuple[str, str, str], kept: tuple[str, int, str], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("a")
        dialog = await stage.on(CustomBlockDialog)
        for field, value in zip(("title", "minutes"), typed, strict=False):
            dialog.query_one(f"#custom-{field}", Input).value = value
        dialog.query_one("#custom-text", TextArea).insert(typed[2])
        stage.app.leave_at_once()
    (own,) = (block for block in load(Folders(tmp_path), "unsaved").blocks if block.own)
    assert (own.title, own.seconds // 60, own.text) == kept


async def test_block_that_was_not_changed_is_not_added_when_the_terminal_closes(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("a")
        await stage.on(CustomBlockDialog)
        stage.app.leave_at_once()
    assert not list(tmp_path.rglob("unsaved*"))


async def test_question_about_an_unsaved_plan_follows_its_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("plus", "enter")
        await stage.begin()
        await stage.press("space", "e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None or stage.app.live.closed)
        await stage.press("q")
        await stage.on(Confirm)
        assert "Leave without saving?" in stage.picture()
        await stage.press("enter")
        await stage.on(HomeScreen)


async def test_plan_of_a_session_is_not_saved_separately(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("plus", "enter")
        await stage.begin()
        stage.app.leave_at_once()
        stage.app.leave_at_once()  # a second signal
    assert plan_names(Folders(tmp_path)) == []


async def test_plan_name_accepts_dates_as_people_write_them(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await expect_refusal(stage, "w", "31-11-2026", "31-11-2026 is not a date. Write 2026-11-24, for instance.")
        await answer_question(stage, "w", "25-11-2026")
        assert plan_names(stage.folders) == ["2026-11-25"]
        assert "Saved as 2026-11-25, for Wednesday 25 November 2026. It is in" in text_on(stage)
        assert "Plan for “Luisteren met aandacht” · 2026-11-25" in text_on(stage)
        await stage.press("+")
        # The plan with that name was saved here, so it is replaced without a question.
        await answer_question(stage, "w", "25/11")
        assert plan_names(stage.folders) == ["2026-11-25"]
        assert not screen.unsaved
        await answer_question(stage, "w", "vandaag-middag")
        assert plan_names(stage.folders) == ["2026-11-24-middag", "2026-11-25"]
