"""Row 11: a secret word in a note is never seen by others, and is gone after the session is deleted."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.home.screen import HomeScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from tests.cli import test_room_terminal, test_terminal
from tests.cli.steps import begin, notes
from tests.cli.terminal import ROOT, Terminal
from tests.faults.tally import Tally, folder, require
from tests.tui import test_room_app
from tests.tui.screens.session import test_mirrored, test_room_view
from tests.tui.stage import on_stage
from tests.tui.watched_app import Frame, ManualClock, WatchedApp

SECRET = "geheimwoord"
SHARDS = tuple(SECRET[at : at + 6] for at in range(len(SECRET) - 5))
"""Parts of the word, which may remain where a line was wrapped or cut."""

IN_THE_ROOM: tuple[Callable[[Path], Awaitable[None]], ...] = (
    test_room_view.test_room_never_sees_a_note,
    test_room_view.test_mirrored_screen_shows_no_note_at_any_moment,
    test_room_view.test_room_sees_only_thanks_at_the_end,
    test_room_view.test_blind_line_keeps_the_note_and_shows_only_the_number_of_its_slot,
    test_mirrored.test_no_key_shows_anything_private_on_a_mirrored_screen,
    test_room_app.test_room_shows_no_notes_and_no_hidden_names,
)


def secrets(count: int, seed: int) -> Tally:
    """Write a secret word as a note, then crash, kill, damage, resume, end and delete the session.

    Judged by every frame that was painted while the room looked on (in mirrored mode every frame, including the resume
    dialog and the end), by all bytes sent to the terminal as a title or after a crash, and by all bytes of all files:
    only the files of the session contain the word, and none after it is deleted.
    Seen to fail without: a fixed text for a crash (`BaseApp._fatal_error`), opening a mirrored session in the room's
    view (`SessionFlow._run`), showing only thanks at its end (`SessionFlow._show_end`), deleting damaged originals and
    what a killed program left behind (`SessionFiles.all`).
    """
    tally = Tally()
    frames: list[Frame] = []
    display = WatchedApp._display
    mirrored = False

    def watched(app: WatchedApp, *painted: Any) -> None:
        before = len(app.frames)
        display(app, *painted)
        frames.extend(frame for frame in app.frames[before:] if frame.room or mirrored)

    with patch.object(WatchedApp, "_display", watched):
        for test in IN_THE_ROOM:
            with tally.trial(test.__name__), folder() as data:
                asyncio.run(test(data))  # type: ignore[arg-type]
        mirrored = True
        for way in ("enter", "e", "home"):
            with tally.trial(f"a mirrored session that is gone on with by {way}"), folder() as data:
                asyncio.run(_mirrored(data, way))
    for frame in frames:
        with tally.trial("a frame of the room"):
            require(not any(shard in frame.text or shard in frame.raw for shard in SHARDS), frame.text[:100])
    for room in (False, True):
        with tally.trial(f"a crash, room {room}"), folder() as data:
            test_terminal.test_crash_prints_the_path_of_the_session_but_none_of_its_text(room, data)
    for _ in range(count):
        with tally.trial("both windows in terminals, with kills"), folder() as data:
            test_room_terminal.test_room_follows_a_whole_session_through_kills_and_shows_no_secret(data)
        with tally.trial("all files, from the first word until it is deleted"), folder() as data:
            _until_deleted(data)
    tally.measured.append(f"{len(frames)} frames of the room's view")
    return tally


async def _mirrored(data: Path, way: str) -> None:
    """Run a mirrored session, kill it after its first note, and resume or end it.

    Resuming is done with a key in the dialog or from home. The facilitator's own view is never shown.
    """
    clock = ManualClock()
    async with on_stage(data, clock=clock) as stage:
        await stage.begin("right")
        await stage.until(lambda: stage.session.room)
        stage.app.recording = True
        await test_room_view.write_secret(stage)
        await test_room_view.walk(stage)
        path = stage.live.path
        assert path is not None
        killed = path.read_bytes()
    require(SECRET.encode() in killed, "the note is not there")
    path.write_bytes(killed)
    clock.pass_by(60_000)
    at_home = way == "home"
    async with on_stage(
        data, clock=clock, workshop=None if at_home else "luisteren", unfinished=None if at_home else path
    ) as stage:
        stage.app.recording = True
        if at_home:
            await stage.on(HomeScreen)
            await stage.until(lambda: stage.app.focused)
            await stage.press("enter")
        else:
            await stage.on(ResumeDialog)
            await stage.settle()
            await stage.press(way)
        if way == "e":
            await stage.on(EndScreen)
            await stage.until(lambda: stage.app.live is None)
        else:
            await stage.until(lambda: stage.app.live is not None and stage.app.screen is stage.session)
            await stage.until(lambda: stage.session.room)
            await test_room_view.walk(stage)
        await stage.settle()
        require(len(stage.app.frames) > 1, "nothing was painted")


def _until_deleted(around: Path) -> None:
    data = around / "data"
    # Temporary and cache files are written below the folder that is searched.
    tmp, home, cache = (str(around / name) for name in ("tmp", "home", "cache"))
    for path in (tmp, home, cache):
        Path(path).mkdir()
    output = b""
    with Terminal(data, "run", TMPDIR=tmp, HOME=home, XDG_CACHE_HOME=cache) as terminal:
        begin(terminal, data)
        _write(terminal, data)
        require(
            SECRET.encode() not in Path(f"/proc/{terminal.pid}/cmdline").read_bytes(), "it is in the list of processes"
        )
        terminal.kill(signal.SIGKILL)
        output += terminal.output
    (journal,) = (data / "sessions").glob("*.jsonl")
    whole = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*whole[:2], bytes(len(whole[2]) - 1), b"\n", *whole[3:]]))
    with Terminal(data, "run", TMPDIR=tmp, HOME=home, XDG_CACHE_HOME=cache) as terminal:
        terminal.sees("new session")
        terminal.type("\r", "→")
        terminal.until(lambda: list((data / "sessions").glob("*.damaged-1")))
        terminal.type("e", "End the session?")
        terminal.type("\r")
        terminal.until(
            lambda: list((data / "sessions").glob("*.json")) and not list((data / "sessions").glob("*.jsonl"))
        )
        terminal.type("q")
        terminal.ends()
        output += terminal.output
    titles = b"".join(re.findall(rb"\x1b\][^\x07\x1b]*", output))
    require(SECRET.encode() not in titles, "it is in the title of the terminal")
    found = {path.name for path in around.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()}
    id = journal.name.removesuffix(".jsonl")
    require(found == {f"{id}.json", f"{id}.jsonl.damaged-1"}, f"it is in {found}")
    for left in (
        f"{id}.json.4242.new",
        f"{id}.jsonl.4242.new",
        f"{id}.jsonl.damaged-2",
    ):  # left by killed programs
        (journal.parent / left).write_text(SECRET)
    subprocess.run(
        [sys.executable, "-m", "luisteren_tui", "--data", str(data), "sessions", "delete", "last", "--yes"],
        check=True,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT / "src"), "LUISTEREN_CONFIG": str(data / "config.toml"), "TMPDIR": tmp},
    )
    found = {path.name for path in around.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()}
    require(not found, f"after it was deleted it is in {found}")


def _write(terminal: Terminal, data: Path) -> None:
    terminal.type("n", "F2")
    terminal.type(SECRET, SECRET[-3:])
    terminal.until(lambda: SECRET in notes(data).values())
