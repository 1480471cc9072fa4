"""Keys that arrive in one read with a key that opens a screen: they go to what was opened, not to the screen below."""

import gc
import warnings
from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import OptionList

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.end.rehearsal_lessons import LearnDialog
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.end.share_dialog import ShareDialog
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.history.comparison import ComparisonPage
from luisteren_tui.tui.screens.history.screen import DeleteDialog, HistoryScreen
from luisteren_tui.tui.screens.history.statistics import StatisticsPage
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.note_completion import NoteCompletionScreen
from luisteren_tui.tui.screens.palette import Palette
from luisteren_tui.tui.screens.parking import ParkingDialog
from luisteren_tui.tui.screens.plan.dialogs import CustomBlockDialog
from luisteren_tui.tui.screens.plan.plan_choice import PlanChoice
from luisteren_tui.tui.screens.plan.screen import PlanScreen
from luisteren_tui.tui.screens.retention import RetentionDialog
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.widgets.safe_input import SafeInput
from tests.tui.at_home import home_list, select
from tests.tui.past_sessions import LAST, open_end_screen, open_history, write_outcome
from tests.tui.screens.plan.plan_steps import fill_custom_block, open_plan
from tests.tui.stage import Stage, on_stage

pytestmark = pytest.mark.check_only
Kind = type[Screen[object]]


def kinds(stage: Stage) -> list[type[Screen[object]]]:
    """Return the classes of all screens, the one in front last."""
    return [type(screen) for screen in stage.app.screen_stack]


@pytest.mark.parametrize(
    ("option", "opened"),
    [
        ("run:luisteren", [SessionScreen, StartDialog]),
        ("rehearse:luisteren", [PlanChoice]),
        ("plan:luisteren", [PlanScreen]),
        ("saved:di", [PlanScreen]),
        ("resume:", [SessionScreen]),
        ("end:", [Confirm]),
        ("past:", [HistoryScreen]),
        (f"outcome:{LAST}", [EndScreen]),
    ],
)
async def test_enter_pressed_three_times_at_home_opens_one_screen(
    option: str, opened: list[Kind], tmp_path: Path
) -> None:
    write_outcome(tmp_path, LAST)
    loaded = load(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    save(Folders(tmp_path), "di", plan_of(loaded.workshop, loaded.sha256))
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "q")
        await stage.until(lambda: not stage.app.is_running)
    async with on_stage(tmp_path, workshop=None) as stage:
        select(await home_list(stage), option)
        stage.press_in_one_read("enter", "enter", "enter")
        await stage.until(lambda: len(stage.app.screen_stack) > 1)
        await stage.settle()
        assert kinds(stage)[1:] == opened


@pytest.mark.parametrize(
    ("key", "opened"),
    [
        ("n", NoteCompletionScreen),
        ("x", ShareDialog),
        ("j", RetentionDialog),
        ("question_mark", KeyList),
    ],
)
async def test_keys_go_to_the_screen_that_a_key_of_the_end_screen_opened(
    key: str, opened: Kind, tmp_path: Path
) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        end = await open_end_screen(stage)
        stage.press_in_one_read(key, "a", "a", "a")
        await stage.on(opened)
        await stage.settle()
        assert kinds(stage) == [HomeScreen, EndScreen, opened]
        assert not end._private


