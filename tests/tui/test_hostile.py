"""Text that tries to control the terminal or the app: every screen shows it as plain text."""

from pathlib import Path

import pytest

from luisteren_tui.session.parking import MAX_ITEM_LENGTH, MAX_LINE_LENGTH
from luisteren_tui.system.package import content_dir
from luisteren_tui.tui.screens.dialog import AskMinutes, Confirm
from luisteren_tui.tui.screens.editor.screen import EditorScreen
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.help import HelpScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.parking import ParkingDialog
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.look_ahead import LookAhead
from luisteren_tui.tui.screens.session.names_dialog import FewerDialog, NamesDialog
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.screens.wall_line import WallLineDialog
from tests.thorough import thorough
from tests.tui import hostile_workshop as hostile
from tests.tui.at_home import choose_option, home_list
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import ManualClock


def nothing_unsafe(stage: Stage) -> None:
    frames = stage.app.frames
    assert sum(bool(frame.raw) for frame in frames) > 5
    for frame in frames:
        assert hostile.unsafe_in(frame.raw) == ""
        assert hostile.unsafe_in(frame.text) == ""


async def watch(stage: Stage) -> None:
    stage.app.recording = True
    stage.app.bell = lambda: pytest.fail("text was run as an action")  # type: ignore[method-assign]
    stage.app.refresh()


async def pages(stage: Stage, key: str, screen: type) -> None:
    await stage.press(key)
    await stage.on(screen)
    await stage.press(*["space"] * 8, "escape")
    await stage.until(lambda: stage.app.screen is stage.session)


async def every_screen(stage: Stage) -> None:
    await watch(stage)
    await stage.on(StartDialog)
    await stage.begin()
    await pages(stage, "?", HelpScreen)
    for _ in range(4):
        if stage.mode != "running":
            await stage.press("space")
        await stage.advance(61)
        await pages(stage, "v", LookAhead)
        if stage.state.activity.text:
            await pages(stage, "t", TextPage)
        await stage.press("space", "space", "enter", "down", "n")
        await stage.paste(hostile.LINE)
        await stage.press("escape", "g")
        await stage.on(GroupsDialog)
        await stage.press("d")
        await stage.on(NamesDialog)
        await stage.paste(hostile.LINE)
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, FewerDialog | GroupsDialog))
        if isinstance(stage.app.screen, FewerDialog):
            await stage.press("h")
        await stage.on(GroupsDialog)
        await stage.press("h")
        if isinstance(stage.app.screen, Confirm):
            await stage.press("enter")
        await stage.on(GroupsDialog)
        await stage.press("z", "right")
        await stage.until(lambda: " participant" in stage.picture())  # many names scroll the last line away
        await stage.press("escape")
        if not stage.state.line:
            await stage.press("a")
            await stage.on(WallLineDialog)
            await stage.paste(hostile.LINE[:MAX_LINE_LENGTH])
            await stage.press("enter")
        await stage.press("k")
        await stage.on(ParkingDialog)
        await stage.paste(hostile.LINE[:MAX_ITEM_LENGTH])
        await stage.press("escape", "z", "escape", "b")
        await stage.on(AskMinutes)
        await stage.press("escape", "z")
        await stage.until(lambda: stage.session.room)
        await stage.settle()
        await stage.press("z", "right")
    for line in range(stage.app.size.height):
        await stage.pilot.click(offset=(12, line))
    await stage.press("escape", "escape")
    await stage.until(lambda: stage.app.screen is stage.session and stage.app.focused is None)


@pytest.mark.check_only
@pytest.mark.parametrize("long", [pytest.param("", id="short"), pytest.param(hostile.LONG, id="long")])
async def test_hostile_workshop_is_shown_as_plain_text(long: str, tmp_path: Path) -> None:
    hostile.write_workshop(tmp_path / "workshops", long=long)
    clock = ManualClock()
    async with on_stage(tmp_path, workshop="hostile", clock=clock) as stage:
        await every_screen(stage)
        assert "[@click=app.bell]x[/]" in "".join(frame.text for frame in stage.app.frames)
        nothing_unsafe(stage)
        path = stage.live.path
        await stage.advance(2)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    clock.pass_by(70_000)
    async with on_stage(tmp_path, workshop="hostile", clock=clock, unfinished=path) as stage:
        await watch(stage)
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.ready()
        await stage.press("e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.settle()
        nothing_unsafe(stage)


@pytest.mark.check_only
async def test_hostile_workshop_is_edited_as_plain_text(tmp_path: Path) -> None:
    hostile.write_workshop(tmp_path / "workshops", long="")
    async with on_stage(tmp_path, workshop=None, size=(120, 30)) as stage:
        await choose_option(stage, "edit:hostile")
        await watch(stage)
        screen = await stage.on(EditorScreen)
        for _part in range(len(screen.edited.parts) + 1):
            await stage.press("tab", "tab")
            await stage.paste(hostile.LINE)
            await stage.press("escape", "d", "delete", "escape", "j", "k", "v", "tab", "escape", "down")
        await stage.press("ctrl+s")
        await stage.shows("Not saved yet")
        nothing_unsafe(stage)


async def test_hostile_file_names_are_shown_as_plain_text(tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    hostile.write_workshop(folder)
    text = (folder / "hostile.yaml").read_text()
    (folder / "[@click=app.bell]x[b]\x1b[31m\u202e.yaml").write_text(text)
    (folder / "[b.yaml").write_text("format: 1\ntitle: '[/]'\nsteps: \x1b\n")
    async with on_stage(tmp_path, workshop=None) as stage:
        await watch(stage)
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused)
        await stage.press("home")
        for _ in range(3):
            await stage.press("enter")
            await stage.settle()
            if not isinstance(stage.app.screen, HomeScreen):
                await stage.on(StartDialog)
                await stage.press("escape")
                await stage.on(HomeScreen)
                await stage.until(lambda: stage.app.focused)
            await stage.press("down")
        await stage.settle()
        nothing_unsafe(stage)
        # Files whose name is no workshop name are not offered.
        offered = {row.name for row in (await home_list(stage)).rows if row.name}
        assert offered - {path.stem for path in content_dir().glob("*.yaml")} == {"hostile"}


@thorough("poem", [hostile.LINE * 50, "\x00\xff" * 100, "\ufeffstil\r\n\x1b[2J"], ids=["all", "zero", "bom"])
async def test_hostile_poem_is_shown_as_plain_text(poem: str, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text(poem)
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await watch(stage)
        await pages(stage, "t", TextPage)
        nothing_unsafe(stage)
