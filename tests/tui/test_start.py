"""The start of a session, its end, and leaving it."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from luisteren_tui.storage.outcome.outcome_file import write
from luisteren_tui.system.package import content_dir
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.session.screen import SessionScreen
from luisteren_tui.tui.screens.start import StartDialog
from tests.thorough import thorough
from tests.tui.stage import Stage, on_stage, state_in


async def test_enter_accepts_the_default_answers(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        assert not (tmp_path / "sessions").exists()
        await stage.begin()
        opened = stage.saved_state().opened
        assert (opened.participants, opened.mirrored, stage.session.room) == (12, False, False)
        assert re.fullmatch("[0-9a-f]{32}", opened.uid)
        assert stage.live.path == tmp_path / "sessions" / "2026-11-24-1200-luisteren.jsonl"


async def test_notes_open_when_the_dialog_closes_before_its_next_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    after_refresh = SessionScreen.call_after_refresh

    def lose_first(screen: SessionScreen, callback: Callable[[], object]) -> bool:
        # Textual hands it to the dialog, which takes it along when it closes at once, as on a slow machine.
        asked.append(callback.__name__)
        return asked == ["_add_notes"] or after_refresh(screen, callback)

    monkeypatch.setattr(SessionScreen, "call_after_refresh", lose_first)
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "n")
        assert asked[0] == "_add_notes"
        assert stage.session.notes is not None
        assert stage.session.notes.pane.has_focus


async def test_notes_key_right_after_the_first_picture_opens_the_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_refresh = SessionScreen.call_after_refresh
    monkeypatch.setattr(  # as if this were still to come
        SessionScreen,
        "call_after_refresh",
        lambda screen, callback: callback.__name__ == "_add_notes" or after_refresh(screen, callback),
    )
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.until(lambda: stage.live.path is not None and stage.app.screen is stage.session)
        assert stage.session.notes is None
        await stage.press("n", "s")
        await stage.until(lambda: stage.notes.text == "s")


@thorough(
    ("keys", "participants", "mirrored"),
    [
        (("8",), 8, False),
        (("right",), 12, True),
        (("right", "down", "left", "up", "left"), 11, False),
        (("2", "5", "0"), 200, False),
        (("1", "4", "backspace", "7"), 17, False),
        (("down", "plus", "plus", "minus"), 13, False),
        (("0", "enter", "7"), 7, False),
        (("right", "space", "down", "space"), 12, True),
    ],
    quick=3,
)
async def test_session_starts_with_the_given_answers(
    keys: tuple[str, ...], participants: int, mirrored: bool, tmp_path: Path
) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin(*keys)
        opened = stage.saved_state().opened
        assert (opened.participants, opened.mirrored, stage.session.room) == (participants, mirrored, mirrored)


async def test_question_offers_the_expected_number_and_says_what_does_not_go_with_another(tmp_path: Path) -> None:
    text = (content_dir() / "luisteren.yaml").read_text("utf-8")
    (tmp_path / "workshops").mkdir()
    (tmp_path / "workshops" / "luisteren.yaml").write_text(f"{text}\nparticipants: 8-20\n", "utf-8")
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        assert re.search(" 20 +type the number", stage.picture())
        assert "turns of about" not in stage.picture()
        assert "The makers count on" not in stage.picture()
        await stage.press("6", "0")
        said = " ".join(stage.picture().replace("│", "").split())
        assert "▲ 3b: 15 turns of about 1:00 each, the makers count on 4 to 6 minutes" in said
        assert "What helps: 40 minutes more · 5 groups of about 12" in said
        assert "The makers count on 8 to 20 participants." in said
        await stage.press("z")
        assert "turns of about" not in stage.picture()
        assert "The makers count on" not in stage.picture()
        await stage.press("z", "backspace")
        assert "turns of about" not in stage.picture()
        await stage.press("backspace", "2", "4")
        assert "6 turns of about 3:00 each" in stage.picture()


async def test_declined_start_leaves_no_files(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        await stage.press("escape")
        await stage.until(lambda: not stage.app.is_running)
    assert list(tmp_path.iterdir()) == []


async def test_unwritable_folder_is_reported_and_no_session_starts(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("this is no folder")
    async with on_stage(tmp_path) as stage:
        await stage.on(StartDialog)
        await stage.press("enter")
        await stage.until(lambda: stage.app.notifications)
        assert "Nothing was started" in stage.last_message
        await stage.on(StartDialog)
        assert stage.app.live is None
        (tmp_path / "sessions").unlink()
        await stage.begin()
        assert stage.app.live is not None


async def test_home_starts_a_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.begin()
        await stage.press("space")
        assert stage.mode == "running"


async def test_home_keeps_its_keys_in_sight_when_there_is_much_to_choose(tmp_path: Path) -> None:
    data = tmp_path / ("a_long_name" * 12)  # its path takes several lines
    folder = data / "workshops"
    folder.mkdir(parents=True)
    for number in range(8):
        (folder / f"w{number}.yaml").write_text("title: x")
    async with on_stage(data, workshop=None, size=(80, 24)) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "? help" in stage.picture())
        await stage.press("end")
        assert "? help" in stage.picture()


async def test_declined_start_from_home_returns_to_home(tmp_path: Path) -> None:
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.on(StartDialog)
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused)
        await stage.press("enter")
        await stage.begin()
        outcome = await end(stage)
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.until(lambda: "Tue 24 Nov 12:00  Luisteren met aandacht" in stage.picture())
        assert "unfinished" not in stage.picture()
        await stage.press("end", "up", "enter")
        await stage.on(EndScreen)
        assert outcome["workshop"]["title"] in stage.picture()


async def end(stage: Stage) -> dict[str, Any]:
    """End the session and return its outcome once it is on disk."""
    await stage.press("e")
    await stage.on(Confirm)
    await stage.press("enter")
    await stage.on(EndScreen)
    await stage.until(lambda: stage.app.live is None)
    (path,) = (stage.folders.sessions).iterdir()
    outcome: dict[str, Any] = json.loads(path.read_bytes())
    return outcome


async def test_end_asks_and_escape_continues_the_session(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "e")
        await stage.on(Confirm)
        await stage.press("escape")
        await stage.on(SessionScreen)
        assert stage.mode == "running"
        await stage.advance(60)
        await stage.press("n")
        await stage.write("stil")
        await stage.press("escape")
        outcome = await end(stage)
        first = outcome["activities"][0]
        assert (first["status"], first["actual_s"], first["notes"][0]["text"]) == ("done", 60, "stil")
        await stage.until(lambda: str(tmp_path / "sessions")[:40] in stage.picture())
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)


async def test_unwritable_outcome_is_reported_with_the_path_of_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = True

    def full(path: Path, outcome: Mapping[str, Any]) -> Path:
        if broken:
            raise OSError(28, "No space left on device")
        return write(path, outcome)

    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        monkeypatch.setattr("luisteren_tui.storage.outcome.outcome_file.write", full)
        await stage.press("e")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "can't be written yet" in stage.picture())
        assert path is not None
        assert state_in(path).timing.mode == "ended"
        broken = False
        await stage.until(lambda: path.with_suffix(".json").exists() and stage.app.live is None)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)


async def test_journal_stays_at_its_path_while_the_outcome_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, outcome: Mapping[str, Any]) -> Path:
        raise OSError(28, "No space left on device")

    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        monkeypatch.setattr("luisteren_tui.storage.outcome.outcome_file.write", full)
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: "can't be written yet" in stage.picture())
        shutil.rmtree(path.parent)
        await stage.until(path.exists)
        await stage.until(lambda: stage.live.journal.status.failing is None)
        await stage.press("q")
        await stage.until(lambda: not stage.app.is_running)
    assert state_in(path).timing.mode == "ended"


async def test_outcome_is_written_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        await stage.press("e")
        await stage.on(Confirm)
        shutil.rmtree(path.parent)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: path.with_suffix(".json").exists() and stage.app.live is None)
        assert not path.exists()


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_left_session_can_be_resumed(key: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        assert path is not None
        await stage.press("space")
        await stage.advance(5)
        await stage.press(key)
        await stage.until(lambda: not stage.app.is_running)
    state = state_in(path)
    assert (state.timing.mode, state.t) == ("running", 5000)


async def test_ctrl_q_in_a_note_leaves_the_app(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        path = stage.live.path
        await stage.press("n", "x")
        stage.clock.pass_by(10)
        await stage.press("ctrl+q")
        await stage.until(lambda: not stage.app.is_running)
    assert path is not None
    assert list(state_in(path).notes.values()) == ["x"]


async def test_warnings_are_shown_as_plain_text(tmp_path: Path) -> None:
    async with on_stage(tmp_path, warnings=("config.toml: [/] is not a setting",)) as stage:
        await stage.on(StartDialog)
        assert stage.last_message == "config.toml: [/] is not a setting"
        await stage.until(lambda: "[/] is not a setting" in stage.picture())


async def test_calm_clock_shows_seconds_in_the_last_two_minutes(tmp_path: Path) -> None:
    from luisteren_tui.runtime.config import Config

    async with on_stage(tmp_path, config=Config(keep_awake=False, calm_clock=True)) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(1)
        assert stage.shows_time("15")
        assert not stage.shows_time("14:59")
        await stage.advance(900 - 121)
        assert stage.shows_time("2:00")
