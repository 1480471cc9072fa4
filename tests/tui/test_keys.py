"""Keys on every screen, whatever the keyboard: Caps Lock, the keypad, French digits, and keys that are held."""

from pathlib import Path

import pytest
from textual.events import Key

from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import KeyList
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.session.replan_dialog import ReplanDialog
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.screens.start import StartDialog
from tests.thorough import thorough
from tests.tui.past_sessions import LAST, open_end_screen, write_outcome
from tests.tui.stage import Stage, on_stage


async def test_letters_are_commands_with_caps_lock_on_and_text_where_text_is_typed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "N")
        stage.press_in_one_read("A", "N", "N", "A")
        await stage.settle()
        await stage.press("escape", "M", "S")
        assert stage.saved_note("1", 1) == "ANNA"
        assert stage.activity == "2a"


async def test_letters_typed_in_the_read_of_the_key_that_opens_the_notes_keep_their_case(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        stage.press_in_one_read("N", "S", "S", "s", "s")
        await stage.settle()
        assert stage.notes.text == "SSss"
        assert stage.activity == "1"


async def test_caps_lock_works_at_home_too(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        theme = stage.app.theme
        await stage.press("L")
        assert stage.app.theme != theme


@pytest.mark.parametrize("key", ["add", "subtract", "decimal"])
async def test_keypad_gives_commands(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        before = stage.seconds_left
        await stage.press(key)
        changed = {"add": 60, "subtract": -60, "decimal": 0}[key]
        assert stage.seconds_left - before == changed
        assert stage.state.room_content.blank == (key == "decimal")


async def test_keypad_types_its_characters_in_a_note(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("n", "1", "add", "2", "decimal", "divide", "multiply", "subtract", "equal")
        assert stage.notes.text == "1+2./*-="


@pytest.mark.parametrize("key", ["ampersand", "&"])
async def test_digits_of_a_french_keyboard_need_no_shift_in_replan(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(35 * 60)
        await stage.press("r")
        await stage.on(ReplanDialog)
        before = stage.live.view().header.end
        await stage.press(key)
        assert stage.app.screen is stage.session
        assert stage.live.view().header.end < before


@thorough(
    ("key", "after"),
    [("right", "2a"), ("s", "2a"), ("pagedown", "2a"), ("enter", "1"), ("space", "1"), ("f9", "2a")],
    quick=3,
)
async def test_key_that_is_held_counts_once(key: str, after: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.hold(key)
        assert stage.activity == after
        assert stage.mode == ("running" if key == "space" else stage.mode)


async def test_f_key_that_is_held_while_writing_counts_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "n")
        await stage.hold("f9")
        assert stage.activity == "2a"


async def test_two_quick_minutes_are_two_and_a_held_one_is_not_twenty(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        before = stage.seconds_left
        await stage.hold("plus", times=2, every=0.1)
        assert stage.seconds_left - before == 120
        await stage.hold("plus", times=20)
        assert stage.seconds_left - before == 180


async def test_screen_says_that_a_key_counted_once_to_anybody(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.hold("right")
        assert stage.last_message.startswith("→ counted once")
        await stage.press("z")
        await stage.hold("left")
        assert "← counted once" in stage.picture()
        assert "→ counted once" not in stage.picture()


async def test_key_that_the_terminal_repeats_counts_once_and_quick_presses_all_count(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await send(stage, "right", repeats=5)
        assert stage.activity == "2a"
        stage.app.held_keys.reports = True
        stage.press_in_one_read("right", "right")
        await stage.settle()
        assert stage.activity == "2c"
        await stage.press("n")
        await send(stage, "x", repeats=5)
        assert stage.notes.text == "xxxxxx"


async def send(stage: Stage, key: str, *, repeats: int) -> None:
    """Press a key of which the terminal says that it is held."""
    await stage.press(key)
    for _ in range(repeats):
        event = Key(key, key if len(key) == 1 else None)
        vars(event)["repeat"] = True
        await stage._give(event)


async def test_enter_that_is_held_answers_one_question(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "e")
        await stage.on(Confirm)
        await stage.hold("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.settle()
        assert isinstance(stage.app.screen, EndScreen)


async def test_enter_that_is_held_opens_nothing_in_the_list_that_it_returns_to(tmp_path: Path) -> None:
    write_outcome(tmp_path, LAST)
    async with on_stage(tmp_path, workshop=None) as stage:
        await open_end_screen(stage)
        await stage.hold("enter")
        await stage.on(HomeScreen)


async def test_enter_that_is_held_in_a_list_does_not_answer_what_it_opens(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused)
        await stage.hold("enter")
        await stage.on(StartDialog)
        assert stage.app.live is None


async def test_help_may_be_scrolled_with_a_key_that_is_held(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None, size=(40, 8)) as stage:
        await stage.on(HomeScreen)
        await stage.press("question_mark")
        page = await stage.on(KeyList)
        await stage.hold("pagedown", times=3)
        assert page._scroller.scroll_y > page._scroller.size.height - 2 or "the end" in stage.picture()


async def test_empty_wall_stays_empty_when_the_key_for_it_is_held(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("z")
        await stage.press("space")
        for keys in ((), ("v",)):
            await stage.press(*keys)
            stage.app.recording = True
            await stage.hold("full_stop", times=4)
            assert stage.state.room_content.blank
            assert not stage.picture().strip()
            assert not stage.app.notifications
            await stage.press("full_stop")


async def test_page_key_that_is_held_shows_the_room_one_paragraph_and_the_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text("een\n\ntwee\n\ndrie\n\nvier\n", "utf-8")
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("t", "z")
        await stage.hold("pagedown")
        assert stage.state.room_content.page == 1
        assert "PgDn counted once" in stage.picture()


async def test_text_is_scrolled_by_lines_with_a_key_that_is_held(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text("\n".join(map(str, range(100))), "utf-8")
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("t")
        page = await stage.on(TextPage)
        await stage.until(lambda: page._scroller.max_scroll_y)
        await stage.shows("? help")
        await stage.hold("down", times=9)
        assert page._scroller.scroll_y == 9


async def test_text_page_names_the_keys_that_go_back_and_the_help(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text("een\n\ntwee\n", "utf-8")
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("t", "z", "pagedown")
        assert "↑←⌫ previous" in stage.picture()
        for key in ("up", "left", "backspace"):
            await stage.press(key)
            assert stage.state.room_content.page == 0
            await stage.press("pagedown")
