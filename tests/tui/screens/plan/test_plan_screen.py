"""The plan screen: blocks are changed, moved, skipped and made to fit."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.screen import Screen
from textual.widgets import Input

from luisteren_tui.planning.plan import MINUTE_S, add_custom, plan_of
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.thorough import thorough
from tests.tui.at_home import choose_option, home_list, select
from tests.tui.hostile_workshop import ESCAPES, HIDDEN, LINE, unsafe_in
from tests.tui.screens.plan.plan_steps import (
    answer_question,
    expect_refusal,
    fill_custom_block,
    open_plan,
    text_on,
)
from tests.tui.stage import on_stage
from tests.tui.watched_app import ManualClock


async def test_fit_shortens_the_plan_and_enter_begins_a_session_with_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await answer_question(stage, "b", "13:30")
        await answer_question(stage, "e", "15:00")
        await stage.until(lambda: "30 minutes too long" in stage.picture())
        await stage.press("down", "down", "down", "down", "s", "f")
        await stage.until(lambda: "it fits" in stage.picture())
        assert [block.seconds // 60 for block in screen.plan.blocks if not block.skipped] == [12, 4, 14, 8, 21, 16, 15]
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.planned["1"] == 720
        assert stage.state.opened.skipped == ("p1",)
        await stage.press("right", "right", "right", "right")
        assert stage.activity == "3a"


@pytest.mark.parametrize(("key", "asked"), [("s", "Skip Afronding?"), ("-", "Make Afronding shorter?")])
async def test_cutting_a_protected_block_asks_once(key: str, asked: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        whole = screen.plan
        await stage.press(*["down"] * 8, "+", "-")
        assert screen.plan == whole
        await stage.press(key)
        await stage.on(Confirm)
        assert asked in stage.picture()
        await stage.press("escape")
        assert (await stage.on(PlanScreen)).plan == whole
        await stage.press(key)
        await stage.on(Confirm)
        await stage.press("enter")
        assert (await stage.on(PlanScreen)).plan != whole
        await stage.press("u", key)
        assert stage.app.screen is screen
        assert screen.plan != whole


async def test_skipping_a_block_says_what_falls_out_and_one_undo_brings_both_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        whole = screen.plan
        await stage.press(*["down"] * 5, "s")
        assert [block.id for block in screen.plan.blocks if block.skipped] == ["3a", "3b"]
        await stage.until(lambda: "is left out too" in text_on(stage))
        assert "needs 3a" in text_on(stage)
        await stage.press("u")
        assert screen.plan == whole
        await stage.press("s", "down", "s")
        await stage.until(lambda: "is back too" in text_on(stage))
        assert screen.plan == whole


async def test_chosen_part_says_how_its_groups_are_formed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        assert "6 pairs" not in stage.picture()
        await stage.press("down", "down")
        assert "6 pairs" in stage.picture()
        await answer_question(stage, "d", "13")
        await stage.until(lambda: "5 pairs + 1 trio" in stage.picture())
        await stage.press("s")
        assert "5 pairs + 1 trio" not in stage.picture()


async def test_block_whose_turns_do_not_fit_says_so(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        assert "turns of about" not in stage.picture()
        await answer_question(stage, "d", "60")
        assert "▲ 15 turns of about 1:00 each" in text_on(stage)
        await stage.press("pagedown")
        assert "What helps: 40 minutes more" in text_on(stage)
        await stage.press(*["down"] * 5, "s")
        assert "turns of about" not in stage.picture()


async def test_fitting_again_skips_the_break(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await answer_question(stage, "b", "13:30")
        await answer_question(stage, "e", "15:20")
        await stage.press("f")
        # A shorter break is enough, so nothing is left out.
        assert "leaves" not in stage.picture()
        await answer_question(stage, "e", "15:00")
        await stage.press("u", "u", "u")
        await answer_question(stage, "e", "15:00")
        await stage.press("f")
        assert "Press f once more to leave out “Pauze”: the others keep 5 minutes more." in stage.picture()
        await stage.press("f")
        assert [block.seconds // 60 for block in screen.plan.blocks if not block.skipped] == [12, 4, 14, 8, 21, 16, 15]
        await stage.press("f")
        assert "It fits as it is." in stage.picture()
        await stage.press("u", "f", "f")
        assert screen.plan.blocks[4].skipped


async def test_custom_blocks_can_be_moved_and_removed_but_activities_cannot(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await fill_custom_block(stage, "a", "Welkom")
        assert screen.plan.blocks[0].own
        await stage.press("+", "+", "j")
        assert [block.title for block in screen.plan.blocks][1] == "Welkom"
        assert screen.plan.blocks[1].seconds == 420
        await stage.press("up", "j", "delete")
        assert screen.plan.blocks[0].id == "1"
        assert "block of your own can be removed" in stage.picture()
        await stage.press("u", "u", "u", "u")
        assert not any(block.own for block in screen.plan.blocks)


async def test_invalid_time_and_number_are_refused_with_a_message(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        before = screen.plan
        await expect_refusal(stage, "b", "25:00", "25:00 is not a time of day. Write 13:30, for instance.")
        await expect_refusal(stage, "d", "0", "from 1 to 200")
        await stage.press("f")
        assert "First set the start and the end" in stage.picture()
        assert screen.plan == before


async def test_field_that_is_wrong_is_where_typing_goes_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("a")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("tab", "x", "tab", "!", "ctrl+s")
        await stage.until(lambda: "Write a number of minutes" in stage.picture())
        await stage.press("backspace", "7", "ctrl+s")
        await stage.on(PlanScreen)
        assert screen.plan.blocks[0].seconds == 7 * MINUTE_S


@pytest.mark.parametrize(("key", "missing"), [("b", "First set the end: e."), ("e", "First set the start: b.")])
async def test_fitting_names_only_the_time_that_is_missing(key: str, missing: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await answer_question(stage, key, "13:30")
        await stage.press("f")
        assert missing in stage.picture()


async def test_ctrl_q_in_a_custom_block_asks_before_it_discards_text(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("a")
        dialog = await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("x", "ctrl+q")
        await stage.on(Confirm)
        await stage.press("escape")
        assert await stage.on(CustomBlockDialog) is dialog
        await stage.press("ctrl+q", "enter")
        await stage.on(PlanScreen)


async def test_hostile_text_from_a_paste_or_a_file_is_shown_safely(tmp_path: Path) -> None:
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = add_custom(plan_of(loaded.workshop, loaded.sha256), 0, f"x{LINE}", MINUTE_S, f"{LINE}\n{LINE}\n")
    save(Folders(tmp_path), "boos", plan)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        stage.app.recording = True
        await choose_option(stage, "saved:boos")
        screen = await stage.on(PlanScreen)
        await stage.press("t")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("escape")  # nothing was typed, so it closes without a question
        assert await stage.on(PlanScreen) is screen
        await stage.press("t")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.paste(f"{ESCAPES}{HIDDEN} geplakt")
        await stage.press("tab", "tab")
        await stage.paste(f"{ESCAPES}{HIDDEN} geplakt")
        await stage.until(lambda: stage.picture().count("geplakt") == 2)
        await stage.press("escape", "enter", "w")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.paste(f"{ESCAPES}{HIDDEN} naam")
        await stage.until(lambda: "naam" in stage.picture())
        assert not unsafe_in("".join(frame.raw for frame in stage.app.frames))


async def test_key_pressed_twice_quickly_asks_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        for keys, depth in (("home", 3), ("plan", 2)):
            await stage.on(HomeScreen)
            await stage.until(lambda: stage.app.focused)
            rows = await home_list(stage)
            select(rows, "plan:luisteren" if keys == "plan" else "run:luisteren")
            rows.action_choose()
            rows.action_choose()
            await stage.until(lambda: not isinstance(stage.app.screen, HomeScreen))
            await stage.settle()
            assert len(stage.app.screen_stack) == depth
            if keys == "home":
                await stage.press("escape")
        screen = await stage.on(PlanScreen)
        screen.action_close()
        screen.action_close()
        await stage.on(HomeScreen)


async def test_empty_plan_cannot_begin(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        await stage.press("end", "s")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(PlanScreen)
        for _block in range(7):
            await stage.press("up", "s")
        await stage.press("enter")
        assert "Nothing is left in this plan." in stage.picture()
        await answer_question(stage, "e", "12:00")
        assert "set the start with b" in stage.picture()
        assert "it fits" not in stage.picture()


async def test_text_of_a_custom_block_is_shown_while_it_runs(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await fill_custom_block(stage, "a", "Welkom", "7", "Koffie staat klaar.\nZeg wie je bent.")
        block = screen.plan.blocks[0]
        assert (block.title, block.seconds, block.text) == ("Welkom", 420, "Koffie staat klaar.\nZeg wie je bent.")
        assert "Koffie staat klaar. Zeg wie je bent." in stage.picture()
        await stage.press("-", "-")
        assert " 7 →  5 " in stage.picture()
        await stage.press("u", "u")
        await fill_custom_block(stage, "t", "Start")
        assert (screen.plan.blocks[0].title, screen.plan.blocks[0].text) == ("Start", block.text)
        await stage.press("down", "t")
        assert "Only a block of your own has a text" in stage.picture()
        await stage.press("enter")
        await stage.begin()
        assert stage.view.ask.instruction == "Koffie staat klaar.\nZeg wie je bent."
        await stage.until(lambda: "Zeg wie je bent." in stage.picture())
        assert stage.saved_state().opened.workshop.activities[0].instruction == block.text


async def test_escape_in_a_custom_block_asks_before_it_discards_text(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("a")
        dialog = await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("tab", "0", "ctrl+s")
        await stage.until(lambda: "from 1 to 1440" in stage.picture())
        await stage.press("escape")
        await stage.on(Confirm)
        assert "Discard what you typed?" in stage.picture()
        await stage.press("escape")
        assert await stage.on(CustomBlockDialog) is dialog
        await stage.press("escape", "enter")
        await stage.on(PlanScreen)
        assert not any(block.own for block in screen.plan.blocks)


async def test_start_after_the_end_also_asks_for_the_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await answer_question(stage, "b", "13.30")
        await answer_question(stage, "e", "1500")
        # The end is before the new start, so an end that is as much later is proposed.
        await stage.press("b")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"16u", "enter")
        await stage.until(lambda: "15:00 is before the start (16:00)." in stage.picture())
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.on(PlanScreen)
        assert (screen.plan.start, screen.plan.must_end) == (16 * 60, 17 * 60 + 30)
        # Both times are one undo step.
        await stage.press("u")
        assert (screen.plan.start, screen.plan.must_end) == (13 * 60 + 30, 15 * 60)
        await stage.press("e")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press("backspace", "enter")
        await stage.on(PlanScreen)
        assert screen.plan.must_end is None
        await answer_question(stage, "b", "22")
        await answer_question(stage, "e", "0.30")
        assert "must end tomorrow at 00:30" in stage.picture()


async def test_end_before_the_start_stays_in_the_field_to_be_corrected(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await answer_question(stage, "b", "13:55")
        await stage.press("e")
        asked = await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"12:00", "enter")
        await stage.until(lambda: "12:00 is before the start (13:55)." in stage.picture())
        assert "When must it be over?" in stage.picture()
        assert asked.query_one(Input).value == "12:00"
        await stage.press("home", "right", "delete", "5", "enter")
        await stage.on(PlanScreen)
        assert screen.plan.must_end == 15 * 60


async def test_times_follow_the_day_in_the_plan_name(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await answer_question(stage, "b", "1:30")
        await answer_question(stage, "e", "4:00")
        await stage.until(lambda: "it fits, with 30 minutes to spare" in stage.picture())
        assert " 02:15 " in stage.picture()
        await answer_question(stage, "w", "2027-03-28")
        await stage.until(lambda: "30 minutes too long" in stage.picture())
        assert " 03:15 " in stage.picture()
        await stage.press("f")
        assert sum(block.seconds for block in screen.plan.blocks) == 5400
        assert "it fits" in stage.picture()


async def test_time_skipped_by_summer_time_is_refused(tmp_path: Path) -> None:
    clock = ManualClock()
    clock.set_wall(round(datetime(2026, 3, 29, 12).astimezone().timestamp() * 1000) - clock.read().wall)
    async with on_stage(tmp_path, workshop=None, clock=clock) as stage:
        screen = await open_plan(stage)
        await expect_refusal(stage, "b", "2:30", "02:30 does not exist on 29 Mar 2026")
        await expect_refusal(stage, "e", "2.30", "02:30 does not exist on 29 Mar 2026")
        assert screen.plan.start is screen.plan.must_end is None
        await answer_question(stage, "b", "22:00")
        await answer_question(stage, "e", "2:30")
        assert screen.plan.must_end == 150


async def test_messages_do_not_cover_the_keys(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        for key in ("j k", "u undo", "Esc back", "? help"):
            assert key in stage.picture()
        await stage.press("j")
        assert "Only a break or a block of your own can be moved." in stage.picture()
        assert "Esc back" in stage.picture()
        await stage.press("down")
        assert "can be moved" not in stage.picture()
        await stage.press("u")
        assert "There is nothing to undo." in stage.picture()
        await stage.press("?")
        await stage.on(KeyList)
        await stage.until(lambda: "Remove a block of your own" in stage.picture())
        await stage.press("escape")
        await stage.on(PlanScreen)
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.press("?")
        await stage.on(KeyList)
        await stage.until(lambda: "Light or dark screen" in stage.picture())


async def test_consent_to_shorten_does_not_cover_skipping(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("end", "-")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(PlanScreen)
        shorter = screen.plan
        await stage.press("s")
        await stage.on(Confirm)
        assert "Skip Afronding?" in stage.picture()
        await stage.press("escape")
        assert (await stage.on(PlanScreen)).plan == shorter
        await stage.press("-")
        assert stage.app.screen is screen
        assert screen.plan.blocks[-1].seconds == 13 * MINUTE_S


async def test_enter_in_a_custom_block_goes_to_the_next_field(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("a")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"Welkom", "enter", "7", "enter", *"sfw", "enter", *"sd")
        assert isinstance(stage.app.screen, CustomBlockDialog)
        await stage.press("ctrl+s")
        await stage.on(PlanScreen)
        first, *others = screen.plan.blocks
        assert (first.title, first.seconds, first.text) == ("Welkom", 7 * MINUTE_S, "sfw\nsd")
        assert not any(block.skipped for block in others)


async def test_minutes_of_a_skipped_block_cannot_change(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("s")
        without = screen.plan
        for key in ("+", "-"):
            await stage.press("down", "up", key)
            assert "“Verkenning” is left out: s puts it back." in text_on(stage)
            assert screen.plan == without


async def test_home_and_end_choose_the_first_and_last_block(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("end", "+", "home", "+")
        changed = [block.title for block in screen.plan.blocks if block.seconds != block.original]
        assert changed == ["Verkenning", "Afronding"]


async def test_click_chooses_a_block_and_changes_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        whole = screen.plan
        lines = stage.picture().splitlines()
        row = next(number for number, line in enumerate(lines) if "Pauze" in line)
        await stage.pilot.hover(offset=(40, row))
        assert screen._list.pointed == 4
        await stage.pilot.hover(offset=(40, row + 1))  # a heading
        assert screen._list.pointed is None
        await stage.pilot.click(offset=(40, row))
        await stage.settle()
        assert stage.picture().splitlines()[row].strip().startswith("▌")
        assert screen.plan == whole
        await stage.pilot.click(offset=(40, row + 1))
        await stage.press("+")
        assert [block.title for block in screen.plan.blocks if block.seconds != block.original] == ["Pauze"]


ROUNDS = """
format: 1
title: Rondes
participants: 8-20
steps:
- {title: Gesprek, duration: 20m, form: plenary, protected: true, repeat: 3}
"""


async def test_minute_for_a_round_is_for_all_rounds_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    (tmp_path / "workshops").mkdir()
    (tmp_path / "workshops" / "luisteren.yaml").write_text(ROUNDS, "utf-8")
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("down", "+")
        assert [block.seconds for block in screen.plan.blocks] == [21 * MINUTE_S] * 3
        assert "All 3 rounds of “Gesprek”: 21 min each." in stage.picture()
        await stage.press("u", "-")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(PlanScreen)
        await stage.press("down", "-")
        assert [block.seconds for block in screen.plan.blocks] == [18 * MINUTE_S] * 3
        await answer_question(stage, "d", "21")
        await stage.until(lambda: "● The makers count on 8 to 20 participants." in stage.picture())


async def test_undo_chooses_the_block_that_was_changed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press(*["down"] * 4, "k", "k")
        assert [block.id for block in screen.plan.blocks][2] == "p1"
        await stage.press("u", "+")
        assert [block.seconds for block in screen.plan.blocks if block.id == "p1"] == [16 * MINUTE_S]
        await stage.press("u", "home", "u", "+")
        assert screen.plan.blocks[4].seconds == 16 * MINUTE_S


async def test_fit_names_the_custom_blocks_that_it_shortens(tmp_path: Path) -> None:
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = add_custom(plan_of(loaded.workshop, loaded.sha256), 0, "Welkom", 5 * MINUTE_S)
    plan = add_custom(plan, 9, "Evaluatie", 10 * MINUTE_S)
    save(Folders(tmp_path), "x", replace(plan, start=810, must_end=900))
    async with on_stage(tmp_path, workshop=None) as stage:
        await choose_option(stage, "saved:x")
        screen = await stage.on(PlanScreen)
        before = screen.plan
        await stage.press("f")
        got = [block.seconds // MINUTE_S for block in screen.plan.blocks if block.own]
        assert got == [3, 6]
        expected = "Your own blocks got shorter too: Welkom 5 → 3, Evaluatie 10 → 6. u undoes it."
        assert expected in text_on(stage)
        await stage.press("u")
        assert screen.plan == before


@thorough(
    ("key", "dialog"),
    [
        ("a", CustomBlockDialog),
        ("b", AskText),
        ("e", AskText),
        ("d", AskText),
        ("w", AskText),
        ("s", Confirm),
        ("escape", Confirm),
        ("question_mark", KeyList),
    ],
    quick=2,
)
async def test_keys_in_the_same_read_go_to_the_dialog_that_the_first_opens(
    key: str, dialog: type[Screen[Any]], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("+", "end")  # the plan is unsaved, and the last block is protected
        plan, screens = screen.plan, len(stage.app.screen_stack)
        stage.press_in_one_read(key, "+", "+")
        await stage.on(dialog)
        await stage.settle()
        assert len(stage.app.screen_stack) == screens + 1
        assert screen.plan == plan
