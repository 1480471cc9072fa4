"""What the room sees in the window of the session screen, and what it never sees."""

from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.runtime.config import Config
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.widgets.note_editors import BlindLine
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from tests.text.samples import HEALTH_WORKER, PERSIAN
from tests.tui.stage import Stage, on_stage
from tests.tui.watched_app import ManualClock

SECRET = "geheimwoord"


async def into_room(stage: Stage) -> None:
    await stage.press("z")
    await stage.until(lambda: stage.session.query(RoomDisplay) and "PgDn" not in stage.picture())
    await stage.settle()


async def write_secret(stage: Stage) -> None:
    await stage.press("n")
    await stage.until(lambda: stage.app.focused is not None)
    await stage.write(SECRET)
    await stage.press("escape")
    await stage.until(lambda: stage.app.focused is None)


def everywhere(stage: Stage) -> str:
    """Return everything that was painted while the room looked on, and all messages."""
    shown = [frame.raw + frame.text for frame in stage.app.frames if frame.room]
    assert shown
    return "\n".join([*shown, *stage.app.notifications])


async def walk(stage: Stage) -> None:
    """Press every key while the room looks on."""
    for key in ("space", "+", "-", "down", "down", "up", "o", "c", "space", "enter", "m", "u"):
        await stage.press(key)
        await stage.advance(2)
    for key in ("b", "v", "g", "e"):
        await stage.press(key, "escape")
    for key in ("right", "s", "left", "pagedown", "pageup", "l", "l", ".", ".", "n", "escape", "?", "escape"):
        await stage.press(key)
        await stage.advance(2)
    await stage.until(lambda: stage.app.screen is stage.session)


async def test_room_reads_the_language_of_the_workshop_in_the_facilitator_s_window(tmp_path: Path) -> None:
    i18n.use("nl")  # the language of the workshop
    async with on_stage(tmp_path, language="en") as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space")
        assert "Count off to 6." in stage.picture()
        await into_room(stage)
        for words in ("klaar om", "Rollen: Nadia", "Tel af tot", "your own screen"):
            assert words in stage.picture()
        await stage.press("z")
        await stage.until(lambda: "Count off to 6." in stage.picture())
        assert "Tel af tot" not in stage.picture()


async def test_room_never_sees_a_note(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3a")
        for _ in range(12):
            await write_secret(stage)
            await stage.press("tab")
        await stage.press("p", *SECRET, "escape")
        await stage.until(lambda: stage.saved_note("3a", private=True).startswith(SECRET))
        assert SECRET in stage.picture()

        await into_room(stage)
        stage.app.notifications.clear()
        stage.app.recording = True
        await stage.press("n")
        for _ in range(12):
            await stage.press("shift+tab", *SECRET)
        await stage.press("escape", "p", *SECRET, "escape")
        await walk(stage)
        stage.app.recording = False
        shown = everywhere(stage)
        assert "Wat betekent dat in woorden" in shown
        assert SECRET not in shown
        assert not any(SECRET[:n] in shown for n in range(4, len(SECRET)))
        notes = stage.saved_state().notes
        assert len(notes) > 5
        assert all(SECRET in text for slot, text in notes.items() if slot.activity == "3a")
        assert stage.saved_state().notes[next(slot for slot in notes if slot.private)].startswith(SECRET)


async def test_key_out_of_the_room_view_comes_first_on_the_smallest_screen(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(52, 14)) as stage:
        await stage.begin()
        await into_room(stage)
        await stage.until(lambda: stage.picture().splitlines()[-1].strip().startswith("z your own screen"))


async def test_mirrored_screen_shows_no_note_at_any_moment(tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, clock=clock) as stage:
        await stage.begin("right")
        await stage.until(lambda: stage.session.room)
        stage.app.recording = True
        await write_secret(stage)
        await walk(stage)
        path = stage.live.path
        assert path is not None
        assert SECRET in "".join(stage.saved_state().notes.values())
        assert SECRET not in everywhere(stage)
        stage.live.record_time()
        crashed = path.read_bytes()
    path.write_bytes(crashed)
    clock.pass_by(60_000)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        stage.app.recording = True
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.until(lambda: stage.session.room)
        await stage.press("z", "enter", "e")
        await stage.on(Confirm)
        stage.app.recording = False
        await stage.press("escape", "z")
        await stage.until(lambda: stage.session.room and stage.app.screen is stage.session)
        assert SECRET not in "".join(frame.text for frame in stage.app.frames if frame.room)


async def test_room_sees_only_thanks_at_the_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await write_secret(stage)
        await stage.press("space", "e")
        await stage.on(Confirm)
        stage.app.recording = True
        await stage.press("enter")
        over = await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        await stage.settle()
        picture = stage.picture()
        assert "Thank you" in picture
        for private in (SECRET, "→", "Notes", str(tmp_path)[:20], "done", "Verkenning"):
            assert private not in picture, private
        assert not any(SECRET in frame.text for frame in stage.app.frames if "Thank you" in frame.text)
        await stage.press("enter", "escape", "q")
        await stage.on(Confirm)
        await stage.press("escape")
        await stage.until(lambda: over.is_current)
        await stage.press("z", "enter")
        await stage.until(lambda: "Verkenning" in stage.picture())
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)


