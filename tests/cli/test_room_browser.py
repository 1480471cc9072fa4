"""`room --browser` as a process: it opens the page, keeps it, and takes it away when it is told to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from luisteren_tui.storage.lock import room_window_is_open

ROOT = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return an environment with a browser that only notes which page it opens."""
    programs = tmp_path / "programs"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/opened"\n')
    opener.chmod(0o755)
    ours = {"LUISTEREN_DATA": str(tmp_path / "data"), "LUISTEREN_CONFIG": str(tmp_path / "c.toml"), "DISPLAY": ":0"}
    path = os.pathsep.join([str(programs), "/usr/bin", "/bin"])
    return os.environ | ours | {"PYTHONPATH": str(ROOT / "src"), "PATH": path, "LUISTEREN_LANG": "en"}


@pytest.fixture
def start(env: dict[str, str]) -> Iterator[Start]:
    """Return what starts the program, with the words of another command before it. None outlives a test."""
    started = []

    def start(*before: str, **other: str) -> subprocess.Popen[str]:
        quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
        command = [*before, sys.executable, "-m", "luisteren_tui", "room", "--browser"]
        program = subprocess.Popen(command, env=env | other, stdin=quiet, stdout=quiet, stderr=pipe, text=True)
        started.append(program)
        return program

    yield start
    for program in started:
        program.kill()
        program.communicate()


def until(condition: Callable[[], object]) -> None:
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("that never happened")


def test_page_is_there_while_its_program_runs(tmp_path: Path, start: Start) -> None:
    data, opened = tmp_path / "data", tmp_path / "opened"
    page = data / "room" / "room.html"
    first = start("nohup")
    until(opened.exists)
    first.send_signal(signal.SIGHUP)  # its terminal has gone
    assert page.exists()
    assert room_window_is_open(data)
    again = start()  # only opens the page that is there
    assert again.communicate(timeout=30)[1] == ""
    assert again.returncode == 0
    assert opened.read_text() == f"{page.as_uri()}\n" * 2
    assert page.exists()
    first.send_signal(signal.SIGTERM)
    _, said = first.communicate(timeout=30)
    assert (first.returncode, said) == (0, "")
    assert not page.parent.exists()
    assert not room_window_is_open(data)


@pytest.mark.check_only
def test_program_without_a_browser_says_so_and_ends(tmp_path: Path, start: Start) -> None:
    ended = start(DISPLAY="", WAYLAND_DISPLAY="")
    _, said = ended.communicate(timeout=30)
    assert ended.returncode == 3
    assert said == "No browser opened.\n"  # and no page to open, since it is gone
    assert not (tmp_path / "data" / "room").exists()


@pytest.mark.check_only
def test_page_that_can_not_be_written_is_not_opened(tmp_path: Path, start: Start) -> None:
    ended = start("sh", "-c", 'ulimit -f 1; exec "$@"', "sh")
    _, said = ended.communicate(timeout=30)
    assert ended.returncode == 3
    assert said.startswith("Reading or writing failed")
    assert not (tmp_path / "opened").exists()