@pytest.mark.parametrize("key", ["n", "x", "j"])
async def test_key_of_the_end_screen_pressed_three_times_opens_one_screen(key: str, tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        stage.press_in_one_read(key, key, key)
        await stage.until(lambda: len(stage.app.screen_stack) == 3)
        await stage.settle()
        assert len(stage.app.screen_stack) == 3


@pytest.mark.parametrize(
    ("key", "opened"),
    [
        ("a", CustomBlockDialog),
        ("b", AskText),
        ("e", AskText),
        ("d", AskText),
        ("w", AskText),
        ("escape", Confirm),
        ("question_mark", KeyList),
    ],
)
async def test_keys_go_to_the_screen_that_a_key_of_the_plan_opened(key: str, opened: Kind, tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await stage.press("plus")  # so that it is not saved
        before = screen.plan
        stage.press_in_one_read(key, "s", "plus", "s")
        await stage.on(opened)
        await stage.settle()
        assert kinds(stage) == [HomeScreen, PlanScreen, opened]
        assert screen.plan == before


async def test_keys_go_to_the_custom_block_that_a_key_of_the_plan_opened(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        screen = await open_plan(stage)
        await fill_custom_block(stage, "a", "Welcome", "5")
        before = screen.plan
        stage.press_in_one_read("t", "s", "plus")
        await stage.on(CustomBlockDialog)
        await stage.settle()
        assert kinds(stage) == [HomeScreen, PlanScreen, CustomBlockDialog]
        assert screen.plan == before


async def test_enter_on_a_plan_pressed_three_times_begins_one_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        stage.press_in_one_read("enter", "enter", "enter")
        await stage.until(lambda: len(stage.app.screen_stack) > 2)
        await stage.settle()
        # The second Enter may answer the start question.
        assert kinds(stage)[:3] == [HomeScreen, PlanScreen, SessionScreen]
        assert kinds(stage)[3:] in ([], [StartDialog])
        assert len(list(stage.folders.sessions.glob("*.jsonl"))) <= 1


@pytest.mark.parametrize(
    ("key", "opened"), [("enter", EndScreen), ("f3", StatisticsPage), ("f4", RetentionDialog), ("f8", DeleteDialog)]
)
async def test_keys_go_to_the_screen_that_a_key_of_the_history_opened(key: str, opened: Kind, tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        stage.press_in_one_read(key, "f2", "f2")
        screen = await stage.on(opened)
        await stage.settle()
        assert kinds(stage) == [HomeScreen, HistoryScreen, opened]
        history = stage.app.screen_stack[1]
        assert isinstance(history, HistoryScreen)
        assert history._to_compare is None
        assert stage.app.screen is screen


async def test_keys_go_to_the_comparison_that_a_key_of_the_history_opened(tmp_path: Path) -> None:
    for id in (LAST, "2026-11-20-1330-luisteren"):
        write_outcome(tmp_path, id)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("f2", "down")
        stage.press_in_one_read("f2", "f2", "f8")
        await stage.on(ComparisonPage)
        await stage.settle()
        assert kinds(stage) == [HomeScreen, HistoryScreen, ComparisonPage]


async def test_learn_key_pressed_three_times_after_a_rehearsal_opens_one_dialog(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1) as stage:
        await stage.ready()
        await stage.press("space")
        await stage.advance(17 * 60)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        stage.press_in_one_read("d", "d", "d")
        await stage.on(LearnDialog)
        await stage.settle()
        assert kinds(stage) == [SessionScreen, EndScreen, LearnDialog]


async def test_quit_key_pressed_three_times_in_the_room_view_asks_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "z")
        stage.press_in_one_read("q", "q", "q")
        await stage.on(Confirm)
        await stage.settle()
        assert kinds(stage) == [SessionScreen, Confirm]


async def test_palette_key_pressed_three_times_opens_one_palette(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        stage.press_in_one_read("ctrl+p", "ctrl+p", "ctrl+p")
        await stage.on(Palette)
        await stage.settle()
        assert kinds(stage) == [SessionScreen, Palette]


async def test_e_and_enter_in_one_read_end_the_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        session_file = stage.live.path
        stage.press_in_one_read("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        assert kinds(stage) == [SessionScreen, EndScreen]
        assert session_file is not None
        assert session_file.with_suffix(".json").exists()


async def test_keys_that_leave_the_end_screen_close_it_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "e", "enter")
        await stage.on(EndScreen)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            stage.press_in_one_read("q", "escape", "ctrl+q")
            await stage.until(lambda: stage.app.live is None)
            await stage.settle()
            gc.collect()
        assert not [one for one in caught if "never awaited" in str(one.message)]


async def test_enter_pressed_twice_in_a_list_closes_only_the_list(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("f4")
        await stage.on(RetentionDialog)
        await stage.until(lambda: stage.app.focused)
        stage.press_in_one_read("enter", "enter")
        await stage.until(lambda: not isinstance(stage.app.screen, RetentionDialog))
        await stage.settle()
        assert kinds(stage)[:2] == [HomeScreen, HistoryScreen]


async def test_enter_in_a_list_and_a_question_mark_close_only_the_list_of_keys(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_history(stage)
        await stage.press("f4")
        dialog = await stage.on(RetentionDialog)
        await stage.until(lambda: stage.app.focused)
        stage.press_in_one_read("enter", "?")
        await stage.on(KeyList)
        await stage.settle()
        await stage.press("escape", "escape")
        await stage.until(lambda: dialog not in stage.app.screen_stack)
        assert kinds(stage)[:2] == [HomeScreen, HistoryScreen]
        assert not stage.app.crash


async def test_text_typed_with_the_key_that_opens_a_line_goes_into_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_plan(stage)
        stage.press_in_one_read("w", *"zaal")
        dialog = await stage.on(AskText)
        await stage.settle()
        assert dialog.query_one(SafeInput).value.endswith("zaal")


@pytest.mark.parametrize(
    "keys",
    [
        ("k", "x", "down", "pageup"),
        ("k", "x", "down", "pagedown"),
        ("ctrl+p", "pageup"),
        ("ctrl+p", "d", "down", "pagedown"),
    ],
)
async def test_page_key_in_a_list_that_is_not_laid_out_does_nothing(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        stage.press_in_one_read(*keys)
        await stage.until(lambda: isinstance(stage.app.screen, ParkingDialog | Palette))
        await stage.settle()
        assert not stage.app.crash


async def test_enter_pressed_many_times_in_the_palette_closes_only_the_palette(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("ctrl+p")
        palette = await stage.on(Palette)
        await stage.write("blank")
        await stage.until(lambda: palette.query_one(OptionList).option_count)
        stage.press_in_one_read("enter", "enter", "enter", "enter")
        await stage.until(lambda: palette not in stage.app.screen_stack)
        await stage.settle()
        assert SessionScreen in kinds(stage)