async def test_timing_keys_work_without_hints_in_the_room_view(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await into_room(stage)
        stage.app.notifications.clear()
        await stage.press("left", "space", "+", "right", "u", "o", "enter")
        assert (stage.mode, stage.activity, stage.seconds_left) == ("running", "1", 960)
        assert stage.app.notifications == []
        await stage.press("space")
        await stage.until(lambda: "pause" in stage.picture().replace("space pause", ""))


async def test_room_shows_questions_and_time_by_form(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "down")
        await into_room(stage)
        prompts = ["Wat doet dit gedicht", "Hoe zorg jij ervoor", "Vraag je weleens"]
        await stage.until(lambda: prompts[1] in stage.picture())
        assert [prompt in stage.picture() for prompt in prompts] == [False, True, False]
        assert not any(stage.shows_time(time) for time in ("15", "15:00"))
        await stage.press("right")
        await stage.until(lambda: "Welke emoties" in stage.picture())
        assert all(text in stage.picture() for text in ("Wat valt je op", "Wat zou jij in plaats", "done at 12:05"))
        assert stage.shows_time("5")
        await stage.advance(241)
        assert stage.shows_time("1")
        await stage.press("right", "right", "right")
        await stage.until(lambda: "back at 12:19" in stage.picture())
        assert "meekijken" not in stage.picture().lower()
        await stage.advance(900)
        assert "We go on in a moment" in stage.picture()


async def test_room_sees_that_a_turn_is_over(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 40)) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space", "enter")
        await into_room(stage)
        await stage.advance(359)
        assert "Change now" not in stage.picture()
        assert "They may" not in stage.picture()
        await stage.advance(61)
        await stage.until(lambda: "Change now" in stage.picture())


async def test_full_stop_blanks_the_room_and_brings_it_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", ".")
        await stage.until(lambda: stage.session.query(RoomDisplay) and not stage.picture().strip())
        await stage.advance(5)
        await stage.press("+")
        assert not stage.picture().strip()
        await stage.press(".")
        await stage.until(lambda: "Notes" in stage.picture())
        await into_room(stage)
        await stage.press(".")
        await stage.until(lambda: not stage.picture().strip())
        await stage.press(".")
        await stage.until(lambda: "Verkenning" in stage.picture())
        assert stage.session.room


async def test_blind_line_keeps_the_note_and_shows_only_the_number_of_its_slot(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("n", "a", "b", "escape")
        await into_room(stage)
        await stage.press("n", "c", "x", "backspace", "enter")
        await stage.write(f"{PERSIAN}{HEALTH_WORKER}")
        await stage.press("backspace")
        await stage.paste("\x1bd")
        line, keys = stage.session.query_one(BlindLine), stage.picture().splitlines()[-1]
        assert line.render().plain == "1"
        await stage.press("f8")
        assert line.render().plain == "2"
        assert stage.picture().splitlines()[-1] == keys  # the footer doesn't tell either
        await stage.press("e", "f9", "f", "escape")
        await stage.until(lambda: stage.app.focused is None)
        assert stage.activity == "2a"
        assert [stage.saved_note("1", 1), stage.saved_note("1", 2), stage.saved_note("2a", 1)] == [
            f"abc\n{PERSIAN}␛d",
            "e",
            "f",
        ]
        await stage.press("z", "left", "up")
        await stage.until(lambda: stage.notes.text == f"abc\n{PERSIAN}␛d")
        await stage.press("n", "!", "escape", "z", "n", "?", "escape")
        await stage.press("z", "n", "1", "escape", "z", "n", "2", "escape")
        await stage.until(lambda: stage.saved_note("1", 1) == f"abc\n{PERSIAN}␛d!?12")
        assert not stage.session.query_one(BlindLine).has_focus


@pytest.mark.parametrize("key", ["escape", "ctrl+q"])
async def test_blind_note_is_kept_when_the_app_closes_at_once(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        await into_room(stage)
        await stage.press("n", "a", "b", key)
        from tests.tui.stage import state_in

        assert path is not None
        await stage.until(lambda: list(state_in(path).notes.values()) == ["ab"])


async def test_message_about_old_notes_is_not_shown_to_the_room(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.until(lambda: stage.session.room)
        stage.app.announce("Old notes were removed.")
        await stage.settle()
        assert "Old notes" not in stage.picture()


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_asks_once_in_the_room_view(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("right")
        await stage.until(lambda: stage.session.room)
        await stage.press("space", key, key)
        await stage.on(Confirm)
        assert "The room then sees what else is on this screen." in " ".join(stage.picture().replace("│", " ").split())
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.mode == "running"
        await stage.press(key)
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.until(lambda: not stage.app.is_running)


async def test_room_sees_the_evaluation_link_at_the_end(tmp_path: Path) -> None:
    config = Config(evaluation="https://example.org/e", keep_awake=False)
    async with on_stage(tmp_path, size=(80, 40), config=config) as stage:
        await stage.begin("right")
        await stage.press("space", "e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "https://example.org/e" in stage.picture() and "▀" in stage.picture())


async def test_blank_leaves_this_window_alone_if_the_room_has_its_own(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        with mark_room_window(tmp_path):
            await stage.press(".")
            assert stage.state.room_content.blank
            await stage.until(lambda: "ROOM BLANK" in stage.picture())
            assert "Verkenning" in stage.picture()
            await stage.press(".")
            await stage.until(lambda: "ROOM BLANK" not in stage.picture())
            assert not stage.state.room_content.blank


async def test_blank_covers_this_window_if_the_room_has_no_other(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press(".")
        await stage.until(lambda: not stage.picture().strip())
        await stage.press(".")
        await stage.until(lambda: "Verkenning" in stage.picture())
        assert not stage.session.room
