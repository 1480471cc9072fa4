"""The plan on the screen: made from home, changed, made to fit, saved, begun."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input, OptionList

from luisteren_tui.planning.plan import MINUTE, Plan, add_own, plan_of
from luisteren_tui.storage.plans import load, names, save
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.home import HomeScreen
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog, NameTakenDialog
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.screens.text_dialog import AskText
from luisteren_tui.workshop.model import Duration
from tests.tui.hostile import ESCAPES, HIDDEN, LINE, unsafe_in
from tests.tui.stage import Stage, on_stage
from tests.tui.watched import ManualClock
from tests.zone import zone_changed


async def take(stage: Stage, option: str) -> None:
    """Choose an option at home, wherever it is in the list."""
    home = await stage.on(HomeScreen)
    await stage.until(lambda: stage.app.focused)
    options = home.query_one(OptionList)
    options.highlighted = options.get_option_index(option)
    await stage.press("enter")


async def into_plan(stage: Stage) -> PlanScreen:
    await stage.on(HomeScreen)
    await stage.until(lambda: stage.app.focused)
    await stage.press("down", "enter")
    return await stage.on(PlanScreen)


async def answer(stage: Stage, key: str, text: str) -> None:
    await stage.press(key)
    await stage.on(AskText)
    await stage.until(lambda: stage.app.focused)
    await stage.press(*text, "enter")
    await stage.on(PlanScreen)


async def test_a_plan_is_made_to_fit_and_begun(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await answer(stage, "b", "13:30")
        await answer(stage, "e", "15:00")
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
        assert stage.at == "3a"


@pytest.mark.parametrize(("key", "asked"), [("s", "Skip Afronding?"), ("-", "Make Afronding shorter?")])
async def test_what_is_protected_is_cut_after_a_question_that_comes_once(key: str, asked: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
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


async def test_fit_once_more_leaves_the_break_out(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await answer(stage, "b", "13:30")
        await answer(stage, "e", "15:20")
        await stage.press("f")
        # A shorter break is enough.
        assert "leaves" not in stage.picture()
        await answer(stage, "e", "15:00")
        await stage.press("u", "u", "u")
        await answer(stage, "e", "15:00")
        await stage.press("f")
        assert "f once more leaves “Pauze” out: the others keep 5 minutes more." in stage.picture()
        await stage.press("f")
        assert [block.seconds // 60 for block in screen.plan.blocks if not block.skipped] == [12, 4, 14, 8, 21, 16, 15]
        await stage.press("f")
        assert "It fits as it is." in stage.picture()
        await stage.press("u", "f", "f")
        assert screen.plan.blocks[4].skipped


async def refused(stage: Stage, key: str, text: str, why: str) -> None:
    await stage.press(key)
    await stage.on(AskText)
    await stage.until(lambda: stage.app.focused)
    await stage.press(*text, "enter")
    await stage.until(lambda: why in stage.picture())
    await stage.press("escape")
    await stage.on(PlanScreen)


async def own_block(stage: Stage, key: str, *fields: str) -> None:
    await stage.press(key)
    await stage.on(CustomBlockDialog)
    await stage.until(lambda: stage.app.focused)
    for number, field in enumerate(fields):
        await stage.press(*(("tab",) if number else ()))
        await stage.write(field)
    await stage.press("ctrl+s")
    await stage.on(PlanScreen)


async def test_own_blocks_and_breaks_move_and_what_the_makers_wrote_stays(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await own_block(stage, "a", "Welkom")
        assert screen.plan.blocks[0].own
        await stage.press("+", "+", "J", "j")
        assert [block.title for block in screen.plan.blocks][1] == "Welkom"
        assert screen.plan.blocks[1].seconds == 420
        await stage.press("up", "j", "delete")
        assert screen.plan.blocks[0].id == "1"
        assert "block of your own can be taken away" in stage.picture()
        await stage.press("u", "u", "u", "u")
        assert not any(block.own for block in screen.plan.blocks)


async def test_a_plan_is_saved_and_opened_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("+")
        await refused(stage, "w", "../x", "can't be the name of a plan")
        await answer(stage, "w", "dinsdag")
        assert load(stage.folders, "dinsdag") == screen.plan
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.until(lambda: "Plan: dinsdag" in stage.picture())
        await stage.press("down", "down", "enter")
        again = await stage.on(PlanScreen)
        assert again.plan == screen.plan


async def test_what_is_no_time_and_no_number_is_said(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        before = screen.plan
        await refused(stage, "b", "25:00", "25:00 is no time of day. Write for example 13:30.")
        await refused(stage, "d", "0", "from 1 to 200")
        await stage.press("f")
        assert "First say when it starts" in stage.picture()
        assert screen.plan == before


async def test_home_has_the_plan_of_today_first_and_enter_begins_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await answer(stage, "b", "13:30")
        await stage.press("+")
        # The name that is proposed is the day.
        await answer(stage, "w", "")
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused and "Today 13:30 · the plan is ready" in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.ready()
        assert stage.state.opened.planned["1"] == 960


async def test_a_plan_says_when_it_will_end_and_what_takes_long_to_read(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        await into_plan(stage)
        await stage.until(lambda: "own rules 78 to 122 minutes" in stage.picture())
        assert "reading the text (338 words)" in stage.picture()


async def test_a_plan_that_is_not_saved_is_not_lost(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("+", "enter")
        await stage.on(StartDialog)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        assert screen.plan.blocks[0].seconds == 960
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("escape")
        assert await stage.on(PlanScreen) is screen
        await answer(stage, "w", "x")
        await stage.press("escape")
        await stage.on(HomeScreen)


@pytest.mark.parametrize(
    "before",
    [(), ("w",), ("a",), ("question_mark",), ("enter",), ("ctrl+q",)],
    ids=lambda keys: "".join(keys) or "plan",
)
async def test_leaving_the_app_asks_about_a_plan_that_is_not_saved(before: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
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


async def test_leaving_the_app_with_a_plan_as_it_was_goes_home_or_out(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await stage.press("ctrl+q")
        await stage.on(HomeScreen)
        await into_plan(stage)
        await stage.press("w")
        await stage.on(AskText)
        await stage.press("ctrl+q")
        await stage.until(lambda: not stage.app.is_running)


async def test_ctrl_q_is_as_careful_with_a_block_of_ones_own_as_escape(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await stage.press("a")
        dialog = await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("x", "ctrl+q")
        assert await stage.on(CustomBlockDialog) is dialog
        await stage.until(lambda: "once more" in stage.picture())
        await stage.press("ctrl+q")
        await stage.on(PlanScreen)


async def test_what_is_pasted_or_comes_from_a_file_is_shown_safe_and_changes_nothing(tmp_path: Path) -> None:
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    plan = add_own(plan_of(loaded.workshop, loaded.sha256), 0, f"x{LINE}", MINUTE, f"{LINE}\n{LINE}\n")
    save(Folders(tmp_path), "boos", plan)
    async with on_stage(tmp_path, workshop=None, size=(120, 40)) as stage:
        stage.app.watching = True
        await take(stage, "saved:boos")
        screen = await stage.on(PlanScreen)
        await stage.press("t")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("escape")  # nothing was typed: it goes at once
        assert await stage.on(PlanScreen) is screen
        await stage.press("t")
        await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.paste(f"{ESCAPES}{HIDDEN} geplakt")
        await stage.press("tab", "tab")
        await stage.paste(f"{ESCAPES}{HIDDEN} geplakt")
        await stage.until(lambda: stage.picture().count("geplakt") == 2)
        await stage.press("escape", "escape", "w")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.paste(f"{ESCAPES}{HIDDEN} naam")
        await stage.until(lambda: "naam" in stage.picture())
        assert not unsafe_in("".join(frame.raw for frame in stage.app.frames))


async def test_a_key_that_is_pressed_twice_in_haste_asks_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        for keys, depth in (("home", 3), ("plan", 2)):
            await stage.on(HomeScreen)
            await stage.until(lambda: stage.app.focused)
            await stage.press("home", *(("down",) if keys == "plan" else ()))
            home = stage.app.screen
            assert isinstance(home, HomeScreen)
            options = home.query_one(OptionList)
            options.action_select()
            options.action_select()
            await stage.until(lambda: not isinstance(stage.app.screen, HomeScreen))
            await stage.settle()
            assert len(stage.app.screen_stack) == depth
            if keys == "home":
                await stage.press("escape")
        screen = await stage.on(PlanScreen)
        screen.action_close()
        screen.action_close()
        await stage.on(HomeScreen)


async def test_of_a_plan_something_must_be_left(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        for _block in range(8):
            await stage.press("s", "down")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(PlanScreen)
        await stage.press("enter")
        assert "Nothing is left in this plan." in stage.picture()
        await answer(stage, "e", "12:00")
        assert "say when it starts: b" in stage.picture()
        assert "it fits" not in stage.picture()


async def test_an_own_block_has_a_text_that_is_shown_while_it_runs(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await own_block(stage, "a", "Welkom", "7", "Koffie staat klaar.\nZeg wie je bent.")
        block = screen.plan.blocks[0]
        assert (block.title, block.seconds, block.text) == ("Welkom", 420, "Koffie staat klaar.\nZeg wie je bent.")
        assert "Koffie staat klaar. Zeg wie je bent." in stage.picture()
        await stage.press("-", "-")
        assert " 7 → 5 " in stage.picture()
        await stage.press("u", "u")
        await own_block(stage, "t", "Start")
        assert (screen.plan.blocks[0].title, screen.plan.blocks[0].text) == ("Start", block.text)
        await stage.press("down", "t")
        assert "Only a block of your own has a text" in stage.picture()
        await stage.press("enter")
        await stage.begin()
        assert stage.view.ask.instruction == "Koffie staat klaar.\nZeg wie je bent."
        await stage.until(lambda: "Zeg wie je bent." in stage.picture())
        assert stage.kept().opened.workshop.activities[0].instruction == block.text


async def test_what_was_typed_for_a_block_is_not_lost_by_one_key(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("a")
        dialog = await stage.on(CustomBlockDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.press("tab", "0", "ctrl+s")
        await stage.until(lambda: "from 1 to 1440" in stage.picture())
        await stage.press("escape")
        assert await stage.on(CustomBlockDialog) is dialog
        await stage.until(lambda: "Escape once more" in stage.picture())
        await stage.press("escape")
        await stage.on(PlanScreen)
        assert not any(block.own for block in screen.plan.blocks)


async def test_a_begin_after_the_end_asks_for_the_end_too(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await answer(stage, "b", "13.30")
        await answer(stage, "e", "1500")
        # A begin that the end can't go with asks for the end, with one as much later.
        await stage.press("b")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"16u", "enter")
        await stage.until(lambda: "15:00 is before the start (16:00)." in stage.picture())
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.on(PlanScreen)
        assert (screen.plan.start, screen.plan.must_end) == (16 * 60, 17 * 60 + 30)
        # One change, one undo.
        await stage.press("u")
        assert (screen.plan.start, screen.plan.must_end) == (13 * 60 + 30, 15 * 60)
        await stage.press("e")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press("backspace", "enter")
        await stage.on(PlanScreen)
        assert screen.plan.must_end is None
        await answer(stage, "b", "22")
        await answer(stage, "e", "0.30")
        assert "must end tomorrow at 00:30" in stage.picture()


async def test_an_end_before_the_begin_stays_to_be_mended(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await answer(stage, "b", "13:55")
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


async def test_the_screen_has_the_times_of_the_day_that_the_plan_is_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    zone_changed()
    try:
        async with on_stage(tmp_path, workshop=None) as stage:
            screen = await into_plan(stage)
            await answer(stage, "b", "1:30")
            await answer(stage, "e", "4:00")
            await stage.until(lambda: "it fits, with 30 minutes to spare" in stage.picture())
            assert " 02:15 " in stage.picture()
            await answer(stage, "w", "2027-03-28")
            await stage.until(lambda: "30 minutes too long" in stage.picture())
            assert " 03:15 " in stage.picture()
            await stage.press("f")
            assert sum(block.seconds for block in screen.plan.blocks) == 5400
            assert "it fits" in stage.picture()
    finally:
        monkeypatch.undo()
        zone_changed()


async def test_a_time_that_does_not_exist_is_refused_on_the_screen_too(tmp_path: Path) -> None:
    clock = ManualClock()
    clock.set_wall(round(datetime(2026, 3, 29, 12).astimezone().timestamp() * 1000) - clock.read().wall)
    async with on_stage(tmp_path, workshop=None, clock=clock) as stage:
        screen = await into_plan(stage)
        await refused(stage, "b", "2:30", "02:30 does not exist on 29 Mar 2026")
        await refused(stage, "e", "2.30", "02:30 does not exist on 29 Mar 2026")
        assert screen.plan.start is screen.plan.must_end is None
        await answer(stage, "b", "22:00")
        await answer(stage, "e", "2:30")
        assert screen.plan.must_end == 150


async def test_a_plan_is_not_saved_for_a_day_that_lacks_its_time(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await answer(stage, "b", "2:30")
        await refused(stage, "w", "2026-03-29-x", "02:30 does not exist on 29 Mar 2026")
        assert names(stage.folders) == []


async def test_a_name_that_is_no_day_to_come_is_remarked(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await answer(stage, "w", "2020-01-31")
        past = "2020-01-31 is past: this plan comes first at home no more."
        await stage.until(lambda: past in " ".join(stage.picture().split()))


async def test_another_plan_of_that_name_is_asked_about(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        other = replace(screen.plan, start=600)
        save(stage.folders, "dinsdag", other)
        for keys in (("escape",), ("n",)):
            await stage.press("w")
            await stage.on(AskText)
            await stage.until(lambda: stage.app.focused)
            await stage.press(*"dinsdag", "enter")
            await stage.on(NameTakenDialog)
            await stage.press(*keys)
            assert load(stage.folders, "dinsdag") == other
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.on(PlanScreen)
        assert load(stage.folders, "dinsdag-2") == screen.plan
        # What this screen saved itself is not asked about.
        await stage.press("+")
        await answer(stage, "w", "")
        assert load(stage.folders, "dinsdag-2") == screen.plan
        await stage.press("w")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"dinsdag", "enter")
        await stage.on(NameTakenDialog)
        await stage.press("enter")
        await stage.on(PlanScreen)
        assert load(stage.folders, "dinsdag") == screen.plan
        assert "The one before is there as dinsdag.json.old" in " ".join(stage.picture().split())


def changed_since(stage: Stage, plan: Plan) -> None:
    """Save a plan of before the first activity took 15 minutes."""
    first, *others = plan.blocks
    old = replace(first, seconds=Duration(600), original=Duration(600))
    save(stage.folders, words.today(stage.clock), replace(plan, sha256="", blocks=(old, *others)))


@pytest.mark.parametrize(("kind", "screen"), [("today", StartDialog), ("saved", PlanScreen)])
async def test_what_changed_since_is_said_before_a_saved_plan_is_used(
    kind: str, screen: type[Screen[Any]], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        changed_since(stage, (await into_plan(stage)).plan)
        await stage.press("escape")
        await stage.on(HomeScreen)
        for key in ("escape", "enter"):
            await take(stage, f"{kind}:{words.today(stage.clock)}")
            await stage.on(Confirm)
            await stage.until(lambda: "'Verkenning' takes 15 min now, not 10." in stage.picture())
            await stage.press(key)
            if key == "escape":
                await stage.on(HomeScreen)
        await stage.on(screen)


async def test_an_adapted_plan_is_not_saved_yet_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        changed_since(stage, (await into_plan(stage)).plan)
        await stage.press("escape")
        await stage.on(HomeScreen)
        name = words.today(stage.clock)
        await take(stage, f"saved:{name}")
        await stage.on(Confirm)
        await stage.press("enter")
        screen = await stage.on(PlanScreen)
        await stage.press("escape")
        await stage.on(Confirm)
        await stage.press("escape")
        await stage.on(PlanScreen)
        await answer(stage, "w", "")
        assert load(stage.folders, name) == screen.plan
        await stage.press("escape")
        await stage.on(HomeScreen)


async def test_a_plan_that_skips_everything_is_not_begun_from_home(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        plan = (await into_plan(stage)).plan
        blocks = tuple(replace(block, skipped=True) for block in plan.blocks)
        save(stage.folders, words.today(stage.clock), replace(plan, blocks=blocks))
        await stage.press("escape")
        await stage.on(HomeScreen)
        await take(stage, f"today:{words.today(stage.clock)}")
        await stage.until(lambda: stage.app.told)
        assert stage.app.told[-1] == "Nothing is left in this plan."
        assert isinstance(stage.app.screen, HomeScreen)


async def test_a_plan_for_a_file_opens_that_file_or_says_why_not(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.yaml"
    file.write_text("id: mine\ntitle: Mine\nsteps:\n  - {title: First, form: plenary, duration: 15m}\n")
    loaded = load_workshop(file)
    assert loaded.workshop is not None
    plan = replace(plan_of(loaded.workshop, loaded.sha256), source=str(file))
    save(Folders(tmp_path), "x", plan)
    save(Folders(tmp_path), "y", replace(plan, source="luisteren"))
    async with on_stage(tmp_path, workshop=None) as stage:
        await take(stage, "saved:y")
        await stage.until(lambda: stage.app.told)
        assert "made for the workshop mine, not for luisteren" in stage.app.told[-1]
        await take(stage, "saved:x")
        assert (await stage.on(PlanScreen)).plan == plan
        await stage.press("escape")
        await stage.on(HomeScreen)
        file.unlink()
        (tmp_path / "plans" / "y.json").write_text("{}")
        await take(stage, "saved:y")
        await stage.until(lambda: "The plan y is damaged" in stage.app.told[-1])
        await take(stage, "saved:x")
        await stage.until(lambda: "There is no such file" in stage.app.told[-1])


async def test_the_plan_has_its_keys_and_what_it_says_apart(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
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
        await stage.until(lambda: "Take a block of your own away" in stage.picture())
        await stage.press("escape")
        await stage.on(PlanScreen)
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.press("?")
        await stage.on(KeyList)
        await stage.until(lambda: "Light or dark screen" in stage.picture())


@pytest.mark.parametrize("hours", [0, 24])
async def test_home_lives_through_midnight(hours: int, tmp_path: Path) -> None:
    """Titles are looked up after the first picture: by then the day may have changed."""
    async with on_stage(tmp_path, workshop=None) as stage:
        plan = (await into_plan(stage)).plan
        for name in (words.today(stage.clock), f"{words.today(stage.clock)}-b", "2026-11-25"):
            save(stage.folders, name, replace(plan, start=810))
        await stage.press("escape")
        home = await stage.on(HomeScreen)
        stage.clock.set_wall(hours * 3_600_000)
        home._show_titles()
        await stage.until(lambda: stage.picture().count("Today 13:30 · the plan is ready") == 2)
        assert "the plan is ready (b)" in stage.picture()


async def test_small_window_shows_forecast_keys_and_the_whole_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(52, 14)) as stage:
        await into_plan(stage)
        await stage.until(lambda: "own rules 78 to 122 minutes" in stage.picture())
        keys = " ".join(stage.picture().splitlines()[-2:]).split()
        assert {"f", "s", "a", "t", "j", "k", "u", "b", "e", "w", "Enter", "d", "Esc", "?"} <= set(keys)
        await stage.press("u")
        assert "There is nothing to undo." in stage.picture()
        await stage.press("down")
        assert "own rules 78 to" in stage.picture()
        await stage.press("w")
        await stage.on(AskText)
        await stage.until(lambda: stage.app.focused)
        await stage.press(*"../x", "enter")
        expected = ("Under which name?", "../x can't be the name", "Enter done", "Esc cancel")
        await stage.until(lambda: all(text in stage.picture() for text in expected))


async def test_a_plan_that_is_not_saved_outlives_its_window(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("plus")
        made = screen.plan
        stage.app.leave_at_once()
    assert load(Folders(tmp_path), "unsaved") == made
    async with on_stage(tmp_path, workshop=None) as stage:
        await take(stage, "saved:unsaved")
        assert (await stage.on(PlanScreen)).plan == made
        stage.app.leave_at_once()


async def test_a_plan_outlives_a_session_that_was_begun_and_left_untouched(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await into_plan(stage)
        await stage.press("plus")
        made = screen.plan
        await stage.press("enter")
        await stage.begin()
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert load(Folders(tmp_path), "unsaved") == made
    assert not [*Folders(tmp_path).sessions.glob("*")]


async def test_after_a_session_its_unsaved_plan_is_asked_about(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
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


async def test_a_session_keeps_its_plan_itself(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await into_plan(stage)
        await stage.press("plus", "enter")
        await stage.begin()
        stage.app.leave_at_once()
    assert names(Folders(tmp_path)) == []
