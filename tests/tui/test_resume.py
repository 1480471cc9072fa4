"""Resuming a session after a crash, a closed lid, a damaged journal or a changed clock."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import session_index as library
from luisteren_tui.storage.journal.line import checksum
from luisteren_tui.storage.journal.reader import JournalRead, read_journal
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import find
from luisteren_tui.storage.workshop_file import load as load_workshop
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.dialog import Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.items import HomeItems
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.start import StartDialog
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from tests.thorough import thorough
from tests.tui.at_home import choose_option
from tests.tui.stage import Stage, on_stage, watched_app
from tests.tui.watched_app import ManualClock

QUARTER, GAP = 900, 240


async def crash_session(data: Path, clock: ManualClock, *, running: bool = True, keys: tuple[str, ...] = ()) -> Path:
    """Run a session for 100 seconds, write a note, crash and let GAP seconds pass; return the journal."""
    async with on_stage(data, clock=clock) as stage:
        await stage.begin(*keys)
        await stage.press("space")
        await stage.advance(90)
        await stage.press("n")
        if not keys:
            await stage.write("stil")
        await stage.press("escape")
        await stage.advance(10)
        if not running:
            await stage.press("space")
        path = stage.live.path
        assert path is not None
        stage.live.record_time()
        copy = path.read_bytes()
    path.write_bytes(copy)
    clock.pass_by(GAP * 1000)
    return path


async def resume(stage: Stage, key: str) -> None:
    await stage.on(ResumeDialog)
    await stage.press(key)
    await stage.ready()


@pytest.mark.parametrize("workshop", ["luisteren", None], ids=["run", "home"])
async def test_enter_resumes_and_the_gap_counts_until_it_is_left_out(workshop: str | None, tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    async with on_stage(tmp_path, workshop=workshop, clock=clock, unfinished=path) as stage:
        if workshop is None:
            await stage.on(HomeScreen)
            await stage.until(lambda: stage.app.focused and "stopped 4 minutes ago" in stage.picture())
            await stage.press("enter")
            await stage.ready()
        else:
            await stage.on(ResumeDialog)
            assert "4 minutes" in stage.picture()
            assert "stil" not in stage.picture()
            assert "STEP" not in stage.picture()  # nothing that looks like another session behind the question
            await resume(stage, "enter")
        assert (stage.mode, stage.seconds_left) == ("running", QUARTER - 100 - GAP)
        await stage.until(lambda: "program stopped for 4 minutes" in stage.picture())
        assert stage.notes.text == "stil"
        await stage.press("o")
        assert stage.seconds_left == QUARTER - 100
        assert "stopped" not in stage.picture()
        await stage.press("o")
        assert stage.last_message == "There was no gap, so there is no time to leave out."
        await stage.press("u")
        assert (stage.seconds_left, stage.last_message) == (QUARTER - 100 - GAP, "Undone: leaving out the gap")
        assert stage.saved_state().timing == stage.state.timing


async def test_o_resumes_without_the_gap(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await resume(stage, "o")
        assert (stage.mode, stage.seconds_left) == ("running", QUARTER - 100)
        await stage.advance(10)
        assert stage.seconds_left == QUARTER - 110


async def test_paused_session_has_no_gap(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock, running=False)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await resume(stage, "enter")
        assert (stage.mode, stage.seconds_left) == ("paused", QUARTER - 100)
        await stage.press("o")
        assert stage.last_message == "There was no gap, so there is no time to leave out."


@pytest.mark.parametrize("workshop", ["luisteren", None], ids=["run", "home"])
async def test_d_begins_a_new_session_and_keeps_the_old_journal(workshop: str | None, tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    before = path.read_bytes()
    async with on_stage(tmp_path, workshop=workshop, clock=clock, unfinished=path) as stage:
        if workshop is None:
            await choose_option(stage, "run:luisteren")
        else:
            await stage.on(ResumeDialog)
            await stage.press("d")
        await stage.begin()
        assert stage.state.notes == {}
        assert stage.live.path != path
    assert path.read_bytes() == before


async def test_e_ends_the_unfinished_session_with_an_outcome(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("e")
        await stage.on(EndScreen)
        await stage.until(lambda: path.with_suffix(".json").exists() and not path.exists())
        outcome = json.loads(path.with_suffix(".json").read_bytes())
        first = outcome["activities"][0]
        # The gap is not counted, since the program did not run.
        assert (first["actual_s"], first["notes"][0]["text"]) == (100, "stil")


LONG = 20 * 3600


@pytest.mark.parametrize(
    ("key", "left", "said"), [("enter", QUARTER - 100, ""), ("i", QUARTER - 100 - LONG, "20 hours")]
)
async def test_time_of_a_long_absence_counts_only_if_asked(key: str, left: int, said: str, tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    clock.pass_by((LONG - GAP) * 1000)
    async with on_stage(tmp_path, clock=clock, unfinished=path, size=(120, 30)) as stage:
        await stage.on(ResumeDialog)
        words = " ".join(stage.picture().split())
        assert "20 hours ago" in words
        assert "Enter go on without that time" in words
        assert "i go on and count that time" in words
        await stage.press(key)
        await stage.ready()
        assert (stage.mode, stage.seconds_left) == ("running", left)
        await stage.until(lambda: ("program stopped for" in stage.picture()) == bool(said) and said in stage.picture())
        assert ("runs" in stage.picture().splitlines()[0]) is False
        if not said:
            await stage.until(lambda: "on time" in stage.picture().splitlines()[0])


async def test_home_goes_on_without_the_time_of_a_long_absence_and_says_so(tmp_path: Path) -> None:
    clock = ManualClock()
    await crash_session(tmp_path, clock, running=False)
    clock.pass_by((LONG - GAP) * 1000)
    async with on_stage(tmp_path, workshop=None, clock=clock, size=(120, 30)) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused and "stopped 20 hours ago" in stage.picture())
        await stage.press("enter")
        await stage.ready()
        await stage.until(lambda: stage.last_message == "Nothing ran for 20 hours. That time does not count.")
        assert (stage.mode, stage.seconds_left) == ("paused", QUARTER - 100)
        await stage.press("space")
        outcome = stage.live.outcome()["activities"]
        assert isinstance(outcome, list)
        assert outcome[0]["paused_s"] == 0


@pytest.mark.parametrize("running", [True, False])
async def test_session_that_is_ended_later_ended_when_it_stopped(running: bool, tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock, running=running)
    stopped = f"{datetime.fromtimestamp(clock.read().wall / 1000 - GAP, UTC):%Y-%m-%dT%H:%M:%SZ}"
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("e")
        await stage.on(EndScreen)
        await stage.until(lambda: path.with_suffix(".json").exists() and not path.exists())
        outcome = json.loads(path.with_suffix(".json").read_bytes())
        first = outcome["activities"][0]
        assert (first["actual_s"], first["paused_s"], outcome["ended"]) == (100, 0, stopped)


async def two_crashed(data: Path, clock: ManualClock) -> tuple[Path, Path]:
    first = await crash_session(data, clock)
    return first, await crash_session(data, clock)


async def test_home_counts_unfinished_sessions_and_offers_the_next(tmp_path: Path) -> None:
    clock = ManualClock()
    first, second = await two_crashed(tmp_path, clock)
    async with on_stage(tmp_path, workshop=None, clock=clock, unfinished=second) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: "stopped 4 minutes ago (1 of 2)" in " ".join(stage.picture().split()))
        await stage.press("right", "enter")
        await stage.on(Confirm)
        await stage.press("escape")
        await stage.on(HomeScreen)
        assert second.exists()
        await stage.press("enter")
        await stage.on(Confirm)
        await stage.press("enter")
        await stage.on(EndScreen)
        await stage.until(lambda: second.with_suffix(".json").exists())
        await stage.press("q")
        await stage.on(HomeScreen)
        await stage.until(lambda: "stopped 10 minutes ago" in stage.picture())
        assert "of 2" not in stage.picture()
        assert first.exists()


async def test_first_paint_of_home_reads_no_journal_and_the_second_reads_each_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    first, second = await two_crashed(tmp_path, clock)
    read: list[Path] = []

    def noted(path: Path) -> JournalRead:
        read.append(path)
        return read_journal(path)

    monkeypatch.setattr(library, "read_journal", noted)
    app = watched_app(Folders(tmp_path), clock, None)
    assert HomeItems.read(app.folders).unfinished
    assert read == []
    async with app.run_test() as pilot:
        stage = Stage(app, pilot, clock, app.folders)
        await stage.until(lambda: "(1 of 2)" in stage.picture())
        assert read == [second, first]


async def test_home_removes_a_session_that_cannot_be_resumed_once_it_was_read(tmp_path: Path) -> None:
    for folder in ("sessions", "rehearsals"):
        path = tmp_path / folder / "2026-11-24-1100-luisteren.jsonl"
        path.parent.mkdir()
        path.write_bytes(b"\x00")
    async with on_stage(tmp_path, workshop=None) as stage:
        await stage.on(HomeScreen)
        await stage.until(lambda: stage.app.focused and "Luisteren met aandacht" in stage.picture())
        await stage.until(lambda: "unfinished" not in stage.picture())
        await stage.press("enter")
        await stage.on(StartDialog)


async def test_declined_plan_does_not_affect_a_resumed_session(tmp_path: Path) -> None:
    clock = ManualClock()
    await crash_session(tmp_path, clock)
    loaded = load_workshop(find("luisteren", tmp_path))
    assert loaded.workshop is not None
    save(Folders(tmp_path), "old", plan_of(loaded.workshop, ""))
    async with on_stage(tmp_path, workshop=None, clock=clock) as stage:
        await choose_option(stage, "saved:old")
        await stage.on(Confirm)
        await stage.until(lambda: "The workshop has changed" in stage.picture())
        await stage.press("escape")
        await stage.on(HomeScreen)
        await stage.press("home", "enter")
        await stage.ready()
        assert stage.seconds_left == QUARTER - 100 - GAP


async def test_run_offers_each_unfinished_session_and_then_begins(tmp_path: Path) -> None:
    clock = ManualClock()
    paths = await two_crashed(tmp_path, clock)
    async with on_stage(tmp_path, clock=clock, unfinished=paths[1]) as stage:
        for path in reversed(paths):
            await stage.on(ResumeDialog)
            await stage.press("e")
            await stage.on(EndScreen)
            await stage.until(lambda: "Saved in" in stage.picture())
            assert path.with_suffix(".json").exists()
            await stage.press("q")
        await stage.begin()
        assert (stage.mode, stage.state.notes) == ("waiting", {})
        assert stage.live.path not in paths


async def test_escape_leaves_the_journal_unchanged(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    before = path.read_bytes()
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("escape")
        await stage.until(lambda: not stage.app.is_running)
    assert path.read_bytes() == before


async def test_resume_keeps_the_sound_events_of_a_damaged_journal(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    lines = path.read_bytes().splitlines(keepends=True)
    # Slow typing is saved as several events, so damage the line before the first of them.
    first = next(n for n, line in enumerate(lines) if b'"noted"' in line)
    lines[first - 1] = lines[first - 1].replace(b'"seq"', b'"sqe"')
    path.write_bytes(b"".join(lines) + b'{"seq":99,"at')
    before = path.read_bytes()
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        assert "damaged" in stage.picture()
        await resume(stage, "o")
        assert stage.state.notes == {Slot("1", prompt=1): "stil"}
        await stage.until(lambda: path.with_name(path.name + ".damaged-1").exists())
    assert path.with_name(path.name + ".damaged-1").read_bytes() == before


async def test_resume_says_that_another_version_wrote_fields_and_keeps_them(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    lines = path.read_bytes().splitlines()
    body = lines[-1][: lines[-1].rindex(b',"crc":')] + b',"mood":"calm"'
    path.write_bytes(b"\n".join([*lines[:-1], body + checksum(body), b""]))
    before = path.read_bytes()
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        assert "Another version wrote part of the file" in stage.picture()
        assert "damaged" not in stage.picture()
        await resume(stage, "o")
        assert path.read_bytes().startswith(before)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_resume_of_a_repaired_journal_still_says_that_it_was_damaged(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        assert "Part of the file is damaged" in stage.picture()


async def test_cut_off_last_line_leaves_no_damaged_copy(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    path.write_bytes(path.read_bytes() + b'{"seq":99,"at')
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        assert "was cut off" in stage.picture()
        assert "damaged" not in stage.picture()
        await resume(stage, "o")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_unreadable_journal_is_reported_and_kept_and_a_new_session_begins(tmp_path: Path) -> None:
    path = tmp_path / "sessions" / "2026-11-24-1100-luisteren.jsonl"
    path.parent.mkdir()
    path.write_bytes(b"\x00\xff[/]\n" * 10)
    async with on_stage(tmp_path, unfinished=path) as stage:
        await stage.on(StartDialog)
        assert "can't be read" in stage.last_message
        await stage.begin()
        assert stage.mode == "waiting"
    assert path.read_bytes() == b"\x00\xff[/]\n" * 10


async def test_hung_program_does_not_report_a_sleeping_laptop(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        stage.session._ticked()
        stage.clock.pass_by(600_000)
        stage.session._ticked()
        await stage.until(lambda: "program stopped for 10 minutes" in stage.picture())


async def test_closed_lid_shows_the_gap_and_o_leaves_it_out(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(60)
        await stage.close_lid(600)
        assert stage.seconds_left == QUARTER - 660
        assert "laptop asleep for 10 minutes" in stage.picture()
        assert "that counts · o: it does not" in stage.picture()
        await stage.press("o")
        assert stage.seconds_left == QUARTER - 60
        await stage.advance(30)
        assert stage.seconds_left == QUARTER - 90
        assert stage.saved_state().timing == stage.state.timing


@pytest.mark.parametrize("hours", [2, -2])
async def test_changed_wall_clock_does_not_change_the_time_left(hours: int, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(60)
        stage.clock.set_wall(hours * 3_600_000)
        await stage.advance(1)
        assert stage.seconds_left == QUARTER - 61
        assert stage.view.gap is None
        hour = 12 + hours
        assert f"until {hour}:15" in stage.picture()
        await stage.advance(60)
        assert stage.seconds_left == QUARTER - 121


@pytest.mark.parametrize("hours", [2, -2])
async def test_wall_clock_changed_during_a_sleep_does_not_change_the_time_left(hours: int, tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    clock.set_wall(hours * 3_600_000)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await resume(stage, "enter")
        assert stage.seconds_left == QUARTER - 100 - GAP


async def test_mirrored_session_resumes_in_the_room_view(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_session(tmp_path, clock, keys=("right",))
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.until(lambda: stage.session.room and stage.live.path is not None)
        assert stage.seconds_left == QUARTER - 100 - GAP


async def test_disk_failure_while_resuming_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    clock = ManualClock()
    path = await crash_session(tmp_path, clock)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        monkeypatch.setattr("luisteren_tui.storage.journal.writer.JournalFile.reopen", full)
        await stage.press("enter")
        await stage.until(
            lambda: "can't be continued now" in stage.app.notifications[-1] if stage.app.notifications else False
        )
        monkeypatch.undo()
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.ready()


async def crash_after(data: Path, clock: ManualClock, *keys: str) -> Path:
    """Begin a session that only the facilitator sees, write a note, press `keys` and crash; return the journal."""
    async with on_stage(data, clock=clock) as stage:
        await stage.begin()
        await stage.press("space", "n")
        await stage.write("geheimwoord")
        await stage.press("escape", *keys)
        path = stage.live.path
        assert path is not None
        stage.live.record_time()
        copy = path.read_bytes()
    path.write_bytes(copy)
    clock.pass_by(GAP * 1000)
    return path


@pytest.mark.parametrize(
    "workshop", ["luisteren", pytest.param(None, marks=pytest.mark.check_only)], ids=["run", "home"]
)
@thorough("keys", [("z",), (".",), ("z", "z", "z"), ("z", "space")], ids="".join, quick=2)
async def test_session_left_in_the_room_view_resumes_in_it(
    keys: tuple[str, ...], workshop: str | None, tmp_path: Path
) -> None:
    clock = ManualClock()
    path = await crash_after(tmp_path, clock, *keys)
    async with on_stage(tmp_path, workshop=workshop, clock=clock, unfinished=path) as stage:
        if workshop is None:
            await stage.on(HomeScreen)
            await stage.until(lambda: stage.app.focused)
            stage.app.recording = True
        else:
            stage.app.recording = True
            await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.until(lambda: stage.live.path is not None and stage.session.query(RoomDisplay))
        await stage.advance(2)
        assert stage.session.room
        assert len(stage.app.frames) > 1
        for frame in stage.app.frames:
            assert "geheimwoord" not in frame.raw + frame.text
        await stage.press("z", "enter")
        await stage.until(lambda: "geheimwoord" in stage.picture())
        assert not stage.saved_state().room_view


async def test_session_left_on_the_facilitator_screen_resumes_on_it(tmp_path: Path) -> None:
    clock = ManualClock()
    path = await crash_after(tmp_path, clock, "z", "z")
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await resume(stage, "enter")
        assert not stage.session.room
        assert stage.notes.text == "geheimwoord"
        types = {one["type"] for one in stage.live.outcome()["adjustments"]}  # type: ignore[attr-defined]
        assert "room_viewed" not in types
        await stage.press("u", "u")
        assert stage.last_message == "There is nothing to undo."
