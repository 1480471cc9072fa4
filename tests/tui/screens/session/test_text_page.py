"""The page of a text, and what the room sees of it."""

from pathlib import Path

import pytest

from luisteren_tui.runtime.room_feed import RoomFeed
from luisteren_tui.session.state import RoomContent
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.tui.screens.session.text_page import TextPage
from luisteren_tui.views.room_view import RoomView, Scene, TextPart
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage
from tests.tui.test_room_app import of_the_disk


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
        for _ in range(10):
            await stage.press("pagedown")
        assert stage.state.room_content == RoomContent(text="casus", page=10)
        await stage.shows("space the question")
        for key, page in (("pageup", 10), ("up", 9), ("left", 8), ("backspace", 7), ("down", 8), ("right", 9)):
            await stage.press(key)
            await stage.shows(f"the room sees {page} of 11")
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


def with_poem(data: Path) -> Path:
    """Put a poem of two verses in the `data` folder, and return that."""
    (data / "texts").mkdir()
    (data / "texts" / "gedicht.txt").write_text("Eerste strofe.\n\nTweede strofe.")
    return data


def wall(stage: Stage) -> RoomView:
    """Return what the room's own window shows now."""
    feed = RoomFeed(stage.folders, stage.clock)
    view = feed.view()
    assert view is not None
    return view


async def listen(stage: Stage) -> TextPage:
    """Open the poem, show it to the room, and go on until it is silent."""
    await stage.press("t", "z", "space", "pagedown")
    return await stage.on(TextPage)


async def test_silence_follows_the_last_paragraph_and_the_question_follows_it(tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path), clock=of_the_disk()) as stage:
        await stage.begin()
        await stage.press("space", "t", "z")
        page = await stage.on(TextPage)
        assert wall(stage).text == TextPart("Gedicht ‘Luisteren’", "Eerste strofe.", page._text.source or "")
        await stage.press("pagedown")
        await stage.shows("space silence")
        await stage.press("pagedown")
        await stage.shows("0:00 of 0:30")
        assert "strofe" not in stage.picture()
        assert wall(stage).scene == Scene.BLANK
        stage.clock.pass_by(12_000)
        page.show_silence()
        await stage.shows("0:12 of 0:30")
        stage.clock.pass_by(18_000)
        page.show_silence()
        await stage.shows("● The silence is over")
        assert wall(stage).scene == Scene.BLANK
        await stage.press("pagedown")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert (wall(stage).scene, wall(stage).prompts) == (Scene.ACTIVITY, ("Wat doet dit gedicht met je?",))
        assert (stage.activity, stage.mode) == ("1", Mode.RUNNING)
        assert stage.saved_state().timing == stage.state.timing


@thorough("key", ["space", "pagedown", "escape", "t", "z", "x", "?", "k"], quick=3)
async def test_any_key_ends_the_silence_early_and_does_nothing_else(key: str, tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path)) as stage:
        await stage.begin()
        await stage.press("space")
        await listen(stage)
        await stage.shows("any key the question")
        timing = stage.state.timing
        stage.clock.pass_by(1000)
        await stage.press(key)
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.room_content == RoomContent()
        assert (stage.state.timing, stage.session.room) == (timing, False)


@thorough("key", ["pageup", "up", "left", "backspace"])
async def test_back_in_the_silence_brings_the_last_paragraph_again(key: str, tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path)) as stage:
        await stage.begin()
        await listen(stage)
        await stage.press(key)
        await stage.shows("the room sees 2 of 2")
        assert stage.state.room_content == RoomContent(text="gedicht", page=1)
        stage.clock.pass_by(10_000)
        await stage.press("space")
        await stage.shows("0:00 of 0:30")


async def test_alarm_leaves_a_mirrored_silence_empty(tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path)) as stage:
        await stage.begin("right")
        await stage.press("space", "t", "space", "pagedown")
        stage.app.alarm = "●!"
        await stage.settle()
        assert not stage.picture().strip()
        await stage.press("pageup")
        await stage.shows("●!")


async def test_silence_follows_a_text_that_only_the_facilitator_reads(tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path), clock=of_the_disk()) as stage:
        await stage.begin()
        await stage.press("space", "t")
        await stage.shows("space silence")
        assert wall(stage).scene == Scene.ACTIVITY
        await stage.press("space")
        await stage.shows("0:00 of 0:30")
        assert wall(stage).scene == Scene.BLANK
        await stage.press("up")
        await stage.shows("all of it is shown")
        assert wall(stage).scene == Scene.ACTIVITY
        await stage.press("space", "x")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert wall(stage).scene == Scene.ACTIVITY


async def test_text_without_a_silence_is_followed_by_the_question(tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path)) as stage:
        await stage.begin()
        await stage.go_to("3a")
        await stage.press("t", "space")
        await stage.on(TextPage)  # nothing follows what only the facilitator reads
        await stage.press("z")
        await stage.shows("the room sees 1 of 2")
        await stage.press("space", "space")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.state.room_content == RoomContent()


async def test_silence_in_a_rehearsal_is_as_short_as_it_is_fast(tmp_path: Path) -> None:
    async with on_stage(with_poem(tmp_path), speed=10) as stage:
        await stage.ready()
        page = await listen(stage)
        stage.clock.pass_by(2_000)
        page.show_silence()
        await stage.shows("0:20 of 0:30")
        stage.clock.pass_by(1_000)
        page.show_silence()
        await stage.shows("The silence is over")


@thorough("size", [(52, 14), (80, 24), (120, 30)])
async def test_mirrored_poem_silence_and_question_are_paged_with_a_clicker(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with on_stage(with_poem(tmp_path), size=size) as stage:
        await stage.begin("right")
        await stage.press("space")
        stage.app.recording = True
        await stage.press("t")
        page = await stage.on(TextPage)
        await stage.shows("Eerste strofe.")
        assert "Tweede" not in stage.picture()
        await stage.press("pagedown")
        await stage.shows("Tweede strofe.")
        await stage.press("pagedown")
        await stage.until(lambda: not stage.picture().strip())
        stage.clock.pass_by(31_000)
        page.show_silence()
        await stage.until(lambda: stage.picture().strip() == "·")
        shown = [frame.text for frame in stage.app.frames]
        assert any("Eerste" in text for text in shown)
        assert not any(character.isdigit() for text in shown for character in text)
        await stage.press("pagedown")
        await stage.until(lambda: stage.app.screen is stage.session and "Wat doet dit gedicht" in stage.picture())


@pytest.mark.parametrize("mirrored", [False, True])
async def test_breather_and_blank_in_the_silence_leave_it_as_it_was(mirrored: bool, tmp_path: Path) -> None:
    with mark_room_window(tmp_path):
        await blank_the_silence(with_poem(tmp_path), mirrored=mirrored)


async def blank_the_silence(data: Path, *, mirrored: bool) -> None:
    """Empty the wall while it is silent, and bring it back."""
    async with on_stage(data, clock=of_the_disk()) as stage:
        await stage.begin(*["right"] * mirrored)
        await stage.press("space")
        await (stage.press("t", "space", "pagedown") if mirrored else listen(stage))
        silent = RoomContent(text="gedicht", page=2)
        for keys in ((".", "."), ("C", "x", "c"), ("c", "space"), ("c", "u")):
            for key in keys:
                stage.clock.pass_by(1000)
                await stage.press(key)
                assert wall(stage).scene == Scene.BLANK
            await stage.on(TextPage)
            assert (stage.state.room_content, stage.mode) == (silent, Mode.RUNNING)
        await stage.press("x")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert wall(stage).scene == Scene.ACTIVITY
