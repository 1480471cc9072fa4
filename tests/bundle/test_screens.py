"""The screens of the bundle in a pseudo-terminal, in an empty environment."""

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copytree
from statistics import median

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal that a test can read", allow_module_level=True)

from benchmarks.terminal import Terminal as Measured
from luisteren_tui import __version__
from tests.bundle.conftest import Run, executable_in, unzip
from tests.cli.steps import ENTER, begin, go_on, notes, write
from tests.cli.terminal import ROOT, Terminal

Start = Callable[..., Terminal]
RELEASES = ROOT / "tests" / "data" / "releases"
UNFINISHED = ("Not finished yet", "Nog niet afgesloten")
DOWN, SAVE = "\x1b[B", "\x13"


@pytest.fixture
def start(executable: Path, bare: dict[str, str], data: Path) -> Start:
    """Start the bundle in a terminal of its own."""

    def start(*arguments: str, program: Path = executable, size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
        return Terminal(data, *arguments, size=size, executable=str(program), **bare | env)

    return start


def outcome(data: Path) -> dict[str, object] | None:
    found = list((data / "sessions").glob("*.json"))
    content: dict[str, object] | None = json.loads(found[0].read_bytes()) if found else None
    return content


def leave(terminal: Terminal, *home: str) -> None:
    """Go home, wait for these words there, and end the program."""
    terminal.type("q", *home)
    terminal.type("l")  # so that the next key is no held one
    terminal.type("q")
    assert terminal.ends() == 0


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_session_from_home_survives_a_kill_and_becomes_an_outcome(
    lang: str, start: Start, run: Run, data: Path, tmp_path: Path
) -> None:
    with start("--lang", lang) as terminal:
        terminal.sees("Luisteren met aandacht")
        terminal.type(ENTER, "not now", "nu niet")
        terminal.type(DOWN)  # so that the next Enter is no held one
        begin(terminal, data)
        terminal.sees("n notities", "n notes")  # the notes come after the first picture
        write(terminal, data, "over stilte")
        terminal.kill(signal.SIGKILL)
        assert terminal.ends() == -signal.SIGKILL
    with start("--lang", lang) as terminal:
        terminal.sees(*UNFINISHED)
        terminal.type(ENTER)
        terminal.sees("n notities", "n notes")
        go_on(terminal, data, "2a")
        write(terminal, data, "over Nadia")
        terminal.type("e", "End the session?", "beëindigen")
        terminal.type(ENTER)
        terminal.until(lambda: outcome(data))
        leave(terminal, "All sessions", "Alle bijeenkomsten")
        assert terminal.is_sane()
    for name, begins in (("report.html", b"<!doctype html>"), ("report.pdf", b"%pdf-"), ("report.md", b"# ")):
        run("show", "last", "-o", name)
        assert (tmp_path / name).read_bytes().lower().startswith(begins)
    shown = run("show", "last").stdout.decode()
    assert "over stilte" in shown
    assert "over Nadia" in shown


def test_room_is_shown_by_a_second_program_in_a_terminal(start: Start, data: Path) -> None:
    with start("run", "--lang", "en") as mine, start("room", size=(32, 14)) as room:  # without large letters
        begin(mine, data)
        room.until(lambda: "Wat doet dit gedicht met je?" in " ".join(room.text().split()))


def test_program_starts_itself_for_the_room_in_the_browser_and_then_in_a_window(
    start: Start, data: Path, executable: Path, tmp_path: Path
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    browser, window = ("open", "osascript") if sys.platform == "darwin" else ("xdg-open", "x-terminal-emulator")
    for name in (browser, window):
        script = programs / name
        # The parent of the first is the program that keeps the page.
        script.write_text(
            f'#!/bin/sh\necho $PPID "$@" > "{tmp_path}/new"\n/bin/mv "{tmp_path}/new" "{tmp_path}/{name}"\n'
        )
        script.chmod(0o755)
    with start("run", "--lang", "en", PATH=str(programs), DISPLAY=":0") as mine:
        begin(mine, data)
        mine.type("w", "The room's screen in the browser")
        mine.until((tmp_path / browser).exists)
        keeper = int((tmp_path / browser).read_text().split()[0])
        try:
            assert "Wat doet dit gedicht" in (data / "room" / "state.js").read_text("utf-8")
            mine.sees("Do you see the room's screen?")
            mine.type("w", "A second window opens")
            mine.until(lambda: (tmp_path / window).exists() and not (data / "room").exists())
        finally:
            with suppress(ProcessLookupError):
                os.kill(keeper, signal.SIGKILL)
    opened = (tmp_path / window).read_text()
    assert f"{executable} room --data {data}" in opened.replace("'", "").replace("\\", "")


def test_new_workshop_opens_in_the_editor(start: Start, data: Path) -> None:
    with start("new", "collegas", "--lang", "en") as terminal:
        terminal.sees("A copy of")
        terminal.type(DOWN)
        terminal.type(ENTER, "A copy of your own")
        terminal.type(SAVE, "About the workshop")
        terminal.type("l" + SAVE)
        terminal.until(lambda: list((data / "workshops").glob("collegas.yaml")))


def test_preview_shows_a_part(start: Start) -> None:
    with start("preview", "luisteren", "--lang", "en") as terminal:
        terminal.sees("Wat doet dit gedicht")


def previous(folder: Path) -> None:
    """Make the bundle in `folder` one of an earlier version, of which no file may be read again."""
    old = folder / "luisteren-tui" / "program-0.8.0"
    (folder / "luisteren-tui" / f"program-{__version__}").rename(old)
    for path in [executable_in(folder), *old.rglob("*")]:
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"of an earlier version")


def test_new_version_over_an_old_one_keeps_all_and_resumes(
    archive: Path, executable: Path, start: Start, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Programma’s van mij"
    folder.mkdir()
    unzip(archive, folder)
    own = executable_in(folder)
    with start("run", "--lang", "nl", program=own) as terminal:
        begin(terminal, data)
        write(terminal, data, "voor de nieuwe versie")
        terminal.kill(signal.SIGKILL)
        terminal.ends()
    (data / "workshops").mkdir()
    (data / "workshops" / "eigen.yaml").write_text("title: Eigen\nsteps: []\n", "utf-8")
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    previous(folder)
    unzip(archive, folder)
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    with start("--lang", "nl", program=own) as terminal:
        terminal.sees(*UNFINISHED)
        terminal.type(ENTER)
        terminal.sees("n notities")
        assert notes(data) == {"1": "voor de nieuwe versie"}
        go_on(terminal, data, "2a")
        leave(terminal, "Nog niet afgesloten")
    assert notes(data) == {"1": "voor de nieuwe versie"}
    assert (data / "workshops" / "eigen.yaml").exists()


@pytest.mark.parametrize("version", sorted(path.name for path in RELEASES.iterdir() if path.is_dir()))
def test_session_of_an_earlier_release_resumes(version: str, start: Start, data: Path) -> None:
    copytree(RELEASES / version / "data", data)
    (journal,) = (data / "sessions").glob("*.jsonl")
    kept = notes(data)
    assert kept
    with start("--lang", "en") as terminal:
        terminal.sees(*UNFINISHED)
        terminal.type(ENTER, "n notes")
        assert notes(data) == kept
        terminal.type("e", "End the session?")
        terminal.type(ENTER)
        terminal.until(journal.with_suffix(".json").exists)


def test_home_opens_within_one_and_a_half_times_the_installed_program(
    executable: Path, bare: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    installed = [sys.executable, "-m", "luisteren_tui"]
    source = {"PYTHONPATH": str(ROOT / "src")}

    def seconds(command: list[str], **env: str) -> float:
        with Measured(command, bare | env) as terminal:
            return terminal.first_paint()

    pairs = [(seconds([str(executable)]), seconds(installed, **source)) for _ in range(9)][2:]
    ratio = median(ours / other for ours, other in pairs)
    record_property("start of the bundle to that of the installed program", ratio)
    assert ratio < 1.5
