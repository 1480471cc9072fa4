"""The page of a text, and what the room sees of it."""

from pathlib import Path

from luisteren_tui.session.state import RoomContent
from luisteren_tui.tui.screens.session.text_page import TextPage
from tests.tui.stage import on_stage


async def test_room_sees_the_text_by_paragraph_until_the_page_closes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2a")
        await stage.press("t")
        await stage.on(TextPage)
        assert stage.state.room_content == RoomContent()
        await stage.press("space")
        assert stage.state.room_content == RoomContent()
        await stage.press("z")
        assert stage.state.room_content == RoomContent(text="casus", page=0)
        await stage.until(lambda: "the room sees 1 of 11" in stage.picture())
        for _ in range(12):
            await stage.press("pagedown")
        assert stage.state.room_content == RoomContent(text="casus", page=10)
        await stage.press("pageup")
        await stage.until(lambda: "the room sees 10 of 11" in stage.picture())
        await stage.press("z")
        assert stage.state.room_content == RoomContent()
        await stage.press("z", "escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.room_content == RoomContent()
        kept = stage.saved_state()
        assert kept.room_content == RoomContent()
        assert kept.timing == stage.state.timing


async def test_room_content_is_neither_undone_nor_in_the_outcome(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "plus")
        before = stage.state.timing
        await stage.press("t")
        await stage.on(TextPage)
        await stage.press("z", "escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        await stage.press(".", ".", "u")
        assert stage.state.timing.tracks["1"].allotted == before.tracks["1"].allotted - 60_000
        types = {one["type"] for one in stage.live.outcome()["adjustments"]}  # type: ignore[attr-defined]
        assert not types & {"blanked", "text_shown"}
