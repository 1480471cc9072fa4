"""The wall is empty for as long as it should be, from every screen, and what was before comes back."""

from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from luisteren_tui.runtime.config import Config
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.screens.session.wall import EmptyWall
from luisteren_tui.tui.widgets.overview import TopLine
from luisteren_tui.views.room_view import Scene, room_view
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage

SECRET = "geheimwoord"
OPENED: list[tuple[str, type[Screen[Any]]]] = [
    ("t", TextPage),
    ("v", LookAhead),
    ("g", GroupsDialog),
    ("?", HelpScreen),
    ("e", Confirm),
]


def scene(stage: Stage) -> Scene:
    return room_view(stage.state, stage.live.view(), "").scene


def nothing_is_shown(stage: Stage) -> bool:
    return not stage.picture().strip()


@pytest.mark.parametrize("key", [".", "c"])
async def test_every_screen_goes_empty_on_a_mirrored_screen_and_comes_back_as_it_was(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.press("space")
        for opening, kind in OPENED:
            await stage.press(opening)
            opened = await stage.on(kind)
            before, seen = stage.picture(), scene(stage)
            await stage.press(key)
            await stage.until(lambda: nothing_is_shown(stage))
            assert scene(stage) == Scene.BLANK
            stage.app.notify("Something happened.")
            # Nobody answers what they can't see.
            await stage.press("enter", "z", "right", "q")
            assert nothing_is_shown(stage)
            stage.app.clear_notifications()
            await stage.press(key)
            await stage.until(lambda: stage.app.screen is opened)  # noqa: B023
            await stage.until(lambda: stage.picture() == before)  # noqa: B023
            assert (stage.mode, stage.activity, scene(stage)) == ("running", "1", seen)
            await stage.press("escape")
            await stage.until(lambda: stage.app.screen is stage.session)


@thorough("end", ["space", "u", "ctrl+z", "c"])
@pytest.mark.parametrize("mirrored", [False, True])
async def test_breather_behind_a_page_ends_with_the_same_keys(mirrored: bool, end: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin(*["right"] * mirrored)
        await stage.press("space", "?", "c")
        assert isinstance(stage.app.screen, EmptyWall) == mirrored
        assert stage.live.breather
        await stage.press(end)
        await stage.on(HelpScreen)
        assert (stage.mode, scene(stage)) == ("running", Scene.ACTIVITY)


async def test_every_screen_of_the_facilitator_stays_and_says_how_the_wall_comes_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        with mark_room_window(tmp_path):
            for opening, kind in OPENED:
                await stage.press(opening)
                opened = await stage.on(kind)
                await stage.press("c")
                assert (stage.mode, scene(stage), stage.app.screen) == ("paused", Scene.BLANK, opened)
                await stage.shows("Breather · c ends it")
                await stage.press("pagedown", "pageup", "c")
                await stage.until(lambda: "Breather" not in stage.picture())
                assert (stage.mode, scene(stage)) == ("running", Scene.ACTIVITY)
                await stage.press(".")
                await stage.shows("Room blank · . brings it back")
                await stage.press(".", "escape")
                assert scene(stage) == Scene.ACTIVITY


async def test_breather_in_the_silence_after_a_text_leaves_the_silence(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text("Luister.\n\nStil.", "utf-8")
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "t", "z", "pagedown", "pagedown")
        page = await stage.on(TextPage)
        assert page.has_class("-silent")
        await stage.press("c", "pagedown", "pageup", "right", "x")
        assert (stage.mode, scene(stage), page.has_class("-silent")) == ("paused", Scene.BLANK, True)
        await stage.press("space")
        assert (stage.mode, stage.live.breather, page.has_class("-silent")) == ("running", False, True)
        assert stage.app.screen is page


async def test_own_keys_bring_back_an_empty_wall(tmp_path: Path) -> None:
    config = Config(keep_awake=False, keys={"breather": "x", "blank": ";"})
    async with on_stage(tmp_path, config=config) as stage:
        await stage.begin("right")
        await stage.press("space", "?")
        for key in ("x", ";"):
            await stage.press(key)
            await stage.on(EmptyWall)
            await stage.press(key)
            await stage.on(HelpScreen)
            assert scene(stage) != Scene.BLANK


@pytest.mark.parametrize(("key", "private"), [("p", True), ("n", False)])
async def test_note_is_written_on_a_wall_that_was_emptied_in_front_of_a_page(
    key: str, private: bool, tmp_path: Path
) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("z")
        await stage.press("space", "right", "t", "c")
        await stage.on(EmptyWall)
        stage.press_in_one_read(key, *"stil")
        await stage.settle()
        assert stage.app.screen is stage.session
        assert len(stage.picture().split()) == 1  # the dim number of the slot
        await stage.press("escape", "c")
        assert stage.saved_note("2a", None if private else 1, private=private) == "stil"
        await stage.until(lambda: "Casus lezen" in stage.picture())
        assert stage.state.room_content.text is None


async def test_note_in_front_of_the_parking_lot_hides_that_from_the_room(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("z")
        await stage.press("space", "k")
        await stage.write("Wachtlijsten")
        await stage.press("escape", "z")
        assert scene(stage) == Scene.PARKING
        await stage.press("c", "p", "escape", "c")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert scene(stage) == Scene.ACTIVITY
        assert "Wachtlijsten" not in stage.picture()
        assert [*stage.state.parking.values()] == ["Wachtlijsten"]


async def test_letters_stay_letters_in_a_text_field(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "a", *"c.c", "enter")
        assert (stage.state.line, stage.mode, scene(stage)) == ("c.c", "running", Scene.ACTIVITY)


async def test_breather_says_so_again_after_undo(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "c")
        await stage.shows("nothing to do · c ends it")
        await stage.press("space")
        assert "Breather" not in stage.picture()
        await stage.press("u")
        assert (stage.mode, scene(stage)) == ("paused", Scene.BLANK)
        assert "Breather" in stage.picture()
        await stage.press("u")
        assert (stage.mode, scene(stage)) == ("running", Scene.ACTIVITY)


@pytest.mark.parametrize("mirrored", [False, True])
async def test_session_moves_behind_a_breather_and_a_clicker_does_nothing(mirrored: bool, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin(*["right"] * mirrored)
        await stage.press("space", "c")
        for key in ("pagedown", "pageup", "."):
            await stage.press(key)
            assert (stage.activity, stage.mode, scene(stage)) == ("1", "paused", Scene.BLANK)
            assert stage.last_message == ("" if mirrored else "Breather: c ends it.")
            await stage.press("down")  # which clears the message
        await stage.press("enter", "right", "s", "left")
        assert (stage.activity, stage.mode, scene(stage)) == ("2a", "waiting", Scene.BLANK)
        await stage.advance(20 * 60)
        assert nothing_is_shown(stage) == mirrored
        assert mirrored or "space go on" in stage.picture().splitlines()[-1]
        await stage.press("space")
        assert (stage.activity, stage.mode, scene(stage)) == ("2a", "waiting", Scene.ACTIVITY)


async def test_nothing_is_opened_on_an_empty_wall(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.press("space", "c")
        for key in ("t", "v", "g", "r", "b", "e", "k", "a", "?", "w", "ctrl+p", "o"):
            await stage.press(key)
            assert stage.app.screen is stage.session
            assert nothing_is_shown(stage), key
        await stage.press("n")
        await stage.write("stil")
        await stage.press("escape", "c")
        assert stage.saved_note("1", 1) == "stil"
        assert "Wat doet dit" in stage.picture()


@thorough(
    "typed", [("a", *"Terug om half", "enter"), ("e", "enter"), ("b", "4", "enter"), ("g", "plus", "plus", "escape")]
)
async def test_what_is_typed_behind_a_key_that_opens_nothing_is_no_command(
    typed: tuple[str, ...], tmp_path: Path
) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.go_to("2b")
        await stage.press("space", ".")
        before = stage.state
        stage.press_in_one_read(*typed)
        await stage.settle()
        assert stage.state == before
        await stage.press("enter", ".")
        assert stage.state.timing != before.timing
        await stage.until(lambda: not nothing_is_shown(stage))


async def test_own_screen_is_asked_for_once_and_ends_neither_full_stop_nor_breather(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.press("space", "z")
        await stage.on(Confirm)
        assert "Show your own screen?" in stage.picture()
        assert "The group sees it too." in stage.picture()
        await stage.press("escape")
        assert stage.session.room
        await stage.press(".", "z", "enter")
        await stage.until(lambda: not stage.session.room and stage.app.screen is stage.session)
        assert scene(stage) == Scene.BLANK
        assert "ROOM BLANK" not in stage.picture()  # the wall shows this screen
        await stage.press("z")
        await stage.until(lambda: nothing_is_shown(stage))
        await stage.press("c", "z")
        assert (stage.session.room, stage.live.breather, scene(stage)) == (False, True, Scene.BLANK)
        assert "Breather" in stage.picture()
        await stage.press("c")
        assert (stage.mode, scene(stage)) == ("running", Scene.BLANK)
        await stage.press(".")
        assert (stage.session.room, scene(stage)) == (True, Scene.ACTIVITY)


async def test_private_note_is_never_on_a_screen_that_the_group_sees(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        stage.app.recording = True
        await stage.press("space", "n", "shift+tab", *SECRET, "f6", "escape", "z", "enter")
        await stage.until(lambda: not stage.session.room)
        assert not stage.state.slot.private
        for _ in range(12):
            await stage.press("tab")
        await stage.press("p", *SECRET)
        assert (stage.session.room, stage.state.slot.private) == (True, True)
        await stage.press("escape", "z")
        await stage.press("n", "f6", "x", "f6", "y", "escape")
        stage.app.recording = False
        assert not any(SECRET in frame.text for frame in stage.app.frames)
        assert stage.saved_note("1", private=True) == SECRET * 2
        assert "xy" in stage.saved_state().notes.values()


async def test_badge_leaves_the_title_whole(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        with mark_room_window(tmp_path):
            await stage.press(".")
            line = str(stage.session.query_one(TopLine).lines()[0])
            assert "ROOM BLANK" in line
            assert "Luisteren met aandacht" in line


async def test_full_stop_leaves_the_thanks_on_the_wall_at_the_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        with mark_room_window(tmp_path):
            await stage.press("space", ".", "e", "enter")
            await stage.on(EndScreen)
            assert scene(stage) == Scene.THANKS
